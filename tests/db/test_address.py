"""Which addresses of a database are understood."""

import os
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.db import Database, database_path
from bot.errors import BadInput


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///data/crosswalk.sqlite3", "data/crosswalk.sqlite3"),
        ("sqlite:////srv/crosswalk.sqlite3", "/srv/crosswalk.sqlite3"),
        ("sqlite:///C:/bot/crosswalk.sqlite3", "C:/bot/crosswalk.sqlite3"),
        ("sqlite:///with space & ü 50%.sqlite3", "with space & ü 50%.sqlite3"),
    ],
)
def test_addresses(url: str, path: str) -> None:
    assert database_path(url) == Path(path)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "crosswalk.sqlite3",
        "/srv/crosswalk.sqlite3",
        "sqlite:",
        "sqlite://",
        "sqlite:///",
        "sqlite:////",
        "sqlite:///   ",
        "sqlite:///:memory:",
        "sqlite://data/x.sqlite3",
        "sqlite:///x.sqlite3?mode=ro",
        "sqlite:///x.sqlite3#1",
        "sqlite:///x\0.sqlite3",
        "SQLITE:///x.sqlite3",
        "postgresql://localhost/crosswalk",
    ],
)
async def test_anything_else_gets_a_sentence_with_an_example(url: str) -> None:
    with pytest.raises(BadInput, match=r"such as sqlite:///data/crosswalk\.sqlite3"):
        await Database.open(url, clock=Clock())


async def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="names a folder"):
        await Database.open(f"sqlite:///{tmp_path}", clock=Clock())


async def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    with pytest.raises(BadInput, match="folder"):
        await Database.open(f"sqlite:///{tmp_path}/data/x.sqlite3", clock=Clock())
    assert (tmp_path / "data").read_text() == "mine"


async def test_a_relative_address_stays_with_its_file_when_the_bot_changes_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrations: Path, clock: Clock
) -> None:
    monkeypatch.chdir(tmp_path)
    db = await Database.open("sqlite:///deep/er/ü 50% x.sqlite3", clock=clock, migrations=migrations)
    os.chdir(tmp_path.parent)
    assert await db.read(lambda tx: tx.value("SELECT count(*) FROM item")) == 0
    await db.close()
    assert (tmp_path / "deep" / "er" / "ü 50% x.sqlite3").exists()
