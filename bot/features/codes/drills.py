"""Practice made from the code tables, pure: the same material and seed make the same drill, one option of it right.

Four kinds: the code of a title among its neighbours; the side; the 7th character; which condition an Excludes1 note
keeps apart. Every reason is read off the tables: titles, notes, and where they stand.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import takewhile
from random import Random

from bot.features.codes.model import Inherited, Kind, Node, NoteKind, Seventh
from bot.library.notes import codes_named, names

OPTIONS = 4
# Longer lines of notes are lists themselves, and tiring on a phone.
LONGEST_LINE = 150
# A line of a note, or one made like it, and where it stands.
_Line = tuple[str, Node | None]
# With its dot.
_FULL_LENGTH = 8
_SIDES = frozenset({"right", "left", "bilateral", "unspecified"})


class DrillKind(IntEnum):
    """What is practised. The number stands in the buttons' ids and never changes."""

    TITLE = 1
    SIDE = 2
    SEVENTH = 3
    EXCLUDES = 4

    @property
    def label(self) -> str:
        """The name that members read."""
        return _LABELS[self]


_LABELS = {
    DrillKind.TITLE: "Description to code",
    DrillKind.SIDE: "Laterality",
    DrillKind.SEVENTH: "7th characters",
    DrillKind.EXCLUDES: "Excludes notes",
}


@dataclass(frozen=True, slots=True)
class DrillOption:
    """One of four answers. why: read off the tables."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True, slots=True)
class Drill:
    """A question made from the tables. subject: the code or heading it is about."""

    kind: DrillKind
    ask: str
    options: tuple[DrillOption, ...]
    subject: Node


@dataclass(frozen=True, slots=True)
class Material:
    """What a drill is made of. node: a complete code, for Excludes notes any line.

    codes: complete codes of the year around it, in tabular order. category: the three-character line above it.
    notes: those that reach the node. sevenths: the 7th characters its own was chosen from. others: categories nearby.
    apart: codes whose own Excludes1 notes, or those above them, name the node.
    """

    node: Node
    category: Node
    codes: Sequence[Node]
    notes: Sequence[Inherited] = ()
    sevenths: Sequence[Seventh] = ()
    others: Sequence[Node] = ()
    apart: frozenset[str] = frozenset()


def make(kind: DrillKind, material: Material, rng: Random) -> Drill | None:
    """A drill of that kind, or None where the material has not enough to choose from."""
    drill = _MAKERS[kind](material, rng)
    if drill is None:
        return None
    options = list(drill.options)
    rng.shuffle(options)
    return Drill(drill.kind, drill.ask, tuple(options), drill.subject)


def _title(material: Material, rng: Random) -> Drill | None:
    """Title to code; the nearest neighbours make the best distractors."""
    node = material.node
    wrong = _distinct(_nearest(material, 12), [node], OPTIONS - 1, rng)
    if len(wrong) < OPTIONS - 1:
        return None
    why = f"{node.code} has this very title. It stands under {_named(material.category)}."
    options = [DrillOption(node.code, True, why)]
    options += [DrillOption(code.code, False, f"{code.code} is “{code.title}”.") for code in wrong]
    return Drill(DrillKind.TITLE, f"Which code has this title?\n**{node.title}**", tuple(options), node)


def _side(material: Material, rng: Random) -> Drill | None:
    """The same condition on another side, filled up with neighbours."""
    node = material.node
    twins = [code for code in material.codes if _side_between(node, code)]
    if not twins:
        return None
    wrong = _distinct(twins, [node], OPTIONS - 1, rng)
    wrong += _distinct(_nearest(material, 8), [node, *wrong], OPTIONS - 1 - len(wrong), rng)
    if len(wrong) < OPTIONS - 1:
        return None
    why = f"{node.code} says “{_side_between(node, twins[0])}”: {node.title}."
    options = [DrillOption(node.code, True, why)]
    options += [DrillOption(code.code, False, f"{code.code} is “{code.title}”.") for code in wrong]
    ask = f"Mind the side. Which code reports this?\n**{node.title}**"
    return Drill(DrillKind.SIDE, ask, tuple(options), node)


def _seventh(material: Material, rng: Random) -> Drill | None:
    """The same injury with another 7th character."""
    node = material.node
    meanings = {seventh.character: seventh.meaning for seventh in material.sevenths}
    if len(node.code) != _FULL_LENGTH or node.code[-1] not in meanings:
        return None
    twins = [
        c for c in material.codes if c.id != node.id and _base(c) == _base(node) and c.code[-1] in meanings
    ]
    wrong = _distinct(twins, [node], OPTIONS - 1, rng)
    if len(wrong) < OPTIONS - 1:
        return None
    why = f"7th character {node.code[-1]}: {meanings[node.code[-1]]}."
    options = [DrillOption(node.code, True, why)]
    options += [
        DrillOption(c.code, False, f"7th character {c.code[-1]}: {meanings[c.code[-1]]}.") for c in wrong
    ]
    ask = f"Mind the 7th character. Which code reports this?\n**{node.title}**"
    return Drill(DrillKind.SEVENTH, ask, tuple(options), node)


def _excludes(material: Material, rng: Random) -> Drill | None:
    """Which condition an Excludes1 note keeps apart, among some of which no Excludes1 note here speaks."""
    node = material.node
    apart = _lines(material.notes, NoteKind.EXCLUDES1)
    if not apart:
        return None
    chosen, holder = rng.choice(apart)
    barred = [line for note in material.notes if note.kind is NoteKind.EXCLUDES1 for line in note.lines]

    def harmless(line: str) -> bool:
        return not _clash(line, barred) and material.apart.isdisjoint(codes_named(line))

    beside = [pair for pair in _lines(material.notes, NoteKind.EXCLUDES2) if harmless(pair[0])]
    made: list[_Line] = [
        (f"{other.title[:1].lower()}{other.title[1:]} ({other.code})", None) for other in material.others
    ]
    neighbours = [pair for pair in made if harmless(pair[0])]
    # A chapter's note stands out among those of a category, and the other way round.
    far: list[_Line] = [pair for pair in beside if pair[1].kind is Kind.CHAPTER]
    close: list[_Line] = [pair for pair in beside if pair[1].kind is not Kind.CHAPTER]
    pools = [far, close, neighbours] if holder.kind is Kind.CHAPTER else [close, neighbours, far]
    wrong = _unlike(chosen, [pair for pool in pools for pair in rng.sample(pool, len(pool))])
    if len(wrong) < OPTIONS - 1:
        return None
    why = f"An Excludes1 note at {_named(holder)} names it: never both for the same condition."
    options = [DrillOption(chosen, True, why)]
    options += [DrillOption(line, False, _not_apart(place)) for line, place in wrong]
    ask = f"An **Excludes1** note keeps one of these apart from **{node.code}** ({node.title}). Which one?"
    return Drill(DrillKind.EXCLUDES, ask, tuple(options), node)


_MAKERS: dict[DrillKind, Callable[[Material, Random], Drill | None]] = {
    DrillKind.TITLE: _title,
    DrillKind.SIDE: _side,
    DrillKind.SEVENTH: _seventh,
    DrillKind.EXCLUDES: _excludes,
}


def _distinct(codes: Sequence[Node], besides: Sequence[Node], most: int, rng: Random) -> list[Node]:
    """Up to so many of the codes, whose titles differ from each other's and from those beside them."""
    taken = {code.title for code in besides}
    chosen: list[Node] = []
    for code in rng.sample(codes, len(codes)):
        if len(chosen) < most and code.title and code.title not in taken:
            chosen.append(code)
            taken.add(code.title)
    return chosen


def _unlike(chosen: str, pairs: Iterable[_Line]) -> list[_Line]:
    """Three lines that name other codes than the chosen line, and than each other."""
    taken = [chosen]
    found: list[_Line] = []
    for line, place in pairs:
        if len(found) < OPTIONS - 1 and len(line) <= LONGEST_LINE and not _clash(line, taken):
            taken.append(line)
            found.append((line, place))
    return found


def _nearest(material: Material, most: int) -> list[Node]:
    """The codes around the node that differ in more than the 7th character, those most alike first."""
    node = material.node
    others = [code for code in material.codes if _base(code) != _base(node)]
    # Of an injury, the codes with the same 7th character: the others would give themselves away.
    alike = [code for code in others if len(code.code) != _FULL_LENGTH or code.code[-1] == node.code[-1]]

    def distance(code: Node) -> tuple[bool, int, int]:
        # A code of another length than the rest would stand out.
        return len(code.code) != len(node.code), -_shared(code.code, node.code), abs(code.id - node.id)

    return sorted(alike, key=distance)[:most]


def _lines(notes: Iterable[Inherited], kind: NoteKind) -> list[tuple[str, Node]]:
    """The lines of such notes that name a code and can be shown, with the line of the tables they stand at."""
    return [
        (line, note.node)
        for note in notes
        if note.kind is kind
        for line in note.lines
        if len(line) <= LONGEST_LINE and any(codes_named(line))
    ]


def _clash(line: str, barred: Iterable[str]) -> bool:
    """Whether a line names a code of one of the barred lines, or the other way round."""
    own = list(codes_named(line))
    return any(
        any(names(other, code) for code in own) or any(names(line, code) for code in codes_named(other))
        for other in barred
    )


def _not_apart(place: Node | None) -> str:
    if place is None:
        return "No Excludes1 note here names it."
    return f"An Excludes2 note at {_named(place)} names it: a different condition, and both may be reported."


def _named(node: Node) -> str:
    return f"chapter {node.code}" if node.kind is Kind.CHAPTER else f"{node.code} ({node.title})"


def _base(code: Node) -> str:
    return code.code[:-1] if len(code.code) == _FULL_LENGTH else code.code


def _side_between(node: Node, other: Node) -> str | None:
    """The side that a title names where another title, the same otherwise, names another one."""
    words = [word.strip(",;") for word in node.title.split()]
    others = [word.strip(",;") for word in other.title.split()]
    if len(words) != len(others):
        return None
    differing = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    if len(differing) != 1 or not set(differing[0]) <= _SIDES:
        return None
    return differing[0][0]


def _shared(one: str, other: str) -> int:
    """How many characters two codes have in common from the left."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
