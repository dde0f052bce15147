"""The code tables, read. The file is made by build_store.py and never written to by the running bot."""

import asyncio
import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import aiosqlite

from bot.errors import NotFound
from bot.features.codes.model import Kind, Node, Note, NoteKind, Seventh
from bot.features.codes.seal import is_sealed

log = logging.getLogger(__name__)

# The shape of the file. One of another format is treated as missing: build it anew.
FORMAT = 2

DAMAGED = (
    "The code tables are damaged or of another version, so I can't look codes up. Whoever runs this bot has to run: "
    "`crosswalk codes build`"
)

_NODE = """SELECT node.id, node.code, node.kind, node.billable, node.parent_id, node.last_id, node.first_year,
    node.last_year, CASE WHEN ending.id IS NULL THEN node.title ELSE above.title || ', ' || ending.text END AS title
    FROM node LEFT JOIN ending ON ending.id = node.ending_id LEFT JOIN node AS above ON above.id = node.parent_id"""


def is_usable(path: Path) -> bool:
    """Whether the tables are there, in the format that this Crosswalk reads, and undamaged. Takes about 10 ms."""
    if not is_sealed(path):
        return False
    try:
        connection = sqlite3.connect(_uri(path), uri=True)
        try:
            row = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return False
    return row is not None and row[0] == str(FORMAT)


def _uri(path: Path) -> str:
    # Nobody writes the file while it is open (a new one is renamed over it), so SQLite need not look for that.
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


class TablesStore:
    """Reads the code tables. One connection, in a thread of its own; `close` ends it.

    All that finds nothing gives None or an empty list. Codes are given with their dot, in capitals. Every read raises
    NotFound, with what to do, when the file turns out to be damaged; from then on `damaged` is set.
    """

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self.damaged = False

    @classmethod
    async def open(cls, path: Path) -> "TablesStore | None":
        """The tables in this file; None when it is missing, damaged or of another format."""
        if not await asyncio.to_thread(is_usable, path):
            return None
        return cls(await aiosqlite.connect(_uri(path), uri=True))

    async def close(self) -> None:
        """End the connection and its thread."""
        await self._connection.close()

    async def meta(self) -> MappingProxyType[str, str]:
        """What the file says about itself: editions, and how many there are of each kind."""
        return MappingProxyType(
            {str(key): str(value) for key, value in await self._rows("SELECT key, value FROM meta")}
        )

    async def node(self, node_id: int) -> Node | None:
        """By id."""
        return _first(await self._nodes("WHERE node.id = :id", {"id": node_id}))

    async def by_code(self, code: str) -> Node | None:
        """By code, block range or chapter number. Where a block and its only category share a name: the category."""
        return _first(
            await self._nodes("WHERE node.code = :code ORDER BY node.id DESC LIMIT 1", {"code": code})
        )

    async def by_codes(self, codes: Iterable[str]) -> list[Node]:
        """Those of these codes that exist, in tabular order."""
        wanted = dict(enumerate(codes))
        if not wanted:
            return []
        names = ", ".join(f":c{number}" for number in wanted)
        values = {f"c{number}": code for number, code in wanted.items()}
        return await self._nodes(
            f"WHERE node.code IN ({names}) AND node.kind <> 'block' ORDER BY node.id", values
        )

    async def starting_with(self, prefix: str, limit: int) -> list[Node]:
        """Codes that begin so (with the dot in its place), in alphabetical order. No chapters and blocks."""
        return await self._nodes(
            """WHERE node.code >= :first AND node.code < :after AND node.kind NOT IN ('chapter', 'block')
            ORDER BY node.code LIMIT :limit""",
            {"first": prefix, "after": f"{prefix}\U0010ffff", "limit": limit},
        )

    async def children(self, node: Node) -> list[Node]:
        """What stands directly below, in tabular order."""
        rows = await self._rows(
            """WITH RECURSIVE child(id, last_id) AS (
                SELECT id, last_id FROM node WHERE id = :first AND id <= :last
                UNION ALL SELECT node.id, node.last_id FROM node JOIN child ON node.id = child.last_id + 1
                WHERE node.id <= :last)
            SELECT id FROM child""",
            {"first": node.id + 1, "last": node.last_id},
        )
        return await self.nodes([int(row[0]) for row in rows])

    async def path(self, node: Node) -> list[Node]:
        """The lines above it, the chapter first."""
        rows = await self._rows(
            """WITH RECURSIVE up(id, parent_id, height) AS (
                SELECT id, parent_id, 0 FROM node WHERE id = :id
                UNION ALL SELECT node.id, node.parent_id, height + 1 FROM node JOIN up ON node.id = up.parent_id)
            SELECT id FROM up WHERE height > 0 ORDER BY height DESC""",
            {"id": node.id},
        )
        found = {one.id: one for one in await self.nodes([int(row[0]) for row in rows])}
        return [found[int(row[0])] for row in rows]

    async def nodes(self, ids: Sequence[int]) -> list[Node]:
        """These, in the order asked for; unknown ids are left out."""
        names = ", ".join(f":i{number}" for number in range(len(ids)))
        values = {f"i{number}": node_id for number, node_id in enumerate(ids)}
        found = {node.id: node for node in await self._nodes(f"WHERE node.id IN ({names})", values)}
        return [found[node_id] for node_id in ids if node_id in found]

    async def billable_below(self, node: Node, year: int) -> list[Node]:
        """All complete codes of that fiscal year in this branch, the node itself included, in tabular order."""
        return await self._nodes(
            """WHERE node.id BETWEEN :first AND :last AND node.billable = 1
            AND node.first_year <= :year AND node.last_year >= :year ORDER BY node.id""",
            {"first": node.id, "last": node.last_id, "year": year},
        )

    async def branch(self, node: Node) -> list[Node]:
        """The node and everything below it, in tabular order. A chapter has up to 50,000."""
        return await self._nodes(
            "WHERE node.id BETWEEN :first AND :last ORDER BY node.id",
            {"first": node.id, "last": node.last_id},
        )

    async def blocks(self) -> list[Node]:
        """All chapters and blocks, in tabular order."""
        return await self._nodes("WHERE node.kind IN ('chapter', 'block') ORDER BY node.id", {})

    async def notes(self, ids: Sequence[int]) -> list[Note]:
        """The notes that stand at these nodes, each kind of each node in the book's order."""
        names = ", ".join(f":i{number}" for number in range(len(ids)))
        rows = await self._rows(
            f"SELECT node_id, kind, position, text FROM note WHERE node_id IN ({names}) ORDER BY node_id, position",
            {f"i{number}": node_id for number, node_id in enumerate(ids)},
        )
        return [Note(row[0], NoteKind(row[1]), row[2], row[3]) for row in rows]

    async def sevenths(self, ids: Sequence[int]) -> list[Seventh]:
        """The 7th characters defined at these nodes, in the book's order."""
        names = ", ".join(f":i{number}" for number in range(len(ids)))
        rows = await self._rows(
            f"""SELECT node_id, character, meaning FROM seventh
            WHERE node_id IN ({names}) ORDER BY node_id, position""",
            {f"i{number}": node_id for number, node_id in enumerate(ids)},
        )
        return [Seventh(row[0], row[1], row[2]) for row in rows]

    async def replaced_in(self, node_id: int) -> int | None:
        """The first fiscal year in which what was a complete code is none any more; None for all others."""
        rows = await self._rows("SELECT year FROM replaced WHERE node_id = :id", {"id": node_id})
        return int(rows[0][0]) if rows else None

    async def successors(self, node_id: int) -> list[str]:
        """Codes to look at instead of one that is complete no more. Empty where the sources name none."""
        rows = await self._rows(
            "SELECT code FROM successor WHERE node_id = :id ORDER BY position", {"id": node_id}
        )
        return [str(row[0]) for row in rows]

    async def with_words(self, match: str, limit: int) -> list[Node]:
        """Lines that a full-text expression finds, the best-known first: short titles before long ones.

        match: made by reading.py and nowhere else, so that no typed syntax gets here.
        """
        rows = await self._rows(
            """SELECT ranking.node_id FROM words JOIN ranking ON ranking.place = words.rowid
            WHERE words MATCH :match ORDER BY words.rowid LIMIT :limit""",
            {"match": match, "limit": limit},
        )
        return await self.nodes([int(row[0]) for row in rows]) if rows else []

    async def words_like(self, first: str, shortest: int, longest: int) -> list[tuple[str, int]]:
        """Words of the tables that begin so and are about that long, and on how many lines each stands."""
        rows = await self._rows(
            """SELECT term, doc FROM vocabulary WHERE term >= :first AND term < :after
            AND length(term) BETWEEN :shortest AND :longest""",
            {"first": first, "after": f"{first}\U0010ffff", "shortest": shortest, "longest": longest},
        )
        return [(str(row[0]), int(row[1])) for row in rows]

    async def lines_with(self, words: Iterable[str]) -> dict[str, int]:
        """On how many lines each of these words stands, whole; those on none are left out."""
        values = {f"w{number}": word for number, word in enumerate(words)}
        names = ", ".join(f":{name}" for name in values)
        rows = await self._rows(f"SELECT term, doc FROM vocabulary WHERE term IN ({names})", values)
        return {str(row[0]): int(row[1]) for row in rows}

    async def has_word(self, beginning: str) -> bool:
        """Whether any word of the tables begins so."""
        rows = await self._rows(
            "SELECT 1 FROM vocabulary WHERE term >= :first AND term < :after LIMIT 1",
            {"first": beginning, "after": f"{beginning}\U0010ffff"},
        )
        return bool(rows)

    async def _nodes(self, where: str, values: Mapping[str, object]) -> list[Node]:
        rows = await self._rows(f"{_NODE} {where}", values)
        return [
            Node(
                id=row[0],
                code=row[1],
                title=row[8],
                kind=Kind(row[2]),
                billable=bool(row[3]),
                parent_id=row[4],
                last_id=row[5],
                first_year=row[6],
                last_year=row[7],
            )
            for row in rows
        ]

    async def _rows(self, sql: str, values: Mapping[str, object] | None = None) -> list[sqlite3.Row]:
        try:
            return list(await self._connection.execute_fetchall(sql, values or {}))
        except sqlite3.DatabaseError as error:
            # The file was sound when it was opened.
            log.warning("the code tables cannot be read any more: %s", error)
            self.damaged = True
            raise NotFound(DAMAGED) from error


def _first(nodes: list[Node]) -> Node | None:
    return nodes[0] if nodes else None
