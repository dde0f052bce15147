"""The SQL of suggested questions. Owns `suggestions`."""

import json
from collections.abc import Mapping

from bot.db import Row, Tx
from bot.features.challenges.model import Suggestion, SuggestionState

_COLUMNS = "id, guild_id, author_id, state, written, sent_at, reason, question_id"


def _suggestion(row: Row) -> Suggestion:
    return Suggestion(
        id=row["id"],
        guild_id=row["guild_id"],
        author_id=row["author_id"],
        state=SuggestionState(row["state"]),
        written=json.loads(row["written"]),
        sent_at=row["sent_at"],
        reason=row["reason"] or "",
        question_id=row["question_id"],
    )


async def begun(tx: Tx, guild_id: int, author_id: int) -> Suggestion | None:
    """The draft that a member has not sent yet, if there is one."""
    row = await tx.one(
        f"""SELECT {_COLUMNS} FROM suggestions
        WHERE guild_id = :guild_id AND author_id = :author_id AND state = 'draft'""",
        {"guild_id": guild_id, "author_id": author_id},
    )
    return _suggestion(row) if row else None


async def begin(tx: Tx, guild_id: int, author_id: int, written: Mapping[str, str], now: int) -> Suggestion:
    """A new draft."""
    row = await tx.one(
        f"""INSERT INTO suggestions (guild_id, author_id, state, written, begun_at)
        VALUES (:guild_id, :author_id, 'draft', :written, :now) RETURNING {_COLUMNS}""",
        {"guild_id": guild_id, "author_id": author_id, "written": _json(written), "now": now},
    )
    assert row is not None
    return _suggestion(row)


async def find(tx: Tx, suggestion_id: int) -> Suggestion | None:
    """The suggestion, if it is there."""
    row = await tx.one(f"SELECT {_COLUMNS} FROM suggestions WHERE id = :id", {"id": suggestion_id})
    return _suggestion(row) if row else None


async def write(tx: Tx, suggestion_id: int, written: Mapping[str, str]) -> None:
    """What was typed so far."""
    await tx.run(
        "UPDATE suggestions SET written = :written WHERE id = :id AND state = 'draft'",
        {"id": suggestion_id, "written": _json(written)},
    )


async def send(tx: Tx, suggestion_id: int, now: int) -> None:
    """It waits for a decision."""
    await tx.run(
        "UPDATE suggestions SET state = 'waiting', sent_at = :now WHERE id = :id",
        {"id": suggestion_id, "now": now},
    )


async def decide(
    tx: Tx, suggestion_id: int, *, question_id: str | None, reason: str, by: int, now: int
) -> None:
    """Taken into the bank under that id; None: declined."""
    await tx.run(
        """UPDATE suggestions SET state = :state, question_id = :question_id, reason = :reason, decided_by = :by,
            decided_at = :now WHERE id = :id""",
        {
            "id": suggestion_id,
            "state": (SuggestionState.APPROVED if question_id else SuggestionState.DECLINED).value,
            "question_id": question_id,
            "reason": reason,
            "by": by,
            "now": now,
        },
    )


async def waiting(tx: Tx, guild_id: int, most: int) -> list[Suggestion]:
    """What waits for a decision in a server, oldest first."""
    rows = await tx.all(
        f"""SELECT {_COLUMNS} FROM suggestions WHERE guild_id = :guild_id AND state = 'waiting'
        ORDER BY sent_at, id LIMIT :most""",
        {"guild_id": guild_id, "most": most},
    )
    return [_suggestion(row) for row in rows]


async def after(tx: Tx, guild_id: int, suggestion_id: int) -> int | None:
    """Another one that waits in the server: the next one, or the first."""
    found: int | None = await tx.value(
        """SELECT id FROM suggestions WHERE guild_id = :guild_id AND state = 'waiting' AND id <> :id
        ORDER BY id < :id, id LIMIT 1""",
        {"guild_id": guild_id, "id": suggestion_id},
    )
    return found


async def waiting_of(tx: Tx, guild_id: int, author_id: int) -> int:
    """How many of a member's wait for a decision in a server."""
    return int(
        await tx.value(
            """SELECT COUNT(*) FROM suggestions
            WHERE author_id = :author_id AND guild_id = :guild_id AND state = 'waiting'""",
            {"guild_id": guild_id, "author_id": author_id},
        )
    )


async def member_rows(tx: Tx, member_id: int) -> dict[str, list[dict[str, object]]]:
    """What a member suggested, and which suggestions they decided on."""
    tables = {
        "suggestions": "SELECT * FROM suggestions WHERE author_id = :member_id ORDER BY id",
        "suggestions_decided": """SELECT id AS suggestion_id, guild_id, state, reason, decided_at, decided_by
            FROM suggestions WHERE decided_by = :member_id ORDER BY id""",
    }
    found = {
        name: [dict(row) for row in await tx.all(sql, {"member_id": member_id})]
        for name, sql in tables.items()
    }
    for row in found["suggestions"]:
        row.pop("decided_by")  # somebody else
    return found


async def erase_member(tx: Tx, member_id: int) -> dict[str, int]:
    """What they suggested goes; what was taken into a bank stays there, without their id (see banks)."""
    own = await tx.run("DELETE FROM suggestions WHERE author_id = :member_id", {"member_id": member_id})
    decided = await tx.run(
        "UPDATE suggestions SET decided_by = NULL WHERE decided_by = :member_id", {"member_id": member_id}
    )
    return {"suggested questions": own, "suggestions decided (now without your id)": decided}


def _json(written: Mapping[str, str]) -> str:
    return json.dumps(dict(written), ensure_ascii=False, separators=(",", ":"))
