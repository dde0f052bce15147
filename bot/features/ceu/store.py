"""The SQL of what members keep with a body. Owns `ceu_records` and `ceu_credentials`."""

from datetime import date, time

from bot.db import Row, Tx
from bot.features.ceu.model import Credential, Record, Told

_COLUMNS = """id, member_id, guild_id, body, zone, begins_on, ends_on, asked, remind_at, reminds, revision,
              planned, told, told_on, untold"""


def _credential(row: Row) -> Credential:
    return Credential(row["id"], row["certification"], date.fromisoformat(row["earned_on"]), row["exam_id"])


async def _record(tx: Tx, row: Row) -> Record:
    held = await tx.all(
        """SELECT id, certification, earned_on, exam_id FROM ceu_credentials
        WHERE record_id = :id ORDER BY earned_on, id""",
        {"id": row["id"]},
    )
    return Record(
        id=row["id"],
        member_id=row["member_id"],
        guild_id=row["guild_id"],
        body=row["body"],
        zone=row["zone"],
        begins_on=date.fromisoformat(row["begins_on"]),
        ends_on=date.fromisoformat(row["ends_on"]),
        asked=row["asked"],
        remind_at=time(*divmod(row["remind_at"], 60)),
        reminds=bool(row["reminds"]),
        revision=row["revision"],
        planned=row["planned"],
        told=None
        if row["told"] is None
        else Told(row["told"], date.fromisoformat(row["told_on"]), bool(row["untold"])),
        credentials=tuple(_credential(each) for each in held),
    )


async def insert(tx: Tx, record: Record) -> int:
    """A new record, without a credential yet. Returns its id; the one it comes with does not count."""
    return int(
        await tx.value(
            """INSERT INTO ceu_records (member_id, guild_id, body, zone, begins_on, ends_on, remind_at)
            VALUES (:member_id, :guild_id, :body, :zone, :begins, :ends, :remind_at) RETURNING id""",
            {
                "member_id": record.member_id,
                "guild_id": record.guild_id,
                "body": record.body,
                "zone": record.zone,
                "begins": record.begins_on.isoformat(),
                "ends": record.ends_on.isoformat(),
                "remind_at": record.remind_at.hour * 60 + record.remind_at.minute,
            },
        )
    )


async def find(tx: Tx, record_id: int) -> Record | None:
    """The record, if it is there."""
    row = await tx.one(f"SELECT {_COLUMNS} FROM ceu_records WHERE id = :id", {"id": record_id})
    return await _record(tx, row) if row else None


async def of_body(tx: Tx, member_id: int, body: str) -> Record | None:
    """A member's record with a body."""
    row = await tx.one(
        f"SELECT {_COLUMNS} FROM ceu_records WHERE member_id = :member_id AND body = :body",
        {"member_id": member_id, "body": body},
    )
    return await _record(tx, row) if row else None


async def of_member(tx: Tx, member_id: int) -> list[Record]:
    """All of a member's records, the body first in the alphabet first."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM ceu_records WHERE member_id = :member_id ORDER BY body",
        {"member_id": member_id},
    )
    return [await _record(tx, row) for row in rows]


async def set_cycle(tx: Tx, record_id: int, *, begins: date, ends: date, asked: int | None) -> None:
    """Another first cycle."""
    await tx.run(
        "UPDATE ceu_records SET begins_on = :begins, ends_on = :ends, asked = :asked WHERE id = :id",
        {"id": record_id, "begins": begins.isoformat(), "ends": ends.isoformat(), "asked": asked},
    )


async def set_reminding(tx: Tx, record_id: int, *, reminds: bool, remind_at: time) -> None:
    """Whether reminders come, and when."""
    await tx.run(
        "UPDATE ceu_records SET reminds = :reminds, remind_at = :at WHERE id = :id",
        {"id": record_id, "reminds": int(reminds), "at": remind_at.hour * 60 + remind_at.minute},
    )


async def revise(tx: Tx, record_id: int, planned: int) -> int:
    """A new revision, for reminders of a cycle: those of the old one are no more. Returns it."""
    return int(
        await tx.value(
            """UPDATE ceu_records SET revision = revision + 1, planned = :planned
            WHERE id = :id RETURNING revision""",
            {"id": record_id, "planned": planned},
        )
    )


async def set_told(tx: Tx, record_id: int, told: Told) -> None:
    """The last reminder, and whether it could be brought."""
    await tx.run(
        "UPDATE ceu_records SET told = :days, told_on = :ends, untold = :untold WHERE id = :id",
        {"id": record_id, "days": told.days, "ends": told.ends.isoformat(), "untold": int(told.untold)},
    )


async def add_credential(
    tx: Tx, record: Record, certification: str, earned_on: date, exam_id: int | None
) -> bool:
    """One more credential with the body. False when it is there already."""
    added = await tx.run(
        """INSERT INTO ceu_credentials (record_id, member_id, certification, earned_on, exam_id)
        VALUES (:record_id, :member_id, :certification, :earned_on, :exam_id)
        ON CONFLICT (record_id, certification) DO NOTHING""",
        {
            "record_id": record.id,
            "member_id": record.member_id,
            "certification": certification,
            "earned_on": earned_on.isoformat(),
            "exam_id": exam_id,
        },
    )
    return added > 0


async def move_credential(tx: Tx, credential_id: int, earned_on: date) -> None:
    """It was earned on another day."""
    await tx.run(
        "UPDATE ceu_credentials SET earned_on = :on WHERE id = :id",
        {"id": credential_id, "on": earned_on.isoformat()},
    )


async def drop_credential(tx: Tx, credential_id: int) -> None:
    """Forget a credential."""
    await tx.run("DELETE FROM ceu_credentials WHERE id = :id", {"id": credential_id})


async def delete(tx: Tx, record_id: int) -> None:
    """Forget a record, with its credits."""
    await tx.run("DELETE FROM ceu_records WHERE id = :id", {"id": record_id})


async def member_rows(tx: Tx, member_id: int) -> dict[str, list[dict[str, object]]]:
    """What is kept of a member."""
    found: dict[str, list[dict[str, object]]] = {}
    for table in ("ceu_records", "ceu_credentials"):
        rows = await tx.all(
            f"SELECT * FROM {table} WHERE member_id = :member_id ORDER BY id", {"member_id": member_id}
        )
        found[table] = [dict(row) for row in rows]
    return found


async def erase_member(tx: Tx, member_id: int) -> int:
    """Remove it; credentials and credits go along. Returns how many records."""
    return await tx.run("DELETE FROM ceu_records WHERE member_id = :member_id", {"member_id": member_id})
