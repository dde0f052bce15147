"""Understanding what members type. Nothing is looked up here."""

import pytest

from bot.features.codes import reading, words
from bot.features.codes.model import Kind, Node
from bot.words import closest


@pytest.mark.parametrize(
    ("typed", "code", "alone"),
    [
        ("E11.22", "E1122", True),
        (" e11.22 ", "e1122", True),
        ("e1122", "e1122", True),
        ("I50.", "I50", True),
        ("E11.2-", "E112", True),
        ("F10.-", "F10", True),
        ("E11 22", "E1122", True),
        ("`E11.22`", "E1122", True),
        ("Ｅ１１．２２", "E1122", True),
        ("E11.22\u200b", "E1122", True),
        ("E11.22 - type 2 diabetes", "E1122", False),
        ("I10 hypertension", "I10", False),
        ("QA0.010", "QA0010", True),
        ("#E11.9", "E119", True),
        ("..E11.9", "E119", True),
        ("E11/9", "E119", True),
        ("E11_9", "E119", True),
        ("E11·9", "E119", True),
        ("E-11", "E11", True),
        ("E 11.9", "E119", True),
        ("S52.531 A", "S52531A", True),
        ("W19 XXXA", "W19XXXA", True),
        ("is E11.9 billable?", "E119", False),
        ("is E 11.9 billable?", "E119", False),
        ("what replaced D69.1", "D691", False),
        ("diabetes (E11)", "E11", False),
        ("type 2, E11/9 or so", "E119", False),
        ("heart failure", "", False),
        ("type 2 diabetes", "", False),
        ("A1", "", False),
        ("99213", "", False),
        ("disc C5-6", "", False),
        ("C5-6", "", False),
        ("temperature 101.2", "", False),
        ("a 15.0 cm mass", "", False),
        ("heart 2", "", False),
    ],
)
def test_codes_in_any_spelling(typed: str, code: str, alone: bool) -> None:
    found = reading.read(typed)
    assert (found.codes, found.alone) == ((code,) if code else (), alone)


@pytest.mark.parametrize(
    ("typed", "chapter"),
    [
        ("9", 9),
        ("chapter 9", 9),
        ("Ch. 22", 22),
        ("ch ix", 9),
        ("CHAPTER XIX", 19),
        ("chapter XIV", 14),
        ("23", None),
        ("0", None),
        ("chapter XXIII", None),
        ("ix", None),
    ],
)
def test_chapters(typed: str, chapter: int | None) -> None:
    assert reading.read(typed).chapter == chapter


@pytest.mark.parametrize("typed", ["I10-I1A", "i10 - i1a", "I10–I1A", "i10 to i1a", "I10.-I1A", "I1A-I10"])
def test_ranges(typed: str) -> None:
    assert reading.read(typed).span == ("I10", "I1A")


@pytest.mark.parametrize("typed", ["", "   ", "😀", "***", "?!", "\u200b\u202e", "---", "<>"])
def test_what_says_nothing(typed: str) -> None:
    found = reading.read(typed)
    assert (found.text, found.codes, found.chapter, found.span) == ("", (), None, None)


@pytest.mark.parametrize(
    ("typed", "first", "others"),
    [
        ("E1122", "E1122", {"EI122", "E1I22"}),
        ("l10", "L10", {"I10"}),
        ("1O9", "IO9", {"I09"}),
        ("009.90", "O0990", set()),
        ("I1O", "I1O", {"I10"}),
        ("e1l.22", "E1122", {"E1L22"}),
    ],
)
def test_letters_and_digits_that_look_alike(typed: str, first: str, others: set[str]) -> None:
    found = reading.variants(typed)
    assert found[0] == first
    assert others <= set(found)


@pytest.mark.parametrize("typed", ["99213", "heart", "", "1", "A", "E11.22.33.44!", "A" * 50])
def test_what_no_code_can_be(typed: str) -> None:
    assert reading.variants(typed) == []


def test_a_long_one_is_read_once_only() -> None:
    """Each O, 0, I, l and 1 doubles the readings."""
    assert reading.variants("O0O0O0O0O0O0O0O0") == ["O0O0O0O0O0O0O0O0"]
    assert len(reading.variants("l0l0l0l0")) <= 64


@pytest.mark.parametrize(
    ("typed", "system"),
    [
        ("99213", "CPT"),
        ("99213-25", "CPT"),
        ("0001U", "CPT"),
        ("J1885", "HCPCS"),
        ("G0008", "HCPCS"),
        ("0FT44ZZ", "ICD-10-PCS"),
        ("D0120", "CDT"),
        ("250.00", "ICD-9-CM"),
        ("470", "MS-DRG"),
    ],
)
def test_other_code_sets_are_named(typed: str, system: str) -> None:
    found = reading.other_system(typed)
    assert found is not None
    assert system in found
    assert "Only ICD-10-CM" in found


@pytest.mark.parametrize("typed", ["I10", "E11.22", "S52.531A", "heart", "", "U07.1"])
def test_our_own_is_no_other_code_set(typed: str) -> None:
    assert reading.other_system(typed) is None


def test_a_missing_placeholder_is_filled_in() -> None:
    assert "W19XXXA" in reading.filled("W19A")
    assert "T360X1A" in reading.filled("T3601A")
    assert reading.filled("S52531A") == []
    assert reading.filled("W19") == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("@everyone", "everyone"),
        ("<@123456789>", "123456789"),
        ("**bold** __under__ ||hidden||", "bold under hidden"),
        ("[a](https://example.org)", "a(https:example.org"),
        ("line\nbreak", "line break"),
        ("x" * 100, "x" * 59 + "…"),
    ],
)
def test_an_echo_says_nothing_to_discord(typed: str, shown: str) -> None:
    assert reading.echo(typed) == shown


@pytest.mark.parametrize(
    ("typed", "prefix"),
    [
        ("e11", "E11"),
        ("E11.", "E11"),
        ("e112", "E11.2"),
        ("E1", "E1"),
        ("s52.531", "S52.531"),
        ("QA0", "QA0"),
        ("e", ""),
        ("heart", ""),
        ("e-cig", ""),
        ("", ""),
    ],
)
def test_a_code_that_is_being_typed(typed: str, prefix: str) -> None:
    assert reading.code_prefix(typed) == prefix


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Heart failure", ["heart", "failure"]),
        ("fracture of the wrist", ["fracture", "wrist"]),
        ("Crohn's disease", ["crohn", "disease"]),
        ("Sézary", ["sezary"]),
        ("of the", ["of", "the"]),
        ("what is a stroke", ["stroke"]),
        ("ICD-10-CM code for diabetes", ["code", "diabetes"]),
        ('"heart" AND NEAR(failure*)', ["heart", "near", "failure"]),
        ("pain pain pain", ["pain"]),
        ("a b c d e f g h i j k l", ["b", "c", "d", "e", "f", "g", "h", "i"]),
    ],
)
def test_words(typed: str, found: list[str]) -> None:
    assert words.words_of(typed) == found


def test_no_search_syntax_gets_through() -> None:
    asked = words.expression(words.words_of('heart" OR x* NEAR/3 -y ^z {a b} : column'))
    assert asked.replace('"heart" *', "").count('"') % 2 == 0
    assert set("/-^{}:") & set(asked) == set()


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("diabtes", ["diabetes", "diabetic", "dialysis"], "diabetes"),
        ("pnemonia", ["pneumonia", "anemia"], "pneumonia"),
        ("bold", ["body", "cold"], None),
        ("everyone", ["eversion"], None),
        ("xyz", [], None),
    ],
)
def test_mistyped_words(word: str, known: list[str], meant: str | None) -> None:
    assert closest(word, [(one, 1) for one in known]) == meant


def test_of_two_as_like_the_commoner_is_meant() -> None:
    assert closest("hears", [("heart", 9), ("heard", 1)]) == "heart"
    assert closest("hears", [("heart", 1), ("heard", 9)]) == "heard"


def title(text: str, kind: Kind = Kind.CODE) -> Node:
    """A line that has only a title."""
    return Node(1, "A00", text, kind, kind is Kind.CODE, None, 1)


def test_the_title_itself_comes_first_then_what_begins_with_the_words() -> None:
    found = [
        title("Heart transplant failure"),
        title("Heart-lung problem"),
        title("Heart failure, unspecified"),
        title("Failure of hearts", Kind.BLOCK),
        title("Heart failures", Kind.CATEGORY),
    ]
    assert [node.title for node in words.ranked(found, ["heart", "failure"])] == [
        "Heart failures",
        "Heart failure, unspecified",
        "Heart transplant failure",
        "Failure of hearts",
        "Heart-lung problem",
    ]
