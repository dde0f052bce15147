"""The published tables themselves, for tests that must not trust what the bot made of them."""

import re
import warnings
from functools import cache
from typing import Any

from bot.library.codesets import CodeSets, open_codesets

_NAMED = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")


@cache
def _sets() -> CodeSets:
    found = open_codesets()
    assert found is not None, "install the development dependencies"
    return found


@cache
def _tabular() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import simple_icd_10_cm

    return simple_icd_10_cm


@cache
def _blocks() -> list[str]:
    return [item for item in _tabular().get_all_codes(True) if "-" in item]


def title_of(code: str) -> str:
    """The title of a code, as published; the file parts lines of one meaning by a slash and a tab."""
    return str(_tabular().get_description(code)).replace("/\t", "; ")


def valid(code: str) -> bool:
    """Whether Medicare's editor takes the code in FY2027."""
    return _sets().valid("icd10cm", code, "FY2027")


def excluded_by(code: str, line: str) -> bool:
    """Whether an Excludes1 note keeps a code apart from what this line names, from the one side or the other."""
    tabular = _tabular()
    if any(line == text for place in _above(code) for text in tabular.get_excludes1(place)):
        return True
    named = set(_NAMED.findall(line))
    from_here = {
        other
        for place in _above(code)
        for text in tabular.get_excludes1(place)
        for other in _NAMED.findall(text)
    }
    if named & from_here:
        return True
    return any(_sets().notes.excludes(code, other) for other in named if tabular.is_valid_item(other))


def _above(code: str) -> list[str]:
    around = [block for block in _blocks() if block.split("-")[0] <= code[:3] <= block.split("-")[1]]
    return [code, *_tabular().get_ancestors(code), *around]
