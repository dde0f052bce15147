"""Codes of a case's steps against each other, and present-on-admission indicators against the list."""

from typing import Any

import pytest

from tests.library.conftest import Examine, Tree
from tests.library.test_case_rules import case_with, expected, small_case, step_with

EXEMPT = {
    "schema": 1,
    "document": "Codes that need no indicator",
    "made": "by hand",
    "exempt": ["Q", "Z79", "Z99.81"],
}
AVOID = {"trap": "combination_code", "why": "It is in the combination code."}


def told(examine: Examine, tree: Tree) -> list[str]:
    return [problem.what for problem in examine(tree)]


def near(code: str, partial: str) -> list[dict[str, Any]]:
    """Expected codes, the first with one that is nearly right."""
    found = expected("I11.0", code)
    found[0]["partial"] = [{"code": partial, "share": 0.5, "why": "The heart failure is missing."}]
    return found


FAULTS: list[tuple[str, Tree, str]] = [
    (
        "expected twice",
        step_with(0, expected=expected("I11.0", "I50.33", "I50.33")),
        "I50.33 is expected twice",
    ),
    (
        "avoided twice",
        step_with(0, avoid=[{"code": "I10"} | AVOID, {"code": "I10"} | AVOID]),
        "I10 is to be avoided twice",
    ),
    (
        "expected and avoided",
        step_with(0, avoid=[{"code": "I50.33"} | AVOID]),
        "I50.33 is both expected and to be avoided",
    ),
    (
        "near and expected",
        step_with(0, expected=near("I50.33", "I50.33")),
        "I50.33 is both nearly right and expected",
    ),
    (
        "near and itself",
        step_with(0, expected=near("I50.33", "I11.0")),
        "I11.0 is both nearly right and expected",
    ),
    (
        "near and avoided",
        step_with(0, expected=near("I50.33", "I10")),
        "I10 is both nearly right and to be avoided",
    ),
    (
        "no dot",
        step_with(0, expected=expected("I11.0", "E1165")),
        "E1165 is not written like a code of icd10cm",
    ),
    ("no dot, avoided", step_with(0, avoid=[{"code": "E1165"} | AVOID]), "E1165 is not written like a code"),
    ("no dot, near", step_with(0, expected=near("I50.33", "E1165")), "E1165 is not written like a code"),
    ("other code set", step_with(0, sys="icd10pcs"), "I11.0 is not written like a code of icd10pcs"),
    ("no years", case_with(years="independent"), "asks for ICD-10 codes, yet its years are independent"),
]


@pytest.mark.parametrize(
    ("tree", "what"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_planted_fault_is_told(examine: Examine, tree: Tree, what: str) -> None:
    assert any(what in each for each in told(examine, tree))


def test_one_wrong_code_may_be_near_to_two(examine: Examine) -> None:
    found = near("I50.33", "I50.30")
    found[1]["partial"] = found[0]["partial"]
    assert told(examine, step_with(0, expected=found)) == []


def test_a_code_may_stand_in_two_steps(examine: Examine) -> None:
    first = small_case()["steps"][0] | {"expected": expected("I11.0"), "order": "none"}
    assert told(examine, case_with(steps=[first, small_case()["steps"][0]])) == []


def with_list(code: str, poa: str) -> Tree:
    """The small case with one diagnosis more, and a list of exempt codes."""
    tree = step_with(0, expected=expected("I11.0", "I50.33") + expected(code, poa=poa))
    tree["sources/poa-exempt.yaml"] = EXEMPT
    return tree


@pytest.mark.parametrize(
    ("code", "poa", "what"),
    [
        ("Z79.4", "Y", "Z79.4 is exempt from an indicator, and has Y"),
        ("Z99.81", "N", "Z99.81 is exempt from an indicator, and has N"),
        ("Q21.10", "Y", "Q21.10 is exempt from an indicator, and has Y"),
        ("E66.9", "exempt", "E66.9 is not on the list"),
        ("Z99.2", "exempt", "Z99.2 is not on the list"),
    ],
)
def test_indicator_against_the_list_is_told(examine: Examine, code: str, poa: str, what: str) -> None:
    assert [what in each for each in told(examine, with_list(code, poa))] == [True]


@pytest.mark.parametrize(("code", "poa"), [("Z79.4", "exempt"), ("Q21.10", "exempt"), ("E66.9", "Y")])
def test_indicator_by_the_list_passes(examine: Examine, code: str, poa: str) -> None:
    assert told(examine, with_list(code, poa)) == []


def test_list_of_exempt_codes_has_its_shape(examine: Examine) -> None:
    tree = with_list("Z79.4", "exempt")
    tree["sources/poa-exempt.yaml"] = EXEMPT | {"exempt": ["z79", "Z7"]}
    assert ["does not look right" in each for each in told(examine, tree)] == [True, True]
