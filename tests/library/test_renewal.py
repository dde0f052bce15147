"""Rules of renewal: whole, for bodies that exist, and as the sources give them."""

from typing import Any

import pytest

from tests.community import library
from tests.library.conftest import Examine, Tree, small_tree

RULE: dict[str, Any] = {
    "id": "aapc",
    "body": "AAPC",
    "months": 24,
    "credits": [36, 40],
    "categories": {"body": "Theirs", "approved": "On their list", "field": "In the field", "work": "My job"},
    "shares": [
        {"counts": ["body"], "share": 0.4, "what": "from them", "source": "somebody", "as_of": "2025"}
    ],
    "text": "It ends.",
    "source": "somebody",
    "as_of": "2025",
}


def planted(*rules: dict[str, Any]) -> Tree:
    """A small content folder with these rules of renewal."""
    return {**small_tree(), "guide/renewal.yaml": {"schema": 1, "renewals": list(rules)}}


def test_what_the_bodies_ask_for() -> None:
    aapc, ahima = library().renewal("AAPC"), library().renewal("AHIMA")
    assert aapc is not None
    assert ahima is not None
    assert (aapc.credits, aapc.months) == ((36, 40, 44, 48, 52), 24)
    assert (ahima.credits[0], ahima.months) == (20, 24)
    assert any(share.share == 0.4 and share.counts == {"body"} for share in ahima.shares)
    assert library().renewal("Nobody") is None
    bodies = {cert.body for cert in library().certifications.values()}
    assert all(library().renewal(body) for body in bodies), "each credential can be kept track of"


def test_a_clean_rule_is_let_through(examine: Examine) -> None:
    assert examine(planted(RULE)) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"body": "AAPX"}, "no certification is given by “AAPX”"),
        ({"credits": [40, 36]}, "credits go down"),
        ({"credits": []}, "is empty"),
        ({"categories": {"body": "Theirs"}}, "has no name for approved, field, work"),
        ({"categories": {**RULE["categories"], "friends": "Mine"}}, "none of the allowed words"),
        ({"shares": [{**RULE["shares"][0], "share": 1.5}]}, "too large"),
        ({"shares": [{**RULE["shares"][0], "counts": ["friends"]}]}, "none of the allowed words"),
        ({"shares": [{**RULE["shares"][0], "source": "unknown"}]}, "names none"),
        ({"as_of": "some time"}, "holds no year"),
        ({"source": "TODO"}, "names none"),
        ({"months": 0}, "too small"),
    ],
)
def test_a_fault_is_found(examine: Examine, change: dict[str, Any], expected: str) -> None:
    found = examine(planted({**RULE, **change}))
    assert any(expected in str(problem) for problem in found), found


def test_two_rules_for_one_body_are_found(examine: Examine) -> None:
    found = examine(planted(RULE, {**RULE, "id": "again"}))
    assert any("AAPC has two rules" in str(problem) for problem in found)
