"""Rounds: everybody who waits in a server is matched, and the outcome written in one transaction, once.

A round needs nothing of Discord, so that one class both answers for its deliveries and carries them. Whoever is not on
the server any more is found out when their pair is introduced.
"""

import asyncio
from collections.abc import Iterable, Sequence
from itertools import combinations

from bot.clock import Clock
from bot.db import Database, Tx
from bot.features.buddies import exams, membership_store, pair_store, server_store
from bot.features.buddies.matching_model import Candidate, Group, Outcome, Round
from bot.features.buddies.model import Membership
from bot.features.buddies.notes import NotesService
from bot.features.buddies.pool import Pool
from bot.features.buddies.rhythm import falls, utc_offset_minutes
from bot.features.buddies.scoring import REPEAT_WITHIN_DAYS
from bot.features.buddies.terms import (
    HELLO,
    PAIR,
    QUICK,
    ROUND,
    NoteKind,
)
from bot.features.buddies.worker import Matcher
from bot.features.quiz.model import Strength
from bot.features.quiz.strengths import StrengthsService
from bot.schedule import Delivery, Occasion, Receipt, ScheduleService

DAY_S = 86_400
# An introduction that could not be made in a thread for so long goes by direct message.
PAIR_LIVES_S = 2 * DAY_S


class RoundRunner:
    """Answers for ROUND and QUICK, and carries them."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        schedule: ScheduleService,
        pool: Pool,
        notes: NotesService,
        strengths: StrengthsService,
        matcher: Matcher,
    ) -> None:
        self._db = db
        self._clock = clock
        self._schedule = schedule
        self._pool = pool
        self._notes = notes
        self._strengths = strengths
        self._matcher = matcher
        # Many servers have their round at the same time, and each that waited for the worker would hold a thread.
        self._turn = asyncio.Lock()

    async def send(self, delivery: Delivery) -> Receipt:
        """Hold the round. Whatever went wrong before it was written, it can be held again."""
        done = await self.find(delivery)
        if done is not None:
            return done
        await self._db.write(lambda tx: self._pool.end_pauses(tx, delivery.guild_id))
        round_ = await self._db.read_heavy(lambda tx: self._gather(tx, delivery.guild_id))
        async with self._turn:
            outcome = await self._matcher.match(round_) if round_.candidates else Outcome((), ())
        return await self._db.write(lambda tx: self._write(tx, delivery, round_, outcome))

    async def find(self, delivery: Delivery) -> Receipt | None:
        """The round, if it was held."""
        held = await self._db.read(lambda tx: server_store.held(tx, delivery.kind, delivery.key))
        return Receipt(held.id, 0, held.ran_at) if held else None

    async def _gather(self, tx: Tx, guild_id: int) -> Round:
        """Everybody who waits in the server; nobody while its buddies are off."""
        now = self._clock.now()
        today = now // DAY_S
        row = await server_store.find(tx, guild_id)
        if row is None or row.server.off or row.gone:
            return Round((), today)
        waiting = await membership_store.waiting(tx, guild_id)
        certifications = {one.member_id: one.certification for one in waiting}
        strengths = await self._strengths.of(tx, guild_id, certifications, now)
        met = await pair_store.met_since(tx, guild_id, now - REPEAT_WITHIN_DAYS * DAY_S, now)
        return Round(
            candidates=tuple(candidate(one, strengths.get(one.member_id, {}), now) for one in waiting),
            today=today,
            blocked=await membership_store.blocked_among(tx, guild_id, list(certifications)),
            met={both: at // DAY_S for both, at in met.items()},
        )

    async def _write(self, tx: Tx, delivery: Delivery, round_: Round, outcome: Outcome) -> Receipt:
        guild_id, now = delivery.guild_id, self._clock.now()
        waiting = {one.member_id: one for one in await membership_store.waiting(tx, guild_id)}
        blocked = await membership_store.blocked_among(tx, guild_id, list(waiting))
        # Members left, paused or blocked one another while it was computed: their group falls apart.
        groups = [group for group in outcome.groups if _stands(group.members, waiting, blocked)]
        alone = [member_id for member_id in outcome.alone if member_id in waiting]
        round_id = await server_store.hold(
            tx,
            guild_id=guild_id,
            kind=delivery.kind,
            key=delivery.key,
            now=now,
            waiting=len(round_.candidates),
            pairs=len(groups),
            alone=len(alone),
        )
        if round_id is None:  # held before: only a second attempt that overlapped the first can find it so
            held = await server_store.held(tx, delivery.kind, delivery.key)
            assert held is not None
            return Receipt(held.id, 0, held.ran_at)
        await self._form(tx, guild_id, groups, waiting)
        for one in waiting.values():
            await exams.ask(tx, self._notes, one, now)
        if delivery.kind == ROUND:  # a quick match has two who wait: a word after it would give a block away
            await self._tell_alone(tx, guild_id, alone)
        else:
            await server_store.set_quick(tx, guild_id, None)
        settled = {member_id for group in groups for member_id in group.members} | set(alone)
        if waiting.keys() - settled:  # came meanwhile, or their group fell apart
            await self._pool.match_soon(tx, guild_id)
        return Receipt(round_id, 0, now)

    async def _form(
        self, tx: Tx, guild_id: int, groups: Sequence[Group], waiting: dict[int, Membership]
    ) -> None:
        now, number = self._clock.now(), await pair_store.last_number(tx, guild_id)
        channel_id = (await self._pool.server(tx, guild_id)).server.channel_id
        for group in groups:
            number += 1
            pair_id = await pair_store.insert(
                tx,
                guild_id=guild_id,
                number=number,
                certification=" · ".join(sorted({waiting[m].certification for m in group.members})),
                members=group.members,
                parts=group.parts,
                by_dm=channel_id is None,
                now=now,
            )
            await membership_store.set_paired(tx, guild_id, [(member, pair_id) for member in group.members])
            await introduce(
                tx, self._schedule, guild_id, pair_id, len(group.members), by_dm=channel_id is None
            )

    async def _tell_alone(self, tx: Tx, guild_id: int, alone: Iterable[int]) -> None:
        for member_id in alone:
            if await membership_store.tell_alone(tx, guild_id, member_id):
                await self._notes.tell(tx, guild_id, member_id, NoteKind.ALONE)

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """A date of the weekly schedule; not every one has a round where the rhythm is slower."""
        row = await self._pool.server(tx, delivery.guild_id)
        if not falls(row.server.every, row.anchor, occasion.nominal_date):
            await self._schedule.withdraw(tx, ROUND, delivery.key)

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """Nothing is left to do: the outcome was written when it was held."""

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """The bot was away. Whoever waits is matched soon, not in a week."""
        if delivery.kind == QUICK:
            await server_store.set_quick(tx, delivery.guild_id, None)
        await self._pool.match_soon(tx, delivery.guild_id)

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """Never called: nothing of Discord's is asked."""


async def introduce(
    tx: Tx, schedule: ScheduleService, guild_id: int, pair_id: int, size: int, *, by_dm: bool
) -> None:
    """Have a pair introduced, in a thread or to each of them."""
    keys = [(HELLO, f"{pair_id}:{place}") for place in range(size)] if by_dm else [(PAIR, str(pair_id))]
    for kind, key in keys:
        await schedule.enqueue_now(
            tx,
            kind=kind,
            key=key,
            subject_id=pair_id,
            guild_id=guild_id,
            lives_s=PAIR_LIVES_S,
        )


def candidate(one: Membership, strengths: dict[str, Strength], now: int) -> Candidate:
    """A membership as matching takes it."""
    month = exams.ahead(one, now)
    return Candidate(
        member_id=one.member_id,
        certification=one.certification,
        weekday_mask=one.hours.weekday,
        weekend_mask=one.hours.weekend,
        utc_offset_minutes=utc_offset_minutes(one.zone, now),
        exam_month=None if month is None else 12 * int(month[:4]) + int(month[5:]) - 1,
        languages=frozenset(language.casefold() for language in one.languages),
        goals=frozenset(str(goal) for goal in one.goals),
        area_scores={area: strength.rate for area, strength in strengths.items()},
        priority=one.priority,
        waiting_since=one.waiting_since or now,
        helper=one.helper,
    )


def _stands(
    members: Sequence[int], waiting: dict[int, Membership], blocked: frozenset[frozenset[int]]
) -> bool:
    return all(member in waiting for member in members) and not any(
        frozenset(two) in blocked for two in combinations(members, 2)
    )
