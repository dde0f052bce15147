"""Finding: by words, in spite of mistakes, within one's server; and what is like a new one."""

from contextlib import suppress

import pytest

from bot.errors import BadInput, NotFound
from bot.features.mnemonics.model import Added
from bot.services import Services

HERE, THERE = 1, 2
AUTHOR, READER = 10, 11


async def add(
    services: Services,
    hook: str,
    *,
    guild: int = HERE,
    topic: str = "neoplasms",
    meaning: str = "",
    author: int = 0,
) -> Added:
    """Post one; each by somebody else unless it is said, so that no limit is met."""
    add.count += 1  # type: ignore[attr-defined]
    return await services.mnemonics.authors.add(
        guild_id=guild,
        member_id=author or 1000 + add.count,  # type: ignore[attr-defined]
        topic=topic,
        hook=hook,
        stands_for=meaning,
    )


add.count = 0  # type: ignore[attr-defined]


async def found(services: Services, query: str, *, guild: int = HERE, topic: str | None = None) -> list[str]:
    """The hooks that a search shows, in order."""
    result = await services.mnemonics.members.find(guild_id=guild, member_id=READER, query=query, topic=topic)
    return [one.mnemonic.texts.hook for one in result.shown]


@pytest.mark.parametrize(
    "query", ["cranial nerves", "crainal nerves", "CRANIAL NERVE", "nerves, cranial!", "crannial nervs"]
)
async def test_bundled_ones_are_found_from_the_start_also_mistyped(services: Services, query: str) -> None:
    result = await services.mnemonics.members.find(guild_id=HERE, member_id=READER, query=query)
    assert result.shown
    first = result.shown[0].mnemonic
    assert first.bundled
    assert "cranial" in f"{first.texts.hook} {first.texts.stands_for} {first.texts.story}".lower()


async def test_all_bundled_ones_are_in_every_server_and_not_in_the_database(services: Services) -> None:
    shelf = services.library.mnemonics
    assert len(shelf) >= 60
    rows = await services.db.read(lambda tx: tx.value("SELECT COUNT(*) FROM mnemonics"))
    assert rows == 0
    for guild in (HERE, THERE):
        for one in list(shelf.values())[::15]:
            shown = await services.mnemonics.members.show(guild_id=guild, member_id=READER, ref=f"b:{one.id}")
            assert shown.mnemonic.texts.hook == one.hook


async def test_own_ones_are_found_mended_and_with_one_word_less(services: Services) -> None:
    await add(services, "Zebras graze beside morphology")
    assert await found(services, "zebra morphology") == ["Zebras graze beside morphology"]
    assert await found(services, "zebars") == ["Zebras graze beside morphology"]
    assert await found(services, "zebra graze quagga") == ["Zebras graze beside morphology"]
    result = await services.mnemonics.members.find(guild_id=HERE, member_id=READER, query="zebars")
    assert "zebra" in result.remark


async def test_a_word_in_the_hook_stands_before_one_in_the_meaning(services: Services) -> None:
    await add(services, "Okapi walks first", meaning="quokka")
    await add(services, "Quokka smiles", meaning="okapi")
    assert await found(services, "quokka") == ["Quokka smiles", "Okapi walks first"]
    assert await found(services, "okapi") == ["Okapi walks first", "Quokka smiles"]


async def test_of_equals_the_one_with_the_better_score_is_first(services: Services) -> None:
    await add(services, "Wombat one")
    better = await add(services, "Wombat other two")
    await add(services, "Wombat thrice")
    await services.mnemonics.members.vote(guild_id=HERE, member_id=READER, ref=better.mnemonic.ref, up=True)
    assert (await found(services, "wombat"))[0] == "Wombat other two"


async def test_a_topic_narrows_and_one_that_does_not_exist_is_told(services: Services) -> None:
    await add(services, "Narwhal of tumours", topic="neoplasms")
    await add(services, "Narwhal of the heart", topic="circulatory")
    assert await found(services, "narwhal", topic="Circulatory system") == ["Narwhal of the heart"]
    with pytest.raises(NotFound, match="Did you mean Circulatory system"):
        await found(services, "narwhal", topic="circulatry sytem")
    with pytest.raises(NotFound, match="no such topic"):
        await found(services, "narwhal", topic="🦄")


async def test_other_servers_see_neither_the_ones_nor_their_words(services: Services) -> None:
    await add(services, "Pangolin secret", guild=HERE)
    for query in ("pangolin", "pangolni", "secret pangolin"):
        with pytest.raises(NotFound):
            await found(services, query, guild=THERE)
    assert await services.mnemonics.members.suggest(THERE, "pango") == []
    with pytest.raises(NotFound):
        await services.mnemonics.members.show(guild_id=THERE, member_id=READER, ref="1")


@pytest.mark.parametrize(
    "query",
    [
        '" OR 1=1 --',
        "NEAR(a b) AND *",
        "place : g2",
        "{hook rest} : x",
        "'; DROP TABLE mnemonics",
        "x" * 5000,
        "^ - + ( )",
        "qqqq wwww",
        "🎉",
        "",
    ],
)
async def test_nothing_typed_breaks_the_search(services: Services, query: str) -> None:
    """What is no sentence finds what its words find, or is refused; never another server's, never a fault."""
    await add(services, "Pangolin g2 near or and place hook", guild=THERE)
    with suppress(NotFound, BadInput):
        assert not any("Pangolin" in hook for hook in await found(services, query))
    await services.mnemonics.members.suggest(HERE, query)
    assert await found(services, "pangolin", guild=THERE)


async def test_suggestions_while_typing_lead_to_the_one(services: Services) -> None:
    added = await add(services, "Axolotl regrows its 7th character")
    ((value, hook),) = await services.mnemonics.members.suggest(HERE, "axolo")
    assert (value, hook) == (f"#{added.mnemonic.ref}", "Axolotl regrows its 7th character")
    assert await found(services, value) == [hook]
    with pytest.raises(NotFound):
        await found(services, "#999999")
    assert await services.mnemonics.members.suggest(HERE, "") == []


async def test_deleted_and_edited_ones_are_found_by_what_they_say_now(services: Services) -> None:
    one = (await add(services, "Capybara floats", author=AUTHOR)).mnemonic
    authors = services.mnemonics.authors
    await authors.edit(
        guild_id=HERE, member_id=AUTHOR, number=one.number, hook="Tapir dives", stands_for="", story=""
    )
    assert await found(services, "tapir") == ["Tapir dives"]
    with pytest.raises(NotFound):
        await found(services, "capybara")
    await authors.delete(guild_id=HERE, member_id=AUTHOR, number=one.number)
    with pytest.raises(NotFound):
        await found(services, "tapir")
    left = await services.db.read(lambda tx: tx.value("SELECT COUNT(*) FROM mnemonic_vocabulary"))
    assert left == 0, "no word of it is kept"


async def test_among_very_many_the_best_is_found_although_it_is_old(services: Services) -> None:
    old = (await add(services, "Lemur leads the way")).mnemonic
    await services.mnemonics.members.vote(guild_id=HERE, member_id=READER, ref=old.ref, up=True)
    for number in range(150):
        await add(services, f"Lemur number{number} other{number} word{number}", topic="pregnancy")
    assert (await found(services, "lemur"))[0] == "Lemur leads the way"


@pytest.mark.parametrize(
    "hook",
    [
        "Giraffes reach the highest specificity",
        "giraffes REACH, the highest specificity!",
        "Girafes reach the highest specificity",
        "The highest specificity giraffes reach",
        "Giraffes reach the highest leaf specificity",
    ],
)
async def test_what_is_like_it_is_shown_before_it_is_posted(services: Services, hook: str) -> None:
    await add(services, "Giraffes reach the highest specificity")
    result = await add(services, hook)
    assert [near.texts.hook for near in result.near] == ["Giraffes reach the highest specificity"]
    assert len(await found(services, "giraffes")) == 1, "not posted yet"


async def test_what_is_like_a_bundled_one_too(services: Services) -> None:
    bundled = next(iter(services.library.mnemonics.values()))
    result = await add(services, f"{bundled.hook}!", topic=bundled.topic)
    assert [near.ref for near in result.near] == [f"b:{bundled.id}"]


async def test_what_is_only_about_the_same_is_posted_at_once(services: Services) -> None:
    await add(services, "Giraffes reach the highest specificity")
    assert not (await add(services, "Giraffes sleep standing up all night")).near
