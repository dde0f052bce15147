"""A session alone, in direct messages."""

from sandbox.members import MemberDriver
from tests.community import Community
from tests.focus.studying import MINUTE, heard, now, says, settle, start


def alone(town: Community) -> MemberDriver:
    """The first learner, in direct messages with the bot."""
    return MemberDriver(town.local, None, town.learners[0].user)


async def test_a_solo_session_runs_in_direct_messages(town: Community) -> None:
    me = alone(town)
    begun = now(town)
    post = await start(town, me, rounds=2, topic="ICD-10-PCS")
    assert [button.label for button in post.buttons()] == ["What I work on", "End"]
    assert "Join" not in post.content
    await says(me, post, "What I work on", "I work on", "root operations")
    await town.travel(begun + 25 * MINUTE)
    assert "root operations" in post.text()
    pause = me.dms()[-1]
    assert "**Break** until" in pause.content
    assert "<@" not in pause.content
    await town.travel(begun + 55 * MINUTE)
    thanks = me.dms()[-1]
    assert "Session done.** 50 min of focus" in thanks.content
    assert "Kept" in await says(me, thanks, "What I learned", "I learned", "resection is all of it")
    assert "This week: 50 minutes" in (await me.slash("focus stats")).text()
    assert town.posts(town.quiz) == [], "nobody else sees anything"


async def test_a_solo_session_can_be_ended(town: Community) -> None:
    me = alone(town)
    post = await start(town, me)
    await town.travel(now(town) + 7 * MINUTE)
    await me.click(post, "End")
    await settle(town)
    assert "Session ended early.** 7 min of focus" in me.dms()[-1].content
    await start(town, me)


async def test_times_in_direct_messages_are_those_of_the_member_or_utc(town: Community) -> None:
    me = alone(town)
    post = await start(town, me, at="13:30")
    assert f"<t:{now(town) + 5400}:f>" in post.text()
    await me.click(post, "End")
    await me.slash("me settings", timezone="America/Chicago")
    post = await start(town, me, at="7:30")
    assert f"<t:{now(town) + 5400}:f>" in post.text()


async def test_closed_direct_messages_end_it_and_the_next_command_says_so(town: Community) -> None:
    me = alone(town)
    await start(town, me)
    town.local.close_dms(me.user)
    await town.travel(now(town) + 30 * MINUTE)
    reply = await me.slash("focus stats")
    assert "in our direct messages broke off" in reply.text()
    assert "Allow direct messages" in reply.text()
    assert "This week: 25 minutes" in reply.text(), "the minutes until then count"
    await heard(town, me)
    assert "broke off" not in (await me.slash("focus stats")).text(), "said once"


async def test_one_cannot_study_alone_and_in_a_group_at_once(town: Community) -> None:
    me, together = alone(town), town.learners[0]
    post = await start(town, town.learners[1])
    await together.click(post, "Join")
    refused = await me.slash("focus start")
    assert "You are in another focus session at that time" in refused.text()
    await together.click(post, "Leave")
    await start(town, me)
    assert "You are in another focus session" in (await together.click(post, "Join")).text()
