"""An admin acts while nobody knows yet whether a post has arrived: it stands once, and answers to it count."""

from pathlib import Path

import pytest

from tests.community import Community, community
from tests.quiz.asked import asked
from tests.quiz.bank import first, only

SEND = "POST /channels/{channel_id}/messages"
LOOK = "GET /channels/{channel_id}/messages"


@pytest.fixture
async def doubt(town: Community) -> Community:
    """The post of 3 November stands in its channel, but the answer that says so was lost."""
    await town.add_track("CPC", "9am", "UTC")
    town.local.faults.order(SEND, 1, "lose")
    await town.travel("2026-11-03T09:00:00+00:00")
    assert len(town.posts()) == 1
    return town


async def test_a_move_to_another_channel_does_not_post_it_twice(doubt: Community) -> None:
    moved = await doubt.admin.slash("admin track edit", track=1, channel=doubt.lounge)
    assert f"In <#{doubt.lounge.id}>" in moved.text()
    await doubt.travel("2026-11-03T12:00:00+00:00")
    assert [len(doubt.posts(channel)) for channel in (doubt.quiz, doubt.lounge)] == [1, 0]
    await doubt.learners[0].click(doubt.posts()[0], "A")
    await doubt.travel("2026-11-04T09:00:00+00:00")
    assert [len(doubt.posts(channel)) for channel in (doubt.quiz, doubt.lounge)] == [1, 1]
    assert "1 took part" in doubt.posts()[0].text(), "the old one is closed where it stands"


async def test_a_channel_that_the_track_has_left_cannot_pause_it(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    town.local.faults.order(SEND, 1, "drop")
    await town.travel("2026-11-03T09:00:00+00:00")
    await town.admin.slash("admin track edit", track=1, channel=town.lounge)
    town.local.delete_channel(town.quiz)
    await town.travel("2026-11-04T09:00:00+00:00")
    assert len(town.posts(town.lounge)) == 1
    listed = await town.admin.at(town.lounge).slash("admin track list")
    assert "Paused" not in listed.text()


async def test_an_answer_between_a_pause_and_the_look_counts(doubt: Community) -> None:
    await doubt.admin.slash("admin track pause", track=1)
    post = doubt.posts()[0]
    reply = await doubt.learners[0].click(post, asked(post).right)
    assert "1, a good start" in reply.text()
    await doubt.travel("2026-11-04T09:00:00+00:00")
    assert "1 took part" in post.text()
    assert "Streak: 1" in (await doubt.learners[0].slash("quiz streak")).text()


async def test_the_next_question_ends_one_in_doubt_too(doubt: Community) -> None:
    """Else both could be answered at once, and the streak would count them in the wrong order."""
    fault = doubt.local.faults.order(LOOK, 10_000, 503)
    await doubt.admin.slash("admin track edit", track=1, time="00:30")
    await doubt.travel("2026-11-04T00:40:00+00:00")
    first, second = doubt.posts()
    one = doubt.learners[0]
    await one.click(second, "A")
    fault.cancel()
    await doubt.travel("2026-11-04T01:00:00+00:00")
    assert "closed" in first.text()
    assert "Not scored" in (await one.click(first, "A")).text()
    await doubt.travel("2026-11-05T00:30:00+00:00")
    reply = await one.click(doubt.posts()[2], "A")
    assert "2 in a row" in reply.text()
    assert "Streak: 2" in (await one.slash("quiz streak")).text()


async def test_a_question_withdrawn_before_it_was_posted_costs_a_day_and_no_more(tmp_path: Path) -> None:
    """Discord is out of reach when the post is due, and the bot is updated meanwhile."""
    async with community(tmp_path) as town:
        whole = first(20)
        town.content = only(whole)
        async with town.bot() as app:
            await town.add_track("CPC", "9am", "UTC")
            fault = town.local.faults.order(SEND, 10_000, 503)
            await town.travel("2026-11-03T09:00:10+00:00")
            planned = await app.services.quiz.post(1)
        fault.cancel()
        town.content = only(question for question in whole if question != planned.shown.question)
        async with town.bot():
            await town.travel("2026-11-04T09:00:00+00:00")
            (post,) = town.posts()
            assert "day 2" in post.content
            assert "Paused" not in (await town.admin.slash("admin track list")).text()
