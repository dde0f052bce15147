"""How hard a text is to read, as a school grade.

The Automated Readability Index (Smith and Senter, 1967): 4.71 characters a word + 0.5 words a sentence - 21.43.
Medical words are long, so grades run high; what matters is which way the bank goes, and its outliers.
"""

import re
from collections.abc import Sequence
from statistics import median, quantiles

_WORD = re.compile(r"[\w'’./-]+")
_SENTENCE_END = re.compile(r"[.?!](?=\s|$)")


def grade(text: str) -> float:
    """The school grade that a text asks for. 0 for a text without words."""
    words: list[str] = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = len(_SENTENCE_END.findall(text)) or 1
    characters = sum(character.isalnum() for word in words for character in word)
    return 4.71 * characters / len(words) + 0.5 * len(words) / sentences - 21.43


def spread(stems: Sequence[str]) -> str:
    """One line: the middle grade of the bank's stems, and the grade that one stem in ten exceeds."""
    grades = [grade(stem) for stem in stems]
    if len(grades) < 2:
        return "Reading level: too few stems to tell"
    high = quantiles(grades, n=10)[-1]
    return f"Reading level of stems (school grade, ARI): middle {median(grades):.0f}, one in ten above {high:.0f}"
