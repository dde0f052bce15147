"""Disputing a question, and what follows, as members and moderators see it."""

from sandbox.members import MemberDriver
from sandbox.reply import Reply
from sandbox.seen import LiveMessage
from tests.community import Community
from tests.quiz.asked import asked

LABEL = "Something wrong with this question?"


async def posted(town: Community) -> LiveMessage:
    """The first question of a track that posts at nine, UTC."""
    await town.add_track("CPC", "9am", "UTC")
    await town.travel("2026-11-03T09:00:00+00:00")
    return town.posts()[-1]


async def dispute(member: MemberDriver, answer: LiveMessage, **given: str) -> Reply:
    """Press the button under a private answer, and send its form off."""
    pressed = await member.click(answer, LABEL)
    fields = {"What is wrong": "The answer is wrong", "Why": "The guideline says otherwise", **given}
    return await member.submit(pressed.modal, fields)


async def test_one(town: Community) -> None:
    post = await posted(town)
    question = asked(post)
    first, second, third = town.learners
    reply = await first.click(post, question.wrong[0])
    await second.click(post, question.right)
    await third.click(post, question.wrong[1])
    said = await dispute(first, reply.message)
    print(said.text())
    await town.travel("2026-11-03T09:01:00+00:00")
    print(
        [m.text() for m in town.posts(town.lounge)],
        [m.text() for m in MemberDriver(town.local, town.guild, town.owner).dms()],
    )
    queue = await town.admin.slash("admin challenges list")
    print(queue.text())
    look = await town.admin.click(queue.message, "First challenge")
    print(look.text())
    up = await town.admin.click(look.message, "Correct the answer")
    done = await town.admin.submit(
        up.modal,
        {"right": [question.key(question.wrong[0])], "Why": "Because", "Where it says so": "OCG I.A"},
    )
    print((await done.wait()).text())
    await town.travel("2026-11-03T09:02:00+00:00")
    print([m.text() for m in first.dms()])
    again = await second.slash("quiz leaderboard")
    print(again.text(), [m.text() for m in again.followups])
    await town.travel("2026-11-04T09:00:00+00:00")
    print(town.posts()[0].text())
