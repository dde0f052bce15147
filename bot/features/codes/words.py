"""Words, as members type them and as the tables are searched for them. Pure."""

from collections.abc import Sequence

from bot.features.codes.model import Kind, Node
from bot.words import singular, split

# More words make a search slower, never better.
MOST_WORDS = 8

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


_STOP = frozenset(split("a an and as at by due for from in is my nos of on or other the to with without"))


def words_of(text: str) -> list[str]:
    """The words worth searching. Short forms are written out."""
    said = " ".join(split(text))
    for phrase, written in _SAID.items():
        said = said.replace(phrase, written)
    found = [word for short in said.split() for word in SHORT.get(short, short).split()]
    kept = [word for word in found if word not in _STOP] or found
    return list(dict.fromkeys(kept))[:MOST_WORDS]


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
