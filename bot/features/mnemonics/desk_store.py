"""The SQL of moderating. Owns `mnemonic_servers`, `mnemonic_reports`, `mnemonic_hidden` and `mnemonic_bans`."""

import base64
import hashlib

from bot.db import Tx
from bot.features.mnemonics.model import Server

Rows = list[dict[str, object]]


async def server(tx: Tx, guild_id: int) -> Server:
    """A server's choices, or the defaults."""
    row = await tx.one(
        """SELECT channel_id, approve_first, hourly, others, set_by FROM mnemonic_servers
        WHERE guild_id = :guild_id""",
        {"guild_id": guild_id},
    )
    if row is None:
        return Server(guild_id)
    return Server(
        guild_id,
        row["channel_id"],
        bool(row["approve_first"]),
        row["hourly"],
        bool(row["others"]),
        row["set_by"],
    )


async def save_server(tx: Tx, chosen: Server) -> None:
    """Keep a server's choices."""
    await tx.run(
        """INSERT INTO mnemonic_servers (guild_id, channel_id, approve_first, hourly, others, set_by)
        VALUES (:guild_id, :channel_id, :approve_first, :hourly, :others, :set_by)
        ON CONFLICT (guild_id) DO UPDATE SET channel_id = excluded.channel_id,
            approve_first = excluded.approve_first, hourly = excluded.hourly, others = excluded.others,
            set_by = excluded.set_by""",
        {
            "guild_id": chosen.guild_id,
            "channel_id": chosen.channel_id,
            "approve_first": int(chosen.approve_first),
            "hourly": chosen.hourly,
            "others": int(chosen.others),
            "set_by": chosen.set_by,
        },
    )


async def report(tx: Tx, guild_id: int, ref: str, member_id: int, reason: str, now: int) -> bool:
    """Keep a report. False when the member has an open one on it, whose reason is replaced."""
    again = await tx.run(
        """UPDATE mnemonic_reports SET reason = :reason
        WHERE guild_id = :guild_id AND ref = :ref AND member_id = :member_id AND closed_at IS NULL""",
        {"guild_id": guild_id, "ref": ref, "member_id": member_id, "reason": reason},
    )
    if again:
        return False
    await tx.run(
        """INSERT INTO mnemonic_reports (ref, guild_id, member_id, reason, reported_at)
        VALUES (:ref, :guild_id, :member_id, :reason, :now)""",
        {"ref": ref, "guild_id": guild_id, "member_id": member_id, "reason": reason, "now": now},
    )
    return True


async def reports_since(tx: Tx, guild_id: int, member_id: int, since: int) -> int:
    """How much a member has reported in a server since then (epoch seconds), decided or not."""
    return int(
        await tx.value(
            """SELECT COUNT(*) FROM mnemonic_reports
            WHERE member_id = :member_id AND guild_id = :guild_id AND reported_at > :since""",
            {"guild_id": guild_id, "member_id": member_id, "since": since},
        )
    )


async def reasons(tx: Tx, guild_id: int, ref: str, most: int) -> list[str]:
    """Why it was reported, oldest first; reports that are decided left out."""
    rows = await tx.all(
        """SELECT reason FROM mnemonic_reports WHERE guild_id = :guild_id AND ref = :ref AND closed_at IS NULL
        ORDER BY id LIMIT :most""",
        {"guild_id": guild_id, "ref": ref, "most": most},
    )
    return [row["reason"] for row in rows]


# Open reports on what the server's members can still see. The bot's own are always there.
_REPORTED = """FROM mnemonic_reports WHERE guild_id = :guild_id AND closed_at IS NULL
    AND (ref LIKE 'b:%' OR EXISTS (
        SELECT 1 FROM mnemonic_tallies WHERE mnemonic_tallies.ref = mnemonic_reports.ref AND shown = 1
            AND (home = :guild_id OR everywhere = 1)))"""


async def all_reported(tx: Tx, guild_id: int, most: int) -> list[str]:
    """Refs with open reports, the one that was reported first at the top; what is gone from there left out."""
    rows = await tx.all(
        f"SELECT ref {_REPORTED} GROUP BY ref ORDER BY MIN(id) LIMIT :most",
        {"guild_id": guild_id, "most": most},
    )
    return [row["ref"] for row in rows]


async def reported(tx: Tx, guild_id: int) -> int:
    """How many mnemonics have open reports; what is gone from there left out."""
    return int(await tx.value(f"SELECT COUNT(DISTINCT ref) {_REPORTED}", {"guild_id": guild_id}))


async def close_reports(tx: Tx, guild_id: int, ref: str, now: int) -> int:
    """They are decided. Returns how many there were."""
    return await tx.run(
        """UPDATE mnemonic_reports SET closed_at = :now
        WHERE guild_id = :guild_id AND ref = :ref AND closed_at IS NULL""",
        {"guild_id": guild_id, "ref": ref, "now": now},
    )


async def hide(tx: Tx, guild_id: int, ref: str, now: int) -> int:
    """A server does not want to see it. Returns how many servers don't."""
    await tx.run(
        """INSERT INTO mnemonic_hidden (guild_id, ref, hidden_at) VALUES (:guild_id, :ref, :now)
        ON CONFLICT DO NOTHING""",
        {"guild_id": guild_id, "ref": ref, "now": now},
    )
    return int(await tx.value("SELECT COUNT(*) FROM mnemonic_hidden WHERE ref = :ref", {"ref": ref}))


async def unhide(tx: Tx, guild_id: int, ref: str) -> bool:
    """A server wants to see it again. False when it had not been hidden there."""
    gone = await tx.run(
        "DELETE FROM mnemonic_hidden WHERE guild_id = :guild_id AND ref = :ref",
        {"guild_id": guild_id, "ref": ref},
    )
    return gone > 0


async def hidden(tx: Tx, guild_id: int) -> frozenset[str]:
    """Refs of what a server does not want to see."""
    rows = await tx.all("SELECT ref FROM mnemonic_hidden WHERE guild_id = :guild_id", {"guild_id": guild_id})
    return frozenset(row["ref"] for row in rows)


def mark_of(guild_id: int, member_id: int) -> str:
    """The one-way mark under which a member is kept as one who may not post in a server."""
    digest = hashlib.sha256(f"crosswalk mnemonic ban {guild_id} {member_id}".encode()).digest()
    return base64.b32encode(digest[:15]).decode().lower()


async def ban(tx: Tx, guild_id: int, member_id: int, now: int) -> None:
    """The member may not post in that server any more."""
    await tx.run(
        """INSERT INTO mnemonic_bans (guild_id, member_mark, banned_at) VALUES (:guild_id, :mark, :now)
        ON CONFLICT DO NOTHING""",
        {"guild_id": guild_id, "mark": mark_of(guild_id, member_id), "now": now},
    )


async def allow(tx: Tx, guild_id: int, member_id: int) -> bool:
    """The member may post again. False when nothing had kept them from it."""
    gone = await tx.run(
        "DELETE FROM mnemonic_bans WHERE guild_id = :guild_id AND member_mark = :mark",
        {"guild_id": guild_id, "mark": mark_of(guild_id, member_id)},
    )
    return gone > 0


async def banned(tx: Tx, guild_id: int, member_id: int) -> bool:
    """Whether the member may not post in that server."""
    found = await tx.value(
        "SELECT 1 FROM mnemonic_bans WHERE guild_id = :guild_id AND member_mark = :mark",
        {"guild_id": guild_id, "mark": mark_of(guild_id, member_id)},
    )
    return found is not None


async def member_rows(tx: Tx, member_id: int) -> dict[str, Rows]:
    """A member's reports, and servers they set up."""
    tables = {
        "mnemonic_reports": """SELECT ref, guild_id, reason, reported_at, closed_at FROM mnemonic_reports
            WHERE member_id = :member_id ORDER BY id""",
        "mnemonic_servers": "SELECT * FROM mnemonic_servers WHERE set_by = :member_id",
    }
    return {
        name: [dict(row) for row in await tx.all(sql, {"member_id": member_id})]
        for name, sql in tables.items()
    }


async def forget_member(tx: Tx, member_id: int) -> tuple[int, int]:
    """Keep reports and servers' choices without the member. Returns how many of each."""
    reports = await tx.run(
        "UPDATE mnemonic_reports SET member_id = NULL WHERE member_id = :member_id", {"member_id": member_id}
    )
    servers = await tx.run(
        "UPDATE mnemonic_servers SET set_by = NULL WHERE set_by = :member_id", {"member_id": member_id}
    )
    return reports, servers
