"""The focus sessions' part in deliveries. Phases follow from the clock, so nothing here decides which one it is."""

from bot.clock import Clock
from bot.db import Tx
from bot.features.focus import session_store
from bot.features.focus.course import Course
from bot.features.focus.model import Outcome, Session, number_of
from bot.schedule import Delivery, Receipt, Unplanned


class _FocusKind(Unplanned):
    """What the three kinds share; every method runs in the delivery's own transaction."""

    def __init__(self, clock: Clock, course: Course) -> None:
        self._clock = clock
        self._course = course

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """Its place is gone or forbidden: the session ends, and those in it hear of it at their next command."""
        session = await self._open(tx, delivery)
        if session is not None:
            await self._course.finish(tx, session, self._clock.now(), Outcome.TROUBLE, reason)

    async def _open(self, tx: Tx, delivery: Delivery) -> Session | None:
        session = await session_store.find(tx, delivery.subject_id)
        return session if session is not None and session.ended_at is None else None


class FocusPost(_FocusKind):
    """The session's message."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """It stands. What has changed since it was written is brought up to date."""
        await session_store.posted(tx, delivery.subject_id, receipt.message_id)
        session = await session_store.find(tx, delivery.subject_id)
        if session is not None and session.version:
            await self._course.changed(tx, session.id, self._clock.now())

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Discord could not be reached all the while."""
        await self.failed(tx, delivery, "Discord could not be reached.")


class FocusChange(_FocusKind):
    """A change of phase: time is counted in its transaction, so that a crash neither loses nor doubles any."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """Those present know."""
        await self._turn(tx, delivery)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """The bot was off, or Discord was: nobody was told, and the phase changed all the same."""
        await self._turn(tx, delivery)

    async def _turn(self, tx: Tx, delivery: Delivery) -> None:
        session, now = await self._open(tx, delivery), self._clock.now()
        if session is None:
            return
        if number_of(delivery.key) == session.plan.changes:
            await self._course.finish(tx, session, now, Outcome.DONE)
        else:
            await self._course.count(tx, session, now)
            await self._course.changed(tx, session.id, now)


class FocusShow(_FocusKind):
    """Bringing the session's message up to date: an edit, so it is simply made again when in doubt."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """It shows how things are."""

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """The message stays as it was."""
