"""The shape of cases: a record to code in several steps, with partial credit."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.library.model import Trap
from bot.library.schema import OptionsShape, ReviewShape, SourceShape
from bot.library.shapes import CodeText, Id, Key, Line, Reason, Record, Shape, Word, Years

CodeStart = Annotated[str, StringConstraints(pattern=r"^[A-Z]([0-9][0-9A-Z](\.[0-9A-Z]{1,4})?)?$")]
PoaText = Literal["Y", "N", "U", "W", "exempt"]


class PartialShape(Shape):
    """A code that is nearly right. share: the part of the points it earns."""

    code: CodeText
    share: Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)]
    why: Reason


class ExpectedShape(Shape):
    """A code of the right answer. poa: present-on-admission indicator, for inpatient diagnoses only."""

    code: CodeText
    poa: PoaText | None = None
    points: Annotated[int, Field(ge=1, le=5)] = 1
    why: Reason
    partial: tuple[PartialShape, ...] = ()


class AvoidShape(Shape):
    """A code that people add or take by mistake, and the trap behind it."""

    code: CodeText
    trap: Trap
    why: Reason


class AssignStep(Shape):
    """Codes to assign. order: whether all of them, only the first, or none have a fixed place."""

    kind: Literal["assign"]
    ask: Reason
    sys: Literal["icd10cm", "icd10pcs", "hcpcs2"]
    order: Literal["all", "first", "none"]
    expected: Annotated[list[ExpectedShape], Field(min_length=1, max_length=12)]
    avoid: tuple[AvoidShape, ...] = ()


class ChooseStep(Shape):
    """One question on the record, with four options as in the question bank."""

    kind: Literal["choose"]
    ask: Reason
    points: Annotated[int, Field(ge=1, le=5)] = 1
    options: OptionsShape
    answer: Key


class CaseShape(Shape):
    """minutes: the time an exam would give. text: the record itself, of a synthetic patient."""

    id: Id
    title: Line
    certs: Annotated[list[Word], Field(min_length=1)]
    area: Word
    topic: Word
    setting: Literal["inpatient", "outpatient"]
    record: Literal["operative note", "discharge summary", "clinic note", "emergency note", "procedure note"]
    difficulty: Annotated[int, Field(ge=1, le=5)]
    minutes: Annotated[int, Field(ge=15, le=18)]
    text: Record
    steps: Annotated[
        list[Annotated[AssignStep | ChooseStep, Field(discriminator="kind")]],
        Field(min_length=2, max_length=6),
    ]
    sources: Annotated[list[SourceShape], Field(min_length=1)]
    years: Years
    review: ReviewShape


class CaseFile(Shape):
    schema_: Annotated[Literal["1"], Field(alias="schema")]
    cases: Annotated[list[CaseShape], Field(min_length=1)]


class ExemptFile(Shape):
    """Beginnings of ICD-10-CM codes that need no present-on-admission indicator. made: how the list was made."""

    schema_: Annotated[Literal["1"], Field(alias="schema")]
    document: Line
    made: Reason
    exempt: Annotated[list[CodeStart], Field(min_length=1)]
