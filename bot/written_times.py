"""A time of day that somebody wrote together with a date: told apart from it. Pure.

What stands beside a word such as “at”, or is written as a clock shows it, is a time. A number by itself may be a day or
a year: `bot.written_dates` tries both.
"""

import re
from dataclasses import dataclass
from datetime import time

from bot.date_refusals import more_than_one_time
from bot.when import parse_time

_MARK = r"(?:at|@|um|gegen|à|a|às|as|a las?|om|kl\.?|alle|ore)"
_HOURS = r"(?:uhr|h(?:rs?|ours?|eures?|oras?)?|o'clock)"
_HALF = r"[ap]\.?m\.?"
_CLOCK = (
    rf"(?:\d{{1,2}}\s?(?::|h|heures?)\s?\d{{2}}\s?(?:{_HALF}|{_HOURS})?"
    rf"|\d{{1,2}}(?:\.\d{{2}})?\s?(?:{_HALF}|{_HOURS})|0\d{{3}}|noon|midday|midnight)"
)
_DOTTED = r"\d{1,2}\.\d{2}"
_BARE = r"\d{1,4}"
_ON = r"(?:on|am|le|el|em|(?:no )?dia)"
_ALONE = re.compile(rf"(?:{_MARK}\s*)?{_CLOCK}|{_MARK}\s*(?:{_BARE}|{_DOTTED})")
_ANOTHER = re.compile(rf"(?<!\S){_CLOCK}(?=[\s–-]|$)")
# Where a time stands, and whether it is known from its look alone that it is one, and which half of the day is meant.
_PLACES = (
    (re.compile(rf"[,\s]+{_MARK}\s*(?P<clock>{_CLOCK}|{_DOTTED})$"), True),
    (re.compile(rf"(?:[,\s]+|(?<=\d)t)(?P<clock>{_CLOCK})$"), True),
    # "3 March 9.30", but never "3. 3.27".
    (re.compile(rf"(?:(?<=[^\W\d])|(?<=20\d\d)),?\s+(?P<clock>{_DOTTED})$"), True),
    (re.compile(rf"[,\s]+{_MARK}\s*(?P<clock>{_BARE})$"), False),
    (re.compile(rf"^(?:{_MARK}\s*)?(?P<clock>{_CLOCK})[,\s]+(?:{_ON}\s+)?(?=\S)"), True),
    (re.compile(rf"^{_MARK}\s*(?P<clock>{_BARE})\s+{_ON}\s+(?=\S)"), False),
)
# "at 9 EST": a time all the same, and dateparser knows the zone by it.
_ZONED = re.compile(rf"({_MARK}\s*\d{{1,2}})(?=\s+(?:[ecmp][sd]?t|utc|gmt|bst|ist|cet|cest)$)")
_HALVES = {
    "am": r"(?:in the |de la |por la |du |da |de )?(?:morning|mañana|matin|manhã|morgens|vormittags|früh)",
    "pm": r"(?:in the |de la |por la |de l'|du |da )?"
    r"(?:afternoon|evening|tarde|après-midi|soir|nachmittags|abends)",
}
_HALF_BEHIND = {
    half: re.compile(
        rf"(?P<clock>{_MARK}\s*\d{{1,2}}|\d{{1,2}}\s?[:.h]\s?\d{{2}}|\d{{1,2}}(?=\s?{_HOURS}))(?:\s?{_HOURS})?\s+{words}$"
    )
    for half, words in _HALVES.items()
}


@dataclass(frozen=True, slots=True)
class Split:
    """rest: what was written without the time. bare: the time is a number alone, such as “at 9”."""

    rest: str
    at: time | None = None
    bare: bool = False


_BEHIND = re.compile(rf"(?P<day>.*[^\s,])(?:,\s*|\s+)(?P<clock>{_DOTTED}|{_BARE})")


def number_behind(written: str) -> tuple[str, str] | None:
    """What was written, and the number at its end that may be a time: “tomorrow 9”, “3.3. 10.30”."""
    found = _BEHIND.fullmatch(written)
    return (found["day"], found["clock"]) if found else None


def is_time(written: str) -> bool:
    """Whether it is a time of day and nothing else."""
    return _ALONE.fullmatch(written) is not None


def split_time(written: str) -> Split:
    """What was written (in lower case, with single spaces) without its time. Raises BadInput for 25:00, or two."""
    written = _ZONED.sub(r"\1:00", written.replace("’", "'"))
    for half, behind in _HALF_BEHIND.items():
        written = behind.sub(lambda found, half=half: found["clock"] + half, written)  # type: ignore[misc]
    for place, clear in _PLACES:
        if found := place.search(written):
            clock = re.sub(r"\s?(?:heures?|horas?|hours?)", "h", found["clock"])
            rest = written[: found.start()] + written[found.end() :]
            if _ANOTHER.search(rest):
                raise more_than_one_time()
            # From 13 on, a number alone is of a clock with 24 hours.
            return Split(rest, at := parse_time(clock), bare=not clear and at.hour in range(1, 13))
    return Split(written)
