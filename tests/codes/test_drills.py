"""Drills: over thousands of them exactly one option is right, every code may be billed, and nothing stands twice."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.errors import BadInput, NotFound
from bot.features.codes.drill_service import DrillId, DrillService
from bot.features.codes.drills import Drill, DrillKind
from bot.features.codes.store import TablesStore
from bot.features.codes.tables import Tables
from tests.codes.tabular import excluded_by, title_of, valid
from tests.community import Community, community

MADE = 2000
TITLE = re.compile(r"\*\*(.+)\*\*$", re.S)
NAMED = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")
SUBJECT = re.compile(r"apart from \*\*(\S+)\*\*")


@pytest.fixture
async def drills(tables_path: Path, clock: Clock) -> AsyncIterator[DrillService]:
    tables = Tables(tables_path)
    yield DrillService(tables, clock)
    await tables.close()


def check(drill: Drill) -> None:
    """Against the published tables themselves, not against what the bot made of them."""
    texts = [option.text for option in drill.options]
    assert len(texts) == 4
    assert len({text.casefold() for text in texts}) == 4, texts
    assert len({option.why for option in drill.options}) >= 2
    right = [option.text for option in drill.options if option.right]
    assert len(right) == 1
    if drill.kind is DrillKind.EXCLUDES:
        subject = SUBJECT.search(drill.ask)
        assert subject
        named = [set(NAMED.findall(text)) for text in texts]
        assert not any(one & other for one, other in combinations(named, 2)), texts
        apart = [text for text in texts if excluded_by(subject[1], text)]
        assert apart == right, (drill.ask, texts)
    else:
        asked = TITLE.search(drill.ask)
        assert asked
        assert [text for text in texts if title_of(text) == asked[1]] == right, (drill.ask, texts)
        assert all(valid(text) for text in texts), texts


async def test_two_thousand_drills_have_one_right_option_each(drills: DrillService) -> None:
    kinds: Counter[DrillKind] = Counter()
    chapters: Counter[str] = Counter()
    edition = (await drills.start(None, None)).id.edition
    for seed in range(MADE):
        opened = await drills.opened(DrillId(0, 0, edition, 2027, seed))
        assert not opened.renewed
        check(opened.drill)
        kinds[opened.drill.kind] += 1
        chapters[opened.drill.subject.code[0]] += 1
    assert all(kinds[kind] > 20 for kind in DrillKind), kinds
    assert len(chapters) > 20, chapters


@pytest.mark.parametrize("kind", list(DrillKind))
async def test_each_kind_by_itself(drills: DrillService, kind: DrillKind) -> None:
    for _ in range(25):
        drill = (await drills.start("19", kind)).drill
        assert drill.kind is kind
        check(drill)


async def test_the_side_that_is_explained_is_the_one_that_differs(drills: DrillService) -> None:
    edition = (await drills.start(None, None)).id.edition
    for seed in range(200):
        drill = (await drills.opened(DrillId(0, int(DrillKind.SIDE), edition, 2027, seed))).drill
        right = next(option for option in drill.options if option.right)
        said = right.why.split("“")[1].split("”")[0]
        asked = TITLE.search(drill.ask)
        assert asked
        others = [title_of(option.text) for option in drill.options if not option.right]
        swapped = {
            f"{asked[1][: hit.start()]}{side}{asked[1][hit.end() :]}"
            for hit in re.finditer(rf"\b{said}\b", asked[1])
            for side in ("right", "left", "bilateral", "unspecified")
        }
        assert swapped & set(others), (drill.ask, others)


@pytest.mark.parametrize(
    ("typed", "code"), [("Chapter 9", "9"), ("endocrine", "4"), ("ischemic heart", "I20-I25"), ("e11", "E11")]
)
async def test_an_area_may_be_typed_as_the_list_shows_it(
    drills: DrillService, store: TablesStore, typed: str, code: str
) -> None:
    area = await store.node((await drills.start(typed, None)).id.area)
    assert area
    assert area.code == code


@pytest.mark.parametrize("area", ["9", "E08-E13", "E11", "i20-i25", " S52 "])
async def test_an_area_is_kept(drills: DrillService, store: TablesStore, area: str) -> None:
    branch = await store.by_code(area.strip().upper())
    assert branch
    for _ in range(25):
        opened = await drills.start(area, None)
        assert branch.id <= opened.drill.subject.id <= branch.last_id
        again = await drills.again(opened.id)
        assert (again.id.area, again.id.kind) == (opened.id.area, opened.id.kind)


async def test_the_same_id_makes_the_same_drill(drills: DrillService) -> None:
    opened = await drills.start("13", DrillKind.SIDE)
    assert await drills.opened(opened.id) == opened


@pytest.mark.parametrize("change", [{"edition": 1}, {"year": 2026}])
async def test_other_tables_or_another_year_make_a_new_drill(
    drills: DrillService, change: dict[str, Any]
) -> None:
    old = (await drills.start("13", DrillKind.TITLE)).id
    stale = DrillId(**{name: getattr(old, name) for name in old.__slots__} | change)
    opened = await drills.opened(stale)
    assert opened.renewed
    assert opened.id.kind == DrillKind.TITLE
    check(opened.drill)


async def test_areas_that_cannot_be(drills: DrillService) -> None:
    for area in ("Q", "E11.9", "nonsense", "", "x" * 5000, "'; DROP TABLE node", "☃"):
        if not area:
            continue
        with pytest.raises(NotFound, match="Choose one from the list"):
            await drills.start(area, None)
    with pytest.raises(BadInput, match="too little below that heading"):
        await drills.start("I10-I1A", DrillKind.SEVENTH)


async def test_areas_offered_while_typing(drills: DrillService) -> None:
    assert [code for code, _ in await drills.areas("")][:3] == ["1", "2", "3"]
    assert ("9", "Chapter 9: Diseases of the circulatory system (I00-I99)") in await drills.areas("circul")
    assert [code for code, _ in await drills.areas("e11")] == ["E11"]
    for typed in ("", "a", "☃" * 90, "%", "x" * 6000):
        offered = await drills.areas(typed)
        assert len(offered) <= 25
        assert all(len(label) <= 100 for _, label in offered)


async def test_a_member_drills_on_discord(town: Community) -> None:
    member = town.learners[0]
    reply = await member.slash("code drill", area="13", kind=int(DrillKind.SIDE))
    assert reply.message.ephemeral
    assert "Drill: Laterality" in reply.text()
    answer = await member.click(reply.message, "A")
    assert "✅ Right: A" in answer.text() or "❌ You pressed A; right is" in answer.text()
    assert answer.text().count("✅ **") == 1
    upcoming = await member.click(answer.message, "Next drill")
    assert "Drill: Laterality" in upcoming.text()
    looked_up = await member.click(answer.message, "Look it up")
    assert "Billable" in looked_up.text()


async def test_a_drill_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        async with town.bot():
            reply = await town.learners[0].slash("code drill")
        async with town.bot():
            answer = await town.learners[0].click(reply.message, "B")
            assert "right is" in answer.text() or "Right: B" in answer.text()


async def test_buttons_that_were_forged_harm_nothing(town: Community) -> None:
    member = town.learners[0]
    asked = await member.slash("code drill", area="13")
    for custom_id in ("cd:9999999:1:1:2027:5:0", "cd:0:9:1:2027:5:0", "cx:9999999:7:4294967295:2027:5"):
        reply = await member.press_raw(town.quiz, asked.message, custom_id)
        assert reply.text(), custom_id
        assert "went wrong" not in reply.text(), custom_id


async def test_what_was_typed_wrong_is_said(town: Community) -> None:
    reply = await town.learners[0].slash("code drill", area="my toe")
    assert "I don't know that area" in reply.text()
