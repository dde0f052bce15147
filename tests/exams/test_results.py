"""`/exam` as members meet it: setting, reminders and their buttons, closed direct messages, and how it went."""

import pytest

from sandbox.members import MemberDriver
from sandbox.reply import Reply
from tests.community import Community

SEND = "POST /channels/{channel_id}/messages"


async def set_exam(member: MemberDriver, date: str, certification: str = "CPC", **more: object) -> Reply:
    """The member sets an exam for which nothing has to be asked back."""
    reply = await member.slash("exam set", {"certification": certification, "date": date, **more})
    assert "Noted" in reply.text(), reply.text()
    return reply


def labels(reply: Reply) -> list[str]:
    """What can be pressed."""
    return [button.label for button in reply.message.buttons()]


async def test_an_ambiguous_date_is_confirmed_in_the_writers_order(town: Community) -> None:
    american, german, _ = town.learners
    german.user.locale = "de"
    asked = await american.slash("exam set", certification="CPC", date="3/4/27", time="9am")
    assert labels(asked) == ["Thursday, 4 March 2027", "Saturday, 3 April 2027"]
    assert labels(await german.slash("exam set", certification="CPC", date="3/4/27")) == labels(asked)[::-1]
    held = await american.click(asked.message, "Saturday, 3 April 2027")
    assert "Noted: **CPC** on Saturday, 3 April 2027, in 152 days." in held.text()
    assert "09:00 (9:00 am)" in held.text()
    assert "90, 60, 30, 14, 7, 3 and 1 days before" in held.text()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"date": "1/2/2026"}, "is over"),
        ({"date": "30 February"}, "no such day"),
        ({"date": "next month"}, "names no single day"),
        ({"date": "in ten years"}, "too far off"),
        ({"date": "March 3", "timezone": "CST"}, "means several time zones. Did you mean America/Chicago"),
        ({"date": "March 3", "time": "soon"}, "not a time I can read"),
        ({"date": "March 3", "certification": "CPX"}, "Did you mean"),
    ],
)
async def test_bad_input_is_answered_with_what_would_work(
    town: Community, given: dict[str, str], said: str
) -> None:
    reply = await town.learners[0].slash("exam set", {"certification": "CPC", **given})
    assert said in reply.text()
    assert "no exam date yet" in (await town.learners[0].slash("exam list")).text()


async def test_reminders_are_chosen_in_a_form(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "2026-11-20")
    card = await member.slash("exam list")
    form = await member.click(card.message, "Reminders")
    chosen = await member.submit(
        form.modal,
        {"Remind me": ["14", "0"], "At what time, by your clock": "6pm", "Where": "here"},
    )
    assert "14 days before at 18:00 (6:00 pm) and on the morning itself" in chosen.text()
    await town.travel("2026-11-20T12:00:00+00:00")
    first, second = town.posts()
    assert (first.timestamp[:16], second.timestamp[:16]) == ("2026-11-06T18:00", "2026-11-20T09:00")
    assert member.is_pinged(first)
    assert not town.learners[1].is_pinged(first)
    strange = await town.learners[1].click(first, "Stop")
    assert "not there any more" in strange.text(), "the exam is somebody else's"
    assert member.dms() == []


async def test_an_hour_that_is_none_changes_nothing(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "2026-11-20")
    form = await member.click((await member.slash("exam list")).message, "Reminders")
    refused = await member.submit(
        form.modal, {"Remind me": [], "At what time, by your clock": "late", "Where": "dm"}
    )
    assert "not a time I can read" in refused.text()
    assert "14, 7, 3 and 1 days before at 09:00" in (await member.slash("exam list")).text()


async def test_the_buttons_under_a_reminder(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "2026-11-16")
    await town.travel("2026-11-09T09:00:00+00:00")
    (week,) = [dm for dm in member.dms() if "in 7 days" in dm.content]
    assert "The one thing to do now" in week.text()
    assert "Mind the clock" in week.text()
    snoozed = await member.click(week, "Remind me tomorrow")
    assert "tomorrow, 6 days before it" in snoozed.text()
    await town.travel("2026-11-10T09:00:00+00:00")
    assert "in 6 days" in member.dms()[-1].content
    form = await member.click(member.dms()[-1], "Change the date")
    moved = await member.submit(form.modal, {"Date": "November 30"})
    assert "Moved: **CPC** is on Monday, 30 November 2026 now" in moved.text()
    before = len(member.dms())
    await town.travel("2026-11-15T12:00:00+00:00")
    new = [dm.content for dm in member.dms()[before:] if "exam is" in dm.content]
    assert new == [], "the old date's reminders are gone, and 14 days before was yesterday's hour"
    await town.travel("2026-11-23T12:00:00+00:00")
    assert "in 7 days" in member.dms()[-1].content
    stopped = await member.click(member.dms()[-1], "Stop")
    assert "No more reminders" in stopped.text()
    last = len(member.dms())
    await town.travel("2026-12-05T12:00:00+00:00")
    assert len(member.dms()) == last


async def test_closed_direct_messages_are_told_at_the_next_command_with_another_way(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "2026-11-20")
    town.local.close_dms(member.user)
    await town.travel("2026-11-13T12:00:00+00:00")
    shown = await member.slash("exam countdown")
    told = await shown.followup()
    assert "You take no direct messages from me" in told.text()
    assert told.ephemeral
    assert len((await member.slash("exam countdown")).followups) == 0, "once"
    here = await member.click(told, "Remind me in this channel")
    assert f"in <#{town.quiz.id}>" in here.text()
    await town.travel("2026-11-17T12:00:00+00:00")
    assert [post.content for post in town.posts()] == [
        f"<@{member.user.id}> ⏳ Your **CPC** exam is in 3 days."
    ]


async def test_what_did_not_arrive_is_told_at_the_next_answer_too(town: Community) -> None:
    member = town.learners[0]
    await town.add_track("CPC", "9am", "UTC")
    await set_exam(member, "2026-11-10")
    town.local.close_dms(member.user)
    await town.travel("2026-11-03T10:00:00+00:00")
    answered = await member.click(town.posts()[0], "A")
    assert "You take no direct messages" in (await answered.followup()).text()


async def test_a_channel_that_is_gone_is_told_with_direct_messages_as_the_way(town: Community) -> None:
    member = town.learners[0].at(town.lounge)
    await set_exam(member, "2026-11-20")
    form = await member.click((await member.slash("exam list")).message, "Reminders")
    days = ["14", "7", "3"]
    await member.submit(form.modal, {"Remind me": days, "At what time, by your clock": "9", "Where": "here"})
    town.local.delete_channel(town.lounge)
    await town.travel("2026-11-06T12:00:00+00:00")
    member = member.at(town.quiz)
    told = await (await member.slash("exam list")).followup()
    assert "its channel was deleted" in told.text()
    await member.click(told, "By direct message")
    await town.travel("2026-11-13T12:00:00+00:00")
    assert "in 7 days" in member.dms()[-1].content


async def test_a_reminder_whose_answer_was_lost_is_not_sent_twice(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "2026-11-09")
    town.local.faults.order(SEND, 1, "lose")
    await town.travel("2026-11-02T12:30:00+00:00")
    await town.travel("2026-11-06T09:30:00+00:00")
    assert [dm.content for dm in member.dms()] == ["⏳ Your **CPC** exam is in 3 days."]


async def test_passing(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "2026-11-03")
    await town.travel("2026-11-04T09:00:00+00:00")
    asked = member.dms()[-1]
    assert "How did your **CPC** exam go?" in asked.content
    passed = await member.click(asked, "I passed 🎉")
    assert "Congratulations" in passed.text()
    assert "Certified Professional Coder" in passed.text()
    assert "passed" in (await member.slash("exam list")).text()


async def test_not_yet_is_without_blame_and_leads_to_the_next_try(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "2026-11-03")
    await town.travel("2026-11-04T09:00:00+00:00")
    said = await member.click(member.dms()[-1], "Not passed yet")
    assert "It happens to able people" in said.text()
    assert "The one thing to do now" in said.text()
    form = await member.click(said.message, "Set the date of the next try")
    again = await member.submit(form.modal, {"Date": "in 10 weeks"})
    assert "Noted: **CPC** on Wednesday, 13 January 2027" in again.text()
    listed = await member.slash("exam list")
    assert "not this time" in listed.text()
    assert "in 70 days" in listed.text()


async def test_moved_with_a_date_and_without(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "2026-11-03")
    await town.travel("2026-11-04T09:00:00+00:00")
    form = await member.click(member.dms()[-1], "It was moved")
    open_end = await member.submit(form.modal, {})
    assert "no date for now" in open_end.text()
    form = await member.click(open_end.message, "Set the new date")
    moved = await member.submit(form.modal, {"Date": "December 1"})
    assert "Moved: **CPC** is on Tuesday, 1 December 2026 now" in moved.text()


async def test_in_direct_messages_it_works_alike(town: Community) -> None:
    member = town.learners[0]
    private = member.at(town.local.dm(town.token, member.user))
    await set_exam(private, "2026-11-09")
    await town.travel("2026-11-06T09:30:00+00:00")
    assert "in 3 days" in member.dms()[-1].content
    assert "CPC" in (await private.slash("exam list")).text()


async def test_members_see_their_own_exams_only(town: Community) -> None:
    one, two, _ = town.learners
    card = await set_exam(one, "2026-11-20")
    assert "no exam date yet" in (await two.slash("exam list")).text()
    exam = str(card.message.buttons()[0].custom_id).split(":")[1]
    refused = await two.slash("exam remove", {"exam": exam}, force=True)
    assert "no exam date" in refused.text()
    offered = await one.autocomplete("exam remove", "exam", "cpc")
    assert [choice["value"] for choice in offered] == [exam]
    sure = await one.slash("exam remove", {"exam": exam}, force=True)
    assert "with its reminders and its study plan?" in sure.text()
    assert "CPC" in (await one.slash("exam list")).text(), "nothing has happened yet"
    assert "Removed: CPC" in (await one.click(sure.message, "Yes, remove it")).text()
