"""A post whose fate the bot learns only after the next one: streaks must come out as if it had known."""

from sandbox.reply import Reply
from tests.community import Community
from tests.long.ledger import read

DAYS = ("2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06")


async def answer(town: Community, number: int) -> int | None:
    """The first learner answers that post; the length of the streak as the reply tells it."""
    (post,) = (post for post in town.posts() if f"day {number}" in post.text())
    return read(await town.learners[0].click(post, "A"), "A", 0).length


def length(reply: Reply) -> int:
    return int(reply.text().partition("Streak: ")[2].partition("*")[0])


async def test_a_day_that_was_in_doubt_counts_once_it_is_known(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    await town.travel(f"{DAYS[0]}T10:00:00+00:00")
    assert await answer(town, 1) == 1
    # The second post arrives, but no answer about that channel comes back until after the third.
    lost = town.local.faults.order(f"POST /channels/{town.quiz.id}/messages", 1, "lose")
    deaf = town.local.faults.order(f"GET /channels/{town.quiz.id}/messages", 10_000, 503)
    await town.travel(f"{DAYS[2]}T09:00:00+00:00")
    assert lost.hits == 1
    assert len(town.posts()) == 3
    # As far as the bot knows the second was never posted, so it cannot be held against anybody.
    assert await answer(town, 3) == 2
    deaf.cancel()
    await town.travel(f"{DAYS[2]}T12:00:00+00:00")
    assert len(town.posts()) == 3
    # It stood in the channel all day: nobody may keep a streak over it, by whatever way one asks.
    assert length(await town.learners[0].slash("quiz streak")) == 1
    await town.travel(f"{DAYS[3]}T10:00:00+00:00")
    assert await answer(town, 4) == 2
    assert length(await town.learners[0].slash("quiz streak")) == 2
