"""The number of answers under open posts, when Discord does not take every edit."""

import asyncio
from pathlib import Path

import pytest

from tests.community import Community, community

# An edit that hangs is given up after so long. Less than the second after which discord.py itself repeats a refused
# one, and more than a loaded machine takes for one that is taken.
HANGS_S = 0.8


@pytest.mark.parametrize("kind", [503, "drop", "hang"])
async def test_a_post_that_discord_does_not_take_holds_up_no_other(tmp_path: Path, kind: int | str) -> None:
    async with community(tmp_path) as town:
        town.send_timeout_s = HANGS_S
        async with town.bot() as app:
            await town.add_track("CPC", "9am", "UTC")
            await town.add_track("CCS", "9am", "UTC", channel=town.lounge)
            await town.travel("2026-11-03T10:00:00+00:00")
            (first,), (second,) = town.posts(), town.posts(town.lounge)
            for learner in town.learners[:2]:
                await learner.click(first, "A")
            await town.learners[0].click(second, "A")
            fault = town.local.faults.order(f"PATCH /channels/{town.quiz.id}/.*", 1, kind)
            await app.refresh()
            assert fault.hits == 1
            assert "2 answered" not in first.text()
            assert "1 answered" in second.text()
            await app.refresh()
            assert "2 answered" in first.text()


async def test_an_edit_that_hangs_does_not_keep_a_post_from_closing(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        town.send_timeout_s = HANGS_S
        async with town.bot() as app:
            await town.add_track("CPC", "9am", "UTC")
            await town.travel("2026-11-03T10:00:00+00:00")
            (post,) = town.posts()
            await town.learners[0].click(post, "A")
            town.local.faults.order(f"PATCH /channels/{town.quiz.id}/.*", 1, "hang")
            await app.refresh()
            await town.travel("2026-11-04T09:00:00+00:00")
            assert "closed" in post.text()
            assert "1 took part" in post.text()


async def test_nothing_of_a_reply_with_a_button_lingers(town: Community) -> None:
    """discord.py keeps a task for 15 minutes for each private reply with a view, unless it is told not to."""
    await town.add_track("CPC", "9am", "UTC")
    await town.travel("2026-11-03T10:00:00+00:00")
    (post,) = town.posts()
    for learner in town.learners:
        reply = await learner.click(post, "A")
        await learner.click(reply.message, "Reasons for all options")
    assert not [task for task in asyncio.all_tasks() if "View" in repr(task.get_coro())]
