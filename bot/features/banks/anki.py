"""Anki packages: basic notes, whose wrong options are other notes' backs, and multiple-choice notes. Pure."""

import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.errors import BadInput
from bot.features.banks import anki_store
from bot.features.banks.aiken import split_options
from bot.features.banks.drafts import (
    MOST_ROWS,
    Draft,
    Drafts,
    Fault,
    content_of,
    right_place,
    tidy,
    tidy_line,
)
from bot.features.banks.html_text import plain
from bot.features.banks.package import collection

_CLOZE = 1
_WRONG = 3
# Wrong options are drawn from so many backs that are about as long as the right one.
_NEIGHBOURS = 12
_SOUND = re.compile(r"\[sound:[^\]]*\]")
_PLAIN = re.compile(r"[^a-z0-9]")
_OPTION = re.compile(r"(?:option|choice|answer|q|opt)?([a-e]|[1-5])")
_BITS = re.compile(r"[01](?:\s+[01])+")
_STEM = ("question", "front", "stem", "text", "prompt")
_BACK = ("back", "answer")
_RIGHT = ("answer", "answers", "correct", "correctanswer", "key", "rightanswer")
_WHY = (
    "explanation",
    "extra",
    "extra1",
    "why",
    "rationale",
    "feedback",
    "notes",
    "note",
    "comment",
    "comments",
)
_SOURCE = ("source", "sources", "reference", "references")


@dataclass(frozen=True, slots=True)
class _Kind:
    """A note type. names: of its fields, in small letters without signs."""

    name: str
    cloze: bool
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Card:
    """A basic note: what is asked and what is right."""

    where: str
    kind: str
    front: str
    back: str
    why: str
    sources: tuple[str, ...]


def read(raw: bytes) -> Drafts:
    """Every note. Raises BadInput when the package cannot be read."""
    models, notes = anki_store.read(collection(raw), MOST_ROWS)
    kinds = _kinds(models)
    found = Drafts("Anki")
    cards: dict[int, _Card] = {}
    for place, note in enumerate(notes):
        where = f"note {place + 1}"
        try:
            content = _content(where, kinds.get(note.kind), note, cards, place)
            found.add(Draft(where, content))
        except Fault as fault:
            found.add(Draft(where, fault=str(fault)))
    if cards:
        found.notes.append(
            "Flashcards have one side that is right: as wrong options I took other cards' backs. Look some over."
        )
        _give_options(found, cards)
    return found


def _kinds(models: str) -> dict[str, _Kind]:
    try:
        known = json.loads(models)
        return {
            str(ident): _Kind(
                str(model["name"]),
                model.get("type") == _CLOZE,
                tuple(_PLAIN.sub("", str(field["name"]).casefold()) for field in model["flds"]),
            )
            for ident, model in known.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadInput("I don't understand the note types in that .apkg.") from None


def _content(
    where: str, kind: _Kind | None, note: anki_store.Note, cards: dict[int, _Card], place: int
) -> dict[str, Any] | None:
    """A multiple-choice note's question; None for a basic note, which is put with `cards`. Raises Fault."""
    if kind is None:
        raise Fault("is of a type that the package does not describe")
    if kind.cloze:
        raise Fault("is a cloze note; I read basic and multiple-choice notes")
    fields = {
        name: tidy(plain(_SOUND.sub("", text))) for name, text in zip(kind.names, note.fields, strict=False)
    }
    first = kind.names[0] if kind.names else ""
    front = next((fields[name] for name in _STEM if fields.get(name)), "") or fields.get(first, "")
    if not front:
        raise Fault("has an empty front")
    why = " ".join(fields[name] for name in _WHY if fields.get(name))
    sources = tuple(tidy_line(fields[name]) for name in _SOURCE if fields.get(name))
    options = _options(kind, fields)
    if len(options) >= 2:
        right = _right(next((fields[n] for n in _RIGHT if fields.get(n)), ""), options)
        return content_of(front, options, right, _whys(len(options), right, why), sources=list(sources))
    named = next((fields[name] for name in _BACK if fields.get(name)), "")
    back = named or next((fields[name] for name in kind.names[1:] if fields.get(name)), "")
    written = _written_out(front, back)
    if written:
        stem, listed, right = written
        return content_of(stem, listed, right, _whys(len(listed), right, why), sources=list(sources))
    if not back:
        raise Fault("has an empty back")
    cards[place] = _Card(
        where, note.kind, front, tidy_line(back), why if named or why != back else "", sources
    )
    return None


def _whys(count: int, right: int, why: str) -> list[str]:
    return [why if place == right else "" for place in range(count)]


def _options(kind: _Kind, fields: Mapping[str, str]) -> list[str]:
    """The texts of option fields such as “Option A”, “B” or “Q_3”, in order, without those left empty."""
    named: dict[str, str] = {}
    for name in kind.names:
        match = _OPTION.fullmatch(name)
        if match and fields.get(name):
            key = match[1] if match[1].isalpha() else "abcde"[int(match[1]) - 1]
            named.setdefault(key, fields[name])
    return [named[key] for key in sorted(named)]


def _right(answer: str, options: Sequence[str]) -> int:
    """By letter, number or text, or by a 0 or 1 for each option."""
    if _BITS.fullmatch(answer):
        rights = [place for place, bit in enumerate(answer.split()) if bit == "1"]
        if len(rights) != 1 or rights[0] >= len(options):
            raise Fault(f"has {len(rights)} right answers; one is needed")
        return rights[0]
    return right_place(answer, options)


def _written_out(front: str, back: str) -> tuple[str, list[str], int] | None:
    """A basic note whose front has the options as lines, A. and so on, and whose back begins with a letter."""
    letter = re.match(r"(?:answer\s*:?\s*)?\(?([A-Ea-e])(?:[.):\s]|$)", back, re.IGNORECASE)
    if letter is None:
        return None
    try:
        stem, options = split_options(front.split("\n"))
    except Fault:
        return None
    right = "ABCDE".index(letter[1].upper())
    return (stem, options, right) if len(options) >= 2 and right < len(options) else None


def _give_options(found: Drafts, cards: Mapping[int, _Card]) -> None:
    """Basic notes get wrong options: backs of other notes of their type, about as long as their own."""
    backs: dict[str, dict[str, str]] = defaultdict(dict)
    for card in cards.values():
        backs[card.kind].setdefault(card.back.casefold(), card.back)
    by_length = {
        kind: sorted(texts.values(), key=lambda text: (len(text), text)) for kind, texts in backs.items()
    }
    lengths = {kind: [len(text) for text in texts] for kind, texts in by_length.items()}
    for place, card in cards.items():
        near = bisect_left(lengths[card.kind], len(card.back))
        around = by_length[card.kind][max(0, near - _NEIGHBOURS) : near + _NEIGHBOURS]
        others = [text for text in around if text.casefold() != card.back.casefold()]
        rng = Random(f"{card.front}:{card.back}")
        wrong = rng.sample(others, min(_WRONG, len(others)))
        if not wrong:
            found.rows[place] = Draft(
                card.where, fault="is a basic note without others to take wrong options from"
            )
            continue
        content = content_of(
            card.front, [card.back, *wrong], 0, _whys(1 + len(wrong), 0, card.why), sources=list(card.sources)
        )
        found.rows[place] = Draft(card.where, content)
