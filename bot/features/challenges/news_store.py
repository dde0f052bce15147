"""The SQL of what members have to hear once. Owns `challenge_news`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.db import Tx


@dataclass(frozen=True, slots=True)
class NewsRow:
    """As it is kept."""

    id: int
    guild_id: int
    member_id: int
    challenge_id: int | None
    suggestion_id: int | None
    effect: str


_COLUMNS = "id, guild_id, member_id, challenge_id, suggestion_id, effect"


async def insert(
    tx: Tx,
    guild_id: int,
    effects: Iterable[tuple[int, str]],
    now: int,
    *,
    challenge_id: int | None = None,
    suggestion_id: int | None = None,
) -> None:
    """Keep it for members who are told at their next use of the quiz: (member, effect)."""
    await tx.run_many(
        """INSERT INTO challenge_news (guild_id, member_id, challenge_id, suggestion_id, effect, as_message, created_at)
        VALUES (:guild_id, :member_id, :challenge_id, :suggestion_id, :effect, 0, :now)""",
        [
            {
                "guild_id": guild_id,
                "member_id": member_id,
                "challenge_id": challenge_id,
                "suggestion_id": suggestion_id,
                "effect": effect,
                "now": now,
            }
            for member_id, effect in effects
        ],
    )


async def insert_message(
    tx: Tx,
    guild_id: int,
    member_id: int,
    effect: str,
    now: int,
    *,
    challenge_id: int | None = None,
    suggestion_id: int | None = None,
) -> int:
    """Keep it for a member who is told by direct message. Returns its id."""
    return int(
        await tx.value(
            """INSERT INTO challenge_news
                (guild_id, member_id, challenge_id, suggestion_id, effect, as_message, created_at)
            VALUES (:guild_id, :member_id, :challenge_id, :suggestion_id, :effect, 1, :now) RETURNING id""",
            {
                "guild_id": guild_id,
                "member_id": member_id,
                "challenge_id": challenge_id,
                "suggestion_id": suggestion_id,
                "effect": effect,
                "now": now,
            },
        )
    )


async def find(tx: Tx, news_id: int) -> NewsRow | None:
    """One, if it is there and the member has not heard of it."""
    row = await tx.one(
        f"SELECT {_COLUMNS} FROM challenge_news WHERE id = :id AND told_at IS NULL", {"id": news_id}
    )
    return NewsRow(*row) if row else None


async def untold(tx: Tx, guild_id: int, member_id: int, since: int, most: int) -> list[NewsRow]:
    """What a member is to be shown at the next use of the quiz, oldest first."""
    rows = await tx.all(
        f"""SELECT {_COLUMNS} FROM challenge_news WHERE guild_id = :guild_id AND member_id = :member_id
            AND told_at IS NULL AND as_message = 0 AND created_at >= :since ORDER BY id LIMIT :most""",
        {"guild_id": guild_id, "member_id": member_id, "since": since, "most": most},
    )
    return [NewsRow(*row) for row in rows]


async def outdated(tx: Tx, row: NewsRow) -> bool:
    """Whether a later ruling on the same question has changed what this one did to the member's answer."""
    found = await tx.value(
        """SELECT 1 FROM challenge_news AS later JOIN challenges AS c ON c.id = later.challenge_id
        WHERE later.member_id = :member_id AND later.guild_id = :guild_id AND later.id > :id AND later.effect <> ''
            AND c.question_id = (SELECT question_id FROM challenges WHERE id = :challenge_id) LIMIT 1""",
        {
            "member_id": row.member_id,
            "guild_id": row.guild_id,
            "id": row.id,
            "challenge_id": row.challenge_id,
        },
    )
    return found is not None


async def servers(tx: Tx, since: int) -> list[int]:
    """Servers in which somebody has not heard of something."""
    rows = await tx.all(
        "SELECT DISTINCT guild_id FROM challenge_news WHERE told_at IS NULL AND created_at >= :since",
        {"since": since},
    )
    return [row["guild_id"] for row in rows]


async def told(tx: Tx, ids: Sequence[int], now: int) -> None:
    """They have heard of these."""
    await tx.run_many(
        "UPDATE challenge_news SET told_at = :now WHERE id = :id", [{"id": id_, "now": now} for id_ in ids]
    )


async def not_as_message(tx: Tx, news_id: int) -> None:
    """The member takes no direct messages: shown at the next use of the quiz instead."""
    await tx.run("UPDATE challenge_news SET as_message = 0 WHERE id = :id", {"id": news_id})


async def member_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """What a member was or is to be told."""
    rows = await tx.all(
        "SELECT * FROM challenge_news WHERE member_id = :member_id ORDER BY id", {"member_id": member_id}
    )
    return [dict(row) for row in rows]


async def erase_member(tx: Tx, member_id: int) -> int:
    """Remove it."""
    return await tx.run("DELETE FROM challenge_news WHERE member_id = :member_id", {"member_id": member_id})
