"""What a deletion costs must not grow with what all the others have answered: everybody's presses wait for it."""

import sqlite3
from pathlib import Path

from bot.clock import Clock
from bot.db import migrate

ME, ROUNDS = 7, 20


def steps_of_deleting_rounds(file: Path, others_answers: int) -> int:
    """Hundreds of SQLite's instructions that it takes to delete a member's practice rounds."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    connection = sqlite3.connect(file)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.executemany(
        "INSERT INTO rounds (member_id, guild_id, certification, started_at) VALUES (?, 1, 'CPC', 1)",
        [(ME,)] * ROUNDS + [(8,)],
    )
    theirs = connection.execute("SELECT max(id) FROM rounds").fetchone()[0]
    connection.executemany(
        """INSERT INTO answers (member_id, guild_id, round_id, question_id, chosen, correct, scored, answered_at)
        VALUES (8, 1, ?, 'q', 'A', 1, 0, 1)""",
        [(theirs if number % 2 else None,) for number in range(others_answers)],
    )
    connection.set_progress_handler(count, 100)
    assert connection.execute("DELETE FROM rounds WHERE member_id = ?", (ME,)).rowcount == ROUNDS
    connection.close()
    return steps


async def test_deleting_rounds_does_not_read_everybodys_answers(tmp_path: Path) -> None:
    await migrate(f"sqlite:///{tmp_path}/few.sqlite3", Clock())
    await migrate(f"sqlite:///{tmp_path}/many.sqlite3", Clock())
    few = steps_of_deleting_rounds(tmp_path / "few.sqlite3", 0)
    many = steps_of_deleting_rounds(tmp_path / "many.sqlite3", 2_000)
    assert many < few + 20
