"""Words as people type them: cut, compared and mended, for searches by words. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

SHORTEST_STEM = 4
# A word is taken for a mistyped one from this likeness on (difflib's ratio: 1 is the same).
LIKE_ENOUGH = 0.8


def split(text: str) -> list[str]:
    """All words of a text in small letters, without accents, the way an index cuts it."""
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(char)
    )
    return re.findall(r"[^\W_]+", re.sub(r"(?<=\w)['’]s\b", "", plain))


def singular(word: str) -> str:
    """A plural without its ending, roughly: only compared with words treated the same."""
    if len(word) > SHORTEST_STEM and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > SHORTEST_STEM and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def closest(word: str, known: Iterable[tuple[str, int]]) -> str | None:
    """The known word that a mistyped one most likely stands for. known: words, and how many entries have each."""
    best: tuple[float, int, str] | None = None
    matcher = SequenceMatcher(b=word, autojunk=False)
    for candidate, entries in known:
        matcher.set_seq1(candidate)
        if matcher.real_quick_ratio() < LIKE_ENOUGH or matcher.quick_ratio() < LIKE_ENOUGH:
            continue
        likeness = matcher.ratio()
        if likeness >= LIKE_ENOUGH and (best is None or (likeness, entries) > best[:2]):
            best = (likeness, entries, candidate)
    return best[2] if best else None


def without_one(words: Sequence[str]) -> list[list[str]]:
    """The words without one of them: the last first, since people add details at the end."""
    return [[*words[:place], *words[place + 1 :]] for place in reversed(range(len(words)))]
