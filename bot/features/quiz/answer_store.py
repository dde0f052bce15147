"""The SQL of the answer log and of streaks.

Owns `answers` and `streaks`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.db import Tx
from bot.features.quiz.model import AnsweredQuestion
from bot.features.quiz.streaks import Streak
from bot.features.quiz.verdicts import OUT, Logged

Rows = list[dict[str, object]]
_MEMBERS_AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """How a member answered one question over the times they met it."""

    member_id: int
    question_id: str
    wrong: int
    answered: int


async def insert(
    tx: Tx,
    *,
    member_id: int,
    guild_id: int,
    track_id: int | None,
    occurrence_id: int | None,
    round_id: int | None,
    question_id: str,
    chosen: str,
    correct: bool,
    scored: bool,
    now: int,
    ruled: int | None = None,
) -> bool:
    """Log an answer; False when the member had answered this occurrence before, and nothing was changed.

    ruled: the verdict of a ruling besides `correct`, as in verdicts.py.
    """
    return (
        await tx.run(
            """INSERT INTO answers (member_id, guild_id, track_id, occurrence_id, round_id, question_id, chosen,
                correct, scored, answered_at, ruled)
            VALUES (:member_id, :guild_id, :track_id, :occurrence_id, :round_id, :question_id, :chosen,
                :correct, :scored, :now, :ruled)
            ON CONFLICT DO NOTHING""",
            {
                "member_id": member_id,
                "guild_id": guild_id,
                "track_id": track_id,
                "occurrence_id": occurrence_id,
                "round_id": round_id,
                "question_id": question_id,
                "chosen": chosen,
                "correct": int(correct),
                "scored": int(scored),
                "now": now,
                "ruled": ruled,
            },
        )
        == 1
    )


async def of_question(tx: Tx, guild_id: int, question_id: str) -> list[Logged]:
    """Everything that a server's members answered to a question, daily or in practice, oldest first."""
    rows = await tx.all(
        """SELECT a.id, a.member_id, a.chosen, a.correct, a.ruled, a.scored, a.answered_at,
            a.occurrence_id, a.track_id, t.certification,
            o.nominal_date
        FROM tracks AS t JOIN occurrences AS o ON o.track_id = t.id AND o.question_id = :question_id
            JOIN answers AS a ON a.occurrence_id = o.id
        WHERE t.guild_id = :guild_id
        UNION ALL
        SELECT id, member_id, chosen, correct, ruled, scored, answered_at, NULL, NULL, NULL, NULL FROM answers
        WHERE question_id = :question_id AND guild_id = :guild_id AND round_id IS NOT NULL
        ORDER BY 1""",
        {"guild_id": guild_id, "question_id": question_id},
    )
    return [
        Logged(
            id=row["id"],
            member_id=row["member_id"],
            chosen=row["chosen"],
            correct=bool(row["correct"]),
            ruled=row["ruled"],
            scored=bool(row["scored"]),
            answered_at=row["answered_at"],
            occurrence_id=row["occurrence_id"],
            track_id=row["track_id"],
            certification=row["certification"],
            on=date.fromisoformat(row["nominal_date"]) if row["nominal_date"] else None,
        )
        for row in rows
    ]


async def rule(tx: Tx, verdicts: Mapping[int, int]) -> None:
    """Keep the verdicts of a ruling: answer id → verdict. What was found right at first stays beside them."""
    await tx.run_many(
        "UPDATE answers SET ruled = :ruled WHERE id = :id",
        [{"id": answer_id, "ruled": ruled} for answer_id, ruled in verdicts.items()],
    )


async def chosen(tx: Tx, occurrence_id: int, member_id: int) -> tuple[str, bool] | None:
    """The key that the member chose first and whether it was in time, or None."""
    row = await tx.one(
        "SELECT chosen, scored FROM answers WHERE occurrence_id = :occurrence_id AND member_id = :member_id",
        {"occurrence_id": occurrence_id, "member_id": member_id},
    )
    return (row["chosen"], bool(row["scored"])) if row else None


async def counts(tx: Tx, occurrence_id: int) -> dict[str, int]:
    """Answers in time by option key."""
    rows = await tx.all(
        """SELECT chosen, COUNT(*) AS members FROM answers
        WHERE occurrence_id = :occurrence_id AND scored = 1 GROUP BY chosen""",
        {"occurrence_id": occurrence_id},
    )
    return {row["chosen"]: row["members"] for row in rows}


async def answered_occurrences(tx: Tx, member_id: int, track_id: int) -> set[int]:
    """Ids of the track's occurrences that the member answered in time."""
    rows = await tx.all(
        """SELECT occurrence_id FROM answers
        WHERE member_id = :member_id AND track_id = :track_id AND scored = 1""",
        {"member_id": member_id, "track_id": track_id},
    )
    return {row["occurrence_id"] for row in rows}


async def question_records(tx: Tx, member_ids: Sequence[int], since: int) -> list[QuestionRecord]:
    """What these members answered after `since` (epoch seconds), by question."""
    records: list[QuestionRecord] = []
    for start in range(0, len(member_ids), _MEMBERS_AT_ONCE):
        some = {f"m{n}": m for n, m in enumerate(member_ids[start : start + _MEMBERS_AT_ONCE])}
        rows = await tx.all(
            f"""SELECT member_id, question_id, COUNT(*) - SUM(COALESCE(ruled, correct)) AS wrong, COUNT(*) AS answered
            FROM answers
            WHERE member_id IN ({", ".join(f":{name}" for name in some)}) AND answered_at > :since
                AND COALESCE(ruled, correct) <> :out
            GROUP BY member_id, question_id""",
            {**some, "since": since, "out": OUT},
        )
        records += [QuestionRecord(*row) for row in rows]
    return records


async def answered_since(tx: Tx, member_id: int, since: int) -> list[AnsweredQuestion]:
    """What a member answered from then on (epoch seconds)."""
    rows = await tx.all(
        "SELECT question_id, answered_at FROM answers WHERE member_id = :member_id AND answered_at >= :since",
        {"member_id": member_id, "since": since},
    )
    return [AnsweredQuestion(*row) for row in rows]


async def streak(tx: Tx, member_id: int, track_id: int) -> tuple[Streak, int] | None:
    """A member's streak and the number of the last occurrence counted in it, or None."""
    row = await tx.one(
        """SELECT length, best, freezes, answered_row, folded_number FROM streaks
        WHERE member_id = :member_id AND track_id = :track_id""",
        {"member_id": member_id, "track_id": track_id},
    )
    return (Streak(*row[:4]), row["folded_number"]) if row else None


async def save_streak(tx: Tx, member_id: int, track_id: int, streak: Streak, folded_number: int) -> None:
    """Keep a member's streak."""
    await tx.run(
        """INSERT INTO streaks (member_id, track_id, length, best, freezes, answered_row, folded_number)
        VALUES (:member_id, :track_id, :length, :best, :freezes, :row, :folded_number)
        ON CONFLICT (member_id, track_id) DO UPDATE SET length = excluded.length, best = excluded.best,
            freezes = excluded.freezes, answered_row = excluded.answered_row,
            folded_number = excluded.folded_number""",
        {
            "member_id": member_id,
            "track_id": track_id,
            "length": streak.length,
            "best": streak.best,
            "freezes": streak.freezes,
            "row": streak.row,
            "folded_number": folded_number,
        },
    )


async def streak_tracks(tx: Tx, member_id: int) -> list[int]:
    """Ids of the tracks on which a member has a streak or had one."""
    rows = await tx.all(
        "SELECT track_id FROM streaks WHERE member_id = :member_id ORDER BY track_id",
        {"member_id": member_id},
    )
    return [row["track_id"] for row in rows]


async def member_rows(tx: Tx, member_id: int) -> dict[str, Rows]:
    """All that is kept about a member here, by a readable name."""
    tables = {
        "answers": """SELECT answered_at, question_id, chosen, correct, ruled, scored, guild_id, track_id,
            occurrence_id, round_id FROM answers WHERE member_id = :member_id ORDER BY id""",
        "streaks": "SELECT * FROM streaks WHERE member_id = :member_id",
    }
    return {
        name: [dict(row) for row in await tx.all(sql, {"member_id": member_id})]
        for name, sql in tables.items()
    }


async def erase_member(tx: Tx, member_id: int) -> dict[str, int]:
    """Remove all of it."""
    tables = {"answers": "answers", "streaks": "streaks"}
    return {
        name: await tx.run(f"DELETE FROM {table} WHERE member_id = :member_id", {"member_id": member_id})
        for name, table in tables.items()
    }
