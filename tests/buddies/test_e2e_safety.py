"""Reports reach the staff alone, and never whom they are about; a block shows nowhere."""

import pytest

from sandbox.permissions import Permission
from tests.buddies.circle import (
    in_private,
    inbox,
    inside,
    join,
    later,
    leave,
    paired,
    rematch,
    set_up,
    threads,
)
from tests.community import BOT_MAY, Community


async def reported(town: Community) -> None:
    """The first learner reports the second, who is their buddy."""
    await paired(town)
    done = await town.learners[0].slash("buddy report", reason="rude to me")
    assert "The moderators have your report" in done.text()
    await later(town, 60)


async def listed(town: Community) -> str:
    """What an admin sees at their next command."""
    return (await town.admin.slash("admin track list")).text()


async def test_a_report_is_never_posted_where_members_read(town: Community) -> None:
    town.local.close_dms(town.admin.user)
    town.local.close_dms(town.owner)
    town.local.set_special_channels(town.guild, system=town.lounge, updates=town.quiz)
    await reported(town)
    assert town.posts(town.lounge) == town.posts(town.quiz) == []
    assert "rude to me" in await listed(town)


async def test_a_report_comes_to_a_channel_of_the_staff(town: Community) -> None:
    town.local.close_dms(town.admin.user)
    town.local.close_dms(town.owner)
    staff = town.local.create_channel(town.guild, "staff")
    bot = town.local.bot(town.token)
    everyone = town.guild.roles[town.guild.id]
    town.local.set_overwrites(
        staff, {everyone: (0, int(Permission.VIEW_CHANNEL)), bot: (int(Permission.VIEW_CHANNEL), 0)}
    )
    town.local.set_special_channels(town.guild, system=town.lounge, updates=staff)
    await reported(town)
    (post,) = town.posts(staff)
    assert "rude to me" in post.text()


async def test_a_staff_channel_that_the_accused_reads_is_none(town: Community) -> None:
    town.local.close_dms(town.admin.user)
    town.local.close_dms(town.owner)
    staff = town.local.create_channel(town.guild, "staff")
    bot, accused = town.local.bot(town.token), town.learners[1].user
    everyone, view = town.guild.roles[town.guild.id], int(Permission.VIEW_CHANNEL)
    town.local.set_overwrites(staff, {everyone: (0, view), bot: (view, 0), accused: (view, 0)})
    town.local.set_special_channels(town.guild, system=None, updates=staff)
    await reported(town)
    assert town.posts(staff) == []
    assert "rude to me" in await listed(town)


async def test_whom_a_report_is_about_never_gets_it_though_they_set_buddies_up(town: Community) -> None:
    one = town.learners[0]
    await paired(town)
    await leave(one)
    await join(town.admin)
    await join(one)
    await later(town)
    before = len(inbox(town, town.admin))
    await one.slash("buddy report", reason="rude to me")
    await later(town, 60)
    assert len(inbox(town, town.admin)) == before
    owner = town.local.member(town.guild, town.owner)
    assert "rude to me" in inbox(town, owner)[-1].text()
    assert "rude to me" not in await listed(town)


async def test_who_is_no_moderator_any_more_gets_no_report(town: Community) -> None:
    await paired(town)
    town.guild.members[town.admin.user.id].roles.clear()
    await town.learners[0].slash("buddy report", reason="rude to me")
    await later(town, 60)
    assert not any("rude to me" in message.text() for message in inbox(town, town.admin))
    owner = town.local.member(town.guild, town.owner)
    assert "rude to me" in inbox(town, owner)[-1].text()


async def test_a_report_from_an_old_thread_is_about_that_pair(town: Community) -> None:
    thread = await paired(town)
    one, other, third = town.learners
    await leave(other)
    await join(third)
    await later(town)
    form = await one.at(thread).click(town.posts(thread)[-1], "Report to the moderators")
    assert form.modal is not None
    await one.at(thread).submit(form.modal, {"What happened?": "rude to me"})
    await later(town, 60)
    text = inbox(town, town.admin)[-1].text()
    assert f"<@{other.user.id}> (left the pair)" in text
    assert f"<@{third.user.id}>" not in text


async def test_nothing_says_whether_others_wait_or_there_was_a_block(town: Community) -> None:
    one, other = town.learners[:2]
    answers = [
        (await one.slash("buddy unblock", member=other.user)).text(),
        (await one.slash("buddy block", member=other.user)).text(),
        (await one.slash("buddy unblock", member=other.user)).text(),
    ]
    assert answers[0] == answers[2]
    assert "not told" in answers[1]
    await one.slash("buddy block", member=other.user)
    alone = (await join(other)).text()
    before = (await other.slash("buddy status")).text()
    await join(one)
    after = (await other.slash("buddy status")).text()
    assert before == after, "the blocked member cannot tell that the other one waits"
    assert "waiting too" not in alone + after


@pytest.mark.parametrize("how", ["leave", "rematch", "block", "pause"])
async def test_who_leaves_goes_out_of_the_thread_in_the_same_way_however_it_comes(
    town: Community, how: str
) -> None:
    thread = await paired(town)
    one, other = town.learners[:2]
    given: dict[str, dict[str, object]] = {"block": {"member": other.user}, "pause": {"until": "2 weeks"}}
    if how in given:
        await one.slash(f"buddy {how}", given[how])
    else:
        await (leave if how == "leave" else rematch)(one)
    await later(town, 60)
    assert one.user.id not in inside(thread)
    assert other.user.id in inside(thread)
    assert thread.thread is not None
    assert thread.thread.archived


async def test_a_trio_goes_on_without_the_leaver_in_its_thread(town: Community) -> None:
    await set_up(town)
    for learner in town.learners:
        await join(learner)
    await later(town)
    (thread,) = threads(town)
    one, other, third = town.learners
    town.local.posts.threads.change(thread, {"archived": True})
    await third.slash("buddy block", member=one.user)
    await later(town, 60)
    assert third.user.id not in inside(thread)
    assert {one.user.id, other.user.id} < inside(thread)


async def test_an_ended_thread_is_locked_where_the_bot_may(town: Community) -> None:
    town.local.install(town.token, town.guild, int(BOT_MAY | Permission.MANAGE_THREADS))
    thread = await paired(town)
    await leave(town.learners[0])
    await later(town, 60)
    assert thread.thread is not None
    assert thread.thread.archived
    assert thread.thread.locked


async def test_who_left_the_server_does_nothing_in_old_direct_messages(town: Community) -> None:
    one, gone = town.learners[:2]
    await join(one)
    await join(gone)
    await later(town)
    (hello,) = inbox(town, gone)
    town.local.remove_member(town.guild, gone.user)
    for button in ("Nudge", "Mini-quiz", "Something's wrong"):
        pressed = await in_private(town, gone).click(hello, button)
        assert "not a member of that server any more" in pressed.text()
    await later(town, 60)
    assert not any("is thinking of you" in message.text() for message in inbox(town, one))
    assert "is not in the server any more" in inbox(town, one)[-1].text()
