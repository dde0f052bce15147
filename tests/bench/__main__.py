"""Run benchmarks: all of them, or those that are named. `python -m tests.bench presses start`."""

import argparse
import asyncio
import importlib
import subprocess
import sys
from pathlib import Path

from rich.console import Console

from tests.bench.figures import Figure, show


def names() -> list[str]:
    """The benchmarks there are: bench_<name>.py next to this file."""
    return sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))


def run(name: str, console: Console) -> bool:
    """Run one and show its figures. Returns whether every aim is met."""
    module = importlib.import_module(f"tests.bench.bench_{name}")
    if not hasattr(module, "measured"):  # it shows its figures itself
        subprocess.run([sys.executable, "-m", module.__name__], check=True)
        return True
    figures: list[Figure] = asyncio.run(module.measured())
    show(module.TITLE, figures, module.BASELINE, console)
    return all(figure.met is not False for figure in figures)


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="name", help=f"one of: {', '.join(names())} (default: all)"
    )
    asked = parser.parse_args().names or names()
    unknown = sorted(set(asked) - set(names()))
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}. There are: {', '.join(names())}")
    console = Console(width=150 if not Console().is_terminal else None)
    met = [run(name, console) for name in asked]
    if not all(met):
        console.print(
            "Not every aim is met (✗). Compare ratios within one run: the machine's load shifts the figures."
        )


if __name__ == "__main__":
    main()
