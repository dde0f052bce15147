"""CSV with a header line, as spreadsheets save it. Pure."""

import csv
import re
from collections.abc import Mapping

from bot.errors import BadInput
from bot.features.banks.drafts import Draft, Drafts, Fault, content_of, right_place, tidy_line
from bot.features.banks.model import KEYS

_PLAIN = re.compile(r"[^a-z0-9]")
_MANY = re.compile(r"[;|,]")
_PER_OPTION = {
    "option": ("", "option", "choice", "answer", "opt"),
    "why": ("why", "reason", "rationale", "feedback", "explanation"),
    "trap": ("trap",),
}
_NAMES = {
    "stem": ("stem", "question", "questiontext", "prompt"),
    "answer": ("answer", "correct", "correctanswer", "rightanswer", "key"),
    "why": ("why", "reason", "rationale", "explanation", "feedback"),
    "certs": ("certs", "cert", "certification", "certifications", "exam"),
    "area": ("area",),
    "topic": ("topic",),
    "kind": ("kind",),
    "difficulty": ("difficulty",),
    "sources": ("source", "sources", "reference", "references"),
    "years": ("years", "year"),
    "id": ("id",),
}


def _meanings() -> dict[str, str]:
    """Every heading that is understood, without blanks and signs, and what it means: stem, optionA, whyB …"""
    known = {name: meaning for meaning, names in _NAMES.items() for name in names}
    for meaning, names in _PER_OPTION.items():
        for place, key in enumerate(KEYS):
            for name in names:
                known[f"{name}{key.lower()}"] = f"{meaning}{key}"
                if name:
                    known[f"{name}{place + 1}"] = f"{meaning}{key}"
    return known


_MEANINGS = _meanings()
_SHOWN = (
    "stem, A, B, C, D, answer, and if you like explanation, source, area, certs, difficulty, why A, trap A"
)


def read(text: str) -> Drafts:
    """Every row below the header. Raises BadInput when the header is not understood."""
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    rows = csv.reader(text.split("\n"), delimiter=delimiter, strict=True)
    found = Drafts("CSV")
    meanings: list[str] = []
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            raise BadInput(
                f"Line {line} of that CSV file cannot be read: {error}. Put a text that holds “{delimiter}”, quotes or "
                "more lines in double quotes, and double the quotes inside it."
            ) from None
        if row is None:
            break
        if not meanings:
            meanings = _read_header(row, found)
        elif any(cell.strip() for cell in row):
            found.add(_draft(f"row {line}", meanings, row))
    if not meanings:
        raise BadInput(f"That CSV file is empty. Its first line names the columns: {_SHOWN}.")
    return found


def _read_header(row: list[str], found: Drafts) -> list[str]:
    meanings = [_MEANINGS.get(_PLAIN.sub("", cell.casefold()), "") for cell in row]
    missing = [name for name in ("stem", "answer", "optionA", "optionB") if name not in meanings]
    if missing:
        names = " and ".join(name.removeprefix("option") for name in missing)
        raise BadInput(f"That CSV file has no column {names}. Its first line names the columns: {_SHOWN}.")
    twice = [name for name in meanings if name and meanings.count(name) > 1]
    if twice:
        raise BadInput(f"That CSV file has two columns for {twice[0]}. Keep one of them.")
    unused = [
        cell.strip()[:30] for cell, meaning in zip(row, meanings, strict=True) if not meaning and cell.strip()
    ]
    if unused:
        found.notes.append(f"Columns that I did not use: {', '.join(unused[:10])}.")
    return meanings


def _draft(where: str, meanings: list[str], row: list[str]) -> Draft:
    if len(row) > len(meanings) and any(cell.strip() for cell in row[len(meanings) :]):
        return Draft(where, fault="has more cells than the header; put texts with commas in double quotes")
    cells = {meaning: cell.strip() for meaning, cell in zip(meanings, row, strict=False) if meaning}
    try:
        return Draft(where, _content(cells))
    except Fault as fault:
        return Draft(where, fault=str(fault))


def _content(cells: Mapping[str, str]) -> dict[str, object]:
    filled = [key for key in KEYS if cells.get(f"option{key}")]
    if "".join(filled) != KEYS[: len(filled)]:
        raise Fault("leaves out an option before another one")
    options = [cells[f"option{key}"] for key in filled]
    right = right_place(cells.get("answer", ""), options)
    whys = [cells.get(f"why{key}", "") for key in filled]
    whys[right] = whys[right] or cells.get("why", "")
    content = content_of(cells.get("stem", ""), options, right, whys)
    for key in filled:
        if trap := cells.get(f"trap{key}"):
            content["options"][key]["trap"] = _PLAIN.sub("_", trap.casefold()).strip("_")
    for name in ("id", "area", "topic", "kind", "difficulty"):
        if cells.get(name):
            content[name] = tidy_line(cells[name])
    for name in ("certs", "years"):
        if cells.get(name):
            content[name] = [part.strip() for part in _MANY.split(cells[name]) if part.strip()]
    if content.get("years") == ["independent"]:
        del content["years"]
    if cells.get("sources"):
        content["sources"] = [part for part in map(tidy_line, re.split(r"[;|]|\n", cells["sources"])) if part]
    return content
