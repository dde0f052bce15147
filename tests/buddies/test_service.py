"""What members do: joining, changing, pausing, parting, blocking. Nobody is left stranded by any of it."""

import pytest

from bot.errors import BadInput, NotAllowed, NotFound
from bot.features.buddies import terms
from bot.features.buddies.model import Hours
from bot.features.buddies.terms import Goal, Result, Share, State
from tests.buddies.core import ADMIN, GUILD, Core
from tests.community import at

MINUTE, DAY = 60, 86_400


async def test_the_form_is_read_field_by_field(buddies: Core) -> None:
    joined = await buddies.join(
        1,
        certification="certified professional coder",
        zone="chicago",
        exam_month="March 2027",
        hours="weekday evenings",
        goals="explaining and practice questions",
        languages="English, español",
        about="  Second\n try,  night shifts. ",
    )
    one = joined.membership
    assert not joined.changed
    assert joined.remarks == ()
    assert (one.certification, one.zone, one.exam_month) == ("CPC", "America/Chicago", "2027-03")
    assert one.hours == Hours(sum(1 << hour for hour in range(18, 23)), 0, "weekday evenings")
    assert one.goals == {Goal.EXPLAINING, Goal.PRACTICE}
    assert one.languages == ("English", "Spanish")
    assert one.about == "Second try, night shifts."
    assert one.shares == frozenset(), "nothing is shown before they said so"
    assert (await buddies.status(1)).membership == one


async def test_what_cannot_be_read_is_said_and_loses_nothing_else(buddies: Core) -> None:
    joined = await buddies.join(
        1, exam_month="soonish", hours="when I can", goals="???", languages="12", about="x" * 900
    )
    one = joined.membership
    assert len(joined.remarks) == 4
    assert all(remark.endswith("It is left open for now.") for remark in joined.remarks)
    assert (one.exam_month, one.hours, one.goals, one.languages) == (None, Hours(), frozenset(), ())
    assert len(one.about) == 200
    assert one.state is State.WAITING


async def test_joining_again_changes_the_membership_and_keeps_its_place(buddies: Core) -> None:
    await buddies.join(1, hours="evenings", exam_month="March 2027", languages="French")
    await buddies.services.buddies.members.share(guild_id=GUILD, member_id=1, what=Share.EXAM, shown=True)
    since = (await buddies.status(1)).membership.waiting_since
    await buddies.travel(DAY)
    again = await buddies.join(1, certification="CCS", zone="Europe/Berlin", hours="no idea", exam_month="")
    assert again.changed
    assert "It stays as it was." in again.remarks[0]
    one = again.membership
    assert (one.certification, one.zone, one.exam_month, one.languages) == ("CCS", "Europe/Berlin", None, ())
    assert one.hours.text == "evenings"
    assert one.waiting_since == since
    assert one.shares == {Share.EXAM}, "what they agreed to show is not asked again"


async def test_what_the_command_gives_is_checked_before_the_form(buddies: Core) -> None:
    members = buddies.services.buddies.members
    with pytest.raises(NotFound):
        await members.begin(guild_id=GUILD, member_id=1, certification="plumber", timezone=None)
    with pytest.raises(BadInput, match="not a time zone"):
        await members.begin(guild_id=GUILD, member_id=1, certification="CPC", timezone="Atlantis")
    await buddies.services.members.change(1, zone="Europe/Berlin")
    begun = await members.begin(guild_id=GUILD, member_id=1, certification="CPC", timezone=None)
    assert (begun.zone, begun.before) == ("Europe/Berlin", None)
    await buddies.join(1, zone="Asia/Kolkata")
    begun = await members.begin(guild_id=GUILD, member_id=1, certification="CPC", timezone=None)
    assert begun.zone == "Asia/Kolkata", "the membership's own comes first"
    assert begun.before is not None


async def test_without_a_membership_everything_says_how_to_join(buddies: Core) -> None:
    members = buddies.services.buddies.members
    for call in (
        members.status(guild_id=GUILD, member_id=9),
        members.pause(guild_id=GUILD, member_id=9, until="2 weeks"),
        members.resume(guild_id=GUILD, member_id=9),
        members.rematch(guild_id=GUILD, member_id=9),
        members.leave(guild_id=GUILD, member_id=9),
        members.share(guild_id=GUILD, member_id=9, what=Share.EXAM, shown=True),
        buddies.services.buddies.checkins.latest(GUILD, 9),
    ):
        with pytest.raises(NotFound, match="`/buddy join`"):
            await call


async def test_partners_see_what_was_agreed_to_and_no_more(buddies: Core) -> None:
    for member, zone in ((1, "Europe/Berlin"), (2, "UTC")):
        await buddies.join(
            member,
            zone=zone,
            hours="evenings",
            exam_month="March 2027",
            goals="practice",
            languages="French",
            about="hello",
        )
    members = buddies.services.buddies.members
    await members.share(guild_id=GUILD, member_id=2, what=Share.EXAM, shown=True)
    await buddies.travel(30 * MINUTE)

    async def cards() -> list[tuple[object, ...]]:
        found = (await buddies.status(1)).introduction
        assert found is not None
        return [
            (c.languages, c.exam_month, c.hours, c.goals, c.about, c.streak, c.areas) for c in found.cards
        ]

    shut = (("French",), None, None, None, None, None, None)
    assert await cards() == [shut, (("French",), "2027-03", None, None, None, None, None)]
    await members.share(guild_id=GUILD, member_id=2, what=Share.EXAM, shown=False)
    await members.share(guild_id=GUILD, member_id=2, what=Share.ABOUT, shown=True)
    open_ = (("French",), None, "evenings", frozenset({Goal.PRACTICE}), "hello", None, None)
    assert await cards() == [shut, open_], "a change of mind holds at once"


async def test_hours_in_common_are_counted_by_both_clocks(buddies: Core) -> None:
    await buddies.join(1, zone="Europe/Berlin", hours="18-22")
    await buddies.join(2, zone="America/New_York", hours="12-14")
    await buddies.join(3, guild_id=GUILD + 1, hours="9-10")
    await buddies.join(4, guild_id=GUILD + 1, hours="20-21")
    await buddies.travel(30 * MINUTE)
    found = (await buddies.status(1)).introduction
    assert found is not None
    assert found.shared_hours == 14, "18:00 to 20:00 in Berlin, seven days"
    never = (await buddies.status(3, GUILD + 1)).introduction
    assert never is not None
    assert never.shared_hours == 0, "paired all the same, and said so"


async def test_rematch_ends_the_pair_and_the_partner_goes_first(buddies: Core) -> None:
    pair_id = await buddies.paired(1, 2)
    parted = await buddies.services.buddies.members.rematch(guild_id=GUILD, member_id=1)
    assert parted.partners == (2,)
    assert buddies.posts.of(terms.FAREWELL) == []
    one, two = (await buddies.status(1)).membership, (await buddies.status(2)).membership
    assert (one.state, one.priority) == (State.WAITING, False)
    assert (two.state, two.priority) == (State.WAITING, True)
    await buddies.travel(MINUTE)
    assert buddies.posts.of(terms.FAREWELL) == [str(pair_id)]
    farewell = await buddies.services.buddies.pairs.farewell(pair_id)
    assert farewell.waiting == (2,)
    with pytest.raises(NotFound, match="no buddy at the moment"):
        await buddies.services.buddies.members.rematch(guild_id=GUILD, member_id=1)
    await buddies.join(3)
    await buddies.join(4)
    await buddies.travel(DAY)
    pairs = {member: await buddies.pair_of(member) for member in (1, 2, 3, 4)}
    assert None not in pairs.values()
    assert pairs[1] != pairs[2], "the two are not put together again while there is another choice"


async def test_the_same_two_meet_again_rather_than_wait_for_nobody(buddies: Core) -> None:
    first = await buddies.paired(1, 2)
    await buddies.services.buddies.members.rematch(guild_id=GUILD, member_id=1)
    await buddies.travel(30 * MINUTE)
    again = await buddies.pair_of(1)
    assert again is not None
    assert again != first


async def test_leaving_forgets_the_membership_and_the_trio_goes_on(buddies: Core) -> None:
    pair_id = await buddies.paired(1, 2, 3)
    parted = await buddies.services.buddies.members.leave(guild_id=GUILD, member_id=2)
    assert parted.partners == (1, 3)
    with pytest.raises(NotFound):
        await buddies.status(2)
    await buddies.travel(MINUTE)
    assert await buddies.pair_of(1) == await buddies.pair_of(3) == pair_id
    assert await buddies.notes(1) == [("smaller", "left", True)]
    assert (await buddies.services.buddies.pairs.pair(pair_id)).members == (1, 3)
    with pytest.raises(NotAllowed, match="another pair"):
        await buddies.services.buddies.pairs.sign(pair_id, 2)


async def test_a_pause_ends_by_itself(buddies: Core) -> None:
    members = buddies.services.buddies.members
    await buddies.paired(1, 2)
    paused, _ = await members.pause(guild_id=GUILD, member_id=1, until="16 November")
    assert paused.state is State.PAUSED
    assert paused.paused_until == at("2026-11-16T00:00:00+00:00")
    await buddies.travel_to("2026-11-15T23:00:00+00:00")
    assert (await buddies.status(1)).membership.state is State.PAUSED
    assert (await buddies.status(2)).membership.state is State.WAITING
    await buddies.travel_to("2026-11-16T17:00:01+00:00")
    assert await buddies.pair_of(1) == await buddies.pair_of(2) is not None, "in the round of that day"


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("2026-11-02", "past, or today"),
        ("2025-01-01", "past, or today"),
        ("2028-01-01", "more than a year"),
        ("whenever", "not a date I can read"),
    ],
)
async def test_pauses_that_cannot_be_change_nothing(buddies: Core, until: str, words: str) -> None:
    await buddies.join(1)
    with pytest.raises(BadInput, match=words):
        await buddies.services.buddies.members.pause(guild_id=GUILD, member_id=1, until=until)
    assert (await buddies.status(1)).membership.state is State.WAITING


async def test_a_pause_is_ended_by_joining_or_resuming(buddies: Core) -> None:
    members = buddies.services.buddies.members
    for back in (
        lambda: members.resume(guild_id=GUILD, member_id=1),
        lambda: buddies.join(1),
    ):
        await buddies.join(1)
        await members.pause(guild_id=GUILD, member_id=1, until="3 weeks")
        await back()
        one = (await buddies.status(1)).membership
        assert (one.state, one.paused_until) == (State.WAITING, None)


async def test_a_block_holds_everywhere_in_silence_and_ends_the_pair(buddies: Core) -> None:
    pair_id = await buddies.paired(1, 2)
    parted = await buddies.services.buddies.safety.block(
        guild_id=GUILD + 5, member_id=1, other_id=2, reason=None
    )
    assert parted.partners == (2,), "from wherever it is said"
    await buddies.travel(MINUTE)
    farewell = await buddies.services.buddies.pairs.farewell(pair_id)
    assert farewell.why is terms.Ended.REMATCH, "nobody learns of a block"
    assert await buddies.notices() == [], "without a reason it is nobody's business"
    for member in (1, 2):
        await buddies.join(member, guild_id=GUILD + 1)
    await buddies.travel(30 * DAY)
    assert await buddies.pair_of(1) is None
    assert await buddies.pair_of(1, GUILD + 1) is None
    with pytest.raises(BadInput, match="yourself"):
        await buddies.services.buddies.safety.block(guild_id=GUILD, member_id=1, other_id=1, reason=None)


async def test_a_block_outlives_the_deletion_of_the_blocked(buddies: Core) -> None:
    await buddies.services.buddies.safety.block(guild_id=GUILD, member_id=1, other_id=2, reason=None)
    await buddies.services.members.delete(2)
    await buddies.join(1)
    await buddies.join(2)
    await buddies.travel(30 * DAY)
    assert await buddies.pair_of(1) is None
    await buddies.services.members.delete(1)
    await buddies.join(1)
    await buddies.travel(30 * MINUTE)
    assert await buddies.pair_of(1) == await buddies.pair_of(2) is not None, (
        "it is the blocker's to take back"
    )


async def test_reports_reach_the_moderators_and_nobody_else(buddies: Core) -> None:
    safety = buddies.services.buddies.safety
    with pytest.raises(NotFound, match="no buddy in this server yet"):
        await safety.report(guild_id=GUILD, member_id=1, reason="rude")
    await buddies.paired(1, 2)
    with pytest.raises(BadInput, match="what is wrong"):
        await safety.report(guild_id=GUILD, member_id=1, reason=" \n ")
    await safety.report(guild_id=GUILD, member_id=1, reason="rude\nto me " + "x" * 900)
    await safety.block(guild_id=GUILD, member_id=1, other_id=2, reason="spam")
    report, block = await buddies.notices()
    assert "<@1> reports something about pair 1" in report
    assert "<@2>" in report
    assert "“rude to me x" in report
    assert len(report) < 650
    assert "<@1> blocked <@2>: “spam”" in block
    assert [kind for kind, _, _ in await buddies.notes(2)] == []
    await buddies.travel(MINUTE)
    await buddies.services.members.delete(2)
    assert not any("<@2>" in notice for notice in await buddies.notices()), "a deletion leaves no name"


async def test_a_member_who_is_gone_from_the_server(buddies: Core) -> None:
    await buddies.paired(1, 2)
    await buddies.services.buddies.pairs.gone(GUILD, 1)
    await buddies.services.buddies.pairs.gone(GUILD, 1)
    with pytest.raises(NotFound):
        await buddies.status(1)
    two = (await buddies.status(2)).membership
    assert (two.state, two.priority) == (State.WAITING, True)
    await buddies.join(3)
    await buddies.travel(30 * MINUTE)
    assert await buddies.pair_of(2) == await buddies.pair_of(3) is not None


async def test_a_nudge_a_day(buddies: Core) -> None:
    pair_id = await buddies.paired(1, 2)
    pairs = buddies.services.buddies.pairs
    nudged = await pairs.nudge(pair_id, 1)
    assert (nudged.partners, nudged.in_thread) == ((2,), True)
    with pytest.raises(BadInput, match="Tomorrow"):
        await pairs.nudge(pair_id, 1)
    assert (await pairs.nudge(pair_id, 2)).partners == (1,)
    await buddies.travel(DAY)
    await pairs.nudge(pair_id, 1)
    with pytest.raises(NotAllowed):
        await pairs.nudge(pair_id, 3)
    assert await buddies.notes(2) == [], "in a thread the mention is the message"


async def test_without_a_thread_a_nudge_is_a_word_in_private(buddies: Core) -> None:
    await buddies.join(1)
    await buddies.join(2)
    await buddies.travel(30 * MINUTE)
    pair_id = await buddies.pair_of(1)
    assert pair_id is not None
    assert not (await buddies.services.buddies.pairs.nudge(pair_id, 1)).in_thread
    await buddies.travel(MINUTE)
    assert await buddies.notes(2) == [("nudge", "", True)]


async def test_admins_see_counts(buddies: Core) -> None:
    await buddies.paired(1, 2)
    await buddies.join(3)
    await buddies.join(4)
    await buddies.services.buddies.members.pause(guild_id=GUILD, member_id=4, until="2 weeks")
    status = await buddies.services.buddies.servers.status(GUILD)
    assert (status.waiting, status.paused, status.pairs, status.last_round_pairs) == (1, 1, 1, 1)
    assert status.server.set_by == ADMIN


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"day": "weekdays"}, "one day of the week"),
        ({"time": "25:00"}, "past the end of the day"),
        ({"timezone": "Atlantis"}, "not a time zone"),
        ({"every": "day"}, "every week"),
    ],
)
async def test_choices_that_cannot_be_change_nothing(
    buddies: Core, choice: dict[str, str], words: str
) -> None:
    before = await buddies.services.buddies.servers.status(GUILD)
    with pytest.raises(BadInput, match=words):
        await buddies.services.buddies.servers.set(guild_id=GUILD, set_by=ADMIN, channel_id=9, **choice)
    assert await buddies.services.buddies.servers.status(GUILD) == before


async def test_who_passed_helps_and_who_did_not_names_another_month(buddies: Core) -> None:
    await buddies.join(1, exam_month="November 2026")
    checkins = buddies.services.buddies.checkins
    assert await checkins.exam(GUILD, 1, Result.MOVED) == "CPC"
    one = (await buddies.status(1)).membership
    assert (one.exam_month, one.helper) == (None, False)
    await checkins.exam(GUILD, 1, Result.PASSED)
    assert (await buddies.status(1)).membership.helper
    await buddies.join(1, exam_month="March 2027")
    assert not (await buddies.status(1)).membership.helper, (
        "whoever prepares again is among the learners again"
    )
