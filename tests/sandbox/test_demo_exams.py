"""The whole past, three months: everything goes as told, and exams, plans and credits have something to show."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import aiohttp
import pytest
import pytest_asyncio

from bot.features.exams.model import State
from sandbox.demo import Demo
from sandbox.past import DAYS
from sandbox.travel import exam_days
from tests.sandbox.stage import Browser, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    async with opened(tmp_path_factory.mktemp("demo"), days=DAYS) as found:
        yield found


async def test_some_have_a_date_one_passed_one_tries_again(demo: Demo) -> None:
    own, users = demo.app.services.exams.own, demo.scene.users
    states = {
        who: [shown.exam.state for shown in await own.mine(users[who].id)]
        for who in ("ines", "sam", "maya", "tomas", "leo", "nadia", "amara")
    }
    assert states == {
        "ines": [],  # her tour sets it
        "sam": [State.AHEAD],
        "maya": [State.AHEAD],
        "tomas": [State.AHEAD],
        "leo": [State.AHEAD],
        "nadia": [State.PASSED],
        "amara": [State.AHEAD, State.NOT_YET],
    }


async def test_the_board_shows_who_wants_to_be_seen(demo: Demo) -> None:
    scene = demo.scene
    (board,) = scene.member("ines", scene.countdown).messages(scene.countdown)
    for who, listed in (("sam", True), ("maya", True), ("tomas", True), ("leo", False), ("amara", False)):
        assert (str(scene.users[who].id) in board.text()) is listed, who


async def test_two_meet_in_their_exam_week(demo: Demo) -> None:
    scene = demo.scene
    (thread,) = [one for one in scene.guild.threads.values() if "exam week" in one.name]
    assert thread.thread is not None
    members = {who for who, user in scene.users.items() if user.id in thread.thread.members}
    assert members == {"sam", "amara"}


async def test_who_passed_has_the_role_and_logs_credits(demo: Demo) -> None:
    scene = demo.scene
    has = {
        who for who, user in scene.users.items() if scene.certified.id in scene.guild.members[user.id].roles
    }
    assert has == {"nadia"}
    status = await scene.member("nadia", scene.lounge).slash("ceu status")
    assert "**3 of 20** credits" in status.text()


async def test_a_plan_has_work_done(demo: Demo) -> None:
    reply = await demo.scene.member("sam", demo.scene.lounge).slash("exam plan")
    text = (await reply.wait()).text()
    assert "sessions of your plan are done" in text
    assert "0 of " not in text.split("sessions", 1)[0]
    assert "☑ First practice exam: done" in text


async def test_time_goes_to_the_day_before_and_to_the_day(demo: Demo) -> None:
    """Amara's: she is reminded on both, and asked on the day after; she answers that by herself."""
    scene = demo.scene
    (on,) = await exam_days(demo.stage.bot, scene.users["amara"])
    async with aiohttp.ClientSession() as session:
        browser = Browser(demo, session)
        for goal, day in (("day_before_exam", on - timedelta(days=1)), ("exam_day", on)):
            status, answer = await browser.post("travel", {"to": goal, "user": browser.user("amara")})
            assert status == 200, answer
            local = datetime.fromtimestamp(answer["now"], ZoneInfo(scene.zone))
            assert (local.date(), local.hour) == (day, 9)
            said = ("tomorrow", "Today")[day == on]
            assert any(said in message.text() for message in scene.member("amara", scene.lounge).dms()[-2:])
        status, answer = await browser.post(
            "travel", {"to": "day_before_exam", "user": browser.user("amara")}
        )
        assert (status, "today" in answer["error"]) == (409, True)
        for _ in range(2):
            await browser.post("travel", {"to": "tomorrow", "user": browser.user("amara")})
    mine = await demo.app.services.exams.own.mine(scene.users["amara"].id)
    assert State.PASSED in [shown.exam.state for shown in mine]
    assert scene.certified.id in scene.guild.members[scene.users["amara"].id].roles
