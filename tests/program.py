"""Runs the `crosswalk` command line as a program of its own, with only the settings that a test gives."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIMEOUT_S = 60


@dataclass(frozen=True)
class Outcome:
    """What a finished command left behind."""

    code: int
    out: str
    err: str


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without settings of ours, plus the given ones."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.upper() != "DISCORD_TOKEN" and not name.upper().startswith("CROSSWALK_")
    }
    # Wide, so that a sentence is one line; the folder it runs in is not the project's, so that no .env is found.
    return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "300", "PYTHONWARNINGS": "ignore", **settings}


def crosswalk(folder: Path, *arguments: str, **settings: str) -> Outcome:
    """Run it in `folder` until it ends."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(settings),
        capture_output=True,
        encoding="utf-8",
        timeout=TIMEOUT_S,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)
