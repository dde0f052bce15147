"""What a plan is made of: the sections of an exam with their weights, and what was done by days. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.features.exams.plan_model import ANSWER_MINUTES, Area
from bot.features.focus.model import Counted
from bot.features.quiz.model import AnsweredQuestion, Strength
from bot.library import Certification, Figure, Library
from bot.schedule import local_date

USUAL_EXAM_MINUTES = 240
# The usual share of wrong answers weighs 1; an area counts at least half and at most twice its share of the exam.
_USUAL_ERRORS, _LEAST, _MOST = 0.30, 0.5, 2.0
# Stands for all of an exam of which no section and no question is known.
WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Focused:
    """Minutes by day. beyond: of focus, without those of questions. spent: of focus or questions, whichever is more."""

    beyond: Mapping[date, int]
    spent: Mapping[date, int]


def is_outlined(library: Library, certification_id: str) -> bool:
    """Whether the exam's blueprint is known."""
    certification = library.certifications.get(certification_id)
    return certification is not None and bool(certification.areas)


def areas(library: Library, certification_id: str, strengths: Mapping[str, Strength]) -> tuple[Area, ...]:
    """The sections by blueprint × weakness.

    Without a blueprint, the topics of the certification's questions stand for the sections, all alike.
    """
    certification = library.certifications.get(certification_id)
    if certification is not None and certification.areas:
        return tuple(
            Area(one.id, one.name, one.share * _weakness(strengths.get(one.id)))
            for one in certification.areas
        )
    found = {one.area for one in library.questions.values() if certification_id in one.certs}
    names = {area: library.area_names.get(area, area) for area in sorted(found)}
    return tuple(Area(id_, name, 1.0) for id_, name in (names or {WHOLE: "All of its outline"}).items())


def _weakness(strength: Strength | None) -> float:
    return 1.0 if strength is None else max(_LEAST, min(_MOST, strength.rate / _USUAL_ERRORS))


def exam_minutes(certification: Certification | None) -> tuple[int, Figure | None]:
    """How long the exam takes, and the figure that says so ("100 multiple choice, 4 h"); else as most of them do.

    What only an earlier exam took ("Before that: …") is not known of today's.
    """
    figure = certification.figures.get("format") if certification else None
    if figure is None or figure.value.startswith("Before"):
        return USUAL_EXAM_MINUTES, None
    found = re.search(r"\b(\d{1,2}) h(?: (\d{1,2})\b)?", figure.value)
    return (int(found[1]) * 60 + int(found[2] or 0), figure) if found else (USUAL_EXAM_MINUTES, None)


def answered(
    library: Library, certification_id: str, answers: Iterable[AnsweredQuestion], zone: str
) -> dict[date, dict[str, int]]:
    """Minutes of questions that count for a certification, by the days of that zone and by area."""
    found: dict[date, Counter[str]] = defaultdict(Counter)
    for answer in answers:
        area = _area(library, certification_id, answer.question_id)
        if area is not None:
            found[local_date(answer.answered_at, zone)][area] += ANSWER_MINUTES
    return {day: dict(minutes) for day, minutes in found.items()}


def focused(
    library: Library,
    certifications: Iterable[str],
    answers: Iterable[AnsweredQuestion],
    focus: Iterable[Counted],
    zone: str,
) -> Focused:
    """Focus by the days of that zone, and what it holds beyond questions that count for any of the certifications."""
    seconds: Counter[date] = Counter()
    for part in focus:
        seconds[local_date(part.began_at, zone)] += part.seconds
    questions: Counter[date] = Counter()
    wanted = tuple(certifications)
    for answer in answers:
        if any(_area(library, one, answer.question_id) is not None for one in wanted):
            questions[local_date(answer.answered_at, zone)] += ANSWER_MINUTES
    whole = {day: spent // 60 for day, spent in seconds.items()}
    return Focused(
        {day: spent - questions[day] for day, spent in whole.items() if spent > questions[day]},
        {day: max(whole.get(day, 0), questions[day]) for day in {*whole, *questions}},
    )


def _area(library: Library, certification_id: str, question_id: str) -> str | None:
    question = library.questions.get(question_id)
    certification = library.certifications.get(certification_id)
    if question is None or certification is None:
        return None
    if not certification.areas:
        return question.area
    section = certification.area_of(question)
    return section.id if section else None
