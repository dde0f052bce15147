"""The SQL of the mnemonics that members write. Owns `mnemonics`."""

from collections.abc import Sequence

from bot.db import Row, Tx
from bot.features.mnemonics.model import Mnemonic, Sharing, State, Texts

_COLUMNS = """id, guild_id, author_id, topic, hook, stands_for, story, state, sharing, created_at, channel_id,
    message_id, version"""


def _mnemonic(row: Row) -> Mnemonic:
    return Mnemonic(
        ref=str(row["id"]),
        guild_id=row["guild_id"],
        author_id=row["author_id"],
        topic=row["topic"],
        texts=Texts(row["hook"], row["stands_for"], row["story"]),
        state=State(row["state"]),
        sharing=Sharing(row["sharing"]),
        created_at=row["created_at"],
        channel_id=row["channel_id"],
        message_id=row["message_id"],
        version=row["version"],
    )


def _texts(texts: Texts, key: str) -> dict[str, object]:
    return {"hook": texts.hook, "stands_for": texts.stands_for, "story": texts.story, "key": key}


async def insert(
    tx: Tx, *, guild_id: int, author_id: int, topic: str, texts: Texts, key: str, state: State, now: int
) -> Mnemonic:
    """Keep a new one. key: the hook's words alone."""
    row = await tx.one(
        f"""INSERT INTO mnemonics (guild_id, author_id, topic, hook, stands_for, story, hook_key, state, created_at)
        VALUES (:guild_id, :author_id, :topic, :hook, :stands_for, :story, :key, :state, :now)
        RETURNING {_COLUMNS}""",
        {
            "guild_id": guild_id,
            "author_id": author_id,
            "topic": topic,
            "state": state,
            "now": now,
            **_texts(texts, key),
        },
    )
    assert row is not None
    return _mnemonic(row)


async def find(tx: Tx, number: int) -> Mnemonic | None:
    """The one with this number, whatever its state."""
    row = await tx.one(f"SELECT {_COLUMNS} FROM mnemonics WHERE id = :id", {"id": number})
    return _mnemonic(row) if row else None


async def many(tx: Tx, numbers: Sequence[int]) -> list[Mnemonic]:
    """Those of these that there are, in no order."""
    names = {f"n{place}": number for place, number in enumerate(numbers)}
    if not names:
        return []
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM mnemonics WHERE id IN ({', '.join(f':{name}' for name in names)})", names
    )
    return [_mnemonic(row) for row in rows]


async def with_key(
    tx: Tx, guild_id: int, key: str, most: int, *, author_id: int | None = None
) -> list[Mnemonic]:
    """What the server shows with just these words as its hook; also the author's own that waits for a moderator."""
    rows = await tx.all(
        f"""SELECT {_COLUMNS} FROM mnemonics
        WHERE guild_id = :guild_id AND hook_key = :key
            AND (state = 'shown' OR (state = 'waiting' AND author_id = :author_id)) LIMIT :most""",
        {"guild_id": guild_id, "key": key, "most": most, "author_id": author_id},
    )
    return [_mnemonic(row) for row in rows]


async def of_author(tx: Tx, guild_id: int, author_id: int, before: int | None, most: int) -> list[Mnemonic]:
    """A member's own in a server, newest first; before: with smaller numbers only."""
    rows = await tx.all(
        f"""SELECT {_COLUMNS} FROM mnemonics
        WHERE author_id = :author_id AND guild_id = :guild_id AND state NOT IN ('draft', 'deleted')
            AND (:before IS NULL OR id < :before)
        ORDER BY id DESC LIMIT :most""",
        {"guild_id": guild_id, "author_id": author_id, "before": before, "most": most},
    )
    return [_mnemonic(row) for row in rows]


async def posted_since(tx: Tx, guild_id: int, author_id: int, since: int, most: int) -> list[int]:
    """When a member last posted there, newest first, also what they deleted since (epoch seconds)."""
    rows = await tx.all(
        """SELECT created_at FROM mnemonics
        WHERE author_id = :author_id AND guild_id = :guild_id AND state <> 'draft' AND created_at > :since
        ORDER BY created_at DESC LIMIT :most""",
        {"guild_id": guild_id, "author_id": author_id, "since": since, "most": most},
    )
    return [row["created_at"] for row in rows]


async def drop_drafts(tx: Tx, guild_id: int, author_id: int) -> int:
    """Forget what a member began and never posted there."""
    return await tx.run(
        """DELETE FROM mnemonics WHERE author_id = :author_id AND guild_id = :guild_id AND state = 'draft'""",
        {"guild_id": guild_id, "author_id": author_id},
    )


async def set_state(tx: Tx, number: int, state: State, *, created_at: int | None = None) -> None:
    """Its new state; created_at: when it was really posted, for a draft."""
    await tx.run(
        """UPDATE mnemonics SET state = :state, created_at = COALESCE(:created_at, created_at) WHERE id = :id""",
        {"id": number, "state": state, "created_at": created_at},
    )


async def set_sharing(tx: Tx, number: int, sharing: Sharing) -> None:
    """Whether other servers see it."""
    await tx.run("UPDATE mnemonics SET sharing = :sharing WHERE id = :id", {"id": number, "sharing": sharing})


async def set_texts(tx: Tx, number: int, texts: Texts, key: str) -> None:
    """What it says now."""
    await tx.run(
        """UPDATE mnemonics SET hook = :hook, stands_for = :stands_for, story = :story, hook_key = :key
        WHERE id = :id""",
        {"id": number, **_texts(texts, key)},
    )


async def empty(tx: Tx, number: int, *, keep_author: bool) -> None:
    """Delete it: nothing of what it said stays; where it was posted does, so that the message can follow."""
    await tx.run(
        """UPDATE mnemonics SET state = 'deleted', sharing = 'no', hook = '', stands_for = '', story = '',
            hook_key = '', author_id = CASE WHEN :keep = 1 THEN author_id END WHERE id = :id""",
        {"id": number, "keep": int(keep_author)},
    )


async def to_be_posted(tx: Tx, number: int, channel_id: int) -> None:
    """In which channel it is to stand: one in doubt is looked for there, wherever posts go meanwhile."""
    await tx.run(
        "UPDATE mnemonics SET channel_id = :channel_id WHERE id = :id",
        {"id": number, "channel_id": channel_id},
    )


async def posted(tx: Tx, number: int, channel_id: int, message_id: int) -> int:
    """Where the server's channel shows it. Returns how often it has changed since it was to be posted."""
    return int(
        await tx.value(
            """UPDATE mnemonics SET channel_id = :channel_id, message_id = :message_id WHERE id = :id
            RETURNING version""",
            {"id": number, "channel_id": channel_id, "message_id": message_id},
        )
    )


async def changed(tx: Tx, number: int) -> int:
    """Its message has something to follow. Returns the number of the change."""
    return int(
        await tx.value(
            "UPDATE mnemonics SET version = version + 1 WHERE id = :id RETURNING version", {"id": number}
        )
    )


async def all_asking(tx: Tx, guild_id: int, most: int) -> list[Mnemonic]:
    """The oldest that a moderator has to decide on: to be posted, or to be shared."""
    rows = await tx.all(
        f"""SELECT {_COLUMNS} FROM mnemonics
        WHERE guild_id = :guild_id AND (state = 'waiting' OR sharing = 'asked') ORDER BY id LIMIT :most""",
        {"guild_id": guild_id, "most": most},
    )
    return [_mnemonic(row) for row in rows]


async def asking_of(tx: Tx, guild_id: int, author_id: int) -> list[Mnemonic]:
    """All of one author's that a moderator there has to decide on."""
    rows = await tx.all(
        f"""SELECT {_COLUMNS} FROM mnemonics
        WHERE author_id = :author_id AND guild_id = :guild_id AND (state = 'waiting' OR sharing = 'asked')
        ORDER BY id""",
        {"guild_id": guild_id, "author_id": author_id},
    )
    return [_mnemonic(row) for row in rows]


async def asking(tx: Tx, guild_id: int) -> int:
    """How many those are."""
    return int(
        await tx.value(
            """SELECT COUNT(*) FROM mnemonics
            WHERE guild_id = :guild_id AND (state = 'waiting' OR sharing = 'asked')""",
            {"guild_id": guild_id},
        )
    )


async def all_of_author(tx: Tx, author_id: int) -> list[Mnemonic]:
    """Everything of a member, in all servers, drafts and deleted ones too."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM mnemonics WHERE author_id = :author_id ORDER BY id", {"author_id": author_id}
    )
    return [_mnemonic(row) for row in rows]


async def forget_author(tx: Tx, author_id: int) -> int:
    """Keep a member's mnemonics without the member. Returns how many."""
    return await tx.run(
        "UPDATE mnemonics SET author_id = NULL WHERE author_id = :author_id", {"author_id": author_id}
    )


async def member_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """A member's own, for their export."""
    rows = await tx.all(
        """SELECT id, guild_id, topic, hook, stands_for, story, state, sharing, created_at, channel_id, message_id
        FROM mnemonics WHERE author_id = :member_id ORDER BY id""",
        {"member_id": member_id},
    )
    return [dict(row) for row in rows]
