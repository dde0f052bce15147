"""Packages that mean harm, and bytes that mean nothing: a sentence each, and no memory or time lost on them."""

import sqlite3
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.features.banks import anki_store
from bot.features.banks import package as packages
from bot.features.banks.files import read
from tests.banks.making import AIKEN, BASIC, CSV, GIFT, YAML, apkg, collection, package

NOTE = (BASIC, ["Which?", "That one"])


def refusal(raw: bytes, name: str = "deck.apkg") -> str:
    """What is said of a file that is refused as a whole."""
    with pytest.raises(BadInput) as refused:
        read(name, raw)
    return refused.value.message


def scripted(script: str) -> bytes:
    """A package whose collection was made by this script."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(script)
    raw = connection.serialize()
    connection.close()
    return package({"collection.anki2": raw})


COL = "CREATE TABLE col (id integer primary key, models text); INSERT INTO col VALUES (1, '{}');"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id, 1 AS mid, 'x' AS flds FROM n"


def test_a_zip_bomb_stays_packed() -> None:
    bomb = package({"collection.anki2": b"SQLite format 3\0" + b"\0" * 39_000_000})
    assert len(bomb) < 50_000
    assert "unpacks to far more" in refusal(bomb)
    assert "unpacks to far more" in refusal(package({"collection.anki2": b"\0" * 41_000_000}))


def test_a_zip_that_lies_about_its_sizes_is_read_no_further_than_it_says() -> None:
    raw = bytearray(package({"collection.anki2": b"SQLite format 3\0" + b"\0" * 39_000_000}))
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 20 : at + 28] = struct.pack("<II", 40_000, 80_000)
    assert "damaged" in refusal(bytes(raw))


def test_more_files_than_any_deck_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_FILES", 3)
    files = {"collection.anki2": collection([NOTE]), **{str(n): b"" for n in range(3)}}
    assert "unpacks to far more" in refusal(package(files))


def test_the_newer_form_is_named_with_the_way_out() -> None:
    raw = package({"collection.anki21b": b"\x28\xb5\x2f\xfd", "collection.anki2": collection([NOTE])})
    assert "Support older Anki versions" in refusal(raw)


def test_the_newer_of_two_readable_collections_is_read() -> None:
    old = collection([(BASIC, ["Please update", "Anki"])])
    raw = package(
        {"collection.anki2": old, "collection.anki21": collection([NOTE, (BASIC, ["Who?", "She"])])}
    )
    assert len(read("deck.apkg", raw).rows) == 2


HARMFUL = {
    "a view in place of notes": f"{COL} CREATE VIEW notes AS {ENDLESS};",
    "a virtual table": f"{COL} CREATE VIRTUAL TABLE notes USING fts5(id, mid, flds);",
    "computed columns": (
        f"{COL} CREATE TABLE notes (id integer, mid integer, flds text GENERATED ALWAYS AS (hex(zeroblob(1e9))));"
    ),
    "no notes": COL,
    "no note types": "CREATE TABLE col (id, models); CREATE TABLE notes (id integer, mid integer, flds text);",
    "another column": f"{COL} CREATE TABLE notes (id integer primary key, words text);",
}


@pytest.mark.parametrize("script", HARMFUL.values(), ids=HARMFUL)
def test_collections_that_are_none(script: str) -> None:
    assert "can't read the collection" in refusal(scripted(script))


def test_a_query_that_would_not_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anki_store, "_MOST_STEPS", 3)
    rows = [(BASIC, [f"Which {n}?", f"That {n}"]) for n in range(5000)]
    assert "can't read the collection" in refusal(apkg(*rows))


def test_note_types_that_are_no_json() -> None:
    script = "CREATE TABLE col (id, models text); INSERT INTO col VALUES (1, '{{{');"
    assert "note types" in refusal(
        scripted(f"{script} CREATE TABLE notes (id integer, mid integer, flds text);")
    )
    script = "CREATE TABLE col (id, models text); INSERT INTO col VALUES (1, '{\"1\": 7}');"
    assert "note types" in refusal(
        scripted(f"{script} CREATE TABLE notes (id integer, mid integer, flds text);")
    )


def test_no_package_at_all() -> None:
    assert "damaged" in refusal(b"PK\x03\x04 and no more")
    assert "no collection" in refusal(package({"readme.txt": b"x"}))
    assert "can't read the collection" in refusal(package({"collection.anki2": b"x" * 200}))


@pytest.mark.parametrize(
    "raw", [YAML.encode(), CSV.encode(), GIFT.encode(), AIKEN.encode(), apkg(NOTE, NOTE)]
)
@pytest.mark.parametrize("name", ["b.yaml", "b.csv", "b.gift", "b.txt", "b.apkg"])
@settings(max_examples=40, deadline=None)
@given(cuts=st.lists(st.tuples(st.integers(0, 5000), st.binary(max_size=6)), min_size=1, max_size=5))
def test_any_bytes_give_rows_or_a_sentence(name: str, raw: bytes, cuts: list[tuple[int, bytes]]) -> None:
    spoiled = bytearray(raw)
    for at, patch in cuts:
        place = at % len(spoiled)
        spoiled[place : place + len(patch)] = patch
    try:
        found = read(name, bytes(spoiled))
    except BadInput:
        return
    assert all(row.content is not None or row.fault for row in found.rows)
