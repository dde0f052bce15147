"""Messages that show what members agreed to: edited when somebody hides or changes something, or goes."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database, Tx
from bot.features.buddies import checkin_store, pair_store
from bot.features.buddies.model import Pair
from bot.features.buddies.terms import CHECKIN, CHECKIN_DM, HELLO, MINI, REFRESH
from bot.schedule import ScheduleService, occurrence_key

REFRESH_LIVES_S = 7 * 86_400
# Changes so close together make one edit of each message.
TOGETHER_S = 5
INTRODUCTION, CHECK_IN, MINI_QUIZ = "introduction", "check-in", "mini-quiz"


@dataclass(frozen=True, slots=True)
class ShownIn:
    """A message of a pair.

    what: INTRODUCTION, CHECK_IN (of: its id) or MINI_QUIZ (of: its ISO week).
    place: of whom in the pair it is a copy in private; None: it stands in the thread.
    """

    pair_id: int
    what: str
    of: str
    place: int | None
    channel_id: int
    message_id: int

    @property
    def key(self) -> str:
        """What names it in the key of a delivery."""
        place = "" if self.place is None else self.place
        return f"{self.pair_id}:{self.what}:{self.of}:{place}:{self.channel_id}:{self.message_id}"

    @classmethod
    def named(cls, key: str) -> "ShownIn":
        """The message of a delivery, by its key."""
        pair_id, what, of, place, channel_id, message_id, _ = key.split(":")
        return cls(int(pair_id), what, of, int(place) if place else None, int(channel_id), int(message_id))


class Shown:
    """Finds them, and has them edited."""

    def __init__(self, db: Database, clock: Clock, schedule: ScheduleService) -> None:
        self._db = db
        self._clock = clock
        self._schedule = schedule

    async def refresh(self, tx: Tx, pair_id: int) -> None:
        """Have all messages of a pair say what they may, after the caller's transaction.

        Of a pair that ends: before its check-ins are taken off the schedule, which is how they are found.
        """
        pair = await pair_store.find(tx, pair_id)
        if pair is None:
            return
        now, due_at, mark = self._clock.now(), self._clock.now(), "end"
        if pair.ended_at is None:  # always ahead, so that what is read then has this change in it
            due_at = (now // TOGETHER_S + 2) * TOGETHER_S
            mark = str(due_at)
        for message in await self._messages(tx, pair):
            await self._schedule.enqueue(
                tx,
                kind=REFRESH,
                key=f"{message.key}:{mark}",
                subject_id=pair_id,
                guild_id=pair.guild_id,
                due_at=due_at,
                expires_at=due_at + REFRESH_LIVES_S,
            )

    async def over(self, message: ShownIn) -> bool:
        """Whether it may show nothing any more: the pair has ended, or its reader is out of it."""

        async def work(tx: Tx) -> bool:
            pair = await pair_store.find(tx, message.pair_id)
            if pair is None or pair.ended_at is not None:
                return True
            seat = None
            if message.place is not None:
                seat = await pair_store.seat(tx, message.pair_id, message.place)
            return message.place is not None and (seat is None or seat.left_at is not None)

        return await self._db.read(work)

    async def _messages(self, tx: Tx, pair: Pair) -> list[ShownIn]:
        places = [seat.place for seat in await pair_store.seats(tx, pair.id)]
        named = [(INTRODUCTION, "", place, HELLO, f"{pair.id}:{place}") for place in places]
        weekly = await self._schedule.get(tx, CHECKIN, pair.id)
        wanted: list[tuple[str, str, int | None, str, str]] = [*named]
        for row in await checkin_store.sent_of(tx, pair.id):
            of = str(row.id)
            if weekly is not None:
                wanted.append((CHECK_IN, of, None, CHECKIN, occurrence_key(weekly.id, row.nominal_date)))
            wanted += [(CHECK_IN, of, place, CHECKIN_DM, f"{row.id}:{place}") for place in places]
        for week in await checkin_store.weeks(tx, pair.id):
            wanted += [(MINI_QUIZ, week, None, MINI, f"{pair.id}:{place}:{week}") for place in places]
        found = []
        if pair.thread_id is not None and pair.message_id is not None:
            found.append(ShownIn(pair.id, INTRODUCTION, "", None, pair.thread_id, pair.message_id))
        for what, of, place, kind, key in wanted:
            receipt = await self._schedule.receipt(tx, kind, key)
            if receipt is not None:
                found.append(ShownIn(pair.id, what, of, place, receipt.channel_id, receipt.message_id))
        return found
