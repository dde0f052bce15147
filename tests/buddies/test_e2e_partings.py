"""What becomes of pairs: blocks, reports, breaks, trios, and data that is removed."""

import discord
import pytest

from sandbox.members import MemberDriver
from tests.buddies.circle import WEEK, inbox, inside, join, later, leave, paired, set_up, threads
from tests.community import Community
from tests.test_sending import answer


async def test_a_block_is_silent_and_a_report_reaches_the_moderators(town: Community) -> None:
    thread = await paired(town)
    one, other, third = town.learners
    blocked = await one.slash("buddy block", member=other.user, reason="rude in the thread")
    assert "they are not told" in blocked.text()
    await later(town, 60)
    assert "rude in the thread" in inbox(town, town.admin)[-1].text()
    seen = [*town.posts(thread), *inbox(town, other)]
    assert not any("block" in message.text().lower() for message in seen)
    assert "come to its end" in town.posts(thread)[-1].text()
    await later(town, 2 * WEEK)
    assert len(threads(town)) == 1, "never again with each other"
    alone = [message for message in inbox(town, one) if "nobody fits right now" in message.text()]
    assert len(alone) == 1, "why, and once"
    await join(third)
    await later(town)
    assert len(threads(town)) == 2


async def test_a_report_from_the_thread(town: Community) -> None:
    thread = await paired(town)
    one = town.learners[0].at(thread)
    trouble = await one.click(town.posts(thread)[0], "Something's wrong")
    form = await one.click(trouble.message, "Report to the moderators")
    done = await one.submit(form.modal, {"What happened?": "Asks me for *exam answers* @everyone"})
    assert "The moderators have your report" in done.text()
    await later(town, 60)
    report = inbox(town, town.admin)[-1]
    assert "exam answers" in report.text()
    assert f"<@{one.user.id}>" in report.text()
    assert not report.data["mention_everyone"]


async def test_a_lonely_member_is_told_why_once_and_when_the_next_try_is(town: Community) -> None:
    one = town.learners[0]
    await join(one)
    await later(town, 3 * WEEK)
    (told,) = inbox(town, one)
    assert "nobody fits right now" in told.text()
    assert "I try again on <t:" in told.text()


async def test_a_break_and_coming_back_by_itself(town: Community) -> None:
    thread = await paired(town)
    one, other = town.learners[:2]
    pause = await one.slash("buddy pause", until="2026-12-01")
    assert "I look for a buddy again from <t:" in pause.text()
    assert "Your pair has ended" in pause.text()
    await later(town, 60)
    assert "One of you is taking a break." in town.posts(thread)[-1].text()
    assert "You are waiting" in (await other.slash("buddy status")).text()
    assert "taking a break until <t:" in (await one.slash("buddy status")).text()
    await town.travel("2026-12-08T00:00:00+00:00")
    assert len(threads(town)) == 2, "with nobody else there, the two meet again"


async def test_three_who_wait_become_a_trio_and_go_on_as_two(town: Community) -> None:
    await set_up(town)
    for learner in town.learners:
        await join(learner)
    await later(town)
    (thread,) = threads(town)
    introduction = town.posts(thread)[0]
    assert "Why you three" in introduction.text()
    assert len(introduction.mentions) == 3
    one, other, third = town.learners
    assert "I told your buddies kindly" in (await leave(third)).text()
    await later(town, WEEK)
    checkin = town.posts(thread)[-1]
    assert set(checkin.mentions) == {one.user.id, other.user.id}


async def test_leaving_is_asked_once_more_and_the_menu_says_what_each_choice_does(town: Community) -> None:
    thread = await paired(town)
    one, other = (learner.at(thread) for learner in town.learners[:2])
    trouble = await one.click(town.posts(thread)[0], "Something's wrong")
    assert "moderators read it and see who wrote it" in trouble.text()
    sure = await one.click(trouble.message, "Leave the study buddies")
    assert "Leave for good?" in sure.text()
    assert "are study buddies" in (await other.slash("buddy status")).text(), "nothing has happened yet"
    assert "You are out" in (await one.click(sure.message, "Yes, leave")).text()
    assert "You are waiting" in (await other.slash("buddy status")).text()


async def test_the_commands_ask_once_more_too(town: Community) -> None:
    """And what was meant for who waited does not end a pair that came meanwhile."""
    one, other = town.learners[:2]
    await join(one)
    before = await one.slash("buddy leave")
    assert "lose your place" in before.text()
    await set_up(town)
    await join(other)
    await later(town)
    assert "given a buddy meanwhile" in (await one.click(before.message, "Yes, leave")).text()
    sure = [await one.slash("buddy rematch"), await one.slash("buddy leave")]
    assert "are study buddies" in (await one.slash("buddy status")).text(), "nothing has happened yet"
    assert "You are waiting" in (await one.click(sure[0].message, "Yes, end this pair")).text()
    assert "has ended" in (await one.click(sure[1].message, "Yes, leave")).text(), "that was another pair"
    assert "no buddy at the moment" in (await one.slash("buddy rematch")).text()
    assert "You are out" in (await leave(one)).text()
    assert "`/buddy join`" in (await one.slash("buddy leave")).text()


async def test_a_block_from_the_menu(town: Community) -> None:
    thread = await paired(town)
    one = town.learners[0].at(thread)
    trouble = await one.click(town.posts(thread)[0], "Something's wrong")
    sure = await one.click(trouble.message, "Block my buddy")
    assert "are study buddies" in (await one.slash("buddy status")).text(), "nothing has happened yet"
    done = await one.click(sure.message, "Yes, block")
    assert "they are not told" in done.text()
    await later(town, 2 * WEEK)
    assert len(threads(town)) == 1


async def test_the_same_two_meet_again_only_for_want_of_others_and_are_told_kindly(town: Community) -> None:
    thread = await paired(town)
    one = town.learners[0].at(thread)
    trouble = await one.click(town.posts(thread)[0], "Something's wrong")
    sure = await one.click(trouble.message, "Find me another buddy")
    assert "are study buddies" in (await one.slash("buddy status")).text(), "nothing has happened yet"
    done = await one.click(sure.message, "Yes, end this pair")
    assert "only when nobody else fits" in done.text()
    await later(town)
    assert "You know each other already" in town.posts(threads(town)[-1])[0].text()


async def test_removing_all_data_ends_the_pair_kindly(town: Community) -> None:
    thread = await paired(town)
    one, other = town.learners[:2]
    asked = await one.slash("me delete")
    await one.click(asked.message, "Delete all my data")
    await later(town, 60)
    assert "This pair has come to its end" in town.posts(thread)[-1].text()
    assert "You are waiting" in (await other.slash("buddy status")).text()
    assert "`/buddy join`" in (await one.slash("buddy status")).text()


@pytest.mark.parametrize("since", ["at once", "after weeks", "long after the end", "while it goes on as two"])
async def test_removing_all_data_takes_the_member_out_of_the_thread(town: Community, since: str) -> None:
    """Also of one that ended long ago, whose introduction is not among its first messages any more."""
    await set_up(town)
    one, other, third = town.learners
    for who in (one, other, *([third] if since == "while it goes on as two" else [])):
        await join(who)
    await later(town)
    (thread,) = threads(town)
    assert one.user.id in inside(thread)
    for number in range(0 if since == "at once" else 12):
        await other.say(thread, f"Chapter {number}")
    if since != "at once":
        await later(town, 2 * WEEK)
    if since == "long after the end":
        await leave(other)
        await later(town, WEEK)
        assert one.user.id in inside(thread), "whoever was left can read on"
    asked = await one.slash("me delete")
    await one.click(asked.message, "Delete all my data")
    await later(town, 60)
    assert one.user.id not in inside(thread)
    if since == "while it goes on as two":
        assert {other.user.id, third.user.id} < inside(thread)
    assert thread.thread is not None
    assert thread.thread.archived is (since != "while it goes on as two")
    assert await seats(town, one) == 0, "and nothing is kept of them"


async def seats(town: Community, who: MemberDriver) -> int:
    """In how many pairs a member is still known to have been."""
    assert town.app is not None
    sql = "SELECT COUNT(*) FROM buddy_pair_members WHERE member_id = :id"
    return int(await town.app.services.db.read(lambda tx: tx.value(sql, {"id": who.user.id})))


@pytest.mark.parametrize("fault", ["lost", "refused"])
async def test_what_keeps_the_bot_from_taking_somebody_out(town: Community, fault: str) -> None:
    """A lost answer costs nothing; a refusal is said to the admins, who can do it by hand."""
    thread = await paired(town)
    one = town.learners[0]
    asked = await one.slash("me delete")
    assert "taken out of your pairs' threads" in asked.text()
    route = "DELETE /channels/{channel_id}/thread-members/{user_id}"
    if fault == "lost":
        town.local.faults.order(route, 3, "drop")
        await one.click(asked.message, "Delete all my data")
        await later(town, 3600)
        assert one.user.id not in inside(thread)
        assert not any("by hand" in told.text() for told in inbox(town, town.admin))
    else:
        error = answer(discord.Forbidden, 403, {"code": 50013, "message": "Missing Permissions"})

        async def refuse(*_: object) -> None:
            raise error

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(discord.Thread, "remove_user", refuse)
            await one.click(asked.message, "Delete all my data")
            await later(town, 3600)
        (told,) = [told.text() for told in inbox(town, town.admin) if "by hand" in told.text()]
        assert f"<#{thread.id}>" in told
        assert str(one.user.id) not in told
    assert await seats(town, one) == 0
