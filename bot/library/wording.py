"""Checks on what questions say: phrases that spoil one, texts that repeat, keys that give themselves away."""

import re
from itertools import combinations

from bot.library.gather import Gathered
from bot.library.reading import Document, Where
from bot.library.schema import QuestionShape
from bot.library.texts import FourOptions, each_four, each_text

_LETTER = re.compile(
    r"\b(?:[Oo]ptions?|[Aa]nswers?|[Cc]hoices?|[Ll]etters?) \(?[A-D]\b|\b(?:first|last) option\b"
    r"|^[A-D] (?:is|says|means|has|was|would)\b"
)
_ALL_OR_NONE = re.compile(
    r"\b(all|none|both|neither|any) of (the|these|those) (above|below|options|answers)\b", re.I
)
_NEGATIVE = re.compile(
    r"\b(NOT|EXCEPT|LEAST)\b|\b(?i:except|incorrect|is not|are not|would not|should not|(?<!at )least)\b[^.?!]*\?"
)
_CPT = re.compile(r"(?<![\d$.,-])\b\d{5}\b(?![,.]?\d)|\b\d{4}[FTU]\b")
_DENTAL = re.compile(r"\bD\d{4}\b")
_WORD = re.compile(r"[a-z0-9]+(?:\.[a-z0-9]+)*")
_CALLS_RIGHT = re.compile(
    r"\b(?:this|it) is (?:the )?(?:correct|right)\b|^(?:correct|right)[,.:;]"
    r"|\bthe (?:correct|right|best) (?:answer|choice|option)\b",
    re.I,
)
_CALLS_WRONG = re.compile(
    r"\b(?:this|it) is (?:the )?(?:incorrect|wrong)\b|^(?:incorrect|wrong)[,.:;]"
    r"|\bthe wrong (?:answer|choice|option)\b",
    re.I,
)
_RECOMMENDS = re.compile(
    r"(?<!not )(?<!not to )(?<!never )\b(?i:should be|must be|report|assign|use|is coded(?: as| to)?) "
    r"((?:[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?|[0-9A-HJ-NP-Z]{7})(?!\w|\.\w))"
)
_SAME_STEM = 0.8
_KEY_RATIO = 1.5
_KEY_MARGIN = 25


def check_wording(found: Gathered) -> None:
    """Note every text problem of every question, case and mnemonic, and stems that two questions share."""
    for document, where, text in each_text(found):
        _phrases(document, where, text)
    for four in each_four(found):
        _options(four)
        _key_length(four)
        _arguing(four)
        _asking(four)
    _stems(found)


_LETTERED = (
    _LETTER,
    "refers to an option by its letter or place",
    "Options are shuffled: name what the option says",
)
_FORBIDDEN = (
    (_ALL_OR_NONE, "is an all-or-none-of-the-above option", "Write four options that each stand alone"),
    (_CPT, "looks like a CPT code", "Describe the procedure in your own words; CPT codes may not stand here"),
    (_DENTAL, "looks like a dental (CDT) code", "Dental codes may not stand here: describe the service"),
)


def _phrases(document: Document, where: Where, text: str) -> None:
    # Elsewhere a letter is a 7th character or the hook of a mnemonic.
    has_options = where[0] == "questions" or "options" in where
    for pattern, what, mend in (_LETTERED, *_FORBIDDEN) if has_options else _FORBIDDEN:
        if hit := pattern.search(text):
            name = ".".join(str(part) for part in where[2:])
            document.complain(where, f"{name} {what} (“{hit[0][:60]}”)", mend)


def spoiled(text: str) -> str | None:
    """What makes a text of a question unfit where options are shuffled, as the end of a sentence; None: nothing."""
    if hit := _LETTER.search(text):
        return f"{_LETTERED[1]} (“{hit[0][:60]}”): options are shuffled"
    if hit := _ALL_OR_NONE.search(text):
        return f"{_FORBIDDEN[0][1]} (“{hit[0][:60]}”): options are shuffled"
    return None


def _asking(four: FourOptions) -> None:
    name = "stem" if four.where[0] == "questions" else "ask"
    place = (*four.where, name)
    if hit := _NEGATIVE.search(four.ask):
        four.document.complain(
            place, f"{name} asks in the negative (“{hit[0][:60]}”)", "Ask for what is right"
        )
    if not four.ask.rstrip().endswith("?"):
        four.document.complain(place, f"{name} does not end in a question", "End it with one clear question")


def _options(four: FourOptions) -> None:
    for (one, first), (two, second) in combinations(four.each(), 2):
        place = (*four.where, "options", two)
        if _plain(first.text) == _plain(second.text):
            what = f"options {one} and {two} say the same"
            four.document.complain((*place, "text"), what, "Make them differ")
        if _plain(first.why) == _plain(second.why):
            what = f"the reasons of options {one} and {two} are the same"
            four.document.complain((*place, "why"), what, "Say why this very option is right or wrong")


def _key_length(four: FourOptions) -> None:
    lengths = {key: len(option.text) for key, option in four.each()}
    key = lengths.pop(four.answer)
    longest = max(lengths.values())
    if key > longest * _KEY_RATIO and key > longest + _KEY_MARGIN:
        what = f"the right option has {key} characters, the next longest {longest}"
        place = (*four.where, "options", four.answer)
        four.document.complain(place, what, "Shorten it or lengthen the others")


def _arguing(four: FourOptions) -> None:
    """A reason has to speak for its own option: told where it plainly speaks for another."""
    right = next(option for key, option in four.each() if key == four.answer)
    for key, option in four.each():
        place = (*four.where, "options", key, "why")
        claim = (_CALLS_WRONG if option is right else _CALLS_RIGHT).search(option.why)
        if claim:
            verdict = "right" if option is right else "wrong"
            what = f"option {key} is {verdict}, and its reason says “{claim[0]}”"
            four.document.complain(place, what, "Argue for the answer, or correct `answer`")
        if option is right:
            continue
        for hit in _RECOMMENDS.finditer(option.why):
            elsewhere = any(hit[1] in other.text for name, other in four.each() if name != four.answer)
            if elsewhere and hit[1] not in right.text:
                what = f"the reason of option {key} asks for {hit[1]}, which the answer does not hold"
                four.document.complain(place, what, "Argue for the answer, or correct `answer`")


def stem_words(stem: str) -> frozenset[str]:
    """What stems are compared by."""
    return frozenset(_WORD.findall(stem.lower()))


def almost_same(words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two stems ask the same, by their words."""
    return len(words & others) >= _SAME_STEM * len(words | others)


def _stems(found: Gathered) -> None:
    seen: list[tuple[Document, Where, QuestionShape, frozenset[str]]] = []
    for document, where, question in found.each_question():
        words = stem_words(question.stem)
        for other_document, other_where, other, other_words in seen:
            if almost_same(words, other_words):
                place = f"{other_document.file}:{other_document.line(other_where)}"
                what = f"stem is almost that of {other.id} ({place})"
                document.complain((*where, "stem"), what, "Change the situation, or drop one of the two")
        seen.append((document, where, question, words))


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))
