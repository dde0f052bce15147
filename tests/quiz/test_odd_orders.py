"""Admins, members and Discord's troubles in any order: whatever happens, the accounts agree in the end."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from sandbox.faults import Fault
from sandbox.seen import LiveMessage
from tests.community import Community, community

DAY_S = 86_400
STEPS = 120
ZONES = ("UTC", "Pacific/Auckland", "Pacific/Honolulu", "America/New_York", "Europe/London")
ROUTES = ("POST /channels/{channel_id}/messages", "GET /channels/{channel_id}/messages", "PATCH /channels/.*")


class Story:
    """What happens to one track in a few weeks, drawn by lot."""

    def __init__(self, town: Community, rng: Random) -> None:
        self.town, self.rng = town, rng
        self.faults: list[Fault] = []

    def posts(self) -> list[LiveMessage]:
        """The track's posts in both channels, oldest first."""
        both = [post for channel in (self.town.quiz, self.town.lounge) for post in self.town.posts(channel)]
        return sorted(both, key=lambda post: post.id)

    async def go_on(self) -> None:
        chances: dict[Callable[[], Awaitable[object]], float] = {
            self.time_passes: 22,
            self.somebody_presses: 14,
            self.somebody_presses_twice: 2,
            self.trouble: 6,
            self.trouble_ends: 4,
            self.an_edit: 5,
            self.a_pause: 1,
            self.a_resumption: 6,
        }
        (act,) = self.rng.choices([*chances], [*chances.values()])
        await act()

    async def time_passes(self) -> None:
        step = self.rng.choice((1, 5, 60, 700, 3600, 8 * 3600, 12 * 3600, 20 * 3600, DAY_S))
        await self.town.travel(self.town.clock.now() + step)

    async def somebody_presses(self) -> None:
        posts = self.posts()
        if posts:
            post = posts[-1] if self.rng.random() < 0.8 else self.rng.choice(posts)
            reply = await self.rng.choice(self.town.learners).click(post, self.rng.choice("ABCD"))
            assert "Your answer" in reply.text()

    async def somebody_presses_twice(self) -> None:
        posts, member = self.posts(), self.rng.choice(self.town.learners)
        if posts:
            assert self.town.app is not None
            refresh = self.town.app.refresh()
            await asyncio.gather(member.click(posts[-1], "A"), member.click(posts[-1], "B"), refresh)

    async def trouble(self) -> None:
        route = self.rng.choice(ROUTES)
        kind = 503 if route.startswith("GET") else self.rng.choice(("lose", "drop", 503))
        self.faults.append(self.town.local.faults.order(route, self.rng.choice((1, 2, 5, 30)), kind))

    async def trouble_ends(self) -> None:
        for fault in self.faults:
            fault.cancel()

    async def an_edit(self) -> None:
        change: tuple[str, object] = self.rng.choice(
            (
                ("time", f"{self.rng.randrange(24):02}:{self.rng.randrange(60):02}"),
                ("timezone", self.rng.choice(ZONES)),
                ("days", self.rng.choice(("daily", "weekdays"))),
                ("channel", self.rng.choice((self.town.quiz, self.town.lounge))),
            )
        )
        await self.town.admin.slash("admin track edit", {"track": 1, change[0]: change[1]})

    async def a_pause(self) -> None:
        await self.town.admin.slash("admin track pause", track=1)

    async def a_resumption(self) -> None:
        await self.town.admin.slash("admin track resume", track=1)


@pytest.mark.parametrize("seed", [1, 2, 5, 6])
async def test_the_accounts_agree_in_the_end(tmp_path: Path, seed: int) -> None:
    async with community(tmp_path, start="2026-10-25T00:00:00+00:00") as town:
        town.send_timeout_s = 0.3
        async with town.bot():
            await town.add_track("CPC", "9am", ZONES[seed % 5])
            story = Story(town, Random(seed))
            for _ in range(STEPS):
                await story.go_on()
            await story.trouble_ends()
            await story.a_pause()
            await town.travel(town.clock.now() + 9 * DAY_S)
            check_posts(town, story.posts())
            check_totals(town)
            await check_streaks(town)


def rows(town: Community, sql: str) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(town.folder / "bot.sqlite3")) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(sql).fetchall()


def check_posts(town: Community, posts: list[LiveMessage]) -> None:
    """Every occurrence stands once and closed, or nowhere; dates and times go forward only."""
    standing = Counter(str(post.buttons()[0].custom_id).split(":")[1] for post in posts)
    occurrences = rows(town, "SELECT * FROM occurrences ORDER BY number")
    assert len(occurrences) >= 5, "something happened"
    closed = {str(row["id"]): 1 for row in occurrences if row["state"] == "closed"}
    assert standing == closed
    assert {row["state"] for row in occurrences} <= {"closed", "missed"}
    assert all("closed" in post.text() for post in posts)
    dates = [row["nominal_date"] for row in occurrences]
    assert dates == sorted(set(dates))
    for before, after in pairwise(occurrences):
        assert before["closes_at"] <= after["due_at"]
    assert not rows(town, "SELECT * FROM deliveries WHERE state IN ('pending', 'sending')")


def check_totals(town: Community) -> None:
    """Counts and boards are what the answer log adds up to."""
    log = rows(town, "SELECT * FROM answers WHERE scored = 1")
    counted = {row["id"]: row["answered"] for row in rows(town, "SELECT id, answered FROM occurrences")}
    assert {name: number for name, number in counted.items() if number} == Counter(
        row["occurrence_id"] for row in log
    )
    board = rows(town, "SELECT * FROM board_totals WHERE period = 'all' AND track_id = 0")
    assert {row["member_id"]: row["answered"] for row in board} == Counter(row["member_id"] for row in log)
    assert sum(row["correct"] for row in board) == sum(row["correct"] for row in log)


async def check_streaks(town: Community) -> None:
    """The streak kept from press to press is the one that the whole account gives."""
    assert town.app is not None
    quiz = town.app.services.quiz
    for member in town.learners:
        for report in await quiz.streaks(town.guild.id, member.user.id):
            scored = "SELECT occurrence_id FROM answers WHERE scored = 1 AND member_id = "
            (occurrence, *_) = rows(town, f"{scored}{member.user.id}")
            kept = await quiz.explained(
                occurrence_id=occurrence["occurrence_id"], member_id=member.user.id, guild_id=town.guild.id
            )
            assert kept.streak == report.streak
