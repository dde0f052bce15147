"""The SQL of practice rounds. Owns `rounds` and `round_questions`."""

from dataclasses import dataclass

from bot.db import Tx


@dataclass(frozen=True, slots=True)
class Round:
    """A member's practice round."""

    id: int
    member_id: int
    guild_id: int
    certification: str


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One question of a round as it is kept: option keys as shown, and the key chosen first, if any."""

    position: int
    question_id: str
    order: str
    chosen: str | None


async def insert(
    tx: Tx, member_id: int, guild_id: int, certification: str, questions: list[tuple[str, str]], now: int
) -> int:
    """Keep a new round of (question id, option order). Returns its id."""
    round_id = int(
        await tx.value(
            """INSERT INTO rounds (member_id, guild_id, certification, started_at)
            VALUES (:member_id, :guild_id, :certification, :now) RETURNING id""",
            {"member_id": member_id, "guild_id": guild_id, "certification": certification, "now": now},
        )
    )
    await tx.run_many(
        """INSERT INTO round_questions (round_id, position, question_id, option_order)
        VALUES (:round_id, :position, :question_id, :option_order)""",
        [
            {"round_id": round_id, "position": position, "question_id": question_id, "option_order": order}
            for position, (question_id, order) in enumerate(questions)
        ],
    )
    return round_id


async def find(tx: Tx, round_id: int) -> Round | None:
    """The round, if it is there."""
    row = await tx.one(
        "SELECT id, member_id, guild_id, certification FROM rounds WHERE id = :id", {"id": round_id}
    )
    return Round(*row) if row else None


async def questions(tx: Tx, round_id: int) -> list[RoundRow]:
    """The round's questions in order."""
    rows = await tx.all(
        """SELECT position, question_id, option_order, chosen FROM round_questions
        WHERE round_id = :round_id ORDER BY position""",
        {"round_id": round_id},
    )
    return [RoundRow(*row) for row in rows]


async def choose(tx: Tx, round_id: int, position: int, chosen: str) -> bool:
    """Keep the first answer; False when there was one."""
    return (
        await tx.run(
            """UPDATE round_questions SET chosen = :chosen
            WHERE round_id = :round_id AND position = :position AND chosen IS NULL""",
            {"round_id": round_id, "position": position, "chosen": chosen},
        )
        == 1
    )


async def member_rows(tx: Tx, member_id: int) -> dict[str, list[dict[str, object]]]:
    """Rounds that a member started, and what they were asked in them."""
    tables = {
        "practice": "SELECT * FROM rounds WHERE member_id = :member_id ORDER BY id",
        "practice_questions": """SELECT q.round_id, q.position, q.question_id, q.option_order, q.chosen
            FROM rounds AS r JOIN round_questions AS q ON q.round_id = r.id
            WHERE r.member_id = :member_id ORDER BY q.round_id, q.position""",
    }
    return {
        name: [dict(row) for row in await tx.all(sql, {"member_id": member_id})]
        for name, sql in tables.items()
    }


async def erase_member(tx: Tx, member_id: int) -> int:
    """Remove them. Answers of the rounds must be gone before."""
    return await tx.run("DELETE FROM rounds WHERE member_id = :member_id", {"member_id": member_id})
