"""A member's exams: what other features read of them, and the one place where they change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotFound
from bot.features.exams import store
from bot.features.exams.milestones import NONE_WAIT, Due, Waiting, day_for, starts_at
from bot.features.exams.model import (
    ALL_REMINDERS,
    MOST_AHEAD,
    USUAL_HOUR,
    Counts,
    Exam,
    ExamListener,
    Planner,
    ResultListener,
    State,
    Wish,
)
from bot.features.exams.reminders import Reminders
from bot.features.members.model import Preferences
from bot.features.members.service import MembersService
from bot.features.quiz.tracks import TrackService
from bot.library import Library
from bot.schedule import local_date

GONE = "That exam is not there any more. `/exam list` shows yours."


@dataclass(frozen=True, slots=True)
class Shown:
    """An exam as its member sees it.

    days: until it, by the member's clock; below 0 when it is over. zone: of that clock. reminders: still to come.
    own_zone: whether the member has set it. allowed: whether they take reminders by direct message at all.
    """

    exam: Exam
    name: str
    days: int
    zone: str
    starts_at: int | None
    reminders: Sequence[Due]
    own_zone: bool
    allowed: bool

    @property
    def unasked(self) -> bool:
        """Over, and nobody knows how it went."""
        return self.exam.state is State.AHEAD and self.days < 0


class ExamService:
    """Reads and changes exams. Listeners hear of every change in its transaction."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        library: Library,
        reminders: Reminders,
        members: MembersService,
        tracks: TrackService,
    ) -> None:
        self._db = db
        self._clock = clock
        self._library = library
        self._reminders = reminders
        self._members = members
        self._tracks = tracks
        self._listeners: list[ExamListener] = []
        self._result_listeners: list[ResultListener] = []
        members.listen(self)

    def listen(self, listener: ExamListener) -> None:
        """Tell this feature whenever an exam changes."""
        self._listeners.append(listener)

    def listen_to_results(self, listener: ResultListener) -> None:
        """Tell this feature whenever somebody has passed."""
        self._result_listeners.append(listener)

    def plan_with(self, planner: Planner) -> None:
        """Let this one say in reminders where the plan stands."""
        self._reminders.plan_with(planner)

    # What other features read, inside their own transaction.

    async def find(self, tx: Tx, exam_id: int) -> Exam | None:
        """The exam with this id."""
        return await store.find(tx, exam_id)

    async def of_member(self, tx: Tx, member_id: int) -> list[Exam]:
        """All of a member's exams, whatever became of them, by date."""
        return await store.of_member(tx, member_id)

    async def ahead(self, tx: Tx, guild_id: int, since: date, *, listed: bool | None = None) -> list[Exam]:
        """Exams in a server that are ahead, from that date on, by date. listed: (not) on the board."""
        return await store.ahead(tx, guild_id, since, listed=listed)

    async def counts(self, tx: Tx, guild_id: int) -> Counts:
        """How many exams in a server ended how, by certification."""
        return await store.counts(tx, guild_id)

    async def asks_about(self, tx: Tx, member_id: int, certification: str) -> bool:
        """Whether the member has, or had, a date for it here: then reminders ask how it went."""
        return any(one.certification == certification for one in await store.of_member(tx, member_id))

    async def own(self, tx: Tx, exam_id: int, member_id: int) -> Exam:
        """The member's exam. Raises NotFound, for somebody else's too."""
        exam = await store.find(tx, exam_id)
        if exam is None or exam.member_id != member_id:
            raise NotFound(GONE)
        return exam

    async def zone_of(self, tx: Tx, member_id: int, guild_id: int) -> str:
        """The member's own time zone, or else the server's."""
        own = (await self._members.preferences(tx, member_id)).zone
        return own or await self._tracks.zone(tx, guild_id)

    # Every change goes through these three.

    async def add(self, tx: Tx, wish: Wish) -> Exam:
        """Keep a new exam, reminded of as the member's last one was. Raises BadInput for too many."""
        now = self._clock.now()
        mine = await store.of_member(tx, wish.member_id)
        today = local_date(now, wish.zone)
        if sum(one.state is State.AHEAD and one.on >= today for one in mine) >= MOST_AHEAD:
            raise BadInput(
                f"You have {MOST_AHEAD} exams ahead, which is all I keep. `/exam remove` one first."
            )
        last = max(mine, key=lambda one: one.id, default=None)
        exam = await store.insert(
            tx,
            wish,
            channel_id=last.channel_id if last and last.guild_id == wish.guild_id else None,
            off=last.off if last and last.off < set(ALL_REMINDERS) else frozenset(),
            hour=last.hour if last else USUAL_HOUR,
            state=State.AHEAD,
            now=now,
        )
        await self._changed(tx, exam, None, NONE_WAIT)
        return exam

    async def save(self, tx: Tx, exam: Exam, before: Exam) -> Exam:
        """Write a change as the next revision: old reminders are withdrawn, new ones enqueued, listeners told."""
        waiting = await self._reminders.take_back(tx, before)
        after = await store.save(tx, exam)
        await self._changed(tx, after, before, waiting if after.on == before.on else NONE_WAIT)
        return after

    async def _changed(self, tx: Tx, exam: Exam, before: Exam | None, unsent: Waiting) -> None:
        await self._reminders.set_up(tx, exam, unsent)
        for listener in self._listeners:
            await listener.exam_changed(tx, exam, before)
        if exam.state is State.PASSED and (
            before is None or (before.state, before.on) != (exam.state, exam.on)
        ):
            for waiting in self._result_listeners:
                await waiting.exam_passed(tx, exam, exam.on)

    async def drop(self, tx: Tx, exam: Exam) -> None:
        """Forget an exam."""
        await self._reminders.take_back(tx, exam)
        gone = replace(exam, state=State.REMOVED)
        for listener in self._listeners:
            await listener.exam_changed(tx, gone, exam)
        await store.delete(tx, exam.id)

    # Names, and how an exam looks.

    def certifications(self, typed: str) -> list[tuple[str, str]]:
        """Id and name of each credential that matches what is being typed: the general ones, then specialties."""
        wanted = typed.casefold().strip()
        named = [(one, f"{one}: {self.name(one)}") for one in self._known()]
        return [(value, label) for value, label in named if wanted in label.casefold()]

    def certification(self, text: str) -> str:
        """The id of the credential that somebody typed. Raises NotFound with near ones."""
        wanted = " ".join(text.split()).casefold()
        for one in self._known():
            if wanted in {one.casefold(), self.name(one).casefold()}:
                return one
        return self._library.certification(text).id

    def _known(self) -> list[str]:
        return [*self._library.certifications, *(one.id for one in self._library.guide.specialties)]

    def name(self, certification: str) -> str:
        """A credential's name."""
        special = {one.id: one.name for one in self._library.guide.specialties}
        return self._library.credentials.get(certification) or special.get(certification, certification)

    async def shown(self, tx: Tx, exam: Exam) -> Shown:
        """An exam as its member sees it."""
        preferences = await self._members.preferences(tx, exam.member_id)
        zone = preferences.zone or exam.zone
        return Shown(
            exam=exam,
            name=self.name(exam.certification),
            days=(day_for(exam, zone) - local_date(self._clock.now(), zone)).days,
            zone=zone,
            starts_at=starts_at(exam),
            reminders=await self._reminders.coming(tx, exam),
            own_zone=preferences.zone is not None,
            allowed=preferences.reminders,
        )

    async def show_on_board(self, guild_id: int, member_id: int, listed: bool) -> list[Exam]:
        """All exams ahead that the member has set in a server, on its board or not. Returns them."""

        async def work(tx: Tx) -> list[Exam]:
            mine = [one for one in await store.of_member(tx, member_id) if one.guild_id == guild_id]
            ahead = [one for one in mine if one.state is State.AHEAD]
            return [await self.save(tx, replace(one, listed=listed), one) for one in ahead]

        return await self._db.write(work)

    async def preferences_changed(self, tx: Tx, member_id: int, preferences: Preferences) -> None:
        """Reminders follow the member's clock, and whether there may be any. So does where the zone was not said."""
        for exam in await store.of_member(tx, member_id):
            if exam.state is not State.AHEAD:
                continue
            own = exam.zone if exam.zone_given else await self.zone_of(tx, member_id, exam.guild_id)
            await self.save(tx, replace(exam, zone=own), exam)

    async def forget(self, tx: Tx, member_id: int) -> int:
        """Remove all exams of a member, and everything that hangs on them. Returns how many."""
        found = await store.of_member(tx, member_id)
        for exam in found:
            await self.drop(tx, exam)
        return len(found)
