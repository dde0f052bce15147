"""Numbers of answers under open posts: those that cannot be brought up to date any more take nobody's turn."""

from bot.db import Tx
from cogs.quiz.carriers import COUNTS_AT_ONCE
from tests.community import Community

INSERT = """INSERT INTO occurrences (track_id, number, nominal_date, question_id, option_order, due_at, closes_at,
        state, answered, channel_id, message_id)
    SELECT track_id, number + :n, :day, question_id, option_order, due_at, closes_at - 86400, 'open', 50, 1, 1
    FROM occurrences WHERE id = 1"""


async def test_posts_whose_close_fails_for_days_do_not_hold_up_the_open_ones(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    await town.travel("2026-11-03T09:00:00+00:00")
    assert town.app is not None

    async def closes_that_failed(tx: Tx) -> None:
        for n in range(1, COUNTS_AT_ONCE + 1):
            await tx.run(INSERT, {"n": n, "day": f"2025-01-{n:02}"})

    await town.app.services.db.write(closes_that_failed)
    (post,) = town.posts()
    await town.learners[0].click(post, "A")
    await town.app.refresh()
    assert "1 answered" in post.text()
