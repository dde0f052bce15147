"""The real content: clean, over every exam area, and honest about what is old or unchecked."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.library import Library, code_set_year, load
from bot.library.check import check, main_check
from tests.library.conftest import ROOT


@pytest.fixture(scope="module")
def library() -> Library:
    return load(ROOT)


def test_real_content_is_clean() -> None:
    assert [str(problem) for problem in check(ROOT)] == []


def test_at_least_sixty_questions(library: Library) -> None:
    assert len(library.questions) >= 60


@pytest.mark.parametrize("cert_id", ["CPC", "CCS"])
@pytest.mark.parametrize("year", ["FY2026", "FY2027"])
def test_every_area_of_every_outline_has_questions(library: Library, cert_id: str, year: str) -> None:
    bank = library.bank(cert_id, year)
    for outline in library.certifications[cert_id].outlines:
        for area in outline.areas:
            count = sum(outline.area_of(question) == area for question in bank)
            assert count >= 4, f"{cert_id} {outline.name}: {area.name} has {count}"


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
    assert not any(question.review.human for question in library.questions.values())


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
