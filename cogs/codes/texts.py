"""How codes read: values in, embeds out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import discord
from discord.utils import escape_markdown

from bot.features.codes.model import EDITION, NEWEST_YEAR, TABULAR_YEAR, Entry, Finding, Kind, Node, NoteKind
from bot.features.codes.rules import ending
from bot.features.codes.service import MOST_MATCHES, NO_TITLE, until
from bot.ui import ACCENT

# Lines of a list, and characters of its lines, that a phone shows well.
LISTED = 20
LINE_HOLDS = 110
PATH_HOLDS = 34
# Ten near codes are one field, and so are all 7th characters. What stands around a meaning: marks and escapes.
NEAR_HOLDS = 75
AROUND_MEANING = 10
# Lines of each kind of note before the rest goes behind a button, and characters of a page of notes.
FIRST_LINES = 4
NOTE_HOLDS = 160
FIELD_HOLDS = 1024
# Discord takes 6,000 characters in a message's embeds.
EMBED_HOLDS = 4400
SUCCESSORS = 8
PAGE_HOLDS = 3500
TITLE_HOLDS = 256

HEADINGS = {
    NoteKind.CODE_FIRST: "Code first",
    NoteKind.USE_ADDITIONAL: "Use additional",
    NoteKind.CODE_ALSO: "Code also",
    NoteKind.EXCLUDES1: "Excludes1 (not coded together)",
    NoteKind.EXCLUDES2: "Excludes2 (both may be coded)",
    NoteKind.INCLUDES: "Includes",
    NoteKind.TERM: "Also called",
    NoteKind.SEVENTH: "7th character",
    NoteKind.NOTE: "Note",
}
FOOT = f"{EDITION}; validity also for FY{NEWEST_YEAR}."


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of what stands below, or of the neighbours where nothing does. page: which one; more: whether others."""

    nodes: tuple[Node, ...]
    page: int
    more: bool


@dataclass(frozen=True, slots=True)
class NotesPage:
    """A page of all notes. more: whether another follows."""

    embed: discord.Embed
    number: int
    more: bool


def finding(found: Finding, page: int = 0) -> discord.Embed:
    """What a look-up came to. page: of the list of what stands below."""
    if found.entry is None:
        return _matches(found)
    entry = found.entry
    parts = [_plain(found.remark), standing(entry, found.year), _path(entry), _below(found, entry, page)]
    embed = discord.Embed(
        title=_title(entry.node), description="\n".join(part for part in parts if part), colour=ACCENT
    )
    _add_sevenths(embed, entry)
    for kind in NoteKind:
        lines = _note_lines(entry, kind)
        if lines and kind is not NoteKind.SEVENTH:
            value = _first(lines)
            if len(embed) + len(value) < EMBED_HOLDS:
                embed.add_field(name=HEADINGS[kind], value=value, inline=False)
    if entry.near and not entry.below:
        lines = [_line(node, found.year, entry.path[-1], NEAR_HOLDS) for node in entry.near]
        embed.add_field(name="Near codes", value="\n".join(lines)[:FIELD_HOLDS], inline=False)
    return embed.set_footer(text=FOOT)


def standing(entry: Entry, year: int) -> str:
    """Whether it may be reported, in the year in force and in the other one; what is missing, or what came instead."""
    node = entry.node
    if not node.billable:
        former = f" It was a complete code until FY{entry.replaced_in - 1}." if entry.replaced_in else ""
        return f"❌ **Not billable**: {_lacks(entry)}{former}"
    if node.last_year < NEWEST_YEAR:
        return f"{_deleted(node, year)} {_instead(entry)}"
    if node.first_year > TABULAR_YEAR:
        begins = f"FY{node.first_year} (1 October {node.first_year - 1})"
        if year < node.first_year:
            return f"⏳ **Not billable yet**: a new code from {begins} on."
        return f"✅ **Billable** from {begins} on. It is new: FY{TABULAR_YEAR} does not have it."
    if year > NEWEST_YEAR:
        return f"✅ **Billable** in FY{NEWEST_YEAR}. My tables end there: check it for FY{year}."
    return "✅ **Billable**: valid in " + " and ".join(
        f"FY{one}{' (in force now)' if one == year else ''}" for one in (NEWEST_YEAR, TABULAR_YEAR)
    )


def listed(entry: Entry, page: int = 0) -> Listed:
    """The codes that an answer lists and offers as buttons."""
    if not entry.below:
        return Listed(entry.near, 0, False)
    pages = -(-len(entry.below) // LISTED)
    page = min(page, pages - 1)
    return Listed(entry.below[page * LISTED : (page + 1) * LISTED], page, page + 1 < pages)


def has_more_notes(entry: Entry) -> bool:
    """Whether the first view leaves any note out or cuts it."""
    kinds = [[line for note in entry.notes if note.kind is kind for line in note.lines] for kind in NoteKind]
    cut = any(len(lines) > FIRST_LINES or any(len(line) > NOTE_HOLDS for line in lines) for lines in kinds)
    return cut or sum(len(line) for lines in kinds for line in lines) > PAGE_HOLDS


def notes_page(entry: Entry, number: int) -> NotesPage:
    """One page of all notes, own and inherited, and of the 7th characters."""
    pages: list[list[str]] = [[]]
    for line in _all_lines(entry):
        if sum(len(one) + 1 for one in pages[-1]) + len(line) > PAGE_HOLDS:
            pages.append([])
        pages[-1].append(line)
    number = min(number, len(pages) - 1)
    of = f" · {number + 1} of {len(pages)}" if len(pages) > 1 else ""
    embed = discord.Embed(
        title=f"Notes for {mark(entry.node)}{of}",
        description="\n".join(pages[number]) or "There are none.",
        colour=ACCENT,
    )
    return NotesPage(embed.set_footer(text=FOOT), number, number + 1 < len(pages))


def mark(node: Node) -> str:
    """Its code, as a button or a heading names it."""
    return f"Chapter {node.code}" if node.kind is Kind.CHAPTER else node.code


def _matches(found: Finding) -> discord.Embed:
    lines = [_line(node, found.year) for node in found.matches]
    count = len(found.matches)
    embed = discord.Embed(
        title="The best matches" if count >= MOST_MATCHES else f"{count} match{'' if count == 1 else 'es'}",
        description="\n".join([*([_plain(found.remark)] if found.remark else []), *lines]),
        colour=ACCENT,
    )
    return embed.set_footer(text=f"Press a code to read its notes. {FOOT}")


def _lacks(entry: Entry) -> str:
    node = entry.node
    if node.kind in (Kind.CHAPTER, Kind.BLOCK):
        return "a heading. Choose below."
    if entry.sevenths and all(_is_seventh(below) for below in entry.below):
        return "it needs a 7th character. Choose below."
    needed = " A 7th character is needed, too." if entry.sevenths else ""
    return f"more characters are needed. Choose below.{needed}"


def _is_seventh(node: Node) -> bool:
    return len(node.code) == len("S52.531A")


def _deleted(node: Node, year: int) -> str:
    if year <= node.last_year:
        following = f"FY{node.last_year + 1} (1 October {node.last_year})"
        return f"✅ **Billable** in FY{node.last_year} (in force now), but deleted from {following} on."
    if node.last_year == TABULAR_YEAR:
        return (
            f"❌ **Deleted**: not valid since 1 October {TABULAR_YEAR} (FY{NEWEST_YEAR}). "
            f"Valid in FY{TABULAR_YEAR}."
        )
    return f"❌ **Deleted**: last valid in FY{node.last_year}."


def _instead(entry: Entry) -> str:
    if not entry.successors:
        is_near = any(node.valid_in(NEWEST_YEAR) for node in entry.near)
        return f"What took its place is not in my tables: {'see the near codes' if is_near else 'search by words'}."
    codes = ", ".join(f"`{code}`" for code in entry.successors[:SUCCESSORS])
    return f"Look at {codes}{' …' if len(entry.successors) > SUCCESSORS else ''} instead."


def _path(entry: Entry) -> str:
    """From the chapter down. Of several subcategories the last one's title says what the others say."""
    steps = [
        mark(node)
        if node.kind is Kind.SUBCATEGORY and node != entry.path[-1]
        else _cut(f"{mark(node)} {node.title}", PATH_HOLDS)
        for node in entry.path
    ]
    return f"-# {_plain(' › '.join(steps))}" if steps else ""


def _below(found: Finding, entry: Entry, page: int) -> str:
    if not entry.below:
        return ""
    shown = listed(entry, page)
    of = f" {shown.page * LISTED + 1} to {shown.page * LISTED + len(shown.nodes)} of {len(entry.below)}"
    heading = f"**Below it{of if shown.more or shown.page else ''}**"
    return "\n".join([heading, *(_line(node, found.year, entry.node) for node in shown.nodes)])


def _add_sevenths(embed: discord.Embed, entry: Entry) -> None:
    """What the 7th character will be, on the way to where it can be chosen."""
    if entry.sevenths and entry.below and not all(_is_seventh(node) for node in entry.below):
        holds = FIELD_HOLDS // len(entry.sevenths) - AROUND_MEANING
        lines = [f"**{one.character}** {_plain(_cut(one.meaning, holds))}" for one in entry.sevenths]
        embed.add_field(name="7th characters", value="\n".join(lines)[:FIELD_HOLDS], inline=False)


def _line(node: Node, year: int, above: Node | None = None, holds: int = LINE_HOLDS) -> str:
    is_valid = node.valid_in(min(year, NEWEST_YEAR))
    sign = "✅" if is_valid else "❌" if node.billable else "▸"
    title = ending(node, above) or NO_TITLE
    return f"{sign} `{mark(node)}` {_plain(_cut(title, holds))}{until(node)}"


def _note_lines(entry: Entry, kind: NoteKind, holds: int = NOTE_HOLDS) -> list[str]:
    """The lines of one kind of note, the nearest first; before what is inherited stands where it comes from."""
    lines = []
    for note in entry.notes:
        if note.kind is kind:
            texts = [f"• {_plain(_cut(text, holds))}" for text in note.lines]
            source = [] if note.own else [f"-# from {mark(note.node)}"]
            lines += ["\n".join([*source, texts[0]]), *texts[1:]]
    return lines


def _all_lines(entry: Entry) -> Iterator[str]:
    for kind in NoteKind:
        lines = _note_lines(entry, kind, holds=FIELD_HOLDS)
        if lines:
            yield f"**{HEADINGS[kind]}**"
            yield from lines
    if entry.sevenths:
        yield "**7th characters**"
        yield from (f"• {one.character}: {_plain(one.meaning)}" for one in entry.sevenths)


def _first(lines: Sequence[str]) -> str:
    shown = _fitting(lines[:FIRST_LINES])
    return shown if len(lines) <= FIRST_LINES else f"{shown}\n-# … {len(lines) - FIRST_LINES} more: All notes"


def _fitting(lines: Sequence[str]) -> str:
    """As many of the lines as a field holds."""
    text = ""
    for line in lines:
        if len(text) + len(line) + 1 > FIELD_HOLDS - 40:
            return f"{text}\n…"
        text += f"\n{line}" if text else line
    return text


def _title(node: Node) -> str:
    return _cut(f"{mark(node)} · {node.title or NO_TITLE}", TITLE_HOLDS)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _plain(text: str) -> str:
    return escape_markdown(text)
