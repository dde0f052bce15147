"""Each server asks what is its own, at once, and nobody else does; what was rolled back leaves nothing behind."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from bot.clock import Clock
from bot.db import Database, Tx
from bot.features.banks.model import OwnQuestion, Ruling
from bot.features.banks.overlay import ruled
from bot.features.banks.service import Banks
from bot.library import Library
from tests.banks.making import sound, table
from tests.quiz.bank import only, question

HERE, THERE = 11, 22
YEAR = "FY2027"


@dataclass
class Rulings:
    """Rulings in memory, by server."""

    of: dict[int, list[Ruling]] = field(default_factory=dict)

    async def rulings(self, tx: Tx, guild_id: int) -> Sequence[Ruling]:
        return self.of.get(guild_id, [])


@dataclass
class Counting:
    """A transaction that counts what it is asked."""

    tx: Tx
    asked: int = 0

    def __getattr__(self, name: str) -> object:
        self.asked += 1
        return getattr(self.tx, name)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(f"sqlite:///{tmp_path}/bot.sqlite3", clock=Clock(1, frozen=True))
    yield database
    await database.close()


@pytest.fixture
def banks(db: Database) -> Banks:
    return Banks(db, Clock(1, frozen=True), only([question("q1"), question("q2")]))


def own(stem: str) -> OwnQuestion:
    """A question of somebody's own."""
    (made,) = sound("b.csv", table([["stem", "A", "B", "answer"], [stem, "this", "that", "B"]]))
    return made


async def ids(db: Database, banks: Banks, guild_id: int) -> list[str]:
    """What a server may be asked."""

    async def work(tx: Tx) -> list[str]:
        return [q.id for q in (await banks.library(tx, guild_id)).bank("CPC", YEAR)]

    return await db.read(work)


async def test_own_questions_join_in_their_server_and_in_no_other(db: Database, banks: Banks) -> None:
    added = await db.write(lambda tx: banks.add(tx, HERE, own("What is mine?"), 7))
    assert added == f"s{HERE}-1"
    assert await ids(db, banks, HERE) == ["q1", "q2", added]
    assert await ids(db, banks, THERE) == ["q1", "q2"]

    async def look(tx: Tx) -> None:
        found = (await banks.library(tx, HERE)).questions[added]
        assert (found.own, found.author_id, found.right.text) == (True, 7, "that")

    await db.read(look)


async def test_a_server_without_anything_of_its_own_costs_no_query(db: Database, banks: Banks) -> None:
    await ids(db, banks, THERE)
    await db.write(lambda tx: banks.add(tx, HERE, own("What is mine?"), None))

    async def work(tx: Tx) -> tuple[Library, int, int]:
        there, here = Counting(tx), Counting(tx)
        library = await banks.library(cast(Tx, there), THERE)
        await banks.library(cast(Tx, here), HERE)
        await banks.library(cast(Tx, here), HERE)
        return library, there.asked, here.asked

    await ids(db, banks, HERE)
    library, there, here = await db.read(work)
    assert library is banks.base
    assert there == 0
    assert here == 2, "one look at the version each time, once it is built"


async def test_what_is_rolled_back_is_forgotten_though_it_was_seen(db: Database, banks: Banks) -> None:
    seen: list[list[str]] = []

    async def fails(tx: Tx) -> None:
        await banks.add(tx, HERE, own("What is lost?"), None)
        seen.append([q.stem for q in (await banks.library(tx, HERE)).questions.values()])
        raise ValueError("not today")

    with pytest.raises(ValueError, match="not today"):
        await db.write(fails)
    assert "What is lost?" in seen[0]
    assert await ids(db, banks, HERE) == ["q1", "q2"]
    added = await db.write(lambda tx: banks.add(tx, HERE, own("What is kept?"), None))

    async def stem(tx: Tx) -> str:
        return (await banks.library(tx, HERE)).questions[added].stem

    assert await db.read(stem) == "What is kept?"


async def test_after_a_restart_all_is_as_it_was(db: Database, banks: Banks) -> None:
    added = await db.write(lambda tx: banks.add(tx, HERE, own("What is mine?"), None))
    again = Banks(db, Clock(1, frozen=True), banks.base)
    assert await ids(db, again, HERE) == ["q1", "q2", added]
    more = await db.write(lambda tx: again.add(tx, HERE, own("What else?"), None))
    assert await ids(db, again, HERE) == ["q1", "q2", added, more]


async def test_rulings_hold_in_their_server(db: Database, banks: Banks) -> None:
    rulings = Rulings()
    banks.overlay_by(rulings)
    rulings.of[HERE] = [Ruling("q1", frozenset("AC"), "Both do."), Ruling("q2", frozenset(), "Outdated.")]
    await db.write(lambda tx: banks.changed(tx, HERE))

    async def look(tx: Tx) -> None:
        here, there = await banks.library(tx, HERE), await banks.library(tx, THERE)
        first = here.questions["q1"]
        assert (first.accepted, first.is_right("B"), first.is_right("C")) == (frozenset("AC"), False, True)
        assert first.ruling == "Both do."
        assert here.questions["q2"].thrown_out
        assert [q.id for q in here.bank("CPC", YEAR)] == ["q1"]
        assert [q.id for q in there.bank("CPC", YEAR)] == ["q1", "q2"]
        assert there.questions["q1"].accepted == frozenset("B")

    await db.read(look)


def test_a_ruling_keeps_the_answer_where_it_still_counts() -> None:
    asked = question("q")
    assert ruled(asked, Ruling("q", frozenset("BD"), "")).right.key == "B"
    assert ruled(asked, Ruling("q", frozenset("DC"), "")).right.key == "C"
    assert ruled(asked, Ruling("q", frozenset("E"), "")).thrown_out, "no such option"
