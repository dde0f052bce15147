"""Makes the code tables before the bot starts where they are missing, in a process of its own.

Reading the packages takes 190 MB, which a bot that goes on running would keep.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from bot.features.codes.build import PACKAGES
from bot.features.codes.store import is_usable

BUILD_WITHIN_S = 300


def make_if_missing(path: Path, say: Callable[[str], None]) -> None:
    """Build the tables at `path` when there are none of this format. `say` hears what is done, in a sentence.

    Never raises for what goes wrong: the bot does without them, and `/code` says what is missing.
    """
    if is_usable(path):
        return
    if not all(find_spec(name) for name in PACKAGES):
        say("There are no code tables, so /code can't look codes up. To make them: crosswalk codes build")
        return
    say("Making the code tables for /code (once; it takes a few seconds)")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "codes", "build"],
            env={**os.environ, "CROSSWALK_CODES": str(path.absolute())},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=BUILD_WITHIN_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        say(f"The code tables could not be made: {error}")
        return
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        say(lines[-1] if lines else "The code tables could not be made. Try: crosswalk codes build")
