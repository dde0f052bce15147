"""The SQL of an Anki collection, which somebody uploaded: read in memory, with its powers taken away."""

import sqlite3
from dataclasses import dataclass

from bot.errors import BadInput

# Steps of SQLite's machine, in thousands; reading 100,000 notes takes about 1,000.
_MOST_STEPS = 20_000
_LONGEST_VALUE = 8_000_000
_BROKEN = "I can't read the collection in that .apkg. Export it from Anki again, and upload the new file."


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it is kept. fields: HTML, in the note type's order. kind: the note type's id."""

    id: int
    kind: str
    fields: tuple[str, ...]


def read(collection: bytes, most: int) -> tuple[str, list[Note]]:
    """The note types (JSON) and the first notes, `most` plus one. Raises BadInput for what is no collection."""
    if len(collection) < 100 or not collection.startswith(b"SQLite format 3\0"):
        raise BadInput(_BROKEN)
    # In memory there is no write-ahead log: bytes 18 and 19 say whether the file would want one.
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(collection[:18] + b"\x01\x01" + collection[20:])
        return _read(connection, most)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError):
        raise BadInput(_BROKEN) from None
    finally:
        connection.close()


def _read(connection: sqlite3.Connection, most: int) -> tuple[str, list[Note]]:
    steps = iter(range(_MOST_STEPS))
    connection.set_progress_handler(lambda: next(steps, None) is None, 1000)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA query_only = ON")
    # A view or a virtual table of that name could do anything when it is read.
    tables = connection.execute(
        """SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN ('notes', 'col')
            AND sql NOT LIKE '%virtual%' AND sql NOT LIKE '%generated%'"""
    ).fetchone()[0]
    if tables != 2:
        raise BadInput(_BROKEN)
    models = connection.execute("SELECT models FROM col").fetchone()
    rows = connection.execute("SELECT id, mid, flds FROM notes ORDER BY id LIMIT ?", (most + 1,)).fetchall()
    if not models or not isinstance(models[0], str):
        raise BadInput(_BROKEN)
    return models[0], [
        Note(int(id_), str(kind), tuple(fields.split("\x1f")))
        for id_, kind, fields in rows
        if isinstance(id_, int) and isinstance(fields, str)
    ]
