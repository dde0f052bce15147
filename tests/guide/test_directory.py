"""What can be looked up, and how people name it."""

import pytest

from bot.errors import NotFound
from bot.features.guide.comparing import compare
from bot.features.guide.directory import FIGURES, Directory, facts
from bot.features.guide.model import Correction, Page, SheetKind
from tests.community import library

DIRECTORY = Directory(library())


def test_all_eight_credentials_and_22_specialties_are_there_with_source_and_age_beside_each_figure() -> None:
    assert len(DIRECTORY.of_kind(SheetKind.CERTIFICATION)) == 8
    assert len(DIRECTORY.of_kind(SheetKind.SPECIALTY)) == 22
    for sheet in DIRECTORY.sheets.values():
        for figure in sheet.figures.values():
            assert figure.source, (sheet.id, figure)
            assert figure.as_of, (sheet.id, figure)
        assert sheet.figures or sheet.specialty, sheet.id


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("CPC", "CPC"),
        (" cpc ", "CPC"),
        ("ccs p", "CCS-P"),
        ("Certified Coding Specialist", "CCS"),
        ("CCS · Certified Coding Specialist", "CCS"),
        ("cardiology", "CCC"),
        ("Urology", "CUC"),
        ("certified risk", "CRC"),
        ("risk adjustment", "CRC"),
    ],
)
def test_people_name_a_credential_in_many_ways(typed: str, found: str) -> None:
    assert DIRECTORY.credential(typed).id == found


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("CPC-A", "Did you mean CPC"),
        ("orthopedic", "Did you mean COSC"),
        ("hospital", "Did you mean"),
        ("inpatient", "CCS or CIC"),
        ("*`<@1>", "“1”"),
        ("🙂", "Write what you look for"),
        ("diploma", "no credential"),
    ],
)
def test_what_is_none_is_told_what_is_near(typed: str, says: str) -> None:
    with pytest.raises(NotFound, match=says):
        DIRECTORY.credential(typed)


def test_suggestions_begin_with_the_abbreviation_typed() -> None:
    found = [id_ for id_, _ in DIRECTORY.suggest("cp")]
    assert found[:2] == ["CPC", "CPC-P"]
    assert [id_ for id_, _ in DIRECTORY.suggest("pain")] == ["CANPC"]
    assert "diploma" not in [id_ for id_, _ in DIRECTORY.suggest("")]
    assert "diploma" in [id_ for id_, _ in DIRECTORY.suggest("", tuple(SheetKind))]


def test_a_figure_that_the_lists_order_does_not_know_is_read_too() -> None:
    for one in library().certifications.values():
        shown = [fact.key for fact in facts(DIRECTORY.sheets[one.id], [])]
        assert set(shown) == set(one.figures)
        assert shown == sorted(shown, key=list(FIGURES).index)


def page(id_: str, *own: Correction) -> Page:
    """A page of the guide."""
    sheet = DIRECTORY.sheets[id_]
    return Page(sheet, facts(sheet, own))


def test_a_comparison_has_each_figure_that_either_has_once() -> None:
    found = compare(page("CPC"), page("CCA"), library().area_names)
    names = [pair.name for pair in found.pairs]
    assert len(set(names)) == len(names)
    by_name = {pair.name: pair for pair in found.pairs}
    assert by_name["Membership dues"].left != by_name["Membership dues"].right
    assert by_name["Salary"].right is None
    assert by_name["Exam fee"].left is None


def test_areas_are_compared_by_the_outlines_in_use() -> None:
    found = compare(page("CPC"), page("CCS"), library().area_names)
    assert found.outlined
    assert "ICD-10-PCS" in found.only_right
    assert found.only_left == ()
    turned = compare(page("CCS"), page("CPC"), library().area_names)
    assert turned.only_left == found.only_right
    assert not compare(page("CPC"), page("CPC-P"), library().area_names).outlined
