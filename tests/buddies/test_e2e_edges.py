"""Nobody is stranded: members who left, threads that Discord refuses, direct messages."""

from typing import Any

import pytest

from sandbox.model import Channel
from sandbox.permissions import Permission
from sandbox.threads import MAX_ACTIVE
from tests.buddies.circle import (
    WEEK,
    in_private,
    inbox,
    inside,
    join,
    later,
    paired,
    rematch,
    set_up,
    threads,
    until,
)
from tests.community import Community

# --- members who left


async def test_nobody_is_introduced_to_somebody_who_left_and_who_stays_goes_first(town: Community) -> None:
    await set_up(town)
    one, gone, third = town.learners
    await join(one)
    await join(gone)
    town.local.remove_member(town.guild, gone.user)
    await later(town)
    assert threads(town) == [], "no thread with somebody who is not there"
    assert inbox(town, one) == []
    assert "You are waiting for a **CPC** buddy" in (await one.slash("buddy status")).text()
    await join(third)
    await later(town)
    (thread,) = threads(town)
    assert {one.user.id, third.user.id} < inside(thread)


async def test_who_leaves_a_pair_is_noticed_at_the_check_in_and_the_partner_is_told(town: Community) -> None:
    thread = await paired(town)
    one, gone, third = town.learners
    town.local.remove_member(town.guild, gone.user)
    await later(town, WEEK)
    last = town.posts(thread)[-1]
    assert "One of you is not in the server any more." in last.text()
    assert f"<@{one.user.id}>: you go first" in last.text()
    assert "how was your study week" not in last.text()
    await join(third)
    await later(town)
    assert {one.user.id, third.user.id} < inside(threads(town)[-1])


async def test_somebody_who_leaves_while_the_thread_is_made_is_not_introduced(
    town: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_up(town)
    one, gone = town.learners[:2]
    await join(one)
    await join(gone)
    create = town.local.posts.threads.create

    def leaves_meanwhile(*args: Any, **kwargs: Any) -> Channel:
        thread = create(*args, **kwargs)
        town.local.remove_member(town.guild, gone.user)
        return thread

    monkeypatch.setattr(town.local.posts.threads, "create", leaves_meanwhile)
    await later(town)
    (thread,) = threads(town)
    assert not any("you are study buddies" in post.text() for post in town.posts(thread))
    assert "You are waiting" in (await one.slash("buddy status")).text()


async def test_a_deleted_account_in_direct_messages(town: Community) -> None:
    one, gone = town.learners[:2]
    await join(one)
    await join(gone)
    await later(town)
    assert [len(inbox(town, who)) for who in (one, gone)] == [1, 1]
    town.local.remove_member(town.guild, gone.user)
    await later(town, WEEK)
    assert "your buddy is not in the server any more" in inbox(town, one)[-1].text()
    assert "You are waiting" in (await one.slash("buddy status")).text()


async def test_who_left_is_noticed_when_they_are_written_to(town: Community) -> None:
    one, gone = town.learners[:2]
    await join(one)
    await join(gone)
    await later(town)
    town.local.remove_member(town.guild, gone.user)
    await in_private(town, one).click(inbox(town, one)[0], "Nudge")
    await later(town, 60)
    assert "your buddy is not in the server any more" in inbox(town, one)[-1].text()
    assert "You are waiting" in (await one.slash("buddy status")).text()


# --- threads that are refused


async def refused(town: Community) -> str:
    """Two join where no thread can be; each hears it in private, and the admins what is missing."""
    one, other = town.learners[:2]
    for learner in (one, other):
        await join(learner)
    await later(town)
    for learner, buddy in ((one, other), (other, one)):
        (hello,) = inbox(town, learner)
        assert f"you have a study buddy now 🤝 <@{buddy.user.id}>" in hello.text()
        assert "Why you two" in hello.text()
    (told,) = inbox(town, town.admin)
    return told.text()


async def test_a_missing_permission_leads_to_direct_messages_and_is_named(town: Community) -> None:
    channel = await set_up(town)
    bot = town.local.bot(town.token)
    town.local.set_overwrites(channel, {bot: (0, int(Permission.CREATE_PRIVATE_THREADS))})
    text = await refused(town)
    assert "Create Private Threads" in text
    assert threads(town) == []
    status = await town.learners[0].slash("buddy status")
    assert "You hear from me by direct message." in status.text()


async def test_a_server_full_of_threads_leads_to_direct_messages(town: Community) -> None:
    await set_up(town)
    for number in range(MAX_ACTIVE):
        town.local.posts.threads.create(town.lounge, town.owner.id, f"talk {number}")
    assert "as many open threads as Discord allows" in await refused(town)


async def test_a_deleted_channel_leads_to_direct_messages(town: Community) -> None:
    channel = await set_up(town)
    town.local.delete_channel(channel)
    assert "the channel for buddies was deleted" in await refused(town)


async def test_a_member_who_cannot_see_the_channel_is_reached_in_private(town: Community) -> None:
    channel = await set_up(town)
    town.local.set_overwrites(channel, {town.learners[1].user: (0, int(Permission.VIEW_CHANNEL))})
    assert "not everybody in the pair can see the channel" in await refused(town)
    (thread,) = threads(town)
    assert thread.thread is not None
    assert town.posts(thread) == []


async def test_a_thread_that_a_moderator_deleted_is_replaced_by_direct_messages(town: Community) -> None:
    thread = await paired(town)
    one, other = town.learners[:2]
    town.local.delete_channel(thread)
    await later(town, WEEK)
    assert ["study week?" in inbox(town, learner)[-1].text() for learner in (one, other)] == [True, True]
    assert "its channel was deleted" in inbox(town, town.admin)[-1].text()
    nudged = await in_private(town, one).click(inbox(town, one)[-1], "Nudge")
    assert nudged.message.ephemeral
    await later(town, 60)
    assert "is thinking of you" in inbox(town, other)[-1].text()
    await rematch(one)
    await later(town, 60)
    assert "your pair has come to its end" in inbox(town, other)[-1].text()


# --- direct messages


async def test_in_direct_messages_everything_works_and_no_more_is_shown_than_was_agreed_to(
    town: Community,
) -> None:
    one, other = town.learners[:2]
    await join(one, {"Exam month": "May 2027", "A line about you": "Second try"})
    await join(other)
    await later(town)
    assert inbox(town, town.admin) == [], "without a channel, direct messages are what the admins chose"
    (hello,) = inbox(town, other)
    assert "**Coders United**" in hello.text()
    assert "May 2027" not in hello.text()
    assert "Second try" not in hello.text()

    nudged = await in_private(town, other).click(hello, "Nudge")
    assert nudged.message.ephemeral
    await later(town, 60)
    assert "is thinking of you" in inbox(town, one)[-1].text()

    asked = await in_private(town, other).click(hello, "Mini-quiz")
    for _ in range(4):
        answered = await in_private(town, other).click(asked.message, "B")
        asked = await in_private(town, other).click(answered.message, "Next question")
    last = asked.message.button("B")
    await in_private(town, other).click(asked.message, "B")
    assert town.app is not None
    round_id, position, place = map(int, str(last.custom_id).split(":")[1:])
    await town.app.services.practice.answer(
        round_id=round_id, position=position, place=place, member_id=other.user.id
    )
    await later(town, 60)
    heard = [message for message in inbox(town, one) if "done this week's mini-quiz" in message.text()]
    assert len(heard) == 1, "once, though the last answer was sent twice"

    await later(town, WEEK)
    mine, theirs = inbox(town, one)[-1], inbox(town, other)[-1]
    assert f"How was your study week? <@{other.user.id}> will see your answer." in mine.text()
    await in_private(town, one).click(mine, "Struggling")
    await until(lambda: f"<@{one.user.id}>: 🆘 struggling" in theirs.text())  # in the buddy's own message
    private = await other.slash("buddy checkin")
    assert f"<@{one.user.id}>: 🆘 struggling" in private.text()
    await other.click(private.message, "Done")
    await until(lambda: f"<@{other.user.id}>: ✅ done" in mine.text())

    parted = await in_private(town, one).click(inbox(town, one)[0], "Something's wrong")
    sure = await in_private(town, one).click(parted.message, "Find me another buddy")
    await in_private(town, one).click(sure.message, "Yes, end this pair")
    await later(town, 60)
    ended = inbox(town, other)[-1]
    assert "your pair has come to its end" in ended.text()
    assert "You go first when I look again" in ended.text()
    old = await in_private(town, one).click(inbox(town, one)[0], "Nudge")
    assert "This pair has ended" in old.text()


async def test_who_takes_no_direct_messages_hears_it_at_the_next_command(town: Community) -> None:
    one, other = town.learners[:2]
    town.local.close_dms(one.user)
    await join(one)
    await join(other)
    await later(town)
    assert len(inbox(town, other)) == 1, "the other one hears of it all the same"
    status = await one.slash("buddy status")
    assert f"You and <@{other.user.id}> are study buddies" in status.text()
    (told,) = [await status.followup()]
    assert "You have a study buddy now" in told.text()
    assert told.ephemeral
    assert town.app is not None
    notes = town.app.services.buddies.notes

    async def read() -> bool:
        return not await notes.unread(town.guild.id, one.user.id)

    await until(read)  # once is enough
