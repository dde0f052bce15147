"""What people type into forms, made safe to keep: nothing invisible, nothing that turns the direction of a text. Pure.

Mentions, markdown and links lose their effect when a text is shown (`bot.ui.plain`): what is kept is what was typed.
"""

import re
import unicodedata

from bot.errors import BadInput

# Format and control characters, surrogates, private use, unassigned, odd line ends; and fillers that look like nothing.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f")
# Joins of emoji and their variants are part of what is seen.
_KEPT = frozenset("\u200d\ufe0f")
_MOST_MARKS = 3


def seen(text: str) -> str:
    """The text with what can be seen of it: line breaks stay, blanks are single, stacked accents are cut."""
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") and char not in _KEPT else 0
        if char in _KEPT or char == "\n":
            kept.append(char)
        elif char == "\t" or category == "Zs":
            kept.append(" ")
        elif category not in _UNSEEN and char not in _FILLERS and marks <= _MOST_MARKS:
            kept.append(char)
    lines = (re.sub(r" {2,}", " ", line).strip() for line in "".join(kept).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip().strip("\u200d\ufe0f")


def written(text: str, what: str, *, most: int, letters: int = 3) -> str:
    """The text as it is kept. `what` names the field: "The reason". Raises BadInput where it cannot be used.

    letters: so many letters or digits there have to be.
    """
    clean = seen(text)
    if not clean:
        raise BadInput(f"{what} is empty. Write it in words.")
    if len(clean) > most:
        raise BadInput(f"{what} has {len(clean):,} characters; {most:,} fit. Shorten it and send it again.")
    if sum(char.isalnum() for char in clean) < letters:
        raise BadInput(f"{what} has no words in it. Write at least a few.")
    return clean
