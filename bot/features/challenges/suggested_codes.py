"""The codes that a suggested question names, held against the code tables. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.features.codes.model import Validity
from bot.library.citing import codes_in
from bot.library.single import declared

Code = Mapping[str, str]
# A reason that says so makes a wrong answer of a code that does not exist.
_UNREAL = re.compile(
    r"\b(?:not (?:a )?(?:valid|complete)|no (?:valid|such|longer|complete))\b"
    r"|\b(?:invalid|deleted|incomplete|retired|replaced)\b|\bdoes(?: not|n't|n’t) exist\b",
    re.IGNORECASE,
)
_MEND = "Correct it; or, if that is the trap, say in its reason that the code is not valid."
NOT_LOOKED_UP = "I look up ICD-10-CM only, so nobody has checked {}."


def codes_of(written: Mapping[str, str], wrong: Iterable[str]) -> list[dict[str, str]]:
    """Every code of its texts, with the role in which it is used. wrong: the numbers of the wrong answers."""
    numbers = tuple(wrong)
    texts = [
        written["stem"],
        *(written[name] for name in ("right", "right_why")),
        *(written[f"{name}{number}"] for number in numbers for name in ("wrong", "why")),
    ]
    return declared(texts, written["right"], [written[f"wrong{number}"] for number in numbers])


def recast(
    codes: Iterable[Code], written: Mapping[str, str], wrong: Iterable[str], known: Validity | None
) -> list[dict[str, str]]:
    """The codes with the roles that the tables give them: headings, and what its reason says is not valid."""
    unreal = _said_unreal(written, wrong)
    return [dict(code) | ({"role": role} if (role := _role(code, unreal, known)) else {}) for code in codes]


def faults(codes: Iterable[Code], known: Validity, year: int) -> Iterator[str]:
    """What is wrong with them in a fiscal year, as sentences."""
    for code in codes:
        if code["sys"] != "icd10cm" or _is_word(code, known):
            continue
        if fault := known.fault(code["code"], code["role"], year):
            yield f"{fault} {_MEND}" if code["role"] != "answer" else f"{fault} Correct it."


def not_looked_up(codes: Iterable[Code]) -> str:
    """What is to be said of codes that stand in no table here."""
    others = [code["code"] for code in codes if code["sys"] != "icd10cm"]
    return NOT_LOOKED_UP.format(", ".join(others[:4])) if others else ""


def _role(code: Code, unreal: frozenset[str], known: Validity | None) -> str | None:
    if known is None or code["sys"] != "icd10cm":
        return None
    if known.is_heading(code["code"]):
        return "category"
    return "invalid" if code["role"] != "answer" and code["code"] in unreal else None


def _said_unreal(written: Mapping[str, str], wrong: Iterable[str]) -> frozenset[str]:
    pairs = [(written[f"wrong{number}"], written[f"why{number}"]) for number in wrong]
    pairs.append(("", written["right_why"]))
    return frozenset(code for text, why in pairs if _UNREAL.search(why) for code in codes_in(f"{text} {why}"))


def _is_word(code: Code, known: Validity) -> bool:
    """A1C, Q6H and room B13 look like categories."""
    text = code["code"]
    return (
        "." not in text and text not in known.lines and (code["role"] == "mentioned" or not text[2].isdigit())
    )
