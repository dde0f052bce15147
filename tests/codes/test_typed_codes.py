"""Codes as people type them: with other signs than a dot, inside a sentence, new, deleted, or of two code sets."""

import pytest

from bot.errors import NotFound
from bot.features.codes.service import CodesService
from sandbox.seen import LiveMessage
from tests.community import Community


@pytest.mark.parametrize(
    ("typed", "code", "remark"),
    [
        ("#E11.9", "E11.9", ""),
        ("$E11.9", "E11.9", ""),
        ("..E11.9", "E11.9", ""),
        ("E11/9", "E11.9", "Read as E11.9."),
        ("E11_9", "E11.9", "Read as E11.9."),
        ("E11-9", "E11.9", "Read as E11.9."),
        ("E11,9", "E11.9", "Read as E11.9."),
        ("E11:9", "E11.9", "Read as E11.9."),
        ("E-11", "E11", "Read as E11."),
        ("e 11", "E11", "Read as E11."),
        ("E 11.9", "E11.9", "Read as E11.9."),
        ("S52.531 A", "S52.531A", "Read as S52.531A."),
        ("is E11.9 billable?", "E11.9", "Read as E11.9."),
        ("is e119 billable?", "E11.9", "Read as E11.9."),
        ("what is E11.9", "E11.9", "Read as E11.9."),
        ("what replaced D69.1", "D69.1", "Read as D69.1."),
        ("https://example.org/codes/E11.9", "E11.9", "Read as E11.9."),
        ("is E11.29.9 billable?", "E11.29", "Read as E11.29."),
        ("is E11.99 billable?", "E11.9", "E11.99 is too long"),
        ("what is Z99.99", "Z99", "There is no code Z99.99."),
        ("E1l-9", "E11.9", "Read as E11.9: O and 0, or I, l and 1, are easily mixed up."),
    ],
)
async def test_one_code_is_plainly_meant(codes: CodesService, typed: str, code: str, remark: str) -> None:
    found = await codes.lookup(typed)
    assert found.entry is not None
    assert found.entry.node.code == code
    assert found.remark.startswith(remark)
    assert bool(found.remark) == bool(remark)


@pytest.mark.parametrize("typed", ["E11.9 and I10", "E11.9, I10", "E11.9/I10", "I10 E11.9", "I10/E11.9"])
async def test_of_several_codes_one_is_chosen(codes: CodesService, typed: str) -> None:
    found = await codes.lookup(typed)
    assert found.entry is None
    assert {node.code for node in found.matches} == {"E11.9", "I10"}
    assert found.remark == "More than one code is in that:"


@pytest.mark.parametrize(
    "typed", ["C5-6", "vitamin B 12 deficiency", "cervical disc C5-6", "temp 101.2 fever"]
)
async def test_what_is_no_code_is_searched_as_words(codes: CodesService, typed: str) -> None:
    found = await codes.lookup(typed)
    assert found.entry is None
    assert "Read as" not in found.remark


@pytest.mark.parametrize("typed", ["is 99213 billable?", "code for 99213", "what is J9999"])
async def test_another_code_set_is_named_in_a_sentence_too(codes: CodesService, typed: str) -> None:
    with pytest.raises(NotFound, match="looks like"):
        await codes.lookup(typed)


@pytest.mark.parametrize("typed", ["e 11", "E-11", "#E11", "what is E11"])
async def test_the_list_while_typing_reads_codes_as_the_look_up_does(codes: CodesService, typed: str) -> None:
    assert (await codes.suggest(typed))[0][0] == "E11"


@pytest.mark.parametrize(
    ("typed", "code", "is_doubted"),
    [
        ("J1100", "J11.00", True),
        ("j1100", "J11.00", True),
        ("G0400", "G04.00", True),
        ("J11.00", "J11.00", False),
        ("E1122", "E11.22", False),
        ("G4733", "G47.33", False),
    ],
)
async def test_what_may_be_of_another_code_set_as_well(
    codes: CodesService, typed: str, code: str, is_doubted: bool
) -> None:
    found = await codes.lookup(typed)
    assert found.entry is not None
    assert found.entry.node.code == code
    assert ("also looks like a HCPCS Level II code" in found.remark) == is_doubted


@pytest.mark.parametrize(
    ("typed", "what", "begun"),
    [
        ("M67.A", "heading", ["M67.A01", "M67.A02", "M67.A09"]),
        ("m67a0", "heading", ["M67.A01", "M67.A02", "M67.A09"]),
        ("K6A", "category", ["K6A.01", "K6A.09", "K6A.8"]),
    ],
)
async def test_a_new_heading_lists_its_codes(
    codes: CodesService, typed: str, what: str, begun: list[str]
) -> None:
    found = await codes.lookup(typed)
    assert [node.code for node in found.matches] == begun
    assert f"is a new {what} in FY2027 (from 1 October 2026 on)" in found.remark


async def test_the_beginning_of_codes_that_is_no_line_lists_them(codes: CodesService) -> None:
    found = await codes.lookup("W19.XX")
    assert [node.code for node in found.matches] == ["W19.XXXA", "W19.XXXD", "W19.XXXS"]
    assert found.remark == "W19.XX is no line of its own. These codes begin with it:"


@pytest.mark.parametrize("seventh", ["A", "D", "S"])
async def test_of_a_deleted_code_without_successor_the_nearest_valid_ones_are_offered(
    codes: CodesService, seventh: str
) -> None:
    entry = (await codes.lookup(f"S23.420{seventh}")).entry
    assert entry is not None
    assert [node.code for node in entry.near] == [
        f"{start}{seventh}" for start in ("S23.421", "S23.428", "S23.429")
    ]


def labels(message: LiveMessage) -> list[str]:
    """What its buttons say."""
    return [button.label for button in message.buttons()]


async def test_members_press_on_from_a_deleted_code_and_from_a_list_of_one(town: Community) -> None:
    member = town.learners[0]
    message = (await member.slash("code lookup", text="S23.420A")).message
    assert "What took its place is not in my tables: see the near codes." in message.text()
    assert "✅ `S23.421A`" in message.text()
    await member.click(message, "S23.421A")
    assert "✅ **Billable**" in message.text()
    message = (await member.slash("code lookup", text="hartnup flurb")).message
    assert "1 match\n" in message.text()
    assert labels(message) == ["E72.02"]
