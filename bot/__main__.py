"""The `crosswalk` command line."""

import argparse
import asyncio
import gc
import io
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

from rich.console import Console

from bot import __version__
from bot.clock import Clock
from bot.db import Status, database_path
from bot.errors import CrosswalkError, SettingsError
from bot.logs import set_up_logging
from bot.settings import Settings, load_settings

OK, FAILED = 0, 1

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code; an expected failure is one sentence, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # Where the output goes to a file or a pipe, Windows may write an old code page that lacks a “–” of ours.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    args = _parser().parse_args(argv)
    command: Command = args.command
    try:
        return command(args)
    except CrosswalkError as error:
        Console(stderr=True).print(error.message, style="bold red", markup=False, soft_wrap=True)
        return FAILED
    except KeyboardInterrupt:
        return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="crosswalk", description="A Discord bot for medical-coding study communities."
    )
    parser.add_argument("--version", action="version", version=f"crosswalk {__version__}")
    commands = parser.add_subparsers(required=True, metavar="run|demo|content|codes|db")
    _add(commands, "run", "run the bot on Discord (needs DISCORD_TOKEN)", _run)
    demo = _add(commands, "demo", "try everything in a browser, with no account and no token", _demo)
    demo.add_argument(
        "--port", type=int, default=8765, help="port of the page (a free one is taken when it is in use)"
    )
    demo.add_argument(
        "--fresh", action="store_true", help="start over, instead of going on from the last time"
    )
    demo.add_argument(
        "--ignore-token", action="store_true", help="start although DISCORD_TOKEN is set; it is not used"
    )
    text = "questions and certifications"
    content = commands.add_parser("content", help=text, description=text).add_subparsers(
        required=True, metavar="check|challenges"
    )
    _add(content, "check", "check everything under content/ and say how to mend it", _content_check)
    text = "what servers have ruled on disputed questions, as a patch to the files under content/"
    _add(content, "challenges", text, _content_challenges)
    text = "the code tables that /code looks things up in"
    codes = commands.add_parser("codes", help=text, description=text).add_subparsers(
        required=True, metavar="build"
    )
    _add(codes, "build", "make them anew, from the published code sets", _codes_build)
    text = "the database that CROSSWALK_DATABASE_URL names"
    db = commands.add_parser("db", help=text, description=text).add_subparsers(
        required=True, metavar="migrate|status"
    )
    _add(db, "migrate", "bring the database up to date", _db_migrate)
    _add(db, "status", "show where the database is and how it does", _db_status)
    return parser


def _add(
    group: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, text: str, command: Command
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = group.add_parser(name, help=text, description=text)
    parser.set_defaults(command=command)
    return parser


def _run(_: argparse.Namespace) -> int:
    settings = load_settings()
    set_up_logging(settings.log_level, settings.log_format)
    assert settings.token
    _make_codes(settings, logging.getLogger(__name__).info)
    asyncio.run(_serve(settings))
    return OK


async def _serve(settings: Settings) -> None:
    from bot.app import App, open_services

    async with open_services(settings, Clock(settings.start_instant)) as services:
        _collect_less()
        serving = asyncio.create_task(App(settings, services).serve())
        _cancel_on_signals(serving)
        with suppress(asyncio.CancelledError):
            await serving


def _collect_less() -> None:
    """Leave what the start built out of garbage collection, and do it less often: it took a tenth of each press."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 100)


def _cancel_on_signals(task: "asyncio.Task[None]") -> None:
    for name in (signal.SIGINT, signal.SIGTERM):
        # Windows has no signal handlers on its event loop; there Ctrl+C raises KeyboardInterrupt.
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(name, task.cancel)


def _demo(args: argparse.Namespace) -> int:
    from sandbox.demo import run_demo

    logging.captureWarnings(True)
    _make_codes(load_settings(), lambda text: Console().print(text, markup=False, soft_wrap=True))
    return run_demo(args.port, fresh=args.fresh, ignore_token=args.ignore_token)


def _make_codes(settings: Settings, say: Callable[[str], None]) -> None:
    from bot.features.codes.making import make_if_missing

    make_if_missing(settings.codes, say)


def _codes_build(_: argparse.Namespace) -> int:
    from rich.progress import BarColumn, Progress, TextColumn

    from bot.features.codes.build import build
    from bot.features.codes.model import NEWEST_YEAR

    settings = load_settings()
    path = settings.codes
    if path.resolve() == database_path(settings.database_url).resolve():
        raise SettingsError(
            f"CROSSWALK_CODES names the file of the members' data ({path}), which would be replaced. "
            "Choose another file for the code tables, such as build/codes.sqlite3."
        )
    console = Console()
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task("Starting", total=1.0)
        counts = build(path, lambda text, share: progress.update(bar, description=text, completed=share))
    size = path.stat().st_size / 1e6
    console.print(
        f"{path.absolute()}: {counts['billable']:,} codes, {counts['valid']:,} of them valid in FY{NEWEST_YEAR}, "
        f"{counts['notes']:,} lines of notes, {size:.1f} MB",
        markup=False,
        soft_wrap=True,
    )
    return OK


def _content_check(_: argparse.Namespace) -> int:
    from bot.library.check import main_check

    return main_check(load_settings().content)


def _content_challenges(_: argparse.Namespace) -> int:
    from bot.db import look
    from bot.features.challenges.exporting import patch
    from bot.features.challenges.ruling_store import everywhere

    settings = load_settings()
    exported = patch(settings.content, asyncio.run(look(settings.database_url, everywhere)))
    print(exported.diff, end="")
    Console(stderr=True).print(exported.summary, markup=False, soft_wrap=True)
    return OK


def _db_migrate(_: argparse.Namespace) -> int:
    from bot.db import migrate

    applied = asyncio.run(migrate(load_settings().database_url, Clock()))
    Console().print(
        "\n".join(f"applied {name}" for name in applied) or "The database is up to date.", markup=False
    )
    return OK


def _db_status(_: argparse.Namespace) -> int:
    from bot.db import status

    found = asyncio.run(status(load_settings().database_url))
    for line in _described(found):
        Console().print(line, markup=False, soft_wrap=True)
    return OK if found.problem is None and found.integrity == "ok" else FAILED


def _described(found: Status) -> list[str]:
    lines = [
        f"file        {found.path.absolute()}{'' if found.exists else ' (not there yet; the first start makes it)'}",
        f"size        {found.size:,} bytes",
        f"SQLite      {found.sqlite_version}",
        f"integrity   {found.integrity}",
        f"applied     {', '.join(migration.name for migration in found.applied) or 'nothing yet'}",
        f"to apply    {', '.join(found.pending) or 'nothing'}",
    ]
    return [*lines, f"problem     {found.problem}"] if found.problem else lines


if __name__ == "__main__":
    sys.exit(main())
