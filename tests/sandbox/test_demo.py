"""The demo: a believable past, played through the real bot, on any machine at any time."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from bot.features.quiz.boards import Period
from bot.schedule import local_date
from sandbox.demo import Demo
from sandbox.past.quiz import TRACKS
from sandbox.scene import AFTERNOON, PEOPLE, choose_zone
from tests.sandbox.stage import DAYS, headings, opened, posts

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    async with opened(tmp_path_factory.mktemp("demo")) as found:
        yield found


async def test_it_is_always_afternoon_somewhere() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    while moment.year < 2028:
        zone = ZoneInfo(choose_zone(moment.timestamp()))
        assert moment.astimezone(zone).hour in AFTERNOON
        moment += timedelta(minutes=15)


async def test_each_question_was_posted_once_at_its_local_time(demo: Demo) -> None:
    assert Counter(headings(demo)) == Counter((name, day + 1) for name in TRACKS for day in range(DAYS))
    zone = ZoneInfo(demo.scene.zone)
    for post, (name, _) in zip(posts(demo), headings(demo), strict=True):
        at = datetime.fromisoformat(post.timestamp).astimezone(zone)
        assert at.time().replace(second=0, microsecond=0) == TRACKS[name][0]


async def test_the_past_is_closed_and_today_is_open(demo: Demo) -> None:
    *earlier, cpc, ccs = posts(demo)
    assert all("closed" in post.text() for post in earlier)
    assert "closed" not in cpc.text() + ccs.text()
    assert "answered" in cpc.text()


async def test_the_clock_is_at_the_present(demo: Demo) -> None:
    now = demo.app.services.clock.now()
    assert local_date(now, demo.scene.zone) == date(2026, 11, 22)
    assert demo.scene.zone == "America/Chicago"
    stamps = [
        m.timestamp
        for c in (demo.scene.quiz, demo.scene.lounge)
        for m in demo.scene.member("rowan", c).messages(c)
    ]
    assert max(stamps) < datetime.fromtimestamp(now + 1, UTC).isoformat()


async def test_the_new_learner_has_today_before_her(demo: Demo) -> None:
    quiz, ines = demo.app.services.quiz, demo.scene.users["ines"]
    today = await quiz.today(demo.scene.guild.id, ines.id)
    assert [(post.track.certification, chosen) for post, chosen in today] == [("CPC", None), ("CCS", None)]
    assert await quiz.streaks(demo.scene.guild.id, ines.id) == []


async def test_the_keen_learner_has_answered_every_day(demo: Demo) -> None:
    reports = await demo.app.services.quiz.streaks(demo.scene.guild.id, demo.scene.users["maya"].id)
    assert [(report.streak.length, report.streak.freezes) for report in reports] == [(DAYS, 1), (DAYS, 1)]


async def test_the_others_come_and_go_and_err(demo: Demo) -> None:
    board = await demo.app.services.boards.board(
        demo.scene.guild.id, demo.scene.users["ines"].id, Period.ALL, None
    )
    scores = [placed.score for placed in board.top]
    assert len(scores) == sum(person.habit is not None for person in PEOPLE)
    assert max(score.answered for score in scores) == DAYS * len(TRACKS)
    assert min(score.answered for score in scores) < DAYS
    assert all(0 <= score.correct <= score.answered for score in scores)
    assert sum(score.correct for score in scores) < sum(score.answered for score in scores)


async def test_no_private_reply_of_the_past_is_left(demo: Demo) -> None:
    for person in PEOPLE:
        for channel in demo.scene.guild.channels.values():
            seen = demo.scene.member(person.key, channel).messages(channel)
            assert not any(message.ephemeral for message in seen)


async def test_it_listens_on_loopback_only(demo: Demo) -> None:
    runner = demo.scene.local._runner
    assert runner is not None
    assert [address[0] for address in runner.addresses] == ["127.0.0.1"]
