"""The shape of questions, and of what they may name. One field here is one key in a file; anything else is refused."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bot.library.model import Trap
from bot.library.shapes import CodeText, Id, Key, Line, Reason, Shape, Stem, Word, Years


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
    code: CodeText
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
    """unrelated: pairs in the right answer that an Excludes1 note names, though the stem says they are unrelated."""

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
    unrelated: tuple[tuple[CodeText, CodeText], ...] = ()
    years: Years
    review: ReviewShape


class QuestionFile(Shape):
    schema_: Annotated[Literal["1"], Field(alias="schema")]
    questions: Annotated[list[QuestionShape], Field(min_length=1)]


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
    editions: tuple[Line, ...] = ()
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
