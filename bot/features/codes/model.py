"""Values of the code tables: what stands in them, and what a look-up finds.

For whoever builds on them (drills, for one): `TablesStore` in store.py hands these out. A `Node` is one line of the
tabular list, from a chapter down to a complete code; everything below a node has an id in `node.id + 1 … node.last_id`,
so that a whole branch is one range. `node.parent_id` is the line above it, None for chapters. Notes stand once, at the
node where the book prints them; what a node inherits is worked out by `rules.inherited`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# The tabular list that was read, and the years of which validity is known. A year begins on 1 October before it.
EDITION = "ICD-10-CM FY2026 (April 2026 tables)"
TABULAR_YEAR, NEWEST_YEAR = 2026, 2027

# Node.last_year of what is in force still, as far as the tables reach.
STILL_IN_FORCE = 9999


class Kind(StrEnum):
    """Which line of the tabular list this is."""

    CHAPTER = "chapter"
    BLOCK = "block"
    # Three characters; complete by itself where nothing stands below it (B20).
    CATEGORY = "category"
    SUBCATEGORY = "subcategory"
    # Four to seven characters with nothing below.
    CODE = "code"


class NoteKind(StrEnum):
    """What a note asks for. In the order in which they are shown."""

    CODE_FIRST = "code_first"
    USE_ADDITIONAL = "use_additional"
    CODE_ALSO = "code_also"
    EXCLUDES1 = "excludes1"
    EXCLUDES2 = "excludes2"
    INCLUDES = "includes"
    # Examples of what the code is used for ("inclusion terms"). The only notes that are not inherited.
    TERM = "term"
    # How the 7th characters are to be used.
    SEVENTH = "seventh"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the tabular list.

    code: with its dot; `9` for a chapter, `I10-I1A` for a block. title: as printed; empty where only the code is known
    (new and long deleted codes). billable: a complete code, in the years from first_year to last_year (fiscal years;
    first_year is 0 for all that was there by TABULAR_YEAR).
    """

    id: int
    code: str
    title: str
    kind: Kind
    billable: bool
    parent_id: int | None
    last_id: int
    first_year: int = 0
    last_year: int = STILL_IN_FORCE

    def valid_in(self, year: int) -> bool:
        """Whether it may be reported in that fiscal year."""
        return self.billable and self.first_year <= year <= self.last_year

    @property
    def is_heading(self) -> bool:
        """Whether it only stands above codes, and may not be reported itself."""
        return not self.billable


@dataclass(frozen=True, slots=True)
class Note:
    """A line of a note, as printed, and where it stands. Lines of one note follow each other by position."""

    node_id: int
    kind: NoteKind
    position: int
    text: str


@dataclass(frozen=True, slots=True)
class Seventh:
    """A 7th character and what it says. node_id: where the book defines it; it holds for all that stands below."""

    node_id: int
    character: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Inherited:
    """Notes of one kind from one place: the node itself, or a heading above it."""

    kind: NoteKind
    node: Node
    lines: tuple[str, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything about one line of the tabular list.

    path: from its chapter down to the line above it. below: what stands directly under it. near: its neighbours under
    the same heading, without itself; for a deleted code without known successors, the nearest codes in force.
    sevenths: the 7th characters that are to be added (for a code that lacks its 7th character) or that its own one was
    chosen from. replaced_in: the first fiscal year in which what was a complete code is none any more (it was deleted,
    or became a heading). successors: codes to look at instead, where they are known.
    """

    node: Node
    path: tuple[Node, ...]
    below: tuple[Node, ...]
    near: tuple[Node, ...]
    notes: tuple[Inherited, ...]
    sevenths: tuple[Seventh, ...]
    replaced_in: int | None
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look-up comes to: one entry, or a list to choose from.

    remark: a sentence that goes before it, such as how the typed text was understood; may be empty.
    year: the fiscal year in force when it was asked.
    """

    year: int
    entry: Entry | None = None
    matches: tuple[Node, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Validity:
    """What the tables say of some codes of ICD-10-CM, which are all that they hold. lines: by code, those there are."""

    lines: Mapping[str, Node]

    def is_heading(self, code: str) -> bool:
        """Whether it only stands above codes."""
        line = self.lines.get(code)
        return line is not None and line.is_heading

    def is_valid(self, code: str, year: int) -> bool:
        """Whether it may be reported in that fiscal year; of years that the tables do not reach, the last one known."""
        line = self.lines.get(code)
        return line is not None and line.valid_in(min(year, NEWEST_YEAR))

    def fault(self, code: str, role: str, year: int) -> str:
        """Why a code is not what its role in a question says (see content/), as a sentence; empty where it is."""
        line, valid = self.lines.get(code), self.is_valid(code, year)
        if role == "invalid":
            return f"{code} is valid in FY{year}: it is declared as invalid." if valid else ""
        if role == "category":
            return "" if self.is_heading(code) else f"{code} is no category of ICD-10-CM."
        if valid:
            return ""
        if line is None:
            return f"There is no ICD-10-CM code {code}."
        if line.is_heading:
            return f"{code} is a heading of ICD-10-CM, not a complete code."
        if line.last_year < year:
            return f"{code} is not valid in FY{year}: it was deleted, and last valid in FY{line.last_year}."
        return f"{code} is not valid in FY{year}: it begins with FY{line.first_year}."
