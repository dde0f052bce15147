"""What members write: made harmless, checked, and compared with what is there. Pure."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from bot.errors import BadInput
from bot.features.mnemonics.model import (
    HOOK_LONGEST,
    REASON_LONGEST,
    STANDS_FOR_LONGEST,
    STORY_LONGEST,
    Texts,
)
from bot.typed import seen, written
from bot.words import split

# Joins of emoji, which mean nothing next to a letter.
_JOINS = re.compile(r"(?<=\w)[\u200d\ufe0f]+|[\u200d\ufe0f]+(?=\w)")
# From this likeness on (difflib's ratio) two hooks say the same, and an edit has not made another one.
ALIKE = 0.8
# Two hooks that share this much of their words are alike too, in whatever order.
SHARED_WORDS = 0.75
# What was judged in more wordings than these begins anew when it is edited once more.
MOST_WORDINGS = 8
_REF = re.compile(r"#(b:[a-z0-9-]{1,60}|[0-9]{1,15})")


def checked(hook: str, stands_for: str = "", story: str = "") -> Texts:
    """The texts, each as one line. Raises BadInput for a hook without words, and for what is too long."""
    if not split(seen(hook)) and seen(hook):
        raise BadInput("Write the hook in words: signs and emoji alone can't be found again.")
    return Texts(
        _line(written(hook, "The hook", most=HOOK_LONGEST)),
        _optional(stands_for, "What it stands for", STANDS_FOR_LONGEST),
        _optional(story, "The story", STORY_LONGEST),
    )


def reason(text: str) -> str:
    """Why something is wrong, as one line. Raises BadInput when there are no words in it, or too many."""
    return _line(written(text, "The reason", most=REASON_LONGEST))


def remark(text: str) -> str:
    """A moderator's word to the author, which may be empty. Raises BadInput when it is too long."""
    return _optional(text, "The reason", REASON_LONGEST)


def _optional(text: str, what: str, most: int) -> str:
    return _line(written(text, what, most=most, letters=0)) if seen(text) else ""


def _line(text: str) -> str:
    return _JOINS.sub("", " ".join(text.split()))


def key_of(hook: str) -> str:
    """The hook's words alone: the same for two hooks that differ in signs, capitals or accents only."""
    return " ".join(split(hook))


def alike(one: str, other: str) -> bool:
    """Whether two hooks say the same, given their keys."""
    if one == other or same_words(one, other):
        return True
    matcher = SequenceMatcher(a=one, b=other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def same_words(one: str, other: str) -> bool:
    """Whether two texts have most of their words in common, given their keys. Also quick where they are long."""
    mine, theirs = set(one.split()), set(other.split())
    return len(mine & theirs) >= SHARED_WORDS * max(len(mine), len(theirs))


def still_says(judged: Iterable[Texts], after: Texts) -> bool:
    """Whether new words mend all that was judged, and leave what it says.

    Each of them is compared, not the last alone: else many small edits would lead anywhere. A hook without a meaning
    may get one. More than MOST_WORDINGS are not compared, since each costs time.
    """
    hook, meaning = key_of(after.hook), key_of(after.stands_for)
    before = {(key_of(words.hook), key_of(words.stands_for)) for words in judged}
    return len(before) <= MOST_WORDINGS and all(
        alike(before_hook, hook) and (not before_meaning or alike(before_meaning, meaning))
        for before_hook, before_meaning in before
    )


def ref_in(text: str) -> str | None:
    """The ref that somebody picked from a list ("#12", "#b:mn-ads"); None for words."""
    match = _REF.fullmatch(text.strip())
    return match[1] if match else None
