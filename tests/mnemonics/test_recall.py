"""The account of what helps: from a wrong answer to the next answer on the topic, and nothing else counts."""

import pytest

from bot.clock import Clock
from bot.db import Tx
from bot.errors import NotFound
from bot.features.mnemonics.model import Mnemonic, Period, Shown
from bot.features.mnemonics.recall import TOPICS_IN_AREA, asked_most
from bot.features.quiz.model import Given
from bot.services import Services
from tests.mnemonics.test_searching import AUTHOR, HERE, READER, add

TOPIC = "neoplasms"
ELSEWHERE = 5


async def answer(
    services: Services, right: bool, *, member: int = READER, topic: str = TOPIC, guild: int = HERE
) -> None:
    """A first answer, as the quiz tells of it."""
    given = Given(member, guild, topic, right, services.clock.now())

    async def work(tx: Tx) -> None:
        await services.mnemonics.recall.answered(tx, given)

    await services.db.write(work)


async def hook(services: Services, *, member: int = READER, topic: str = TOPIC, guild: int = HERE) -> Shown:
    """What is offered."""
    return await services.mnemonics.recall.hook_for(guild_id=guild, member_id=member, topic=topic)


async def figures(services: Services, one: Mnemonic) -> tuple[int, int]:
    """Helped so often, of so many."""
    shown = await services.mnemonics.members.show(guild_id=HERE, member_id=ELSEWHERE, ref=one.ref)
    return shown.tally.helped, shown.tally.tried


async def test_wrong_seen_right_is_counted_as_helped(services: Services) -> None:
    await answer(services, False)
    shown = await hook(services)
    assert shown.mnemonic.topic == TOPIC
    assert await figures(services, shown.mnemonic) == (0, 0), "nothing is known before the next answer"
    await answer(services, True)
    assert await figures(services, shown.mnemonic) == (1, 1)
    await answer(services, True)
    await answer(services, True)
    assert await figures(services, shown.mnemonic) == (1, 1), "only the next answer counts"


async def test_wrong_seen_wrong_counts_too_and_begins_the_next_trial(services: Services) -> None:
    await answer(services, False)
    first = (await hook(services)).mnemonic
    await answer(services, False)
    assert await figures(services, first) == (0, 1)
    again = await hook(services)
    await answer(services, True)
    helped, tried = await figures(services, again.mnemonic)
    assert (helped, tried) == ((1, 2) if again.mnemonic.ref == first.ref else (1, 1))


async def test_what_is_seen_without_a_mistake_does_not_count(services: Services) -> None:
    shown = await hook(services)
    await answer(services, True)
    assert await figures(services, shown.mnemonic) == (0, 0)


async def test_what_is_seen_on_another_topic_does_not_count(services: Services) -> None:
    await answer(services, False)
    shown = await hook(services, topic="pregnancy")
    await answer(services, True)
    await answer(services, True, topic="pregnancy")
    assert await figures(services, shown.mnemonic) == (0, 0)


async def test_pressed_again_for_the_same_mistake_it_is_the_same_and_counts_once(services: Services) -> None:
    await answer(services, False)
    shown = [(await hook(services)).mnemonic.ref for _ in range(4)]
    assert len(set(shown)) == 1
    await answer(services, True)
    assert await figures(services, (await hook(services)).mnemonic) in ((1, 1), (0, 0))
    total = await services.db.read(lambda tx: tx.value("SELECT SUM(tried) FROM mnemonic_tallies"))
    assert total == 1


@pytest.mark.parametrize(
    ("query", "counts"),
    [("#1", True), ("zebras graze", True), ("neoplasm", False), ("zebars graze", False)],
)
async def test_one_found_alone_counts_like_one_that_was_offered_and_a_list_does_not(
    services: Services, query: str, counts: bool
) -> None:
    one = (await add(services, "Zebras graze beside morphology", topic=TOPIC)).mnemonic
    await answer(services, False)
    await services.mnemonics.members.find(guild_id=HERE, member_id=READER, query=query)
    await answer(services, True)
    assert await figures(services, one) == ((1, 1) if counts else (0, 0))


async def test_ones_own_is_neither_offered_nor_measured(services: Services) -> None:
    one = (await add(services, "Zebras graze beside morphology", topic=TOPIC, author=AUTHOR)).mnemonic
    for _ in range(30):
        await answer(services, False, member=AUTHOR)
        assert (await hook(services, member=AUTHOR)).mnemonic.ref != one.ref
    await services.mnemonics.members.show(guild_id=HERE, member_id=AUTHOR, ref=one.ref)
    await answer(services, True, member=AUTHOR)
    assert await figures(services, one) == (0, 0)


async def test_after_a_month_nothing_is_concluded(services: Services, clock: Clock) -> None:
    await answer(services, False)
    shown = await hook(services)
    clock.move_to(clock.time() + 31 * 86_400)
    await answer(services, True)
    assert await figures(services, shown.mnemonic) == (0, 0)
    await answer(services, False)
    await answer(services, True)
    assert await figures(services, shown.mnemonic) == (0, 0), "nor by a later trial"


async def test_expected_is_what_others_did_without_it(services: Services) -> None:
    """Ninety members try without any hook, a third of them well; then sixty with one, all well."""
    for member in range(100, 190):
        await answer(services, False, member=member)
        await answer(services, member % 3 == 0, member=member)
    one = (await add(services, "Zebras graze beside morphology", topic=TOPIC)).mnemonic
    for member in range(200, 260):
        await answer(services, False, member=member)
        await services.mnemonics.members.show(guild_id=HERE, member_id=member, ref=one.ref)
        await answer(services, True, member=member)
    shown = await services.mnemonics.members.show(guild_id=HERE, member_id=READER, ref=one.ref)
    assert (shown.tally.helped, shown.tally.tried) == (60, 60)
    assert shown.tally.expected == pytest.approx(60 * 0.35, abs=2), "its own results are not compared with"
    top = await services.mnemonics.members.top(guild_id=HERE, member_id=READER, period=Period.ALL)
    assert top[0].mnemonic.ref == one.ref


async def test_new_ones_get_their_chance_and_what_misleads_is_offered_less(services: Services) -> None:
    bad = (await add(services, "Zebras graze beside morphology", topic=TOPIC)).mnemonic
    offered = []
    for member in range(300, 420):
        await answer(services, False, member=member)
        seen = (await hook(services, member=member)).mnemonic.ref
        offered.append(seen)
        await answer(services, seen != bad.ref, member=member)
    assert bad.ref in offered[:40]
    assert offered[-40:].count(bad.ref) <= 4


async def test_topics_that_are_not_ours_are_left_alone(services: Services) -> None:
    await answer(services, False, topic="of a server's own bank")
    assert await services.db.read(lambda tx: tx.value("SELECT COUNT(*) FROM mnemonic_trials")) == 0


async def test_where_all_are_hidden_there_is_none(services: Services) -> None:
    for one in services.library.mnemonics.values():
        if one.topic == "eye-ear":
            await _hide(services, f"b:{one.id}")
    with pytest.raises(NotFound, match="no hook for this topic"):
        await hook(services, topic="eye-ear")


async def _hide(services: Services, ref: str) -> None:
    from bot.features.mnemonics.model import Asks

    await services.mnemonics.members.report(guild_id=HERE, member_id=READER, ref=ref, why="not for us")
    await services.mnemonics.moderating.decline(guild_id=HERE, ref=ref, asks=Asks.REPORT, why="")


async def test_for_an_area_a_hook_on_what_is_asked_there_and_first_on_what_was_got_wrong(
    services: Services,
) -> None:
    recall = services.mnemonics.recall
    area = next(one for one in services.library.certifications["CPC"].areas if "anatomy" in one.covers)
    wanted = f"CPC/{area.id}"
    topics = asked_most(services.library, wanted)
    assert 1 < len(topics) <= TOPICS_IN_AREA
    seen = {
        (await recall.hook_in(guild_id=HERE, member_id=READER, area=wanted, seed=str(n))).mnemonic.topic
        for n in range(40)
    }
    assert 1 < len(seen) <= len(topics)
    assert seen <= set(topics)
    await answer(services, False, topic=topics[-1])
    for n in range(5):
        shown = await recall.hook_in(guild_id=HERE, member_id=READER, area=wanted, seed=str(n))
        assert shown.mnemonic.topic == topics[-1]
    await answer(services, True, topic=topics[-1])
    assert await figures(services, shown.mnemonic) == (1, 1)
    with pytest.raises(NotFound):
        await recall.hook_in(guild_id=HERE, member_id=READER, area="CPC/no-such", seed="1")
