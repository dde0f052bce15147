"""Reports and blocks below Discord: who is named, who is spared, how often, and what a block gives away."""

import pytest

from bot.db import Tx
from bot.errors import BadInput, NotAllowed
from tests.buddies.core import ADMIN, GUILD, Core


async def notice(buddies: Core, number: int = 1) -> tuple[bool, int | None, frozenset[int], str]:
    found = await buddies.services.admin.notice(number)
    return found.private, found.by, found.about, found.text


async def test_a_report_names_everybody_of_its_own_pair_and_who_left(buddies: Core) -> None:
    first = await buddies.paired(1, 2, 3)
    await buddies.services.buddies.members.rematch(guild_id=GUILD, member_id=2)
    await buddies.services.buddies.members.leave(guild_id=GUILD, member_id=3)
    await buddies.join(4)
    await buddies.travel(25 * 60)
    assert await buddies.pair_of(1) != first
    safety = buddies.services.buddies.safety
    await safety.report(guild_id=GUILD, member_id=1, reason="rude", pair_id=first)
    private, by, about, text = await notice(buddies)
    assert (private, by, about) == (True, 1, frozenset({2, 3}))
    assert "pair 1 (" in text
    assert "with <@2> (left the pair), <@3> (left the pair): “rude”" in text
    with pytest.raises(NotAllowed):
        await safety.report(guild_id=GUILD, member_id=9, reason="rude", pair_id=first)


async def test_a_report_outlives_the_deletion_of_the_accused_until_it_is_read(buddies: Core) -> None:
    pair_id = await buddies.paired(1, 2)
    safety, services = buddies.services.buddies.safety, buddies.services
    await safety.report(guild_id=GUILD, member_id=1, reason="rude", pair_id=pair_id)
    await services.members.delete(2)
    assert "<@2>" in (await notice(buddies))[3], "nobody gets out of a report by deleting their data"
    assert await services.admin.unread(GUILD, 2) == []
    mine = await services.db.read(lambda tx: services.admin.export_member(tx, 1))
    theirs = await services.db.read(lambda tx: services.admin.export_member(tx, 2))
    assert "rude" in str(mine)
    assert "rude" not in str(theirs), "nor hears of it"
    await buddies.travel(60)
    assert "<@2>" not in (await notice(buddies))[3], "once it is read, they are forgotten"
    await safety.report(guild_id=GUILD, member_id=1, reason="again", pair_id=pair_id)
    assert "had their data removed" in (await notice(buddies, 2))[3]


async def test_three_reports_a_day_and_a_block_is_never_refused(buddies: Core) -> None:
    await buddies.paired(1, 2)
    safety = buddies.services.buddies.safety
    for _ in range(3):
        await safety.report(guild_id=GUILD, member_id=1, reason="rude")
    with pytest.raises(BadInput, match="three reports of yours"):
        await safety.report(guild_id=GUILD, member_id=1, reason="rude")
    done = await safety.block(guild_id=GUILD, member_id=1, other_id=2, reason="rude")
    assert done.partners == (2,)
    assert "three reports of yours" in str(done.unsent)
    await buddies.travel(86_401)
    await safety.report(guild_id=GUILD, member_id=1, reason="rude")
    assert len(await buddies.notices()) == 4


async def test_an_unread_report_is_not_shown_to_whom_it_is_about(buddies: Core) -> None:
    await buddies.paired(1, ADMIN)
    buddies.posts.refused["admin.notice"] = "nobody"
    await buddies.services.buddies.safety.report(guild_id=GUILD, member_id=1, reason="rude")
    await buddies.travel(60)
    assert await buddies.services.admin.unread(GUILD, ADMIN) == []
    assert len(await buddies.services.admin.unread(GUILD, 6)) == 1


async def test_a_block_can_be_taken_back(buddies: Core) -> None:
    safety = buddies.services.buddies.safety
    await safety.block(guild_id=GUILD, member_id=1, other_id=2, reason=None)
    await safety.unblock(member_id=1, other_id=2)
    await safety.unblock(member_id=1, other_id=2)
    assert await buddies.paired(1, 2)


async def test_who_is_blocked_and_who_is_alone_hear_the_same_at_the_same_time(buddies: Core) -> None:
    """Member 1 is alone in another server; 2 and 3 block one another. Nothing tells them apart."""
    other = GUILD + 1
    await buddies.services.buddies.safety.block(guild_id=GUILD, member_id=2, other_id=3, reason=None)
    await buddies.join(1, guild_id=other)
    for member in (2, 3):
        await buddies.join(member)
    await buddies.travel(60 * 60)
    assert [await buddies.notes(member) for member in (1, 2, 3)] == [[], [], []], "a quick match tells nobody"
    await buddies.travel(7 * 86_400)
    notes = [await buddies.notes(member) for member in (1, 2, 3)]
    assert notes == [[("alone", "", True)]] * 3

    async def times(tx: Tx) -> list[int]:
        return [row["created_at"] for row in await tx.all("SELECT created_at FROM member_notes")]

    assert len(set(await buddies.services.db.read(times))) == 1
