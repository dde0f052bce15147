"""Usual hours as people type them: 'evenings', '6-9pm', 'weekends', 'Mon Wed 19:00-21:00'. Pure.

What is understood counts and the rest of the sentence is passed over: nobody should lose a form to a word.
"""

import re
import unicodedata
from collections.abc import Iterator

from bot.errors import BadInput
from bot.features.buddies.model import Hours

ALL_DAY = (1 << 24) - 1
# "Weekends" means waking hours.
_AWAKE = (8, 23)
# Part of the day → hours from, until (past 24: into the next day). The longer names come first.
_PARTS: tuple[tuple[str, tuple[int, int]], ...] = (
    (r"early mornings?|before work|before school", (5, 9)),
    (r"late (?:nights?|evenings?)", (22, 26)),
    (r"late afternoons?", (15, 18)),
    (r"after work|after school", (17, 22)),
    (r"lunch(?: ?time| ?breaks?| hours?)?", (12, 14)),
    (r"mornings?", (6, 12)),
    (r"afternoons?", (12, 18)),
    (r"evenings?|eves?", (18, 23)),
    (r"nights?", (20, 25)),
    (r"day ?times?|office hours|work(?:ing)? hours", (9, 17)),
    (r"any ?time|all day|always|flexible|whenever|any", (0, 24)),
)
_PART = re.compile("|".join(rf"\b(?P<p{n}>{words})\b" for n, (words, _) in enumerate(_PARTS)))
_CLOCK = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(a\.?m?\b\.?|p\.?m?\b\.?|h\b|uhr\b|o'?clock\b)?"
_RANGE = re.compile(rf"(?<!\d){_CLOCK}\s*(?:-|–|—|to|til|till|until|through)\s*{_CLOCK}(?!\d)")
_OPEN = re.compile(rf"\b(after|from|past|before|until|till|by)\s+{_CLOCK}(?!\d)")
_AT = re.compile(
    r"(?<!\d)(?:(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)|(\d{1,2}):(\d{2})|(\d\d)h(?:\d\d)?\b)(?!\d)"
)
_DAY = r"(mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*day|s|rs?|nes|urs?)?s?"
_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS = re.compile(rf"\b{_DAY}\b\.?(?:\s*(?:-|–|—|to|through|thru)\s*{_DAY}\b\.?)?")
_WEEKEND, _WEEKDAY = re.compile(r"\bweek ?ends?\b"), re.compile(r"\b(?:week|work) ?days?\b")
_EVERY_DAY = re.compile(r"\b(?:daily|every ?day|all days|any day)\b")
_NOT = re.compile(r"\b(?:not?|never|except|without|no)\b")
# How people name their working evenings; four digits in a row; and what is an amount and no time of day.
_WEEKNIGHTS = re.compile(r"\bweek ?-?(nights?|evenings?)\b")
_PACKED = re.compile(
    r"(?<![\d:.@])(?:([01]\d|2[0-4])|(\d)(?=\d\d\s*[-–—]\s*\d{3,4}\b)|(?<=\d[-–—])(\d))([0-5]\d)(?:\s*h(?:ou)?rs?\b)?"
    r"(?![\d:.])"
)
_BETWEEN = re.compile(rf"\bbetween\s+{_CLOCK}\s*(?:and|&)\s*(?=\d)")
_AMOUNT = re.compile(
    r"(?<![\d:.])\d{1,3}\+?(?:\s*(?:-|–|—|to|or)\s*\d{1,3})?\s*(?:h|hrs?|hours?|mins?|minutes?)"
    r"(?:\s*(?:a|per|each|every|/)\s*(?:week ?day|week|day|night|evening)\b|\s*(?:weekly|daily)\b)"
    r"|(?<![\d:.])(?:[1-9]|1[0-2])(?:\s*(?:-|–|—|to|or)\s*(?:\d|1[0-2]))?\s*(?:hrs?|hours?)\b"
)
_PINS_DOWN = re.compile(r"(?:after|from|past|before|between|around)\b")
_HELP = "Write them like evenings, 6-9pm, weekends, or Mon Wed 19:00-21:00."


def parse_hours(text: str) -> Hours:
    """Two masks of local hours from what was typed; nothing typed leaves them open. Raises BadInput."""
    written = " ".join(unicodedata.normalize("NFKC", text).lower().split())[:200]
    if not written:
        return Hours()
    written = re.sub(r"\bmidnight\b", "24:00", re.sub(r"\b(?:noon|midday)\b", "12:00", written))
    written = _PACKED.sub(
        lambda found: f"{found[1] or found[2] or found[3]}:{found[4]}", _AMOUNT.sub(" ", written)
    )
    written = _BETWEEN.sub(lambda found: f"{found[0].removeprefix('between').rpartition('and')[0]}-", written)
    written = _WEEKNIGHTS.sub(r"weekday \1", written)
    weekday = weekend = 0
    minus_weekday = minus_weekend = 0
    understood = False
    for phrase, days in _phrases(written):
        mask = _times(phrase)
        if mask is None and not days:
            continue
        understood = True
        hours = _span(*_AWAKE) if mask is None else mask
        on_week, on_end = (not days or bool(days & set(range(5)))), (not days or bool(days & {5, 6}))
        if _NOT.search(phrase):
            # "Not on Fridays" takes nothing away: there is one mask for the whole week, and other days are left.
            hours = ALL_DAY if mask is None else mask
            minus_weekday |= hours * (not days or days >= set(range(5)))
            minus_weekend |= hours * (not days or days >= {5, 6})
        else:
            weekday |= hours * on_week
            weekend |= hours * on_end
    if (minus_weekday or minus_weekend) and not (weekday or weekend):
        weekday = weekend = _span(*_AWAKE)
    weekday, weekend = weekday & ~minus_weekday, weekend & ~minus_weekend
    if not understood or not (weekday or weekend):
        raise BadInput(f"I could not read your hours “{_quoted(text)}”. {_HELP}")
    return Hours(weekday, weekend, " ".join(text.split())[:80])


def _phrases(written: str) -> Iterator[tuple[str, set[int]]]:
    """The sentence in parts, each with its days (none said: every day). "Tue, Thu evenings" shares its evenings."""
    parts = [part.strip() for part in re.split(r"[,;\n&+/]|\band\b|\bor\b|\bbut\b|(?=\bexcept\b)", written)]
    for number in range(len(parts) - 1, 0, -1):
        # "Weeknights, after 8" is one wish.
        if _PINS_DOWN.match(parts[number]) and not _days(parts[number]) and _days(parts[number - 1]):
            parts[number - 1] += " " + parts.pop(number)
    carried: set[int] = set()
    for number, part in enumerate(parts):
        days = _days(part) | carried
        carried = set()
        following = parts[number + 1] if number + 1 < len(parts) else ""
        if days and _times(part) is None and not _NOT.search(part):
            named = not _WEEKEND.search(part) and not _WEEKDAY.search(part)
            if (named and _days(following)) or (_clock_times(following) and not _days(following)):
                carried = days
                continue
        yield part, days


def _days(part: str) -> set[int]:
    days: set[int] = set()
    if _WEEKEND.search(part):
        days |= {5, 6}
    if _WEEKDAY.search(part):
        days |= set(range(5))
    if _EVERY_DAY.search(part):
        days |= set(range(7))
    for found in _DAYS.finditer(part):
        first = _DAY_NAMES.index(found[1])
        last = _DAY_NAMES.index(found[2]) if found[2] else first
        days |= {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}
    return days


def _times(part: str) -> int | None:
    """The hours a phrase names, or None when it names none."""
    clock = _clock_times(part)
    if clock is not None:
        return clock
    mask = 0
    for found in _PART.finditer(part):
        number = next(n for n in range(len(_PARTS)) if found[f"p{n}"])
        mask |= _span(*_PARTS[number][1])
    return mask or None


def _clock_times(part: str) -> int | None:
    evening = bool(re.search(r"\b(?:evenings?|nights?|tonight|afternoons?|after work|dinner)\b", part))
    morning = bool(re.search(r"\bmornings?\b|\bweek ?ends?\b", part))
    mask, rest = 0, part
    for found in _RANGE.finditer(part):
        span = _range(found, evening)
        if span is not None:
            mask |= _span(*span)
    rest = _RANGE.sub(" ", rest)
    for found in _OPEN.finditer(rest):
        # "After 6" is said of evenings, unless a morning is named.
        later = evening or (found[1] in {"after", "past"} and int(found[2]) <= 8 and not morning)
        at = _hour(found[2], found[4], later)
        if at is not None:
            mask |= _span(*((at[0], 24) if found[1] in {"after", "from", "past"} else (min(5, at[0]), at[0])))
    rest = _OPEN.sub(" ", rest)
    for found in _AT.finditer(rest):
        at = _hour(found[1] or found[4] or found[6], found[3], evening)
        if at is not None:
            mask |= _span(at[0], at[0] + 1)
    return mask or None


def _range(found: re.Match[str], evening: bool) -> tuple[int, int] | None:
    """From and until in hours. "6-9pm" is all in the afternoon, "10-2" and "9-5" go past noon."""
    last = _hour(found[4], found[6], evening)
    first = _hour(found[1], found[3] or None, evening)
    if first is None or last is None:
        return None
    from_, until = first[0], last[0]
    if not first[1] and last[1] and int(found[1]) <= 12:
        from_ = int(found[1]) % 12 + (12 if until > 12 or until == 0 else 0)
        if from_ >= (until or 24):
            from_ = int(found[1]) % 12
    if not first[1] and not last[1] and until < from_ <= 12:
        until += 12
    if found[5] and found[5] != "00":
        until += 1  # 19:00-20:30 reaches into the hour from eight
    return from_, until if until > from_ else until + 24


def _hour(digits: str, half: str | None, evening: bool) -> tuple[int, bool] | None:
    """An hour of 24 and whether morning or afternoon was said; None where there is no such hour."""
    hour, said = int(digits), (half or "")[:1]
    if said in {"a", "p"}:
        return (hour % 12 + 12 * (said == "p"), True) if 1 <= hour <= 12 else None
    if hour > 24:
        return None
    if evening and 1 <= hour < 12:
        return hour + 12, True
    return hour % 24, False


def _span(first: int, until: int) -> int:
    mask = 0
    for hour in range(first, until):
        mask |= 1 << (hour % 24)
    return mask


def _quoted(text: str) -> str:
    kept = "".join(char for char in " ".join(text.split()) if char.isprintable() and char not in "`*_~|<>@\\")
    return kept[:40] + ("…" if len(kept) > 40 else "")
