"""Who counts as silent: not those who write and press nothing, and nobody before they were asked where they read."""

from tests.buddies.circle import WEEK, in_private, inbox, later, paired, threads
from tests.community import Community

DAY = 86_400


async def test_who_writes_and_presses_nothing_is_not_silent(town: Community) -> None:
    thread = await paired(town)
    one, other = (learner.at(thread) for learner in town.learners[:2])
    for week in range(6):
        await later(town, WEEK)
        await one.say(thread, f"Chapter {week} is done")
        await other.say(thread, "Mine too")
    assert not any("still there?" in post.text() for post in town.posts(thread))
    assert threads(town) == [thread]


async def test_the_one_who_wrote_stays_and_only_the_other_is_asked(town: Community) -> None:
    thread = await paired(town)
    one, other = town.learners[:2]
    for _ in range(3):
        await later(town, WEEK - 60)
        await one.at(thread).say(thread, "Hello?")
        await later(town, 60)
    asked = [post for post in town.posts(thread) if "still there?" in post.text()]
    assert [post.mentions for post in asked] == [[other.user.id]]
    await other.at(thread).say(thread, "Sorry, busy weeks!")
    await later(town, 5 * DAY)
    assert not any("come to its end" in post.text() for post in town.posts(thread)), (
        "an answer in words will do"
    )


async def test_where_the_thread_is_gone_the_question_comes_in_private(town: Community) -> None:
    thread = await paired(town)
    one, other = town.learners[:2]
    await later(town, 3 * WEEK - 7200)
    town.local.delete_channel(thread)
    await later(town, 7200)
    for learner in (one, other):
        (asked,) = [message for message in inbox(town, learner) if "still there?" in message.text()]
        await in_private(town, learner).click(asked, "I'm still here")
    await later(town, 5 * DAY)
    assert "are study buddies" in (await one.slash("buddy status")).text()
