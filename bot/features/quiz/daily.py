"""The quiz's part in deliveries: planning the question, and keeping what became of the post and of its close."""

from random import Random

from bot.clock import Clock
from bot.db import Tx
from bot.features.admin.service import AdminService
from bot.features.banks.service import Banks
from bot.features.quiz import board_store, track_store
from bot.features.quiz.choosing import choose, shuffled_keys
from bot.features.quiz.model import Occurrence, OccurrenceState, Track
from bot.features.quiz.service import CLOSE
from bot.features.quiz.showing import is_asked
from bot.library import Question, code_set_year
from bot.schedule import Delivery, Occasion, Receipt, ScheduleService

DAY_S = 86_400
# A close that could not be shown for so long is left as it is.
CLOSE_LIVES_S = 7 * DAY_S
# The admins hear of it when so few questions are left that the track has not seen.
FEW_LEFT = 14


async def close_by(tx: Tx, schedule: ScheduleService, track_id: int, instant: int) -> None:
    """Bring closes forward to `instant` (epoch seconds), when the track's next question comes; posts will say so."""
    for occurrence_id in await track_store.bring_closes_forward(tx, track_id, instant):
        await schedule.move(tx, CLOSE, str(occurrence_id), instant)


class DailyPost:
    """What happens around a track's post; every method runs in the delivery's own transaction."""

    def __init__(self, clock: Clock, banks: Banks, admin: AdminService, schedule: ScheduleService) -> None:
        self._clock = clock
        self._banks = banks
        self._admin = admin
        self._schedule = schedule

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """Choose the question, and end the one before it: the close is when the next one comes, or after a day."""
        track = await track_store.track(tx, delivery.subject_id)
        assert track is not None
        await close_by(tx, self._schedule, track.id, occasion.due_at)
        rng = Random(f"{track.id}:{occasion.nominal_date}")
        question = await self._choose(tx, track, occasion, rng)
        await track_store.insert_occurrence(
            tx,
            track_id=track.id,
            channel_id=track.channel_id,
            nominal_date=occasion.nominal_date,
            question_id=question.id if question else None,
            order=shuffled_keys(question, rng) if question else None,
            due_at=occasion.due_at,
            closes_at=min(occasion.due_at + DAY_S, occasion.next_due_at),
        )

    async def _choose(self, tx: Tx, track: Track, occasion: Occasion, rng: Random) -> Question | None:
        library = await self._banks.library(tx, track.guild_id)
        certification = library.certifications.get(track.certification)
        if certification is None:
            return None
        bank = library.bank(track.certification, code_set_year(occasion.nominal_date))
        choice = choose(
            certification,
            bank,
            await track_store.last_seen(tx, track.id),
            await board_store.area_records(tx, track.guild_id, track.certification),
            rng,
        )
        if choice is None:
            return None
        if choice.unseen_left <= FEW_LEFT:
            await self._warn(tx, track, choice.unseen_left, len(bank))
        return choice.question

    async def _warn(self, tx: Tx, track: Track, unseen_left: int, bank_size: int) -> None:
        if await track_store.warned_bank_size(tx, track.id) == bank_size:
            return
        await track_store.set_warned(tx, track.id, bank_size)
        await self._admin.notify(
            tx,
            track.guild_id,
            track.created_by,
            f"The {track.certification} track in <#{track.channel_id}> has {unseen_left} questions left that it has "
            "not asked yet. When they are used up, the ones asked longest ago come again. A newer Crosswalk may "
            "bring more questions.",
        )

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """The post stands: open it, and have it closed in time."""
        occurrence = await self._occurrence(tx, delivery)
        await track_store.opened(
            tx, occurrence.id, channel_id=receipt.channel_id, message_id=receipt.message_id, late=late
        )
        await self._schedule.enqueue(
            tx,
            kind=CLOSE,
            key=str(occurrence.id),
            subject_id=occurrence.id,
            guild_id=delivery.guild_id,
            due_at=occurrence.closes_at,
            expires_at=occurrence.closes_at + CLOSE_LIVES_S,
        )

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """The bot's miss: it protects streaks."""
        occurrence = await self._occurrence(tx, delivery)
        await track_store.set_state(tx, occurrence.id, OccurrenceState.MISSED)

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The channel is gone or forbidden: stop posting there, and tell the admins once."""
        occurrence = await self._occurrence(tx, delivery)
        await self.skipped(tx, delivery)
        track = await track_store.track(tx, delivery.subject_id)
        assert track is not None
        moved = occurrence.channel_id not in (None, track.channel_id)
        library = await self._banks.library(tx, track.guild_id)
        withdrawn = occurrence.question_id is not None and not is_asked(library, occurrence.question_id)
        if moved or withdrawn:
            return  # what was wrong with this one need not be wrong with the next
        if delivery.schedule_id is not None:
            await self._schedule.pause(tx, delivery.schedule_id, reason)
        await self._admin.notify(
            tx,
            track.guild_id,
            track.created_by,
            f"The daily {track.certification} question in <#{track.channel_id}> is paused: {reason} Nobody loses a "
            "streak by it. Put that right and use `/admin track resume`, or move it to another channel with "
            "`/admin track edit`: then it goes on by itself.",
        )

    async def _occurrence(self, tx: Tx, delivery: Delivery) -> Occurrence:
        assert delivery.nominal_date is not None
        found = await track_store.occurrence_on(tx, delivery.subject_id, delivery.nominal_date)
        assert found is not None
        return found


class DailyClose:
    """The close of an occurrence: an edit of its post. Answers stop counting by the clock, whatever becomes of it."""

    def __init__(self, banks: Banks) -> None:
        self._banks = banks

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """Never called: a close is no occurrence of its own."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """The post shows the answer."""
        await self._end(tx, delivery)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """The post could not be edited for a week."""
        await self._end(tx, delivery)

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The post is gone; the track's next post finds out whether its channel is."""
        await self._end(tx, delivery)

    async def _end(self, tx: Tx, delivery: Delivery) -> None:
        """A question that was withdrawn while it was open could not be answered by all: that is the bot's miss."""
        occurrence = await track_store.occurrence(tx, delivery.subject_id)
        library = await self._banks.library(tx, delivery.guild_id)
        there = occurrence is not None and occurrence.question_id in library.questions
        state = OccurrenceState.CLOSED if there else OccurrenceState.MISSED
        await track_store.set_state(tx, delivery.subject_id, state)
