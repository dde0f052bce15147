"""What a server does with its members' exams: the countdown board, threads for exam weeks, a role for who passed."""

from dataclasses import replace
from datetime import date
from datetime import time as wall_time

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput
from bot.features.admin.service import AdminService
from bot.features.exams import cohort_store, server_store
from bot.features.exams.model import Exam, State
from bot.features.exams.server_model import (
    BOARD,
    BOARD_SHOW,
    ROLE,
    Board,
    RoleOf,
    Server,
    ServerStatus,
    by_week,
)
from bot.features.exams.service import ExamService
from bot.features.quiz.tracks import TrackService
from bot.schedule import Recurrence, ScheduleService, local_date
from bot.when import EVERY_DAY, find_zone, parse_time

EIGHT = wall_time(8)
# A board that could not be brought up to date for a day waits for the next one; a role is worth waiting for.
SHOW_LIVES_S, ROLE_LIVES_S = 86_400, 7 * 86_400
SHOW_EVERY_S = 5


class ExamServers:
    """`/admin exams`, and what the board shows."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        schedule: ScheduleService,
        exams: ExamService,
        tracks: TrackService,
        admin: AdminService,
    ) -> None:
        self._db = db
        self._clock = clock
        self._schedule = schedule
        self._exams = exams
        self._tracks = tracks
        self._admin = admin

    async def set(
        self,
        *,
        guild_id: int,
        set_by: int,
        board_id: int | None = None,
        time: str | None = None,
        timezone: str | None = None,
        threads_id: int | None = None,
        role_id: int | None = None,
    ) -> ServerStatus:
        """Change what is given and leave the rest. Raises BadInput for what cannot be read, or not be done."""
        wall = parse_time(time) if time else None
        zone = find_zone(timezone) if timezone else None

        async def work(tx: Tx) -> ServerStatus:
            before = await server_store.find(tx, guild_id)
            after = replace(
                before,
                board_id=board_id or before.board_id,
                threads_id=threads_id or before.threads_id,
                role_id=role_id or before.role_id,
                set_by=set_by,
            )
            if after == replace(Server(guild_id), set_by=set_by) and not (wall or zone):
                raise BadInput("Say what you want: a channel for the board, one for threads, or a role.")
            if after.board_id is None and (wall is not None or zone):
                raise BadInput("Choose a channel for the board too: it has to stand somewhere.")
            await server_store.save(tx, after)
            if after.board_id is not None:
                await self._set_daily(tx, guild_id, wall, zone)
            if after.board_id != before.board_id:
                await self._show(tx, guild_id)
            return await self._status(tx, guild_id)

        return await self._db.write(work)

    async def _set_daily(self, tx: Tx, guild_id: int, wall: wall_time | None, zone: str | None) -> None:
        standing = await self._schedule.get(tx, BOARD, guild_id)
        if standing is None:
            recurrence = Recurrence(
                EVERY_DAY,
                EIGHT if wall is None else wall,
                zone or await self._tracks.zone(tx, guild_id),
            )
            await self._schedule.add(
                tx, kind=BOARD, subject_id=guild_id, guild_id=guild_id, recurrence=recurrence
            )
            return
        old = standing.recurrence
        new = Recurrence(old.weekdays, old.wall if wall is None else wall, zone or old.zone)
        if new != old:
            await self._schedule.change(tx, standing.id, new)

    async def off(self, guild_id: int, *, board: bool, threads: bool, role: bool) -> ServerStatus:
        """Take back what is named. The board's message goes; threads that are open stay until their week is over."""

        async def work(tx: Tx) -> ServerStatus:
            before = await server_store.find(tx, guild_id)
            after = replace(
                before,
                board_id=None if board else before.board_id,
                threads_id=None if threads else before.threads_id,
                role_id=None if role else before.role_id,
            )
            await server_store.save(tx, after)
            if before.board_id is not None and after.board_id is None:
                await self._stop_board(tx, guild_id)
                await self._show(tx, guild_id)
            return await self._status(tx, guild_id)

        return await self._db.write(work)

    async def status(self, guild_id: int) -> ServerStatus:
        """The choices as they are, and what admins may know: numbers."""
        return await self._db.read(lambda tx: self._status(tx, guild_id))

    async def server(self, guild_id: int) -> Server:
        """The choices."""
        return await self._db.read(lambda tx: server_store.find(tx, guild_id))

    async def board(self, guild_id: int) -> Board:
        """What the board shows now, by the calendar of the server."""

        async def work(tx: Tx) -> Board:
            today = await self._today(tx, guild_id)
            listed = await self._exams.ahead(tx, guild_id, today, listed=True)
            return Board(await server_store.find(tx, guild_id), by_week(listed, today))

        return await self._db.read(work)

    async def posted(self, guild_id: int, channel_id: int | None, message_id: int | None) -> None:
        """Where the board stands now; None twice: nowhere."""

        async def work(tx: Tx) -> None:
            server = await server_store.find(tx, guild_id)
            await server_store.save(tx, replace(server, message_channel_id=channel_id, message_id=message_id))

        await self._db.write(work)

    async def member_left(self, guild_id: int, member_id: int) -> None:
        """Somebody is not on the server any more: nor on its board, nor in its exam weeks. Their dates stay theirs."""

        async def work(tx: Tx) -> None:
            for exam in await self._exams.of_member(tx, member_id):
                if exam.guild_id != guild_id:
                    continue
                if (cohort := await cohort_store.of_exam(tx, exam.id)) is not None:
                    await cohort_store.gone(tx, cohort.id, member_id)
                if exam.listed and exam.state in (State.AHEAD, State.MOVED):
                    await self._exams.save(tx, replace(exam, listed=False), exam)

        await self._db.write(work)

    async def exam_changed(self, tx: Tx, exam: Exam, before: Exam | None) -> None:
        """Bring the board up to date where it shows the exam or did; give the role, or take it back."""
        if exam.listed or (before is not None and before.listed):
            server = await server_store.find(tx, exam.guild_id)
            if server.board_id is not None:
                await self._show(tx, exam.guild_id)
        was = before.state if before else None
        if exam.state is not was and State.PASSED in (exam.state, was):
            await self._bring_role(tx, exam)

    async def _bring_role(self, tx: Tx, exam: Exam) -> None:
        if exam.state is State.REMOVED or not exam.guild_id:
            return
        if (await server_store.find(tx, exam.guild_id)).role_id is None:
            return
        await self._schedule.enqueue_now(
            tx,
            kind=ROLE,
            key=f"{exam.id}:{exam.revision}",
            subject_id=exam.id,
            guild_id=exam.guild_id,
            lives_s=ROLE_LIVES_S,
        )

    async def role_of(self, exam_id: int) -> RoleOf | None:
        """Whether the member of this exam should have the role of its server; None when the exam is gone."""

        async def work(tx: Tx) -> RoleOf | None:
            exam = await self._exams.find(tx, exam_id)
            if exam is None:
                return None
            own = await self._exams.of_member(tx, exam.member_id)
            has_passed = any(one.state is State.PASSED and one.guild_id == exam.guild_id for one in own)
            role_id = (await server_store.find(tx, exam.guild_id)).role_id
            return RoleOf(exam.member_id, role_id, has_passed)

        return await self._db.read(work)

    async def board_trouble(self, tx: Tx, guild_id: int, reason: str) -> None:
        """The board's channel is gone or forbidden: no board any more, and the admins are told once."""
        server = await server_store.find(tx, guild_id)
        if server.board_id is None:
            return
        await server_store.save(tx, replace(server, board_id=None, message_id=None, message_channel_id=None))
        await self._stop_board(tx, guild_id)
        await self._tell(
            tx,
            server,
            f"The countdown board in <#{server.board_id}> is off: {reason} Put that right, then: `/admin exams set`.",
        )

    async def threads_trouble(self, tx: Tx, guild_id: int, reason: str) -> None:
        """Threads cannot be made in their channel: none any more, and the admins are told once."""
        server = await server_store.find(tx, guild_id)
        if server.threads_id is None:
            return
        await server_store.save(tx, replace(server, threads_id=None))
        await self._tell(
            tx,
            server,
            f"Threads for exam weeks in <#{server.threads_id}> are off: {reason} Put that right, then: "
            "`/admin exams set`.",
        )

    async def role_trouble(self, tx: Tx, guild_id: int, reason: str) -> None:
        """The role cannot be given: not tried any more, and the admins are told once."""
        server = await server_store.find(tx, guild_id)
        if server.role_id is None:
            return
        await server_store.save(tx, replace(server, role_id=None))
        await self._tell(
            tx,
            server,
            f"Whoever passes gets <@&{server.role_id}> no more: {reason} Put that right, then: `/admin exams set`.",
        )

    async def _tell(self, tx: Tx, server: Server, text: str) -> None:
        await self._admin.notify(tx, server.guild_id, server.set_by, text)

    async def _stop_board(self, tx: Tx, guild_id: int) -> None:
        standing = await self._schedule.get(tx, BOARD, guild_id)
        if standing is not None:
            await self._schedule.remove(tx, standing.id)

    async def _show(self, tx: Tx, guild_id: int) -> None:
        """Soon: what changes within a few seconds is one edit, for Discord takes few edits of a message."""
        due_at = (self._clock.now() // SHOW_EVERY_S + 1) * SHOW_EVERY_S
        await self._schedule.enqueue(
            tx,
            kind=BOARD_SHOW,
            key=f"{guild_id}:{due_at}",
            subject_id=guild_id,
            guild_id=guild_id,
            due_at=due_at,
            expires_at=due_at + SHOW_LIVES_S,
        )

    async def _today(self, tx: Tx, guild_id: int) -> date:
        standing = await self._schedule.get(tx, BOARD, guild_id)
        zone = standing.recurrence.zone if standing else await self._tracks.zone(tx, guild_id)
        return local_date(self._clock.now(), zone)

    async def _status(self, tx: Tx, guild_id: int) -> ServerStatus:
        standing = await self._schedule.get(tx, BOARD, guild_id)
        listed = await self._exams.ahead(tx, guild_id, await self._today(tx, guild_id), listed=True)
        counts = await self._exams.counts(tx, guild_id)
        return ServerStatus(
            await server_store.find(tx, guild_id),
            standing.recurrence if standing else None,
            len({exam.member_id for exam in listed}),
            {name: by[State.PASSED] for name, by in counts.items() if by.get(State.PASSED)},
        )
