"""The codes that rows declare are held against the code tables, as those of the bundled questions are."""

import os
from pathlib import Path

import pytest

from bot.features.banks.checking import CodeLook, checked, declared_codes
from bot.features.banks.files import read
from bot.features.codes.model import Kind, Node, Validity
from tests.banks.making import GIVEN
from tests.banks.test_e2e import upload
from tests.codes.conftest import tables_path
from tests.community import community, library

__all__ = ["tables_path"]  # a fixture

QUESTION = """\
- stem: Which code is it?
  options: {{A: {{text: {right}}}, B: {{text: Something else}}}}
  answer: A
  years: {years}
  codes:
  - {{sys: {sys}, code: {code}, role: {role}}}
"""


def row(code: str, *, role: str = "answer", years: str = "independent", sys: str = "icd10cm") -> str:
    """A file of one question that declares one code."""
    return "schema: 1\nquestions:\n" + QUESTION.format(right=code, code=code, role=role, years=years, sys=sys)


def node(code: str, *, billable: bool = True, first: int = 0, last: int = 9999) -> Node:
    """A line of the tables."""
    return Node(1, code, code, Kind.CODE, billable, None, 1, first, last)


LOOK = CodeLook(
    Validity(
        {
            "E11.9": node("E11.9"),
            "E11": node("E11", billable=False),
            "F32.8": node("F32.8", last=2016),
            "E66.88": node("E66.88", first=2027),
        }
    ),
    2027,
)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (row("E11.9"), ""),
        (row("E11.99"), "There is no ICD-10-CM code E11.99"),
        (row("E11"), "E11 is a heading of ICD-10-CM"),
        (row("E11", role="category"), ""),
        (row("E11.9", role="category"), "E11.9 is no category"),
        (row("F32.8"), "last valid in FY2016"),
        (row("E66.88", years="[FY2026, FY2027]"), "E66.88 is not valid in FY2026"),
        (row("E66.88", years="[FY2027]"), ""),
        (row("E11.99", role="invalid"), ""),
        (row("E11.9", role="invalid"), "E11.9 is valid in FY2027"),
        (row("0DTJ4ZZ", sys="icd10pcs"), ""),
    ],
)
def test_each_code_has_to_be_what_its_role_says(file: str, said: str) -> None:
    drafts = read("b.yaml", file.encode())
    _, failed = checked(drafts, GIVEN, library(), (), LOOK)
    assert bool(failed) == bool(said), failed
    assert said in "".join(one.why for one in failed)
    unknown, _ = checked(drafts, GIVEN, library(), ())
    assert len(unknown) == 1, "without tables nothing is held up"


def test_hostile_declarations_are_passed_by() -> None:
    file = "schema: 1\nquestions:\n- stem: x\n  codes: [1, [a], {code: [b]}, {code: E11.9}, {sys: {a: b}, code: c}]\n"
    assert set().union(*declared_codes(read("b.yaml", file.encode())).values()) == {"E11.9", "c"}


async def test_a_file_with_a_code_that_there_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tables_path: Path
) -> None:
    monkeypatch.setenv("CROSSWALK_CODES", os.fspath(tables_path))
    async with community(tmp_path) as town, town.bot():
        reply = await upload(town, "b.yaml", row("E11.99"))
        assert "There is no ICD-10-CM code E11.99" in reply.text()
        assert "Imported: 1 question" in (await upload(town, "b.yaml", row("E11.9"))).text()
        other = await upload(town, "c.yaml", row("J1100", sys="hcpcs2"))
        assert "I look up ICD-10-CM only" in other.text()


async def test_without_tables_the_report_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSWALK_CODES", os.fspath(tmp_path / "none.sqlite3"))
    async with community(tmp_path) as town, town.bot():
        reply = await upload(town, "b.yaml", row("E11.99"))
        assert "Imported: 1 question" in reply.text()
        assert "The code tables are missing here" in reply.text()
