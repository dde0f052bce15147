"""The real content: clean, over every exam area, and honest about what is old or unchecked."""

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.library import Library, code_set_year, load
from bot.library.cases import AssignStep, GivenCode, credit
from bot.library.check import check, main_check
from tests.library.conftest import ROOT


@pytest.fixture(scope="module")
def library() -> Library:
    return load(ROOT)


def test_real_content_is_clean() -> None:
    assert [str(problem) for problem in check(ROOT)] == []


def test_at_least_six_hundred_questions_as_many_on_each_topic_as_planned(library: Library) -> None:
    assert len(library.questions) >= 600
    asked = Counter(question.topic for question in library.questions.values())
    vocabulary = yaml.safe_load((ROOT / "vocabulary.yaml").read_text(encoding="utf-8"))
    planned = {topic: about["planned"] for topic, about in vocabulary["topics"].items()}
    assert sum(planned.values()) >= 600
    assert {topic: asked[topic] for topic, wanted in planned.items() if asked[topic] < wanted} == {}


@pytest.mark.parametrize("cert_id", ["CCA", "CCS", "CCS-P", "CIC", "COC", "CPC", "CRC"])
@pytest.mark.parametrize("year", ["FY2026", "FY2027"])
def test_every_area_of_every_outline_has_questions(library: Library, cert_id: str, year: str) -> None:
    bank = library.bank(cert_id, year)
    for outline in library.certifications[cert_id].outlines:
        for area in outline.areas:
            count = sum(outline.area_of(question) == area for question in bank)
            assert count >= 8, f"{cert_id} {outline.name}: {area.name} has {count}"


@pytest.mark.parametrize("cert_id", ["CPC", "CCS"])
def test_two_full_exams_can_be_set_without_a_repeat(library: Library, cert_id: str) -> None:
    certification, bank = library.certifications[cert_id], library.bank(cert_id, "FY2027")
    for area in certification.areas:
        count = sum(certification.area_of(question) == area for question in bank)
        assert count >= area.share * 200, f"{cert_id}: {area.name} has {count}"


def test_every_credential_has_its_facts(library: Library) -> None:
    assert set(library.certifications) == set(library.credentials)
    assert len(library.certifications) == 8
    assert len(library.guide.specialties) == 22
    assert {cert.body for cert in library.certifications.values()} == {"AAPC", "AHIMA"}
    for specialty in library.guide.specialties:
        assert specialty.source
        assert specialty.as_of


def test_cases_are_complete(library: Library) -> None:
    assert len(library.cases) >= 20
    assert {case.record for case in library.cases.values()} >= {
        "operative note",
        "discharge summary",
        "clinic note",
    }
    for case in library.cases.values():
        assert 15 <= case.minutes <= 18
        for step in case.steps:
            if isinstance(step, AssignStep):
                perfect = [GivenCode(expected.code, expected.poa) for expected in step.expected]
                assert credit(step, perfect).points == step.points, case.id
                for avoid in step.avoid:
                    assert credit(step, [*perfect, GivenCode(avoid.code, "Y")]).points < step.points, case.id


def test_mnemonics_and_tips(library: Library) -> None:
    assert len(library.mnemonics) >= 60
    assert {mnemonic.topic for mnemonic in library.mnemonics.values()} == set(library.topic_names)
    times = {"studying", "last_two_weeks", "exam_day", "in_the_exam", "after_the_exam"}
    assert {tip.when for tip in library.guide.tips} == times
    assert len({mnemonic.hook.casefold() for mnemonic in library.mnemonics.values()}) == len(
        library.mnemonics
    )


def test_difficulties_are_spread(library: Library) -> None:
    counted = Counter(question.difficulty for question in library.questions.values())
    shares = {difficulty: counted[difficulty] / len(library.questions) for difficulty in range(1, 6)}
    assert all(share > 0.04 for share in shares.values()), shares
    assert max(shares.values()) < 0.45, shares


def test_every_question_was_solved_blind(library: Library) -> None:
    unsolved = [q.id for q in library.questions.values() if not q.review.verdict.startswith("solved blind")]
    unsolved += [
        case.id for case in library.cases.values() if not case.review.verdict.startswith("solved blind")
    ]
    assert unsolved == []


def test_cpc_has_its_twelve_areas_and_ccs_both_outlines(library: Library) -> None:
    assert len(library.certifications["CPC"].areas) == 12
    assert [len(outline.areas) for outline in library.certifications["CCS"].outlines] == [5, 8]


def test_every_figure_and_outline_says_where_it_is_from(library: Library) -> None:
    for cert in library.certifications.values():
        assert cert.figures
        for figure in cert.figures.values():
            assert all(each.source and each.as_of for each in (figure, *figure.older))
        assert all(outline.source and outline.as_of for outline in cert.outlines)


def test_no_question_claims_a_review_by_a_person(library: Library) -> None:
    parts = (library.questions, library.cases, library.mnemonics)
    assert not any(item.review.human for part in parts for item in part.values())


def test_most_questions_apply_a_rule(library: Library) -> None:
    kinds = [question.kind for question in library.questions.values()]
    assert kinds.count("application") > 0.8 * len(kinds)


def test_content_check_prints_counts_and_returns_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert main_check(ROOT) == 0
    printed = capsys.readouterr().out
    assert "The content is clean." in printed
    assert "Surgical procedures" in printed
    assert "chi-square" in printed


def test_content_check_prints_problems_and_returns_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "content"
    shutil.copytree(ROOT, copy)
    (copy / "questions" / "hcpcs.yaml").write_bytes(b"schema: 1\nquestions:\n\t- id: x\n")
    assert main_check(copy) == 1
    assert "questions/hcpcs.yaml:3: -: is not sound YAML" in capsys.readouterr().out


def test_year_in_force_has_a_bank(library: Library) -> None:
    assert library.bank("CPC", code_set_year(date(2026, 11, 22)))
