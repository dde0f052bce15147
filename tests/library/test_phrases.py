"""Phrases that spoil a question: each is told where it stands, and its harmless neighbours are not."""

from typing import Any

import pytest

from tests.library.conftest import QUESTIONS, Examine, Tree, options, planted
from tests.library.test_case_rules import CASES, GUIDE, full_tree, step_with


def with_option(text: str, **changes: Any) -> Tree:
    """The small question with words as its first option, whose code is now named in the reason."""
    why = "S52.531A is for active treatment."
    tree = planted(options=options(A={"text": text, "why": why}), **changes)
    tree[QUESTIONS]["questions"][0]["codes"][0]["role"] = "mentioned"
    return tree


ALL_OR_NONE = [
    "All of these",
    "None of these",
    "None of these codes",
    "Neither of these codes",
    "Both A and B",
    "A and B",
    "B or D",
    "A, B and C",
    "All",
    "None",
    "Neither",
    "Both",
    "Both codes.",
    "All are correct",
    "All three are right",
    "Two of the above",
    "None of the listed codes",
    "All the codes listed",
    "Every one of these",
]


@pytest.mark.parametrize("text", ALL_OR_NONE)
def test_option_about_the_other_options_is_told(examine: Examine, text: str) -> None:
    told = examine(with_option(text))
    assert ["all-or-none-of-the-above" in problem.what for problem in told] == [True] * len(told)
    assert told


@pytest.mark.parametrize(
    "text",
    ["Both of the eyes", "Parts A and B", "Neither kidney", "None is due", "All four limbs", "Any limb"],
)
def test_option_that_counts_something_else_passes(examine: Examine, text: str) -> None:
    assert examine(with_option(text)) == []


def test_none_is_a_number_where_a_number_is_asked(examine: Examine) -> None:
    stem = "A cast is changed for a right Colles' fracture. How many codes fit?"
    assert examine(with_option("None", stem=stem)) == []


@pytest.mark.parametrize(
    "ask",
    [
        "Which code is never reported?",
        "Which code cannot be reported?",
        "Which code isn't reported?",
        "Which code doesn’t fit?",
        "Which code must not be reported?",
        "Which code may not stand here?",
        "Which code is wrong?",
        "Which statement is false?",
        "Which code is inappropriate?",
        "Which code is untrue to the note?",
        "Which code is unacceptable?",
        "Which code is excluded?",
        "Which code does not belong?",
        "Which of these is incorrect, since the cast was changed?",
        "When the cast is changed, which code is not reported?",
    ],
)
def test_negative_question_is_told(examine: Examine, ask: str) -> None:
    told = examine(planted(stem=f"A right Colles' fracture heals slowly. {ask}"))
    assert ["stem asks in the negative" in problem.what for problem in told] == [True]


@pytest.mark.parametrize(
    "stem",
    [
        "He never smoked, cannot walk, and doesn't drink. Which code is reported?",
        "The note says that the code is wrong. Which code is reported?",
        "The fracture is not open. The cast is wrong and excluded by Dr. Smith. Which code is reported?",
        "A fracture heals slowly. Which code is reported if the record does not name the side?",
        "A fracture heals slowly. Which code is for a patient who never smoked?",
        "The bill was padded. Which part of the False Claims Act applies?",
        "An operation was done on the wrong side. Which code reports wrong-side surgery?",
        "A record is kept for years. Which one is kept for at least five years?",
    ],
)
def test_negative_situation_passes(examine: Examine, stem: str) -> None:
    assert examine(planted(stem=stem)) == []


@pytest.mark.parametrize(
    "code",
    [
        "99213",
        "CPT99213",
        "cpt 99213",
        "99213x2",
        "99213-25",
        "0001M",
        "1234A",
        "0042T",
        "0001U",
        "2000F",
        "99213,99214",
        "_99213_",
        "0042t",
    ],
)
def test_cpt_code_is_told(examine: Examine, code: str) -> None:
    told = examine(planted(stem=f"The office bills {code} for it. Which diagnosis is reported?"))
    assert ["looks like a CPT code" in problem.what for problem in told] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "$18400 in all",
        "18,400 in all",
        "Loop 2010A of the claim",
        "in 2026 and at 1430",
        "file 2024-12345",
        "1234AB",
    ],
)
def test_numbers_that_are_no_cpt_code_pass(examine: Examine, text: str) -> None:
    assert examine(planted(stem=f"The office writes: {text}. Which code is reported?")) == []


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("specialties", {"field": "Codes such as 99213"}),
        ("education", {"text": "It teaches 99213."}),
        ("education", {"cost": "99213 with a code"}),
        ("choices", {"text": "It suits who likes 99213."}),
        ("choices", {"wants": "to report 99213"}),
    ],
)
def test_cpt_code_in_the_guide_is_told(examine: Examine, part: str, change: dict[str, str]) -> None:
    tree = full_tree()
    tree[GUIDE][part][0].update(change)
    assert ["looks like a CPT code" in problem.what for problem in examine(tree)] == [True]


@pytest.mark.parametrize("place", ["value", "older", "outline"])
def test_cpt_code_in_a_certification_is_told(examine: Examine, place: str) -> None:
    tree = full_tree()
    data = tree["certifications/cpc.yaml"]
    old = {"value": "CPT99213", "source": "somebody", "as_of": "2020"}
    if place == "value":
        data["figures"]["dues"]["value"] = "99213"
    elif place == "older":
        data["figures"]["dues"]["older"] = [old]
    else:
        data["outlines"][0]["note"] = "It asks for 99213."
    told = examine(tree)
    assert ["looks like a CPT code" in problem.what for problem in told] == [True]
    assert told[0].file == "certifications/cpc.yaml"
    assert told[0].line > 5


LEANING = [
    "The second option is for a later visit.",
    "The third choice is for a later visit.",
    "The option above is for a later visit.",
    "The previous option is for a later visit.",
    "Unlike B, it is for active treatment.",
    "It is for active treatment, see D for healing.",
    "(B) is for routine healing, this is not.",
    "Healing, unlike (B), is not routine here.",
    "Healing is not routine here (B).",
    "Healing goes with option (B) alone.",
    "Healing goes with option b alone.",
    "Option 2 is for healing alone.",
    "As in B, healing is the point.",
    "B) is for routine healing alone.",
]


@pytest.mark.parametrize("why", LEANING)
def test_reason_that_leans_on_another_option_is_told(examine: Examine, why: str) -> None:
    told = examine(planted(options=options(A={"why": why})))
    assert ["refers to an option by its letter or place" in problem.what for problem in told] == [True]


@pytest.mark.parametrize(
    "why",
    [
        "It stands for active treatment (A) alone.",
        "Hepatitis (B) is another matter.",
        "The second code is for a later visit.",
        "A cast is the treatment of first choice.",
        "The rhythm is like A-fib; see D-dimer too.",
        "Vitamin B and Medicare Part A are other matters.",
    ],
)
def test_reason_with_other_letters_passes(examine: Examine, why: str) -> None:
    assert examine(planted(options=options(A={"why": why}))) == []


def test_values_of_procedures_stand_in_brackets(examine: Examine) -> None:
    tree = planted(options=options(A={"why": "Not 0BTC4ZZ, where a lobe (C) is taken out."}))
    tree[QUESTIONS]["questions"][0]["codes"].append(
        {"sys": "icd10pcs", "code": "0BTC4ZZ", "role": "mentioned"}
    )
    assert examine(tree) == []


def test_letter_of_an_option_in_a_step_of_codes_is_told(examine: Examine) -> None:
    told = examine(step_with(0, ask="Which codes of option B are reported, in order?"))
    assert ["ask refers to an option by its letter" in problem.what for problem in told] == [True]


def test_specimens_of_a_record_may_have_letters(examine: Examine) -> None:
    tree = full_tree()
    tree[CASES]["cases"][0]["text"] += "\nThe larger mole (A) was sent to the laboratory."
    assert examine(tree) == []


@pytest.mark.parametrize("code", ["e11.9", "s52.531a", "M1a.0711"])
def test_code_in_small_letters_is_told(examine: Examine, code: str) -> None:
    told = examine(planted(stem=f"The bill says {code} for it. Which code is reported?"))
    assert ["holds a code in small letters" in problem.what for problem in told] == [True]


def test_versions_are_no_codes_in_small_letters(examine: Examine) -> None:
    assert examine(planted(stem="The tool v2.1 and the file a1.txt help. Which code is reported?")) == []
