"""From a content folder to a Library."""

from pathlib import Path

from bot.errors import ContentError
from bot.library.build import build
from bot.library.gather import gather
from bot.library.rules import check_shape
from bot.library.shelf import Library

_SHOWN = 5


def load(path: Path) -> Library:
    """Everything under `path`. ContentError lists the first problems and says how to see all of them."""
    found = gather(path)
    check_shape(found)
    problems = found.all_problems()
    if problems:
        more = f"\n… and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        listed = "\n".join(str(problem) for problem in problems[:_SHOWN])
        raise ContentError(
            f"The content cannot be used, {len(problems)} problem{'s' * (len(problems) > 1)}. "
            f"`crosswalk content check` shows all.\n{listed}{more}"
        )
    return build(found)
