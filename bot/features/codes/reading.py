"""Reads what members type: which code, which words, or what else it looks like. Pure; nothing is looked up here."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import product

from bot.features.codes.words import words_of

# Discord lets an option be 6,000 characters long; nobody means more than this.
MOST_TYPED = 200
# How much of what was typed is repeated in an answer.
MOST_ECHOED = 60

# Second characters of codes are digits, but for QA0; a code holds a digit in any case.
_CODE = re.compile(r"(?=.*[0-9])[A-Z][0-9A-Z][0-9A-Z](?:\.?[0-9A-Z]{1,20}|\.)?")
_CODE_THEN_MORE = re.compile(r"([0-9A-Za-z][0-9A-Za-z.]{2,24})(?:[\s,;:()–—-]+(.*))?", re.DOTALL)
_RANGE = re.compile(r"([A-Z][0-9A-Z]{2})\.?\s*(?:-|–|—|\bTO\b)\s*([A-Z][0-9A-Z]{2})\.?")
_DASHED = re.compile(r"([0-9A-Za-z.]{3,8})[.\s]*[-–—]+")
_CHAPTER = re.compile(r"(?:(?:CHAPTER|CH\.?)\s*)?([0-9]{1,2})")
_ROMAN = re.compile(r"(?:CHAPTER|CH\.?)\s*([IVX]{1,6})")
CHAPTERS = 22

_CPT = re.compile(r"(?:[0-9]{5}|[0-9]{4}[A-Z])(?:[-\s][0-9A-Z]{2})*")
_HCPCS = re.compile(r"[A-CEGHJ-MP-V][0-9]{4}(?:[-\s][0-9A-Z]{2})*")
_DENTAL = re.compile(r"D[0-9]{4}")
_PCS = re.compile(r"[0-9BCDFGHX][0-9A-HJ-NP-Z]{6}")
_ICD9 = re.compile(r"[0-9]{3}(?:\.[0-9]{0,2})?")

_ONLY = "Only ICD-10-CM, the diagnosis codes, can be looked up here."
_OTHER_SYSTEMS = (
    (
        _CPT,
        "looks like a CPT code. CPT belongs to the American Medical Association, so its codes can't be shown here. "
        f"{_ONLY}",
    ),
    (
        _PCS,
        f"looks like an ICD-10-PCS code, for inpatient procedures. {_ONLY} PCS codes are built from the PCS tables.",
    ),
    (
        _HCPCS,
        f"looks like a HCPCS Level II code, for supplies, drugs and services. {_ONLY} CMS publishes the HCPCS list "
        "on its website.",
    ),
    (_DENTAL, f"looks like a dental procedure code (CDT). {_ONLY}"),
    (
        _ICD9,
        f"looks like an ICD-9-CM code or an MS-DRG. {_ONLY} Type the diagnosis in words to find its code.",
    ),
)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, understood as far as its shape goes.

    text: cleaned. words: to be searched. chapter, span: set when it can only be these. code: without dot, as typed;
    alone: nothing else was typed, so that it is hardly a word.
    """

    text: str
    words: tuple[str, ...] = ()
    chapter: int | None = None
    span: tuple[str, str] | None = None
    code: str = ""
    alone: bool = False


def read(text: str) -> Typed:
    """Understand a look-up's text. What cannot be used at all has neither code nor words."""
    cleaned = clean(text)
    upper = cleaned.upper()
    chapter = _chapter(upper)
    if chapter:
        return Typed(cleaned, chapter=chapter)
    if match := _RANGE.fullmatch(upper):
        first, last = sorted((match[1], match[2]))
        return Typed(cleaned, span=(first, last))
    if match := _DASHED.fullmatch(cleaned):
        cleaned = match[1]
    code, alone = _code(cleaned)
    return Typed(cleaned, words=tuple(words_of(cleaned)), code=code, alone=alone)


def clean(text: str) -> str:
    """One line in common characters: no invisible ones, no full-width ones, no quotes or brackets around it."""
    normal = unicodedata.normalize("NFKC", text)
    visible = "".join(
        " " if char.isspace() else char for char in normal if char.isspace() or char.isprintable()
    )
    return " ".join(visible.split()).strip("\"'`*_~<>()[]{}|,;:!?“”‘’ ")


def echo(text: str) -> str:
    """What was typed, to be repeated in an answer: short, on one line, without anything that Discord would read as
    formatting, a mention or a link."""
    plain = re.sub(r"[^\w\s.,;:'’/+&%()-]|_|//", "", clean(text))
    short = " ".join(plain.split())
    return short if len(short) <= MOST_ECHOED else f"{short[: MOST_ECHOED - 1]}…"


def with_dot(plain: str) -> str:
    """A code as it is printed: E1122 → E11.22."""
    return plain if len(plain) <= 3 else f"{plain[:3]}.{plain[3:]}"


def code_prefix(text: str) -> str:
    """The beginning of a code that is being typed, with its dot; empty when it is none."""
    typed = clean(text).replace(" ", "").rstrip("-–.")
    plain = typed.replace(".", "").upper()
    is_one = re.fullmatch(r"[A-Z][0-9][0-9A-Z]{0,5}|[A-Z]{2}[0-9][0-9A-Z]{0,4}", plain)
    return with_dot(plain) if is_one else ""


def other_system(text: str) -> str | None:
    """What a code of another code set looks like, as the rest of a sentence that begins with it."""
    typed = text.upper().strip(" .")
    return next((rest for pattern, rest in _OTHER_SYSTEMS if pattern.fullmatch(typed)), None)


def variants(typed: str) -> list[str]:
    """The code as typed (capitals, no dot), and how it reads when letters and digits that look alike were mixed up.

    The letter O and 0; the letters I, l and 1; S and 5 and B and 8 look alike only in handwriting and are left alone.
    """
    plain = typed.replace(".", "")
    choices = [_alike(char, first=position == 0) for position, char in enumerate(plain)]
    found = ("".join(chosen) for chosen in product(*choices)) if len(plain) <= 8 else iter([plain.upper()])
    return list(dict.fromkeys(code for code in found if _CODE.fullmatch(code)))[:64]


def _alike(char: str, *, first: bool) -> tuple[str, ...]:
    if first:
        return {"0": ("O",), "1": ("I",), "l": ("L", "I")}.get(char, (char.upper(),))
    if char == "l":
        return ("1", "L")
    upper = char.upper()
    return {"O": ("O", "0"), "I": ("I", "1"), "L": ("L", "1"), "0": ("0", "O"), "1": ("1", "I")}.get(
        upper, (upper,)
    )


def filled(plain: str) -> list[str]:
    """Codes that may be meant where a placeholder X was left out: W19A → W19XXXA, T3601A → T360X1A."""
    if not 4 <= len(plain) <= 6:
        return []
    at_the_end = plain[:-1] + "X" * (7 - len(plain)) + plain[-1]
    inside = [f"{plain[:place]}X{plain[place:]}" for place in range(3, len(plain))]
    return list(dict.fromkeys([at_the_end, *inside]))


def _chapter(upper: str) -> int | None:
    if match := _CHAPTER.fullmatch(upper):
        number = int(match[1])
    elif match := _ROMAN.fullmatch(upper):
        number = _roman(match[1])
    else:
        return None
    return number if 1 <= number <= CHAPTERS else None


def _roman(numeral: str) -> int:
    """The chapters of older books are numbered so: IX is 9."""
    values = [{"I": 1, "V": 5, "X": 10}[char] for char in numeral]
    return sum(
        -one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True)
    )


def _code(text: str) -> tuple[str, bool]:
    """The code at the beginning, without its dot and spaces, and whether it is all there is."""
    joined = re.sub(r"[\s.]+", "", text)
    if " " in text and len(text) <= 12 and re.fullmatch(r"[A-Za-z0-9]{3,4}[\s.]+[0-9A-Za-z]{1,4}", text):
        # “E11 22”: a space for the dot. Two words never hold digits on both sides.
        first, _, second = text.replace(".", " ").partition(" ")
        if any(char.isdigit() for char in first) and any(char.isdigit() for char in second):
            return joined, True
    match = _CODE_THEN_MORE.fullmatch(text)
    if not match or not variants(match[1]):
        return "", False
    return match[1].replace(".", ""), not match[2]
