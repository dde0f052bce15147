"""The SQL of members' choices. Owns the table `members`."""

from bot.db import Tx
from bot.features.members.model import Preferences, Rows


async def find(tx: Tx, member_id: int) -> Preferences:
    """The member's choices, or the defaults."""
    row = await tx.one(
        "SELECT zone, language, listed, reminders FROM members WHERE member_id = :member_id",
        {"member_id": member_id},
    )
    if row is None:
        return Preferences()
    return Preferences(row["zone"], row["language"], bool(row["listed"]), bool(row["reminders"]))


async def save(tx: Tx, member_id: int, preferences: Preferences, now: int) -> None:
    """Store the member's choices."""
    await tx.run(
        """INSERT INTO members (member_id, zone, language, listed, reminders, changed_at)
        VALUES (:member_id, :zone, :language, :listed, :reminders, :now)
        ON CONFLICT (member_id) DO UPDATE SET zone = excluded.zone, language = excluded.language,
            listed = excluded.listed, reminders = excluded.reminders, changed_at = excluded.changed_at""",
        {
            "member_id": member_id,
            "zone": preferences.zone,
            "language": preferences.language,
            "listed": int(preferences.listed),
            "reminders": int(preferences.reminders),
            "now": now,
        },
    )


async def rows(tx: Tx, member_id: int) -> Rows:
    """What is kept, as it is kept."""
    found = await tx.all("SELECT * FROM members WHERE member_id = :member_id", {"member_id": member_id})
    return [dict(row) for row in found]


async def erase(tx: Tx, member_id: int) -> int:
    """Remove it. Returns the number of rows."""
    return await tx.run("DELETE FROM members WHERE member_id = :member_id", {"member_id": member_id})
