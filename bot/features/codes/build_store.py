"""The code tables, written: once, whole, to a temporary name that is renamed when all is in."""

import errno
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import StorageError, StorageFull, StorageReadOnly
from bot.features.codes.model import EDITION, NEWEST_YEAR, TABULAR_YEAR, Kind, NoteKind
from bot.features.codes.seal import seal
from bot.features.codes.store import FORMAT

if TYPE_CHECKING:
    from bot.features.codes.build import Line

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE ending (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE node (
    id INTEGER PRIMARY KEY,                         -- in tabular order: what is below follows at once, up to last_id
    code TEXT NOT NULL,
    title TEXT NOT NULL,                            -- empty where it is the title above plus an ending
    ending_id INTEGER REFERENCES ending (id),
    kind TEXT NOT NULL,
    billable INTEGER NOT NULL,
    parent_id INTEGER REFERENCES node (id),
    last_id INTEGER NOT NULL,
    first_year INTEGER NOT NULL,
    last_year INTEGER NOT NULL
) STRICT;
CREATE TABLE note (
    node_id INTEGER NOT NULL REFERENCES node (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (node_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE seventh (
    node_id INTEGER NOT NULL REFERENCES node (id),
    position INTEGER NOT NULL,
    character TEXT NOT NULL,
    meaning TEXT NOT NULL,
    PRIMARY KEY (node_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE successor (
    node_id INTEGER NOT NULL REFERENCES node (id),
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (node_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE replaced (node_id INTEGER PRIMARY KEY REFERENCES node (id), year INTEGER NOT NULL) STRICT;
-- Words are found in the order in which they are worth showing, so that a search may stop after a few.
CREATE TABLE ranking (place INTEGER PRIMARY KEY, node_id INTEGER NOT NULL REFERENCES node (id)) STRICT;
CREATE VIRTUAL TABLE words USING fts5 (
    text, content = '', columnsize = 0, detail = none, prefix = '2 3', tokenize = 'unicode61'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row);
"""
# How much later a line is shown than a complete code with a title of the same length. A category is what people know.
_LATER = {Kind.CATEGORY: 0, Kind.CODE: 0, Kind.SUBCATEGORY: 12, Kind.BLOCK: 25, Kind.CHAPTER: 60}
_LATER_SEVENTH = 60

_COMMAND = "crosswalk codes build"
_ELSEWHERE = f"name another file with CROSSWALK_CODES, then: {_COMMAND}"


def refuse_other_than_files(path: Path) -> None:
    """Raise StorageError where something else than a regular file would be replaced: a device, a folder, a pipe."""
    try:
        taken = path.exists() and not path.is_file()
    except OSError as error:
        raise explained(error, path) from error
    if taken:
        raise StorageReadOnly(
            f"{path} is no regular file, so the code tables do not replace it. Please {_ELSEWHERE}"
        )


def write_tables(path: Path, chapters: Sequence["Line"]) -> dict[str, int]:
    """Write them. Returns how many there are of each thing. Raises StorageFull, StorageReadOnly, StorageError."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        counts = _write(temporary, chapters)
        seal(temporary)
        temporary.replace(path)
        return counts
    except (sqlite3.OperationalError, OSError) as error:
        raise explained(error, path) from error
    finally:
        # What went wrong is said already; a second complaint would hide it.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _write(path: Path, chapters: Sequence["Line"]) -> dict[str, int]:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        # Whatever is left of a build that is cut off is thrown away, so nothing has to be safe before the end.
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
        for statement in filter(str.strip, _TABLES.split(";\n")):
            connection.execute(statement)
        counts = _fill(connection, chapters)
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        connection.execute("COMMIT")
        connection.executescript("CREATE INDEX node_by_code ON node (code); ANALYZE; VACUUM;")
        return counts
    finally:
        connection.close()


def _fill(connection: sqlite3.Connection, chapters: Sequence["Line"]) -> dict[str, int]:
    rows = list(_numbered(chapters))
    endings = {text: number for number, text in enumerate(sorted({row[1].ending for row in rows} - {""}), 1)}
    connection.executemany("INSERT INTO ending (text, id) VALUES (?, ?)", endings.items())
    connection.executemany(
        "INSERT INTO node VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                node_id,
                line.code,
                "" if line.ending else line.title,
                endings.get(line.ending),
                line.kind.value,
                line.billable,
                parent_id,
                last_id,
                line.first_year,
                line.last_year,
            )
            for node_id, line, parent_id, last_id in rows
        ),
    )
    notes = [(i, position, *note) for i, line, _, _ in rows for position, note in enumerate(line.notes)]
    connection.executemany("INSERT INTO note VALUES (?, ?, ?, ?)", notes)
    sevenths = [(i, position, *one) for i, line, _, _ in rows for position, one in enumerate(line.sevenths)]
    connection.executemany("INSERT INTO seventh VALUES (?, ?, ?, ?)", sevenths)
    successors = [(i, place, code) for i, line, _, _ in rows for place, code in enumerate(line.successors)]
    connection.executemany("INSERT INTO successor VALUES (?, ?, ?)", successors)
    replaced = [(i, line.replaced_in) for i, line, _, _ in rows if line.replaced_in]
    connection.executemany("INSERT INTO replaced VALUES (?, ?)", replaced)
    _index_words(connection, [(node_id, line) for node_id, line, _, _ in rows])
    counts = _counts([line for _, line, _, _ in rows])
    about = {"format": FORMAT, "edition": EDITION, "tabular": TABULAR_YEAR, "newest": NEWEST_YEAR, **counts}
    connection.executemany(
        "INSERT INTO meta VALUES (?, ?)", [(key, str(value)) for key, value in about.items()]
    )
    return counts


def _counts(lines: Sequence["Line"]) -> dict[str, int]:
    return {kind.value: sum(line.kind is kind for line in lines) for kind in Kind} | {
        "billable": sum(line.billable for line in lines),
        "valid": sum(line.billable and line.last_year >= NEWEST_YEAR for line in lines),
        "notes": sum(len(line.notes) for line in lines),
    }


def _numbered(lines: Sequence["Line"]) -> Iterator[tuple[int, "Line", int | None, int]]:
    """Every line with its id, the id above and the last id below, in tabular order."""
    numbers = count(1)

    def walk(line: "Line", parent_id: int | None) -> Iterator[tuple[int, "Line", int | None, int]]:
        node_id = last_id = next(numbers)
        below = []
        for child in line.below:
            below += list(walk(child, node_id))
        if below:
            last_id = below[-1][0]
        yield node_id, line, parent_id, last_id
        yield from below

    for line in lines:
        yield from walk(line, None)


def _index_words(connection: sqlite3.Connection, rows: list[tuple[int, "Line"]]) -> None:
    titled = sorted((_later(line), node_id, line) for node_id, line in rows if line.title)
    connection.executemany(
        "INSERT INTO ranking VALUES (?, ?)", ((place, row[1]) for place, row in enumerate(titled, 1))
    )
    connection.executemany(
        "INSERT INTO words (rowid, text) VALUES (?, ?)",
        (
            (place, " ".join([line.title, *(text for kind, text in line.notes if kind is NoteKind.TERM)]))
            for place, (_, _, line) in enumerate(titled, 1)
        ),
    )


def _later(line: "Line") -> int:
    return len(line.title) + _LATER[line.kind] + (_LATER_SEVENTH if line.ending else 0)


def explained(error: Exception, path: Path) -> StorageError:
    """What went wrong while writing to `path`, and what to do about it."""
    number = error.errno if isinstance(error, OSError) else None
    text = str(error)
    if number in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in text:
        return StorageFull(
            f"The code tables could not be written, because the disk is full. Make 50 MB of room where {path} "
            f"goes, then: {_COMMAND}"
        )
    if number == errno.EFBIG or "disk I/O error" in text:
        return StorageError(
            f"The code tables could not be written to {path}: either no file may be that large (they take 20 MB; see "
            f"ulimit -f, and the quota), or the disk fails. Mend that, or {_ELSEWHERE}"
        )
    if isinstance(error, OSError) or "unable to open" in text:
        why = f" ({error.strerror})" if isinstance(error, OSError) and error.strerror else ""
        return StorageReadOnly(
            f"The code tables could not be written to {path.parent}{why}. Allow it, or {_ELSEWHERE}"
        )
    return StorageError(
        f"The code tables could not be written to {path} ({text}). Try again, or {_ELSEWHERE}"
    )
