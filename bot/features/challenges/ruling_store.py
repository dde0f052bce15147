"""The SQL of rulings: what holds in a server about a question. Owns `rulings`."""

from dataclasses import dataclass

from bot.db import Tx
from bot.features.banks.model import Ruling


@dataclass(frozen=True, slots=True)
class Cited:
    """A ruling as the bank's editors get it: of which server is not said. ruled_at: epoch seconds."""

    question_id: str
    accepted: frozenset[str]
    reason: str
    citation: str
    ruled_at: int


async def save(
    tx: Tx, guild_id: int, question_id: str, *, accepted: str, reason: str, citation: str, now: int
) -> None:
    """From now on this holds. accepted: keys that count as right; empty: thrown out."""
    await tx.run(
        """INSERT INTO rulings (guild_id, question_id, accepted, reason, citation, ruled_at)
        VALUES (:guild_id, :question_id, :accepted, :reason, :citation, :now)
        ON CONFLICT (guild_id, question_id) DO UPDATE SET accepted = excluded.accepted, reason = excluded.reason,
            citation = excluded.citation, ruled_at = excluded.ruled_at""",
        {
            "guild_id": guild_id,
            "question_id": question_id,
            "accepted": accepted,
            "reason": reason,
            "citation": citation,
            "now": now,
        },
    )


async def of_server(tx: Tx, guild_id: int) -> list[Ruling]:
    """All that hold in a server."""
    rows = await tx.all(
        "SELECT question_id, accepted, reason FROM rulings WHERE guild_id = :guild_id ORDER BY question_id",
        {"guild_id": guild_id},
    )
    return [Ruling(row["question_id"], frozenset(row["accepted"]), row["reason"]) for row in rows]


async def everywhere(tx: Tx) -> list[Cited]:
    """All that hold anywhere, by question and time."""
    rows = await tx.all(
        """SELECT question_id, accepted, reason, citation, ruled_at FROM rulings
        ORDER BY question_id, ruled_at, guild_id"""
    )
    return [
        Cited(row["question_id"], frozenset(row["accepted"]), row["reason"], row["citation"], row["ruled_at"])
        for row in rows
    ]
