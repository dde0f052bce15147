"""Telling members what became of a challenge, a suggestion, or their own answer: each of it once."""

from collections.abc import Mapping, Sequence

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import NotFound
from bot.features.banks.service import Banks
from bot.features.challenges import challenge_store, news_store, suggestion_store
from bot.features.challenges.model import NEWS, News
from bot.features.challenges.news_store import NewsRow
from bot.schedule import Delivery, Occasion, Receipt, ScheduleService

MESSAGE_LIVES_S = 3 * 86_400
# What is older than this is no news any more.
NEWS_LIVES_S = 60 * 86_400
MOST_AT_ONCE = 3


class NewsService:
    """Who took part is told by direct message; who is only affected, or takes none, at the next use of the quiz.

    A ruling can concern thousands: a bot that writes to all of them at once would be taken for spam.
    """

    def __init__(self, db: Database, clock: Clock, banks: Banks, schedule: ScheduleService) -> None:
        self._db = db
        self._clock = clock
        self._banks = banks
        self._schedule = schedule
        # Servers where somebody may have news: one too many costs a query, one too few is never so.
        self._with_news: set[int] = set()
        self._with_news_known = False
        # What is being shown at this moment, so that two uses at once do not both show it. A crash forgets it, on
        # purpose: who may not have read it is told again.
        self._in_hand: set[int] = set()

    async def decided(
        self, tx: Tx, guild_id: int, challenge_id: int, joined: Sequence[int], effects: Mapping[int, str]
    ) -> int:
        """Tell of a decision, inside the caller's transaction. Returns how many members it concerns."""
        now = self._clock.now()
        for member_id in joined:
            news_id = await news_store.insert_message(
                tx, guild_id, member_id, effects.get(member_id, ""), now, challenge_id=challenge_id
            )
            await self._send(tx, guild_id, news_id)
        others = [(member_id, effect) for member_id, effect in effects.items() if member_id not in joined]
        await news_store.insert(tx, guild_id, others, now, challenge_id=challenge_id)
        self._with_news.add(guild_id)
        return len(joined) + len(others)

    async def suggestion_decided(self, tx: Tx, guild_id: int, suggestion_id: int, author_id: int) -> None:
        """Tell the author, inside the caller's transaction."""
        news_id = await news_store.insert_message(
            tx, guild_id, author_id, "", self._clock.now(), suggestion_id=suggestion_id
        )
        await self._send(tx, guild_id, news_id)
        self._with_news.add(guild_id)

    async def _send(self, tx: Tx, guild_id: int, news_id: int) -> None:
        await self._schedule.enqueue_now(
            tx,
            kind=NEWS,
            key=str(news_id),
            subject_id=news_id,
            guild_id=guild_id,
            lives_s=MESSAGE_LIVES_S,
        )

    async def take(self, guild_id: int, member_id: int) -> list[News]:
        """What the member is to be shown now, and nobody else's press meanwhile: end with `shown` or `give_back`.

        It counts as told only when Discord has taken it. Servers without news cost no query.
        """
        since = self._clock.now() - NEWS_LIVES_S
        if not self._with_news_known:
            self._with_news.update(await self._db.read(lambda tx: news_store.servers(tx, since)))
            self._with_news_known = True
        if guild_id not in self._with_news:
            return []

        async def untold(tx: Tx) -> list[NewsRow]:
            return await news_store.untold(tx, guild_id, member_id, since, MOST_AT_ONCE)

        ours = {row.id for row in await self._db.read(untold)} - self._in_hand
        if not ours:
            return []
        self._in_hand |= ours

        async def work(tx: Tx) -> list[News]:
            # Read once more, now that nobody else can take it: another press may just have shown it.
            return [await self._filled(tx, row) for row in await untold(tx) if row.id in ours]

        try:
            taken = await self._db.read(work)
        except BaseException:
            self._in_hand -= ours
            raise
        self._in_hand -= ours - {one.id for one in taken}
        return taken

    async def shown(self, news: Sequence[News]) -> None:
        """Discord has taken it: it counts as told."""
        ids = [one.id for one in news]
        try:
            await self._db.write(lambda tx: news_store.told(tx, ids, self._clock.now()))
        finally:
            self.give_back(news)

    def give_back(self, news: Sequence[News]) -> None:
        """It could not be shown: the next use shows it."""
        self._in_hand -= {one.id for one in news}

    async def news(self, news_id: int) -> News:
        """What to send by direct message. Raises NotFound when the member has heard of it, or left no trace."""

        async def work(tx: Tx) -> News:
            row = await news_store.find(tx, news_id)
            if row is None:
                raise NotFound("that is no news any more.")
            return await self._filled(tx, row)

        return await self._db.read(work)

    async def _filled(self, tx: Tx, row: NewsRow) -> News:
        if row.suggestion_id is not None:
            suggestion = await suggestion_store.find(tx, row.suggestion_id)
            stem = suggestion.written.get("stem", "") if suggestion else ""
            return News(row.id, row.guild_id, row.member_id, row.effect, stem, suggestion=suggestion)
        challenge = await challenge_store.find(tx, row.challenge_id or 0)
        library = await self._banks.library(tx, row.guild_id)
        question = library.questions.get(challenge.question_id) if challenge else None
        accepted = (challenge.accepted or "") if challenge else ""
        right = (
            tuple(option.text for option in question.options if option.key in accepted) if question else ()
        )
        return News(
            row.id,
            row.guild_id,
            row.member_id,
            "" if await news_store.outdated(tx, row) else row.effect,
            question.stem if question else "",
            right,
            challenge=challenge,
            joined=await challenge_store.spoke(tx, row.challenge_id or 0, row.member_id),
            overruled=challenge is not None and await challenge_store.overruled(tx, challenge),
        )

    # The outbox's side.

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """Never called: news are no occurrences."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """They have it."""
        await news_store.told(tx, [delivery.subject_id], receipt.sent_at)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Discord could not be reached for days."""
        await self.failed(tx, delivery, "")

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """They take no direct messages: shown at the next use of the quiz."""
        await news_store.not_as_message(tx, delivery.subject_id)
        self._with_news.add(delivery.guild_id)
