"""What plans are made of, and their pictures: weights, the exam's length, what was done by days."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PIL import Image

from bot.features.exams import plan_areas
from bot.features.exams.plan_model import ANSWER_MINUTES, Habits
from bot.features.exams.plan_picture import picture, weeks
from bot.features.focus.model import Counted
from bot.features.quiz.model import AnsweredQuestion, Strength
from tests.community import library
from tests.exams.planned import MONDAY, exam, planned


def weight_of(area: str, rate: float | None) -> float:
    """The weight of an area of the CPC for a member with that error rate."""
    strengths = {} if rate is None else {area: Strength(rate, 20)}
    found = plan_areas.areas(library(), "CPC", strengths)
    return next(one.weight for one in found if one.id == area)


def test_an_area_weighs_its_share_times_how_weak_the_member_is() -> None:
    share = next(a.share for a in library().certifications["CPC"].areas if a.id == "surgery")
    assert weight_of("surgery", None) == share
    assert weight_of("surgery", 0.30) == pytest.approx(share)
    assert weight_of("surgery", 0.45) == pytest.approx(1.5 * share)
    assert weight_of("surgery", 0.0) == pytest.approx(0.5 * share), "what is known still has to be kept up"
    assert weight_of("surgery", 1.0) == pytest.approx(2 * share)


@pytest.mark.parametrize(
    ("certification", "minutes"), [("CPC", 240), ("CCA", 120), ("CPC-P", 240), ("nobody's", 240)]
)
def test_the_length_of_the_exam_is_the_contents(certification: str, minutes: int) -> None:
    found, figure = plan_areas.exam_minutes(library().certifications.get(certification))
    assert found == minutes
    assert (figure is None) == (certification in ("CPC-P", "nobody's")), "what is said has a source"


def test_work_belongs_to_the_members_own_days() -> None:
    """Two in the morning in London is the evening before in Chicago."""
    cpc = library().certifications["CPC"]
    question = next(
        one for one in library().questions.values() if (area := cpc.area_of(one)) and area.id == "anatomy"
    )
    night = int(datetime(2026, 11, 4, 2, tzinfo=UTC).timestamp())
    answers = [AnsweredQuestion(question.id, night), AnsweredQuestion("gone", night)]
    tuesday, wednesday = date(2026, 11, 3), date(2026, 11, 4)
    found = plan_areas.answered(library(), "CPC", answers, "America/Chicago")
    assert found == {tuesday: {"anatomy": ANSWER_MINUTES}}
    focus = [Counted(1, night, 1500), Counted(2, night + 86_400, 600)]
    focused = plan_areas.focused(library(), ["CCS", "CPC"], answers, focus, "America/Chicago")
    assert focused.beyond == {tuesday: 25 - ANSWER_MINUTES, wednesday: 10}
    assert focused.spent == {tuesday: 25, wednesday: 10}


@pytest.mark.parametrize("certification", [*sorted(library().certifications), "CPEDC"])
@pytest.mark.parametrize(("days", "later"), [(1, 0), (20, 0), (70, 30), (91, 0), (300, 0), (70, 70)])
def test_a_picture_can_be_drawn_of_any_plan(certification: str, days: int, later: int) -> None:
    shown = planned(exam(days, certification), later, habits=Habits(minutes=240))
    drawn = Image.open(io.BytesIO(picture(shown)))
    assert drawn.width == 1080
    assert drawn.height <= 1500, "it is read on a phone"
    colours = drawn.convert("RGB").getcolors(1 << 20)
    assert colours is not None
    ground = max(colours)[1]
    assert isinstance(ground, tuple)
    assert max(ground) < 80, "it brings its own dark ground"


def test_weeks_go_from_the_first_full_one_to_the_exams() -> None:
    """The exam is on Sunday 29 August 2027, and full work begins 13 weeks before it."""
    far = weeks(planned(exam(300)))
    assert (far[0], far[-1], len(far)) == (date(2027, 5, 31), date(2027, 8, 23), 13)
    near = weeks(planned(exam(20)))
    assert (near[0], near[-1]) == (MONDAY, date(2026, 11, 16))


def test_long_names_are_kept_within_their_column() -> None:
    shown = planned(exam())
    long = tuple(
        replace(one, name="Extraordinarily long names of sections " * 4) for one in shown.plan.goal.areas
    )
    stretched = replace(shown, plan=replace(shown.plan, goal=replace(shown.plan.goal, areas=long)))
    assert Image.open(io.BytesIO(picture(stretched))).width == 1080
