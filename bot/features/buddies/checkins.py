"""Check-ins: the pair's weekly message, the question to who was not heard of, and what came of an exam."""

from dataclasses import replace
from datetime import date

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import NotAllowed, NotFound
from bot.features.buddies import checkin_store, exams, membership_store, pair_store
from bot.features.buddies.cards import Cards
from bot.features.buddies.checkin_store import CheckinRow
from bot.features.buddies.model import (
    CheckIn,
    CheckInFor,
    Membership,
    Pair,
    StillThere,
)
from bot.features.buddies.notes import NotesService
from bot.features.buddies.pairs import OVER, going, key_parts, signed
from bot.features.buddies.terms import CHECKIN, CHECKIN_DM, Answer, Result, Share
from bot.schedule import Receipt, ScheduleService, occurrence_key

DAY_S, WEEK_S = 86_400, 7 * 86_400
# How long somebody who was not heard of has for an answer.
ANSWER_WITHIN_S = 3 * DAY_S
# After so many check-ins without a sign, somebody is asked whether they are still there.
SILENT_CHECKINS = 2
_NO_MEMBERSHIP = "You are not among the buddies here. Join with `/buddy join`."


class CheckinService:
    """The weekly check-in, from both sides."""

    def __init__(
        self, db: Database, clock: Clock, schedule: ScheduleService, cards: Cards, notes: NotesService
    ) -> None:
        self._db = db
        self._clock = clock
        self._schedule = schedule
        self._cards = cards
        self._notes = notes

    async def checkin(self, checkin_id: int) -> CheckIn:
        """The check-in as it stands. Raises NotFound when it is gone, or its pair ended."""

        async def work(tx: Tx) -> tuple[CheckinRow, Pair, dict[int, Answer], list[Membership]]:
            row = await checkin_store.find(tx, checkin_id)
            if row is None:
                raise NotFound(OVER)
            pair = await going(tx, row.pair_id)
            found = [await membership_store.find(tx, pair.guild_id, m) for m in pair.members]
            members = [one for one in found if one is not None]
            return row, pair, await checkin_store.answers(tx, row.id), members

        row, pair, answers, members = await self._db.read(work)
        return CheckIn(
            id=row.id,
            pair=pair,
            nominal_date=row.nominal_date,
            prompt=self._prompt(row.prompt),
            answers={member: answers[member] for member in pair.members if member in answers},
            cards=await self._cards.of(members),
            passed=tuple(
                one.member_id
                for one in members
                if Share.EXAM in one.shares and self._is_new(one.passed_at, row)
            ),
        )

    def _is_new(self, passed_at: int | None, row: CheckinRow) -> bool:
        """Whether nobody was congratulated on that before, a check-in ago."""
        return passed_at is not None and passed_at >= (row.sent_at or self._clock.now()) - WEEK_S

    def _prompt(self, prompt: str | None) -> str | None:
        """Kept as certification/area, since the areas of two certifications may share an id."""
        return None if prompt is None else self._cards.area_name(*prompt.split("/", 1))

    async def planned(self, pair_id: int, nominal_date: date) -> CheckIn:
        """The check-in of a scheduled delivery, by its subject and its date. Raises NotFound."""
        row = await self._db.read(lambda tx: checkin_store.on(tx, pair_id, nominal_date))
        if row is None:
            raise NotFound(OVER)
        return await self.checkin(row.id)

    async def direct(self, key: str) -> CheckInFor:
        """The check-in of a CHECKIN_DM delivery, by its key. Raises NotFound."""
        checkin_id, place = key_parts(key)
        checkin = await self.checkin(checkin_id)
        seat = await self._db.read(lambda tx: pair_store.seat(tx, checkin.pair.id, place))
        if seat is None or seat.member_id not in checkin.pair.members:
            raise NotFound(OVER)
        return CheckInFor(checkin, seat.member_id)

    async def latest(self, guild_id: int, member_id: int) -> CheckIn:
        """The member's running check-in, for `/buddy checkin`. Raises NotFound with what to do instead."""

        async def work(tx: Tx) -> int:
            membership = await membership_store.find(tx, guild_id, member_id)
            if membership is None:
                raise NotFound(_NO_MEMBERSHIP)
            if membership.pair_id is None:
                raise NotFound("You have no buddy yet. `/buddy status` shows when the next round is.")
            row = await checkin_store.latest_sent(tx, membership.pair_id)
            if row is None:
                raise NotFound("Your first check-in comes a week after you were introduced.")
            return row.id

        return await self.checkin(await self._db.read(work))

    async def answer(self, checkin_id: int, member_id: int, answer: Answer) -> CheckIn:
        """A member says how the week went; the latest word counts. Raises NotFound, or NotAllowed for others."""

        async def work(tx: Tx) -> None:
            row = await self._row(tx, checkin_id)
            await signed(tx, row.pair_id, member_id, self._clock.now())
            await checkin_store.answer(tx, checkin_id, member_id, answer, self._clock.now())

        await self._db.write(work)
        return await self.checkin(checkin_id)

    async def prompted(self, checkin_id: int, member_id: int) -> str:
        """The area that is to be explained, such as "CPC/anatomy". It is a sign of the member too.

        Raises NotFound when there is none, or the pair has ended; NotAllowed for others.
        """

        async def work(tx: Tx) -> str:
            row = await self._row(tx, checkin_id)
            await signed(tx, row.pair_id, member_id, self._clock.now())
            if row.prompt is None:
                raise NotFound("This check-in names no area. `/mnemonic find` looks for hooks by words.")
            return row.prompt

        return await self._db.write(work)

    async def guild(self, checkin_id: int) -> int:
        """The server of a check-in. Raises NotFound."""

        async def work(tx: Tx) -> int:
            return (await going(tx, (await self._row(tx, checkin_id)).pair_id)).guild_id

        return await self._db.read(work)

    async def messages(self, checkin_id: int) -> list[Receipt]:
        """The messages that show a check-in: the one in the thread, or each one's own. Raises NotFound."""

        async def work(tx: Tx) -> list[Receipt]:
            row = await self._row(tx, checkin_id)
            weekly = await self._schedule.get(tx, CHECKIN, row.pair_id)
            names = [(CHECKIN, occurrence_key(weekly.id, row.nominal_date))] if weekly else []
            seats = await pair_store.seats(tx, row.pair_id)
            names += [(CHECKIN_DM, f"{checkin_id}:{seat.place}") for seat in seats]
            found = [await self._schedule.receipt(tx, kind, key) for kind, key in names]
            return [receipt for receipt in found if receipt is not None]

        return await self._db.read(work)

    async def still(self, key: str) -> StillThere:
        """The question of a STILL delivery, by its key. Raises NotFound when it need not be asked any more."""
        checkin_id, place = key_parts(key)

        async def work(tx: Tx) -> StillThere:
            row = await self._row(tx, checkin_id)
            pair = await going(tx, row.pair_id)
            seat = await pair_store.seat(tx, pair.id, place)
            if seat is None or seat.left_at is not None or not await is_silent(tx, seat, pair.id):
                raise NotFound("They were heard of since.")
            ends_at = self._clock.now() + ANSWER_WITHIN_S
            return StillThere(checkin_id, pair, seat.member_id, ends_at)

        return await self._db.read(work)

    async def still_here(self, key: str, member_id: int) -> Pair:
        """The member answered the question of a STILL delivery, by its key.

        Raises NotFound when the pair has ended, NotAllowed for everybody whom it was not for.
        """
        checkin_id, place = key_parts(key)

        async def work(tx: Tx) -> Pair:
            row = await self._row(tx, checkin_id)
            seat = await pair_store.seat(tx, row.pair_id, place)
            if seat is None or seat.member_id != member_id:
                raise NotAllowed("That is for somebody else to answer. You need not do anything.")
            return await signed(tx, row.pair_id, member_id, self._clock.now())

        return await self._db.write(work)

    async def exam(
        self, guild_id: int, member_id: int, result: Result, note_id: int | None = None
    ) -> str | None:
        """How the exam went. PASSED: they stay as a helper until they leave. NOT_YET, MOVED: the month is open again.

        note_id: the question that is answered. Returns the certification. Raises NotFound without a membership,
        NotAllowed when the question is somebody else's, or about another exam than the one they prepare for now.
        """

        async def work(tx: Tx) -> str:
            membership = await membership_store.find(tx, guild_id, member_id)
            if membership is None:
                raise NotFound(_NO_MEMBERSHIP)
            if note_id is not None:
                await self._about_now(tx, note_id, membership)
            passed = result is Result.PASSED
            when = self._clock.now() if passed else None
            after = replace(membership, exam_month=None, helper=passed, passed_at=when)
            await membership_store.save(tx, after)
            if membership.pair_id is not None:
                await signed(tx, membership.pair_id, member_id, self._clock.now())
            return membership.certification

        return await self._db.write(work)

    async def _about_now(self, tx: Tx, note_id: int, one: Membership) -> None:
        note = await self._notes.find(tx, note_id)
        if note is None or note.member_id != one.member_id or note.guild_id != one.guild_id:
            raise NotAllowed("That is for somebody else to answer. You need not do anything.")
        if note.detail not in (exams.about(one), one.exam_month):
            raise NotAllowed("That was about another exam or month. `/buddy join` takes what is new.")

    async def _row(self, tx: Tx, checkin_id: int) -> CheckinRow:
        row = await checkin_store.find(tx, checkin_id)
        if row is None:
            raise NotFound(OVER)
        return row


async def is_silent(tx: Tx, seat: pair_store.Seat, pair_id: int) -> bool:
    """Whether two check-ins or more were sent without a sign of the member."""
    return await checkin_store.sent_since(tx, pair_id, seat.signed_at) >= SILENT_CHECKINS
