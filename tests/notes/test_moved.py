"""Migration 0020: words about buddies and about mnemonics in one table; none is lost, doubled or mixed up."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.community import START, at, community
from tests.db.older import older, upgraded

# Of both tables the newest rows have been removed again.
BEFORE = """
INSERT INTO buddy_notes VALUES
    (3, 1, 71, 'exam', 'CPC/2026-11', NULL, 100, 110, NULL),
    (4, 1, 72, 'ended', 'left', 12, 200, NULL, 'the member takes no direct messages.'),
    (9, 1, 73, 'alone', '', NULL, 300, NULL, NULL);
DELETE FROM buddy_notes WHERE id = 9;
INSERT INTO mnemonic_notes VALUES
    (2, 1, 71, 5, 'approved', '', 100, 120, NULL),
    (4, 1, 72, 0, 'banned', '', 400, NULL, NULL),
    (6, 1, 73, 7, 'declined', 'Too long', 500, NULL, NULL);
DELETE FROM mnemonic_notes WHERE id = 6;
INSERT INTO deliveries (id, kind, key, subject_id, guild_id, due_at, expires_at, state, wake_at, attempts, message_id,
    channel_id, sent_at, done_at) VALUES
    (1, 'buddies.note', '4', 4, 1, 200, 900, 'pending', 200, 0, NULL, NULL, NULL, NULL),
    (2, 'mnemonic.note', '2', 2, 1, 100, 900, 'sent', NULL, 1, 55, 66, 120, 120),
    (3, 'mnemonic.note', '4', 4, 1, 400, 900, 'pending', 400, 0, NULL, NULL, NULL, NULL),
    (4, 'mnemonic.post', '4', 4, 1, 400, 900, 'pending', 400, 0, NULL, NULL, NULL, NULL);
"""
NEW = """INSERT INTO member_notes (topic, guild_id, member_id, kind, detail, created_at)
    VALUES ('mnemonic.note', 1, 71, 'shared', '', 600) RETURNING id"""


def rows(connection: sqlite3.Connection, sql: str) -> list[tuple[object, ...]]:
    """All that a query finds."""
    return list(connection.execute(sql))


async def test_words_are_kept_and_their_deliveries_find_them(tmp_path: Path) -> None:
    with closing(sqlite3.connect(await upgraded(tmp_path, "0020", BEFORE))) as connection:
        assert rows(connection, "SELECT * FROM member_notes ORDER BY id") == [
            (3, "buddies.note", 1, 71, "exam", "CPC/2026-11", None, 100, 110, None),
            (
                4,
                "buddies.note",
                1,
                72,
                "ended",
                "left",
                12,
                200,
                None,
                "the member takes no direct messages.",
            ),
            (11, "mnemonic.note", 1, 71, "approved", "", 5, 100, 120, None),
            (13, "mnemonic.note", 1, 72, "banned", "", None, 400, None, None),
        ]
        assert rows(connection, "SELECT kind, key, subject_id FROM deliveries ORDER BY id") == [
            ("buddies.note", "4", 4),
            ("mnemonic.note", "2", 11),
            ("mnemonic.note", "4", 13),
            ("mnemonic.post", "4", 4),
        ]


async def test_numbers_go_on_after_all_that_there_ever_were(tmp_path: Path) -> None:
    """Nine words about buddies and six about mnemonics; a key of either kind is never made twice."""
    with closing(sqlite3.connect(await upgraded(tmp_path, "0020", BEFORE))) as connection:
        assert rows(connection, NEW) == [(16,)]
        connection.execute("DELETE FROM member_notes")
        assert rows(connection, NEW) == [(17,)]


async def test_also_when_all_are_gone_or_none_ever_was(tmp_path: Path) -> None:
    emptied = f"{BEFORE}DELETE FROM buddy_notes; DELETE FROM mnemonic_notes;"
    with closing(sqlite3.connect(await upgraded(tmp_path / "gone", "0020", emptied))) as connection:
        assert rows(connection, NEW) == [(16,)]
    with closing(sqlite3.connect(await upgraded(tmp_path / "none", "0020", ""))) as connection:
        assert rows(connection, NEW) == [(1,)]


async def test_a_word_in_doubt_when_the_bot_was_updated_is_found_and_not_said_twice(tmp_path: Path) -> None:
    """It was sent with its old number on its button; only its delivery's key tells of that now."""
    async with community(tmp_path) as town:
        author, guild_id = town.learners[0], town.guild.id
        async with town.bot() as app:
            notes = app.services.mnemonics.notes
            await app.services.db.write(lambda tx: notes.tell(tx, guild_id, author.user.id, "approved"))
            await town.travel(at(START) + 5)
        (said,) = author.dms()
        (button,) = said.buttons()
        assert button.custom_id == "mnn:1"
        town.folder = tmp_path / "updated"
        await older(town.folder / "bot.sqlite3", "0020", in_doubt(guild_id, author.user.id))
        async with town.bot():
            await town.travel(at(START) + 3600)
        assert [message.text() for message in author.dms()] == [said.text()]
        with closing(sqlite3.connect(town.folder / "bot.sqlite3")) as connection:
            told = rows(
                connection, "SELECT id, told_at IS NOT NULL FROM member_notes WHERE topic = 'mnemonic.note'"
            )
            assert told == [(4, 1)]


def in_doubt(guild_id: int, member_id: int) -> str:
    """One word about a mnemonic of which nobody knows whether it has arrived, and words about buddies."""
    due_at = at(START)
    return f"""
    INSERT INTO buddy_notes VALUES (3, 1, 71, 'alone', '', NULL, 100, 110, NULL);
    INSERT INTO mnemonic_notes VALUES (1, {guild_id}, {member_id}, 0, 'approved', '', {due_at}, NULL, NULL);
    INSERT INTO deliveries (kind, key, subject_id, guild_id, due_at, expires_at, wake_at, attempts, unsure)
    VALUES ('mnemonic.note', '1', 1, {guild_id}, {due_at}, {due_at + 172_800}, {due_at + 1800}, 1, 1);
    """
