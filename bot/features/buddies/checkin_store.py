"""The SQL of check-ins and mini-quizzes.

Owns `buddy_checkins`, `buddy_checkin_answers`, `buddy_quizzes` and `buddy_quiz_rounds`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.db import Row, Tx
from bot.features.buddies.terms import Answer

Rows = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class CheckinRow:
    """A check-in as it is kept. prompt: the id of an area. sent_at: None when it never was sent, or is not yet."""

    id: int
    pair_id: int
    nominal_date: date
    prompt: str | None
    sent_at: int | None


def _checkin(row: Row | None) -> CheckinRow | None:
    if row is None:
        return None
    nominal = date.fromisoformat(row["nominal_date"])
    return CheckinRow(row["id"], row["pair_id"], nominal, row["prompt"], row["sent_at"])


async def insert(tx: Tx, pair_id: int, nominal: date, prompt: str | None) -> int:
    """A new check-in. Returns its id."""
    return int(
        await tx.value(
            """INSERT INTO buddy_checkins (pair_id, nominal_date, prompt) VALUES (:pair_id, :nominal, :prompt)
            RETURNING id""",
            {"pair_id": pair_id, "nominal": nominal.isoformat(), "prompt": prompt},
        )
    )


async def find(tx: Tx, checkin_id: int) -> CheckinRow | None:
    """The check-in, if it is there."""
    return _checkin(await tx.one("SELECT * FROM buddy_checkins WHERE id = :id", {"id": checkin_id}))


async def on(tx: Tx, pair_id: int, nominal: date) -> CheckinRow | None:
    """The pair's check-in of a nominal date."""
    return _checkin(
        await tx.one(
            "SELECT * FROM buddy_checkins WHERE pair_id = :pair_id AND nominal_date = :nominal",
            {"pair_id": pair_id, "nominal": nominal.isoformat()},
        )
    )


async def latest_sent(tx: Tx, pair_id: int) -> CheckinRow | None:
    """The pair's newest check-in that was sent."""
    return _checkin(
        await tx.one(
            """SELECT * FROM buddy_checkins WHERE pair_id = :pair_id AND sent_at IS NOT NULL
            ORDER BY id DESC LIMIT 1""",
            {"pair_id": pair_id},
        )
    )


async def sent_of(tx: Tx, pair_id: int) -> list[CheckinRow]:
    """The pair's check-ins that were sent, oldest first."""
    rows = await tx.all(
        "SELECT * FROM buddy_checkins WHERE pair_id = :pair_id AND sent_at IS NOT NULL ORDER BY id",
        {"pair_id": pair_id},
    )
    return [found for row in rows if (found := _checkin(row)) is not None]


async def weeks(tx: Tx, pair_id: int) -> list[str]:
    """The weeks in which the pair had a mini-quiz."""
    rows = await tx.all(
        "SELECT week FROM buddy_quizzes WHERE pair_id = :pair_id ORDER BY week", {"pair_id": pair_id}
    )
    return [row["week"] for row in rows]


async def count(tx: Tx, pair_id: int) -> int:
    """How many check-ins the pair has had."""
    sql = "SELECT COUNT(*) FROM buddy_checkins WHERE pair_id = :pair_id"
    return int(await tx.value(sql, {"pair_id": pair_id}))


async def sent_since(tx: Tx, pair_id: int, since: int) -> int:
    """How many of the pair's check-ins were sent at `since` (epoch seconds) or later."""
    return int(
        await tx.value(
            "SELECT COUNT(*) FROM buddy_checkins WHERE pair_id = :pair_id AND sent_at >= :since",
            {"pair_id": pair_id, "since": since},
        )
    )


async def sent(tx: Tx, checkin_id: int, at: int) -> None:
    """It reached the pair, or the first of them."""
    await tx.run(
        "UPDATE buddy_checkins SET sent_at = :at WHERE id = :id AND sent_at IS NULL",
        {"id": checkin_id, "at": at},
    )


async def answer(tx: Tx, checkin_id: int, member_id: int, said: Answer, now: int) -> None:
    """Keep a member's latest word."""
    await tx.run(
        """INSERT INTO buddy_checkin_answers (checkin_id, member_id, answer, answered_at)
        VALUES (:checkin_id, :member_id, :answer, :now)
        ON CONFLICT (checkin_id, member_id)
        DO UPDATE SET answer = excluded.answer, answered_at = excluded.answered_at""",
        {"checkin_id": checkin_id, "member_id": member_id, "answer": said, "now": now},
    )


async def answers(tx: Tx, checkin_id: int) -> dict[int, Answer]:
    """Member → what they said."""
    rows = await tx.all(
        "SELECT member_id, answer FROM buddy_checkin_answers WHERE checkin_id = :id", {"id": checkin_id}
    )
    return {row["member_id"]: Answer(row["answer"]) for row in rows}


async def questions(tx: Tx, pair_id: int, week: str) -> list[str] | None:
    """Ids of the questions of a pair's quiz in a week; None before it is made."""
    text = await tx.value(
        "SELECT questions FROM buddy_quizzes WHERE pair_id = :pair_id AND week = :week",
        {"pair_id": pair_id, "week": week},
    )
    return None if text is None else [str(question) for question in json.loads(text)]


async def insert_quiz(tx: Tx, pair_id: int, week: str, question_ids: Sequence[str]) -> None:
    """The questions of a pair's quiz in a week."""
    await tx.run(
        "INSERT INTO buddy_quizzes (pair_id, week, questions) VALUES (:pair_id, :week, :questions)",
        {"pair_id": pair_id, "week": week, "questions": json.dumps(list(question_ids))},
    )


async def insert_round(tx: Tx, pair_id: int, week: str, member_id: int, round_id: int) -> None:
    """The practice round in which a member answers the quiz."""
    await tx.run(
        """INSERT INTO buddy_quiz_rounds (pair_id, week, member_id, round_id)
        VALUES (:pair_id, :week, :member_id, :round_id)""",
        {"pair_id": pair_id, "week": week, "member_id": member_id, "round_id": round_id},
    )


async def rounds(tx: Tx, pair_id: int, week: str) -> dict[int, int]:
    """Member → the practice round in which they answer the week's quiz."""
    rows = await tx.all(
        "SELECT member_id, round_id FROM buddy_quiz_rounds WHERE pair_id = :pair_id AND week = :week",
        {"pair_id": pair_id, "week": week},
    )
    return {row["member_id"]: row["round_id"] for row in rows}


async def quiz_of(tx: Tx, member_id: int, round_id: int) -> tuple[int, str] | None:
    """Pair and week of the mini-quiz that a member's practice round belongs to."""
    row = await tx.one(
        "SELECT pair_id, week FROM buddy_quiz_rounds WHERE member_id = :member_id AND round_id = :round_id",
        {"member_id": member_id, "round_id": round_id},
    )
    return None if row is None else (row["pair_id"], row["week"])


async def member_rows(tx: Tx, member_id: int) -> dict[str, Rows]:
    """What a member said at check-ins, and which mini-quizzes they took."""
    tables = {
        "buddy_checkins": """SELECT c.nominal_date, p.guild_id, p.number, a.member_id, a.answer, a.answered_at
            FROM buddy_checkin_answers AS a JOIN buddy_checkins AS c ON c.id = a.checkin_id
            JOIN buddy_pairs AS p ON p.id = c.pair_id
            WHERE a.member_id = :member_id ORDER BY a.answered_at""",
        "buddy_quizzes": """SELECT r.week, p.guild_id, p.number, r.member_id, r.round_id
            FROM buddy_quiz_rounds AS r JOIN buddy_pairs AS p ON p.id = r.pair_id
            WHERE r.member_id = :member_id ORDER BY r.week""",
    }
    return {
        name: [dict(row) for row in await tx.all(sql, {"member_id": member_id})]
        for name, sql in tables.items()
    }


async def erase_member(tx: Tx, member_id: int) -> dict[str, int]:
    """Remove all of it."""
    tables = {"check-ins": "buddy_checkin_answers", "mini-quizzes": "buddy_quiz_rounds"}
    return {
        name: await tx.run(f"DELETE FROM {table} WHERE member_id = :member_id", {"member_id": member_id})
        for name, table in tables.items()
    }
