"""Group commit gives what running the works one by one gives: same answers, same rows, whatever fails."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import Clock
from bot.db import Database, Tx
from tests.db.shop import OrderedError, in_transaction

SQL = {
    "insert": "INSERT INTO item (id, name) VALUES (:id, '')",
    "careful": "INSERT INTO item (id, name) VALUES (:id, '')",  # a refusal is caught and the work goes on
    "add": "INSERT INTO item (id, name, amount) VALUES (:id, '', 1) ON CONFLICT (id) DO UPDATE SET amount = amount + 1",
    "take": "UPDATE item SET amount = amount - 1 WHERE id = :id",  # refused below zero
    "part": "INSERT INTO part (item_id) VALUES (:id)",  # refused without its item
    "delete": "DELETE FROM item WHERE id = :id",  # and its parts
    "wrong": "INSERT INTO nowhere VALUES (:id)",
}
STATE = "SELECT group_concat(id || ':' || amount) FROM (SELECT id, amount FROM item ORDER BY id)"
PARTS = "SELECT group_concat(item_id) FROM (SELECT item_id FROM part ORDER BY item_id)"


@dataclass(frozen=True)
class Step:
    kind: str
    item: int


steps = st.builds(
    Step, st.sampled_from([*SQL, "add", "add", "insert", "raise", "suspend"]), st.integers(1, 4)
)
works = st.lists(st.lists(steps, max_size=5), min_size=1, max_size=12)


async def play(tx: Tx, plan: list[Step]) -> str:
    """Carries the plan out; returns what is seen at its end."""
    for step in plan:
        if step.kind == "raise":
            raise OrderedError(str(step.item))
        if step.kind == "suspend":
            await asyncio.sleep(0)
            continue
        try:
            await tx.run(SQL[step.kind], {"id": step.item})
        except sqlite3.IntegrityError:
            if step.kind != "careful":
                raise
    return f"{await tx.value(STATE)} {await tx.value(PARTS)}"


class OneByOne:
    """The same statements on a connection of their own, a whole transaction for each plan."""

    def __init__(self, schema: str) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.connection.executescript(schema)
        self.connection.execute("PRAGMA foreign_keys = ON")

    def play(self, plan: list[Step]) -> str:
        self.connection.execute("BEGIN")
        try:
            outcome = self._play(plan)
        except Exception as error:
            self.connection.execute("ROLLBACK")
            return described(error)
        self.connection.execute("COMMIT")
        return outcome

    def _play(self, plan: list[Step]) -> str:
        for step in plan:
            if step.kind == "raise":
                raise OrderedError(str(step.item))
            if step.kind == "suspend":
                raise RuntimeError
            try:
                self.connection.execute(SQL[step.kind], {"id": step.item})
            except sqlite3.IntegrityError:
                if step.kind != "careful":
                    raise
        return self.state()

    def state(self) -> str:
        values = [self.connection.execute(sql).fetchone()[0] for sql in (STATE, PARTS)]
        return f"{values[0]} {values[1]}"


def described(outcome: object) -> str:
    """A result as it is; an error by its kind, and by its text where the text is SQLite's or ours."""
    if isinstance(outcome, RuntimeError):
        return "suspended"
    return f"{type(outcome).__name__}: {outcome}" if isinstance(outcome, BaseException) else str(outcome)


@contextmanager
def database(folder: Path, migrations: Path) -> Iterator[tuple[asyncio.Runner, Database]]:
    with asyncio.Runner() as runner:
        url = f"sqlite:///{folder}/crosswalk.sqlite3"
        db = runner.run(Database.open(url, clock=Clock(), migrations=migrations))
        yield runner, db
        runner.run(db.close())


async def empty(tx: Tx) -> None:
    await tx.run("DELETE FROM part")
    await tx.run("DELETE FROM item")


async def all_at_once(db: Database, plans: list[list[Step]]) -> tuple[list[str], str, int]:
    """The outcome of each, what is there at the end, and in how many transactions."""
    await db.write(empty)
    before = db.transactions
    calls = [db.write(lambda tx, plan=plan: play(tx, plan)) for plan in plans]  # type: ignore[misc]
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    taken = db.transactions - before
    assert not await in_transaction(db)
    return [described(outcome) for outcome in outcomes], await db.read(lambda tx: play(tx, [])), taken


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_group_commit_equals_one_by_one(tmp_path: Path, migrations: Path) -> None:
    schema = (migrations / "0001_shop.sql").read_text()
    with database(tmp_path, migrations) as (runner, db):

        @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
        @given(works)
        def check(plans: list[list[Step]]) -> None:
            model = OneByOne(schema)
            expected = [model.play(plan) for plan in plans]
            outcomes, state, transactions = runner.run(all_at_once(db, plans))
            assert outcomes == expected
            assert state == model.state()
            assert transactions == 1

        check()
