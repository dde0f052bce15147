"""The project's list of guideline sections against the published table of contents, where that text lies at hand."""

import re
from pathlib import Path

import pytest
import yaml

from tests.library.conftest import ROOT

TEXT = Path(__file__).resolve().parents[3] / "shared" / "reference" / "icd10cm-guidelines-fy2025.txt"
LISTED = ROOT / "sources" / "icd10cm-guidelines-fy2025.yaml"

pytestmark = pytest.mark.skipif(
    not TEXT.exists(), reason="the text of the guidelines does not lie beside the checkout"
)

_ENTRY = re.compile(
    r"^(?:Section (?P<section>[IV]+)|Appendix (?P<appendix>I)|(?P<mark>[A-Z]|[a-z]|\d{1,2})\. )"
)
# The table of contents forgets one heading of the text.
FORGOTTEN = {"I.C.5.d": "\nd. Dementia"}


def contents(text: str) -> list[str]:
    """The sections of the table of contents, such as I.C.9.e. Long headings run over several lines there."""
    found = ["I"]
    above = ["I"]
    for line in text.split("Section I. Conventions, general coding guidelines")[1].splitlines():
        entry = _ENTRY.match(line)
        if not entry:
            continue
        if entry["section"] or entry["appendix"]:
            above = [entry["section"] or "Appendix I"]
        else:
            mark = entry["mark"]
            depth = 1 if mark.isupper() else 2 if mark.isdigit() else 3
            if depth > len(above):
                continue
            above = [*above[:depth], mark]
        found.append(".".join(above))
    return found


def test_the_list_holds_every_section_of_the_table_of_contents() -> None:
    listed = set(yaml.safe_load(LISTED.read_text(encoding="utf-8"))["sections"])
    found = contents(TEXT.read_text(encoding="utf-8"))
    assert len(found) > 200
    assert [section for section in found if section not in listed] == []


def test_every_listed_section_stands_under_one_of_the_table_of_contents() -> None:
    listed = yaml.safe_load(LISTED.read_text(encoding="utf-8"))["sections"]
    text = TEXT.read_text(encoding="utf-8")
    found = set(contents(text)) | {section for section, heading in FORGOTTEN.items() if heading in text}
    deep = {section: ".".join(section.split(".")[:4]) for section in listed}
    assert [section for section, top in deep.items() if top not in found] == []
