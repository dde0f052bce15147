"""What importers give: one draft a row, sound or not; and small things that several of them need. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.errors import BadInput
from bot.features.banks.model import KEYS

MOST_BYTES = 5_000_000
MOST_ROWS = 5_000
# What programs leave behind in texts without anybody meaning it: it is taken out without a word.
_LEFTOVERS = str.maketrans("\t\v\f\u2028\u2029", "   \n\n", "\u200b\ufeff\u00ad\u2060")


@dataclass(frozen=True, slots=True)
class Draft:
    """One row. where: its place in the file ("row 12"). content: an OwnQuestion's fields; None: see fault."""

    where: str
    content: Mapping[str, Any] | None = None
    fault: str = ""


@dataclass(slots=True)
class Drafts:
    """A file's rows, in order, and what is to be said about the file as a whole."""

    format: str
    rows: list[Draft] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, draft: Draft) -> None:
        """Raises BadInput when there are too many."""
        if len(self.rows) >= MOST_ROWS:
            raise BadInput(
                f"That file holds more than {MOST_ROWS:,} questions. Split it, and upload one part after the other."
            )
        self.rows.append(draft)


class Fault(Exception):
    """Why a row can't be read, as the end of a sentence about it."""


def decoded(raw: bytes) -> str:
    """A text file's text. Raises BadInput for what is no text."""
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadInput(
            f"Line {line} of that file is not UTF-8 text. Save it as UTF-8 (in Excel: “CSV UTF-8”) and upload it again."
        ) from None
    if "\0" in text:
        raise BadInput("That file is no text file. I read YAML, CSV, GIFT, Aiken and Anki's .apkg.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def tidy(text: str) -> str:
    """Without what nobody meant, and without blanks at the ends of lines."""
    lines = (" ".join(line.split()) for line in text.translate(_LEFTOVERS).strip().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def tidy_line(text: str) -> str:
    """The same in one line."""
    return " ".join(text.translate(_LEFTOVERS).split())


def content_of(
    stem: str, options: Sequence[str], right: int, whys: Sequence[str] = (), **more: Any
) -> dict[str, Any]:
    """An OwnQuestion's fields. right: the place of the right option, from 0. whys: in the options' order.

    Raises Fault when there are more options than can be shown.
    """
    if len(options) > len(KEYS):
        raise Fault(f"has {len(options)} options; {len(KEYS)} are the most")
    if len(options) < 2:
        raise Fault("has fewer than two options")
    content: dict[str, Any] = {"stem": tidy(stem), "options": {}, "answer": KEYS[right]}
    for place, text in enumerate(options):
        why = tidy_line(whys[place]) if place < len(whys) else ""
        content["options"][KEYS[place]] = {"text": tidy_line(text), **({"why": why} if why else {})}
    return content | {name: value for name, value in more.items() if value}


def right_place(answer: str, options: Sequence[str]) -> int:
    """The place of the right option by its letter, its number from 1, or its text. Raises Fault."""
    wanted = tidy_line(answer)
    if not wanted:
        raise Fault("names no answer")
    letter = wanted.rstrip(".)").upper()
    if letter in KEYS and len(letter) == 1 and KEYS.index(letter) < len(options):
        return KEYS.index(letter)
    same = [place for place, text in enumerate(options) if tidy_line(text).casefold() == wanted.casefold()]
    if same:
        return same[0]
    if wanted.isdecimal() and wanted.isascii() and len(wanted) == 1 and 1 <= int(wanted) <= len(options):
        return int(wanted) - 1
    raise Fault(f"has the answer “{wanted[:40]}”, which is none of its options")
