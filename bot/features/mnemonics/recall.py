"""Mnemonics where they help: offered after a wrong answer, and measured by the next answer on the topic."""

from collections import Counter
from collections.abc import Sequence
from random import Random

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import NotFound
from bot.features.banks.service import Banks
from bot.features.mnemonics import store, tally_store, trial_store
from bot.features.mnemonics.collection import Collection
from bot.features.mnemonics.model import Mnemonic, Shown, Tally
from bot.features.mnemonics.scoring import chosen, expected_share
from bot.features.mnemonics.trial_store import ALL_TOPICS
from bot.features.quiz import Given, Moved
from bot.library import Library

# A trial that has lasted longer says nothing about a hook any more.
TRIAL_LASTS_S = 30 * 86_400
# How many of a server's own, and of those shared with it, are considered for an offer.
CONSIDERED = 12
# Topics that only a question or two in an area are about say little of it.
TOPICS_IN_AREA = 6


def asked_most(library: Library, area: str) -> list[str]:
    """The topics that are asked most in an area ("CPC/anatomy"). None when the outline has changed."""
    certification, _, wanted = area.partition("/")
    known = library.certifications.get(certification)
    covers = [one.covers for one in known.areas if one.id == wanted] if known else []
    asked = Counter(
        question.topic
        for question in library.questions.values()
        if any(question.area in some for some in covers)
    )
    return [topic for topic, _ in asked.most_common(TOPICS_IN_AREA)]


class RecallService:
    """Hears of answers, offers hooks, and keeps the account of what helps."""

    def __init__(self, db: Database, clock: Clock, banks: Banks, collection: Collection) -> None:
        self._db = db
        self._clock = clock
        self._banks = banks
        self._collection = collection

    async def answered(self, tx: Tx, given: Given) -> None:
        """A member's first answer to a question: it ends the trial on its topic; a wrong one begins the next."""
        if not self._collection.has_topic(given.topic):
            return
        trial = await trial_store.find(tx, given.member_id, given.topic)
        if trial is not None:
            await self._end(tx, given, trial)
        if not given.correct:
            await trial_store.begin(tx, given.member_id, given.topic, given.guild_id, given.at)
        elif trial is not None:
            await trial_store.end(tx, given.member_id, given.topic)

    async def _end(self, tx: Tx, given: Given, trial: trial_store.Trial) -> None:
        if given.at - trial.began_at > TRIAL_LASTS_S:
            await trial_store.forget_seen(tx, given.member_id, given.topic)
            return
        for ref in await trial_store.seen(tx, given.member_id, given.topic):
            expected = await self._expected(tx, trial.guild_id, given.topic, ref)
            await tally_store.tried(tx, ref, given.correct, expected)
            await trial_store.settle(
                tx, given.member_id, given.topic, ref, helped=given.correct, expected=expected, now=given.at
            )
        await trial_store.count(tx, trial.guild_id, given.topic, given.correct)

    async def ruled(self, tx: Tx, guild_id: int, topic: str, moved: Sequence[Moved]) -> None:
        """A ruling judges answers otherwise: so do the results of what was seen before them.

        A trial that such an answer had begun ends without a result. What others did without a hook is left as counted:
        trials without one are not kept singly.
        """
        for answer in moved if self._collection.has_topic(topic) else ():
            if answer.correct is not False:
                await trial_store.never_began(tx, answer.member_id, topic, answer.at)
            settled = await trial_store.settled_at(tx, answer.member_id, topic, answer.at)
            for one in settled:
                await tally_store.tried_anew(
                    tx, one.ref, before=one.helped, after=answer.correct, expected=one.expected
                )
                await trial_store.settle_anew(tx, one.id, answer.correct)
            if settled:
                before, after = settled[0].helped, answer.correct
                await trial_store.count_anew(
                    tx,
                    guild_id,
                    topic,
                    tried=(after is not None) - (before is not None),
                    helped=int(after or False) - int(before or False),
                )

    async def _expected(self, tx: Tx, guild_id: int, topic: str, ref: str) -> float:
        """How often members there were right who had not seen it."""
        tried, helped = await trial_store.results(tx, guild_id, topic)
        tried_with, helped_with = await trial_store.results_with(tx, guild_id, ref)
        without = (max(tried - tried_with, 0), max(helped - helped_with, 0))
        return expected_share(without, await trial_store.results(tx, guild_id, ALL_TOPICS))

    async def hook_for(self, *, guild_id: int, member_id: int, topic: str) -> Shown:
        """The hook for somebody who got the topic wrong, and note that they have seen it.

        Asked again for the same mistake, it is the same. Raises NotFound when there is none.
        """

        async def work(tx: Tx) -> Shown:
            trial = await trial_store.find(tx, member_id, topic)
            seed = f"{member_id}:{topic}:{trial and trial.began_at}"
            return await self._offer(tx, guild_id, member_id, [topic], seed)

        return await self._db.write(work)

    async def hook_in(self, *, guild_id: int, member_id: int, area: str, seed: str) -> Shown:
        """A hook for an area ("CPC/anatomy"): for what the member got wrong there last, else one of its best.

        It counts as seen where the member got its topic wrong last time. seed: the same gives everybody who has
        nothing to mend there the same, to talk about. Raises NotFound when there is none.
        """

        async def work(tx: Tx) -> Shown:
            asked = asked_most(await self._banks.library(tx, guild_id), area)
            topics = [topic for topic in asked if self._collection.has_topic(topic)]
            trials = {topic: await trial_store.find(tx, member_id, topic) for topic in topics}
            began = {topic: trial.began_at for topic, trial in trials.items() if trial}
            if began:
                last = max(began, key=began.__getitem__)
                topics, seed_here = [last], f"{member_id}:{last}:{began[last]}"
            return await self._offer(tx, guild_id, member_id, topics, seed_here if began else seed)

        return await self._db.write(work)

    async def _offer(self, tx: Tx, guild_id: int, member_id: int, topics: Sequence[str], seed: str) -> Shown:
        candidates = [
            one for topic in topics for one in await self._candidates(tx, guild_id, member_id, topic)
        ]
        if not candidates:
            raise NotFound("There is no hook for this topic yet. `/mnemonic add` makes the first one.")
        # What was seen when no trial was open is kept nowhere.
        seen = {ref for topic in topics for ref in await trial_store.seen(tx, member_id, topic)}
        again = next((one for one in candidates if one.ref in seen), None)
        one = again or await self._choose(tx, candidates, seed)
        await self.saw(tx, guild_id, member_id, one)
        (shown,) = await self._collection.shown(tx, [one], member_id)
        return shown

    async def saw(self, tx: Tx, guild_id: int, member_id: int, one: Mnemonic) -> None:
        """A member sees one. It counts when they got its topic wrong last time, and it is not their own."""
        if one.author_id == member_id:
            return
        trial = await trial_store.find(tx, member_id, one.topic)
        if trial is None:
            return
        await tally_store.stand(tx, one)
        await tally_store.judged(tx, one)
        await trial_store.see(tx, one.ref, member_id, one.topic, guild_id, self._clock.now())

    async def _candidates(self, tx: Tx, guild_id: int, member_id: int, topic: str) -> list[Mnemonic]:
        numbers = await tally_store.best(tx, guild_id, topic, CONSIDERED)
        numbers += await tally_store.best_shared(tx, guild_id, topic, CONSIDERED)
        numbers += await tally_store.untried(tx, guild_id, topic, CONSIDERED)
        ones = [*await store.many(tx, list(dict.fromkeys(numbers))), *self._collection.shelf.on(topic)]
        allowed = await self._collection.allowed(tx, guild_id, ones)
        return sorted((one for one in allowed if one.author_id != member_id), key=lambda one: one.ref)

    async def _choose(self, tx: Tx, candidates: list[Mnemonic], seed: str) -> Mnemonic:
        tallies = await tally_store.tallies(tx, [one.ref for one in candidates])
        place = chosen([tallies.get(one.ref, Tally()) for one in candidates], Random(seed))
        return candidates[place]
