"""`crosswalk content check`: every rule over every file, told in lines that say how to mend."""

from pathlib import Path

from bot.library.agreeing import check_agreeing
from bot.library.balance import check_balance
from bot.library.build import build
from bot.library.citing import check_citing
from bot.library.codesets import check_codes, open_codesets
from bot.library.gather import Gathered, gather
from bot.library.problems import Problem
from bot.library.report import render_report, summary
from bot.library.rules import check_shape
from bot.library.wording import check_wording

_SKIPPED = "The codes were not looked up: install the development dependencies (`make check` does) for that."


def check(path: Path) -> list[Problem]:
    """Every problem of a content folder, in order of file and line. Empty when all is well."""
    return _examine(path)[1]


def main_check(path: Path) -> int:
    """Print the problems, or the counts of a clean bank. Returns the exit code: 0 clean, 1 not."""
    from rich.console import Console  # here, so that the bot does not load it at its start

    found, problems, looked_up = _examine(path)
    console = Console(soft_wrap=True, highlight=False)
    console.print(render_report(problems), markup=False)
    if not looked_up:
        console.print(_SKIPPED, markup=False)
    if problems:
        return 1
    console.print(summary(build(found), found))
    return 0


def _examine(path: Path) -> tuple[Gathered, list[Problem], bool]:
    found = gather(path)
    check_shape(found)
    check_wording(found)
    check_citing(found)
    if not found.all_problems():
        # A file that could not be read would look like an area without questions.
        check_balance(found)
    tables = open_codesets()
    if tables is not None:
        with tables:
            check_codes(found, tables)
            check_agreeing(found, tables)
    return found, found.all_problems(), tables is not None
