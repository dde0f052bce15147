"""What a plan is made of: the sections of an exam with their weights, and what was done by days. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from bot.features.exams.plan_model import ANSWER_MINUTES, Area, Work
from bot.features.focus.model import Counted
from bot.features.quiz.model import AnsweredQuestion, Strength
from bot.library import Certification, Library
from bot.schedule import local_date

USUAL_EXAM_MINUTES = 240
# The usual share of wrong answers weighs 1; an area counts at least half and at most twice its share of the exam.
_USUAL_ERRORS, _LEAST, _MOST = 0.30, 0.5, 2.0
# Stands for all of an exam of which no section and no question is known.
WHOLE = "whole"


def areas(
    library: Library, certification_id: str, strengths: Mapping[str, Strength]
) -> tuple[tuple[Area, ...], bool]:
    """The sections by blueprint × weakness, and whether there is a blueprint.

    Without one, the topics of the certification's questions stand for the sections, all alike.
    """
    certification = library.certifications.get(certification_id)
    if certification is not None and certification.areas:
        weighed = tuple(
            Area(one.id, one.name, one.share * _weakness(strengths.get(one.id)))
            for one in certification.areas
        )
        return weighed, True
    found = {one.area for one in library.questions.values() if certification_id in one.certs}
    names = {area: library.area_names.get(area, area) for area in sorted(found)}
    return tuple(
        Area(id_, name, 1.0) for id_, name in (names or {WHOLE: "All of its outline"}).items()
    ), False


def _weakness(strength: Strength | None) -> float:
    return 1.0 if strength is None else max(_LEAST, min(_MOST, strength.rate / _USUAL_ERRORS))


def exam_minutes(certification: Certification | None) -> int:
    """How long the exam takes, as the content says it ("100 multiple choice, 4 h"); else as most of them do."""
    figure = certification.figures.get("format") if certification else None
    found = re.search(r"\b(\d{1,2}) h(?: (\d{1,2})\b)?", figure.value) if figure else None
    return int(found[1]) * 60 + int(found[2] or 0) if found else USUAL_EXAM_MINUTES


def work(
    library: Library,
    certification_id: str,
    answers: Iterable[AnsweredQuestion],
    focus: Iterable[Counted],
    zone: str,
) -> list[Work]:
    """What was done, by the days of that zone."""
    answered: dict[date, Counter[str]] = defaultdict(Counter)
    focused: Counter[date] = Counter()
    for answer in answers:
        area = _area(library, certification_id, answer.question_id)
        if area is not None:
            answered[local_date(answer.answered_at, zone)][area] += ANSWER_MINUTES
    for part in focus:
        focused[local_date(part.began_at, zone)] += part.seconds
    days = {*answered, *focused}
    return [Work(day, dict(answered[day]), focused[day] // 60) for day in sorted(days)]


def _area(library: Library, certification_id: str, question_id: str) -> str | None:
    question = library.questions.get(question_id)
    certification = library.certifications.get(certification_id)
    if question is None or certification is None:
        return None
    if not certification.areas:
        return question.area
    section = certification.area_of(question)
    return section.id if section else None
