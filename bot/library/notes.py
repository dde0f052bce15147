"""What the notes of the ICD-10-CM tabular list say about two codes that stand together.

A note reaches every code below the heading it stands at. The codes it names are read from its words:
"heart failure due to hypertension (I11.0)", "(I12.-, I13.-)", "(N18.1-N18.6)".
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Any

_CODE = r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{0,4})?"
_NAMED = re.compile(rf"({_CODE})(?:-({_CODE}))?")
# "(I69. with final characters -20)", "(E08-E13 with .42)", "(T36-T50 with fifth or sixth character 5)"
_FINAL = re.compile(r" with (?:final characters? -?|\.)(\w+)")
_FIFTH_OR_SIXTH = re.compile(r" with (?:fifth or sixth|sixth|fifth) character (\d)")


class Notes:
    """Excludes1, code-first and use-additional notes, inherited ones included."""

    def __init__(self, tabular: ModuleType) -> None:
        self._tabular: Any = tabular
        self._blocks = [item for item in tabular.get_all_codes(True) if "-" in item]
        self._excludes1 = cache(lambda code: list(self._lines(code, self._listed)))
        self._code_first = cache(lambda code: list(self._lines(code, self._tabular.get_code_first)))
        self._additional = cache(lambda code: list(self._lines(code, self._tabular.get_use_additional_code)))

    def excludes(self, code: str, other: str) -> str | None:
        """The Excludes1 note by which the two may not stand together, in its own words. None: there is none."""
        return self._naming(self._excludes1(code), other) or self._naming(self._excludes1(other), code)

    def comes_first(self, code: str, other: str) -> str | None:
        """The note by which `other` is sequenced before `code`. None: the tables do not say so."""
        if _is_drug(code) or _is_drug(other):
            # Poisoning comes first and an adverse effect second: the note at T36-T50 is about adverse effects alone.
            return None
        # A status code that says "use additional code" does not thereby come first.
        additional = [] if other.startswith("Z") else self._additional(other)
        return self._naming(self._code_first(code), other) or self._naming(additional, code)

    def _naming(self, lines: list[tuple[str, str]], wanted: str) -> str | None:
        for where, line in lines:
            if names(line, wanted):
                return f"“{line}” at {where}"
        return None

    def _lines(self, code: str, read: Callable[[str], str | list[str]]) -> Iterator[tuple[str, str]]:
        if not self._tabular.is_valid_item(code):
            return
        above = self._tabular.get_ancestors(code)
        # A block inside a wider one (V50-V59 in V00-V99) does not name that as its ancestor.
        wider = [block for block in self._blocks if block not in above and _within(code, *block.split("-"))]
        for place in (code, *above, *wider):
            found = read(place)
            for line in found.splitlines() if isinstance(found, str) else found:
                yield place, line

    def _listed(self, code: str) -> list[str]:
        return list(self._tabular.get_excludes1(code))


def names(line: str, code: str) -> bool:
    """Whether the words of a note name a code."""
    final, late = _FINAL.search(line), _FIFTH_OR_SIXTH.search(line)
    if final and not code.endswith(final[1]):
        return False
    if late and late[1] not in code.replace(".", "")[4:6]:
        return False
    return any(_within(code, *_ends(hit)) for hit in _NAMED.finditer(line))


def codes_named(line: str) -> Iterator[str]:
    """The codes, headings and ends of ranges that the words of a note name."""
    for hit in _NAMED.finditer(line):
        yield from dict.fromkeys(_ends(hit))


def _ends(hit: re.Match[str]) -> tuple[str, str]:
    low = hit[1].rstrip(".")
    return low, (hit[2] or low).rstrip(".")


def _within(code: str, low: str, high: str) -> bool:
    return low <= code[: len(low)] and code[: len(high)] <= high


def _is_drug(code: str) -> bool:
    return "T36" <= code[:3] <= "T50"
