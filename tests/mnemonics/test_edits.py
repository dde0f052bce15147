"""An author's edits: votes and results stay with what was judged, and never come to stand under other words."""

import pytest

from bot.db import Tx
from bot.features.mnemonics.model import Changed, Mnemonic
from bot.features.mnemonics.texts import alike, key_of
from bot.features.quiz import Given
from bot.services import Services
from tests.mnemonics.test_searching import AUTHOR, HERE, READER
from tests.mnemonics.test_service import look, post, vote

# Each is nearly the one before, and the last is another altogether.
CHAIN = [
    "Zebras graze alone at night",
    "Zebras sleep alone at night",
    "Zebras sleep beside at night",
    "Zebras sleep beside okapis night",
    "Wombats sleep beside okapis night",
]


async def edit(services: Services, one: Mnemonic, hook: str) -> Changed:
    """Other words for it, by its author."""
    return await services.mnemonics.authors.edit(
        guild_id=HERE, member_id=AUTHOR, number=one.number, hook=hook, stands_for="", story=""
    )


@pytest.mark.parametrize("revoting", [False, True])
async def test_no_chain_of_small_edits_carries_votes_over(services: Services, revoting: bool) -> None:
    """Also when it is voted on in between: those votes do not bring the older ones along."""
    one = await post(services, CHAIN[0])
    await vote(services, one, True)
    voted_for = {READER: CHAIN[0]}
    for step, hook in enumerate(CHAIN[1:], 1):
        changed = await edit(services, one, hook)
        standing = {member for member in voted_for if (await look(services, one, member=member)).own_vote}
        assert (await look(services, one)).tally.up == len(standing)
        for member in standing:
            assert alike(key_of(voted_for[member]), key_of(hook)), (
                f"a vote for “{voted_for[member]}” stands under “{hook}”"
            )
        assert standing == (set() if changed.anew else set(voted_for)), "all of them, or none"
        voted_for = {member: voted_for[member] for member in standing}
        if revoting:
            await vote(services, one, True, member=READER + step)
            voted_for[READER + step] = hook
    assert READER not in voted_for


async def test_no_way_back_and_forth_carries_votes_from_one_side_to_the_other(services: Services) -> None:
    one = await post(services, "Zebras graze alone at night")
    await vote(services, one, True)
    assert not (await edit(services, one, "Zebras sleep alone at night")).anew
    await vote(services, one, True, member=READER + 1)
    assert not (await edit(services, one, "Zebras graze alone at night")).anew, "the words of the first vote"
    assert (await edit(services, one, "Zebras graze alone at dusk")).anew, (
        "the second vote was for other words"
    )


async def test_results_do_not_wander_either_and_what_nobody_judged_may_change(services: Services) -> None:
    one = await post(services, CHAIN[0], topic="neoplasms")
    for hook in [*CHAIN[1:], CHAIN[0]]:
        changed = await edit(services, one, hook)
        assert (changed.judged, changed.anew) == (False, False)

    async def answered(tx: Tx, right: bool) -> None:
        given = Given(READER, HERE, "neoplasms", right, services.clock.now())
        await services.mnemonics.recall.answered(tx, given)

    await services.db.write(lambda tx: answered(tx, False))
    await look(services, one)
    await services.db.write(lambda tx: answered(tx, True))
    assert (await look(services, one)).tally.helped == 1
    kept = await edit(services, one, CHAIN[1])
    assert (kept.judged, kept.anew) == (True, False)
    assert (await look(services, one)).tally.helped == 1
    assert (await edit(services, one, CHAIN[2])).anew
    assert (await look(services, one)).tally.tried == 0


async def test_words_that_were_judged_go_with_the_mnemonic(services: Services) -> None:
    one = await post(services, "Zebras graze alone")
    await vote(services, one, True)
    exported = await services.db.read(lambda tx: services.mnemonics.personal.export_member(tx, AUTHOR))
    assert exported["mnemonics_judged"] == [
        {"number": one.number, "hook": "Zebras graze alone", "stands_for": ""}
    ]
    await services.mnemonics.authors.delete(guild_id=HERE, member_id=AUTHOR, number=one.number)
    assert await services.db.read(lambda tx: tx.all("SELECT * FROM mnemonic_judged")) == []
