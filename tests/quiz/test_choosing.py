"""Choosing the question, pure: nothing twice while something is unseen, by weight and need, reproducible."""

import math
from collections import Counter
from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.quiz.choosing import AreaRecord, choose, need, shuffled_keys
from bot.library import Question
from tests.community import library
from tests.quiz.bank import certification, first, only, question

CPC = certification(surgery=0.5, medicine=0.3, anatomy=0.2)
AREAS = ("surgery", "medicine", "anatomy")


def bank(size: int) -> list[Question]:
    """So many questions in each area, sorted by id as the library has them."""
    return sorted(
        (question(f"{area}-{n:03}", area) for area in AREAS for n in range(size)), key=lambda q: q.id
    )


BIG = bank(40)
DRAWS = 6000


def areas_drawn(records: Mapping[str, AreaRecord], seeds: int = DRAWS) -> Counter[str]:
    """How often each area comes first, over many dates."""
    found: Counter[str] = Counter()
    for seed in range(seeds):
        choice = choose(CPC, BIG, {}, records, Random(f"1:{seed}"))
        assert choice is not None
        found[choice.question.area] += 1
    return found


def assert_shares(drawn: Counter[str], weights: Mapping[str, float]) -> None:
    """Within five standard deviations of what the weights say: the seeds are fixed, so it never fails by chance."""
    total = sum(weights.values())
    for area, weight in weights.items():
        share = weight / total
        spread = math.sqrt(DRAWS * share * (1 - share))
        assert abs(drawn[area] - DRAWS * share) < 5 * spread, (area, drawn)


def test_areas_come_by_their_share_of_the_exam() -> None:
    assert_shares(areas_drawn({}), {"surgery": 0.5, "medicine": 0.3, "anatomy": 0.2})


def test_what_a_community_gets_wrong_comes_more_often() -> None:
    records = {
        "surgery": AreaRecord(correct=1000, answered=1000),
        "medicine": AreaRecord(correct=0, answered=1000),
        "anatomy": AreaRecord(correct=700, answered=1000),
    }
    weights = {area: area_.share * need(records[area]) for area, area_ in zip(AREAS, CPC.areas, strict=True)}
    drawn = areas_drawn(records)
    assert_shares(drawn, weights)
    assert drawn["medicine"] > drawn["surgery"] > 0


def test_need_goes_from_a_half_to_one_and_a_half_and_grows_with_errors() -> None:
    assert need(None) == pytest.approx(0.8)
    assert need(AreaRecord(10**6, 10**6)) == pytest.approx(0.5, abs=0.01)
    assert need(AreaRecord(0, 10**6)) == pytest.approx(1.5, abs=0.01)
    steps = [need(AreaRecord(100 - wrong, 100)) for wrong in range(101)]
    assert steps == sorted(steps)
    assert len(set(steps)) == 101


def test_three_early_mistakes_do_not_take_over() -> None:
    assert need(AreaRecord(0, 3)) < 1.0


@given(st.integers(1, 6), st.integers(0, 2**32))
def test_nothing_comes_twice_while_something_is_unseen_then_the_longest_unseen(size: int, seed: int) -> None:
    questions = bank(size)
    seen: dict[str, int] = {}
    order: list[str] = []
    for number in range(1, 3 * len(questions) + 1):
        choice = choose(CPC, questions, seen, {}, Random(f"{seed}:{number}"))
        assert choice is not None
        assert choice.unseen_left == max(len(questions) - number, 0)
        seen[choice.question.id] = number
        order.append(choice.question.id)
    rounds = [order[start : start + len(questions)] for start in range(0, len(order), len(questions))]
    assert sorted(rounds[0]) == [q.id for q in questions]
    assert rounds[1] == rounds[0] == rounds[2], "in the second round each comes when it was seen longest ago"


def test_a_question_that_is_new_in_an_exhausted_bank_goes_first() -> None:
    questions = [question(f"q{n}") for n in range(5)]
    seen = {"q0": 9, "q1": 4, "q2": 7, "q4": 8}
    choice = choose(CPC, questions, seen, {}, Random(1))
    assert choice is not None
    assert choice.question.id == "q3"
    seen["q3"] = 10
    again = choose(CPC, questions, seen, {}, Random(1))
    assert again is not None
    assert again.question.id == "q1"


def test_an_area_that_is_used_up_leaves_its_turns_to_the_others() -> None:
    seen = {q.id: 1 for q in BIG if q.area == "surgery"}
    for seed in range(200):
        choice = choose(CPC, BIG, seen, {}, Random(seed))
        assert choice is not None
        assert choice.question.area != "surgery"


def test_questions_outside_the_blueprint_come_last() -> None:
    questions = [question("in-1"), question("in-2"), question("out-1", "astronomy")]
    for seed in range(100):
        choice = choose(CPC, questions, {"in-1": 1}, {}, Random(seed))
        assert choice is not None
        assert choice.question.id == "in-2"
    last = choose(CPC, questions, {"in-1": 1, "in-2": 2}, {}, Random(0))
    assert last is not None
    assert last.question.id == "out-1"


def test_the_same_track_date_and_history_choose_the_same_and_another_date_something_else() -> None:
    def chosen(seed: str) -> str:
        rng = Random(seed)
        choice = choose(CPC, BIG, {"surgery-001": 1}, {"medicine": AreaRecord(1, 9)}, rng)
        assert choice is not None
        return f"{choice.question.id}:{shuffled_keys(choice.question, rng)}"

    days = [f"7:2026-11-{day:02}" for day in range(1, 31)]
    assert [chosen(day) for day in days] == [chosen(day) for day in days]
    assert len({chosen(day) for day in days}) > 20


def test_an_empty_bank_gives_nothing() -> None:
    assert choose(CPC, [], {"gone": 3}, {}, Random(1)) is None


def test_only_questions_of_the_code_set_year_and_the_certification_are_in_the_bank() -> None:
    old, new = question("old", years=frozenset({"FY2026"})), question("new", years=frozenset({"FY2027"}))
    both, ever = question("both", years=frozenset({"FY2026", "FY2027"})), question("ever")
    small = only([old, new, both, ever])
    assert [q.id for q in small.bank("CPC", "FY2026")] == ["both", "ever", "old"]
    assert [q.id for q in small.bank("CPC", "FY2027")] == ["both", "ever", "new"]
    assert [q.id for q in small.bank("CPC", "FY2030")] == ["ever"]
    assert small.bank("CCS", "FY2027") == ()


def test_places_of_the_options_are_even_over_many_occurrences() -> None:
    asked = first(1)[0]
    right = Counter(shuffled_keys(asked, Random(f"1:{n}")).index(asked.answer) for n in range(4000))
    assert all(abs(right[place] - 1000) < 5 * math.sqrt(4000 * 0.25 * 0.75) for place in range(4)), right
    assert all(sorted(shuffled_keys(asked, Random(n))) == ["A", "B", "C", "D"] for n in range(50))


@pytest.mark.parametrize("ident", [cert.id for cert in library().certifications.values() if cert.areas])
def test_real_blueprints_are_drawn_by_their_shares(ident: str) -> None:
    known, questions = library().certifications[ident], library().bank(ident, "FY2027")
    drawn: Counter[str] = Counter()
    for seed in range(DRAWS):
        choice = choose(known, questions, {}, {}, Random(f"1:{seed}"))
        assert choice is not None
        area = known.area_of(choice.question)
        assert area is not None
        drawn[area.id] += 1
    assert_shares(drawn, {area.id: area.share for area in known.areas})
