"""The shape of what the guide holds: certifications and their figures, specialties, tips, mnemonics."""

from typing import Annotated, Literal

from pydantic import Field

from bot.library.schema import ReviewShape, SourceShape
from bot.library.shapes import Id, Line, Reason, Shape, Story, Word


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
    older: tuple[OldFigureShape, ...] = ()


class CertificationFile(Shape):
    """A credential. outlines: the one in use first; none where no source gives one."""

    schema_: Annotated[Literal["1"], Field(alias="schema")]
    id: Word
    name: Line
    body: Line
    setting: Line
    outlines: list[OutlineShape]
    figures: dict[Word, FigureShape]


class SpecialtyShape(Shape):
    """A credential for one field of medicine."""

    id: Word
    name: Line
    body: Line
    field: Line
    source: Line
    as_of: Line


class TipShape(Shape):
    """Advice. when: the time it is for."""

    id: Id
    when: Literal["studying", "last_two_weeks", "exam_day", "in_the_exam", "after_the_exam"]
    title: Line
    text: Reason
    source: Line
    as_of: Line


class EducationShape(Shape):
    """A way to learn the trade. takes and cost: in the source's words."""

    id: Id
    name: Line
    takes: Line
    cost: Line
    text: Reason
    source: Line
    as_of: Line


class ChoiceShape(Shape):
    """Which credentials suit whom. wants: completes "Choose it when you want …"."""

    id: Id
    wants: Line
    certs: Annotated[list[Word], Field(min_length=1)]
    text: Reason
    source: Line
    as_of: Line


CreditCategory = Literal["body", "approved", "field", "work"]


class RenewalShareShape(Shape):
    """So much of the credits asked for has to come from these categories."""

    counts: Annotated[list[CreditCategory], Field(min_length=1)]
    share: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
    what: Line
    source: Line
    as_of: Line


class RenewalShape(Shape):
    """What a body asks for to keep its credentials. credits: for one of them, two, …; the last holds for more."""

    id: Id
    body: Line
    months: Annotated[int, Field(ge=1, le=120)]
    credits: Annotated[list[Annotated[int, Field(ge=1, le=1000)]], Field(min_length=1)]
    categories: dict[CreditCategory, Line]
    shares: tuple[RenewalShareShape, ...] = ()
    text: Reason
    notes: tuple[Line, ...] = ()
    source: Line
    as_of: Line


class GuideFile(Shape):
    """Advice and facts around the exams; a file may hold any of these."""

    schema_: Annotated[Literal["1"], Field(alias="schema")]
    specialties: tuple[SpecialtyShape, ...] = ()
    tips: tuple[TipShape, ...] = ()
    education: tuple[EducationShape, ...] = ()
    choices: tuple[ChoiceShape, ...] = ()
    renewals: tuple[RenewalShape, ...] = ()
    figures: dict[Word, FigureShape] = Field(default_factory=dict)


class MnemonicShape(Shape):
    """A memory hook. hook: the words to remember. stands_for: what they mean. story: a scene that makes it stick."""

    id: Id
    topic: Word
    hook: Line
    stands_for: Story
    story: Story | None = None
    sources: Annotated[list[SourceShape], Field(min_length=1)]
    review: ReviewShape


class MnemonicFile(Shape):
    schema_: Annotated[Literal["1"], Field(alias="schema")]
    mnemonics: Annotated[list[MnemonicShape], Field(min_length=1)]
