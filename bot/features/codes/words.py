"""Words as the code tables are searched for them; bot/words.py cuts and compares them. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, product

from bot.features.codes.model import Kind, Node
from bot.features.codes.synonyms import LONGEST, MEANT
from bot.words import singular, split

# More words make a search slower, never better.
MOST_WORDS = 8
# Reading words in more ways makes a search slower, too.
MOST_READINGS = 4
# Of so many words it is tried whether the others are found without them.
MOST_LEFT_OUT = 4


# Never searched, and not missed.
_STOP = frozenset(
    split(
        "a am an and are as at be by do does due for from had has have having in is it my nos of on or other the to "
        "was were what whats which who with without"
    )
)
# Searched first, and left out where that finds nothing.
_FILLERS = frozenset(
    split(
        "billable can cm code codes coding diagnosis dx find give how icd icd10 look lookup me mean meaning means "
        "need new patient patients pcs please post pt replace replaced search show status tell up use valid you"
    )
)
# Words that are beside the point only together.
_ASIDE = re.compile(
    r"\bicd[\s-]*(?:9|10|11)\b(?:[\s-]*(?:cm|pcs)\b)?|\b(?:can|do|does|may|must|should|would) (?:i|we|you)\b",
    re.IGNORECASE,
)


def words_of(text: str) -> list[str]:
    """The words worth searching."""
    found = split(_ASIDE.sub(" ", text)) or split(text)
    kept = [word for word in found if word not in _STOP] or found
    return list(dict.fromkeys(kept))[:MOST_WORDS]


def only_filler(text: str) -> bool:
    """Whether the words name nothing: “ICD-10 code for”."""
    return not set(split(_ASIDE.sub(" ", text))) - _STOP - _FILLERS


def ways(text: str) -> list[list[list[str]]]:
    """How a text may be searched, the likeliest first. Each way is one or more lists of words whose hits belong
    together: as the tables say it, then as it was typed, then both without fillers."""
    found = [[words_of(one) for one in meant(text)], [words_of(text)]]
    found += [[without_fillers(one) for one in way] for way in found]
    return [way for place, way in enumerate(found) if way and way not in found[:place]]


def without_fillers(words: Sequence[str]) -> list[str]:
    """The words that matter; all of them where none does."""
    return [word for word in words if word not in _FILLERS] or list(words)


def meant(text: str) -> list[str]:
    """The text as the tables would say it, in one or more ways; empty where it is said like that already."""
    said, place = split(text), 0
    parts: list[tuple[str, ...]] = []
    while place < len(said):
        size, part = _meant_at(said, place)
        parts.append(part)
        place += size
    if all(part == (word,) for part, word in zip(parts, said, strict=False)):
        return []
    return [" ".join(chosen) for chosen in islice(product(*parts), MOST_READINGS)]


def _meant_at(said: Sequence[str], place: int) -> tuple[int, tuple[str, ...]]:
    """How many words are taken there, and what they mean."""
    for size in range(min(LONGEST, len(said) - place), 0, -1):
        phrase = " ".join(said[place : place + size])
        for form in (phrase, singular(phrase)):
            if form in MEANT:
                return size, MEANT[form]
    return 1, (said[place],)


def is_said(text: str) -> bool:
    """Whether a text that may look like a code (DM2, H1N1) is known to mean something else."""
    return " ".join(split(text)) in MEANT


def expression(words: Sequence[str]) -> str:
    """What full-text search is asked: lines with all words, each perhaps longer, in singular or plural. A single letter
    is longer only where it is the last, as while somebody types.

    Words are letters and digits only (`split`), so that nothing of the search's own syntax can stand in them.
    """
    last = len(words) - 1
    asked = (
        [f'"{word}"'] if len(word) == 1 and place < last else _forms(word) for place, word in enumerate(words)
    )
    return " AND ".join(f"({' OR '.join(forms)})" for forms in asked)


def whole(words: Iterable[str]) -> str:
    """The same, but each word whole."""
    return " AND ".join("(" + " OR ".join(f'"{form}"' for form in spellings(word)) + ")" for word in words)


def spellings(word: str) -> list[str]:
    """A word in singular and plural."""
    stem = singular(word)
    return list(dict.fromkeys([word, stem, f"{stem}s"]))


def _forms(word: str) -> list[str]:
    if word.isdigit():  # type 2 is not type 20
        return [f'"{word}"']
    stem = singular(word)
    return [f'"{form}" *' for form in ([stem] if word.startswith(stem) else [stem, word])]


def ranked(nodes: Sequence[Node], words: Sequence[str]) -> list[Node]:
    """The best first: the title itself, most of the words whole in the title, categories and titles that begin with
    the words, then as the tables rank them."""
    in_order = [singular(word) for word in words]
    wanted = set(in_order)

    def worth(node: Node) -> tuple[bool, int, bool, int]:
        title = [singular(word) for word in split(node.title)]
        is_wide = node.kind in (Kind.BLOCK, Kind.CHAPTER)
        liked = (node.kind is Kind.CATEGORY) + (title[: len(in_order)] == in_order)
        return (set(title) != wanted, -len(wanted.intersection(title)), is_wide, -liked)

    return sorted(nodes, key=worth)


def without_one(words: Sequence[str], lines: Mapping[str, int]) -> list[list[str]]:
    """The words without one of them: the rarest first, which is most likely beside the point.

    Without what says nothing alone: numbers and single letters. lines: on how many lines each word stands.
    """
    rarest = sorted(range(len(words)), key=lambda place: lines[words[place]])[:MOST_LEFT_OUT]
    fewer = ([*words[:place], *words[place + 1 :]] for place in rarest)
    return [some for some in fewer if says_something(some)]


def says_something(words: Iterable[str]) -> bool:
    """Whether there is a real word among them."""
    return any(len(word) > 1 and not word.isdigit() for word in words)
