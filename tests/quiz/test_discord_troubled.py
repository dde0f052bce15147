"""Whatever Discord answers to a post, in the end it stands in its channel once; and the same days bring the same."""

from pathlib import Path

import pytest

from tests.community import Community, community

DAY_S = 86_400
# A request that hangs is given up after so long; discord.py itself would repeat a refused one after a second.
HANGS_S = 0.8


@pytest.mark.parametrize("kind", [429, 500, 502, 503, 504, "cloudflare", "hang", "drop", "lose"])
async def test_one_post_whatever_discord_answers(tmp_path: Path, kind: int | str) -> None:
    async with community(tmp_path) as town:
        town.send_timeout_s = HANGS_S
        async with town.bot():
            await town.add_track("CPC", "9am", "UTC")
            fault = town.local.faults.order(rf"POST /channels/{town.quiz.id}/messages", 2, kind)
            await town.travel("2026-11-03T09:30:00+00:00")
            assert fault.hits >= 1, "the fault was met"
            (post,) = town.posts()
            reply = await town.learners[0].click(post, "A")
            assert "Your streak" in reply.text()
            await town.travel("2026-11-04T08:00:00+00:00")
            assert len(town.posts()) == 1


async def test_a_gateway_that_drops_is_resumed_and_loses_no_press(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    await town.travel("2026-11-03T09:00:00+00:00")
    assert town.app is not None
    assert town.app.client is not None
    (post,) = town.posts()
    town.local.faults.drop()
    resumed = town.app.client.wait_for("shard_resumed", timeout=20)
    await resumed
    reply = await town.learners[0].click(post, "A")
    assert "Your streak" in reply.text()


async def test_the_same_track_on_the_same_days_brings_the_same_questions(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async def fortnight() -> list[str]:
        async with community(tmp_path_factory.mktemp("town")) as town, town.bot():
            await town.add_track("CPC", "9am", "UTC")
            await town.travel(town.clock.now() + 14 * DAY_S)
            return [post.embeds[0]["description"].partition("-#")[0] for post in town.posts()]

    first, second = await fortnight(), await fortnight()
    assert len(first) == 14
    assert first == second, "question and order of options"
    assert len(set(first)) == 14
