"""What happens to a focus session over its course. Everything here runs inside the caller's transaction."""

from bot.db import Tx
from bot.features.focus import presence_store, session_store
from bot.features.focus.model import CHANGE, POST, SHOW, Outcome, Presence, Session
from bot.schedule import ScheduleService

# Thanks that come later than this are no thanks any more.
THANKS_LIVE_S = 3600
# A message that could not be brought up to date for so long is left as it is.
SHOW_LIVES_S = 86_400


class Course:
    """Begins, counts and ends sessions, and has their messages sent. Instants in epoch seconds."""

    def __init__(self, schedule: ScheduleService) -> None:
        self._schedule = schedule

    async def begin(self, tx: Tx, session: Session, now: int) -> None:
        """Have its message sent now, and its changes of phase each at its time. A start that is now is no change."""
        await self._enqueue(tx, session, POST, str(session.id), now, session.ends_at)
        plan = session.plan
        for number in range(1 if plan.started_at > now else 2, plan.changes):
            due_at, expires_at = plan.change_at(number), plan.change_at(number + 1)
            await self._enqueue(tx, session, CHANGE, _key(session, number), due_at, expires_at)
        await self._enqueue(
            tx, session, CHANGE, _key(session, plan.changes), session.ends_at, session.ends_at + THANKS_LIVE_S
        )

    async def changed(self, tx: Tx, session_id: int, now: int) -> None:
        """Bring its message up to date. What still waits to do so is replaced: the newest shows everything."""
        session = await session_store.next_version(tx, session_id)
        if session is not None and session.message_id is not None:
            await self._schedule.withdraw(tx, SHOW, f"{session.id}:{session.version - 1}")
            key = f"{session.id}:{session.version}"
            await self._enqueue(tx, session, SHOW, key, now, now + SHOW_LIVES_S)

    async def count(self, tx: Tx, session: Session, until: int) -> None:
        """Count the time of everybody present. Doing it again adds nothing."""
        for presence in await presence_store.present(tx, session.id):
            await self.count_one(tx, session, presence, until)

    async def count_one(self, tx: Tx, session: Session, presence: Presence, until: int) -> None:
        """Count the time of one who is present, up to `until` or the session's end."""
        until = min(until, session.ends_at)
        for part in session.plan.focused(presence.counted_to, until):
            await presence_store.count(tx, session.id, presence.member_id, part)
        await presence_store.counted(tx, session.id, presence.member_id, until)

    async def finish(
        self, tx: Tx, session: Session, now: int, outcome: Outcome, trouble: str | None = None
    ) -> None:
        """End it. Those present hear of it by its last change of phase, or at their next command when that can't be."""
        at = min(now, session.ends_at)
        await self.count(tx, session, at)
        await session_store.finish(tx, session.id, at, outcome, trouble)
        await self._schedule.withdraw(tx, POST, str(session.id))
        last = session.plan.changes
        for number in range(1, last):
            await self._schedule.withdraw(tx, CHANGE, _key(session, number))
        if outcome is Outcome.ENDED:
            await self._schedule.move(tx, CHANGE, _key(session, last), at)
        else:
            await self._schedule.withdraw(tx, CHANGE, _key(session, last))
        if outcome is Outcome.TROUBLE:
            await presence_store.broke_off(tx, session.id)
        await self.changed(tx, session.id, now)

    async def end_if_deserted(self, tx: Tx, session: Session, now: int) -> None:
        """After somebody left: nobody is left, or those who are see who."""
        if await presence_store.present(tx, session.id):
            await self.changed(tx, session.id, now)
        else:
            await self.finish(tx, session, now, Outcome.DESERTED)

    async def _enqueue(
        self, tx: Tx, session: Session, kind: str, key: str, due_at: int, expires_at: int
    ) -> None:
        # Deliveries are fair between servers; direct messages count as one of them.
        await self._schedule.enqueue(
            tx,
            kind=kind,
            key=key,
            subject_id=session.id,
            guild_id=session.guild_id or 0,
            due_at=due_at,
            expires_at=expires_at,
        )


def _key(session: Session, number: int) -> str:
    return f"{session.id}:{number}"
