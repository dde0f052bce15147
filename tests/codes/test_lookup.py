"""Look-ups on the real tables: whatever is typed comes to something, or to a sentence that helps."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.clock import Clock
from bot.errors import BadInput, NotFound, Refusal
from bot.features.codes.model import Entry, Finding
from bot.features.codes.service import LABEL_HOLDS, MOST_MATCHES, MOST_SUGGESTED, CodesService
from bot.features.codes.tables import Tables
from tests.community import START, at


async def entry(codes: CodesService, text: str) -> Entry:
    """What must come to one line of the tables."""
    found = (await codes.lookup(text)).entry
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("typed", "code", "remark"),
    [
        ("E11.22", "E11.22", ""),
        ("e1122", "E11.22", ""),
        (" e11.22 ", "E11.22", ""),
        ("E11 22", "E11.22", ""),
        ("E11.22 - type 2 with CKD", "E11.22", ""),
        ("**E11.22**", "E11.22", ""),
        ("I50", "I50", ""),
        ("I50.", "I50", ""),
        ("F10.-", "F10", ""),
        ("E11.2-", "E11.2", ""),
        ("S52.53", "S52.53", ""),
        ("S52531A", "S52.531A", ""),
        ("T360X1A", "T36.0X1A", ""),
        ("B20", "B20", ""),
        ("QA0", "QA0", ""),
        ("9", "9", ""),
        ("chapter IX", "9", ""),
        ("I10-I1A", "I10-I1A", ""),
        ("I00-I99", "9", ""),
        ("C50-C50", "C50", ""),
        ("009.91", "O09.91", "Read as O09.91"),
        ("I1O", "I10", "Read as I10"),
        ("W19A", "W19.XXXA", "placeholder X was missing"),
        ("T36.01A", "T36.0X1A", "placeholder X was missing"),
        ("E11.2299", "E11.22", "E11.2299 is too long: E11.22 is complete"),
        ("S52.531AA", "S52.531A", "too long"),
        ("Z99.99", "Z99", "There is no code Z99.99"),
        ("J1885", "J18.8", "J1885 also looks like a HCPCS Level II code"),
        ("E11.2" + "9" * 15, "E11.29", "too long"),
        ("dilated cardiomyopathy congestive", "I42.0", ""),
    ],
)
async def test_what_comes_to_one_code(codes: CodesService, typed: str, code: str, remark: str) -> None:
    found = await codes.lookup(typed)
    assert found.entry is not None
    assert found.entry.node.code == code
    assert (found.remark == "") == (remark == "")
    assert remark in found.remark


REFUSED = [
    ("", BadInput, "such as E11.22"),
    ("   ", BadInput, "such as E11.22"),
    ("😀👍", BadInput, "no letters or digits"),
    ("\u200b\u202e", BadInput, "no letters or digits"),
    ("x" * 201, BadInput, "more than 200 characters"),
    ("99213", NotFound, "looks like a CPT code"),
    ("99213-25", NotFound, "looks like a CPT code"),
    ("0FT44ZZ", NotFound, "looks like an ICD-10-PCS code"),
    ("L1833", NotFound, "looks like a HCPCS Level II code"),
    ("250.00", NotFound, "ICD-9-CM"),
    ("470", NotFound, "MS-DRG"),
    ("asdfqwer zxcv", NotFound, "Nothing in ICD-10-CM is called “asdfqwer zxcv”"),
    ("'; DROP TABLE node; --", NotFound, "Nothing in ICD-10-CM is called"),
    ("E99-E90", NotFound, "No codes are named from E90 to E99"),
    ("QX9.9", NotFound, "none near it"),
]


@pytest.mark.parametrize(("typed", "kind", "says"), REFUSED, ids=[typed[:20] for typed, *_ in REFUSED])
async def test_what_comes_to_nothing_is_a_sentence(
    codes: CodesService, typed: str, kind: type[Refusal], says: str
) -> None:
    with pytest.raises(kind) as caught:
        await codes.lookup(typed)
    assert says in caught.value.message
    assert len(caught.value.message) < 400
    assert caught.value.message.endswith((".", "I10-I1A", "heart failure"))


@pytest.mark.parametrize(
    ("typed", "code", "remark"),
    [
        ("heart failure", "I50", ""),
        ("FRACTURES of the wrists", "S62", ""),
        ("type 2 diabetes mellitus", "E11", ""),
        ("crohns disease", "K50", ""),
        ("pneumonia", "J18.9", ""),
        ("copd", "J44", "Searched for: chronic obstructive pulmonary disease."),
        ("heart attack", "I21", "Searched for: myocardial infarction."),
        ("b12 deficiency", "D51", ""),
        ("covid", "U07.1", ""),
        ("congestive cardiomyopathy", "I42.0", ""),
        ("diabtes melitus", "E11", "Shown instead: diabetes mellitus"),
        ("hipertension", "I10", "Shown instead: hypertension"),
        ("heart NEAR failure*", "I50", "Shown instead: heart failure"),
        ("heart failure 😀 @everyone", "I50", "Shown instead: heart failure"),
        ("H1N", "H10", "There is no category H1N"),
        ("I10-I20", "I10-I1A", "is no block of its own"),
    ],
)
async def test_words_find(codes: CodesService, typed: str, code: str, remark: str) -> None:
    found = await codes.lookup(typed)
    matches = [found.entry.node] if found.entry else found.matches
    assert code in [node.code for node in matches]
    assert len(matches) <= MOST_MATCHES
    assert remark in found.remark
    assert (found.remark == "") == (remark == "")


async def test_a_button_for_a_code_that_newer_tables_lack_is_a_sentence(codes: CodesService) -> None:
    with pytest.raises(NotFound, match="not in the tables"):
        await codes.entry("E99.99")


async def test_near_codes_are_the_neighbours(codes: CodesService) -> None:
    near = [node.code for node in (await entry(codes, "E11.22")).near]
    assert near == ["E11.21", "E11.29"]
    around = [node.code for node in (await entry(codes, "S52.531F")).near]
    assert len(around) == 10
    assert "S52.531F" not in around
    assert {"S52.531E", "S52.531G"} <= set(around)


async def test_the_year_turns_on_the_first_of_october(codes: CodesService, clock: Clock) -> None:
    clock.move_to(at("2026-09-30T23:59:59+00:00"))
    assert (await codes.lookup("I42.0")).year == 2026
    clock.move_to(at("2026-10-01T00:00:00+00:00"))
    assert (await codes.lookup("I42.0")).year == 2027


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("E11", "E11"),
        ("e112", "E11.2"),
        ("e11.", "E11"),
        ("heart fai", "I50"),
        ("heart failu", "I50"),
        ("diabe", None),
        ("pnemonia", None),
        ("copd", "J44"),
    ],
)
async def test_suggestions_while_typing(codes: CodesService, typed: str, first: str | None) -> None:
    found = await codes.suggest(typed)
    assert found
    assert first in (None, found[0][0])


@pytest.mark.parametrize("typed", ["", " ", "😀", "zzzzqqq", '"', "*", "x" * 6000])
async def test_no_suggestions_for_nothing(codes: CodesService, typed: str) -> None:
    assert await codes.suggest(typed) == []


async def test_a_suggestion_says_what_lacks_characters_and_what_is_deleted(codes: CodesService) -> None:
    labels = dict(await codes.suggest("I42"))
    assert labels["I42"] == "I42.- Cardiomyopathy"
    assert labels["I42.0"] == "I42.0 Dilated cardiomyopathy (deleted, last valid in FY2026)"
    assert labels["I42.00"] == "I42.00 (its title is not in the FY2026 tables)"
    assert dict(await codes.suggest("S5253"))["S52.531"] == "S52.531- Colles' fracture of right radius"


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    """One event loop for all examples."""
    with asyncio.Runner() as running:
        yield running


# What members paste and forge: codes and nearly codes, words, and the search's own syntax.
PIECES = st.sampled_from(
    [
        "E11",
        ".22",
        "S52.531A",
        "I1O",
        "heart",
        "diabtes",
        " ",
        "-",
        '"',
        "*",
        "(",
        "NEAR",
        "OR",
        "99213",
        "<@1>",
    ]
)
TYPED = st.one_of(
    st.text(max_size=40), st.lists(PIECES, max_size=6).map("".join), st.from_regex(r"[A-Z][0-9A-Z.]{2,7}")
)


@settings(max_examples=400, deadline=None)
@given(TYPED)
@example("\x00")
@example("'\"; --")
@example("a\ud800b")
@example("NOT AND OR")
def test_whatever_is_typed_ends_well(runner: asyncio.Runner, tables_path: Path, typed: str) -> None:
    async def ask() -> None:
        tables = Tables(tables_path)
        codes = CodesService(tables, Clock(at(START), frozen=True))
        try:
            suggested = await codes.suggest(typed)
            found: Finding | Refusal
            try:
                found = await codes.lookup(typed)
            except Refusal as refusal:
                found = refusal
        finally:
            await tables.close()
        assert len(suggested) <= MOST_SUGGESTED
        assert all(0 < len(label) <= LABEL_HOLDS and len(code) <= LABEL_HOLDS for code, label in suggested)
        if isinstance(found, Refusal):
            assert 20 < len(found.message) < 500
            assert "@" not in found.message
        else:
            assert (found.entry is None) != (not found.matches)

    runner.run(ask())
