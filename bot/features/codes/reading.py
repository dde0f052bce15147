"""Reads what members type: which code, which words, or what else it looks like. Pure; nothing is looked up here."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import product

# Discord lets an option be 6,000 characters long; nobody means more than this.
MOST_TYPED = 200
# How much of what was typed is repeated in an answer.
MOST_ECHOED = 60

# Second characters of codes are digits, but for QA0; a code holds a digit in any case.
_CODE = re.compile(r"(?=.*[0-9])[A-Z][0-9A-Z][0-9A-Z](?:\.?[0-9A-Z]{1,20}|\.)?")
_BETWEEN = r"[\W_]"
# All of it one code: whatever stands after its first, third and sixth or seventh character.
_WHOLE = re.compile(
    rf"([0-9A-Za-z]){_BETWEEN}{{0,3}}([0-9A-Za-z]{{2}})"
    rf"(?:{_BETWEEN}{{0,3}}([0-9A-Za-z]{{1,20}})(?:{_BETWEEN}{{1,3}}([0-9A-Za-z]{{1,3}}))?)?"
)
# Codes among words. With a dot, after a space behind the first letter too; with another sign in the place of the dot;
# with nothing there.
_INSIDE = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:[A-Za-z]|[A-Z]\s)[0-9OIl][0-9A-Za-z]\.[0-9A-Za-z]{1,20}"
    r"|[A-Za-z][0-9][0-9A-Za-z][^\s0-9A-Za-z]{1,2}(?:[0-9][0-9A-Za-z]{0,3}|[A-Za-z])"
    r"|[A-Za-z][0-9][0-9A-Za-z]{1,5}|QA0[0-9A-Za-z]{0,4})(?![0-9A-Za-z])"
)
MOST_CODES = 15
_RANGE = re.compile(r"([A-Z][0-9A-Z]{2})\.?\s*(?:-|–|—|\bTO\b)\s*([A-Z][0-9A-Z]{2})\.?")
_CHAPTER = re.compile(r"(?:(?:CHAPTER|CH\.?)\s*)?([0-9]{1,2})")
_ROMAN = re.compile(r"(?:CHAPTER|CH\.?)\s*([IVX]{1,6})")
CHAPTERS = 22

_CPT = re.compile(r"(?:[0-9]{5}|[0-9]{4}[A-Z])(?:[-\s][0-9A-Z]{2})*")
_HCPCS = re.compile(r"[A-CEGHJ-MP-V][0-9]{4}(?:[-\s][0-9A-Z]{2})*")
# Of those that are diagnosis codes as well when their dot is left out: drugs, services and equipment, which coders know
# by these numbers. Any more, and E1122 would be doubted.
_HCPCS_TOO = re.compile(r"J[0-9]{4}|[EG]0[0-9]{3}")
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

    text: cleaned. chapter, span: set when it can only be these. codes: as typed, but without what stands between their
    characters; those that do not exist are no codes after all. alone: it is one code and nothing else.
    """

    text: str
    chapter: int | None = None
    span: tuple[str, str] | None = None
    codes: tuple[str, ...] = ()
    alone: bool = False


def read(text: str) -> Typed:
    """Understand a look-up's text. Whatever has neither chapter nor span nor codes can only be words."""
    cleaned = clean(text)
    upper = cleaned.upper()
    chapter = _chapter(upper)
    if chapter:
        return Typed(cleaned, chapter=chapter)
    if match := _RANGE.fullmatch(upper):
        first, last = sorted((match[1], match[2]))
        return Typed(cleaned, span=(first, last))
    whole = _whole(cleaned)
    if whole:
        return Typed(cleaned, codes=(whole,), alone=True)
    return Typed(cleaned, codes=_inside(cleaned))


def clean(text: str) -> str:
    """One line in common characters: no invisible ones, no full-width ones, no quotes, brackets or signs around it."""
    normal = unicodedata.normalize("NFKC", text)
    visible = "".join(
        " " if char.isspace() else char for char in normal if char.isspace() or char.isprintable()
    )
    return re.sub(r"^[\W_]+|[\W_]+$", "", " ".join(visible.split()))


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
    typed = clean(text)
    if re.match(rf"[0-9A-Za-z]{{2}}{_BETWEEN}", typed):
        return ""  # C5-6 is a disc.
    plain = re.sub(_BETWEEN, "", typed).upper()
    is_one = re.fullmatch(r"[A-Z][0-9][0-9A-Z]{0,5}|[A-Z]{2}[0-9][0-9A-Z]{0,4}", plain)
    return with_dot(plain) if is_one else ""


def read_as(text: str, code: str) -> str:
    """The sentence that says which code was read, where that does not show: not for what begins with the code itself,
    in capitals or not, with its dot, a space for it, or nothing."""
    plain = code.replace(".", "")
    forms = (code, plain, f"{plain[:3]} {plain[3:]}", f"{plain[:3]} {code[3:]}")
    typed = text.upper()
    if any(typed.startswith(form) and not typed[len(form) : len(form) + 1].isalnum() for form in forms):
        return ""
    is_spelt_so = plain in re.sub(_BETWEEN, "", typed)
    return (
        f"Read as {code}." if is_spelt_so else f"Read as {code}: O and 0, or I, l and 1, are easily mixed up."
    )


def other_system(text: str) -> str | None:
    """What a code of another code set looks like, as the rest of a sentence that begins with it."""
    typed = text.upper().strip(" .")
    return next((rest for pattern, rest in _OTHER_SYSTEMS if pattern.fullmatch(typed)), None)


def also_hcpcs(text: str) -> str:
    """What is said of a code that exists, where its number may mean something else; mostly nothing."""
    typed = text.upper()
    return f"{typed} also {other_system(typed)}" if _HCPCS_TOO.fullmatch(typed) else ""


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


def _whole(text: str) -> str:
    """The code that a text is, without what stands between its characters; empty when it is none, or more than that."""
    match = _WHOLE.fullmatch(text)
    joined = "".join(part or "" for part in match.groups()) if match else ""
    if not any(char.isdigit() for char in joined) or not variants(joined):
        return ""
    pieces = re.split(rf"{_BETWEEN}+", text)
    if len(pieces) == 1 or not re.search(r"[^0-9A-Za-z.]", text):
        return joined
    # Words and second codes begin with a letter; what follows in a code is digits, placeholders or a last character.
    goes_on = all(piece[0] in "0123456789xX" or len(piece) == 1 for piece in pieces[1:])
    return joined if goes_on and joined[1] in "0123456789OIl" else ""


def _inside(text: str) -> tuple[str, ...]:
    found = (re.sub(_BETWEEN, "", match[0]) for match in _INSIDE.finditer(text))
    return tuple(dict.fromkeys(one for one in found if variants(one)))[:MOST_CODES]
