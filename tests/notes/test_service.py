"""Words to members, below Discord: of each feature its own, and none of somebody else's."""

import sqlite3

import pytest

from bot.db import Tx
from bot.errors import NotFound
from bot.features.buddies.notes import NotesService
from bot.features.buddies.terms import NoteKind as BuddyKind
from bot.features.mnemonics.model import NoteKind
from bot.features.mnemonics.notes import AuthorNotes
from tests.community import Community

GUILD, MEMBER = 5, 71


async def told(town: Community) -> tuple[NotesService, AuthorNotes]:
    """One word about buddies, and one about a mnemonic, neither of which can be brought. Returns who keeps them."""
    assert town.app is not None
    services = town.app.services
    buddies, mnemonics = services.buddies.notes, services.mnemonics.notes

    async def work(tx: Tx) -> None:
        await buddies.keep(tx, GUILD, MEMBER, BuddyKind.HELLO, "closed")
        await mnemonics.keep(tx, GUILD, MEMBER, NoteKind.BANNED, "closed")

    await services.db.write(work)
    return buddies, mnemonics


async def test_each_feature_shows_its_own_only(town: Community) -> None:
    buddies, mnemonics = await told(town)
    (hello,) = await buddies.unread(GUILD, MEMBER)
    (banned,) = await mnemonics.unread(GUILD, MEMBER)
    assert (hello.kind, banned.kind) == (BuddyKind.HELLO, NoteKind.BANNED)
    assert await buddies.unread(GUILD, MEMBER + 1) == []
    assert await buddies.unread(GUILD + 1, MEMBER) == []
    assert await buddies.note(hello.id) == hello
    with pytest.raises(NotFound):
        await mnemonics.note(hello.id)
    with pytest.raises(NotFound):
        await buddies.note(banned.id)


async def test_what_was_shown_is_not_shown_again(town: Community) -> None:
    buddies, mnemonics = await told(town)
    await buddies.shown(await buddies.unread(GUILD, MEMBER))
    assert await buddies.unread(GUILD, MEMBER) == []
    assert len(await mnemonics.unread(GUILD, MEMBER)) == 1


async def test_of_many_the_newest_five_are_shown_oldest_first(town: Community) -> None:
    for _ in range(7):
        buddies, _mnemonics = await told(town)
    unread = await buddies.unread(GUILD, MEMBER)
    assert [note.id for note in unread] == [5, 7, 9, 11, 13]


async def test_asking_for_a_member_reads_no_whole_table(town: Community) -> None:
    asked = (
        "SELECT id FROM member_notes WHERE member_id = 1 AND guild_id = 1 AND topic = 'x' AND told_at IS NULL"
    )
    connection = sqlite3.connect(town.folder / "bot.sqlite3")
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked} ORDER BY id DESC LIMIT 5")]
    connection.close()
    assert not any(step.startswith("SCAN") for step in plan), plan
