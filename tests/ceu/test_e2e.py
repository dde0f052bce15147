"""Continuing education as members meet it: from the credential to the second renewal."""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.features.ceu.model import MOST_DRAFTS, Reminder
from sandbox.members import MemberDriver
from sandbox.reply import Reply
from sandbox.seen import LiveMessage
from tests.buddies.circle import until
from tests.community import Community, at, community

AAPC_ENDS = "14 March 2027"


async def start(member: MemberDriver, credential: str = "CPC", passed: str = "15 March 2025") -> Reply:
    """Keep track of a credential."""
    return await member.slash("ceu start", credential=credential, passed=passed)


async def add(member: MemberDriver, credits: str = "2", provider: str = "AAPC", **more: object) -> Reply:
    """Log a credit."""
    given = {"credits": credits, "provider": provider, "category": "body", **more}
    return await member.slash("ceu add", given)


def labels(message: LiveMessage) -> list[str]:
    """What can be pressed."""
    return [button.label for button in message.buttons()]


def heads(member: MemberDriver) -> list[str]:
    """The first line of each direct message."""
    return [message.text().split("\n")[0] for message in member.dms() if not message.ephemeral]


async def untold(town: Community, member: MemberDriver) -> list[Reminder]:
    """What the member would be told at the next command."""
    assert town.app is not None
    return await town.app.services.ceu.reminders.untold(member.user.id)


async def due(town: Community) -> int | None:
    """When something is to be sent."""
    assert town.app is not None
    return await town.app.services.schedule.wake_at()


async def test_from_nothing_to_a_cycle_with_credits(town: Community) -> None:
    member = town.learners[0]
    assert "Begin with `/ceu start`" in (await member.slash("ceu status")).text()
    assert "Begin with `/ceu start`" in (await add(member)).text()
    begun = await start(member)
    assert f"from 15 March 2025 to **{AAPC_ENDS}** and asks for **36 credits**" in begun.text()
    assert "AAPC, continuing education page (undated, so look at the body's own page too)" in begun.text()
    assert begun.message.ephemeral
    first = await add(member, "1.5", date="15 June 2025", course="Modifiers")
    assert "Logged: **1.5** on 15 June 2025 · AAPC, Modifiers" in first.text()
    assert "**1.5 of 36** credits" in first.text()
    status = await member.slash("ceu status")
    assert "AAPC: CPC" in status.text()
    assert f"to **{AAPC_ENDS}** (132 days left)" in status.text()
    assert "34.5 missing: about 8 a month from now on" in status.text()
    assert "Of these, all from AAPC or a vendor on its list." in status.text()
    await add(member, "36", "Somebody", category="field", date="1 May 2026")
    status = await member.slash("ceu status")
    assert (
        "36 have to be from AAPC or a vendor on its list; 1.5 are, so 34.5 more are needed" in status.text()
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ccsp", "CCS-P"),
        ("CCS P", "CCS-P"),
        ("ccs", "CCS"),
        ("Urology", "CUC"),
        ("CPC · Certified Professional Coder", "CPC"),
        ("certified urology coder", "CUC"),
    ],
)
async def test_a_credential_is_found_as_people_write_it(town: Community, typed: str, kept: str) -> None:
    assert f"**{kept}** is kept here now" in (await start(town.learners[0], typed)).text()


async def test_a_credential_is_found_while_typing(town: Community) -> None:
    member = town.learners[0]
    assert len(await member.autocomplete("ceu start", "credential", "")) == 25
    (found,) = await member.autocomplete("ceu start", "credential", "urol")
    assert found == {"name": "CUC · Certified Urology Coder", "value": "CUC"}
    first, *_ = await member.autocomplete("ceu start", "credential", "ccsp")
    assert first["value"] == "CCS-P"
    wrong = await start(member, "CUCC")
    assert "Did you mean CUC" in wrong.text()
    assert "specialties are in it too" in wrong.text()
    assert "@" not in (await start(member, "@everyone `x`")).text()


async def test_two_credentials_of_a_body_ask_for_more(town: Community) -> None:
    member = town.learners[0]
    await start(member)
    second = await start(member, "certified outpatient coder", "1 May 2026")
    assert "**COC** is kept here now" in second.text()
    assert f"to **{AAPC_ENDS}** and asks for **40 credits**" in second.text()
    again = await start(member, "COC")
    assert "You keep COC here already" in again.text()
    specialty = await start(member, "CUC", "1 June 2026")
    assert "**44 credits**" in specialty.text()
    assert "asks for 8 credits in its specialty" in specialty.text(), (
        "which is not counted here, so it is said"
    )
    status = await member.slash("ceu status")
    shown = await member.click(status.message, "Credentials")
    await member.click(shown.message, "Remove COC")
    assert "COC is not kept any more" in shown.text()
    assert "of 40**" in (await member.slash("ceu status")).text()
    gone = await member.click(shown.message, "Remove COC") if labels(shown.message) else None
    assert gone is None


async def test_both_bodies(town: Community) -> None:
    member = town.learners[0]
    await start(member)
    await start(member, "CCS", "1 June 2026")
    assert "Say which one with `for`" in (await add(member)).text()
    logged = await member.slash(
        "ceu add", {"credits": "3", "provider": "AHIMA", "category": "work", "for": "CCS"}
    )
    assert "AHIMA: **3 of 20**" in logged.text()
    status = await member.slash("ceu status")
    assert labels(status.message) == ["AAPC", "AHIMA"]
    assert (
        "at least 8 from AHIMA or its component associations and at least 16 in the fields" in status.text()
    )
    opened = await member.click(status.message, "AHIMA")
    assert "AAPC" not in opened.message.embeds[0]["fields"][0]["value"]
    told = await member.click(opened.message, "The rules")
    assert "1 credential: 20, 2 credentials: 30" in told.text()
    assert "as of 2019 to 2025" in told.text()
    assert "in force since January 2025" in told.text()


async def test_a_duplicate_is_questioned(town: Community) -> None:
    member = town.learners[0]
    await start(member)
    await add(member, "2", date="1 Nov 2026", course="Modifiers")
    again = await add(member, "2", "aapc", date="yesterday", course="modifiers!")
    assert "something like it already" in again.text()
    assert "1 November 2026" in again.text()
    assert "**2 of 36**" in (await member.slash("ceu status")).text(), "not counted before it is confirmed"
    await member.click(again.message, "Add it all the same")
    assert "**4 of 36**" in again.text()
    third = await add(member, "2", date="yesterday", course="Modifiers")
    await member.click(third.message, "No, it is the same")
    assert "counted once" in third.text()
    assert "**4 of 36**" in (await member.slash("ceu status")).text()


async def test_each_doubt_can_be_answered_whatever_came_after(town: Community) -> None:
    member = town.learners[0]
    await start(member)
    await add(member, "1", "AAPC")
    await add(member, "2", "Chapter")
    doubts = [await add(member, "1", "AAPC"), await add(member, "2", "Chapter")]
    assert all("something like it already" in doubt.text() for doubt in doubts)
    for doubt in doubts:
        await member.click(doubt.message, "Add it all the same")
        assert "Logged" in doubt.text()
    assert "**6 of 36**" in (await member.slash("ceu status")).text()


async def test_only_so_many_doubts_stay_open(town: Community) -> None:
    member = town.learners[0]
    await start(member)
    await add(member, "1", "AAPC")
    first, *_ = [await add(member, "1", "AAPC") for _ in range(MOST_DRAFTS + 1)]
    late = await member.click(first.message, "Add it all the same")
    assert "not here any more" in late.text()


async def test_the_form_edit_delete_and_the_list(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        member, other = town.learners[0], town.learners[1]
        async with town.bot():
            await start(member)
            status = await member.slash("ceu status")
            form = await member.click(status.message, "Log a credit")
        async with town.bot():
            logged = await member.submit(
                form.modal,
                {
                    "Credits": "1,5",
                    "Earned on": "15 Oct",
                    "From whom": "Local *chapter* <@1> @everyone",
                    "Where it counts for AAPC": "From AAPC or a local chapter",
                },
            )
            assert "**1.5** on 15 October 2026" in logged.text()
            assert "Local \\*chapter\\*" in logged.text()
            assert logged.message.mentions == []
            edit = await member.click(logged.message, "Edit")
            assert edit.modal is not None
            assert edit.modal.fields()["Credits"]["value"] == "1.5"
        async with town.bot():
            changed = await member.submit(
                edit.modal,
                {
                    "Credits": "2",
                    "Earned on": "2026-10-16",
                    "From whom": "Chapter",
                    "Where it counts for AAPC": "From a vendor on AAPC's list",
                },
            )
            assert "Changed: **2** on 16 October 2026 · Chapter" in changed.text()
            for day in range(1, 11):
                await add(member, "1", date=f"2026-09-{day:02d}", course=f"Course {day}")
            listed = await member.click((await member.slash("ceu status")).message, "See credits")
            assert "1 to 8 of 11" in listed.text()
            stranger = await other.press_raw(
                town.quiz, listed.message, listed.message.buttons()[0].custom_id or ""
            )
            assert "not here any more" in stranger.text()
            await member.click(listed.message, "Older")
            assert "9 to 11 of 11" in listed.text()
            opened = await member.click(listed.message, "3")
            assert "Course 1" in opened.text()
            await member.click(opened.message, "Delete")
            await member.click(opened.message, "Yes, delete it")
            assert "Deleted." in opened.text()
            assert "**11 of 36**" in (await member.slash("ceu status")).text()


@pytest.mark.parametrize(
    ("credits", "more", "expected"),
    [
        ("0", {}, "0 credits are nothing to count"),
        ("500", {}, "500 credits at once are more than I take: 60 at most"),
        ("many", {}, "“many” is not a number of credits"),
        ("1,000", {}, "“1,000” could be 1.000 or 1000"),
        ("1", {"date": "next month"}, "names no single day"),
        ("1", {"date": "30 February"}, "ends with the 28th"),
        ("1", {"date": "tomorrow"}, "is still to come"),
        ("1", {"date": "1 March 2025"}, "is before your AAPC cycle, which began on 15 March 2025"),
        ("1", {"provider": "  .  "}, "no words in it"),
        ("1", {"for": "AHIMA"}, "You keep credits for AAPC only"),
    ],
)
async def test_bad_input(town: Community, credits: str, more: dict[str, object], expected: str) -> None:
    member = town.learners[0]
    await start(member)
    given = {"credits": credits, "provider": "AAPC", "category": "body", **more}
    assert expected in (await member.slash("ceu add", given)).text()
    assert "**0 of 36**" in (await member.slash("ceu status")).text()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"credential": "CPX", "passed": "today"}, "Did you mean"),
        ({"credential": "CPC", "passed": "tomorrow"}, "still to come"),
        ({"credential": "CPC", "passed": "today", "cycle_ends": "2040-01-01"}, "is too long"),
        ({"credential": "CPC", "passed": "1 May 2020", "cycle_ends": "1 May 2022"}, "is over"),
        ({"credential": "CPC", "passed": "today", "cycle_ends": "whenever"}, "not a date I can read"),
    ],
)
async def test_bad_input_to_start(town: Community, given: dict[str, object], expected: str) -> None:
    member = town.learners[0]
    assert expected in (await member.slash("ceu start", given)).text()
    assert "Nothing is kept" in (await member.slash("ceu status")).text()


async def test_numbers_that_mean_two_days_are_echoed(town: Community) -> None:
    american = town.learners[0]
    begun = await start(american, passed="3/4/2026")
    assert "from 4 March 2026" in begun.text()
    assert "could also be 3 April 2026" in begun.text()
    german = town.local.create_user("Jürgen", locale="de")
    town.local.add_member(town.guild, german)
    other = town.local.member(town.guild, german).at(town.quiz)
    assert "from 3 April 2026" in (await start(other, passed="3.4.2026")).text()
    assert "on 1 November 2026" in (await add(other, date="gestern")).text()
    logged = await add(other, date="1/6/2026")
    assert "on 1 June 2026" in logged.text()
    assert "If you meant" in logged.text()


async def test_what_does_not_count_is_never_called_enough(town: Community) -> None:
    member = town.learners[0]
    await start(member)
    logged = await add(member, "36", "Somebody", category="field", date="1 May 2026")
    status = await member.slash("ceu status")
    for said in (logged.text(), status.text()):
        assert "**0 of 36**" in said
        assert "36 missing: about 8.5 a month" in said
        assert "So 36 are logged and 0 count." in said
        assert "All there" not in said
        assert "on pace" not in said
    assert "▰" not in status.text()
    event = next(iter(events((await files(member))["ceu-dates.ics"]).values()))
    assert "0 of 36 credits counted" in event["description"]
    await town.travel("2027-03-16T12:00:00+00:00")
    told = [message.text() for message in member.dms()]
    assert all("36 are logged and 0 count" in text for text in told)
    assert "with 0 of 36 credits." in told[-1]
    assert "By what I know, 36 are missing" in told[-1]
    assert not any("All there" in text for text in told)


async def test_what_is_asked_names_its_source_each_time(town: Community) -> None:
    member = town.learners[0]
    await start(member)
    source = "Asked for: AAPC, continuing education page (undated, so look at the body's own page too)"
    status = await member.slash("ceu status")
    assert source in status.text()
    await town.travel("2026-12-14T12:00:00+00:00")
    assert source in member.dms()[0].text()
    form = await member.click(status.message, "Change the cycle")
    changed = await member.submit(
        form.modal, {"It began on": "2025-03-15", "Its last day": "2027-03-14", "Credits it asks for": "18"}
    )
    assert "Asked for: as you set it" in changed.text()
    second = await start(member, "COC", "1 May 2026")
    assert "**18 credits**" in second.text()
    assert "Asked for: as you set it" in second.text(), "so that nobody takes it for the rule of two"


async def test_nobody_is_told_off_for_a_cycle_that_was_not_kept_here(town: Community) -> None:
    member = town.learners[0]
    await start(member, passed="15 March 2019")
    assert "stood at" not in (await member.slash("ceu status")).text()
    await town.travel("2027-03-16T12:00:00+00:00")
    assert "ended on 14 March 2027 stood at 0 of 36" in (await member.slash("ceu status")).text(), "this was"


async def test_another_time_of_reminders_leaves_the_cycles_alone(town: Community) -> None:
    member = town.learners[0]
    await start(member, passed="1 March 2025")
    logged = await add(member, "3", date="2 Nov 2026")
    await town.travel("2027-03-02T12:00:00+00:00")
    form = await member.click((await member.slash("ceu status")).message, "Change the cycle")
    same = {"It began on": "2027-03-01", "Its last day": "2029-02-28"}
    changed = await member.submit(form.modal, {**same, "Time of reminders": "6pm"})
    assert "dated before this cycle" not in changed.text()
    assert await due(town) == at("2028-09-01T18:00:00+00:00")
    row = next(csv.DictReader(io.StringIO((await files(member))["ceu-credits.csv"].decode("utf-8-sig"))))
    assert (row["cycle begins"], row["cycle ends"]) == ("2025-03-01", "2027-02-28")
    # A cycle that was really changed is the first from then on. What lies before it can still be put right.
    await member.submit(form.modal, {**same, "Its last day": "2029-03-31"})
    edit = await member.click(logged.message, "Edit")
    particulars = {"Credits": "2.5", "Earned on": "2026-11-02", "From whom": "AAPC"}
    put_right = await member.submit(
        edit.modal, {**particulars, "Where it counts for AAPC": "From AAPC or a local chapter"}
    )
    assert "Changed: **2.5** on 2 November 2026" in put_right.text()


async def test_changing_the_cycle(town: Community) -> None:
    member = town.learners[0]
    await start(member)
    status = await member.slash("ceu status")
    form = await member.click(status.message, "Change the cycle")
    assert form.modal is not None
    assert form.modal.fields()["Its last day"]["value"] == "2027-03-14"
    wrong = await member.submit(
        form.modal, {"It began on": "2025-03-15", "Its last day": "3/4/27", "Time of reminders": "9am"}
    )
    assert "could be 4 March 2027 or 3 April 2027" in wrong.text()
    changed = await member.submit(
        form.modal,
        {
            "It began on": "2025-03-15",
            "Its last day": "31 May 2027",
            "Credits it asks for": "18",
            "Time of reminders": "6:30 pm",
        },
    )
    assert "**0 of 18**" in changed.text()
    assert "**31 May 2027**" in changed.text()
    await town.travel("2027-06-01T23:00:00+00:00")
    times = [message.timestamp[:16] for message in member.dms()]
    assert times == [
        "2026-12-02T18:30", "2027-03-02T18:30", "2027-05-01T18:30", "2027-05-24T18:30", "2027-06-01T18:30",
    ]  # fmt: skip
    assert "36 credits until **31 May 2029**" in member.dms()[-1].text(), "what was said held for the first"


async def test_reminders_and_the_turn_to_the_next_cycle(town: Community) -> None:
    member = town.learners[0]
    await member.slash("me settings", timezone="America/New_York")
    await start(member, passed="1 Nov 2026")
    await add(member, "30", date="today", course="Everything")
    await town.travel("2028-11-01T13:30:00+00:00")
    assert heads(member) == [
        "**AAPC: 180 days left.** Your cycle ends on 31 October 2028.",
        "**AAPC: 90 days left.** Your cycle ends on 31 October 2028.",
        "**AAPC: 30 days left.** Your cycle ends on 31 October 2028.",
        "**AAPC: 7 days left.** Your cycle ends on 31 October 2028.",
        "**Your AAPC cycle has ended** on 31 October 2028, with 30 of 36 credits.",
    ]
    assert "6 missing: about 1.25 a month" in member.dms()[0].text()
    last = member.dms()[-1]
    assert "By what I know, 6 are missing" in last.text()
    assert "36 credits until **31 October 2030**" in last.text()
    local = [
        datetime.fromisoformat(message.timestamp).astimezone(ZoneInfo("America/New_York")).strftime("%H:%M")
        for message in member.dms()
    ]
    assert local == ["09:00"] * 5, "by the member's clock, in summer and winter"
    status = await member.slash("ceu status")
    assert "**0 of 36**" in status.text()
    assert "The cycle that ended on 31 October 2028 stood at 30 of 36" in status.text()
    await town.travel("2031-01-01T00:00:00+00:00")
    assert len(member.dms()) == 10, "and the cycle after it as well"
    assert "**31 October 2032**" in member.dms()[-1].text()


async def test_nothing_twice_when_the_zone_changes_and_the_bot_starts_again(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        member = town.learners[0]
        async with town.bot():
            await start(member, passed="2025-03-15")
            await town.travel("2026-12-14T09:00:00+00:00")
            assert len(member.dms()) == 1
            # There it is not yet nine o'clock: the reminder of today has been sent all the same.
            await member.slash("me settings", timezone="America/Los_Angeles")
        async with town.bot():
            await town.travel("2027-02-12T16:00:00+00:00")
            assert len(member.dms()) == 1
            await town.travel("2027-02-12T17:00:00+00:00")
            assert [text[:20] for text in heads(member)] == ["**AAPC: 90 days left", "**AAPC: 30 days left"]
        async with town.bot():
            await town.travel("2027-03-15T16:00:00+00:00")
        assert len(member.dms()) == 4


async def test_the_word_of_the_end_survives_a_change_on_that_morning(town: Community) -> None:
    member = town.learners[0]
    await start(member)
    await town.travel("2027-03-15T08:00:00+00:00")
    before = len(heads(member))
    await member.slash("me settings", timezone="Europe/Berlin")  # where it is nine o'clock by now
    await town.travel("2027-03-15T12:00:00+00:00")
    assert [text[:30] for text in heads(member)[before:]] == ["**Your AAPC cycle has ended** "]
    assert await due(town) == at("2028-09-15T09:00:00+02:00"), "then the next cycle's are planned"


@pytest.mark.parametrize("then", ["America/New_York", "America/Los_Angeles"])
async def test_a_move_to_another_zone_loses_no_reminder_of_that_day(town: Community, then: str) -> None:
    member = town.learners[0]
    await member.slash("me settings", timezone="America/Denver")
    await start(member)
    await town.travel(
        "2026-12-14T15:30:00+00:00"
    )  # half an hour before nine; in New York it is half past ten
    assert heads(member) == []
    await member.slash("me settings", timezone=then)
    await town.travel("2026-12-14T17:00:00+00:00")
    assert [text[:20] for text in heads(member)] == ["**AAPC: 90 days left"]


async def test_reminders_can_be_stopped_and_taken_up(town: Community) -> None:
    member = town.learners[0]
    await start(member)
    await town.travel("2026-12-14T12:00:00+00:00")
    (first,) = member.dms()
    assert labels(first) == ["Log a credit", "Stop reminders"]
    form = await member.click(first, "Log a credit")
    assert form.modal is not None
    stopped = await member.click(first, "Stop reminders")
    assert "No more reminders" in stopped.text()
    assert await due(town) is None
    await town.travel("2027-02-20T12:00:00+00:00")
    assert len(heads(member)) == 1
    status = await member.slash("ceu status")
    assert "Reminders are off." in status.text()
    await member.click(status.message, "Remind me")
    assert "Reminders are off." not in status.text()
    await town.travel("2027-03-16T12:00:00+00:00")
    assert [text[:19] for text in heads(member)[1:]] == ["**AAPC: 7 days left", "**Your AAPC cycle h"]


async def test_no_reminder_comes_for_the_past(town: Community) -> None:
    member = town.learners[0]
    await start(member, passed="9 November 2024")
    assert "(6 days left)" in (await member.slash("ceu status")).text()
    await town.travel("2026-11-08T12:00:00+00:00")
    assert heads(member) == []
    await town.travel("2026-11-09T12:00:00+00:00")
    assert [text[:30] for text in heads(member)] == ["**Your AAPC cycle has ended** "]


async def test_whoever_wants_no_direct_messages_gets_none(town: Community) -> None:
    member = town.learners[0]
    await start(member)
    await member.slash("me settings", reminders=False)
    await town.travel("2027-03-16T12:00:00+00:00")
    assert member.dms() == []
    status = await member.slash("ceu status")
    assert "Reminders are off in `/me settings`." in status.text()
    assert await untold(town, member) == []
    assert "15 March 2027 to **14 March 2029**" in status.text(), "the next cycle has begun all the same"


async def test_closed_direct_messages_are_told_of_at_the_next_command(town: Community) -> None:
    member = town.learners[0]
    await start(member)
    town.local.close_dms(member.user)
    await town.travel("2026-12-20T12:00:00+00:00")
    status = await member.slash("ceu status")
    told = await status.followup()
    assert told.ephemeral
    assert "**AAPC: 84 days left.**" in told.text(), "as things stand now"
    assert "could not write to you in private" in told.text()

    async def heard() -> bool:
        return await untold(town, member) == []

    await until(heard)
    town.local.close_dms(member.user, False)
    await town.travel("2027-02-12T12:00:00+00:00")
    assert len(member.dms()) == 1, "the next one finds its way again"


async def test_the_files(town: Community) -> None:
    member = town.learners[0]
    assert "Nothing is kept" in (await (await member.slash("ceu export")).wait()).text()
    await start(member)
    await add(member, "1.5", '=HYPERLINK("http://evil")', date="2026-10-01", course="@SUM(A1)")
    await add(member, "2", 'Jürgen, "Chapter"', date="2026-10-02")
    first = await files(member)
    rows = list(csv.DictReader(io.StringIO(first["ceu-credits.csv"].decode("utf-8-sig"))))
    assert [row["provider"] for row in rows] == ['Jürgen, "Chapter"', '\'=HYPERLINK("http://evil")']
    assert rows[1]["course"] == "'@SUM(A1)"
    assert (rows[1]["credits"], rows[1]["date"]) == ("1.5", "2026-10-01")
    assert (rows[1]["cycle begins"], rows[1]["cycle ends"]) == ("2025-03-15", "2027-03-14")
    assert rows[1]["category"] == "From AAPC or a local chapter"
    before = events(first["ceu-dates.ics"])
    assert [event.decoded("dtstart") for event in before.values()] == [date(2027, 3, 14), date(2029, 3, 14)]
    event = next(iter(before.values()))
    assert "AAPC credits due (CPC)" in event["summary"]
    assert "3.5 of 36" in event["description"]
    assert len(event.walk("VALARM")) == 4
    form = await member.click((await member.slash("ceu status")).message, "Change the cycle")
    await member.submit(form.modal, {"It began on": "2025-03-15", "Its last day": "2027-04-30"})
    again = await files(member)
    after = events(again["ceu-dates.ics"])
    assert after.keys() == before.keys(), "importing again moves what is there"
    for uid, event in after.items():
        assert event["sequence"] > before[uid]["sequence"]
    assert next(iter(after.values())).decoded("dtstart") == date(2027, 4, 30)


def events(content: bytes) -> dict[str, Any]:
    """A calendar file's events by their ids, read by the library's own parser."""
    whole: Any = Calendar.from_ical(content)
    return {str(event["uid"]): event for event in whole.walk("VEVENT")}


async def files(member: MemberDriver) -> dict[str, bytes]:
    """What `/ceu export` gives, by name."""
    message = await (await member.slash("ceu export")).wait()
    assert message.ephemeral
    return {file.filename: file.content or b"" for file in message.attachments}


async def test_all_of_it_goes_and_comes_along(town: Community) -> None:
    member = town.learners[0]
    await start(member)
    await add(member, course="Modifiers")
    export = await (await member.slash("me export")).wait()
    assert export.attachments
    asked = await member.slash("me delete")
    assert "continuing-education credits" in asked.text()
    await member.click(asked.message, "Delete all my data")
    assert "continuing-education credits: 1" in asked.text()
    assert "Nothing is kept" in (await member.slash("ceu status")).text()
    assert await due(town) is None


@pytest.mark.parametrize("kind", ["lose", "drop", 503])
async def test_a_reminder_comes_once_whatever_is_lost(town: Community, kind: str | int) -> None:
    member = town.learners[0]
    await start(member)
    fault = town.local.faults.order("POST /channels/{channel_id}/messages", 1, kind)
    await town.travel("2026-12-14T12:00:00+00:00")
    assert fault.hits == 1
    assert heads(member) == ["**AAPC: 90 days left.** Your cycle ends on 14 March 2027."]


async def test_a_reminder_in_doubt_is_found_after_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        member = town.learners[0]
        async with town.bot():
            await start(member)
            # It arrives, and nobody hears of it, nor can ask, while the bot runs.
            town.local.faults.order("POST /channels/{channel_id}/messages", 1, "lose")
            town.local.faults.order("GET /channels/{channel_id}/messages", 100, 503)
            await town.travel("2026-12-14T09:01:00+00:00")
            assert len(heads(member)) == 1
        town.local.faults.clear()
        # Discord has forgotten the nonce by then: only a look tells.
        town.clock.move_to(at("2026-12-14T12:00:00+00:00"))
        async with town.bot():
            await town.travel("2026-12-16T09:00:00+00:00")
            assert len(heads(member)) == 1
            assert await untold(town, member) == [], "and it counts as told"


async def test_a_pass_noted_here_begins_the_cycle(town: Community) -> None:
    member = town.learners[0]
    noted = await member.slash(
        "exam result", {"certification": "CPC", "outcome": "pass", "date": "yesterday"}
    )
    assert "/ceu" in noted.text()
    status = await member.slash("ceu status")
    assert "AAPC: CPC" in status.text()
    assert "1 November 2026 to **31 October 2028**" in status.text()
    again = await start(member)
    assert "You keep CPC here already" in again.text()
