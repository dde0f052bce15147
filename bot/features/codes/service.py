"""Looking ICD-10-CM up: by code, by words, and whatever else members type."""

from collections.abc import Iterable

from bot.clock import Clock
from bot.errors import BadInput, NotFound
from bot.features.codes import reading, rules, words
from bot.features.codes.model import (
    NEWEST_YEAR,
    STILL_IN_FORCE,
    TABULAR_YEAR,
    Entry,
    Finding,
    Kind,
    Node,
    Validity,
)
from bot.features.codes.searching import Search
from bot.features.codes.store import TablesStore
from bot.features.codes.tables import Tables
from bot.words import split

MOST_MATCHES = 15
CODES_AT_ONCE = 500
MOST_SUGGESTED = 25
LABEL_HOLDS = 100

NO_TITLE = f"(its title is not in the FY{TABULAR_YEAR} tables)"
EMPTY = "Type a code such as E11.22, or words such as heart failure."
NOTHING_IN_IT = (
    "There are no letters or digits in that. Type a code such as E11.22, or words such as heart failure."
)
NAMES_NOTHING = "Those words name no diagnosis. Type a code such as E11.22, or words such as heart failure."
TOO_LONG = (
    f"That is more than {reading.MOST_TYPED} characters. Send one code, or a few words such as heart failure."
)


class CodesService:
    """What members ask the code tables."""

    def __init__(self, tables: Tables, clock: Clock) -> None:
        self._tables = tables
        self._clock = clock

    @property
    def year(self) -> int:
        """The fiscal year in force."""
        return rules.fiscal_year(self._clock.today())

    async def lookup(self, text: str) -> Finding:
        """What a code or words come to. Raises BadInput or NotFound with a sentence that says what to try."""
        if len(text) > reading.MOST_TYPED:
            raise BadInput(TOO_LONG)
        typed = reading.read(text)
        if not text.strip():
            raise BadInput(EMPTY)
        if not split(typed.text):
            raise BadInput(NOTHING_IN_IT)
        store = await self._tables.store()
        if typed.chapter:
            return await self._entry(store, await store.by_code(str(typed.chapter)))
        if typed.span:
            return await self._range(store, *typed.span)
        found = None if words.is_said(typed.text) else await self._code(store, typed)
        return found or await self._words(store, typed)

    async def validity(self, codes: Iterable[str]) -> Validity:
        """What the tables say of codes that a question names, with their dots. Raises NotFound without tables."""
        store, wanted = await self._tables.store(), sorted(set(codes))
        found: dict[str, Node] = {}
        for start in range(0, len(wanted), CODES_AT_ONCE):
            found |= {node.code: node for node in await store.by_codes(wanted[start : start + CODES_AT_ONCE])}
        return Validity(found)

    async def entry(self, code: str) -> Finding:
        """Everything about a code, block or chapter named exactly, as buttons do. Raises NotFound."""
        store = await self._tables.store()
        return await self._entry(store, await store.by_code(code))

    async def suggest(self, prefix: str) -> list[tuple[str, str]]:
        """(code, label) of what may be meant by the beginning of a code or of words. Labels fit Discord's lists.

        Empty when nothing is found, or when there are no tables: a list cannot explain itself.
        """
        try:
            store = await self._tables.store()
        except NotFound:
            return []
        prefix = prefix[: reading.MOST_TYPED]
        code = reading.code_prefix(prefix)
        nodes = await store.starting_with(code, MOST_SUGGESTED) if code else []
        if not nodes:
            nodes = await store.by_codes(reading.with_dot(one.upper()) for one in reading.read(prefix).codes)
        if not nodes and split(prefix):
            nodes = await Search(store).suggest(prefix)
        return [(node.code, label(node)) for node in nodes[:MOST_SUGGESTED]]

    async def _entry(self, store: TablesStore, node: Node | None, remark: str = "") -> Finding:
        if node is None:
            raise NotFound(
                "That is not in the tables. `/code lookup` finds codes by their beginning or by words."
            )
        path = await store.path(node)
        ids = [one.id for one in (*path, node)]
        siblings = await store.children(path[-1]) if path else []
        successors = await store.successors(node.id)
        entry = Entry(
            node=node,
            path=tuple(path),
            below=tuple(await store.children(node)),
            near=await self._near(store, node, path, siblings, successors),
            notes=rules.inherited(path, node, await store.notes(ids)),
            sevenths=rules.applicable(path, node, await store.sevenths(ids)),
            replaced_in=await store.replaced_in(node.id),
            successors=tuple(successors),
        )
        return Finding(self.year, entry=entry, remark=remark)

    async def _range(self, store: TablesStore, first: str, last: str) -> Finding:
        if first == last:
            return await self._entry(store, await store.by_code(first))
        blocks = await store.blocks()
        for block in blocks:
            if block.code == f"{first}-{last}" or block.title.endswith(f"({first}-{last})"):
                return await self._entry(store, block)
        inside = [
            node
            for node in blocks
            if node.kind is Kind.BLOCK
            and node.code.partition("-")[0] <= last
            and first <= (node.code.partition("-")[2] or node.code)
        ]
        if not inside:
            raise NotFound(f"No codes are named from {first} to {last}. Example of a block: I10-I1A")
        remark = f"{first} to {last} is no block of its own. These blocks have codes in it:"
        return Finding(self.year, matches=tuple(inside[:MOST_MATCHES]), remark=remark)

    async def _near(
        self,
        store: TablesStore,
        node: Node,
        path: list[Node],
        siblings: list[Node],
        successors: list[str],
    ) -> tuple[Node, ...]:
        """Neighbours; for a deleted code of which no successor is known, the nearest codes that are in force."""
        if node.kind is Kind.BLOCK:
            return ()
        if node.billable and node.last_year < NEWEST_YEAR and not successors:
            headings = [above for above in reversed(path) if above.kind not in (Kind.BLOCK, Kind.CHAPTER)]
            for above in headings:
                valid = await store.billable_below(above, NEWEST_YEAR)
                if valid:
                    return rules.instead(valid, node)
        return rules.near(siblings, node)

    async def _code(self, store: TablesStore, typed: reading.Typed) -> Finding | None:
        """What codes come to; None when the text is more likely words."""
        found = [await self._spelt(store, code, alone=typed.alone) for code in typed.codes]
        nodes = list(dict.fromkeys(node for node in found if node))
        if len(nodes) > 1:
            return Finding(
                self.year, matches=tuple(nodes[:MOST_MATCHES]), remark="More than one code is in that:"
            )
        if nodes:
            remarks = (reading.read_as(typed.text, nodes[0].code), reading.also_hcpcs(typed.text))
            return await self._entry(store, nodes[0], " ".join(filter(None, remarks)))
        for code in typed.codes:
            plain = reading.variants(code)[0]
            if typed.alone or reading.with_dot(plain) in typed.text.upper():
                return await self._wrong_code(store, typed, plain)
        return None

    @staticmethod
    async def _spelt(store: TablesStore, code: str, *, alone: bool) -> Node | None:
        """The code, or what it reads as when letters and digits were mixed up; among words, only the code."""
        spelt = reading.variants(code) if alone else [code.upper()]
        found = await store.by_codes([reading.with_dot(plain) for plain in spelt])
        return min(found, key=lambda node: spelt.index(node.code.replace(".", "")), default=None)

    async def _wrong_code(self, store: TablesStore, typed: reading.Typed, plain: str) -> Finding | None:
        shown = reading.with_dot(plain)
        begun = await store.starting_with(shown, MOST_MATCHES)
        if begun:
            return Finding(self.year, matches=tuple(begun), remark=rules.heading_without_title(shown, begun))
        filled = await store.by_codes([reading.with_dot(one) for one in reading.filled(plain)])
        if filled:
            complete = [node for node in filled if node.billable] or filled
            remark = (
                f"There is no code {shown}. The placeholder X was missing: its place must not be left out."
            )
            return await self._one_or_more(store, complete, remark)
        above = await self._longest(store, plain)
        other = reading.other_system(typed.text)
        if above:
            remark = f"There is no code {shown}. This is the nearest heading above it."
            if above.billable and above.last_id == above.id:
                remark = f"{shown} is too long: {above.code} is complete, and nothing may follow it."
            also = f" {reading.echo(typed.text)} also {other}" if other else ""
            return await self._entry(store, above, f"{remark}{also}")
        if other:
            raise NotFound(f"“{reading.echo(typed.text)}” {other}")
        return await self._no_category(store, typed, plain)

    async def _no_category(self, store: TablesStore, typed: reading.Typed, plain: str) -> Finding | None:
        if await store.with_words(words.expression(words.words_of(typed.text)), 1):
            return None  # It only looks like a code.
        near = await store.starting_with(plain[:2], MOST_MATCHES * 10)
        categories = tuple(node for node in near if len(node.code) == 3)[:MOST_MATCHES]
        if categories:
            remark = f"There is no category {plain[:3]}. Categories that begin with {plain[:2]}:"
            return Finding(self.year, matches=categories, remark=remark)
        if plain[1].isdigit() or "." in typed.text:
            shown = reading.with_dot(plain)
            raise NotFound(f"There is no code {shown}, and none near it. Check its first three characters.")
        return None

    async def _longest(self, store: TablesStore, plain: str) -> Node | None:
        """The longest line of the tables that a code begins with."""
        starts = [reading.with_dot(plain[:size]) for size in range(3, len(plain))]
        found = await store.by_codes(starts)
        return max(found, key=lambda node: len(node.code), default=None)

    async def _one_or_more(self, store: TablesStore, nodes: list[Node], remark: str) -> Finding:
        if len(nodes) == 1:
            return await self._entry(store, nodes[0], remark)
        return Finding(self.year, matches=tuple(nodes[:MOST_MATCHES]), remark=remark)

    async def _words(self, store: TablesStore, typed: reading.Typed) -> Finding:
        wanted = [word for word in typed.text.split() if not words.only_filler(word)]
        if not wanted:
            raise BadInput(NAMES_NOTHING)
        for text in (typed.text, " ".join(wanted)):
            other = reading.other_system(text)
            if other:
                raise NotFound(f"“{reading.echo(text)}” {other}")
        result = await Search(store).find(typed.text)
        if not result.nodes:
            raise NotFound(
                f"Nothing in ICD-10-CM is called “{reading.echo(typed.text)}”. Try fewer or other words, such as the "
                "condition without its details, or the beginning of a code."
            )
        if result.sure:
            return await self._entry(store, result.nodes[0], result.remark)
        return Finding(self.year, matches=tuple(result.nodes[:MOST_MATCHES]), remark=result.remark)


def until(node: Node) -> str:
    """What is said after the title of a code that has been deleted."""
    return "" if node.last_year == STILL_IN_FORCE else f" (deleted, last valid in FY{node.last_year})"


def label(node: Node) -> str:
    """A line for a list: `E11.- Type 2 diabetes mellitus`; as in the book, a dash says that more must follow."""
    mark = node.code
    if node.is_heading and node.kind not in (Kind.BLOCK, Kind.CHAPTER):
        mark = f"{node.code}.-" if len(node.code) == 3 else f"{node.code}-"
    elif node.kind is Kind.CHAPTER:
        mark = f"Chapter {node.code}"
    text = f"{mark} {node.title or NO_TITLE}{until(node)}"
    return text if len(text) <= LABEL_HOLDS else f"{text[: LABEL_HOLDS - 1]}…"
