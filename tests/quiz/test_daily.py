"""The daily question from set-up to close, as members and admins see it."""

import asyncio
import json
from pathlib import Path

from sandbox.members import MemberDriver
from sandbox.seen import LiveMessage
from tests.community import Community, at, community, library
from tests.quiz.asked import LETTERS, asked
from tests.quiz.bank import first, only


async def posted(town: Community) -> LiveMessage:
    """The first question of a track that posts at nine, UTC."""
    await town.add_track("CPC", "9am", "UTC")
    await town.travel("2026-11-03T09:00:00+00:00")
    (post,) = town.posts()
    return post


def texts(member: MemberDriver, town: Community) -> list[str]:
    """Everything that this member sees in the quiz channel."""
    return [message.text() for message in member.messages(town.quiz)]


async def test_a_track_is_set_up_and_its_question_appears_at_the_local_time(town: Community) -> None:
    reply = await town.add_track("cpc", "9am", "Chicago", days="Mon-Fri")
    assert "Monday to Friday at 09:00 (9:00 am), America/Chicago" in reply.text()
    await town.travel("2026-11-02T14:59:59+00:00")
    assert town.posts() == []
    await town.travel("2026-11-02T15:00:00+00:00")
    (post,) = town.posts()
    question = asked(post)
    assert post.content == "**CPC question of the day**, day 1"
    area = library().certification("CPC").area_of(question.question)
    assert area is not None
    assert post.embeds[0]["title"] == f"CPC · {area.name} · day 1"
    assert "Nobody has answered yet · closes <t:" in post.text()
    assert [button.label for button in post.buttons()] == list(LETTERS)
    await town.travel("2026-11-09T15:00:00+00:00")
    days = [message.content.rpartition("day ")[2] for message in town.posts()]
    assert days == ["1", "2", "3", "4", "5", "6"], "Monday to Friday, and Monday again"


async def test_a_press_is_stored_once_and_answered_in_private(town: Community) -> None:
    post = await posted(town)
    question = asked(post)
    one, two, three = town.learners
    wrong = await one.click(post, question.wrong[0])
    assert wrong.message.ephemeral
    text = wrong.text()
    assert "❌ Not this time" in text
    assert question.why(question.wrong[0]) in text
    assert question.why(question.right) in text
    assert question.why(question.wrong[1]) not in text
    assert f"Right answer: {question.right}" in text
    assert question.source in text
    assert "1, a good start" in text

    again = await one.click(post, question.right)
    assert f"You answered {question.wrong[0]} before: not right ❌" in again.text()
    assert question.why(question.right) in again.text()

    right = await two.click(post, question.right)
    assert "✅ Right" in right.text()
    everything = await two.click(right.message, "Reasons for all options")
    assert everything.message.ephemeral
    assert all(question.why(letter) in everything.text() for letter in LETTERS)
    assert "your answer" in everything.text()

    assert all(question.why(letter) not in text for letter in LETTERS for text in texts(three, town))
    assert await counts(town) == {question.key(question.wrong[0]): 1, question.key(question.right): 1}


async def counts(town: Community, occurrence: int = 1) -> dict[str, int]:
    """Answers in time by option key, as the database has them."""
    assert town.app is not None
    return (await town.app.services.quiz.closed(occurrence)).counts


async def test_the_open_post_gives_nothing_away_not_even_in_its_json(town: Community) -> None:
    post = await posted(town)
    question = asked(post)
    raw = json.dumps(post.data, ensure_ascii=False)
    assert all(question.why(letter) not in raw for letter in LETTERS)
    assert question.question.id not in raw
    ids = [button.custom_id for button in post.buttons()]
    assert ids == [f"q:1:{place}" for place in range(4)]
    assert len({button.style for button in post.buttons()}) == 1
    before = json.loads(json.dumps(post.data))
    await town.learners[0].click(post, question.right)
    assert post.data["components"] == before["components"]
    assert "✅" not in post.text()


async def test_the_number_of_answers_is_brought_up_to_date(town: Community) -> None:
    post = await posted(town)
    assert town.app is not None
    for count, member in enumerate(town.learners[:2], 1):
        await member.click(post, "A")
        await town.app.refresh()
        assert f"{count} answered" in post.text()
    edits = len(town.local.requests)
    await town.app.refresh()
    assert len(town.local.requests) == edits, "nothing new, nothing edited"


async def test_the_close_shows_the_answer_and_later_presses_teach_only(town: Community) -> None:
    post = await posted(town)
    question = asked(post)
    one, two, three = town.learners
    await one.click(post, question.right)
    await two.click(post, question.wrong[2])
    await town.travel("2026-11-04T08:59:59+00:00")
    assert "closed" not in post.text()
    await town.travel("2026-11-04T09:00:00+00:00")
    text = post.text()
    assert "· closed" in text
    assert f"Right: {question.right}" in text
    assert question.why(question.right) in text
    assert "2 took part" in text
    bars = {line[2]: line for line in text.splitlines() if "░" in line or "█" in line}
    assert bars[question.right].endswith("1 (50%) ✅")
    assert bars[question.wrong[2]].endswith("1 (50%)")
    assert bars[question.wrong[0]].endswith("0 (0%)")

    late = await three.click(post, question.right)
    assert "✅ Right" in late.text()
    assert "closed, so your answer teaches but does not score" in late.text()
    assert "2 took part" in post.text()
    assert sum((await counts(town)).values()) == 2
    board = await three.slash("quiz leaderboard")
    assert f"<@{three.user.id}>" not in board.text()
    again = await three.click(post, question.wrong[0])
    assert f"You answered {question.right} before" in again.text()
    assert "does not score" in again.text()
    no_streak = await three.slash("quiz streak")
    assert "no streak here yet" in no_streak.text()


async def test_the_close_comes_after_a_day_when_the_next_one_is_further_off(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC", days="Tue")
    await town.travel("2026-11-03T09:00:00+00:00")
    (post,) = town.posts()
    await town.travel("2026-11-04T08:59:59+00:00")
    scored = await town.learners[0].click(post, "A")
    assert "Not scored" not in scored.text()
    await town.travel("2026-11-04T09:00:00+00:00")
    assert "1 took part" in post.text()


async def test_when_the_next_one_is_brought_forward_the_close_comes_with_it(town: Community) -> None:
    post = await posted(town)
    assert f"closes <t:{at('2026-11-04T09:00:00+00:00')}:R>" in post.text()
    await town.admin.slash("admin track edit", track=1, time="7am")
    assert town.app is not None
    await town.app.refresh()
    assert f"closes <t:{at('2026-11-04T07:00:00+00:00')}:R>" in post.text(), (
        "the post says when it closes now"
    )
    await town.travel("2026-11-04T06:59:59+00:00")
    assert "closed" not in post.text()
    await town.travel("2026-11-04T07:00:00+00:00")
    assert len(town.posts()) == 2
    assert "· closed" in post.text()
    late = await town.learners[0].click(post, "A")
    assert "does not score" in late.text()


async def test_answers_stop_counting_by_the_clock_although_the_close_cannot_be_shown(town: Community) -> None:
    post = await posted(town)
    town.clock.move_to(at("2026-11-04T08:59:59+00:00"))
    await town.learners[0].click(post, "A")
    town.clock.move_to(at("2026-11-04T09:00:00+00:00"))
    late = await town.learners[1].click(post, "A")
    assert "closed, so your answer teaches but does not score" in late.text()
    assert "no open question" in (await town.learners[2].slash("quiz today")).text()
    await town.travel("2026-11-04T09:00:00+00:00")
    assert "1 took part" in post.text()


async def test_a_question_that_was_never_posted_is_not_used_up(tmp_path: Path) -> None:
    """Three questions and an outage on the second day: the third post is still one that nobody saw."""
    async with community(tmp_path) as town:
        town.content = only(first(3))
        async with town.bot():
            await posted(town)
        town.clock.move_to(at("2026-11-05T08:00:00+00:00"))
        async with town.bot():
            await town.travel("2026-11-06T09:00:00+00:00")
            days = [message.content.rpartition("day ")[2] for message in town.posts()]
            assert days == ["1", "3", "4"]
            assert len({asked(post, town.content).question.id for post in town.posts()}) == 3


async def test_a_press_after_a_restart_and_on_last_weeks_message(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        async with town.bot():
            await posted(town)
            await town.travel("2026-11-10T09:00:00+00:00")
        first, *_, last = town.posts()
        stopped = await town.learners[0].click(last, "A")
        assert stopped.failed, "nobody is there to answer"
        async with town.bot():
            fresh = await town.learners[0].click(last, asked(last).right)
            assert "✅ Right" in fresh.text()
            assert "1, a good start" in fresh.text()
            old = await town.learners[0].click(first, asked(first).right)
            assert "does not score" in old.text()
            reasons = await town.learners[0].click(old.message, "Reasons for all options")
            assert asked(first).why("A") in reasons.text()


async def test_presses_of_many_at_once_are_each_answered_and_counted(tmp_path: Path) -> None:
    async with community(tmp_path, learners=40) as town, town.bot():
        post = await posted(town)
        replies = await asyncio.gather(
            *(member.click(post, LETTERS[n % 4]) for n, member in enumerate(town.learners))
        )
        assert not [reply for reply in replies if reply.failed]
        assert sorted((await counts(town)).values()) == [10, 10, 10, 10]


async def test_a_double_click_counts_once(town: Community) -> None:
    post = await posted(town)
    first, second = await asyncio.gather(town.learners[0].click(post, "A"), town.learners[0].click(post, "B"))
    assert sum((await counts(town)).values()) == 1
    assert "You answered A before" in second.text()
    assert "before" not in first.text()


async def test_today_in_private_and_what_was_answered_already(town: Community) -> None:
    member = town.learners[0].at(town.lounge)
    nothing = await member.slash("quiz today")
    assert "no open question" in nothing.text()
    assert "`/quiz practice`" in nothing.text()
    post = await posted(town)
    today = await member.slash("quiz today")
    assert today.message.ephemeral
    assert asked(today.message) == asked(post)
    assert [button.label for button in today.message.buttons()] == list(LETTERS)
    answer = await member.click(today.message, asked(post).right)
    assert "✅ Right" in answer.text()
    again = await member.slash("quiz today")
    assert f"You answered {asked(post).right}, right ✅." in again.text()
    reasons = await member.click(again.message, "Reasons for all options")
    assert asked(post).why("A") in reasons.text()


async def test_today_with_several_tracks(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    await town.add_track("CCS", "9am", "UTC", channel=town.lounge)
    await town.travel("2026-11-03T09:00:00+00:00")
    (cpc,), (ccs,) = town.posts(), town.posts(town.lounge)
    member = town.learners[0]
    today = await member.slash("quiz today")
    labels = [button.label for button in today.message.buttons()]
    assert labels == [f"{track} {letter}" for track in ("CPC", "CCS") for letter in LETTERS]
    assert [embed["title"].partition(" ")[0] for embed in today.message.embeds] == ["CPC", "CCS"]
    answer = await member.click(today.message, f"CCS {asked(ccs).right}")
    assert "✅ Right" in answer.text()
    assert await counts(town, 2) == {asked(ccs).question.answer: 1}
    again = await member.slash("quiz today")
    labels = [button.label for button in again.message.buttons()]
    assert labels == [*(f"CPC {letter}" for letter in LETTERS), "Reasons for all options"]
    assert asked(cpc).question.id != asked(ccs).question.id or asked(cpc).keys != asked(ccs).keys


async def test_today_with_more_tracks_than_fit_gives_each_its_turn(town: Community) -> None:
    channels = [town.local.create_channel(town.guild, f"quiz-{number}") for number in range(7)]
    for channel in channels:
        await town.add_track("CPC", "9am", "UTC", channel=channel)
    await town.travel("2026-11-03T09:00:00+00:00")
    member = town.learners[0]
    today = await member.slash("quiz today")
    assert len(today.message.embeds) == 5
    assert today.message.content == "2 more when these are answered: `/quiz today` again."
    seen = {button.custom_id for button in today.message.buttons()}
    for occurrence in range(1, 6):
        await member.click(today.message, f"q:{occurrence}:0")
    rest = await member.slash("quiz today")
    fresh = {b.custom_id for b in rest.message.buttons() if b.label != "Reasons for all options"}
    assert fresh == {f"q:{occurrence}:{place}" for occurrence in (6, 7) for place in range(4)}
    assert not seen & fresh


async def test_a_track_on_some_days_in_three_time_zones(town: Community) -> None:
    """Each at its own local time, whatever the others do."""
    channels = [town.local.create_channel(town.guild, name) for name in ("tokyo", "london", "denver")]
    zones = ["Asia/Tokyo", "Europe/London", "America/Denver"]
    for channel, zone in zip(channels, zones, strict=True):
        await town.add_track("CPC", "08:30", zone, channel=channel, days="weekends")
    await town.travel("2026-11-09T00:00:00+00:00")
    found = [[message.timestamp[:16] for message in town.posts(channel)] for channel in channels]
    assert found == [
        ["2026-11-06T23:30", "2026-11-07T23:30"],
        ["2026-11-07T08:30", "2026-11-08T08:30"],
        ["2026-11-07T15:30", "2026-11-08T15:30"],
    ]


async def test_the_role_is_mentioned_and_nobody_else(town: Community) -> None:
    role = town.local.create_role(town.guild, "Studying", mentionable=True)
    await town.add_track("CPC", "9am", "UTC", ping=role)
    await town.travel("2026-11-03T09:00:00+00:00")
    (post,) = town.posts()
    assert f"<@&{role.id}>" in post.content
    assert post.data["mention_roles"] == [str(role.id)]
    assert post.data["mention_everyone"] is False
    assert post.mentions == []
    await town.travel("2026-11-04T09:00:00+00:00")
    assert "closed" in town.posts()[0].text()
