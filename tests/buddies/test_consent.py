"""What is shown only with consent and goes with it, breaks that end when they should, and what follows an exam."""

from dataclasses import replace

import pytest

from bot.errors import NotAllowed
from bot.features.buddies import terms
from bot.features.buddies.filling import newcomer
from bot.features.buddies.matching import match_round
from bot.features.buddies.matching_model import Candidate, Round
from bot.features.buddies.rounds import candidate
from bot.features.buddies.terms import Result, Share
from tests.buddies.core import GUILD, Core
from tests.community import at

MINUTE, DAY = 60, 86_400
WEEK = 7 * DAY


async def test_that_somebody_passed_is_seen_only_with_their_exam(buddies: Core) -> None:
    pair_id = await buddies.paired(1, 2)
    services = buddies.services.buddies
    await services.checkins.exam(GUILD, 1, Result.PASSED)
    assert [card.helper for card in (await services.pairs.introduction(pair_id)).cards] == [False, False]
    await services.members.share(guild_id=GUILD, member_id=1, what=Share.EXAM, shown=True)
    assert [card.helper for card in (await services.pairs.introduction(pair_id)).cards] == [True, False]


async def test_a_break_ends_on_its_day_and_not_at_the_next_round(buddies: Core) -> None:
    await buddies.channel()
    members = buddies.services.buddies.members
    for member in (1, 2, 3):
        await buddies.join(member)
    for member in (2, 3):
        await members.pause(guild_id=GUILD, member_id=member, until="5 November")
    await buddies.travel_to("2026-11-04T23:59:00+00:00")
    memberships = buddies.services.db
    count = "SELECT COUNT(*) FROM buddy_memberships WHERE state = 'paused'"
    assert await memberships.read(lambda tx: tx.value(count)) == 2
    await buddies.travel_to("2026-11-05T00:25:00+00:00")
    assert await buddies.pair_of(1) == await buddies.pair_of(2) == await buddies.pair_of(3) is not None


async def test_a_break_that_was_ended_and_taken_anew_ends_by_its_new_day(buddies: Core) -> None:
    await buddies.join(1)
    members = buddies.services.buddies.members
    for until in ("5 November", "8 November", "5 November", "8 November"):
        await members.pause(guild_id=GUILD, member_id=1, until=until)
        await members.resume(guild_id=GUILD, member_id=1)
    await members.pause(guild_id=GUILD, member_id=1, until="8 November")
    await buddies.travel_to("2026-11-07T12:00:00+00:00")
    assert (await buddies.status(1)).membership.paused_until == at("2026-11-08T00:00:00+00:00")
    await buddies.travel_to("2026-11-08T00:01:00+00:00")
    state = "SELECT state FROM buddy_memberships"
    assert await buddies.services.db.read(lambda tx: tx.value(state)) == "waiting"


async def test_a_question_that_the_thread_does_not_take_is_asked_once_in_private(buddies: Core) -> None:
    pair_id = await buddies.paired(1, 2)
    await buddies.travel(2 * WEEK)
    buddies.posts.refused[terms.STILL] = "its channel was deleted."
    await buddies.travel(WEEK)
    assert len(buddies.posts.of(terms.STILL_DM)) == 2
    assert await buddies.pair_of(1) == pair_id
    await buddies.travel(2 * DAY)
    assert await buddies.pair_of(1) == pair_id
    await buddies.travel(2 * DAY)
    assert await buddies.pair_of(1) is None


async def test_an_old_question_says_nothing_about_another_exam(buddies: Core) -> None:
    await buddies.join(1, exam_month="November 2026")
    await buddies.travel_to("2026-12-08T12:00:00+00:00")
    assert await buddies.notes(1) == [("alone", "", True), ("exam", "CPC/2026-11", True)], "also who waits"
    await buddies.join(1, certification="COC", exam_month="May 2027")
    checkins = buddies.services.buddies.checkins
    note_id = 2
    with pytest.raises(NotAllowed, match="another exam"):
        await checkins.exam(GUILD, 1, Result.PASSED, note_id)
    membership = (await buddies.status(1)).membership
    assert (membership.helper, membership.exam_month) == (False, "2027-05")
    await buddies.join(1, certification="CPC", exam_month="November 2026")
    await buddies.join(2)
    with pytest.raises(NotAllowed, match="somebody else"):
        await checkins.exam(GUILD, 2, Result.PASSED, note_id)


def test_a_month_that_has_passed_matches_nobody() -> None:
    one = replace(newcomer(GUILD, 1, 0), exam_month="2026-11", zone="UTC", certification="CPC")
    assert candidate(one, {}, at("2026-11-30T23:00:00+00:00")).exam_month == 12 * 2026 + 10
    assert candidate(one, {}, at("2026-12-01T01:00:00+00:00")).exam_month is None


@pytest.mark.parametrize("more", [0, 20])
def test_who_passed_is_put_with_somebody_on_the_way(more: int) -> None:
    helpers = [Candidate(n, "CPC", helper=True, goals=frozenset({"practice", "explaining"})) for n in (1, 2)]
    others = [Candidate(n, "CPC", exam_month=24_000 + n) for n in range(3, 5 + more)]
    found = match_round(Round((*helpers, *others), 20_000))
    assert not any({1, 2} <= set(group.members) for group in found.groups)
    alone = match_round(Round(tuple(helpers), 20_000))
    assert [group.members for group in alone.groups] == [(1, 2)], "better than nobody"


async def test_a_member_who_moves_takes_the_check_ins_along(buddies: Core) -> None:
    pair_id = await buddies.paired(1, 2)
    await buddies.join(2, zone="Asia/Manila")
    await buddies.join(1, zone="America/Chicago")
    weekly = await buddies.services.db.read(
        lambda tx: buddies.services.schedule.get(tx, terms.CHECKIN, pair_id)
    )
    assert weekly is not None
    assert weekly.recurrence.zone == "America/Chicago"
