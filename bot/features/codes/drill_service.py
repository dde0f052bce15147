"""Drills: unlimited practice from the code tables. Nothing is stored: each press makes its drill anew from its id."""

import secrets
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bot.clock import Clock
from bot.errors import BadInput, NotFound
from bot.features.codes.drills import Drill, DrillKind, Material, make
from bot.features.codes.model import Inherited, Kind, Node, NoteKind
from bot.features.codes.rules import applicable, fiscal_year, inherited
from bot.features.codes.store import TablesStore
from bot.features.codes.tables import Tables
from bot.library.notes import codes_named, names

# Most places of the tables serve for some kind of drill; a narrow area may have none of the kind that was asked for.
ATTEMPTS = 60
# Where a category has fewer codes, its neighbours give more to choose from.
FEW_CODES = 8
CHAPTERS = 22
MOST_OFFERED = 25
# Fewer letters than these mean anything.
LEAST_TYPED = 3
ANY_AREA = 0
ANY_KIND = 0


@dataclass(frozen=True, slots=True)
class DrillId:
    """All that a drill is made from. area: a line of the tables, or ANY_AREA. kind: a DrillKind, or ANY_KIND.

    edition: the fingerprint of the tables, and year the fiscal year: with others the same seed makes something else.
    """

    area: int
    kind: int
    edition: int
    year: int
    seed: int


@dataclass(frozen=True, slots=True)
class OpenDrill:
    """A drill with its id. renewed: the tables are newer than the button that asked, so this is another drill."""

    id: DrillId
    drill: Drill
    renewed: bool = False


class DrillService:
    """`/code drill`."""

    def __init__(self, tables: Tables, clock: Clock) -> None:
        self._tables = tables
        self._clock = clock

    async def areas(self, typed: str) -> list[tuple[str, str]]:
        """(code, label) of chapters, blocks and categories that match what is being typed, at most 25."""
        nodes = await _offered(await self._tables.store(), typed)
        return [(node.code, _label(node)) for node in nodes]

    async def start(self, area: str | None, kind: DrillKind | None) -> OpenDrill:
        """A new drill. Raises NotFound for an unknown area, BadInput where the area has none of that kind."""
        store = await self._tables.store()
        node = await _area(store, area) if area else None
        return await self._new(store, node.id if node else ANY_AREA, kind or ANY_KIND)

    async def again(self, old: DrillId) -> OpenDrill:
        """Another drill of the same area and kind."""
        store = await self._tables.store()
        area = old.area if old.edition == await self._edition(store) else ANY_AREA
        return await self._new(store, area, old.kind)

    async def opened(self, drill_id: DrillId) -> OpenDrill:
        """The drill of an id; another one where the tables or the year have changed since."""
        store = await self._tables.store()
        if (drill_id.edition, drill_id.year) != (await self._edition(store), self._year()):
            area = drill_id.area if drill_id.edition == await self._edition(store) else ANY_AREA
            fresh = await self._new(store, area, drill_id.kind)
            return OpenDrill(fresh.id, fresh.drill, renewed=True)
        return OpenDrill(drill_id, await _made(store, drill_id))

    async def _new(self, store: TablesStore, area: int, kind: int) -> OpenDrill:
        edition = await self._edition(store)
        drill_id = DrillId(area, int(kind), edition, self._year(), secrets.randbelow(10**9))
        return OpenDrill(drill_id, await _made(store, drill_id))

    def _year(self) -> int:
        return fiscal_year(self._clock.today())

    @staticmethod
    async def _edition(store: TablesStore) -> int:
        """A number for what stands in the tables: their edition, and how many there are of each thing."""
        return zlib.crc32(repr(sorted((await store.meta()).items())).encode())


async def _offered(store: TablesStore, typed: str) -> list[Node]:
    """Chapters, then blocks, then categories that match what is typed; as many as Discord lists."""
    wanted = typed.casefold().strip()
    nodes = [node for node in await store.blocks() if wanted in _label(node).casefold()]
    nodes.sort(key=lambda node: (node.kind is not Kind.CHAPTER, node.id))
    if len(nodes) < MOST_OFFERED and wanted:
        known = {node.code for node in nodes}
        found = await store.starting_with(wanted.upper()[:8], MOST_OFFERED)
        nodes += [node for node in found if node.kind is Kind.CATEGORY and node.code not in known]
    return nodes[:MOST_OFFERED]


async def _area(store: TablesStore, typed: str) -> Node:
    """By code, or the first that the list would offer for what was typed."""
    node = await store.by_code(typed.strip().upper()[:20])
    if node is None and len(typed.strip()) >= LEAST_TYPED:
        node = next(iter(await _offered(store, typed)), None)
    if node is None or node.billable:
        raise NotFound(
            "I don't know that area. Choose one from the list that appears while you type, such as I20-I25."
        )
    return node


async def _made(store: TablesStore, drill_id: DrillId) -> Drill:
    """The drill of this id. Raises BadInput when the area has no such drill."""
    rng = Random(f"{drill_id.seed}:{drill_id.kind}:{drill_id.area}")
    for _ in range(ATTEMPTS):
        kind = DrillKind(drill_id.kind) if drill_id.kind else rng.choice(list(DrillKind))
        material = await _material(store, drill_id, kind, rng)
        drill = make(kind, material, rng) if material else None
        if drill:
            return drill
    raise BadInput(
        "There is too little below that heading for such a drill. Choose a wider area, or another kind."
    )


async def _material(store: TablesStore, drill_id: DrillId, kind: DrillKind, rng: Random) -> Material | None:
    """What stands around a random place of the area. None when nothing complete is there."""
    place = await _somewhere(store, drill_id.area, rng)
    line = [*await store.path(place), place]
    category = next((node for node in line if node.kind is Kind.CATEGORY), None)
    if category is None or not place.title or (place.billable and not place.valid_in(drill_id.year)):
        return None
    node = place if kind is DrillKind.EXCLUDES else await _complete(store, place, drill_id.year, rng)
    if node is None:
        return None
    path = await store.path(node)
    ids = [one.id for one in (*path, node)]
    above = line[line.index(category) - 1]
    if kind is DrillKind.EXCLUDES:
        notes = inherited(path, node, await store.notes(ids))
        beside = [
            one for one in await store.children(above) if one.id != category.id and one.kind is Kind.CATEGORY
        ]
        apart = await _apart(store, node, notes, beside)
        return Material(node, category, [], notes, others=beside, apart=apart)
    codes = await store.billable_below(category, drill_id.year)
    if len(codes) < FEW_CODES:
        codes = await store.billable_below(above, drill_id.year)
    sevenths = applicable(path, node, await store.sevenths(ids)) if kind is DrillKind.SEVENTH else ()
    return Material(node, category, codes, sevenths=sevenths)


async def _apart(
    store: TablesStore, node: Node, notes: Sequence[Inherited], beside: Sequence[Node]
) -> frozenset[str]:
    """Of the codes that may stand among the options: those whose own notes keep the node apart from them."""
    lines = [line for note in notes if note.kind is NoteKind.EXCLUDES2 for line in note.lines]
    wanted = {other.code for other in beside} | {code for line in lines for code in codes_named(line)}
    found = set()
    for other in await store.by_codes(sorted(wanted)):
        above = await store.path(other)
        there = await store.notes([one.id for one in (*above, other)])
        if any(note.kind is NoteKind.EXCLUDES1 and names(note.text, node.code) for note in there):
            found.add(other.code)
    return frozenset(found)


async def _complete(store: TablesStore, place: Node, year: int, rng: Random) -> Node | None:
    """The place itself where it is a complete code with a known title, else one below it."""
    below = [node for node in await store.billable_below(place, year) if node.title]
    return rng.choice(below) if below else None


async def _somewhere(store: TablesStore, area: int, rng: Random) -> Node:
    """A line in the area; without one, each chapter is as likely as the next, or injuries would be half of all."""
    if area == ANY_AREA:
        chapters = await store.by_codes(str(number) for number in range(1, CHAPTERS + 1))
        top = rng.choice(chapters)
    else:
        found = await store.node(area)
        if found is None:
            raise NotFound("That area is not in the tables any more. Start again with `/code drill`.")
        top = found
    nodes = await store.nodes([rng.randint(top.id, top.last_id)])
    return nodes[0]


def _label(node: Node) -> str:
    name = f"Chapter {node.code}" if node.kind is Kind.CHAPTER else node.code
    return f"{name}: {node.title}"[:100]
