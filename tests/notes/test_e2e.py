"""Words to members in Discord: brought once, and put away at any time."""

from pathlib import Path

import pytest

from bot.db import Tx
from bot.features.buddies.terms import NoteKind as BuddyKind
from bot.features.mnemonics.model import NoteKind
from cogs.notes import PutAwayButton
from tests.community import START, at, community


async def test_words_of_both_features_come_by_message_and_are_put_away_after_a_restart(
    tmp_path: Path,
) -> None:
    async with community(tmp_path) as town:
        member, guild_id = town.learners[0], town.guild.id
        async with town.bot() as app:
            services = app.services

            async def work(tx: Tx) -> None:
                await services.buddies.notes.tell(tx, guild_id, member.user.id, BuddyKind.ALONE)
                await services.mnemonics.notes.tell(tx, guild_id, member.user.id, NoteKind.BANNED)

            await services.db.write(work)
            await town.travel(at(START) + 5)
        assert {message.buttons()[0].custom_id for message in member.dms()} == {"bo:1", "mnn:2"}
        async with town.bot():
            for message in member.dms():
                await member.click(message, "OK")
        assert [message.buttons() for message in member.dms()] == [[], []]


@pytest.mark.parametrize("mark", ["an:1", "bo:22", "cg:3", "mnn:999999999999999"])
def test_every_mark_there_is_finds_the_button(mark: str) -> None:
    button = PutAwayButton.rebuilt(mark)
    assert button is not None
    assert button.custom_id == mark


@pytest.mark.parametrize("other", ["bo:1:5", "bo:", "bo:x", "mnv:1", "mnn:1 ", "xbo:1"])
def test_no_other_does(other: str) -> None:
    assert PutAwayButton.rebuilt(other) is None
