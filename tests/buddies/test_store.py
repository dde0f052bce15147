"""What the tables promise: who has met, who is blocked, and that nothing of it reads more than it must."""

import sqlite3

import pytest

from bot.db import Tx
from bot.features.buddies import membership_store, pair_store, terms
from bot.features.buddies.membership_store import mark_of
from tests.buddies.core import GUILD, THREAD, Core

MINUTE, DAY = 60, 86_400


async def met(buddies: Core, since: int) -> dict[frozenset[int], int]:
    return await buddies.services.db.read(
        lambda tx: pair_store.met_since(tx, GUILD, since, buddies.clock.now())
    )


async def test_who_met_is_known_from_the_end_of_their_pair(buddies: Core) -> None:
    start = buddies.clock.now()
    await buddies.paired(1, 2, 3)
    await buddies.travel(10 * DAY)
    ended = buddies.clock.now()
    for member in (1, 2):
        await buddies.services.buddies.members.rematch(guild_id=GUILD, member_id=member)
    found = await met(buddies, start)
    assert found == {frozenset(two): ended for two in ((1, 2), (1, 3), (2, 3))}
    assert await met(buddies, ended) == {}, "and only what is recent enough"


async def test_who_met_on_another_server_has_met(buddies: Core) -> None:
    start = buddies.clock.now()
    for member in (1, 2):
        await buddies.join(member, guild_id=GUILD + 1)
    await buddies.travel(30 * MINUTE)
    for member in (1, 2):
        await buddies.join(member)
    assert set(await met(buddies, start)) == {frozenset({1, 2})}
    await buddies.services.db.write(
        lambda tx: tx.run("UPDATE buddy_pairs SET formed_at = formed_at - :year", {"year": 365 * DAY})
    )
    found = await met(buddies, start)
    assert found == {frozenset({1, 2}): buddies.clock.now()}, "they still are together, however long"


async def test_blocks_are_found_both_ways_among_those_who_are_asked_about(buddies: Core) -> None:
    for member in (1, 2, 3):
        await buddies.join(member)

    async def block(tx: Tx) -> None:
        for one, other in ((1, 2), (3, 1), (3, 1), (9, 1), (2, 8)):
            await membership_store.block(tx, one, other, buddies.clock.now())

    await buddies.services.db.write(block)

    async def among(tx: Tx) -> tuple[frozenset[frozenset[int]], ...]:
        return tuple(
            [await membership_store.blocked_among(tx, GUILD, who) for who in ([1, 2, 3], [1, 2], [2, 3])]
        )

    everybody, two, others = await buddies.services.db.read(among)
    assert everybody == {frozenset({1, 2}), frozenset({1, 3})}
    assert two == {frozenset({1, 2})}
    assert others == frozenset()


def test_a_mark_names_nobody_and_is_the_same_every_time() -> None:
    assert mark_of(123_456) == mark_of(123_456) != mark_of(123_457)
    assert "123456" not in mark_of(123_456)


async def test_the_numbers_of_pairs_count_up_in_each_server(buddies: Core) -> None:
    for guild_id in (GUILD, GUILD + 1):
        for members in ((1, 2), (3, 4)):
            for member in members:
                await buddies.join(member, guild_id=guild_id)
            await buddies.travel(30 * MINUTE)
    numbers = []
    for guild_id in (GUILD, GUILD + 1):
        for member in (1, 3):
            pair_id = await buddies.pair_of(member, guild_id)
            assert pair_id is not None
            numbers.append((await buddies.services.buddies.pairs.pair(pair_id)).number)
    assert numbers == [1, 2, 1, 2]


async def test_a_thread_made_for_a_pair_that_ended_meanwhile_gets_its_farewell(buddies: Core) -> None:
    buddies.posts.later.add(terms.PAIR)
    pair_id = await buddies.paired(1, 2)
    pairs = buddies.services.buddies.pairs
    await buddies.services.buddies.members.leave(guild_id=GUILD, member_id=1)
    buddies.posts.later.clear()
    await buddies.travel(5 * MINUTE)
    assert buddies.posts.sent == [], "nobody knew of the pair, so nobody is told of its end"
    await pairs.threaded(pair_id, THREAD)
    await buddies.travel(MINUTE)
    assert buddies.posts.of(terms.FAREWELL) == [str(pair_id)]
    found = await pairs.of_thread(THREAD)
    assert found is not None
    assert found.id == pair_id


PLANS = {
    "who waits": "SELECT * FROM buddy_memberships WHERE guild_id = 1 AND state = 'waiting' ORDER BY member_id",
    "pauses": "SELECT * FROM buddy_memberships WHERE guild_id = 1 AND state = 'paused' AND paused_until <= 5",
    "a member's": "DELETE FROM buddy_memberships WHERE member_id = 1",
    "a member's pairs": "DELETE FROM buddy_pair_members WHERE member_id = 1",
    "pairs that go on": "SELECT id FROM buddy_pairs WHERE guild_id = 1 AND ended_at IS NULL",
    "last number": "SELECT MAX(number) FROM buddy_pairs WHERE guild_id = 1",
    "of a thread": "SELECT * FROM buddy_pairs WHERE thread_id = 1",
    "latest check-in": "SELECT * FROM buddy_checkins WHERE pair_id = 1 AND sent_at IS NOT NULL ORDER BY id DESC",
    "a member's answers": "DELETE FROM buddy_checkin_answers WHERE member_id = 1",
    "last round": "SELECT id FROM buddy_rounds WHERE guild_id = 1 ORDER BY ran_at DESC, id DESC LIMIT 1",
}


@pytest.mark.parametrize("what", PLANS)
async def test_nothing_that_is_often_asked_reads_a_whole_table(buddies: Core, what: str) -> None:
    connection = sqlite3.connect(buddies.folder / "bot.sqlite3")
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {PLANS[what]}")]
    connection.close()
    assert not any(step.startswith("SCAN") for step in plan), plan
