"""How well two fit: each part of the score, and hours over zones and the edge of the week."""

from dataclasses import replace

import pytest

from bot.features.buddies import scoring
from bot.features.buddies.matching_model import Candidate
from bot.features.buddies.scoring import Standing
from tests.buddies.pools import TODAY

EVENING = 0b1111 << 18  # 18:00 to 22:00
MONTH = 12 * 2026 + 10
PLAIN = Candidate(1, "CPC", exam_month=MONTH, languages=frozenset({"en"}), waiting_since=TODAY * 86400)


def stand(**changes: object) -> Standing:
    return scoring.standing(replace(PLAIN, **changes), TODAY)  # type: ignore[arg-type]


def part(name: str, one: Standing, other: Standing) -> int:
    value = scoring.parts(one, other)[name]
    assert value == scoring.parts(other, one)[name], "a part depends on who comes first"
    return value


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("CPC", "CPC", 300),
        ("CPC", "CRC", 150),
        ("CCS", "CIC", 150),
        ("CCA", "CPC", 150),
        ("CCA", "CCS", 150),
        ("CCA", "COC", 0),
        ("CPC", "CCS", 0),
        ("RHIT", "RHIT", 300),
        ("RHIT", "CPC", 0),
    ],
)
def test_certifications(one: str, other: str, expected: int) -> None:
    assert part("certification", stand(certification=one), stand(certification=other)) == expected
    assert scoring.related(one, other) is (expected > 0)


def test_more_hours_in_common_are_better_up_to_ten_and_none_is_worst() -> None:
    evening = stand(weekday_mask=EVENING)
    one_a_day = stand(weekday_mask=1 << 21)
    saturday = stand(weekday_mask=1 << 5, weekend_mask=EVENING)
    saturday_too = stand(weekend_mask=1 << 20)
    assert part("hours", evening, evening) == 150 + 10 * 15
    assert part("hours", evening, one_a_day) == 150 + 5 * 15
    assert part("hours", saturday, saturday_too) == 150 + 2 * 15
    assert part("hours", evening, saturday) == 0
    assert not scoring.overlap(evening, saturday)
    assert 0 < part("hours", evening, stand()) < part("hours", saturday, saturday_too)
    assert scoring.overlap(evening, stand())


@pytest.mark.parametrize(
    ("mask", "offset", "other_mask", "other_offset", "shared_slots"),
    [
        (1 << 19, -300, 1 << 0, 0, 8),  # 19:00 in New York is midnight in London, Tuesday to Friday
        (1 << 20, 330, 1 << 14, 0, 5),  # 20:00 in India begins at 14:30
        (1 << 20, 345, 1 << 14, 0, 10),  # 20:00 in Nepal begins at 14:15, here 14:00
        (1 << 9, 600, 1 << 16, -420, 8),  # Brisbane's morning is the evening before in Phoenix
        (1 << 12, 0, 1 << 12, 60, 0),
    ],
)
def test_hours_meet_over_zones(
    mask: int, offset: int, other_mask: int, other_offset: int, shared_slots: int
) -> None:
    one = scoring.week_slots(mask, 0, offset)
    other = scoring.week_slots(other_mask, 0, other_offset)
    assert (one & other).bit_count() == shared_slots


@pytest.mark.parametrize("offset", [-720, -210, 0, 345, 840])
def test_no_hour_is_lost_at_the_edge_of_the_week(offset: int) -> None:
    slots = scoring.week_slots(1 << 0 | 1 << 23, 1 << 23, offset)
    assert slots.bit_count() == 2 * (2 * 5 + 2)
    assert slots < 1 << scoring.WEEK_SLOTS


def test_near_exams_are_better_and_never_worse_than_nothing() -> None:
    apart = [part("exam", stand(), stand(exam_month=MONTH + months)) for months in range(8)]
    assert apart == [200, 160, 120, 80, 40, 0, 0, 0]
    assert part("exam", stand(exam_month=None), stand(exam_month=None)) == 100
    assert part("exam", stand(), stand(exam_month=None)) == 60


def test_a_language_in_common() -> None:
    assert part("language", stand(), stand(languages=frozenset({"es", "en"}))) == 250
    assert part("language", stand(), stand(languages=frozenset({"es"}))) == 0
    assert part("language", stand(), stand(languages=frozenset())) == 200


def test_weak_where_the_other_is_strong_counts_in_both_directions() -> None:
    weak = dict.fromkeys("abc", 0.5)
    strong = dict.fromkeys("abc", 0.1)
    assert part("areas", stand(area_scores=weak), stand(area_scores=strong)) == 80
    assert part("areas", stand(area_scores=weak), stand(area_scores=weak)) == 0
    assert part("areas", stand(area_scores=weak), stand(area_scores=dict.fromkeys("abc", 0.3))) == 0
    both = part("areas", stand(area_scores={**weak, "d": 0.1}), stand(area_scores={**strong, "d": 0.5}))
    assert both == 120
    assert part("areas", stand(), stand(area_scores=weak)) == 0


def test_the_same_wishes() -> None:
    assert part("goals", stand(goals=frozenset("ab")), stand(goals=frozenset("bc"))) == 30
    assert part("goals", stand(goals=frozenset("abc")), stand(goals=frozenset("abc"))) == 60


def test_who_lost_a_buddy_or_waits_long_weighs_more_but_fits_no_better() -> None:
    day = TODAY * 86400
    plain, lost, waiting = stand(), stand(priority=True), stand(waiting_since=day - 21 * 86400)
    assert scoring.parts(plain, lost) == scoring.parts(plain, waiting) == scoring.parts(plain, plain)
    weights = [scoring.weight(plain, other) for other in (plain, waiting, lost)]
    assert weights == [weights[0], weights[0] + 30, weights[0] + 100]
    assert stand(waiting_since=0).eagerness == 50
    assert stand(waiting_since=day + 86400).eagerness == 0
