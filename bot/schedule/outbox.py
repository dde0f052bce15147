"""The SQL of deliveries: the outbox. Only this file writes their table.

States: pending → sending → sent | skipped | failed | withdrawn; from sending back to pending to try again.
"""

from dataclasses import dataclass
from datetime import date

from bot.db import Row, Tx
from bot.schedule.model import Delivery, Receipt, nonce_of
from bot.schedule.store import as_date

_COLUMNS = """id, kind, key, subject_id, guild_id, schedule_id, nominal_date, due_at, expires_at,
              attempts, state, message_id, wake_at, unsure, unwanted, tried_in"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A delivery with what only the outbox needs to know.

    wake_at: epoch seconds at which it next needs work, None when done.
    unsure: an attempt may have reached Discord. unwanted: not to be sent any more, adopted if it did arrive.
    """

    delivery: Delivery
    wake_at: int | None
    unsure: bool
    unwanted: bool


def _entry(row: Row) -> Entry:
    delivery = Delivery(
        id=row["id"],
        kind=row["kind"],
        key=row["key"],
        subject_id=row["subject_id"],
        guild_id=row["guild_id"],
        schedule_id=row["schedule_id"],
        nominal_date=as_date(row["nominal_date"]),
        due_at=row["due_at"],
        expires_at=row["expires_at"],
        attempts=row["attempts"],
        state=row["state"],
        message_id=row["message_id"],
        nonce=nonce_of(row["kind"], row["key"]),
        tried_in=row["tried_in"],
    )
    return Entry(delivery, row["wake_at"], bool(row["unsure"]), bool(row["unwanted"]))


async def insert(
    tx: Tx,
    *,
    kind: str,
    key: str,
    subject_id: int,
    guild_id: int,
    due_at: int,
    expires_at: int,
    schedule_id: int | None = None,
    nominal: date | None = None,
) -> Delivery | None:
    """A new pending delivery; None when this kind already has one with this key."""
    row = await tx.one(
        f"""INSERT INTO deliveries (kind, key, subject_id, guild_id, schedule_id, nominal_date,
                                    due_at, expires_at, wake_at)
            VALUES (:kind, :key, :subject_id, :guild_id, :schedule_id, :nominal,
                    :due_at, :expires_at, :due_at)
            ON CONFLICT (kind, key) DO NOTHING
            RETURNING {_COLUMNS}""",
        {
            "kind": kind,
            "key": key,
            "subject_id": subject_id,
            "guild_id": guild_id,
            "schedule_id": schedule_id,
            "nominal": None if nominal is None else nominal.isoformat(),
            "due_at": due_at,
            "expires_at": expires_at,
        },
    )
    return None if row is None else _entry(row).delivery


async def by_id(tx: Tx, delivery_id: int) -> Entry | None:
    row = await tx.one(f"SELECT {_COLUMNS} FROM deliveries WHERE id = :id", {"id": delivery_id})
    return None if row is None else _entry(row)


async def receipt(tx: Tx, kind: str, key: str) -> Receipt | None:
    """Where it stands; None when it was not sent."""
    row = await tx.one(
        """SELECT message_id, channel_id, sent_at FROM deliveries
           WHERE kind = :kind AND key = :key AND state = 'sent'""",
        {"kind": kind, "key": key},
    )
    return None if row is None else Receipt(row["message_id"], row["channel_id"], row["sent_at"])


async def due_ids(tx: Tx, now: int, limit: int) -> list[int]:
    """Ids that need work at `now`, fair between servers: everybody's first, then everybody's second, …"""
    rows = await tx.all(
        """SELECT id FROM (
               SELECT id, due_at, row_number() OVER (PARTITION BY guild_id ORDER BY due_at, id) AS turn
               FROM deliveries WHERE wake_at <= :now
           ) AS due
           ORDER BY turn, due_at, id LIMIT :limit""",
        {"now": now, "limit": limit},
    )
    return [row["id"] for row in rows]


async def claim(tx: Tx, delivery_id: int, lease_until: int) -> None:
    """Take it for one attempt. From here on a crash leaves it unsure, until the lease ends."""
    await tx.run(
        """UPDATE deliveries
           SET state = 'sending', wake_at = :lease_until, attempts = attempts + 1, unsure = 1
           WHERE id = :id AND wake_at IS NOT NULL""",
        {"id": delivery_id, "lease_until": lease_until},
    )


async def trying(tx: Tx, delivery_id: int, channel_id: int) -> None:
    """Where it is about to be sent."""
    await tx.run(
        "UPDATE deliveries SET tried_in = :channel_id WHERE id = :id AND state = 'sending'",
        {"id": delivery_id, "channel_id": channel_id},
    )


async def put_off(tx: Tx, delivery_id: int, wake_at: int, *, unsure: bool) -> None:
    """Back to pending, to be tried again at `wake_at`. What surely did not arrive was tried nowhere."""
    await tx.run(
        """UPDATE deliveries SET state = 'pending', wake_at = :wake_at, unsure = :unsure,
                                 tried_in = CASE WHEN :unsure = 1 THEN tried_in END
           WHERE id = :id AND wake_at IS NOT NULL""",
        {"id": delivery_id, "wake_at": wake_at, "unsure": int(unsure)},
    )


async def finish(tx: Tx, delivery_id: int, state: str, now: int, reason: str | None = None) -> bool:
    """Its last state other than sent. False when it already had one."""
    changed = await tx.run(
        """UPDATE deliveries SET state = :state, wake_at = NULL, done_at = :now, reason = :reason
           WHERE id = :id AND wake_at IS NOT NULL""",
        {"id": delivery_id, "state": state, "now": now, "reason": reason},
    )
    return changed > 0


async def finish_sent(tx: Tx, delivery_id: int, receipt: Receipt, now: int) -> bool:
    changed = await tx.run(
        """UPDATE deliveries SET state = 'sent', wake_at = NULL, done_at = :now, unsure = 0,
                                 message_id = :message_id, channel_id = :channel_id, sent_at = :sent_at
           WHERE id = :id AND wake_at IS NOT NULL""",
        {
            "id": delivery_id,
            "now": now,
            "message_id": receipt.message_id,
            "channel_id": receipt.channel_id,
            "sent_at": receipt.sent_at,
        },
    )
    return changed > 0


async def withdraw_open(tx: Tx, schedule_id: int, now: int) -> None:
    """Take back what a schedule has open. What may have reached Discord is only looked for from now on."""
    await tx.run(
        """UPDATE deliveries SET state = 'withdrawn', wake_at = NULL, done_at = :now
           WHERE schedule_id = :schedule_id AND wake_at IS NOT NULL AND state = 'pending' AND unsure = 0""",
        {"schedule_id": schedule_id, "now": now},
    )
    await tx.run(
        "UPDATE deliveries SET unwanted = 1 WHERE schedule_id = :schedule_id AND wake_at IS NOT NULL",
        {"schedule_id": schedule_id},
    )


async def withdraw(tx: Tx, kind: str, key: str, now: int) -> bool:
    """Take one back. False when it is being sent, may have been sent, or is done."""
    changed = await tx.run(
        """UPDATE deliveries SET state = 'withdrawn', wake_at = NULL, done_at = :now
           WHERE kind = :kind AND key = :key AND state = 'pending' AND unsure = 0""",
        {"kind": kind, "key": key, "now": now},
    )
    return changed > 0


async def move(tx: Tx, kind: str, key: str, due_at: int) -> bool:
    """Another due time for one that has not been tried; its window keeps its length."""
    changed = await tx.run(
        """UPDATE deliveries
           SET expires_at = :due_at + (expires_at - due_at), due_at = :due_at, wake_at = :due_at
           WHERE kind = :kind AND key = :key AND state = 'pending' AND unsure = 0""",
        {"kind": kind, "key": key, "due_at": due_at},
    )
    return changed > 0


async def wake_at(tx: Tx) -> int | None:
    value: int | None = await tx.value("SELECT min(wake_at) FROM deliveries WHERE wake_at IS NOT NULL")
    return value


async def purge(tx: Tx, before: int, limit: int) -> int:
    """Forget one-off deliveries that were done before `before`, at most `limit` of them."""
    return await tx.run(
        """DELETE FROM deliveries WHERE id IN (
               SELECT id FROM deliveries
               WHERE done_at < :before AND schedule_id IS NULL ORDER BY done_at LIMIT :limit)""",
        {"before": before, "limit": limit},
    )
