"""`/exam plan` and its weekly message, as members see them."""

import asyncio
import io
import re
from collections import Counter
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

from icalendar import Calendar
from PIL import Image

from sandbox.members import MemberDriver
from sandbox.reply import Reply
from sandbox.seen import LiveMessage
from tests.community import Community, at, community
from tests.exams.town import exam_id, move_exam, set_exam

# The town's clock starts on Monday 2 November 2026, at noon in London.
TEN_WEEKS = "2027-01-11"


def alone(town: Community) -> MemberDriver:
    """The first learner, in direct messages with the bot."""
    return MemberDriver(town.local, None, town.learners[0].user)


async def plan(who: MemberDriver, **options: object) -> Reply:
    """The member asks for the plan."""
    reply = await who.slash("exam plan", options)
    await reply.wait()
    assert reply.message.ephemeral
    return reply


async def press(who: MemberDriver, reply: Reply, button: str) -> Reply:
    """Press a button under a plan, and wait until it is drawn anew."""
    pressed = await who.click(reply.message, button)
    await pressed.wait()
    return pressed


def drawn(reply: Reply) -> Image.Image:
    """The picture of a plan."""
    (file,) = reply.message.attachments
    assert file.content is not None
    return Image.open(io.BytesIO(file.content))


async def study(town: Community, who: MemberDriver, **chosen: object) -> Reply:
    """Change days, minutes and hour by the form."""
    pressed = await who.click((await plan(who)).message, "Days and minutes")
    assert pressed.modal is not None, pressed.text()
    sent = await who.submit(pressed.modal, chosen)
    await sent.wait()
    return sent


async def test_a_plan_is_shown_with_its_picture(town: Community) -> None:
    me = town.learners[0]
    assert "Set its date first" in (await plan(me)).text()
    await set_exam(me, "CPC", TEN_WEEKS, timezone="London")
    reply = await plan(me)
    text = reply.text()
    assert "CPC: 11 January 2027, 10 weeks to go" in text
    assert "0 of 56 sessions of your plan are done: you are on course." in text
    assert "I took the usual days and minutes" in text
    assert "Monday to Friday, from 18:00" in text
    assert "60 minutes a day, 2 sessions of 25 with 5 between" in text
    assert "**Mon 2 Nov** first practice exam, 60 min" in text
    picture = drawn(reply)
    assert picture.width == 1080
    assert 600 < picture.height <= 1300
    assert "I took the usual" not in (await plan(me)).text()


async def test_days_minutes_and_hour_are_changed_by_a_form(town: Community) -> None:
    me = town.learners[0]
    await set_exam(me, "CPC", TEN_WEEKS, timezone="London")
    reply = await study(town, me, days=["1", "5"], minutes="90", hour="7")
    assert not reply.failed
    after = (await plan(me)).text()
    assert "Tuesday and Saturday, from 07:00 (7:00 am): 90 minutes a day" in after
    assert "**Tue 3 Nov**" in after
    assert "Mon " not in after


async def test_what_was_done_shows(town: Community) -> None:
    me = alone(town)
    await set_exam(me, "CPC", TEN_WEEKS, timezone="London")
    shown = await plan(me)
    await press(me, shown, "☐ First practice exam (1 of 2)")
    await press(me, shown, "☐ First practice exam (2 of 2)")
    assert "☑ First practice exam: done" in (await plan(me)).text()
    await me.slash("focus start", rounds=2, minutes=25)
    await town.travel(int(town.clock.time()) + 3600)
    assert "2 of 56 sessions of your plan are done" in (await plan(me)).text()


async def test_a_button_that_is_pressed_twice_ticks_off_once(town: Community) -> None:
    me = town.learners[0]
    await set_exam(me, "CPC", TEN_WEEKS, timezone="London")
    before = await plan(me)
    label = "☐ Last practice exam (1 of 3)"
    for pressed in await asyncio.gather(me.click(before.message, label), me.click(before.message, label)):
        await pressed.wait()
    after = await plan(me)
    assert "☐ Last practice exam (2 of 3)" in [button.label for button in after.message.buttons()]


async def test_too_little_and_too_much_time_are_said(town: Community) -> None:
    short, long = town.learners[0], town.learners[1]
    await set_exam(short, "CPC", "2026-11-27", timezone="London")
    text = (await plan(short)).text()
    assert "This is tight.** The guide advises 8 to 13 weeks; this plan has 3" in text
    assert "Not all of it fits into the days left" in text
    assert "Drop to these, by sessions: Surgical procedures" in text
    await set_exam(long, "CCS", "2027-06-07", timezone="London")
    text = (await plan(long)).text()
    assert "Your 13 full weeks begin on March 8; one short session a week keeps you warm" in text
    assert "a few mixed questions, 20 min" in text


async def test_of_many_areas_without_room_a_few_are_named(town: Community) -> None:
    me = town.learners[0]
    await set_exam(me, "CPC", "2026-11-08", timezone="London")
    assert re.search(r"No room for: ([^,]+, ){3}[^,]+ and \d+ more", (await plan(me)).text())


async def test_areas_that_never_get_a_session_are_said(town: Community) -> None:
    me = town.learners[0]
    await set_exam(me, "CPC", TEN_WEEKS, timezone="London")
    assert "Too few sessions" not in (await plan(me)).text()
    reply = await study(town, me, days=["0"], minutes="20", hour="7")
    assert re.search(
        r"\*\*Too few sessions for every area\.\*\* None for: ([^,]+, ){3}[^,]+ and \d+ more\. More",
        reply.text(),
    )


async def test_an_exam_without_an_outline_is_said(town: Community) -> None:
    me = town.learners[0]
    await set_exam(me, "CPC-P", TEN_WEEKS, timezone="London")
    assert "No outline of the CPC-P exam is known to me" in (await plan(me)).text()


async def test_the_calendar_file_can_be_taken_again(town: Community) -> None:
    me = town.learners[0]
    await set_exam(me, "CPC", TEN_WEEKS, time="9am", timezone="London", place="Hall 5")
    shown = await plan(me)

    async def file() -> Calendar:
        reply = await me.click(shown.message, "Calendar file")
        (found,) = (await reply.wait()).attachments
        assert found.filename == "study-plan-cpc.ics"
        assert found.content is not None
        parsed = Calendar.from_ical(found.content)
        assert isinstance(parsed, Calendar)
        return parsed

    first = {str(event["UID"]): event for event in (await file()).events}
    await town.travel(int(town.clock.time()) + 14 * 86_400)
    second = {str(event["UID"]): event for event in (await file()).events}
    exam = next(name for name in first if name.startswith("exam-"))
    assert first[exam].start == second[exam].start == datetime(2027, 1, 11, 9, tzinfo=UTC)
    assert {event.sequence for event in first.values()} == {1}
    assert {event.sequence for event in second.values()} == {2}
    coming = {name for name in first if name.startswith("plan-") and name.split("-")[2] >= "20261116"}
    assert coming <= set(second), "each of them is brought up to date or called off"


async def test_each_monday_brings_the_week(town: Community) -> None:
    me = alone(town)
    await set_exam(me, "CPC", "2026-12-01", timezone="Chicago")
    await me.slash("me settings", timezone="Chicago")
    await press(me, await plan(me), "Send it each Monday")
    assert "A message each Monday." in (await plan(me)).text()
    await town.travel("2026-11-02T14:59:00+00:00")
    assert weekly(me) == [], "nine in Chicago is three in the afternoon in London"
    await town.travel("2026-11-02T15:00:00+00:00")
    (one,) = weekly(me)
    assert "**CPC this week** · 29 days to go" in one.content
    assert "**Mon 2 Nov** first practice exam, 60 min" in one.content
    whole = await me.click(one, "Whole plan")
    assert "CPC: 1 December 2026" in (await whole.wait()).text()
    await town.travel("2026-12-20T12:00:00+00:00")
    assert len(weekly(me)) == 5, "2, 9, 16, 23 and 30 November; none on the exam's day or later"


async def test_it_stops_when_it_is_not_wanted(town: Community) -> None:
    me = alone(town)
    await set_exam(me, "CPC", TEN_WEEKS, timezone="UTC")
    await press(me, await plan(me), "Send it each Monday")
    await town.travel("2026-11-09T09:00:00+00:00")
    assert "No more weekly messages" in (await me.click(weekly(me)[0], "Stop these")).text()
    await town.travel("2026-11-20T09:00:00+00:00")
    assert len(weekly(me)) == 1
    await press(me, await plan(me), "Send it each Monday")
    await me.slash("me settings", reminders=False)
    await town.travel("2026-12-05T09:00:00+00:00")
    assert len(weekly(me)) == 1, "whoever takes no reminders gets none of these"


async def test_closed_messages_are_told_at_the_next_command(town: Community) -> None:
    me, here = alone(town), town.learners[0]
    await set_exam(me, "CPC", TEN_WEEKS, timezone="UTC")
    await press(me, await plan(me), "Send it each Monday")
    town.local.close_dms(me.user)
    await town.travel("2026-11-09T09:00:00+00:00")
    reply = await here.slash("exam list")
    assert "did not reach you" in (await reply.followup()).text()


async def test_in_a_channel_it_is_still_the_members_own(town: Community) -> None:
    me, other = town.learners[0], town.learners[1]
    await set_exam(me, "CPC", TEN_WEEKS, timezone="UTC")
    await press(me, await plan(me), "Send it each Monday")
    assert town.app is not None
    await town.app.services.exams.own.remind_in(await exam_id(me, "CPC"), me.user.id, town.lounge.id)
    await set_exam(me, "CCS", "2027-02-15", timezone="UTC")
    assert "CPC first" in (await plan(me, certification="CCS")).text()
    await town.travel("2026-11-09T09:00:00+00:00")
    (post,) = town.posts(town.lounge)
    assert post.content.startswith(f"<@{me.user.id}> **CPC this week**")
    assert post.mentions == [me.user.id]
    assert "CCS" not in post.content, "what other exams there are is nobody's business"
    for button in ("Whole plan", "Stop these"):
        assert "somebody else's plan" in (await other.at(town.lounge).click(post, button)).text()
    whole = await me.at(town.lounge).click(post, "Whole plan")
    assert (await whole.wait()).ephemeral


def weekly(who: MemberDriver) -> list[LiveMessage]:
    """The weekly messages somebody has had in private."""
    return [message for message in who.dms() if "this week**" in message.content]


async def test_a_restart_on_monday_brings_it_once(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        me = alone(town)
        async with town.bot():
            await set_exam(me, "CPC", TEN_WEEKS, timezone="UTC")
            await press(me, await plan(me), "Send it each Monday")
        town.clock.move_to(at("2026-11-09T09:20:00+00:00"))
        for _ in range(2):
            async with town.bot():
                await town.travel(int(town.clock.time()) + 60)
        assert len(weekly(me)) == 1


async def test_who_flies_past_its_hour_has_it_late_and_once(town: Community) -> None:
    me = alone(town)
    await me.slash("me settings", timezone="Honolulu")
    await set_exam(me, "CPC", TEN_WEEKS)
    await press(me, await plan(me), "Send it each Monday")
    # Monday 01:00 in Honolulu is Tuesday 01:00 on Kiritimati: there nine o'clock on Monday has been.
    await town.travel("2026-11-09T11:00:00+00:00")
    assert len(weekly(me)) == 1  # of the week before
    await me.slash("me settings", timezone="Pacific/Kiritimati")
    await town.travel("2026-11-09T11:01:00+00:00")
    assert len(weekly(me)) == 2
    # Back again, where nine o'clock on that Monday is still to come.
    await me.slash("me settings", timezone="Honolulu")
    await town.travel("2026-11-15T09:00:00+00:00")
    assert len(weekly(me)) == 2
    await town.travel("2026-11-16T19:01:00+00:00")
    assert len(weekly(me)) == 3


async def test_nothing_comes_late_on_the_day_of_the_exam(town: Community) -> None:
    me = alone(town)
    await me.slash("me settings", timezone="Honolulu")
    await set_exam(me, "CPC", "2026-11-10")
    await press(me, await plan(me), "Send it each Monday")
    await town.travel("2026-11-09T11:00:00+00:00")
    await me.slash("me settings", timezone="Pacific/Kiritimati")
    await town.travel("2026-11-17T00:00:00+00:00")
    assert len(weekly(me)) == 1, "of the week before"


async def test_how_long_the_exam_takes_has_a_source_or_is_said_to_be_unknown(town: Community) -> None:
    known, unknown, old = town.learners
    await set_exam(known, "CCS", TEN_WEEKS)
    assert "The exam takes 4 h in one go (third party, May 2026)" in (await plan(known)).text()
    await set_exam(unknown, "CUC", TEN_WEEKS)
    assert "How long the exam takes is not known to me" in (await plan(unknown)).text()
    await set_exam(old, "CPC-P", TEN_WEEKS)
    text = (await plan(old)).text()
    assert "5 h 40" not in text
    assert "not known to me: I planned with 4 h" in text


async def test_two_plans_share_the_members_days(town: Community) -> None:
    """What their calendars hold together is never more than the hour a day, and one thing at a time."""
    me = alone(town)
    await set_exam(me, "CPC", "2026-12-28", timezone="UTC")
    only = (await plan(me)).text()
    assert "share their days" not in only
    await set_exam(me, "CCS", "2027-01-25", timezone="UTC")
    later = await plan(me, certification="CCS")
    sooner = await plan(me, certification="CPC")
    assert (
        "**Your plans share their days**, 60 minutes a day at most for all of them. CPC first" in later.text()
    )
    assert "This one goes first; CCS takes what is left." in sooner.text()
    assert "Not all of it fits into the days left" in later.text()

    async def events() -> dict[str, tuple[datetime, datetime]]:
        found = {}
        for shown in (sooner, later):
            (file,) = (await (await me.click(shown.message, "Calendar file")).wait()).attachments
            assert file.content is not None
            parsed = Calendar.from_ical(file.content)
            assert isinstance(parsed, Calendar)
            for event in parsed.events:
                if str(event["UID"]).startswith("plan-") and event.get("STATUS") != "CANCELLED":
                    assert isinstance(event.start, datetime)
                    assert isinstance(event.end, datetime)
                    found[str(event["UID"])] = (event.start, event.end)
        return found

    def holds(found: dict[str, tuple[datetime, datetime]]) -> None:
        ordered = sorted(found.values())
        for (_, end), (start, _) in pairwise(ordered):
            assert end < start
        days = Counter[date]()
        for start, end in ordered:
            days[start.date()] += int((end - start).total_seconds()) // 60
        assert max(days.values()) <= 60

    first = await events()
    holds(first)
    assert len({name.split("-")[1] for name in first}) == 2
    # A week is missed, and the sooner exam becomes the later one.
    await town.travel("2026-11-10T12:00:00+00:00")
    holds(await events())
    await move_exam(me, "CPC", "2027-02-15")
    holds(await events())
    assert "CCS first" in (await plan(me, certification="CPC")).text()
    for certification in ("CPC", "CCS"):
        await press(me, await plan(me, certification=certification), "Send it each Monday")
    await town.travel("2026-11-16T09:30:00+00:00")
    assert ["share their days" in one.content for one in weekly(me)] == [True, True]
