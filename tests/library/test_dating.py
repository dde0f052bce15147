"""Who says something, and when: reviews, figures, outlines. Each planted fault is told; what is honest passes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.library.check import check, main_check
from tests.library.conftest import Examine, Tree, planted, small_question, small_tree, write
from tests.library.test_case_rules import GUIDE, MNEMONICS, full_tree, small_mnemonic

CPC = "certifications/cpc.yaml"
# 22 November 2026, noon, UTC; the small question was reviewed that day.
NOON = 1_795_348_800


def reviewed(**changes: Any) -> Tree:
    return planted(review=small_question()["review"] | changes)


@pytest.mark.parametrize(
    "by", ["automated check", "Automatic review", "a script", "our bot", "language model"]
)
def test_review_by_a_machine_called_a_persons_is_told(examine: Examine, by: str) -> None:
    told = examine(reviewed(by=by, human=True))
    assert ["the review is called a person's" in problem.what for problem in told] == [True]


@pytest.mark.parametrize(("by", "human"), [("Ada Abbott, CPC", True), ("automated check", False)])
def test_honest_review_passes(examine: Examine, by: str, human: bool) -> None:
    assert examine(reviewed(by=by, human=human)) == []


def test_review_in_the_future_is_told(tmp_path: Path) -> None:
    write(tmp_path, small_tree())
    told = check(tmp_path, date(2026, 11, 21))
    assert ["2026-11-22, which is still to come" in problem.what for problem in told] == [True]
    assert check(tmp_path, date(2026, 11, 22)) == []


def test_review_in_the_future_is_told_for_cases_and_mnemonics(tmp_path: Path) -> None:
    write(tmp_path, full_tree())
    told = check(tmp_path, date(2026, 11, 21))
    assert sorted(problem.question for problem in told) == ["case-001", "frac-001", "mn-001"]


@pytest.mark.parametrize(("days", "code"), [(0, 0), (-1, 0), (-2, 1)])
def test_the_command_allows_for_where_the_day_begins_earlier(tmp_path: Path, days: int, code: int) -> None:
    clock = Clock(NOON + days * 86_400, frozen=True)
    assert main_check(write(tmp_path, small_tree()), clock) == code


def figure(**changes: Any) -> Tree:
    tree = full_tree()
    tree[CPC]["figures"]["dues"].update(changes)
    return tree


NO_SOURCE = [
    "TODO",
    "not recorded",
    "not recorded, newer than the guide",
    "unknown",
    "none",
    "No source",
    "?",
    "N/A",
]


@pytest.mark.parametrize("source", NO_SOURCE)
def test_source_that_is_none_is_told(examine: Examine, source: str) -> None:
    assert ["names none" in problem.what for problem in examine(figure(source=source))] == [True]


@pytest.mark.parametrize(
    "source",
    ["AAPC", "third party (unknown.example)", "project facts", "Nonesuch Press", "AAPC; noted in 2020"],
)
def test_source_that_is_one_passes(examine: Examine, source: str) -> None:
    assert examine(figure(source=source)) == []


@pytest.mark.parametrize("as_of", ["recently", "undatd", "26", "not known", "May", "12026"])
def test_age_without_a_year_is_told(examine: Examine, as_of: str) -> None:
    assert ["holds no year" in problem.what for problem in examine(figure(as_of=as_of))] == [True]


@pytest.mark.parametrize("as_of", ["2026", "May 2026", "FY2025", "undated", "undated, on 2023"])
def test_age_with_a_year_or_undated_passes(examine: Examine, as_of: str) -> None:
    assert examine(figure(as_of=as_of)) == []


def test_everything_that_is_dated_is_looked_at(examine: Examine) -> None:
    tree = full_tree()
    tree[CPC]["figures"]["dues"]["older"] = [{"value": "$2", "source": "TODO", "as_of": "2020"}]
    tree[CPC]["outlines"][0]["as_of"] = "soon"
    for part in ("specialties", "tips", "education", "choices"):
        tree[GUIDE][part][0]["source"] = "TODO"
    tree[GUIDE]["figures"]["pay"]["as_of"] = "soon"
    told = examine(tree)
    assert len([problem for problem in told if "names none" in problem.what]) == 5
    assert len([problem for problem in told if "holds no year" in problem.what]) == 2


def test_outline_named_by_another_number_is_told(examine: Examine) -> None:
    tree = small_tree()
    tree[CPC]["outlines"][0]["name"] = "Ten domains"
    assert ["“Ten domains” has 1 areas" in problem.what for problem in examine(tree)] == [True]
    tree[CPC]["outlines"][0]["name"] = "One area made from ten domains"
    assert examine(tree) == []


@pytest.mark.parametrize("key", ["hook", "stands_for", "story"])
def test_mnemonic_with_the_text_of_another_is_told(examine: Examine, key: str) -> None:
    tree = full_tree()
    one = small_mnemonic() | {"story": "An A walks in, a D walks out."}
    other = one | {
        "id": "mn-002",
        "hook": "Other words",
        "stands_for": "Another thing.",
        "story": "Nobody came.",
    }
    tree[MNEMONICS]["mnemonics"] = [one, other]
    assert examine(tree) == []
    other[key] = one[key].upper()
    told = examine(tree)
    assert [f"{key} is that of mn-001" in problem.what for problem in told] == [True]
    assert told[0].question == "mn-002"
