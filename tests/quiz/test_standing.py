"""Streaks and leaderboards as members see them, day by day."""

from pathlib import Path
from random import Random

import pytest

from bot.features.quiz.streaks import Effect
from sandbox.members import MemberDriver
from sandbox.seen import LiveMessage
from tests.community import Community, at, community
from tests.quiz.asked import asked

DAY_S = 86_400


async def day(town: Community, number: int) -> LiveMessage:
    """The post of the track's nth day (from 1), which is 3 November and later, at nine UTC."""
    await town.travel(at("2026-11-03T09:00:00+00:00") + (number - 1) * DAY_S)
    return town.posts()[-1]


async def lines(member: MemberDriver) -> tuple[str, list[str]]:
    """What /quiz streak says: the sum, and the days, newest first."""
    text = (await member.slash("quiz streak")).text()
    told = [line.partition("` ")[2] for line in text.splitlines() if line.startswith("`")]
    return text.splitlines()[1], told


async def test_nine_days_with_one_missed_a_freeze_saves_the_streak(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    member, other, _ = town.learners
    for number in range(1, 8):
        reply = await member.click(await day(town, number), "A")
        assert ("You earned a freeze ❄️" in reply.text()) is (number == 7)
        if number > 1:
            assert f"{number} in a row" in reply.text()
    await day(town, 8)
    total, told = await lines(member)
    assert total == "**Streak: 7** · best 7 · 1 freeze held", "today is still open"
    assert told[0] == "⏳ still open"
    reply = await member.click(await day(town, 9), "A")
    assert "8 in a row" in reply.text()
    assert "❄️" not in reply.text(), "the freeze was used on day 8"
    total, told = await lines(member)
    assert total == "**Streak: 8** · best 8 · 0 freezes held"
    assert told[:3] == [
        "✅ answered, streak 8",
        "❄️ no answer, a freeze saved your streak of 7",
        "✅ answered, streak 7, earned a freeze ❄️",
    ]
    await day(town, 11)
    total, told = await lines(member)
    assert total == "**Streak: 0** · best 8 · 0 freezes held"
    assert told[:2] == ["⏳ still open", "✖️ no answer, the streak ended"]
    assert "no streak here yet" in (await other.slash("quiz streak")).text()


async def test_days_that_the_bot_missed_or_posted_late_never_break_a_streak(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        async with town.bot():
            await town.add_track("CPC", "9am", "UTC")
            member, other, _ = town.learners
            await member.click(await day(town, 1), "A")
            await other.click(town.posts()[-1], "A")
            await town.travel("2026-11-03T23:00:00+00:00")
        town.clock.move_to(at("2026-11-05T08:00:00+00:00"))
        async with town.bot():
            await day(town, 3)
            assert len(town.posts()) == 2, "the day of the outage is not made up for on the next one"
            assert "day 3" in town.posts()[-1].content
            assert "closed" in town.posts()[0].text(), "and what should have been closed meanwhile is"
            reply = await member.click(town.posts()[-1], "A")
            assert "2 in a row" in reply.text()
            await other.click(town.posts()[-1], "A")
            await town.travel("2026-11-05T23:00:00+00:00")
        town.clock.move_to(at("2026-11-06T15:30:00+00:00"))
        async with town.bot():
            await town.travel("2026-11-06T15:30:00+00:00")
            late = town.posts()[-1]
            assert "day 4" in late.content, "late on the same day it is posted still"
            assert "Posted late, sorry. Nobody loses a streak today." in late.text()
            await other.click(late, "A")
            await member.click(await day(town, 5), "A")
            total, told = await lines(member)
            assert total.startswith("**Streak: 3**")
            assert told == [
                "✅ answered, streak 3",
                "🛟 posted late: not counted",
                "✅ answered, streak 2",
                "🛟 the bot missed this day: not counted",
                "✅ answered, streak 1",
            ]
            total, told = await lines(other)
            assert told[1] == "✅ answered, streak 3", "a late post can be answered, and then it counts"


async def test_paused_days_are_nobodys_miss(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    member = town.learners[0]
    await member.click(await day(town, 1), "A")
    await town.admin.slash("admin track pause", track=1)
    await town.travel("2026-11-10T12:00:00+00:00")
    assert len(town.posts()) == 1
    await town.admin.slash("admin track resume", track=1)
    await town.travel("2026-11-11T09:00:00+00:00")
    reply = await member.click(town.posts()[-1], "A")
    assert "2 in a row" in reply.text()
    assert "day 2" in town.posts()[-1].content


async def test_a_streak_is_each_tracks_own(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    await town.add_track("CCS", "9am", "UTC", channel=town.lounge)
    member = town.learners[0]
    for number in (1, 2):
        await member.click(await day(town, number), "A")
    await member.click(town.posts(town.lounge)[-1], "A")
    reply = await member.slash("quiz streak")
    assert [embed["title"].partition(" ")[0] for embed in reply.message.embeds] == ["CPC", "CCS"]
    assert [embed["description"].partition("**Streak: ")[2][0] for embed in reply.message.embeds] == [
        "2",
        "1",
    ]


async def test_streaks_of_one_certification_are_told_apart_by_their_channels(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    await town.add_track("CPC", "9am", "UTC", channel=town.lounge)
    member = town.learners[0]
    await member.click(await day(town, 1), "A")
    await member.click(town.posts(town.lounge)[-1], "A")
    reply = await member.slash("quiz streak")
    second = [embed["description"].splitlines()[1] for embed in reply.message.embeds]
    assert [line.partition("in ")[2] for line in second] == [f"<#{town.quiz.id}>", f"<#{town.lounge.id}>"]


@pytest.mark.parametrize("seed", [1, 2])
async def test_what_a_press_says_is_what_the_whole_history_comes_to(town: Community, seed: int) -> None:
    """Six weeks of chance: who answers, when the bot is away, when the track is paused."""
    chance = Random(seed)
    await town.add_track("CPC", "9am", "UTC")
    assert town.app is not None
    quiz = town.app.services.quiz
    for number in range(1, 43):
        morning = at("2026-11-03T09:00:00+00:00") + (number - 1) * DAY_S
        if chance.random() < 0.1:
            continue  # away all day: the clock jumps over it below
        if chance.random() < 0.1:
            town.clock.move_to(morning + 4 * 3600)  # away in the morning
        if chance.random() < 0.1:
            await town.admin.slash("admin track pause", track=1)
            await town.travel(morning + 3600)
            await town.admin.slash("admin track resume", track=1)
        town.clock.move_to(max(town.clock.time(), morning))
        await town.travel(int(town.clock.time()))
        for member, habit in zip(town.learners, (1.0, 0.95, 0.4), strict=True):
            if not town.posts() or chance.random() > habit:
                continue
            text = (await member.click(town.posts()[-1], "A")).text()
            reports = await quiz.streaks(town.guild.id, member.user.id)
            if "Not scored" not in text:
                length = reports[0].streak.length
                assert ("1, a good start" if length == 1 else f"{length} in a row") in text
    whole = [await quiz.streaks(town.guild.id, member.user.id) for member in town.learners]
    effects = {day.effect for (report,) in whole for day in report.days}
    assert effects == set(Effect), "the weeks held everything that can happen"


def places(text: str) -> list[str]:
    """The lines of a leaderboard that hold a place."""
    return [line for line in text.splitlines() if "<@" in line]


async def test_the_leaderboard(tmp_path: Path) -> None:
    async with community(tmp_path, learners=13) as town, town.bot():
        await town.add_track("CPC", "9am", "UTC")
        await town.add_track("CCS", "9am", "UTC", channel=town.lounge)
        nobody = await town.learners[0].slash("quiz leaderboard")
        assert "Nobody has answered a question in this time yet" in nobody.text()
        post = await day(town, 1)
        ids = [member.user.id for member in town.learners]
        right, wrong = asked(post).right, asked(post).wrong[0]
        for member in town.learners[:3]:
            await member.click(post, right)
        for member in town.learners[3:12]:
            await member.click(post, wrong)
        week = await town.learners[0].slash("quiz leaderboard")
        assert week.message.ephemeral
        assert places(week.text())[:3] == [f"🥇 <@{member}> · 1 right of 1 (100%)" for member in ids[:3]]
        assert places(week.text())[3:] == [f"**4.** <@{member}> · 0 right of 1 (0%)" for member in ids[3:10]]
        below = await town.learners[11].slash("quiz leaderboard")
        assert "Place 4 of 12 · 0 right of 1 (0%)" in below.text(), "ties share a place below the list too"
        outside = await town.learners[12].slash("quiz leaderboard")
        assert "You" not in [field["name"] for field in outside.message.embeds[0].get("fields", [])]

        ccs = town.posts(town.lounge)[-1]
        await town.learners[0].click(ccs, asked(ccs).wrong[0])
        (choice,) = await town.learners[0].autocomplete("quiz leaderboard", "track", "ccs")
        assert choice["name"] == "CCS in #lounge"
        one = await town.learners[0].slash("quiz leaderboard", track=choice["value"])
        assert one.message.embeds[0]["title"] == "CCS, this week"
        assert places(one.text()) == [f"**1.** <@{ids[0]}> · 0 right of 1 (0%)"]
        both = await town.learners[0].slash("quiz leaderboard")
        assert both.message.embeds[0]["title"] == "All tracks, this week"
        assert places(both.text())[:3] == [
            f"🥇 <@{ids[1]}> · 1 right of 1 (100%)",
            f"🥇 <@{ids[2]}> · 1 right of 1 (100%)",
            f"🥉 <@{ids[0]}> · 1 right of 2 (50%)",
        ]
        unknown = await town.learners[0].slash("quiz leaderboard", track=99)
        assert "no such track in this server" in unknown.text()


async def test_periods_begin_anew_and_all_time_goes_on(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    member = town.learners[0]
    await member.click(await day(town, 1), "A")  # Tuesday 3 November
    await day(town, 7)  # Monday 9 November
    week = await member.slash("quiz leaderboard", period="week")
    assert places(week.text()) == []
    month = await member.slash("quiz leaderboard", period="month")
    assert len(places(month.text())) == 1
    await day(town, 29)  # Tuesday 1 December
    assert places((await member.slash("quiz leaderboard", period="month")).text()) == []
    always = await member.slash("quiz leaderboard", period="all")
    assert len(places(always.text())) == 1
    assert always.message.embeds[0]["title"] == "All tracks, all time"


async def test_who_leaves_the_leaderboards_is_seen_by_nobody_else_and_can_come_back(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    one, two, _ = town.learners
    post = await day(town, 1)
    await one.click(post, asked(post).right)
    await two.click(post, asked(post).wrong[0])
    left = await one.slash("me settings", leaderboards=False)
    assert "you are not listed" in left.text()
    seen = await two.slash("quiz leaderboard")
    assert places(seen.text()) == [f"**1.** <@{two.user.id}> · 0 right of 1 (0%)"]
    own = await one.slash("quiz leaderboard")
    assert "1 right of 1 (100%). You left the leaderboards: only you see this" in own.text()
    post = await day(town, 2)
    await one.click(post, asked(post).right)
    assert len(places((await two.slash("quiz leaderboard")).text())) == 1, "also with later answers"
    new_week = await day(town, 7)
    await one.click(new_week, asked(new_week).right)
    assert places((await two.slash("quiz leaderboard")).text()) == [], "nor on boards that begin later"
    assert places((await two.slash("quiz leaderboard", period="all")).text())[0].startswith(
        f"**1.** <@{two.user.id}>"
    )
    await one.slash("me settings", leaderboards=True)
    assert f"🥇 <@{one.user.id}> · 1 right of 1 (100%)" in (await two.slash("quiz leaderboard")).text()
    assert (
        f"🥇 <@{one.user.id}> · 3 right of 3 (100%)"
        in (await two.slash("quiz leaderboard", period="all")).text()
    )


async def test_a_leaderboard_without_any_track_says_so(town: Community) -> None:
    reply = await town.learners[0].slash("quiz leaderboard")
    assert "no track in this server yet" in reply.text()
    assert "`/admin track add`" in reply.text()
