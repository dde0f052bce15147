"""Challenges: a member disputes a question, those who decide uphold or decline. One transaction each."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotFound
from bot.features.banks.model import Ruling
from bot.features.banks.service import Banks
from bot.features.challenges import challenge_store, editor_store, ruling_store, suggestion_store
from bot.features.challenges.calls import CallService
from bot.features.challenges.model import (
    CITATION_LONGEST,
    REASON_LONGEST,
    Case,
    Challenge,
    ChallengeState,
    Decided,
    DisputeKind,
    Joined,
    Queue,
    Voice,
    Waiting,
)
from bot.features.challenges.news import NewsService
from bot.features.challenges.statistics import statistics
from bot.features.quiz.items import ItemService
from bot.features.quiz.model import Regraded, Shown
from bot.features.quiz.regrading import RegradeService
from bot.library import Question
from bot.typed import written

MOST_OPEN = 10
MOST_LISTED = 20


class ServerRulings:
    """Where banks read a server's rulings."""

    async def rulings(self, tx: Tx, guild_id: int) -> Sequence[Ruling]:
        """All that hold there."""
        return await ruling_store.of_server(tx, guild_id)


class ChallengesService:
    """“Something wrong with this question?”, and what follows from it."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        banks: Banks,
        regrading: RegradeService,
        items: ItemService,
        calls: CallService,
        news: NewsService,
    ) -> None:
        self._db = db
        self._clock = clock
        self._banks = banks
        self._regrading = regrading
        self._items = items
        self._calls = calls
        self._news = news

    async def dispute(
        self, *, guild_id: int, member_id: int, shown: Shown, kind: str, reason: str, citation: str
    ) -> Joined:
        """Open a challenge of a question that the member has answered, or join the one that is open.

        Raises BadInput for what can't be read, or too many at once.
        """
        if kind not in set(DisputeKind):
            raise BadInput("Choose from the list what is wrong with the question.")
        reason = written(reason, "Your reason", most=REASON_LONGEST)
        citation = written(citation, "Your source", most=CITATION_LONGEST) if citation.strip() else ""
        question, order, now = shown.question, shown.order, self._clock.now()
        voice = Voice(member_id, DisputeKind(kind), reason, citation, order, now)

        async def work(tx: Tx) -> Joined:
            challenge_id, opened = await challenge_store.open_(tx, guild_id, question.id, order, now)
            new = await challenge_store.say(tx, challenge_id, voice)
            if new and await challenge_store.open_voices_of(tx, guild_id, member_id) > MOST_OPEN:
                raise BadInput(
                    f"You have {MOST_OPEN} challenges open in this server. Wait until the moderators have decided some."
                )
            if opened:
                await self._calls.challenge_opened(tx, guild_id, challenge_id)
            challenge = await self._of_server(tx, guild_id, challenge_id)
            earlier = await challenge_store.decided_before(tx, challenge)
            others = len(await challenge_store.voices(tx, challenge_id)) - 1
            return Joined(challenge, others, changed=not new, earlier=earlier)

        return await self._db.write(work)

    async def queue(self, guild_id: int) -> Queue:
        """What waits for a decision, oldest first."""

        async def work(tx: Tx) -> Queue:
            questions = (await self._banks.library(tx, guild_id)).questions
            challenges = []
            for challenge, voices in await challenge_store.waiting(tx, guild_id, MOST_LISTED):
                question = questions.get(challenge.question_id)
                challenges.append(Waiting(challenge, question.stem if question else "", voices))
            return Queue(
                challenges,
                await suggestion_store.waiting(tx, guild_id, MOST_LISTED),
                await editor_store.find(tx, guild_id),
            )

        return await self._db.read(work)

    async def case(self, guild_id: int, challenge_id: int) -> Case:
        """All that those who decide see of it. Raises NotFound."""

        async def work(tx: Tx) -> Case:
            challenge = await self._of_server(tx, guild_id, challenge_id)
            question = (await self._banks.library(tx, guild_id)).questions.get(challenge.question_id)
            return Case(
                challenge=challenge,
                shown=_shown(question, challenge.order) if question else None,
                voices=tuple(await challenge_store.voices(tx, challenge_id)),
                statistics=statistics(await self._items.taken(tx, guild_id, challenge.question_id)),
                earlier=await challenge_store.decided_before(tx, challenge),
                upcoming=await challenge_store.after(tx, guild_id, challenge_id),
            )

        return await self._db.read_heavy(work)

    async def uphold(
        self,
        guild_id: int,
        challenge_id: int,
        accepted: AbstractSet[str],
        *,
        reason: str,
        citation: str,
        by: int,
    ) -> Decided:
        """Rule that these keys count as right; none: the question is thrown out. Regrades in the same transaction.

        Raises NotFound; BadInput when it is decided already, or the ruling would change nothing.
        """
        reason = written(reason, "The reason", most=REASON_LONGEST)
        citation = written(citation, "The source", most=CITATION_LONGEST) if citation.strip() else ""
        keys, now = "".join(sorted(accepted)), self._clock.now()

        async def work(tx: Tx) -> Decided:
            challenge = await self._undecided(tx, guild_id, challenge_id)
            question = await self._question(tx, challenge)
            _check_keys(question, accepted)
            await challenge_store.decide(
                tx, challenge_id, accepted=keys, reason=reason, citation=citation, by=by, now=now
            )
            await ruling_store.save(
                tx, guild_id, question.id, accepted=keys, reason=reason, citation=citation, now=now
            )
            await self._banks.changed(tx, guild_id)
            regraded = await self._regrading.regrade(tx, guild_id, question, accepted, challenge_id)
            effects = {member_id: effect.value for member_id, effect in regraded.effects.items()}
            return await self._decided(tx, guild_id, challenge_id, regraded, effects)

        return await self._db.write(work)

    async def decline(self, guild_id: int, challenge_id: int, *, reason: str, by: int) -> Decided:
        """The question stands as it is. Raises NotFound, or BadInput when it is decided already."""
        reason = written(reason, "The reason", most=REASON_LONGEST)

        async def work(tx: Tx) -> Decided:
            await self._undecided(tx, guild_id, challenge_id)
            await challenge_store.decide(
                tx, challenge_id, accepted=None, reason=reason, citation="", by=by, now=self._clock.now()
            )
            return await self._decided(tx, guild_id, challenge_id, None, {})

        return await self._db.write(work)

    async def _decided(
        self, tx: Tx, guild_id: int, challenge_id: int, regraded: Regraded | None, effects: dict[int, str]
    ) -> Decided:
        """Tell of it, and say what it came to."""
        joined = [voice.member_id for voice in await challenge_store.voices(tx, challenge_id)]
        told = await self._news.decided(tx, guild_id, challenge_id, joined, effects)
        upcoming = await challenge_store.after(tx, guild_id, challenge_id)
        return Decided(await self._of_server(tx, guild_id, challenge_id), regraded, told, upcoming)

    async def _of_server(self, tx: Tx, guild_id: int, challenge_id: int) -> Challenge:
        challenge = await challenge_store.find(tx, challenge_id)
        if challenge is None or challenge.guild_id != guild_id:
            raise NotFound("There is no such challenge in this server. `/quiz queue` shows those there are.")
        return challenge

    async def _undecided(self, tx: Tx, guild_id: int, challenge_id: int) -> Challenge:
        challenge = await self._of_server(tx, guild_id, challenge_id)
        if challenge.state is not ChallengeState.OPEN:
            raise BadInput(
                f"That challenge was {challenge.state.value} meanwhile, <t:{challenge.decided_at}:R>."
            )
        return challenge

    async def _question(self, tx: Tx, challenge: Challenge) -> Question:
        question = (await self._banks.library(tx, challenge.guild_id)).questions.get(challenge.question_id)
        if question is None:
            raise NotFound("That question is not in the bank any more: the challenge can only be declined.")
        return question


def _shown(question: Question, order: str) -> Shown:
    """In the order in which it was disputed, if its options are still the same."""
    keys = [option.key for option in question.options]
    return Shown(question, order if sorted(order) == sorted(keys) else "".join(keys))


def _check_keys(question: Question, accepted: AbstractSet[str]) -> None:
    if not accepted <= {option.key for option in question.options}:
        raise BadInput("That question has no such option. Choose from the list.")
    now = frozenset() if question.thrown_out else question.accepted
    if accepted == now:
        raise BadInput("That is how it stands already. Choose another answer, or decline the challenge.")
