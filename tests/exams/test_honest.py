"""What members read and press about exams is true: before them, the night before, and long afterwards."""

import pytest

from sandbox.members import MemberDriver
from tests.community import Community
from tests.exams.test_plan_e2e import plan, press
from tests.exams.town import move_exam, set_exam


async def say(member: MemberDriver, outcome: str, **more: object) -> str:
    """`/exam result`, and what it answers."""
    reply = await member.slash("exam result", {"certification": "CPC", "outcome": outcome, **more})
    return reply.text()


@pytest.mark.parametrize("pressed", ["Not passed yet", "I passed 🎉"])
async def test_an_old_question_says_nothing_of_an_exam_that_was_moved(town: Community, pressed: str) -> None:
    member = town.learners[0]
    await set_exam(member, "CPC", "2026-11-05")
    await town.travel("2026-11-06T12:00:00+00:00")
    asked = member.dms()[-1]
    await move_exam(member, "CPC", "2026-12-20")
    refused = await member.click(asked, pressed)
    assert "is on Sunday, 20 December 2026, which is still to come" in refused.text()
    assert "in 44 days" in (await member.slash("exam list")).text()
    await town.travel("2026-12-17T12:00:00+00:00")
    assert "in 3 days" in member.dms()[-1].content


async def test_not_yet_of_an_exam_that_is_to_come_takes_nothing_away(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "CPC", "2026-12-20")
    assert "which is still to come. Did you take it earlier?" in await say(member, "not_yet")
    earlier = await say(member, "not_yet", date="2026-09-01")
    assert "not this time" in earlier
    assert "Your next date stays: Sunday, 20 December 2026." in earlier
    listed = (await member.slash("exam list")).text()
    assert "Tuesday, 1 September 2026 · not this time" in listed
    assert "Sunday, 20 December 2026 · in 48 days" in listed


async def test_a_pass_can_be_said_before_the_date_that_was_set(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "CPC", "2026-12-20")
    assert "Congratulations" in await say(member, "pass")
    assert "Monday, 2 November 2026: passed" in (await member.slash("exam list")).text()


async def test_whoever_has_as_many_as_can_be_kept_can_say_how_another_went(town: Community) -> None:
    member = town.learners[0]
    for place, one in enumerate(("CCS", "COC", "CIC", "CRC", "CCA", "CCS-P")):
        await set_exam(member, one, f"2026-12-{10 + place}")
    assert "6 exams ahead" in (await set_exam(member, "CPC", "2026-12-20")).text()
    assert "Congratulations" in await say(member, "pass")


async def test_a_new_date_is_no_result(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "CPC", "2026-12-20")
    assert "goes into `/exam set certification: CPC date: March 3`" in await say(
        member, "moved", date="March 3"
    )
    assert "in 48 days" in (await member.slash("exam list")).text()


async def test_the_last_days_count_nothing_that_was_missed(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "CPC", "2027-01-11")
    await press(member, await plan(member), "Send it each Monday")
    await town.travel("2027-01-11T12:00:00+00:00")
    last = [one.text() for one in member.dms() if "in 3 days" in one.content]
    last += [one.text() for one in member.dms() if "tomorrow" in one.content or "Today is" in one.content]
    assert len(last) == 3
    for text in last:
        assert "what you know by now is what you take along" in text
        assert "0 of" not in text
        assert "do not fit" not in text


async def test_a_countdown_to_what_is_over_says_so(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "CPC", "2026-11-05")
    await plan(member)
    await town.travel("2026-11-07T12:00:00+00:00")
    over = (await member.slash("exam countdown")).text()
    assert "I don't know yet how it went" in over
    form = await member.click(member.dms()[-1], "It was moved")
    await member.submit(form.modal, {})
    moved = (await member.slash("exam countdown")).text()
    assert "CPC: moved, without a new date yet" in moved
    assert "ago" not in moved
    assert "Congratulations" in await say(member, "pass")
    assert "You have no exam ahead" in (await member.slash("exam countdown")).text()
    passed = (await member.slash("exam countdown", exam="CPC")).text()
    assert "You passed it." in passed
    for text in (over, moved, passed):
        assert "Eat, leave early" not in text


async def test_who_is_on_a_board_that_is_not_there_hears_so(town: Community) -> None:
    member = town.learners[0]
    card = await set_exam(member, "CPC", "2026-12-20", visibility=1)
    assert "this server has no countdown board" in card.text()
    await town.admin.slash("admin exams set", board=town.lounge)
    assert "You stand on the server's board." in (await member.slash("exam list")).text()
    private = MemberDriver(town.local, None, town.learners[1].user)
    card = await set_exam(private, "CPC", "2026-12-20", visibility=1)
    assert "countdown boards belong to servers" in card.text()


async def test_a_reminder_in_a_channel_keeps_the_place_to_itself(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "CPC", "2026-11-09", place="Hall 5, Main St")
    form = await member.click((await member.slash("exam list")).message, "Reminders")
    days = {"Remind me": ["3", "1"], "At what time, by your clock": "9am", "Where": "here"}
    await member.submit(form.modal, days)
    await town.travel("2026-11-06T09:01:00+00:00")
    (posted,) = town.posts()
    assert "in 3 days" in posted.content
    assert "Hall 5" not in posted.text()
    form = await member.click((await member.slash("exam list")).message, "Reminders")
    await member.submit(form.modal, {**days, "Where": "dm"})
    await town.travel("2026-11-08T09:01:00+00:00")
    assert "Hall 5" in member.dms()[-1].text()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ccsp", "CCS-P"),
        ("CCS P", "CCS-P"),
        ("CPC · Certified Professional Coder", "CPC"),
        ("urology", "CUC"),
    ],
)
async def test_a_credential_goes_by_what_people_call_it(town: Community, typed: str, found: str) -> None:
    reply = await town.learners[0].slash("exam set", certification=typed, date="2026-12-20")
    assert f"Noted: **{found}**" in reply.text()
    offered = await town.learners[0].autocomplete("exam set", "certification", typed)
    assert found in [choice["value"] for choice in offered]


async def test_the_night_before_nobody_is_frightened_by_a_plan(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "CPC", "tomorrow")
    text = (await plan(member)).text()
    assert "what you know by now is what you take along" in text
    assert "failed try" not in text
    assert "fit" not in text


async def test_no_weekly_message_is_promised_that_would_not_come(town: Community) -> None:
    member = town.learners[0]
    await member.slash("me settings", reminders=False)
    await set_exam(member, "CPC", "2027-01-11")
    shown = await plan(member)
    refused = await member.click(shown.message, "Send it each Monday")
    assert "allow no reminders by direct message" in refused.text()
    assert "No weekly message." in (await plan(member)).text()


async def test_whoever_travels_does_not_take_the_exam_along(town: Community) -> None:
    ann, bea, cid = town.learners
    await ann.slash("me settings", timezone="America/Chicago")
    for who in (ann, bea):
        await set_exam(who, "CPC", "2026-12-20", time="9am")
    await set_exam(cid, "CPC", "2026-12-20")
    for who in (ann, bea, cid):
        await who.slash("me settings", timezone="America/Los_Angeles")
        await who.slash("exam set", certification="CPC", date="2026-12-20", place="Hall 5")
    kept = (await ann.slash("exam list")).text()
    assert "09:00 (9:00 am)** America/Chicago" in kept
    assert "by the clock of America/Los_Angeles" in kept
    first_said = (await bea.slash("exam list")).text()
    assert "09:00 (9:00 am)** America/Los_Angeles" in first_said, "no zone was known when it was set"
    await cid.slash("exam set", certification="CPC", date="2026-12-20", time="9am")
    assert "09:00 (9:00 am)** America/Los_Angeles" in (await cid.slash("exam list")).text()


async def test_a_date_chosen_after_the_result_is_another_try(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "CPC", "2026-11-03")
    await town.travel("2026-11-04T09:01:00+00:00")
    asked = await set_exam(member, "CPC", "2027-01-20")
    await member.click(member.dms()[-1], "I passed 🎉")
    await member.click(asked.message, asked.message.buttons()[0].label)
    listed = (await member.slash("exam list")).text()
    assert "Tuesday, 3 November 2026 · passed" in listed
    assert "Wednesday, 20 January 2027 · in 77 days" in listed


async def test_an_exam_is_removed_after_a_second_word(town: Community) -> None:
    member = town.learners[0]
    card = await set_exam(member, "CPC", "2026-11-09")
    asked = await member.click(card.message, "Remove")
    assert "Remove **CPC** on Monday, 9 November 2026, with its reminders and its study plan?" in asked.text()
    assert "in 7 days" in (await member.slash("exam list")).text()
    gone = await member.click(asked.message, "Yes, remove it")
    assert "Removed: CPC" in gone.text()
    assert "not there any more" in (await member.click(card.message, "Remove")).text()
    await town.travel("2026-11-10T12:00:00+00:00")
    assert member.dms() == []


async def test_a_reminder_that_is_late_past_midnight_counts_from_the_new_day(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "CPC", "2026-11-09")
    form = await member.click((await member.slash("exam list")).message, "Reminders")
    days = {"Remind me": ["1"], "At what time, by your clock": "11:50pm", "Where": "dm"}
    await member.submit(form.modal, days)
    town.local.faults.order("POST /channels/{channel_id}/messages", 10_000, 503)
    await town.travel("2026-11-09T00:00:30+00:00")
    town.local.faults.clear()
    await town.travel("2026-11-09T00:20:00+00:00")
    (late,) = member.dms()
    assert late.timestamp.startswith("2026-11-09")
    assert "Today is your **CPC** exam" in late.content


async def test_an_exam_elsewhere_is_told_by_the_readers_clock_too(town: Community) -> None:
    member = town.learners[0]
    await member.slash("me settings", timezone="America/Los_Angeles")
    card = await set_exam(member, "CPC", "2026-11-09", time="9am", timezone="Eastern")
    assert (
        "09:00 (9:00 am)** America/New_York (<t:1794232800:f> on your clock, <t:1794232800:R>)" in card.text()
    )
    await town.travel("2026-11-08T18:00:00+00:00")
    assert "<t:1794232800:f> on your clock" in member.dms()[-1].text()


async def test_whoever_left_the_server_is_not_called_there(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "CPC", "2026-11-09")
    form = await member.click((await member.slash("exam list")).message, "Reminders")
    days = {"Remind me": ["3", "1"], "At what time, by your clock": "9am", "Where": "here"}
    await member.submit(form.modal, days)
    town.local.remove_member(town.guild, member.user)
    await town.travel("2026-11-08T12:00:00+00:00")
    assert town.posts() == []
    private = MemberDriver(town.local, None, member.user)
    told = await (await private.slash("exam list")).followup()
    assert "you are not in that server any more" in told.text()
    await private.click(told, "By direct message")
    await town.travel("2026-11-10T12:00:00+00:00")
    assert town.posts() == []


async def test_an_hour_that_was_typed_alone_is_echoed_before_it_holds(town: Community) -> None:
    member = town.learners[0]
    asked = await set_exam(member, "CPC", "March 3 at 9", timezone="London")
    assert "Do you mean **Wednesday, 3 March 2027, 09:00 (9:00 am)**?" in asked.text()
    (button,) = asked.message.buttons()
    settled = await member.click(asked.message, button.label)
    assert "Wednesday, 3 March 2027, 09:00 (9:00 am)** Europe/London" in settled.text()
    two = await set_exam(member, "CCS", "3/4/27 at 10am")
    assert "Which day is your exam, 10:00 (10:00 am)?" in two.text()
    known = await set_exam(member, "CIC", "March 9 at 9", time="9pm")
    assert "Tuesday, 9 March 2027, 21:00 (9:00 pm)" in known.text()


async def test_a_time_typed_with_the_new_date_is_not_lost_to_the_one_the_form_was_filled_with(
    town: Community,
) -> None:
    member = town.learners[0]
    await set_exam(member, "CPC", "2027-03-03", time="9am", timezone="London")
    form = await member.click((await member.slash("exam list")).message, "Change the date")
    assert form.modal is not None
    moved = await member.submit(form.modal, {"Date": "March 10 at 2pm"})
    assert "Wednesday, 10 March 2027, 14:00 (2:00 pm)" in moved.text()
    form = await member.click((await member.slash("exam list")).message, "Change the date")
    assert form.modal is not None
    later = await member.submit(form.modal, {"Date": "March 12"})
    assert "Friday, 12 March 2027, 14:00 (2:00 pm)" in later.text(), "the form's own stays"
