"""A leaderboard larger than what is counted out."""

from pathlib import Path

import pytest

from bot.app import open_services
from bot.clock import Clock
from bot.db import Tx
from bot.features.quiz.boards import ALL_TIME, ALL_TRACKS, MOST_PLACES, Period
from bot.settings import Settings
from cogs.quiz import standing_texts
from tests.community import START, at, library

GUILD = 7


@pytest.mark.parametrize(
    ("members", "asking", "says"),
    [
        (MOST_PLACES, MOST_PLACES, "Place 1000 of 1000 · 1 right of 2000 (0%)"),
        (MOST_PLACES + 5, MOST_PLACES, "Place 1000 of more than 1,000 · 6 right of 2000 (0%)"),
        (MOST_PLACES + 5, MOST_PLACES + 1, "Below the first 1,000 · 5 right of 2000 (0%)"),
        (MOST_PLACES + 5, MOST_PLACES + 5, "Below the first 1,000 · 1 right of 2000 (0%)"),
    ],
)
async def test_places_are_counted_out_so_far(tmp_path: Path, members: int, asking: int, says: str) -> None:
    """Member number 1 has the most right, number 2 one less, and so on."""
    settings = Settings.model_validate({"CROSSWALK_DATABASE_URL": f"sqlite:///{tmp_path}/bot.sqlite3"})
    async with open_services(settings, Clock(at(START), frozen=True), library=library()) as services:

        async def work(tx: Tx) -> None:
            await tx.run(
                """INSERT INTO tracks (id, guild_id, certification, channel_id, created_at)
                VALUES (1, :guild, 'CPC', 1, 0)""",
                {"guild": GUILD},
            )
            await tx.run_many(
                """INSERT INTO board_totals (guild_id, track_id, period, member_id, correct, answered, listed)
                VALUES (:guild, :all_tracks, :period, :member, :correct, 2000, 1)""",
                (
                    {
                        "guild": GUILD,
                        "all_tracks": ALL_TRACKS,
                        "period": ALL_TIME,
                        "member": number,
                        "correct": members + 1 - number,
                    }
                    for number in range(1, members + 1)
                ),
            )

        await services.db.write(work)
        board = await services.boards.board(GUILD, asking, Period.ALL, None)
    assert standing_texts.board(board, Period.ALL).fields[0].value == says
