"""Exam weeks: members of a server with the same exam in the same week meet in a thread, if they want to."""

from dataclasses import replace
from datetime import time as wall_time

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import NotAllowed, NotFound
from bot.features.exams import cohort_store, server_store
from bot.features.exams.model import Exam, State
from bot.features.exams.server_model import (
    CLOSES_AFTER,
    COHORT,
    COHORT_END,
    FEWEST,
    OPENS_BEFORE,
    Cohort,
    monday_of,
)
from bot.features.exams.service import ExamService
from bot.features.quiz.tracks import TrackService
from bot.schedule import ScheduleService, instant

NINE = wall_time(9)
TURN_LIVES_S = 3 * 86_400

_NO_THREADS = (
    "This server has no threads for exam weeks. Ask an admin: `/admin exams set` takes a channel for them."
)
_NOT_YOURS = "That button belongs to somebody else. Yours: `/exam list`."
_GONE = "That exam is not ahead of you any more. `/exam list` shows what is."


class Cohorts:
    """Who meets in which week, and what their thread has to be told."""

    def __init__(
        self, db: Database, clock: Clock, schedule: ScheduleService, exams: ExamService, tracks: TrackService
    ) -> None:
        self._db = db
        self._clock = clock
        self._schedule = schedule
        self._exams = exams
        self._tracks = tracks

    async def offered(self, exam: Exam) -> bool:
        """Whether the member can still join the others of that week: outside a server there are none."""

        async def work(tx: Tx) -> bool:
            if not exam.guild_id or exam.state is not State.AHEAD:
                return False
            server = await server_store.find(tx, exam.guild_id)
            return server.threads_id is not None and await cohort_store.of_exam(tx, exam.id) is None

        return await self._db.read(work)

    async def join(self, exam_id: int, member_id: int) -> Cohort:
        """The member wants to meet the others. Raises NotAllowed, NotFound."""

        async def work(tx: Tx) -> Cohort:
            exam = await self._exams.find(tx, exam_id)
            if exam is not None and exam.member_id != member_id:
                raise NotAllowed(_NOT_YOURS)
            if exam is None or exam.state is not State.AHEAD:
                raise NotFound(_GONE)
            if not exam.guild_id or (await server_store.find(tx, exam.guild_id)).threads_id is None:
                raise NotFound(_NO_THREADS)
            return await self._join(tx, exam)

        return await self._db.write(work)

    async def _join(self, tx: Tx, exam: Exam) -> Cohort:
        monday = monday_of(exam.on)
        zone = await self._tracks.zone(tx, exam.guild_id)
        cohort = await cohort_store.of_week(
            tx,
            exam.guild_id,
            exam.certification,
            monday,
            opens_at=instant(monday - OPENS_BEFORE, NINE, zone),
            closes_at=instant(monday + CLOSES_AFTER, NINE, zone),
        )
        if cohort.closed or self._clock.now() >= cohort.closes_at:
            raise NotFound("That exam week is over.")
        if exam.member_id not in cohort.members:
            await cohort_store.join(tx, cohort.id, exam.id, exam.member_id)
            cohort = await self.cohort(tx, cohort.id)
            if len(cohort.members) >= FEWEST:
                await self._turn(tx, cohort)
        return cohort

    async def leave(self, cohort_id: int, member_id: int) -> None:
        """The member no longer wants to. Raises NotFound when they are not in it."""

        async def work(tx: Tx) -> None:
            exams = await cohort_store.exams_of(tx, cohort_id, member_id)
            if not exams:
                raise NotFound("You are not in that exam week, or not any more.")
            for exam_id in exams:
                await self._leave(tx, exam_id, member_id)

        await self._db.write(work)

    async def _leave(self, tx: Tx, exam_id: int, member_id: int) -> None:
        cohort = await cohort_store.of_exam(tx, exam_id)
        if cohort is None:
            return
        await cohort_store.leave(tx, exam_id)
        if cohort.thread_id is None:
            await cohort_store.left(tx, cohort.id, member_id)
        else:
            await self._turn(tx, cohort)

    async def exam_changed(self, tx: Tx, exam: Exam, before: Exam | None) -> None:
        """Whoever moves their exam to another week meets those of that week; results change nothing."""
        if before is None:
            return
        same = (exam.guild_id, exam.certification, monday_of(exam.on)) == (
            before.guild_id,
            before.certification,
            monday_of(before.on),
        )
        if exam.state in (State.REMOVED, State.MOVED):
            await self._leave(tx, exam.id, exam.member_id)
        elif not same and await cohort_store.of_exam(tx, exam.id) is not None:
            await self._leave(tx, exam.id, exam.member_id)
            if exam.guild_id and (await server_store.find(tx, exam.guild_id)).threads_id is not None:
                await self._join(tx, exam)

    async def _turn(self, tx: Tx, cohort: Cohort) -> None:
        """Let the thread follow: it opens, when its time has come, or lets people in and out."""
        due_at = max(self._clock.now(), cohort.opens_at)
        await self._schedule.enqueue(
            tx,
            kind=COHORT,
            key=f"{cohort.id}:{await cohort_store.next_turn(tx, cohort.id)}",
            subject_id=cohort.id,
            guild_id=cohort.guild_id,
            due_at=due_at,
            expires_at=max(cohort.closes_at, due_at + TURN_LIVES_S),
        )

    async def cohort(self, tx: Tx, cohort_id: int) -> Cohort:
        """The one with this id, with the channel for threads as chosen now. Raises NotFound."""
        found = await cohort_store.find(tx, cohort_id)
        if found is None or found.closed:
            raise NotFound("That exam week is over.")
        server = await server_store.find(tx, found.guild_id)
        return replace(found, threads_id=server.threads_id)

    async def shown(self, cohort_id: int) -> Cohort:
        """The same, by itself."""
        return await self._db.read(lambda tx: self.cohort(tx, cohort_id))

    async def threaded(self, cohort_id: int, thread_id: int) -> None:
        """Their thread is there; it is folded away when the week is over."""

        async def work(tx: Tx) -> None:
            cohort = await self.cohort(tx, cohort_id)
            await cohort_store.threaded(tx, cohort_id, thread_id)
            due_at = max(cohort.closes_at, self._clock.now())
            await self._schedule.enqueue(
                tx,
                kind=COHORT_END,
                key=str(cohort_id),
                subject_id=cohort_id,
                guild_id=cohort.guild_id,
                due_at=due_at,
                expires_at=due_at + TURN_LIVES_S,
            )

        await self._db.write(work)

    async def gone(self, cohort_id: int, member_id: int) -> None:
        """Somebody is not on the server any more."""
        await self._db.write(lambda tx: cohort_store.gone(tx, cohort_id, member_id))

    async def left(self, cohort: Cohort) -> None:
        """Those who no longer wanted to meet when this was read are out of the thread."""

        async def work(tx: Tx) -> None:
            for member_id in cohort.leaving:
                await cohort_store.left(tx, cohort.id, member_id)

        if cohort.leaving:
            await self._db.write(work)

    async def close(self, tx: Tx, cohort_id: int) -> None:
        """The week is over."""
        await cohort_store.close(tx, cohort_id)
