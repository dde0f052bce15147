"""Two at once, authors who change things under a moderator's eyes, floods: against a real database."""

import asyncio

import pytest

from bot.errors import NotFound
from bot.features.mnemonics.model import Asks, Case, State
from bot.services import Services
from tests.mnemonics.test_searching import AUTHOR, HERE, READER, THERE, add, found
from tests.mnemonics.test_service import approve_first, look, post


async def case(services: Services, guild: int = HERE, skip: int = 0) -> Case:
    """What a moderator sees."""
    waiting = await services.mnemonics.moderating.queue(guild, skip)
    assert waiting is not None
    return waiting


async def test_one_posted_twice_at_once_stands_once(services: Services) -> None:
    added = await asyncio.gather(
        *(add(services, "Zebras graze beside morphology", author=AUTHOR) for _ in range(4))
    )
    assert len(await found(services, "zebras")) == 1
    assert sum(not one.near for one in added) == 1


async def test_what_waits_is_not_posted_a_second_time_by_its_author(services: Services) -> None:
    await approve_first(services)
    await post(services, "Zebras graze alone")
    again = await add(services, "zebras graze alone!", author=AUTHOR)
    assert [one.texts.hook for one in again.near] == ["Zebras graze alone"]
    theirs = await add(services, "zebras graze alone!", author=AUTHOR + 1)
    assert not theirs.near, "what nobody has looked at yet is shown to nobody"


async def test_what_was_reported_elsewhere_and_is_gone_waits_for_nobody(services: Services) -> None:
    one = await post(services, "Zebras graze alone")
    authors, moderating = services.mnemonics.authors, services.mnemonics.moderating
    await authors.share(guild_id=HERE, member_id=AUTHOR, number=one.number, wanted=True)
    await moderating.approve(guild_id=HERE, ref=one.ref, asks=Asks.SHARE, version=one.version)
    await services.mnemonics.members.report(guild_id=THERE, member_id=READER, ref=one.ref, why="not for us")
    assert (await case(services, THERE)).asks is Asks.REPORT
    await authors.delete(guild_id=HERE, member_id=AUTHOR, number=one.number)
    assert await moderating.queue(THERE) is None
    assert (await services.mnemonics.servers.status(THERE)).waiting == 0


async def test_a_ban_declines_all_that_waits_however_much_others_have_posted(services: Services) -> None:
    await approve_first(services)
    for number in range(60):
        await add(services, f"Okapi{number} sleeps{number} here{number}", author=500 + number)
    first = await post(services, "Zebras graze alone")
    last = await post(services, "Giraffes reach the highest specificity")
    await services.mnemonics.moderating.ban(guild_id=HERE, number=first.number, asks=Asks.POST)
    mine = await services.mnemonics.authors.mine(guild_id=HERE, member_id=AUTHOR)
    assert {shown.mnemonic.ref: shown.mnemonic.state for shown in mine.shown} == {
        first.ref: State.DECLINED,
        last.ref: State.DECLINED,
    }


async def test_nothing_of_a_declined_one_stays_without_its_author(services: Services) -> None:
    await approve_first(services)
    one = await post(services, "Zebras graze alone")
    await services.mnemonics.moderating.decline(guild_id=HERE, ref=one.ref, asks=Asks.POST, why="")
    await services.mnemonics.personal.leave_to_all(AUTHOR)
    assert await services.db.read(lambda tx: tx.value("SELECT hook FROM mnemonics")) == ""
    with pytest.raises(NotFound):
        await look(services, one)
