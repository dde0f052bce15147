"""Scoring of cases: full, partial and no credit; order, indicators and codes too many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.cases import AssignStep, ExpectedCode, GivenCode, NearCode, credit


def step(
    *codes: str, order: str = "none", poa: str | None = None, near: tuple[NearCode, ...] = ()
) -> AssignStep:
    expected = (
        ExpectedCode(code, poa, 2, "", near if number == 0 else ()) for number, code in enumerate(codes)
    )
    return AssignStep("", "icd10cm", order, tuple(expected), ())


def points(asked: AssignStep, *codes: str, poa: str | None = None) -> float:
    return credit(asked, [GivenCode(code, poa) for code in codes]).points


def test_the_right_codes_earn_everything_and_nothing_earns_nothing() -> None:
    assert points(step("A", "B"), "B", "A") == 4
    assert points(step("A", "B")) == 0


def test_a_nearly_right_code_earns_its_share() -> None:
    asked = step("A", "B", near=(NearCode("A1", 0.5, ""), NearCode("A2", 0.25, "")))
    assert points(asked, "A1", "B") == 3
    assert points(asked, "A2", "B") == 2.5
    # The right code counts where both are given; the near one is then one too many.
    assert points(asked, "A1", "A", "B") == 3.5


def test_indicators_halve_a_code_when_wrong_or_missing() -> None:
    asked = step("A", "B", poa="Y")
    assert points(asked, "A", "B", poa="Y") == 4
    assert points(asked, "A", "B", poa="N") == 2
    assert points(asked, "A", "B") == 2


@pytest.mark.parametrize(
    ("order", "given_codes", "earned"),
    [
        ("all", "ABC", 6),
        ("all", "BAC", 5),  # one of three stands out of its place
        ("all", "CBA", 4),
        ("all", "AC", 4),
        ("first", "ACB", 6),
        ("first", "BAC", 5),
        ("none", "CBA", 6),
    ],
)
def test_order(order: str, given_codes: str, earned: float) -> None:
    assert points(step("A", "B", "C", order=order), *given_codes) == earned


def test_listing_everything_does_not_pay() -> None:
    asked = step("A", "B")
    found = credit(asked, [GivenCode(code) for code in "ABCDEF"])
    assert (found.points, found.extra) == (2, ("C", "D", "E", "F"))
    assert points(asked, *"CDEFGHIJKLAB") == 0
    assert points(asked, "A", "A") == 1.5  # the second time is one too many


@given(st.sampled_from(["all", "first", "none"]), st.lists(st.sampled_from("ABCDEX"), max_size=8))
def test_credit_stays_between_nothing_and_everything(order: str, codes: list[str]) -> None:
    asked = step("A", "B", "C", "D", order=order, near=(NearCode("X", 0.5, ""),))
    found = credit(asked, [GivenCode(code) for code in codes])
    assert 0 <= found.points <= asked.points
    assert (found.points == asked.points) == (
        sorted(codes) == list("ABCD")
        and (order == "none" or codes[0] == "A")
        and (order != "all" or codes == list("ABCD"))
    )
