"""What the shapes of all content files are made of: kinds of text, and a base that refuses unknown keys.

Limits keep each text inside one Discord embed (title 256, description 4,096, field 1,024 characters).
"""

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

STEM_LIMIT = 1200
OPTION_LIMIT = 200
WHY_LIMIT = 400
# A record stands in the description of an embed of its own.
RECORD_LIMIT = 3800
STORY_LIMIT = 800
_PINGS = ("@everyone", "@here", "<@", "<#", "||", "```")


def _readable(text: str) -> str:
    """Refuse what cannot be seen, or what Discord would turn into something else."""
    for character in text:
        if character != "\n" and unicodedata.category(character) in {
            "Cc",
            "Cf",
            "Cs",
            "Co",
            "Cn",
            "Zl",
            "Zp",
        }:
            raise PydanticCustomError(
                "control",
                "holds an invisible character (U+{number})",
                {"number": f"{ord(character):04X}", "mend": "Delete it and type the text again"},
            )
    for ping in _PINGS:
        if ping in text:
            raise PydanticCustomError(
                "ping", "holds “{ping}”, which Discord acts on", {"ping": ping, "mend": "Write it in words"}
            )
    return text


def _one_line(text: str) -> str:
    if "\n" in text:
        raise PydanticCustomError(
            "lines", "has more than one line", {"mend": "Write it in one line, or use >-"}
        )
    return text


def _text(limit: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=limit)


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$")]
Word = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$")]
Year = Annotated[str, StringConstraints(pattern=r"^FY20[0-9]{2}$")]
Line = Annotated[str, _text(OPTION_LIMIT), AfterValidator(_readable), AfterValidator(_one_line)]
Reason = Annotated[str, _text(WHY_LIMIT), AfterValidator(_readable), AfterValidator(_one_line)]
Stem = Annotated[str, _text(STEM_LIMIT), AfterValidator(_readable)]
Record = Annotated[str, _text(RECORD_LIMIT), AfterValidator(_readable)]
Story = Annotated[str, _text(STORY_LIMIT), AfterValidator(_readable)]
CodeText = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.]{1,8}$")]
Key = Literal["A", "B", "C", "D"]


def _years(value: object) -> object:
    if value == "independent":
        return None
    if not isinstance(value, list):
        mend = "Write years: [FY2026, FY2027], or years: independent when no code set matters"
        raise PydanticCustomError("years", "is no list of code-set years", {"mend": mend})
    return value


Years = Annotated[Annotated[list[Year], Field(min_length=1)] | None, BeforeValidator(_years)]


class Shape(BaseModel):
    """Base of all: no unknown keys, no changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)
