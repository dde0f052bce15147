"""The SQL of logged credits. Owns `ceu_credits`."""

from datetime import date

from bot.db import Row, Tx
from bot.features.ceu.model import MOST_DRAFTS, Category, Credit, Record, Said

_COLUMNS = "id, record_id, earned_on, provider, title, category, hundredths, draft, logged_at"


def _credit(row: Row) -> Credit:
    said = Said(
        date.fromisoformat(row["earned_on"]),
        row["provider"],
        row["title"],
        Category(row["category"]),
        row["hundredths"],
    )
    return Credit(row["id"], row["record_id"], said, bool(row["draft"]), row["logged_at"])


def _params(said: Said) -> dict[str, object]:
    return {
        "earned_on": said.earned_on.isoformat(),
        "provider": said.provider,
        "title": said.title,
        "category": said.category.value,
        "hundredths": said.hundredths,
    }


async def insert(tx: Tx, record: Record, said: Said, *, draft: bool, now: int) -> Credit:
    """A new credit; as a draft it does not count yet, and the record's oldest ones give way to it."""
    if draft:
        await tx.run(
            """DELETE FROM ceu_credits WHERE record_id = :id AND draft = 1 AND id NOT IN
                (SELECT id FROM ceu_credits WHERE record_id = :id AND draft = 1 ORDER BY id DESC LIMIT :most)""",
            {"id": record.id, "most": MOST_DRAFTS - 1},
        )
    row = await tx.one(
        f"""INSERT INTO ceu_credits
            (record_id, member_id, earned_on, provider, title, category, hundredths, draft, logged_at)
        VALUES (:record_id, :member_id, :earned_on, :provider, :title, :category, :hundredths, :draft, :now)
        RETURNING {_COLUMNS}""",
        {
            "record_id": record.id,
            "member_id": record.member_id,
            "draft": int(draft),
            "now": now,
            **_params(said),
        },
    )
    assert row is not None
    return _credit(row)


async def find(tx: Tx, member_id: int, credit_id: int) -> Credit | None:
    """One of the member's own."""
    row = await tx.one(
        f"SELECT {_COLUMNS} FROM ceu_credits WHERE id = :id AND member_id = :member_id",
        {"id": credit_id, "member_id": member_id},
    )
    return _credit(row) if row else None


async def of_record(tx: Tx, record_id: int) -> list[Credit]:
    """All that count, newest first."""
    rows = await tx.all(
        f"""SELECT {_COLUMNS} FROM ceu_credits WHERE record_id = :id AND draft = 0
        ORDER BY earned_on DESC, id DESC""",
        {"id": record_id},
    )
    return [_credit(row) for row in rows]


async def change(tx: Tx, credit_id: int, said: Said) -> None:
    """Other particulars."""
    await tx.run(
        """UPDATE ceu_credits SET earned_on = :earned_on, provider = :provider, title = :title,
            category = :category, hundredths = :hundredths WHERE id = :id""",
        {"id": credit_id, **_params(said)},
    )


async def keep(tx: Tx, credit_id: int) -> None:
    """A draft counts from now on."""
    await tx.run("UPDATE ceu_credits SET draft = 0 WHERE id = :id", {"id": credit_id})


async def delete(tx: Tx, credit_id: int) -> None:
    """Forget one."""
    await tx.run("DELETE FROM ceu_credits WHERE id = :id", {"id": credit_id})


async def member_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """What a member logged."""
    rows = await tx.all(
        "SELECT * FROM ceu_credits WHERE member_id = :member_id ORDER BY id", {"member_id": member_id}
    )
    return [dict(row) for row in rows]


async def erase_member(tx: Tx, member_id: int) -> int:
    """Remove it. Returns how many."""
    return await tx.run("DELETE FROM ceu_credits WHERE member_id = :member_id", {"member_id": member_id})
