"""Checks on what questions say: phrases that spoil one, texts that repeat, keys that give themselves away."""

import re
from itertools import combinations

from bot.library.asking import asks_for_order, asks_how_many, negative_in
from bot.library.citing import codes_in
from bot.library.gather import Gathered
from bot.library.phrases import faults_of, is_all_or_none, is_bare_none, leaning
from bot.library.reading import Document, Where
from bot.library.schema import QuestionShape
from bot.library.texts import FourOptions, each_four, each_text

_WORD = re.compile(r"[a-z0-9]+(?:\.[a-z0-9]+)*")
_LIST_OF_CODES = re.compile(r"[A-Z0-9., ;+&]+(?:and [A-Z0-9., ]+)*")
_SAME_STEM = 0.8
_KEY_RATIO = 1.5
_KEY_MARGIN = 25


def check_wording(found: Gathered) -> None:
    """Note every text problem of every question, case and mnemonic, and stems that two questions share."""
    procedures = _with_procedures(found)
    for document, where, text in each_text(found):
        _phrases(document, where, text, (document.file, *where[:2]) in procedures)
    for four in each_four(found):
        _options(four)
        _reordered(four)
        _key_length(four)
        _asking(four)
    _stems(found)
    _mnemonics(found)


def _with_procedures(found: Gathered) -> set[Where]:
    """The questions and cases whose codes are of ICD-10-PCS, by file and place."""
    questions = {
        (document.file, *where)
        for document, where, question in found.each_question()
        if any(code.sys == "icd10pcs" for code in question.codes)
    }
    return questions | {
        (document.file, *where)
        for document, where, case in found.each_case()
        if any(step.kind == "assign" and step.sys == "icd10pcs" for step in case.steps)
    }


def _phrases(document: Document, where: Where, text: str, procedures: bool) -> None:
    # Elsewhere a letter is a 7th character, a specimen of a record or the hook of a mnemonic.
    shuffled = where[0] == "questions" or "options" in where or "ask" in where
    for what, words, mend in faults_of(text, shuffled=shuffled, procedures=procedures):
        name = ".".join(str(part) for part in where[2:]) or str(where[-1])
        document.complain(where, f"{name} {what} (“{words}”)", mend)


def spoiled(text: str, *, procedures: bool = False) -> str | None:
    """What makes a text of a question unfit where options are shuffled, as the end of a sentence; None: nothing.

    procedures: it names values of ICD-10-PCS, whose letters stand in brackets.
    """
    if hit := leaning(text, procedures):
        return f"refers to an option by its letter or place (“{hit[0][:60]}”): options are shuffled"
    if is_all_or_none(text) and not is_bare_none(text):
        return f"is an all-or-none-of-the-above option (“{text[:60]}”): options are shuffled"
    return None


def _asking(four: FourOptions) -> None:
    name = "stem" if four.where[0] == "questions" else "ask"
    place = (*four.where, name)
    if hit := negative_in(four.ask):
        four.document.complain(place, f"{name} asks in the negative (“{hit[:60]}”)", "Ask for what is right")
    if not four.ask.rstrip().endswith("?"):
        four.document.complain(place, f"{name} does not end in a question", "End it with one clear question")


def _options(four: FourOptions) -> None:
    for key, option in four.each():
        number = is_bare_none(option.text) and asks_how_many(four.ask)
        if is_all_or_none(option.text) and not number:
            what = f"options.{key}.text is an all-or-none-of-the-above option (“{option.text}”)"
            place = (*four.where, "options", key, "text")
            four.document.complain(place, what, "Write four options that each stand alone")
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


def _reordered(four: FourOptions) -> None:
    """Where order is not asked, the codes of the answer are as right in any other order."""
    right = next(option.text for key, option in four.each() if key == four.answer)
    if asks_for_order(four.ask) or not _LIST_OF_CODES.fullmatch(right):
        return
    wanted = list(codes_in(right))
    for key, option in four.each():
        codes = list(codes_in(option.text))
        if codes != wanted and sorted(codes) == sorted(wanted):
            what = f"option {key} holds the codes of the answer in another order, and order is not asked"
            four.document.complain(
                (*four.where, "options", key), what, "Ask for the order, or change the codes"
            )


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


def _mnemonics(found: Gathered) -> None:
    seen: dict[tuple[str, str], str] = {}
    for document, where, mnemonic in found.each_mnemonic():
        for key in ("hook", "stands_for", "story"):
            words = _plain(getattr(mnemonic, key) or "")
            earlier = seen.setdefault((key, words), mnemonic.id)
            if words and earlier != mnemonic.id:
                what = f"{key} is that of {earlier}"
                document.complain((*where, key), what, "Write another, or drop one of the two")


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))
