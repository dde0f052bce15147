"""Posting, voting, sharing, moderating: against a real database, without Discord."""

from typing import Any

import pytest

from bot.clock import Clock
from bot.errors import BadInput, NotAllowed, NotFound
from bot.features.mnemonics.model import Asks, Mnemonic, Period, Sharing, Shown, State
from bot.services import Services
from tests.mnemonics.test_searching import AUTHOR, HERE, READER, THERE, add, found

HOUR = 3600


async def post(services: Services, hook: str, **more: Any) -> Mnemonic:
    """Post one by the author."""
    return (await add(services, hook, **{"author": AUTHOR, **more})).mnemonic


async def look(services: Services, one: Mnemonic, *, guild: int = HERE, member: int = READER) -> Shown:
    """Open it."""
    return await services.mnemonics.members.show(guild_id=guild, member_id=member, ref=one.ref)


async def vote(
    services: Services, one: Mnemonic, up: bool, *, member: int = READER, guild: int = HERE
) -> Shown:
    """Vote on it."""
    return await services.mnemonics.members.vote(guild_id=guild, member_id=member, ref=one.ref, up=up)


async def approve_first(services: Services, guild: int = HERE) -> None:
    """The server wants to look first."""
    await services.mnemonics.servers.set(guild_id=guild, set_by=1, approve_first=True)


# --- floods


async def test_five_an_hour_and_then_it_is_told_when_the_next_can_be_posted(
    services: Services, clock: Clock
) -> None:
    for number in range(5):
        clock.move_to(clock.time() + 60)
        await post(services, f"Zebra{number} grazes{number} alone{number}")
    with pytest.raises(NotAllowed, match=r"5 within an hour.*<t:1800003660:R>"):
        await post(services, "One more of them")
    await add(services, "Somebody else may", author=AUTHOR + 1)
    await add(services, "In another server too", author=AUTHOR, guild=THERE)
    clock.move_to(1_800_003_660)
    await post(services, "One more of them")
    with pytest.raises(NotAllowed):
        await post(services, "And yet another one")


async def test_deleting_does_not_make_room_and_the_limit_can_be_changed(services: Services) -> None:
    await services.mnemonics.servers.set(guild_id=HERE, set_by=1, hourly=1)
    one = await post(services, "Zebras graze alone")
    await services.mnemonics.authors.delete(guild_id=HERE, member_id=AUTHOR, number=one.number)
    with pytest.raises(NotAllowed):
        await post(services, "Okapis sleep standing")
    for wrong in (0, 61, -5):
        with pytest.raises(BadInput):
            await services.mnemonics.servers.set(guild_id=HERE, set_by=1, hourly=wrong)


# --- drafts


async def test_a_draft_is_posted_anyway_or_dropped_by_its_author_alone(services: Services) -> None:
    authors = services.mnemonics.authors
    await add(services, "Giraffes reach the highest specificity")
    draft = await post(services, "Giraffes reach the highest specificity!")
    assert draft.state is State.DRAFT
    with pytest.raises(NotAllowed):
        await authors.post_anyway(guild_id=HERE, member_id=READER, number=draft.number)
    with pytest.raises(NotFound):
        await authors.post_anyway(guild_id=THERE, member_id=AUTHOR, number=draft.number)
    with pytest.raises(NotFound):
        await look(services, draft)
    posted = await authors.post_anyway(guild_id=HERE, member_id=AUTHOR, number=draft.number)
    assert posted.mnemonic.state is State.SHOWN
    assert len(await found(services, "giraffes")) == 2
    with pytest.raises(NotAllowed, match="posted already"):
        await authors.post_anyway(guild_id=HERE, member_id=AUTHOR, number=draft.number)
    other = await post(services, "giraffes reach the highest specificity?")
    await authors.drop(guild_id=HERE, member_id=AUTHOR, number=other.number)
    with pytest.raises(NotFound):
        await authors.post_anyway(guild_id=HERE, member_id=AUTHOR, number=other.number)


async def test_a_new_draft_takes_the_place_of_the_old_one(services: Services) -> None:
    await add(services, "Giraffes reach the highest specificity")
    for _ in range(7):
        await post(services, "Giraffes reach the highest specificity!")
    assert await services.db.read(lambda tx: tx.value("SELECT COUNT(*) FROM mnemonics")) == 2


# --- votes


async def test_one_vote_each_changeable_and_never_ones_own(services: Services) -> None:
    one = await post(services, "Zebras graze alone")
    assert (await vote(services, one, True)).tally.up == 1
    assert (await vote(services, one, True, member=30)).tally.up == 2
    changed = await vote(services, one, False)
    assert (changed.tally.up, changed.tally.down, changed.own_vote) == (1, 1, -1)
    back = await vote(services, one, False)
    assert (back.tally.up, back.tally.down, back.own_vote) == (1, 0, 0)
    with pytest.raises(NotAllowed, match="yours"):
        await vote(services, one, True, member=AUTHOR)


async def test_voting_on_a_deleted_a_strange_or_a_forged_one(services: Services) -> None:
    one = await post(services, "Zebras graze alone")
    await services.mnemonics.authors.delete(guild_id=HERE, member_id=AUTHOR, number=one.number)
    other = await post(services, "Okapis sleep standing", guild=THERE)
    for ref in (one.ref, other.ref, "999999999999999", "b:no-such"):
        with pytest.raises(NotFound, match="not here any more"):
            await services.mnemonics.members.vote(guild_id=HERE, member_id=READER, ref=ref, up=True)


async def test_bundled_ones_are_voted_like_others_and_their_votes_hold_everywhere(services: Services) -> None:
    ref = f"b:{next(iter(services.library.mnemonics))}"
    members = services.mnemonics.members
    await members.vote(guild_id=HERE, member_id=READER, ref=ref, up=True)
    shown = await members.vote(guild_id=THERE, member_id=READER, ref=ref, up=False)
    assert (shown.tally.up, shown.tally.down) == (0, 1), "one member, one vote"


# --- the best


async def test_the_best_of_the_week_and_of_all_time(services: Services, clock: Clock) -> None:
    old = await post(services, "Zebras graze alone")
    for member in range(40, 46):
        await vote(services, old, True, member=member)
    clock.move_to(clock.time() + 8 * 86_400)
    new = await post(services, "Okapis sleep standing")
    await vote(services, new, True)
    disliked = await post(services, "Wombats dig")
    await vote(services, disliked, False)
    members = services.mnemonics.members
    week = await members.top(guild_id=HERE, member_id=READER, period=Period.WEEK)
    assert [one.mnemonic.ref for one in week] == [new.ref]
    always = await members.top(guild_id=HERE, member_id=READER, period=Period.ALL)
    assert [one.mnemonic.ref for one in always] == [old.ref, new.ref]
    assert await members.top(guild_id=THERE, member_id=READER, period=Period.ALL) == []


async def test_random_ones_differ_by_seed_and_keep_to_the_topic(services: Services) -> None:
    one = await post(services, "Zebras graze alone", topic="eye-ear")
    members = services.mnemonics.members
    seen = set()
    for seed in range(40):
        shown = await members.random(guild_id=HERE, member_id=READER, topic="eye-ear", seed=seed)
        assert shown.mnemonic.topic == "eye-ear"
        seen.add(shown.mnemonic.ref)
    assert one.ref in seen
    assert len(seen) >= 2
    anything = {
        (await members.random(guild_id=HERE, member_id=READER, topic=None, seed=seed)).mnemonic.ref
        for seed in range(60)
    }
    assert one.ref in anything
    assert len(anything) > 20


# --- one's own


async def test_an_edit_that_says_something_else_begins_anew_and_a_mended_word_does_not(
    services: Services,
) -> None:
    one = await post(services, "Zebras graze alone at night")
    await vote(services, one, True)
    authors = services.mnemonics.authors
    own = {"guild_id": HERE, "member_id": AUTHOR, "number": one.number}
    mended = await authors.edit(**own, hook="Zebras graze alone at nights", stands_for="", story="")
    assert not mended.anew
    assert (await look(services, one)).tally.up == 1
    other = await authors.edit(**own, hook="Okapis sleep standing", stands_for="", story="")
    assert other.anew
    assert (await look(services, one)).tally.up == 0
    assert (await vote(services, one, True)).tally.up == 1


async def test_ones_own_are_nobody_elses(services: Services) -> None:
    one = await post(services, "Zebras graze alone")
    authors = services.mnemonics.authors
    with pytest.raises(NotAllowed, match="somebody else"):
        await authors.own(guild_id=HERE, member_id=READER, number=one.number)
    with pytest.raises(NotAllowed):
        await authors.delete(guild_id=HERE, member_id=READER, number=one.number)
    with pytest.raises(NotAllowed):
        await authors.edit(
            guild_id=HERE, member_id=READER, number=one.number, hook="Mine now", stands_for="", story=""
        )
    with pytest.raises(NotFound):
        await authors.share(guild_id=THERE, member_id=AUTHOR, number=one.number, wanted=True)
    assert (await look(services, one)).mnemonic.texts.hook == "Zebras graze alone"


async def test_the_list_of_ones_own_goes_on(services: Services, clock: Clock) -> None:
    for number in range(12):
        clock.move_to(clock.time() + HOUR)
        await post(services, f"Zebra{number} grazes{number}")
    authors, seen = services.mnemonics.authors, []
    before: int | None = None
    while True:
        page = await authors.mine(guild_id=HERE, member_id=AUTHOR, before=before)
        seen += [one.mnemonic.number for one in page.shown]
        if page.older is None:
            break
        before = page.older
    assert seen == list(range(12, 0, -1))


# --- approve first, and sharing


async def test_approve_first_shows_it_only_then_also_after_an_edit(services: Services) -> None:
    await approve_first(services)
    one = await post(services, "Zebras graze alone")
    assert one.state is State.WAITING
    with pytest.raises(NotFound):
        await found(services, "zebras")
    with pytest.raises(NotFound):
        await look(services, one)
    moderating = services.mnemonics.moderating
    case = await moderating.queue(HERE)
    assert case is not None
    assert (case.asks, case.left, case.shown.mnemonic.ref) == (Asks.POST, 1, one.ref)
    assert await moderating.queue(THERE) is None
    await moderating.approve(guild_id=HERE, ref=one.ref, asks=Asks.POST, version=one.version)
    assert await found(services, "zebras") == ["Zebras graze alone"]
    with pytest.raises(NotFound, match="decided already"):
        await moderating.decline(guild_id=HERE, ref=one.ref, asks=Asks.POST, why="")
    await services.mnemonics.authors.edit(
        guild_id=HERE, member_id=AUTHOR, number=one.number, hook="Okapis swear", stands_for="", story=""
    )
    with pytest.raises(NotFound):
        await found(services, "okapis")


async def share(services: Services, one: Mnemonic, wanted: bool = True) -> None:
    """The author asks for it, or takes it back."""
    await services.mnemonics.authors.share(guild_id=HERE, member_id=AUTHOR, number=one.number, wanted=wanted)


async def test_shared_with_all_servers_only_when_the_author_asks_and_a_moderator_agrees(
    services: Services,
) -> None:
    one = await post(services, "Zebras graze alone")
    await share(services, one)
    with pytest.raises(NotFound):
        await found(services, "zebras", guild=THERE)
    with pytest.raises(NotFound):
        await services.mnemonics.moderating.approve(
            guild_id=THERE, ref=one.ref, asks=Asks.SHARE, version=one.version
        )
    await services.mnemonics.moderating.approve(
        guild_id=HERE, ref=one.ref, asks=Asks.SHARE, version=one.version
    )
    assert await found(services, "zebars", guild=THERE) == ["Zebras graze alone"]
    assert (await vote(services, one, True, guild=THERE)).tally.up == 1
    await services.mnemonics.servers.set(guild_id=THERE, set_by=1, others=False)
    with pytest.raises(NotFound):
        await found(services, "zebras", guild=THERE)
    with pytest.raises(NotFound):
        await look(services, one, guild=THERE)
    await services.mnemonics.servers.set(guild_id=THERE, set_by=1, others=True)
    await share(services, one, wanted=False)
    with pytest.raises(NotFound):
        await found(services, "zebras", guild=THERE)
    assert await found(services, "zebras") == ["Zebras graze alone"]


async def test_a_shared_one_that_is_edited_has_to_be_agreed_to_again(services: Services) -> None:
    one = await post(services, "Zebras graze alone")
    await share(services, one)
    await services.mnemonics.moderating.approve(
        guild_id=HERE, ref=one.ref, asks=Asks.SHARE, version=one.version
    )
    await services.mnemonics.authors.edit(
        guild_id=HERE, member_id=AUTHOR, number=one.number, hook="Rude words", stands_for="", story=""
    )
    with pytest.raises(NotFound):
        await found(services, "rude", guild=THERE)
    own = await services.mnemonics.authors.own(guild_id=HERE, member_id=AUTHOR, number=one.number)
    assert own.mnemonic.sharing is Sharing.ASKED


async def test_what_three_servers_do_not_want_is_shared_no_more(services: Services) -> None:
    one = await post(services, "Zebras graze alone")
    await share(services, one)
    await services.mnemonics.moderating.approve(
        guild_id=HERE, ref=one.ref, asks=Asks.SHARE, version=one.version
    )
    for guild in (2, 3, 4):
        assert await found(services, "zebras", guild=5)
        await services.mnemonics.members.report(guild_id=guild, member_id=READER, ref=one.ref, why="rude")
        await services.mnemonics.moderating.decline(guild_id=guild, ref=one.ref, asks=Asks.REPORT, why="")
        with pytest.raises(NotFound):
            await found(services, "zebras", guild=guild)
    with pytest.raises(NotFound):
        await found(services, "zebras", guild=5)
    assert await found(services, "zebras"), "its own server keeps it"


# --- reports and bans


async def test_reports_gather_and_are_decided_together(services: Services) -> None:
    one = await post(services, "Zebras graze alone")
    members, moderating = services.mnemonics.members, services.mnemonics.moderating
    for member, why in ((20, "wrong"), (21, "rude words"), (20, "really wrong")):
        await members.report(guild_id=HERE, member_id=member, ref=one.ref, why=why)
    case = await moderating.queue(HERE)
    assert case is not None
    assert (case.asks, list(case.reasons), case.left) == (Asks.REPORT, ["really wrong", "rude words"], 1)
    await moderating.approve(guild_id=HERE, ref=one.ref, asks=Asks.REPORT, version=one.version)
    assert await moderating.queue(HERE) is None
    assert await found(services, "zebras")
    await members.report(guild_id=HERE, member_id=20, ref=one.ref, why="still wrong")
    await moderating.decline(guild_id=HERE, ref=one.ref, asks=Asks.REPORT, why="it is")
    with pytest.raises(NotFound):
        await found(services, "zebras")
    with pytest.raises(NotAllowed):
        await members.report(
            guild_id=HERE, member_id=AUTHOR, ref=(await post(services, "Okapis sleep")).ref, why="mine own"
        )
    with pytest.raises(BadInput):
        await members.report(guild_id=HERE, member_id=20, ref="b:mn-ads", why="!!")


async def test_banned_from_posting_until_allowed_again_even_after_the_data_is_gone(
    services: Services,
) -> None:
    await approve_first(services)
    first, second = await post(services, "Zebras graze alone"), await post(services, "Okapis sleep standing")
    moderating, authors = services.mnemonics.moderating, services.mnemonics.authors
    await moderating.ban(guild_id=HERE, number=first.number, asks=Asks.POST)
    assert await moderating.queue(HERE) is None, "what else of theirs waited is declined too"
    for number in (first.number, second.number):
        own = await authors.own(guild_id=HERE, member_id=AUTHOR, number=number)
        assert own.mnemonic.state is State.DECLINED
        with pytest.raises(NotAllowed):
            await authors.edit(
                guild_id=HERE, member_id=AUTHOR, number=number, hook="Again then", stands_for="", story=""
            )
    await services.members.delete(AUTHOR)
    with pytest.raises(NotAllowed, match="asked you not to post"):
        await post(services, "Wombats dig")
    with pytest.raises(NotAllowed):
        await authors.may_post(HERE, AUTHOR)
    await post(services, "Wombats dig", guild=THERE)
    await moderating.allow(HERE, AUTHOR)
    await post(services, "Wombats dig")
    with pytest.raises(NotFound):
        await moderating.allow(HERE, AUTHOR)


async def test_a_moderators_edit_keeps_votes_of_what_says_the_same_and_approves(services: Services) -> None:
    await approve_first(services)
    one = await post(services, "Zebars graze alone")
    await services.mnemonics.moderating.edit(
        guild_id=HERE, number=one.number, asks=Asks.POST, hook="Zebras graze alone", stands_for="", story=""
    )
    assert await found(services, "zebras") == ["Zebras graze alone"]


async def test_the_queue_goes_round(services: Services) -> None:
    await approve_first(services)
    refs = [(await add(services, f"Zebra{n} grazes{n}")).mnemonic.ref for n in range(3)]
    seen = [await services.mnemonics.moderating.queue(HERE, skip) for skip in range(4)]
    assert [case and case.shown.mnemonic.ref for case in seen] == [*refs, refs[0]]


# --- a member's data


async def test_deleting_a_members_data_removes_theirs_or_leaves_them_without_a_name(
    services: Services,
) -> None:
    one, other = await post(services, "Zebras graze alone"), await add(services, "Okapis sleep standing")
    await vote(services, other.mnemonic, True, member=AUTHOR)
    counts = await services.members.delete(AUTHOR)
    assert counts["mnemonics"] == 1
    assert counts["mnemonic votes"] == 1
    with pytest.raises(NotFound):
        await look(services, one)
    assert (await look(services, other.mnemonic)).tally.up == 0
    kept = await post(services, "Wombats dig")
    assert await services.mnemonics.personal.leave_to_all(AUTHOR) == 1
    await services.members.delete(AUTHOR)
    shown = await look(services, kept)
    assert (shown.mnemonic.texts.hook, shown.mnemonic.author_id) == ("Wombats dig", None)
    assert (await vote(services, kept, True, member=AUTHOR)).tally.up == 1, "nobody's any more"
