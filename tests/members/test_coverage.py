"""No table can hold a member's id without being part of export and deletion."""

import re
import sqlite3
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest

from bot.app import open_services
from bot.clock import Clock
from bot.features.members.model import PersonalData
from bot.services import Services
from bot.settings import Settings
from tests.community import library

# A column whose name says that it holds somebody's id. `…_by` is who did something.
PERSONAL = re.compile(
    r"(?:^|_)(?:member|members|user|author|recipient|owner|asker|sender|actor|person|people|partner|buddy|reviewer"
    r"|moderator|admin|learner)s?(?:_ids?)?$|_by$|^by_",
)


def personal_columns(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """Table → its columns that can hold a member's id, by their names."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    found: dict[str, set[str]] = {}
    for (table,) in tables:
        for _, column, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall():
            if PERSONAL.search(column):
                found.setdefault(table, set()).add(column)
    return found


def uncovered(connection: sqlite3.Connection, features: Iterable[PersonalData]) -> list[str]:
    """table.column of what no feature says that it exports and erases."""
    covered = {
        f"{table}.{column}"
        for feature in features
        for table, columns in feature.personal_columns.items()
        for column in columns
    }
    there = personal_columns(connection)
    return sorted(f"{t}.{c}" for t, columns in there.items() for c in columns if f"{t}.{c}" not in covered)


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    """Everything below Discord on a fresh database."""
    settings = Settings.model_validate({"CROSSWALK_DATABASE_URL": f"sqlite:///{tmp_path}/bot.sqlite3"})
    async with open_services(settings, Clock(1_800_000_000, frozen=True), library=library()) as found:
        yield found


@pytest.fixture
def schema(services: Services) -> sqlite3.Connection:
    """A copy of the schema in memory, to plant tables in."""
    there = sqlite3.connect(services.db.path)
    copy = sqlite3.connect(":memory:")
    for (statement,) in there.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall():
        # The tables that full-text search makes for itself stand there in quotes, and come with it.
        if "sqlite_" not in statement.split("(")[0] and not statement.startswith("CREATE TABLE '"):
            copy.execute(statement)
    there.close()
    return copy


async def test_every_column_that_can_hold_a_members_id_is_covered(
    services: Services, schema: sqlite3.Connection
) -> None:
    assert {"answers", "members", "tracks", "notices"} <= set(personal_columns(schema))
    assert uncovered(schema, services.members.personal) == []


async def test_what_is_said_to_be_covered_exists(services: Services, schema: sqlite3.Connection) -> None:
    there = personal_columns(schema)
    for feature in services.members.personal:
        for table, columns in feature.personal_columns.items():
            assert columns <= there.get(table, set()), table


@pytest.mark.parametrize(
    "column",
    [
        "member_id",
        "user_id",
        "author_id",
        "recipient_id",
        "owner_id",
        "created_by",
        "paused_by",
        "partner_id",
        "user",
    ],
)
async def test_a_planted_table_is_found(services: Services, schema: sqlite3.Connection, column: str) -> None:
    schema.execute(f"CREATE TABLE planted (id INTEGER PRIMARY KEY, {column} INTEGER) STRICT")
    assert uncovered(schema, services.members.personal) == [f"planted.{column}"]


async def test_a_planted_column_of_a_covered_table_is_found(
    services: Services, schema: sqlite3.Connection
) -> None:
    schema.execute("ALTER TABLE tracks ADD COLUMN paused_by INTEGER")
    assert uncovered(schema, services.members.personal) == ["tracks.paused_by"]


@pytest.mark.parametrize(
    "column", ["guild_id", "track_id", "number", "standby_at", "answered", "id", "certification"]
)
async def test_other_columns_are_left_alone(
    services: Services, schema: sqlite3.Connection, column: str
) -> None:
    schema.execute(f"CREATE TABLE planted (key INTEGER PRIMARY KEY, {column} INTEGER) STRICT")
    assert uncovered(schema, services.members.personal) == []
