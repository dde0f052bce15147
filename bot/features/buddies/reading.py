"""The fields of the form as people fill them in: wishes, languages, a line about oneself. Pure."""

import re
import unicodedata

from bot.errors import BadInput
from bot.features.buddies.terms import Goal

ABOUT_MOST = 200
MOST_LANGUAGES = 5

_GOALS = (
    (Goal.ACCOUNTABILITY, ("account", "motivat", "check", "discipl", "track", "on task", "honest")),
    (Goal.EXPLAINING, ("expla", "teach", "discuss", "talk", "understand", "questions answered")),
    (Goal.PRACTICE, ("pract", "quiz", "drill", "case", "exercise", "mock", "test", "cod")),
)
_EVERYTHING = re.compile(r"\b(?:all|any|anything|everything|both)\b")
# What a language calls itself, or its code, and what it is called in English. Anything else stands as it was typed.
_LANGUAGES = {
    "en": "English",
    "eng": "English",
    "ingles": "English",
    "englisch": "English",
    "anglais": "English",
    "es": "Spanish",
    "espanol": "Spanish",
    "castellano": "Spanish",
    "fr": "French",
    "francais": "French",
    "de": "German",
    "deutsch": "German",
    "pt": "Portuguese",
    "portugues": "Portuguese",
    "tl": "Tagalog",
    "filipino": "Tagalog",
    "pilipino": "Tagalog",
    "hi": "Hindi",
    "ta": "Tamil",
    "te": "Telugu",
    "ar": "Arabic",
    "zh": "Chinese",
    "mandarin": "Chinese",
    "ru": "Russian",
    "asl": "American Sign Language",
    "american sign language": "American Sign Language",
}
_NAMED = frozenset(_LANGUAGES.values())
# What stands for nothing named, and for nothing more than what was named.
_OPEN = frozenset(
    {"none", "any", "all", "n a", "na", "nothing", "no preference", "doesn't matter", "whatever"}
)
_COUNTRY = re.compile(r"\b([a-z]{2})[-_][a-z]{2}\b")
_FILLER = re.compile(
    r"\b(?:i speak|native|fluent|fluently|some|a little|a bit of|basic|good|only|mostly|also|both)\b"
)


def parse_goals(text: str) -> frozenset[Goal]:
    """What somebody wants of a buddy; nothing typed means nothing in particular. Raises BadInput."""
    written = _plain(text)
    if not written:
        return frozenset()
    found = frozenset(goal for goal, words in _GOALS if any(word in written for word in words))
    if not found and _EVERYTHING.search(written):
        return frozenset(Goal)
    if not found:
        raise BadInput(
            f"I could not read what you want from “{cleaned(text, 40)}”. "
            "Write accountability, explaining or practice, or several of them."
        )
    return found


def parse_languages(text: str) -> tuple[str, ...]:
    """Languages by their English names, five at most; nothing typed leaves them open. Raises BadInput."""
    names: list[str] = []
    written = _COUNTRY.sub(
        r"\1", re.sub(r"\bn/a\b", "na", unicodedata.normalize("NFC", text)[:200].casefold())
    )
    for part in re.split(r"[,;/&+|\n.()]|\band\b|\bor\b", written):
        name = " ".join(_FILLER.sub(" ", part).split())
        if not name or name in _OPEN:
            continue
        words = [_LANGUAGES.get(_bare(word), word.title()) for word in name.split()]
        if len(words) > 1 and _bare(name) not in _LANGUAGES and all(word in _NAMED for word in words):
            names += words  # "English Spanish" is two
            continue
        # Letters with their marks: scripts such as Devanagari cannot do without.
        if len(name) > 30 or not all(unicodedata.category(char)[0] in "LM" or char in " -'" for char in name):
            raise BadInput(
                f"I could not read “{cleaned(part, 40)}” as a language. Write them like English, Spanish."
            )
        names.append(_LANGUAGES.get(_bare(name), name.title()))
    return tuple(dict.fromkeys(names))[:MOST_LANGUAGES]


def cleaned(text: str, most: int = ABOUT_MOST) -> str:
    """One line of what somebody typed, without what cannot be seen, at most so long."""
    kept = "".join(char if char.isprintable() else " " for char in unicodedata.normalize("NFC", text))
    line = " ".join(kept.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _bare(name: str) -> str:
    """Without accents: español is espanol."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())[:200]
