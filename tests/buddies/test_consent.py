"""What is shown only with consent and goes with it, breaks that end when they should, and what follows an exam."""

from bot.features.buddies import terms
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
