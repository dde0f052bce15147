"""A post that comes late into a channel where people talk all day."""

from pathlib import Path

from tests.community import community

MESSAGES = 1_500


async def test_a_late_post_does_not_read_all_that_was_said_since(tmp_path: Path) -> None:
    """Discord gives out history at about a hundred messages a second: reading it all would take longer than we may."""
    async with community(tmp_path) as town:
        async with town.bot():
            await town.add_track("CPC", "9am", "UTC")
        town.clock.advance(22 * 3600)
        for number in range(MESSAGES):
            await town.learners[0].say(town.quiz, f"talk {number}")
        async with town.bot():
            town.local.requests.clear()
            await town.travel("2026-11-03T10:30:00+00:00")
            assert len(town.posts()) == 1
            asked = [request for request in town.local.requests if request.method == "GET"]
            assert len(asked) <= 10
