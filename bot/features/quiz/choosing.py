"""Choosing a track's next question, pure: `rng` decides, and the same history and seed choose the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bot.library import Certification, Question

# A community's error rate in an area is pulled towards this, as if so many answers had been seen already:
# three early mistakes must not turn the next fortnight into one area.
EXPECTED_ERRORS = 0.3
PRIOR_ANSWERS = 20
# An area that goes perfectly still comes up; one that always fails comes up at most about three times as often.
LEAST_NEED = 0.5


@dataclass(frozen=True, slots=True)
class AreaRecord:
    """How a community has answered in one blueprint area."""

    correct: int
    answered: int


@dataclass(frozen=True, slots=True)
class Choice:
    """The question, and how many the track has not seen yet after it."""

    question: Question
    unseen_left: int


def need(record: AreaRecord | None) -> float:
    """How much a community needs an area: 0.5 when it is always right, 0.8 as usual, 1.5 when always wrong."""
    wrong = record.answered - record.correct if record else 0
    answered = record.answered if record else 0
    return LEAST_NEED + (wrong + EXPECTED_ERRORS * PRIOR_ANSWERS) / (answered + PRIOR_ANSWERS)


def choose(
    certification: Certification,
    bank: Sequence[Question],
    last_seen: Mapping[str, int],
    records: Mapping[str, AreaRecord],
    rng: Random,
) -> Choice | None:
    """The next question of a track, or None when the bank is empty.

    bank: the certification's questions that are valid on the date. last_seen: question id → number of the track's
    last occurrence that posted it. records: blueprint area id → how this community answers there.
    An unseen question always goes before a seen one; when all were seen, the one seen longest ago comes again.
    """
    if not bank:
        return None
    unseen = [question for question in bank if question.id not in last_seen]
    if not unseen:
        return Choice(min(bank, key=lambda question: (last_seen[question.id], question.id)), 0)
    by_area: dict[str, list[Question]] = {}
    for question in unseen:
        area = certification.area_of(question)
        by_area.setdefault(area.id if area else "", []).append(question)
    shares = {area.id: area.share for area in certification.areas}
    areas = sorted(by_area)
    weights = [shares.get(area, 0.0) * need(records.get(area)) for area in areas]
    # Questions outside the blueprint have no weight; they are used up when nothing else is left.
    chosen = rng.choices(areas, weights)[0] if any(weights) else areas[0]
    return Choice(rng.choice(by_area[chosen]), len(unseen) - 1)


def shuffled_keys(question: Question, rng: Random) -> str:
    """The options' keys in the order in which they are shown, such as 'CADB'."""
    keys = [option.key for option in question.options]
    rng.shuffle(keys)
    return "".join(keys)
