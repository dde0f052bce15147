"""The `crosswalk` command line as a person meets it: each command in a process of its own."""

import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest

from bot import __version__
from tests.community import community
from tests.program import ROOT, crosswalk, environment

COMMANDS = [
    "",
    "run",
    "demo",
    "content",
    "content check",
    "content challenges",
    "codes",
    "codes build",
    "db",
    "db migrate",
    "db status",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(tmp_path: Path, command: str) -> None:
    outcome = crosswalk(tmp_path, *command.split(), "--help")
    assert outcome.code == 0
    assert outcome.out.startswith(f"usage: crosswalk {command}".rstrip())
    assert outcome.err == ""
    inner = {
        name.removeprefix(command).split()[0]
        for name in COMMANDS
        if name.startswith(command) and name != command
    }
    assert all(name in outcome.out for name in inner)


def test_output_fits_any_code_page(tmp_path: Path) -> None:
    """As Windows does it where the output goes to a file."""
    outcome = crosswalk(tmp_path, "content", "check", PYTHONIOENCODING="ascii")
    assert outcome.code == 0, outcome.err
    assert "CPC, Twelve areas of the exam" in outcome.out
    assert outcome.err == ""


def test_code_tables_never_replace_the_members_data(tmp_path: Path) -> None:
    database = tmp_path / "crosswalk.sqlite3"
    database.write_bytes(b"what members did")
    settings = {"CROSSWALK_DATABASE_URL": f"sqlite:///{database}", "CROSSWALK_CODES": str(database)}
    outcome = crosswalk(tmp_path, "codes", "build", **settings)
    assert outcome.code != 0
    assert "names the file of the members' data" in outcome.err
    assert database.read_bytes() == b"what members did"


def test_its_version(tmp_path: Path) -> None:
    assert crosswalk(tmp_path, "--version").out == f"crosswalk {__version__}\n"


@pytest.mark.parametrize("wrong", [["rnu"], [], ["db"], ["demo", "--port", "many"], ["run", "--loud"]])
def test_a_wrong_command_line_says_what_there_is(tmp_path: Path, wrong: list[str]) -> None:
    outcome = crosswalk(tmp_path, *wrong)
    assert outcome.code == 2
    assert outcome.err.startswith("usage: crosswalk")
    assert "Traceback" not in outcome.err


def test_without_a_token_it_says_how_to_get_one_and_that_the_demo_needs_none(tmp_path: Path) -> None:
    outcome = crosswalk(tmp_path, "run")
    assert outcome.code == 1
    assert outcome.err.startswith("DISCORD_TOKEN is not set.")
    assert len(outcome.err.splitlines()) == 1
    assert "make demo" in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_broken_content_stops_it_with_where_and_how(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    outcome = crosswalk(tmp_path, "run", DISCORD_TOKEN="x", CROSSWALK_CONTENT="content")
    assert outcome.code == 1
    assert outcome.err.startswith("The content cannot be used")
    assert "Traceback" not in outcome.err


def test_the_database_from_nothing_to_up_to_date(tmp_path: Path) -> None:
    before = crosswalk(tmp_path, "db", "status")
    assert before.code == 0, before.err
    assert "not there yet; the first start makes it" in before.out
    assert str(tmp_path / "data" / "crosswalk.sqlite3") in before.out, "whatever folder it was started in"
    assert "0001_schedule" in before.out.partition("to apply")[2]
    assert list(tmp_path.iterdir()) == [], "looking makes nothing"

    migrated = crosswalk(tmp_path, "db", "migrate")
    assert migrated.code == 0, migrated.err
    applied = [line.removeprefix("applied ") for line in migrated.out.splitlines()]
    there = sorted(file.stem for file in (ROOT / "bot" / "db" / "migrations").glob("*.sql"))
    assert [Path(name).stem for name in applied] == there
    assert (tmp_path / "data" / "crosswalk.sqlite3").is_file()

    assert crosswalk(tmp_path, "db", "migrate").out == "The database is up to date.\n"
    after = crosswalk(tmp_path, "db", "status")
    assert after.code == 0
    assert "integrity   ok" in after.out
    assert "to apply    nothing" in after.out


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("shopping list\n" * 100)
    given = {"CROSSWALK_DATABASE_URL": "sqlite:///notes.txt"}
    for command in (["db", "migrate"], ["run"]):
        outcome = crosswalk(tmp_path, *command, DISCORD_TOKEN="x", **given)
        assert outcome.code == 1
        assert "damaged or is not a SQLite file; nothing was changed" in outcome.err
        assert "Traceback" not in outcome.err
    status = crosswalk(tmp_path, "db", "status", **given)
    assert status.code == 1
    assert "damaged or is not a SQLite file" in status.out + status.err
    assert (tmp_path / "notes.txt").read_text().startswith("shopping list"), "it is left as it was"


@pytest.mark.parametrize("command", [["db", "migrate"], ["db", "status"]])
def test_a_wrong_address_is_the_settings_sentence(tmp_path: Path, command: list[str]) -> None:
    outcome = crosswalk(tmp_path, *command, CROSSWALK_DATABASE_URL="mysql://x")
    assert outcome.code == 1
    assert outcome.err.startswith("CROSSWALK_DATABASE_URL can't be used")


@pytest.mark.skipif(sys.platform == "win32", reason="a program there is not asked to end by a signal")
async def test_it_runs_until_it_is_asked_to_end_and_its_logs_hold_no_secret(tmp_path: Path) -> None:
    """At the most talkative level, on a Discord that it reaches by the settings alone."""
    async with community(tmp_path) as town:
        settings = {
            "DISCORD_TOKEN": town.token,
            "CROSSWALK_DISCORD_API": town.local.api_url,
            "CROSSWALK_START_AT": "2026-11-02T12:00:00Z",
            "CROSSWALK_LOG_LEVEL": "debug",
            "CROSSWALK_LOG_FORMAT": "json",
        }
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=tmp_path,
            env=environment(settings),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        assert child.stderr is not None
        lines: list[str] = []
        async with asyncio.timeout(60):
            while not lines or "connected as Crosswalk" not in lines[-1]:
                line = (await child.stderr.readline()).decode()
                assert line, "it ended by itself: " + "".join(lines)
                lines.append(line)
            child.send_signal(signal.SIGTERM)
            out, rest = await child.communicate()
        assert child.returncode == 0
        lines += rest.decode().splitlines()
        assert not [line for line in lines if town.token in line]
        logged = [json.loads(line) for line in lines]
        assert {"at", "level", "from", "message"} <= set(logged[0])
        assert not [entry for entry in logged if entry["level"] in ("ERROR", "CRITICAL")]
        assert out == b""
    assert (tmp_path / "data" / "crosswalk.sqlite3").is_file()


async def test_a_token_that_discord_does_not_take_is_said_in_a_sentence(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        outcome = await asyncio.to_thread(
            crosswalk,
            tmp_path,
            "run",
            DISCORD_TOKEN="not-the-right-one",
            CROSSWALK_DISCORD_API=town.local.api_url,
        )
    assert outcome.code == 1
    (sentence,) = [line for line in outcome.err.splitlines() if "DISCORD_TOKEN" in line]
    assert "Discord does not accept this DISCORD_TOKEN" in sentence
    assert "not-the-right-one" not in outcome.err
    assert "Traceback" not in outcome.err
