"""The shape of every file under content/. One field here is one key there; anything else is refused.

Limits keep a question inside one Discord embed (title 256, description 4,096, field 1,024 characters).
"""

import unicodedata
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from bot.library.model import Trap

STEM_LIMIT = 1200
OPTION_LIMIT = 200
WHY_LIMIT = 400
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


class OptionShape(Shape):
    text: Line
    why: Reason
    trap: Trap | None = None


class OptionsShape(Shape):
    A: OptionShape
    B: OptionShape
    C: OptionShape
    D: OptionShape


class CodeShape(Shape):
    sys: Literal["icd10cm", "icd10pcs", "hcpcs2"]
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9.]{1,8}$")]
    role: Literal["answer", "distractor", "category", "mentioned", "invalid"]


class SourceShape(Shape):
    doc: Word
    ed: Line = ""
    sec: Line


class ReviewShape(Shape):
    by: Line
    on: date
    verdict: Reason
    human: bool


class QuestionShape(Shape):
    id: Id
    certs: Annotated[list[Word], Field(min_length=1)]
    area: Word
    topic: Word
    kind: Literal["application", "recall"]
    difficulty: Annotated[int, Field(ge=1, le=5)]
    stem: Stem
    options: OptionsShape
    answer: Key
    codes: list[CodeShape]
    sources: Annotated[list[SourceShape], Field(min_length=1)]
    years: Years
    review: ReviewShape


class QuestionFile(Shape):
    schema_: Annotated[Literal["1"], Field(alias="schema")]
    questions: Annotated[list[QuestionShape], Field(min_length=1)]


class OutlineAreaShape(Shape):
    id: Word
    name: Line
    share: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
    stated: Line
    covers: Annotated[list[Word], Field(min_length=1)]


class OutlineShape(Shape):
    name: Line
    source: Line
    as_of: Line
    note: Reason
    areas: Annotated[list[OutlineAreaShape], Field(min_length=1)]


class OldFigureShape(Shape):
    value: Line
    source: Line
    as_of: Line


class FigureShape(OldFigureShape):
    name: Line
    older: list[OldFigureShape] = []


class CertificationFile(Shape):
    schema_: Annotated[Literal["1"], Field(alias="schema")]
    id: Word
    name: Line
    body: Line
    setting: Line
    outlines: Annotated[list[OutlineShape], Field(min_length=1)]
    figures: dict[Word, FigureShape]


class TopicShape(Shape):
    name: Line
    planned: Annotated[int, Field(ge=0, le=1000)]


class VocabularyFile(Shape):
    """The words that questions may use for credentials, areas and topics."""

    schema_: Annotated[Literal["1"], Field(alias="schema")]
    credentials: dict[Word, Line]
    areas: dict[Word, Line]
    topics: dict[Word, TopicShape]


class DocumentShape(Shape):
    """A document that may be cited. label: the citation, with {ed} and {sec}. sections: the list of them."""

    title: Line
    label: Line
    pattern: Line
    editions: list[Line] = []
    sections: Word | None = None


class DocumentsFile(Shape):
    schema_: Annotated[Literal["1"], Field(alias="schema")]
    documents: dict[Word, DocumentShape]


class SectionsFile(Shape):
    """The section numbers of one document. from: how the list was made."""

    schema_: Annotated[Literal["1"], Field(alias="schema")]
    document: Line
    made: Reason
    sections: Annotated[list[Line], Field(min_length=1)]
