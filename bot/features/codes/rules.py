"""What holds of an entry: which notes reach it, which 7th characters it takes, which codes are near. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from bot.features.codes.model import NEWEST_YEAR, TABULAR_YEAR, Inherited, Node, Note, NoteKind, Seventh

# Neighbours that are shown, half of them on each side.
MOST_NEAR = 10

# These speak of the very line they stand at.
_NOT_INHERITED = frozenset({NoteKind.TERM})


def fiscal_year(today: datetime) -> int:
    """The code-set year in force: FY2027 begins on 1 October 2026."""
    return today.year + (today.month >= 10)


def inherited(path: Sequence[Node], node: Node, notes: Iterable[Note]) -> tuple[Inherited, ...]:
    """All notes that reach a node, by kind; of each kind its own first, then those of the nearest heading.

    path: the lines above it, the chapter first. notes: those that stand at any of these.
    """
    lines: dict[tuple[NoteKind, int], list[Note]] = {}
    for note in notes:
        lines.setdefault((note.kind, note.node_id), []).append(note)
    found = []
    for kind in NoteKind:
        for holder in (node, *reversed(path)):
            own = holder.id == node.id
            texts = lines.get((kind, holder.id))
            if texts and (own or kind not in _NOT_INHERITED):
                in_order = sorted(texts, key=lambda note: note.position)
                found.append(Inherited(kind, holder, tuple(note.text for note in in_order), own))
    return tuple(found)


def applicable(path: Sequence[Node], node: Node, sevenths: Iterable[Seventh]) -> tuple[Seventh, ...]:
    """The 7th characters of the nearest line that defines any. Those further up are replaced by them."""
    by_node = {node_id: tuple(some) for node_id, some in groupby(sevenths, key=lambda one: one.node_id)}
    return next((by_node[holder.id] for holder in (node, *reversed(path)) if holder.id in by_node), ())


def near(siblings: Sequence[Node], node: Node) -> tuple[Node, ...]:
    """The neighbours around a node, without itself, in their order."""
    place = next((number for number, one in enumerate(siblings) if one.id == node.id), 0)
    first = max(0, min(place - MOST_NEAR // 2, len(siblings) - MOST_NEAR - 1))
    return tuple(one for one in siblings[first : first + MOST_NEAR + 1] if one.id != node.id)


def instead(valid: Sequence[Node], deleted: Node) -> tuple[Node, ...]:
    """Of the codes in force nearest to a deleted one: those with its 7th character, where there are any."""
    alike = [one for one in valid if len(one.code) == len(deleted.code) and one.code[-1] == deleted.code[-1]]
    has_seventh = len(deleted.code) == len("S23.420A")
    return tuple((alike if has_seventh and alike else valid)[:MOST_NEAR])


def heading_without_title(shown: str, codes: Sequence[Node]) -> str:
    """What is said of the beginning of codes that is no line of the tables itself, above the list of these codes."""
    what = "category" if len(shown) == len("K6A") else "heading"
    if all(code.first_year > TABULAR_YEAR for code in codes):
        day = f"1 October {codes[0].first_year - 1}"
        return (
            f"{shown} is a new {what} in FY{codes[0].first_year} (from {day} on). Its title is not in the "
            f"FY{TABULAR_YEAR} tables. Its codes:"
        )
    if all(code.last_year < NEWEST_YEAR for code in codes):
        return f"There is no {what} {shown} any more: its codes were deleted."
    return f"{shown} is no line of its own. These codes begin with it:"


def ending(node: Node, above: Node | None) -> str:
    """What a title adds to the title above it, where it only adds; else the whole title."""
    if above and above.title and node.title.startswith(f"{above.title}, "):
        return node.title[len(above.title) + 2 :]
    return node.title
