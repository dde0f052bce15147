"""What stands in the tables, checked against facts that anybody can look up in the published code set."""

import pytest

from bot.features.codes.model import STILL_IN_FORCE, Kind, Node, NoteKind
from bot.features.codes.service import CodesService
from bot.features.codes.store import TablesStore


async def node(store: TablesStore, code: str) -> Node:
    """A line that must be there."""
    found = await store.by_code(code)
    assert found is not None, code
    return found


async def test_they_are_whole(store: TablesStore) -> None:
    """ICD-10-CM FY2026 has 74,719 codes (CMS's April 2026 release); the editor's FY2027 list has 160 more."""
    meta = await store.meta()
    assert meta["chapter"] == "22"
    assert meta["valid"] == "74879"
    chapters = [one for one in await store.blocks() if one.kind is Kind.CHAPTER]
    codes = [code for chapter in chapters for code in await store.billable_below(chapter, 2026)]
    assert len(codes) == 74_719
    assert len({code.code for code in codes}) == len(codes)
    assert all(code.title for code in codes)


async def test_ids_follow_the_book_and_a_branch_is_one_range(store: TablesStore) -> None:
    chapters = [one for one in await store.blocks() if one.kind is Kind.CHAPTER]
    assert [int(one.code) for one in chapters] == list(range(1, 23))
    branch = await store.branch(chapters[8])
    below: dict[int, int] = {one.id: one.last_id for one in branch}
    for one in branch[1:]:
        assert one.parent_id is not None
        assert one.parent_id < one.id <= one.last_id <= below[one.parent_id]
    assert [one.id for one in branch] == list(range(chapters[8].id, chapters[8].last_id + 1))


async def test_what_stands_below_a_category(store: TablesStore) -> None:
    diabetes = await node(store, "E11")
    assert (diabetes.kind, diabetes.billable, diabetes.title) == (
        Kind.CATEGORY,
        False,
        "Type 2 diabetes mellitus",
    )
    codes = [one.code for one in await store.children(diabetes)]
    assert codes == [f"E11.{char}" for char in "012345689A"]
    assert [one.code for one in await store.path(await node(store, "E11.22"))] == [
        "4",
        "E08-E13",
        "E11",
        "E11.2",
    ]


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("S52.531A", "Colles' fracture of right radius, initial encounter for closed fracture"),
        ("T36.0X1A", "Poisoning by penicillins, accidental (unintentional), initial encounter"),
        ("W19.XXXA", "Unspecified fall, initial encounter"),
        ("O09.91", "Supervision of high risk pregnancy, unspecified, first trimester"),
        ("U07.1", "COVID-19"),
        ("Z79.4", "Long term (current) use of insulin"),
        ("H40.1111", "Primary open-angle glaucoma, right eye, mild stage"),
        ("O31.8X10", None),
    ],
)
async def test_complete_codes_carry_their_placeholders_and_whole_titles(
    store: TablesStore, code: str, title: str | None
) -> None:
    found = await node(store, code)
    assert (found.kind, found.billable) == (Kind.CODE, True)
    assert found.valid_in(2026)
    assert found.valid_in(2027)
    assert title is None or found.title == title


@pytest.mark.parametrize("code", ["S52.53", "S52.531", "T36.0X1", "W19", "O09.9", "J44", "F10", "Z68"])
async def test_what_lacks_characters_is_no_code(store: TablesStore, code: str) -> None:
    found = await node(store, code)
    assert found.is_heading
    assert not found.valid_in(2026)
    assert await store.children(found)


async def test_a_category_that_is_a_block_and_a_code_at_once(store: TablesStore) -> None:
    hiv = await node(store, "B20")
    assert (hiv.kind, hiv.billable) == (Kind.CATEGORY, True)
    assert [(one.code, one.kind) for one in await store.path(hiv)] == [
        ("1", Kind.CHAPTER),
        ("B20", Kind.BLOCK),
    ]


async def test_blocks_that_span_blocks_hold_them(store: TablesStore) -> None:
    """The book prints V00-X58 and V00-V99 as empty headings before what they span; their notes hold below."""
    path = await store.path(await node(store, "V00.148A"))
    assert [one.code for one in path][:4] == ["20", "V00-X58", "V00-V99", "V00-V09"]


@pytest.mark.parametrize(
    ("code", "years", "successors", "replaced_in"),
    [
        ("I42.0", {2025, 2026}, ["I42.00", "I42.01", "I42.09"], 2027),
        ("Z68.1", {2025, 2026}, ["Z68.18", "Z68.19"], 2027),
        ("T52.8X1A", {2025, 2026}, ["T52.811A", "T52.821A", "T52.891A"], 2027),
        ("S23.420A", {2025, 2026}, [], 2027),
        ("I42.00", {2027}, [], None),
        ("J4B", {2027}, [], None),
        ("S30.1XXA", {2025}, ["S30.11XA", "S30.12XA", "S30.13XA"], 2026),
        ("G35", set(), [f"G35.{tail}" for tail in ("A", "B0", "B1", "B2", "C0", "C1", "C2", "D")], 2026),
        ("I10", {2025, 2026, 2027}, [], None),
    ],
)
async def test_codes_that_came_and_went(
    store: TablesStore, code: str, years: set[int], successors: list[str], replaced_in: int | None
) -> None:
    found = await node(store, code)
    assert {year for year in (2025, 2026, 2027) if found.valid_in(year)} == years
    assert await store.successors(found.id) == successors
    assert await store.replaced_in(found.id) == replaced_in
    assert len(await store.by_codes(successors)) == len(successors), "each can be opened"


async def test_of_new_codes_no_title_is_made_up(store: TablesStore) -> None:
    chapters = [one for one in await store.blocks() if one.kind is Kind.CHAPTER]
    new = [
        one
        for chapter in chapters
        for one in await store.billable_below(chapter, 2027)
        if one.first_year == 2027
    ]
    assert len(new) == 190
    assert {one.title for one in new} == {""}
    assert {one.last_year for one in new} == {STILL_IN_FORCE}


async def test_notes_and_where_they_come_from(codes: CodesService) -> None:
    entry = (await codes.entry("I11.0")).entry
    assert entry is not None
    found = {(note.kind, note.node.code): note for note in entry.notes}
    own = found[NoteKind.USE_ADDITIONAL, "I11.0"]
    assert own.own
    assert own.lines == ("code to identify type of heart failure (I50.-)",)
    of_block = found[NoteKind.USE_ADDITIONAL, "I10-I1A"]
    assert not of_block.own
    assert "tobacco use (Z72.0)" in of_block.lines
    assert found[NoteKind.EXCLUDES1, "I10-I1A"].lines == (
        "neonatal hypertension (P29.2)",
        "primary pulmonary hypertension (I27.0)",
    )
    assert (NoteKind.EXCLUDES2, "9") in found, "the chapter's"
    assert [note.node.code for note in entry.notes if note.kind is NoteKind.USE_ADDITIONAL] == [
        "I11.0",
        "I10-I1A",
    ]


async def test_inclusion_terms_stay_where_they_stand(codes: CodesService) -> None:
    parent, child = (await codes.entry("I42")).entry, (await codes.entry("I42.0")).entry
    assert parent is not None
    assert child is not None
    assert [note.lines for note in child.notes if note.kind is NoteKind.TERM] == [
        ("Congestive cardiomyopathy",)
    ]
    below = (await codes.entry("I42.00")).entry
    assert below is not None
    assert not [note for note in below.notes if note.kind is NoteKind.TERM]


@pytest.mark.parametrize(
    ("code", "characters", "first"),
    [
        ("S52.53", "ABCDEFGHJKMNPQRS", "initial encounter for closed fracture"),
        ("S52.52", "ADGKPS", "initial encounter for closed fracture"),
        ("S52.531A", "ABCDEFGHJKMNPQRS", "initial encounter for closed fracture"),
        ("T36.0X1A", "ADS", "initial encounter"),
        ("H40.11", "01234", "stage unspecified"),
        ("I10", "", ""),
    ],
)
async def test_sevenths_are_those_of_the_nearest_definition(
    codes: CodesService, code: str, characters: str, first: str
) -> None:
    """Torus fractures (S52.52) have fewer than their category S52."""
    entry = (await codes.entry(code)).entry
    assert entry is not None
    assert "".join(one.character for one in entry.sevenths) == characters
    assert not first or entry.sevenths[0].meaning == first
