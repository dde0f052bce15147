"""Checks on what questions say: phrases that spoil one, texts that repeat, keys that give themselves away."""

import re
from collections.abc import Iterator
from itertools import combinations

from bot.library.gather import Gathered
from bot.library.reading import Document, Where
from bot.library.schema import OptionShape, QuestionShape

_LETTER = re.compile(
    r"\b(?:[Oo]ptions?|[Aa]nswers?|[Cc]hoices?|[Ll]etters?) \(?[A-D]\b|\b(?:first|last) option\b"
    r"|^[A-D] (?:is|says|means|has|was|would)\b"
)
_ALL_OR_NONE = re.compile(
    r"\b(all|none|both|neither|any) of (the|these|those) (above|below|options|answers)\b", re.I
)
_NEGATIVE = re.compile(
    r"\b(NOT|EXCEPT|LEAST)\b|\b(?i:except|incorrect|is not|are not|would not|should not|least)\b[^.?!]*\?"
)
_CPT = re.compile(r"(?<![\d$.,-])\b\d{5}\b(?![,.]?\d)|\b\d{4}[FTU]\b")
_DENTAL = re.compile(r"\bD\d{4}\b")
_WORD = re.compile(r"[a-z0-9]+(?:\.[a-z0-9]+)*")
_SAME_STEM = 0.8
_KEY_RATIO = 1.5
_KEY_MARGIN = 25


def check_wording(found: Gathered) -> None:
    """Note every text problem of every question, and stems that two questions share."""
    for document, where, question in found.each_question():
        _phrases(document, where, question)
        _options(document, where, question)
        _key_length(document, where, question)
        _question_mark(document, where, question)
    _stems(found)


def options_of(question: QuestionShape) -> list[tuple[str, OptionShape]]:
    """The four options with their keys, in the file's order."""
    return [(key, getattr(question.options, key)) for key in "ABCD"]


def texts_of(question: QuestionShape) -> Iterator[tuple[Where, str]]:
    """Every text that a member reads, with its place inside the question."""
    yield ("stem",), question.stem
    for key, option in options_of(question):
        yield ("options", key, "text"), option.text
        yield ("options", key, "why"), option.why


_FORBIDDEN = (
    (
        _LETTER,
        "refers to an option by its letter or place",
        "Options are shuffled: name what the option says",
    ),
    (_ALL_OR_NONE, "is an all-or-none-of-the-above option", "Write four options that each stand alone"),
    (_CPT, "looks like a CPT code", "Describe the procedure in your own words; CPT codes may not stand here"),
    (_DENTAL, "looks like a dental (CDT) code", "Dental codes may not stand here: describe the service"),
)


def _phrases(document: Document, where: Where, question: QuestionShape) -> None:
    for place, text in texts_of(question):
        for pattern, what, mend in _FORBIDDEN:
            if hit := pattern.search(text):
                name = ".".join(str(part) for part in place)
                document.complain((*where, *place), f"{name} {what} (“{hit[0][:60]}”)", mend)
    if hit := _NEGATIVE.search(question.stem):
        what = f"stem asks in the negative (“{hit[0][:60]}”)"
        document.complain((*where, "stem"), what, "Ask for what is right")


def _question_mark(document: Document, where: Where, question: QuestionShape) -> None:
    if not question.stem.rstrip().endswith("?"):
        document.complain(
            (*where, "stem"), "stem does not end in a question", "End it with one clear question"
        )


def _options(document: Document, where: Where, question: QuestionShape) -> None:
    for (one, first), (two, second) in combinations(options_of(question), 2):
        place = (*where, "options", two)
        if _plain(first.text) == _plain(second.text):
            document.complain((*place, "text"), f"options {one} and {two} say the same", "Make them differ")
        if _plain(first.why) == _plain(second.why):
            what = f"the reasons of options {one} and {two} are the same"
            document.complain((*place, "why"), what, "Say why this very option is right or wrong")


def _key_length(document: Document, where: Where, question: QuestionShape) -> None:
    lengths = {key: len(option.text) for key, option in options_of(question)}
    key = lengths.pop(question.answer)
    longest = max(lengths.values())
    if key > longest * _KEY_RATIO and key > longest + _KEY_MARGIN:
        what = f"the right option has {key} characters, the next longest {longest}"
        document.complain((*where, "options", question.answer), what, "Shorten it or lengthen the others")


def _stems(found: Gathered) -> None:
    seen: list[tuple[Document, Where, QuestionShape, frozenset[str]]] = []
    for document, where, question in found.each_question():
        words = frozenset(_WORD.findall(question.stem.lower()))
        for other_document, other_where, other, other_words in seen:
            if len(words & other_words) >= _SAME_STEM * len(words | other_words):
                place = f"{other_document.file}:{other_document.line(other_where)}"
                what = f"stem is almost that of {other.id} ({place})"
                document.complain((*where, "stem"), what, "Change the situation, or drop one of the two")
        seen.append((document, where, question, words))


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))
