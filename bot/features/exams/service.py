"""A member's exams: use cases, one transaction each."""

from dataclasses import replace
from datetime import date

from bot.clock import Clock
from bot.db import Database, Tx
from bot.features.exams import store
from bot.features.exams.model import Counts, Exam, ExamListener, Planner, ResultListener, State
from bot.features.members.service import MembersService
from bot.features.quiz.tracks import TrackService
from bot.library import Library
from bot.schedule import ScheduleService


class ExamService:
    """Setting, changing and deciding exams; what other features read of them."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        library: Library,
        schedule: ScheduleService,
        members: MembersService,
        tracks: TrackService,
    ) -> None:
        self._db = db
        self._clock = clock
        self._library = library
        self._schedule = schedule
        self._members = members
        self._tracks = tracks
        self._listeners: list[ExamListener] = []
        self._result_listeners: list[ResultListener] = []
        self.planner: Planner | None = None

    def listen(self, listener: ExamListener) -> None:
        """Tell this feature whenever an exam changes."""
        self._listeners.append(listener)

    def listen_to_results(self, listener: ResultListener) -> None:
        """Tell this feature whenever somebody has passed."""
        self._result_listeners.append(listener)

    def plan_with(self, planner: Planner) -> None:
        """Let this one say in reminders where the plan stands."""
        self.planner = planner

    async def find(self, tx: Tx, exam_id: int) -> Exam | None:
        """The exam with this id, inside the caller's transaction."""
        return await store.find(tx, exam_id)

    async def of_member(self, tx: Tx, member_id: int) -> list[Exam]:
        """All of a member's exams, whatever became of them, by date."""
        return await store.of_member(tx, member_id)

    async def ahead(self, tx: Tx, guild_id: int, since: date, *, listed: bool | None = None) -> list[Exam]:
        """Exams in a server that are ahead from that date on, by date. listed: (not) on the board."""
        return await store.ahead(tx, guild_id, since, listed=listed)

    async def counts(self, tx: Tx, guild_id: int) -> Counts:
        """How many exams in a server ended how, by certification."""
        return await store.counts(tx, guild_id)

    async def forget(self, tx: Tx, member_id: int) -> int:
        """Remove all exams of a member, and everything that hangs on them. Returns how many."""
        found = await store.of_member(tx, member_id)
        for exam in found:
            gone = replace(exam, state=State.REMOVED)
            for listener in self._listeners:
                await listener.exam_changed(tx, gone, exam)
            await store.delete(tx, exam.id)
        return len(found)
