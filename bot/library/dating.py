"""Checks on where things come from and when: reviews, figures, and all else that carries `source` and `as_of`."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Protocol

from bot.library.gather import Gathered
from bot.library.reading import Document, Where
from bot.library.schema import ReviewShape
from bot.library.texts import older_of

_MACHINE = re.compile(
    r"\b(?:auto\w*|nobody|none|unknown|todo|AI|LLM|machine|computer|script|program|model|bot|robot|tool|check|checker)\b",
    re.I,
)
_NO_SOURCE = re.compile(
    r"\W*(?:$|(?:todo|tbd|tba|fixme|xxx|unknown|none|nobody|nowhere|n/?a|missing|unsourced|somewhere|source (?:missing"
    r"|unknown|needed)|(?:not|never|un) ?(?:recorded|known|given|stated|noted|named|found)|no (?:source|record))\b)",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTED = re.compile(rf"^({'|'.join(_NUMBERS)}) (?:areas|domains|parts|sections)\b", re.I)


class _Sourced(Protocol):
    @property
    def source(self) -> str: ...

    @property
    def as_of(self) -> str: ...


def check_dating(found: Gathered, today: date | None) -> None:
    """Note reviews that cannot be, sources that are none, and figures without an age. today: None checks no date."""
    for document, where, item in (*found.each_item(), *found.each_mnemonic()):
        _review(document, (*where, "review"), item.review, today)
    for document, where, sourced in _sourced(found):
        _source(document, where, sourced)
    for document, shape in found.certifications:
        for number, outline in enumerate(shape.outlines):
            counted = _COUNTED.match(outline.name)
            if counted and _NUMBERS.index(counted[1].lower()) + 1 != len(outline.areas):
                what = f"“{outline.name}” has {len(outline.areas)} areas"
                document.complain(("outlines", number, "name"), what, "Name it by what stands in it")


def _review(document: Document, where: Where, review: ReviewShape, today: date | None) -> None:
    if review.human and _MACHINE.search(review.by):
        what = f"the review is called a person's, and is by “{review.by}”"
        document.complain((*where, "human"), what, "Write human: false, or the name of the person")
    if today is not None and review.on > today:
        what = f"the review is of {review.on}, which is still to come"
        document.complain((*where, "on"), what, "Write the day on which it was done")


def _sourced(found: Gathered) -> Iterator[tuple[Document, Where, _Sourced]]:
    for document, shape in found.certifications:
        for number, outline in enumerate(shape.outlines):
            yield document, ("outlines", number), outline
    for document, file in found.guide:
        for part in ("specialties", "tips", "education", "choices", "renewals"):
            for number, item in enumerate(getattr(file, part)):
                yield document, (part, number), item
        for number, renewal in enumerate(file.renewals):
            for row, share in enumerate(renewal.shares):
                yield document, ("renewals", number, "shares", row), share
    figures = [(document, shape.figures) for document, shape in found.certifications]
    for document, named in figures + [(document, file.figures) for document, file in found.guide]:
        for key, figure in named.items():
            yield document, ("figures", key), figure
            for place, old in older_of(key, figure):
                yield document, place, old


def _source(document: Document, where: Where, sourced: _Sourced) -> None:
    if _NO_SOURCE.match(sourced.source):
        what = f"source “{sourced.source[:60]}” names none"
        document.complain((*where, "source"), what, "Say who states it, or remove what nobody states")
    if sourced.as_of != "undated" and not _YEAR.search(sourced.as_of):
        what = f"as_of “{sourced.as_of[:60]}” holds no year"
        document.complain((*where, "as_of"), what, "Write the year, or: undated")
