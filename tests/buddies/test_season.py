"""Two months of members who come, go, block, pause and fall silent: whatever happens, everybody stands somewhere."""

from random import Random
from typing import Any

import pytest

from bot.features.buddies import membership_store, terms
from bot.features.buddies.terms import Answer
from tests.buddies.core import GUILD, Core

MINUTE, DAY = 60, 86_400
PEOPLE = range(1, 15)
CERTIFICATIONS = ("CPC", "CPC", "COC", "CRC", "CCS", "CIC", "CCA")
HOURS = ("", "evenings", "mornings", "weekends", "9-5")


async def happens(buddies: Core, rng: Random, blocks: set[frozenset[int]]) -> None:
    """Something that a member does, or that befalls them."""
    members, member = buddies.services.buddies.members, rng.choice(PEOPLE)
    membership = await standing(buddies, member)
    if membership is None:
        await buddies.join(member, rng.choice(CERTIFICATIONS), hours=rng.choice(HOURS))
        return
    what = rng.choice(["join", "leave", "pause", "resume", "rematch", "block", "gone", "delete", "check-in"])
    if what == "join":
        await buddies.join(member, rng.choice(CERTIFICATIONS))
    elif what == "leave":
        await members.leave(guild_id=GUILD, member_id=member)
    elif what == "pause":
        await members.pause(guild_id=GUILD, member_id=member, until=f"{rng.randint(1, 20)} days")
    elif what == "resume":
        await members.resume(guild_id=GUILD, member_id=member)
    elif what == "rematch" and membership["pair_id"] is not None:
        await members.rematch(guild_id=GUILD, member_id=member)
    elif what == "block" and rng.random() < 0.3:
        other = rng.choice([other for other in PEOPLE if other != member])
        await buddies.services.buddies.safety.block(
            guild_id=GUILD, member_id=member, other_id=other, reason=None
        )
        blocks.add(frozenset({member, other}))
    elif what == "gone":
        await buddies.services.buddies.pairs.gone(GUILD, member)
    elif what == "delete":
        await buddies.services.members.delete(member)
        # What the member themselves blocked goes with them; what others did stays, which the database knows.
        blocks.clear()
    elif what == "check-in" and membership["pair_id"] is not None:
        await buddies.services.buddies.pairs.sign(membership["pair_id"], member)


async def standing(buddies: Core, member: int) -> dict[str, Any] | None:
    row = await buddies.services.db.read(
        lambda tx: tx.one("SELECT * FROM buddy_memberships WHERE member_id = :m", {"m": member})
    )
    return dict(row) if row else None


async def check(buddies: Core, blocks: set[frozenset[int]]) -> None:
    """What must hold at every moment."""
    db = buddies.services.db
    memberships = await db.read(lambda tx: tx.all("SELECT * FROM buddy_memberships"))
    seats = await db.read(
        lambda tx: tx.all(
            """SELECT m.pair_id, m.member_id FROM buddy_pair_members AS m JOIN buddy_pairs AS p ON p.id = m.pair_id
            WHERE p.ended_at IS NULL AND m.left_at IS NULL"""
        )
    )
    by_pair: dict[int, set[int]] = {}
    for seat in seats:
        by_pair.setdefault(seat["pair_id"], set()).add(seat["member_id"])
    going = await db.read(lambda tx: tx.all("SELECT id FROM buddy_pairs WHERE ended_at IS NULL"))
    assert {row["id"] for row in going} == set(by_pair), "a pair without members goes on"
    assert all(len(members) in (2, 3) for members in by_pair.values())
    paired = {row["member_id"]: row["pair_id"] for row in memberships if row["pair_id"] is not None}
    assert paired == {member: pair for pair, members in by_pair.items() for member in members}
    assert not any(both <= members for both in blocks for members in by_pair.values())
    checkins = await db.read(
        lambda tx: tx.all("SELECT subject_id FROM schedules WHERE kind = :kind", {"kind": terms.CHECKIN})
    )
    assert {row["subject_id"] for row in checkins} <= set(by_pair), "a pair that ended is checked on"


@pytest.mark.parametrize("seed", range(4))
async def test_a_season(buddies: Core, seed: int) -> None:
    rng, blocks = Random(seed), set[frozenset[int]]()
    await buddies.channel()
    for _ in range(160):
        if rng.random() < 0.1:
            buddies.posts.refused = rng.choice([{}, {}, {terms.PAIR: "no threads"}, {terms.CHECKIN: "gone"}])
        await happens(buddies, rng, blocks)
        await check(buddies, blocks)
        await buddies.travel(rng.choice([0, MINUTE, 25 * MINUTE, DAY, DAY]))
        await check(buddies, blocks)
    assert len(buddies.posts.of(terms.PAIR)) > 5
    stuck = await buddies.services.db.read(
        lambda tx: tx.value(
            "SELECT COUNT(*) FROM deliveries WHERE wake_at < :now", {"now": buddies.clock.now()}
        )
    )
    assert stuck == 0


@pytest.mark.parametrize("seed", range(3))
async def test_when_all_is_quiet_nobody_who_could_be_paired_waits(buddies: Core, seed: int) -> None:
    rng = Random(100 + seed)
    await buddies.channel()
    for _ in range(60):
        await happens(buddies, rng, set())
        await buddies.travel(rng.choice([0, MINUTE, 25 * MINUTE]))
    for member in PEOPLE:
        if (found := await standing(buddies, member)) is None or found["state"] == "paused":
            await buddies.join(member)
    await buddies.travel(8 * DAY)
    waiting = [member for member in PEOPLE if (await buddies.status(member)).membership.pair_id is None]
    told = [await buddies.notes(member) for member in waiting]
    assert all(notes and notes[-1][0] in {"alone", "no choice"} for notes in told)
    assert len(waiting) <= 1 or await all_blocked(buddies, waiting)
    for member in PEOPLE:
        if member not in waiting:
            checkin = await buddies.services.buddies.checkins.latest(GUILD, member)
            await buddies.services.buddies.checkins.answer(checkin.id, member, Answer.DONE)


async def all_blocked(buddies: Core, members: list[int]) -> bool:
    found = await buddies.services.db.read(lambda tx: membership_store.blocked_among(tx, GUILD, members))
    return len(found) == len(members) * (len(members) - 1) // 2
