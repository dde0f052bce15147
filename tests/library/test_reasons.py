"""Reasons that plainly speak for another option, or say next to nothing; those that do not pass."""

import pytest

from tests.library.conftest import Examine, options, planted
from tests.library.test_case_rules import step_with


@pytest.mark.parametrize(
    "why",
    [
        "Incorrect because healing is over.",
        "Wrong since healing is over.",
        "Not correct, as healing is over.",
        "No, healing is over by now.",
        "This option is wrong here.",
        "This code is not the right one.",
        "This isn't correct for healing.",
        "It is an incorrect choice here.",
        "That is wrong for this visit.",
        "The answer is not right at all.",
        "Inaccurate because healing is over.",
    ],
)
def test_right_option_that_calls_itself_wrong_is_told(examine: Examine, why: str) -> None:
    told = [problem.what for problem in examine(planted(options=options(C={"why": why})))]
    assert ["option C is right, and its reason says" in what for what in told] == [True]


@pytest.mark.parametrize(
    "why",
    [
        "This option is right by its 7th character.",
        "Yes, this is what the record says.",
        "Yes, this fits the slow healing.",
        "Correct because healing is slow.",
        "This code is the correct one for the visit.",
        "It's the best answer for the visit.",
        "That is correct for this visit.",
        "Best answer for this visit.",
    ],
)
def test_wrong_option_that_calls_itself_right_is_told(examine: Examine, why: str) -> None:
    told = [problem.what for problem in examine(planted(options=options(A={"why": why})))]
    assert ["option A is wrong, and its reason says" in what for what in told] == [True]


@pytest.mark.parametrize("key", ["A", "B", "C"])
@pytest.mark.parametrize(
    "why",
    [
        "S52.531D should be reported for it.",
        "S52.531D must be assigned for it.",
        "The correct code is S52.531D for it.",
        "Use S52.531D…, since healing goes on.",
        "Use the code S52.531D for this visit.",
        "S52.531D is correct, since healing goes on.",
        "The answer is S52.531D for this visit.",
        "S52.531D fits better for this visit.",
        "S52.531D is the better code here.",
        "Healing goes on. Code S52.531D for it.",
    ],
)
def test_reason_that_asks_for_a_wrong_option_is_told(examine: Examine, key: str, why: str) -> None:
    told = [problem.what for problem in examine(planted(options=options(**{key: {"why": why}})))]
    assert any(f"the reason of option {key} asks for S52.531D" in what for what in told), told


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("A", "The correct code is S52.531G for it."),
        ("A", "S52.531G should be reported for it."),
        ("A", "S52.531D should not be reported either."),
        ("A", "Right bone, but the visit is a later one."),
        ("A", "No active treatment is given at this visit."),
        ("A", "The correct answer is the one for delayed healing."),
        ("A", "S52.531D is right for routine healing alone."),
        ("A", "Correct codes are complete, and so is this."),
        ("C", "No nonunion is named, so healing is delayed."),
        ("C", "It replaces a code that is wrong for healing."),
        ("C", "The wrong side would be another digit."),
        ("C", "S52.531D is for routine healing, which is over."),
    ],
)
def test_reason_that_speaks_for_the_answer_passes(examine: Examine, key: str, why: str) -> None:
    assert examine(planted(options=options(**{key: {"why": why}}))) == []


def test_reason_that_says_next_to_nothing_is_told(examine: Examine) -> None:
    told = examine(planted(options=options(A={"why": "Wrong code now"})))
    assert ["is shorter than 15 characters" in problem.what for problem in told] == [True]
    assert examine(planted(options=options(A={"why": "No longer so...."}))) == []


def test_short_reason_in_a_case_is_told(examine: Examine) -> None:
    avoid = [{"code": "I10", "trap": "combination_code", "why": "Is combined."}]
    assert ["“Is combined.” is shorter" in p.what for p in examine(step_with(0, avoid=avoid))] == [True]
