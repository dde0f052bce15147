"""The leaderboard of a server with 1,000,000 answers, next to one with 100,000: how long, and how it grows.

The ten times as many answers come from the same members over a longer time, or from ten times as many members.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from bot.app import open_services
from bot.clock import Clock
from bot.db import Database, Tx
from bot.features.quiz.boards import ALL_TRACKS, Period, period_keys
from bot.services import Services
from bot.settings import Settings
from tests.bench.figures import Aim, Figure

TITLE = "Leaderboard of 1,000,000 answers (QuizService.board, all time)"
BASELINE = "100,000 answers"
LAST_DAY = date(2026, 11, 2)
CALLS = 200
WITHIN_MS = Aim(at_most=5, of_value=True)
GROWTH = Aim(at_most=1.5)


@dataclass(frozen=True, slots=True)
class Size:
    """A server: every member answered on each of the days."""

    members: int
    days: int

    @property
    def answers(self) -> int:
        """How many there are."""
        return self.members * self.days


SMALL, LONGER, LARGER = Size(2_000, 50), Size(2_000, 500), Size(20_000, 50)


def is_right(member: int, day: int) -> bool:
    """Members differ: from nearly nothing to nearly everything right."""
    return (member * 7919 + day * 104_729) % 1000 < 100 + member % 800


def answers(size: Size, guild: int, track: int) -> Iterator[dict[str, object]]:
    """The log, oldest first."""
    for day in range(size.days):
        for member in range(size.members):
            yield {
                "member": guild * 1_000_000 + member,
                "guild": guild,
                "track": track,
                "occurrence": track * 10_000 + day,
                "right": int(is_right(member, day)),
                "at": day * 86_400 + member,
            }


async def fill(db: Database, size: Size, guild: int, track: int) -> None:
    """Write the server's track, occurrences, log and running totals straight into the tables."""
    first = LAST_DAY - timedelta(days=size.days - 1)
    days = [first + timedelta(days=number) for number in range(size.days)]

    async def work(tx: Tx) -> None:
        await tx.run(
            """INSERT INTO tracks (id, guild_id, certification, channel_id, created_at)
            VALUES (:id, :guild, 'CPC', 1, 0)""",
            {"id": track, "guild": guild},
        )
        await tx.run_many(
            """INSERT INTO occurrences (id, track_id, number, nominal_date, due_at, closes_at, state)
            VALUES (:id, :track, :number, :on, 0, 1, 'closed')""",
            (
                {"id": track * 10_000 + n, "track": track, "number": n + 1, "on": on.isoformat()}
                for n, on in enumerate(days)
            ),
        )
        await tx.run_many(
            """INSERT INTO answers (member_id, guild_id, track_id, occurrence_id, question_id, chosen, correct,
                scored, answered_at) VALUES (:member, :guild, :track, :occurrence, 'q', 'A', :right, 1, :at)""",
            answers(size, guild, track),
        )
        await tx.run_many(
            """INSERT INTO board_totals (guild_id, track_id, period, member_id, correct, answered, listed)
            VALUES (:guild, :track, :period, :member, :correct, :answered, 1)""",
            totals(size, days, guild, track),
        )

    await db.write(work)


def totals(size: Size, days: list[date], guild: int, track: int) -> Iterator[dict[str, object]]:
    """The running totals that the log adds up to."""
    for member in range(size.members):
        sums: dict[str, list[int]] = {}
        for number, on in enumerate(days):
            for period in period_keys(on):
                total = sums.setdefault(period, [0, 0])
                total[0] += is_right(member, number)
                total[1] += 1
        for scope in (track, ALL_TRACKS):
            for period, (correct, answered) in sums.items():
                yield {
                    "guild": guild,
                    "track": scope,
                    "period": period,
                    "member": guild * 1_000_000 + member,
                    "correct": correct,
                    "answered": answered,
                }


async def boards_ms(services: Services, asked: Sequence[tuple[int, int]]) -> list[float]:
    """How long a board takes for each (guild, member), in ms: medians of calls made in turn."""
    taken: list[list[float]] = [[] for _ in asked]
    for _ in range(CALLS):
        for durations, (guild, member) in zip(taken, asked, strict=True):
            begun = time.perf_counter()
            await services.boards.board(guild, guild * 1_000_000 + member, Period.ALL, None)
            durations.append((time.perf_counter() - begun) * 1000)
    return [median(durations) for durations in taken]


async def log_ms(services: Services, track: int) -> float:
    """The first places counted from the answer log, in ms."""

    async def work(tx: Tx) -> object:
        return await tx.all(
            """SELECT member_id, SUM(correct) AS correct, COUNT(*) AS answered FROM answers
            WHERE occurrence_id BETWEEN :first AND :last AND scored = 1
            GROUP BY member_id ORDER BY 2 DESC, 3 LIMIT 10""",
            {"first": track * 10_000, "last": track * 10_000 + 9_999},
        )

    begun = time.perf_counter()
    await services.db.read_heavy(work)
    return (time.perf_counter() - begun) * 1000


async def measured() -> list[Figure]:
    """Measure, and tell."""
    sizes = (SMALL, LONGER, LARGER)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.model_validate(
            {"CROSSWALK_DATABASE_URL": f"sqlite:///{Path(folder)}/bench.sqlite3"}
        )
        now = datetime.combine(LAST_DAY, datetime.min.time(), UTC).timestamp() + 43_200
        async with open_services(settings, Clock(now, frozen=True)) as services:
            for guild, size in enumerate(sizes, 1):
                await fill(services.db, size, guild, track=guild)
            figures = []
            for place, share in (("at the top", 0.99), ("in the middle", 0.5), ("at the end", 0.01)):
                asked = [(guild, member_at(size, share)) for guild, size in enumerate(sizes, 1)]
                small, longer, larger = await boards_ms(services, asked)
                figures.append(Figure(f"the same 2,000 members, asked {place}", "ms", longer, small, GROWTH))
                figures.append(Figure(f"20,000 members, asked {place}", "ms", larger, small, GROWTH))
            slowest = max(figure.measured for figure in figures)
            figures.append(Figure("the slowest of these", "ms", slowest, None, WITHIN_MS))
            counted, fewer = await log_ms(services, 2), await log_ms(services, 1)
            figures.append(Figure("counted from the log instead", "ms", counted, fewer))
    return figures


def member_at(size: Size, share: float) -> int:
    """The member who stands before that share of the others."""
    by_score = sorted(
        range(size.members), key=lambda member: sum(is_right(member, day) for day in range(size.days))
    )
    return by_score[int((size.members - 1) * share)]
