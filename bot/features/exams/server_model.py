"""What a server does with its members' exams, as values: the board, threads for exam weeks, a role."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.features.exams.model import Exam
from bot.schedule import Recurrence

# The kinds of deliveries.
BOARD = "exam.board"  # scheduled; subject: the server. The board is posted, or its message edited
BOARD_SHOW = "exam.board_show"  # one-off; subject: the server. The same after a change
COHORT = "exam.cohort"  # one-off; key cohort:turn, subject: the cohort. Its thread follows who comes and goes
COHORT_END = "exam.cohort_end"  # one-off; key and subject: the cohort. Its thread is folded away
ROLE = "exam.role"  # one-off; key exam:revision, subject: the exam. The role is given, or taken back

# A thread opens on the Friday before the week, and closes when those who sat it on Sunday had a day to tell.
OPENS_BEFORE, CLOSES_AFTER = timedelta(days=3), timedelta(days=8)
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Server:
    """A server's choices. board_id, threads_id: channels. message_id: the board's message, in message_channel_id."""

    guild_id: int
    board_id: int | None = None
    message_id: int | None = None
    message_channel_id: int | None = None
    threads_id: int | None = None
    role_id: int | None = None
    set_by: int | None = None


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """For admins. passed: passes by certification, which name nobody. listed: members on the board."""

    server: Server
    daily: Recurrence | None
    listed: int
    passed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RoleOf:
    """Whether a member should have a server's role. role_id: None where there is none (any more)."""

    member_id: int
    role_id: int | None
    has_passed: bool


@dataclass(frozen=True, slots=True)
class Week:
    """Exams of one week on the board. weeks: from the present one, which is 0."""

    monday: date
    weeks: int
    exams: tuple[Exam, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """What the board shows."""

    server: Server
    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Members of one server with the same exam in one week. members: who wants to meet; leaving: who no longer does.

    threads_id: the channel for the threads, as chosen now. Times are epoch seconds.
    """

    id: int
    guild_id: int
    certification: str
    monday: date
    opens_at: int
    closes_at: int
    thread_id: int | None
    closed: bool
    members: tuple[int, ...] = ()
    leaving: tuple[int, ...] = ()
    threads_id: int | None = None


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def by_week(exams: list[Exam], today: date) -> tuple[Week, ...]:
    """Exams from today on by the week they are in, soonest first."""
    this = monday_of(today)
    mondays = sorted({monday_of(exam.on) for exam in exams if exam.on >= today})
    return tuple(
        Week(
            monday,
            (monday - this).days // 7,
            tuple(exam for exam in exams if monday_of(exam.on) == monday and exam.on >= today),
        )
        for monday in mondays
    )
