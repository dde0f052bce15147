"""Where five answers lead."""

from itertools import product

import pytest

from bot.errors import BadInput
from bot.features.guide import weighing
from bot.features.guide.paths import QUESTIONS, Answers, Suggestion, answers, digits, suggest
from bot.features.guide.weighing import CANDIDATES, GUIDE, OWN, Experience, Hours, Region, Schooling, Setting
from tests.community import library

EVERYBODY = [Answers(*given) for given in product(Setting, Experience, Schooling, Hours, Region)]


def lead(
    setting: Setting,
    experience: Experience,
    schooling: Schooling = Schooling.HIGH_SCHOOL,
    hours: Hours = Hours.SOME,
    region: Region = Region.BOTH,
) -> Suggestion:
    """The suggestion for these answers."""
    return suggest(Answers(setting, experience, schooling, hours, region))


def test_everybody_gets_a_suggestion_with_what_speaks_for_it_and_against_it() -> None:
    assert len(EVERYBODY) == 5 * 5 * 4 * 4 * 4
    for given in EVERYBODY:
        found = suggest(given)
        assert found.first.pros, given
        assert found.first.cons, given
        assert found.first.fits or found.notes, given
        assert found.first.cert not in found.out
        if found.second:
            assert found.second.pros
            assert found.second.cert not in {*found.out, found.first.cert}
            assert found.second.fits
            assert found.first.score >= found.second.score


def test_each_candidate_is_somebodys_and_nobody_is_sent_to_an_exam_that_may_be_gone() -> None:
    assert {suggest(given).first.cert for given in EVERYBODY} == set(CANDIDATES)
    assert "CPC-P" not in CANDIDATES
    assert all(library().certifications[cert].outlines for cert in CANDIDATES)


@pytest.mark.parametrize(
    ("setting", "experience", "first"),
    [
        (Setting.OFFICE, Experience.NONE, "CPC"),
        (Setting.OPEN, Experience.NONE, "CCA"),
        (Setting.INPATIENT, Experience.YEARS, "CCS"),
        (Setting.FACILITY, Experience.HAS_CPC, "COC"),
        (Setting.FACILITY, Experience.NONE, "CPC"),
        (Setting.PLAN, Experience.YEARS, "CRC"),
        (Setting.INPATIENT, Experience.NONE, "CCA"),
    ],
)
def test_the_guides_own_paths(setting: Setting, experience: Experience, first: str) -> None:
    assert lead(setting, experience).first.cert == first


def test_the_region_decides_between_equals() -> None:
    aapc = lead(Setting.INPATIENT, Experience.YEARS, region=Region.AAPC)
    ahima = lead(Setting.INPATIENT, Experience.YEARS, region=Region.AHIMA)
    assert (aapc.first.cert, ahima.first.cert) == ("CIC", "CCS")
    assert any("ask for AAPC's" in rule.text for rule in aapc.first.pros)


def test_openings_that_ask_for_others_speak_against_it() -> None:
    found = lead(Setting.OFFICE, Experience.NONE, region=Region.AHIMA)
    for one in (found.first, found.second):
        assert one is not None
        against = any("ask for AHIMA's credentials instead" in rule.text for rule in one.cons)
        assert against == (one.cert in weighing.AAPC_ONES)


def test_without_a_high_school_diploma_ahimas_fall_away_and_say_why() -> None:
    for given in EVERYBODY:
        if given.schooling is Schooling.NONE:
            found = suggest(given)
            assert {"CCS", "CCA"} <= set(found.out)
            assert found.learn == "diploma"
    entry = {cert: library().certifications[cert].figures["entry"].value for cert in ("CCS", "CCA")}
    assert all("High-school diploma required" in value for value in entry.values())


def test_where_nothing_fits_it_is_said_and_what_would_change_that() -> None:
    found = lead(Setting.INPATIENT, Experience.NONE, Schooling.NONE, Hours.FEW, Region.AHIMA)
    assert not found.first.fits
    assert found.second is None
    assert any("With a high-school diploma" in note for note in found.notes)
    settled = lead(Setting.OFFICE, Experience.HAS_CPC, region=Region.AAPC)
    assert not settled.first.fits
    assert any("made for this setting already" in note for note in settled.notes)
    unfit = [given for given in EVERYBODY if not suggest(given).first.fits]
    assert len(unfit) < len(EVERYBODY) / 20


def test_nobody_is_offered_what_they_have() -> None:
    for given in EVERYBODY:
        found = suggest(given)
        if given.experience is Experience.HAS_CPC:
            assert "CPC" not in (found.first.cert, found.second.cert if found.second else "")
            assert found.out["CPC"] == "You have it."
            assert found.choice == "second-credential"


def test_more_of_what_fits_never_speaks_for_entry_level() -> None:
    """With years behind them nobody is sent to the entry level, unless the region leaves nothing else."""
    for given in EVERYBODY:
        if given.experience in (Experience.YEARS, Experience.HAS_CPC):
            assert suggest(given).first.cert != "CCA", given


def test_the_hours_are_the_guides_weeks_times_the_members() -> None:
    assert lead(Setting.OFFICE, Experience.NONE, hours=Hours.SOME).hours == (40, 117)
    few = lead(Setting.OFFICE, Experience.NONE, hours=Hours.FEW)
    assert few.hours == (16, 52)
    assert any("longer than the guide's 13 weeks" in note for note in few.notes)


def test_every_rule_names_a_source_that_is_there() -> None:
    tables = (weighing.BY_SETTING, weighing.BY_EXPERIENCE, weighing.BY_SCHOOLING, weighing.BY_HOURS)
    rules = [rule for table in tables for line in table.values() for rule in line] + list(weighing.ALWAYS)
    whole = library()
    for rule in rules:
        assert rule.cert in CANDIDATES
        assert rule.cites in (GUIDE, OWN) or rule.cites in whole.certifications[rule.cert].figures, rule
    assert {rule.cert for rule in weighing.ALWAYS} == set(CANDIDATES)
    choices = {choice.id for choice in whole.guide.choices}
    assert {*weighing.CHOICE_OF.values(), weighing.SECOND_CHOICE} <= choices
    learned = {way.id for way in whole.guide.education}
    assert {suggest(given).learn for given in EVERYBODY} - {None} <= learned


def test_the_bodies_are_those_of_the_content() -> None:
    for certs, body in ((weighing.AAPC_ONES, "AAPC"), (weighing.AHIMA_ONES, "AHIMA")):
        assert {library().certifications[cert].body for cert in certs} == {body}


def test_a_buttons_number_is_all_answers_so_far() -> None:
    assert digits("0") == ()
    assert digits("13") == (1, 3)
    assert answers(digits("55444")) == Answers(
        Setting.OPEN, Experience.HAS_OTHER, Schooling.DEGREE, Hours.MOST, Region.UNKNOWN
    )
    for kinds, question in zip((Setting, Experience, Schooling, Hours, Region), QUESTIONS, strict=True):
        assert len(kinds) == len(question.options)


@pytest.mark.parametrize("forged", ["10", "00", "111115", "11511", "111111", "01"])
def test_a_number_that_no_button_has_is_refused(forged: str) -> None:
    with pytest.raises(BadInput, match="/cert path"):
        digits(forged)


def test_without_a_diploma_ahimas_requirement_is_named_with_where_to_read_it() -> None:
    found = suggest(Answers(Setting.OFFICE, Experience.YEARS, Schooling.NONE, Hours.SOME, Region.AHIMA))
    assert found.first.cert == "CCS-P"
    assert any("requires a high-school diploma" in rule.text for rule in found.first.cons)
    assert all("`/cert info`" in why for why in found.out.values())
