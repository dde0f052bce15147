"""The SQL of who is among the buddies of a server, and of blocks. Owns `buddy_memberships` and `buddy_blocks`."""

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence

from bot.db import Row, Tx
from bot.features.buddies.model import Hours, Membership
from bot.features.buddies.terms import Goal, Share, State

Rows = list[dict[str, object]]


def _membership(row: Row) -> Membership:
    return Membership(
        guild_id=row["guild_id"],
        member_id=row["member_id"],
        certification=row["certification"],
        zone=row["zone"],
        hours=Hours(row["weekday_hours"], row["weekend_hours"], row["hours_text"]),
        exam_month=row["exam_month"],
        goals=frozenset(Goal(goal) for goal in json.loads(row["goals"])),
        languages=tuple(json.loads(row["languages"])),
        about=row["about"],
        shares=frozenset(Share(share) for share in json.loads(row["shares"])),
        helper=bool(row["helper"]),
        state=State(row["state"]),
        waiting_since=row["waiting_since"],
        priority=bool(row["priority"]),
        paused_until=row["paused_until"],
        pair_id=row["pair_id"],
        joined_at=row["joined_at"],
        passed_at=row["passed_at"],
    )


def _params(one: Membership) -> dict[str, object]:
    return {
        "guild_id": one.guild_id,
        "member_id": one.member_id,
        "certification": one.certification,
        "zone": one.zone,
        "weekday_hours": one.hours.weekday,
        "weekend_hours": one.hours.weekend,
        "hours_text": one.hours.text,
        "exam_month": one.exam_month,
        "goals": json.dumps(sorted(one.goals)),
        "languages": json.dumps(list(one.languages), ensure_ascii=False),
        "about": one.about,
        "shares": json.dumps(sorted(one.shares)),
        "helper": int(one.helper),
        "state": one.state,
        "waiting_since": one.waiting_since,
        "priority": int(one.priority),
        "paused_until": one.paused_until,
        "pair_id": one.pair_id,
        "joined_at": one.joined_at,
        "passed_at": one.passed_at,
    }


async def find(tx: Tx, guild_id: int, member_id: int) -> Membership | None:
    """The membership, if there is one."""
    row = await tx.one(
        "SELECT * FROM buddy_memberships WHERE guild_id = :guild_id AND member_id = :member_id",
        {"guild_id": guild_id, "member_id": member_id},
    )
    return _membership(row) if row else None


async def of_member(tx: Tx, member_id: int) -> list[Membership]:
    """A member's memberships in all servers."""
    rows = await tx.all(
        "SELECT * FROM buddy_memberships WHERE member_id = :member_id ORDER BY guild_id",
        {"member_id": member_id},
    )
    return [_membership(row) for row in rows]


async def waiting(tx: Tx, guild_id: int) -> list[Membership]:
    """Everybody who waits in a server."""
    rows = await tx.all(
        "SELECT * FROM buddy_memberships WHERE guild_id = :guild_id AND state = 'waiting' ORDER BY member_id",
        {"guild_id": guild_id},
    )
    return [_membership(row) for row in rows]


async def count(tx: Tx, guild_id: int, state: State) -> int:
    """How many of a server's members stand there."""
    return int(
        await tx.value(
            "SELECT COUNT(*) FROM buddy_memberships WHERE guild_id = :guild_id AND state = :state",
            {"guild_id": guild_id, "state": state},
        )
    )


async def save(tx: Tx, one: Membership) -> None:
    """Keep a membership, new or changed."""
    await tx.run(
        """INSERT INTO buddy_memberships (guild_id, member_id, certification, zone, weekday_hours, weekend_hours,
            hours_text, exam_month, goals, languages, about, shares, helper, state, waiting_since, priority,
            paused_until, pair_id, joined_at, passed_at)
        VALUES (:guild_id, :member_id, :certification, :zone, :weekday_hours, :weekend_hours, :hours_text,
            :exam_month, :goals, :languages, :about, :shares, :helper, :state, :waiting_since, :priority,
            :paused_until, :pair_id, :joined_at, :passed_at)
        ON CONFLICT (guild_id, member_id) DO UPDATE SET certification = excluded.certification,
            zone = excluded.zone, weekday_hours = excluded.weekday_hours, weekend_hours = excluded.weekend_hours,
            hours_text = excluded.hours_text, exam_month = excluded.exam_month, goals = excluded.goals,
            languages = excluded.languages, about = excluded.about, shares = excluded.shares,
            helper = excluded.helper, state = excluded.state, waiting_since = excluded.waiting_since,
            priority = excluded.priority, paused_until = excluded.paused_until, pair_id = excluded.pair_id,
            passed_at = excluded.passed_at""",
        _params(one),
    )


async def set_paired(tx: Tx, guild_id: int, pairs: Iterable[tuple[int, int]]) -> None:
    """(member, pair): they are in it, wait no more, and whatever they were told of being alone is over."""
    await tx.run_many(
        """UPDATE buddy_memberships SET state = 'paired', pair_id = :pair_id, waiting_since = NULL, priority = 0,
            told_alone = 0
        WHERE guild_id = :guild_id AND member_id = :member_id""",
        [{"guild_id": guild_id, "member_id": member_id, "pair_id": pair_id} for member_id, pair_id in pairs],
    )


async def pauses_over(tx: Tx, guild_id: int, now: int) -> list[Membership]:
    """Those whose pause is over."""
    rows = await tx.all(
        """SELECT * FROM buddy_memberships
        WHERE guild_id = :guild_id AND state = 'paused' AND paused_until <= :now ORDER BY member_id""",
        {"guild_id": guild_id, "now": now},
    )
    return [_membership(row) for row in rows]


async def tell_alone(tx: Tx, guild_id: int, member_id: int) -> bool:
    """Remember that the member is told that nobody was found. False when they know."""
    return (
        await tx.run(
            """UPDATE buddy_memberships SET told_alone = 1
            WHERE guild_id = :guild_id AND member_id = :member_id AND told_alone = 0""",
            {"guild_id": guild_id, "member_id": member_id},
        )
        == 1
    )


async def ask_exam(tx: Tx, guild_id: int, member_id: int, month: str) -> bool:
    """Remember that the member is asked how the exam of a month went. False when they were."""
    return (
        await tx.run(
            """UPDATE buddy_memberships SET asked_exam = :month
            WHERE guild_id = :guild_id AND member_id = :member_id AND (asked_exam IS NULL OR asked_exam <> :month)""",
            {"guild_id": guild_id, "member_id": member_id, "month": month},
        )
        == 1
    )


async def delete(tx: Tx, guild_id: int, member_id: int) -> bool:
    """Forget a membership. False when there was none."""
    return (
        await tx.run(
            "DELETE FROM buddy_memberships WHERE guild_id = :guild_id AND member_id = :member_id",
            {"guild_id": guild_id, "member_id": member_id},
        )
        == 1
    )


def mark_of(member_id: int) -> str:
    """The one-way mark under which a member is kept as blocked."""
    digest = hashlib.sha256(f"crosswalk buddy block {member_id}".encode()).digest()
    return base64.b32encode(digest[:15]).decode().lower()


async def block(tx: Tx, member_id: int, other_id: int, now: int) -> None:
    """The member never wants to meet the other. Saying it again changes nothing."""
    await tx.run(
        """INSERT INTO buddy_blocks (member_id, blocked_mark, blocked_at) VALUES (:member_id, :mark, :now)
        ON CONFLICT DO NOTHING""",
        {"member_id": member_id, "mark": mark_of(other_id), "now": now},
    )


async def unblock(tx: Tx, member_id: int, other_id: int) -> None:
    """The member takes a block back, if there is one."""
    await tx.run(
        "DELETE FROM buddy_blocks WHERE member_id = :member_id AND blocked_mark = :mark",
        {"member_id": member_id, "mark": mark_of(other_id)},
    )


async def blocked_among(tx: Tx, guild_id: int, members: Sequence[int]) -> frozenset[frozenset[int]]:
    """Of these members, all of whom have a membership here: the two who may not meet, whoever blocked whom."""
    rows = await tx.all(
        """SELECT b.member_id, b.blocked_mark FROM buddy_blocks AS b
        JOIN buddy_memberships AS m ON m.guild_id = :guild_id AND m.member_id = b.member_id""",
        {"guild_id": guild_id},
    )
    there = set(members)
    by_mark = {mark_of(member_id): member_id for member_id in members} if rows else {}
    return frozenset(
        frozenset({row["member_id"], by_mark[row["blocked_mark"]]})
        for row in rows
        if row["member_id"] in there and row["blocked_mark"] in by_mark
    )


async def member_rows(tx: Tx, member_id: int) -> dict[str, Rows]:
    """All that is kept about a member here. Whom they blocked is kept as a mark that cannot be read back."""
    tables = {
        "buddies": "SELECT * FROM buddy_memberships WHERE member_id = :member_id ORDER BY guild_id",
        "buddy_blocks": "SELECT * FROM buddy_blocks WHERE member_id = :member_id ORDER BY blocked_at",
    }
    return {
        name: [dict(row) for row in await tx.all(sql, {"member_id": member_id})]
        for name, sql in tables.items()
    }


async def erase_member(tx: Tx, member_id: int) -> dict[str, int]:
    """Remove all of it. Pairs must have ended before."""
    tables = {"buddy memberships": "buddy_memberships", "buddy blocks": "buddy_blocks"}
    return {
        name: await tx.run(f"DELETE FROM {table} WHERE member_id = :member_id", {"member_id": member_id})
        for name, table in tables.items()
    }
