"""`crosswalk content check`: every rule over every file, told in lines that say how to mend."""

from datetime import date, timedelta
from pathlib import Path

from bot.clock import Clock
from bot.library.agreeing import check_agreeing
from bot.library.balance import check_balance
from bot.library.build import build
from bot.library.case_rules import check_cases
from bot.library.citing import check_citing
from bot.library.codesets import check_codes, open_codesets
from bot.library.dating import check_dating
from bot.library.gather import Gathered, gather
from bot.library.problems import Problem
from bot.library.reasons import check_reasons
from bot.library.report import render_report, summary
from bot.library.rules import check_shape
from bot.library.wording import check_wording

_SKIPPED = "The codes were not looked up: install the development dependencies (`make check` does) for that."


def check(path: Path, today: date | None = None) -> list[Problem]:
    """Every problem of a content folder, in order of file and line. Empty when all is well.

    today: no review may be later than this. None: dates of reviews are not looked at.
    """
    return _examine(path, today)[1]


def main_check(path: Path, clock: Clock | None = None) -> int:
    """Print the problems, or the counts of a clean bank. Returns the exit code: 0 clean, 1 not.

    clock: the present, UTC, in whose west and east it may be a day earlier or later.
    """
    from rich.console import Console  # here, so that the bot does not load it at its start

    tomorrow = (clock or Clock()).today().date() + timedelta(days=1)
    found, problems, looked_up = _examine(path, tomorrow)
    console = Console(soft_wrap=True, highlight=False)
    console.print(render_report(problems), markup=False)
    if not looked_up:
        console.print(_SKIPPED, markup=False)
    if problems:
        return 1
    console.print(summary(build(found), found))
    return 0


def _examine(path: Path, today: date | None) -> tuple[Gathered, list[Problem], bool]:
    found = gather(path)
    check_shape(found)
    check_wording(found)
    check_reasons(found)
    check_citing(found)
    check_cases(found)
    check_dating(found, today)
    if not found.all_problems():
        # A file that could not be read would look like an area without questions.
        check_balance(found)
    tables = open_codesets()
    if tables is not None:
        with tables:
            check_codes(found, tables)
            check_agreeing(found, tables)
    return found, found.all_problems(), tables is not None
