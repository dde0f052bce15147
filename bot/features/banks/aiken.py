"""Aiken: a question, its options `A.` or `A)`, and `ANSWER: B`. Pure."""

import re

from bot.features.banks.drafts import Draft, Drafts, Fault, content_of
from bot.features.banks.model import KEYS

_OPTION = re.compile(r"\s*([A-Za-z])[.)]\s+(\S.*)")
_ANSWER = re.compile(r"\s*ANSWER\s*:\s*(\S*)\s*$", re.IGNORECASE)


def read(text: str) -> Drafts:
    """Every question. Raises BadInput when there are too many."""
    found = Drafts("Aiken")
    begun = 1
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if not lines:
            begun = number
        lines.append(line)
        if _ANSWER.match(line):
            found.add(_draft(begun, lines))
            lines = []
    if lines:
        found.add(Draft(f"line {begun}", fault="has no line “ANSWER: …” at its end"))
    return found


def _draft(begun: int, lines: list[str]) -> Draft:
    where = f"line {begun}"
    try:
        stem, options = split_options(lines[:-1])
        answer = _ANSWER.match(lines[-1])
        assert answer
        letter = answer[1].upper()
        if len(letter) != 1 or letter not in KEYS[: len(options)]:
            raise Fault(f"has the answer “{letter[:20]}”, which is none of its options")
        return Draft(where, content_of(stem, options, KEYS.index(letter)))
    except Fault as fault:
        return Draft(where, fault=str(fault))


def split_options(lines: list[str]) -> tuple[str, list[str]]:
    """A stem and the options below it. Raises Fault when they do not go A, B and so on."""
    first = next((place for place, line in enumerate(lines) if _is_option(line, 0)), len(lines))
    options: list[str] = []
    for line in lines[first:]:
        match = _OPTION.fullmatch(line)
        if match is None or match[1].upper() != chr(ord("A") + len(options)):
            raise Fault(f"has a line between its options that is none: “{line.strip()[:40]}”")
        options.append(match[2])
    stem = "\n".join(lines[:first])
    if not stem.strip():
        raise Fault("has no text before its options")
    return stem, options


def _is_option(line: str, place: int) -> bool:
    match = _OPTION.fullmatch(line)
    return match is not None and match[1].upper() == chr(ord("A") + place)
