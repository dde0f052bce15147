"""Words, as members type them and as the tables are searched for them. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from bot.features.codes.model import Kind, Node

# More words make a search slower, never better.
MOST_WORDS = 8
SHORTEST_STEM = 4
# A word is taken for a mistyped one from this likeness on (difflib's ratio: 1 is the same).
LIKE_ENOUGH = 0.8

# What coders write short, as the tables write it. Only what means one thing.
SHORT = {
    "afib": "atrial fibrillation",
    "aki": "acute kidney failure",
    "ami": "acute myocardial infarction",
    "ards": "acute respiratory distress syndrome",
    "adhd": "attention deficit hyperactivity",
    "bph": "benign prostatic hyperplasia",
    "cabg": "aortocoronary bypass graft",
    "cad": "atherosclerotic heart disease",
    "chf": "heart failure",
    "ckd": "chronic kidney disease",
    "copd": "chronic obstructive pulmonary disease",
    "cva": "cerebral infarction",
    "dvt": "deep vein thrombosis",
    "esrd": "end stage renal disease",
    "gerd": "gastro esophageal reflux",
    "htn": "hypertension",
    "ibs": "irritable bowel syndrome",
    "nstemi": "non st elevation myocardial infarction",
    "osa": "obstructive sleep apnea",
    "pna": "pneumonia",
    "ptsd": "post traumatic stress",
    "stemi": "st elevation myocardial infarction",
    "t1dm": "type 1 diabetes mellitus",
    "t2dm": "type 2 diabetes mellitus",
    "tia": "transient cerebral ischemic attack",
    "uri": "upper respiratory infection",
    "uti": "urinary tract infection",
}
# What patients say, as the tables say it.
_SAID = {
    "heart attack": "myocardial infarction",
    "high blood pressure": "hypertension",
    "kidney stone": "calculus kidney",
    "shingles": "zoster",
}


def split(text: str) -> list[str]:
    """All words of a text in small letters, without accents, the way the index cuts it."""
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(char)
    )
    return re.findall(r"[^\W_]+", re.sub(r"(?<=\w)['’]s\b", "", plain))


_STOP = frozenset(split("a an and as at by due for from in is my nos of on or other the to with without"))


def words_of(text: str) -> list[str]:
    """The words worth searching. Short forms are written out."""
    said = " ".join(split(text))
    for phrase, written in _SAID.items():
        said = said.replace(phrase, written)
    found = [word for short in said.split() for word in SHORT.get(short, short).split()]
    kept = [word for word in found if word not in _STOP] or found
    return list(dict.fromkeys(kept))[:MOST_WORDS]


def singular(word: str) -> str:
    """A plural without its ending, roughly: only compared with words treated the same."""
    if len(word) > SHORTEST_STEM and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > SHORTEST_STEM and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def expression(words: Iterable[str]) -> str:
    """What full-text search is asked: lines with all words, each perhaps longer, in singular or plural.

    Words are letters and digits only (`split`), so that nothing of the search's own syntax can stand in them.
    """
    return " AND ".join(f"({' OR '.join(_forms(word))})" for word in words)


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


def closest(word: str, known: Iterable[tuple[str, int]]) -> str | None:
    """The known word that a mistyped one most likely stands for. known: words, and on how many lines each is."""
    best: tuple[float, int, str] | None = None
    matcher = SequenceMatcher(b=word, autojunk=False)
    for candidate, lines in known:
        matcher.set_seq1(candidate)
        if matcher.real_quick_ratio() < LIKE_ENOUGH or matcher.quick_ratio() < LIKE_ENOUGH:
            continue
        likeness = matcher.ratio()
        if likeness >= LIKE_ENOUGH and (best is None or (likeness, lines) > best[:2]):
            best = (likeness, lines, candidate)
    return best[2] if best else None


def without_one(words: Sequence[str]) -> list[list[str]]:
    """The words without one of them: the last first, since people add details at the end."""
    return [[*words[:place], *words[place + 1 :]] for place in reversed(range(len(words)))]
