"""`/mnemonic`: finding, voting and reporting, one transaction each."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotAllowed, NotFound
from bot.features.mnemonics import desk_store, store, tally_store, trial_store
from bot.features.mnemonics.collection import GONE, Collection
from bot.features.mnemonics.model import (
    Found,
    Mnemonic,
    Period,
    Shown,
    State,
    Tally,
)
from bot.features.mnemonics.posting import Posting
from bot.features.mnemonics.recall import RecallService
from bot.features.mnemonics.scoring import score
from bot.features.mnemonics.searching import Search, words_of
from bot.features.mnemonics.texts import reason, ref_in
from bot.features.mnemonics.weekly import WeeklyPosts
from bot.schedule import Receipt

DAY_S = 86_400
WEEK_S = 7 * DAY_S
# Somebody who reports everything there is would bury what is serious.
REPORTS_A_DAY = 10
SHOWN_AT_ONCE = 5
SUGGESTED = 10
_LOOKED_AT = 40
_EMPTY = "Type a few words of what you look for, such as “cranial nerves”."


class MnemonicsService:
    """What members do with memory hooks, others' as well as their own."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        collection: Collection,
        posting: Posting,
        recall: RecallService,
        weekly: WeeklyPosts,
    ) -> None:
        self._db = db
        self._clock = clock
        self._collection = collection
        self._posting = posting
        self._recall = recall
        self._weekly = weekly
        self._search = Search(collection)

    def topics(self, typed: str) -> list[tuple[str, str]]:
        """(value, label) of the topics that match what is being typed."""
        return self._collection.topics(typed)

    def has_topic(self, topic: str) -> bool:
        """Whether there can be hooks for it."""
        return self._collection.has_topic(topic)

    def topic(self, text: str) -> tuple[str, str]:
        """(value, label) of the topic that somebody picked or typed. Raises NotFound."""
        topic = self._collection.topic(text)
        return topic, self._collection.topic_name(topic)

    # --- reading

    async def find(self, *, guild_id: int, member_id: int, query: str, topic: str | None = None) -> Found:
        """By words, or the one that was picked from the list. One alone counts as seen. Raises BadInput, NotFound."""
        ref, words = ref_in(query), words_of(query[:200])
        wanted = self._collection.topic(topic) if topic else None
        if ref is not None:
            return Found([await self.show(guild_id=guild_id, member_id=member_id, ref=ref)])
        if not words:
            raise BadInput(_EMPTY)

        async def work(tx: Tx) -> Found:
            scope = await self._collection.scope(tx, guild_id, wanted)
            ones, remark = await self._search.find(tx, scope, words)
            return Found(await self._collection.shown(tx, ones[:SHOWN_AT_ONCE], member_id), remark)

        found = await self._db.read(work)
        if not found.shown:
            raise NotFound(
                "Nothing is found for that, nor for words like it. Try fewer words, or add one: `/mnemonic add`."
            )
        if found.whole:
            (alone,) = found.shown
            return Found([await self.show(guild_id=guild_id, member_id=member_id, ref=alone.mnemonic.ref)])
        return found

    async def suggest(self, guild_id: int, typed: str) -> list[tuple[str, str]]:
        """(value, hook) of what may be meant, while somebody types."""
        words = words_of(typed[:200])

        async def work(tx: Tx) -> list[Mnemonic]:
            scope = await self._collection.scope(tx, guild_id)
            return await self._search.with_all(tx, scope, words) if words else []

        ones = await self._db.read(work)
        return [(f"#{one.ref}", one.texts.hook) for one in ones[:SUGGESTED]]

    async def show(self, *, guild_id: int, member_id: int, ref: str) -> Shown:
        """One of them. It counts as seen when the member got its topic wrong last time. Raises NotFound."""

        async def work(tx: Tx) -> Shown:
            one = await self._collection.visible(tx, guild_id, ref)
            await self._recall.saw(tx, guild_id, member_id, one)
            (shown,) = await self._collection.shown(tx, [one], member_id)
            return shown

        return await self._db.write(work)

    async def random(self, *, guild_id: int, member_id: int, topic: str | None, seed: int) -> Shown:
        """Any of them, or any on a topic. seed: the same gives the same. Raises NotFound."""
        wanted = self._collection.topic(topic) if topic else None
        rng = Random(f"{seed}:{member_id}")

        async def pick(tx: Tx) -> Mnemonic:
            shared = await tally_store.best_shared(tx, guild_id, wanted, _LOOKED_AT)
            rest = [*await store.many(tx, shared), *self._collection.shelf.on(wanted)]
            pools = [await self._own_drawn(tx, guild_id, wanted, rng), rest]
            allowed = [await self._collection.allowed(tx, guild_id, pool) for pool in pools]
            filled = [pool for pool in allowed if pool]
            if not filled:
                raise NotFound("There is none on that topic yet. `/mnemonic add` makes the first one.")
            # Half of the time one of the server's own, however few they are.
            return rng.choice(rng.choice(filled))

        one = await self._db.read(pick)
        return await self.show(guild_id=guild_id, member_id=member_id, ref=one.ref)

    async def _own_drawn(self, tx: Tx, guild_id: int, topic: str | None, rng: Random) -> list[Mnemonic]:
        """One of the server's own, or the best on a topic. Of all there are too many to look at."""
        if topic:
            return await store.many(tx, await tally_store.best(tx, guild_id, topic, _LOOKED_AT))
        bounds = await tally_store.bounds(tx, guild_id)
        number = await tally_store.from_number(tx, guild_id, rng.randint(*bounds)) if bounds else None
        return await store.many(tx, [number]) if number is not None else []

    async def top(self, *, guild_id: int, member_id: int, period: Period) -> list[Shown]:
        """The best of a week or of all time: those that have helped or are liked."""
        now = self._clock.now()

        async def work(tx: Tx) -> list[Shown]:
            if period is Period.WEEK:
                return await self.best_of(tx, guild_id, now, member_id)
            numbers = await tally_store.best(tx, guild_id, None, _LOOKED_AT)
            numbers += await tally_store.best_shared(tx, guild_id, None, _LOOKED_AT)
            refs = [*map(str, numbers), *self._collection.shelf.by_ref]
            return await self._ranked(tx, guild_id, member_id, await tally_store.tallies(tx, refs))

        return await self._db.read_heavy(work)

    async def best_of(self, tx: Tx, guild_id: int, until: int, member_id: int | None = None) -> list[Shown]:
        """The best of the week before `until` (epoch seconds), by that week's votes and results in the server."""
        since = until - WEEK_S
        week = await trial_store.ended_within(tx, guild_id, since, until)
        for ref, votes in (await tally_store.votes_within(tx, guild_id, since, until)).items():
            week[ref] = replace(week.get(ref, Tally()), up=votes.up, down=votes.down)
        return await self._ranked(tx, guild_id, member_id, week)

    async def _ranked(
        self, tx: Tx, guild_id: int, member_id: int | None, tallies: Mapping[str, Tally]
    ) -> list[Shown]:
        """The best, with these figures. What has nothing to its credit is left out."""
        good = sorted(
            (ref for ref in tallies if score(tallies[ref]) > 0), key=lambda ref: -score(tallies[ref])
        )
        ones = (await self._collection.seen_by(tx, guild_id, good[:_LOOKED_AT]))[:SHOWN_AT_ONCE]
        shown = await self._collection.shown(tx, ones, member_id)
        return [replace(one, tally=tallies[one.mnemonic.ref]) for one in shown]

    # --- judging

    async def vote(self, *, guild_id: int, member_id: int, ref: str, up: bool) -> Shown:
        """One vote each; the same again takes it back. Raises NotFound; NotAllowed for one's own."""

        async def work(tx: Tx) -> Shown:
            one = await self._collection.visible(tx, guild_id, ref)
            if one.author_id == member_id:
                raise NotAllowed("That one is yours: others judge whether it helps.")
            await tally_store.stand(tx, one)
            await tally_store.judged(tx, one)
            wanted = 1 if up else -1
            before = await tally_store.own_vote(tx, ref, member_id)
            after = 0 if before == wanted else wanted
            await tally_store.vote(tx, ref, member_id, guild_id, after, self._clock.now())
            (shown,) = await self._collection.shown(tx, [one], member_id)
            return shown

        return await self._db.write(work)

    async def report(self, *, guild_id: int, member_id: int, ref: str, why: str) -> None:
        """Tell the moderators what is wrong with it.

        Raises BadInput, NotFound; NotAllowed for one's own, and for more than REPORTS_A_DAY.
        """
        kept = reason(why)

        async def work(tx: Tx) -> None:
            one = await self._collection.visible(tx, guild_id, ref)
            if one.author_id == member_id:
                raise NotAllowed("That one is yours: edit or delete it with `/mnemonic mine`.")
            now = self._clock.now()
            if await desk_store.reports_since(tx, guild_id, member_id, now - DAY_S) >= REPORTS_A_DAY:
                raise NotAllowed(
                    f"The moderators have {REPORTS_A_DAY} reports of yours from today. Send this one tomorrow; if it "
                    "can't wait, write to a moderator yourself."
                )
            await self._posting.ring(tx, guild_id)
            await desk_store.report(tx, guild_id, ref, member_id, kept, now)

        await self._db.write(work)

    async def reportable(self, guild_id: int, ref: str) -> Mnemonic:
        """Before the form is opened. Raises NotFound."""
        return await self._db.read(lambda tx: self._collection.visible(tx, guild_id, ref))

    async def posted(self, number: int) -> tuple[Mnemonic, Shown | None]:
        """One with its place in the server's channel, and what is to be read there; None: nothing any more.

        Raises NotFound.
        """

        async def work(tx: Tx) -> tuple[Mnemonic, Shown | None]:
            one = await store.find(tx, number)
            if one is None:
                raise NotFound(GONE)
            ones = [one] if one.state is State.SHOWN else []
            return one, next(iter(await self._collection.shown(tx, ones)), None)

        return await self._db.read(work)

    async def best_before(self, guild_id: int, until: int) -> list[Shown]:
        """The best of the week before `until` (epoch seconds), for all to see."""
        return await self._db.read_heavy(lambda tx: self.best_of(tx, guild_id, until))

    async def best_post(self, guild_id: int, key: str) -> tuple[Receipt, list[Shown]]:
        """Where a post of the week's best stands, by the key of a BEST_SHOW, and what is left to be read in it.

        Raises NotFound.
        """

        async def work(tx: Tx) -> tuple[Receipt, list[Shown]]:
            post = await self._weekly.post(tx, key)
            if post is None:
                raise NotFound(GONE)
            return post, await self.best_of(tx, guild_id, post.sent_at)

        return await self._db.read_heavy(work)
