"""What the bot asks of a library."""

from datetime import date
from pathlib import Path

import pytest

from bot.errors import ContentError, NotFound
from bot.library import Library, Trap, code_set_year, load
from tests.library.conftest import ROOT, small_question, small_tree, write


@pytest.fixture
def library(tmp_path: Path) -> Library:
    tree = small_tree()
    timeless = small_question() | {
        "id": "bone-001",
        "stem": "In a fall the bone at the floor of the anatomical snuffbox breaks. Which is it?",
        "options": {
            "A": {"text": "Scaphoid", "why": "It lies there."},
            "B": {"text": "Hamate", "why": "It has a hook.", "trap": "definition"},
            "C": {"text": "Lunate", "why": "It lies beside.", "trap": "definition"},
            "D": {"text": "Capitate", "why": "It is central.", "trap": "definition"},
        },
        "answer": "A",
        "codes": [],
        "years": "independent",
    }
    tree["questions/one.yaml"]["questions"].append(timeless)
    return load(write(tmp_path, tree))


def test_question_keeps_what_its_file_says(library: Library) -> None:
    question = library.questions["frac-001"]
    assert question.right.text == "S52.531G"
    assert question.right.trap is None
    assert question.option("A").trap is Trap.SEVENTH_CHARACTER
    assert [option.key for option in question.options] == ["A", "B", "C", "D"]
    assert question.sources[0].label == "Guide FY2025, I.A"
    assert question.years == frozenset({"FY2026", "FY2027"})
    assert question.review.on == date(2026, 11, 22)
    assert not question.review.human
    with pytest.raises(KeyError):
        question.option("E")


def test_bank_holds_what_is_valid_in_the_year_sorted_by_id(library: Library) -> None:
    assert [question.id for question in library.bank("CPC", "FY2027")] == ["bone-001", "frac-001"]
    assert [question.id for question in library.bank("CPC", "FY2028")] == ["bone-001"]
    assert library.bank("CCS", "FY2027") == ()
    assert library.bank("CPC", "FY2027") is library.bank("CPC", "FY2027")


@pytest.mark.parametrize("text", ["CPC", "cpc", "  Cpc ", "certified  professional CODER"])
def test_certification_is_found_as_people_write_it(library: Library, text: str) -> None:
    assert library.certification(text).id == "CPC"


def test_unknown_certification_names_near_ones(library: Library) -> None:
    with pytest.raises(NotFound, match=r"“cpd”.*Did you mean CPC\?.*Choose one of: CPC"):
        library.certification("cpd")
    with pytest.raises(NotFound, match="Choose one of: CPC"):
        library.certification("x" * 5000)


def test_certification_gives_area_of_question(library: Library) -> None:
    cert = library.certifications["CPC"]
    question = library.questions["frac-001"]
    area = cert.area_of(question)
    assert area is not None
    assert (area.id, area.share) == ("all", 1.0)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 9, 30), "FY2026"),
        (date(2026, 10, 1), "FY2027"),
        (date(2026, 12, 31), "FY2027"),
        (date(2027, 1, 1), "FY2027"),
    ],
)
def test_code_set_year_turns_on_the_first_of_october(day: date, year: str) -> None:
    assert code_set_year(day) == year


def test_every_trap_has_a_readable_label() -> None:
    assert {trap.label for trap in Trap} >= {"7th character", "Units", "Inpatient or outpatient rule"}
    assert all("_" not in trap.label for trap in Trap)


def test_load_refuses_bad_content_and_says_where(tmp_path: Path) -> None:
    tree = small_tree()
    tree["questions/one.yaml"]["questions"][0]["answer"] = "E"
    with pytest.raises(ContentError, match=r"questions/one\.yaml:\d+: frac-001: answer is none of"):
        load(write(tmp_path, tree))


def test_load_refuses_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="CROSSWALK_CONTENT"):
        load(tmp_path / "nowhere")


def test_shares_of_the_outlines_in_use_are_whole() -> None:
    outlined = [cert for cert in load(ROOT).certifications.values() if cert.outlines]
    assert len(outlined) == 7
    for cert in outlined:
        assert sum(area.share for area in cert.areas) == pytest.approx(1)
