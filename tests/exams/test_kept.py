"""Reminders that wait, or were put off, survive whatever else their member changes."""

from pathlib import Path

from sandbox.members import MemberDriver
from sandbox.seen import LiveMessage
from tests.community import Community, community
from tests.exams.town import set_exam

SEND = "POST /channels/{channel_id}/messages"


def came(member: MemberDriver, words: str) -> list[LiveMessage]:
    """Direct messages with these words."""
    return [message for message in member.dms() if words in message.content]


async def test_a_reminder_that_waits_for_discord_outlives_another_zone_and_the_board(town: Community) -> None:
    ann, bea, _ = town.learners
    for member in (ann, bea):
        await set_exam(member, "CPC", "2026-11-09")
    town.local.faults.order(SEND, 10_000, 503)
    await town.travel("2026-11-06T09:02:00+00:00")
    await ann.slash("me settings", timezone="Europe/London")
    await bea.slash("exam set", certification="CPC", date="2026-11-09", place="Hall 5")
    town.local.faults.clear()
    await town.travel("2026-11-06T10:00:00+00:00")
    for member in (ann, bea):
        assert len(came(member, "in 3 days")) == 1


async def test_a_restart_between_does_not_lose_it(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        member = town.learners[0]
        async with town.bot():
            await set_exam(member, "CPC", "2026-11-09")
            await town.travel("2026-11-06T08:59:00+00:00")
        town.clock.advance(7200)
        town.local.faults.order(SEND, 3, 503)
        async with town.bot():
            await member.slash("me settings", timezone="Europe/Berlin")
            await town.travel("2026-11-06T12:00:00+00:00")
        assert len(came(member, "in 3 days")) == 1


async def test_the_days_reminder_comes_when_the_new_zone_is_past_its_hour(town: Community) -> None:
    member = town.learners[0]
    await member.slash("me settings", timezone="America/New_York")
    await set_exam(member, "CPC", "2026-11-09")
    await town.travel("2026-11-08T11:30:00+00:00")
    await member.slash("me settings", timezone="Asia/Kolkata")
    await town.travel("2026-11-08T11:35:00+00:00")
    assert len(came(member, "exam is tomorrow")) == 1
    await town.travel("2026-11-09T12:00:00+00:00")
    assert len(came(member, "exam is tomorrow")) == 1
    assert len(came(member, "Today is your")) == 1


async def test_what_came_does_not_come_again_with_another_zone(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "CPC", "2026-11-09")
    await town.travel("2026-11-06T09:05:00+00:00")
    for zone in ("America/Los_Angeles", "Asia/Tokyo", "UTC"):
        await member.slash("me settings", timezone=zone)
    await town.travel("2026-11-07T23:00:00+00:00")
    assert len(came(member, "in 3 days")) == 1


async def test_a_moved_exam_does_not_bring_what_lies_behind(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "CPC", "2026-11-20")
    asked = await set_exam(member, "CPC", "2026-11-05")
    await member.click(asked.message, asked.message.buttons()[0].label)
    await town.travel("2026-11-02T20:00:00+00:00")
    assert came(member, "in 3 days") == [], "its hour was over when the date was set"


async def test_a_snooze_outlives_other_changes_and_ends_with_stop(town: Community) -> None:
    ann, bea, _ = town.learners
    for member in (ann, bea):
        await set_exam(member, "CPC", "2026-11-16")
    await town.travel("2026-11-09T09:00:00+00:00")
    for member in (ann, bea):
        await member.click(came(member, "in 7 days")[0], "Remind me tomorrow")
        await member.slash("me settings", timezone="Europe/Paris")
    await bea.click(came(bea, "in 7 days")[0], "Stop")
    await town.travel("2026-11-10T12:00:00+00:00")
    assert [message.timestamp[11:16] for message in came(ann, "in 6 days")] == ["08:00"]
    assert came(bea, "in 6 days") == []


async def test_a_milestone_that_is_switched_off_while_it_waits_stays_off(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "CPC", "2026-11-09")
    form = await member.click((await member.slash("exam list")).message, "Reminders")
    days = {"Remind me": ["1", "0"], "At what time, by your clock": "6am", "Where": "dm"}
    await town.travel("2026-11-06T08:00:00+00:00")
    await member.submit(form.modal, days)
    await town.travel("2026-11-06T20:00:00+00:00")
    assert came(member, "in 3 days") == []


async def test_who_allows_no_reminders_is_promised_none(town: Community) -> None:
    member = town.learners[0]
    await set_exam(member, "CPC", "2026-11-16")
    await town.travel("2026-11-09T09:00:00+00:00")
    await member.slash("me settings", reminders=False)
    refused = await member.click(came(member, "in 7 days")[0], "Remind me tomorrow")
    assert "allow no reminders by direct message" in refused.text()
    await town.travel("2026-11-10T12:00:00+00:00")
    assert came(member, "in 6 days") == []
