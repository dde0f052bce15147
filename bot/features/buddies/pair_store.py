"""The SQL of pairs and of who is in them. Owns `buddy_pairs` and `buddy_pair_members`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.db import Row, Tx
from bot.features.buddies.model import Pair
from bot.features.buddies.terms import Ended

Rows = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Seat:
    """A member's place in a pair. Instants in epoch seconds; asked_at: since when an answer is waited for."""

    place: int
    member_id: int
    signed_at: int
    asked_at: int | None
    nudged_at: int | None
    left_at: int | None


async def _pair(tx: Tx, row: Row | None) -> Pair | None:
    if row is None:
        return None
    seats = await tx.all(
        """SELECT member_id FROM buddy_pair_members
        WHERE pair_id = :pair_id AND (left_at IS NULL OR left_at >= :ended_at) ORDER BY place""",
        {"pair_id": row["id"], "ended_at": row["ended_at"]},
    )
    return Pair(
        id=row["id"],
        guild_id=row["guild_id"],
        number=row["number"],
        certification=row["certification"],
        members=tuple(seat["member_id"] for seat in seats),
        formed_at=row["formed_at"],
        ended_at=row["ended_at"],
        thread_id=row["thread_id"],
        message_id=row["message_id"],
        by_dm=bool(row["direct"]),
        parts=json.loads(row["parts"]),
    )


async def find(tx: Tx, pair_id: int) -> Pair | None:
    """The pair, if it is there."""
    return await _pair(tx, await tx.one("SELECT * FROM buddy_pairs WHERE id = :id", {"id": pair_id}))


async def of_thread(tx: Tx, thread_id: int) -> Pair | None:
    """The pair whose thread it is."""
    row = await tx.one("SELECT * FROM buddy_pairs WHERE thread_id = :id", {"id": thread_id})
    return await _pair(tx, row)


async def latest_of(tx: Tx, guild_id: int, member_id: int) -> Pair | None:
    """The pair in a server that a member is in, or was in last."""
    row = await tx.one(
        """SELECT p.* FROM buddy_pair_members AS m JOIN buddy_pairs AS p ON p.id = m.pair_id
        WHERE m.member_id = :member_id AND p.guild_id = :guild_id ORDER BY p.id DESC LIMIT 1""",
        {"guild_id": guild_id, "member_id": member_id},
    )
    return await _pair(tx, row)


async def going(tx: Tx, guild_id: int) -> list[int]:
    """Ids of a server's pairs that go on."""
    rows = await tx.all(
        "SELECT id FROM buddy_pairs WHERE guild_id = :guild_id AND ended_at IS NULL ORDER BY id",
        {"guild_id": guild_id},
    )
    return [row["id"] for row in rows]


async def last_number(tx: Tx, guild_id: int) -> int:
    """The number of the server's newest pair; 0 before the first."""
    sql = "SELECT COALESCE(MAX(number), 0) FROM buddy_pairs WHERE guild_id = :guild_id"
    return int(await tx.value(sql, {"guild_id": guild_id}))


async def insert(
    tx: Tx,
    *,
    guild_id: int,
    number: int,
    certification: str,
    members: tuple[int, ...],
    parts: Mapping[str, int],
    by_dm: bool,
    now: int,
) -> int:
    """Keep a new pair. Returns its id."""
    pair_id = int(
        await tx.value(
            """INSERT INTO buddy_pairs (guild_id, number, certification, formed_at, direct, parts)
            VALUES (:guild_id, :number, :certification, :now, :direct, :parts) RETURNING id""",
            {
                "guild_id": guild_id,
                "number": number,
                "certification": certification,
                "now": now,
                "direct": int(by_dm),
                "parts": json.dumps(dict(parts)),
            },
        )
    )
    await tx.run_many(
        """INSERT INTO buddy_pair_members (pair_id, place, member_id, signed_at)
        VALUES (:pair_id, :place, :member_id, :now)""",
        [
            {"pair_id": pair_id, "place": place, "member_id": member_id, "now": now}
            for place, member_id in enumerate(members)
        ],
    )
    return pair_id


async def set_thread(tx: Tx, pair_id: int, thread_id: int) -> None:
    """Where the pair talks."""
    await tx.run(
        "UPDATE buddy_pairs SET thread_id = :thread_id, direct = 0 WHERE id = :id",
        {"id": pair_id, "thread_id": thread_id},
    )


async def set_message(tx: Tx, pair_id: int, message_id: int) -> None:
    """Where the introduction stands."""
    await tx.run(
        "UPDATE buddy_pairs SET message_id = :message_id WHERE id = :id",
        {"id": pair_id, "message_id": message_id},
    )


async def set_by_dm(tx: Tx, pair_id: int) -> None:
    """There is no thread (any more): messages go to each."""
    await tx.run("UPDATE buddy_pairs SET direct = 1, thread_id = NULL WHERE id = :id", {"id": pair_id})


async def end(tx: Tx, pair_id: int, why: Ended, now: int) -> None:
    """The pair is over."""
    await tx.run(
        "UPDATE buddy_pairs SET ended_at = :now, end_reason = :why WHERE id = :id AND ended_at IS NULL",
        {"id": pair_id, "why": why, "now": now},
    )


async def end_reason(tx: Tx, pair_id: int) -> Ended | None:
    """Why it ended; None while it goes on."""
    why = await tx.value("SELECT end_reason FROM buddy_pairs WHERE id = :id", {"id": pair_id})
    return Ended(why) if why else None


async def seats(tx: Tx, pair_id: int) -> list[Seat]:
    """The places of a pair, of those who left too, in order."""
    rows = await tx.all(
        """SELECT place, member_id, signed_at, asked_at, nudged_at, left_at FROM buddy_pair_members
        WHERE pair_id = :pair_id ORDER BY place""",
        {"pair_id": pair_id},
    )
    return [Seat(*row) for row in rows]


async def seat(tx: Tx, pair_id: int, place: int) -> Seat | None:
    """One place of a pair."""
    return next((seat for seat in await seats(tx, pair_id) if seat.place == place), None)


async def leave(tx: Tx, pair_id: int, member_id: int, now: int) -> None:
    """The member is in the pair no more."""
    await tx.run(
        """UPDATE buddy_pair_members SET left_at = :now
        WHERE pair_id = :pair_id AND member_id = :member_id AND left_at IS NULL""",
        {"pair_id": pair_id, "member_id": member_id, "now": now},
    )


async def signed(tx: Tx, pair_id: int, member_id: int, now: int) -> None:
    """The member was heard of."""
    await tx.run(
        """UPDATE buddy_pair_members SET signed_at = :now, asked_at = NULL
        WHERE pair_id = :pair_id AND member_id = :member_id""",
        {"pair_id": pair_id, "member_id": member_id, "now": now},
    )


async def asked(tx: Tx, pair_id: int, member_id: int, now: int) -> None:
    """The member is asked whether they are still there."""
    await tx.run(
        "UPDATE buddy_pair_members SET asked_at = :now WHERE pair_id = :pair_id AND member_id = :member_id",
        {"pair_id": pair_id, "member_id": member_id, "now": now},
    )


async def unasked(tx: Tx, pair_id: int, member_id: int) -> None:
    """No answer is waited for any more."""
    await tx.run(
        "UPDATE buddy_pair_members SET asked_at = NULL WHERE pair_id = :pair_id AND member_id = :member_id",
        {"pair_id": pair_id, "member_id": member_id},
    )


async def nudged(tx: Tx, pair_id: int, member_id: int, now: int) -> None:
    """The member nudged the others."""
    await tx.run(
        "UPDATE buddy_pair_members SET nudged_at = :now WHERE pair_id = :pair_id AND member_id = :member_id",
        {"pair_id": pair_id, "member_id": member_id, "now": now},
    )


async def again(tx: Tx, pair_id: int, within: int) -> bool:
    """Whether two of the pair were together in another one that ended within so many seconds before it was formed."""
    found = await tx.value(
        """SELECT EXISTS (
            SELECT 1 FROM buddy_pairs AS p
            JOIN buddy_pair_members AS a ON a.pair_id = p.id
            JOIN buddy_pair_members AS b ON b.pair_id = p.id AND b.member_id > a.member_id
            JOIN buddy_pair_members AS c ON c.member_id = a.member_id AND c.pair_id < p.id
            JOIN buddy_pair_members AS d ON d.member_id = b.member_id AND d.pair_id = c.pair_id
            JOIN buddy_pairs AS q ON q.id = c.pair_id
            WHERE p.id = :pair_id AND q.ended_at > p.formed_at - :within)""",
        {"pair_id": pair_id, "within": within},
    )
    return bool(found)


async def met_since(tx: Tx, guild_id: int, since: int, now: int) -> dict[frozenset[int], int]:
    """By two members who both wait in the server: when they were last together in any server, if after `since`.

    A pair counts by its end, not by its beginning; one that goes on counts as of now.
    """
    rows = await tx.all(
        """SELECT a.member_id AS one, b.member_id AS other,
            MAX(COALESCE(p.ended_at, :now)) AS last_at
        FROM buddy_memberships AS m
        JOIN buddy_pair_members AS a ON a.member_id = m.member_id
        JOIN buddy_pair_members AS b ON b.pair_id = a.pair_id AND b.member_id > a.member_id
        JOIN buddy_memberships AS n ON n.guild_id = m.guild_id AND n.member_id = b.member_id AND n.state = 'waiting'
        JOIN buddy_pairs AS p ON p.id = a.pair_id
        WHERE m.guild_id = :guild_id AND m.state = 'waiting' AND COALESCE(p.ended_at, :now) > :since
        GROUP BY a.member_id, b.member_id""",
        {"guild_id": guild_id, "since": since, "now": now},
    )
    return {frozenset({row["one"], row["other"]}): row["last_at"] for row in rows}


async def member_rows(tx: Tx, member_id: int) -> Rows:
    """The pairs a member is or was in; nobody else's part in them."""
    rows = await tx.all(
        """SELECT p.guild_id, p.number, p.certification, p.formed_at, p.ended_at, p.thread_id, m.member_id,
            m.signed_at, m.asked_at, m.nudged_at, m.left_at
        FROM buddy_pair_members AS m JOIN buddy_pairs AS p ON p.id = m.pair_id
        WHERE m.member_id = :member_id ORDER BY p.id""",
        {"member_id": member_id},
    )
    return [dict(row) for row in rows]


async def still_inside(tx: Tx, member_id: int, left_since: int) -> list[int]:
    """Pairs in whose threads a member may be: they were left there, or have gone since then (epoch seconds)."""
    rows = await tx.all(
        """SELECT p.id FROM buddy_pair_members AS m JOIN buddy_pairs AS p ON p.id = m.pair_id
        WHERE m.member_id = :member_id AND p.thread_id IS NOT NULL
            AND (m.left_at IS NULL OR m.left_at >= :since) ORDER BY p.id""",
        {"member_id": member_id, "since": left_since},
    )
    return [row["id"] for row in rows]


async def erase_member(tx: Tx, member_id: int, inside: Sequence[int], now: int) -> int:
    """Take the member out of every pair there was. Those that go on must have ended for them before.

    inside: pairs whose threads they have to be let out of. Until `forget_erased`, the id alone is kept there, marked by
    no sign of them ever.
    """
    for pair_id in inside:
        await tx.run(
            """UPDATE buddy_pair_members SET signed_at = 0, asked_at = NULL, nudged_at = NULL,
                left_at = COALESCE(left_at, :now)
            WHERE pair_id = :pair_id AND member_id = :member_id""",
            {"pair_id": pair_id, "member_id": member_id, "now": now},
        )
    erased = await tx.run(
        "DELETE FROM buddy_pair_members WHERE member_id = :member_id AND signed_at <> 0",
        {"member_id": member_id},
    )
    return erased + len(inside)


async def forget_erased(tx: Tx, pair_id: int) -> None:
    """Whoever had their data removed is out of the pair's thread, or nothing more can be done about it."""
    await tx.run(
        "DELETE FROM buddy_pair_members WHERE pair_id = :pair_id AND signed_at = 0", {"pair_id": pair_id}
    )
