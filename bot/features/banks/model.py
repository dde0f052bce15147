"""Values of the banks feature: an own question's shape, what a file holds, and rulings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple, Protocol

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from bot.db import Tx
from bot.library import Trap
from bot.library.schema import CodeShape, ReviewShape, SourceShape
from bot.library.shapes import CodeText, Id, Line, Reason, Shape, Stem, Word, Years

KEYS = "ABCDE"
FEWEST_OPTIONS = 2
# The bank of what members suggested, one a server.
SUGGESTED = "suggested"

OwnKey = Literal["A", "B", "C", "D", "E"]


class OwnOption(Shape):
    text: Line
    why: Reason | None = None
    trap: Trap | None = None


class OwnQuestion(Shape):
    """A question of a server's own bank: as in content/, with two to five options, and less that must be there.

    id: what its makers call it; the bot gives its own. sources: as in content/, or a line as members read it.
    """

    id: Id | None = None
    certs: Annotated[list[Word], Field(min_length=1)]
    area: Word
    topic: Word | None = None
    kind: Literal["application", "recall"] = "application"
    difficulty: Annotated[int, Field(ge=1, le=5)] = 3
    stem: Stem
    options: dict[OwnKey, OwnOption]
    answer: OwnKey
    codes: tuple[CodeShape, ...] = ()
    sources: tuple[SourceShape | Line, ...] = ()
    unrelated: tuple[tuple[CodeText, CodeText], ...] = ()
    years: Years = None
    review: ReviewShape | None = None

    @field_validator("options")
    @classmethod
    def _in_a_row(cls, options: dict[OwnKey, OwnOption]) -> dict[OwnKey, OwnOption]:
        if not len(options) >= FEWEST_OPTIONS or "".join(sorted(options)) != KEYS[: len(options)]:
            raise PydanticCustomError(
                "options", "are not two to five, A, B and so on", {"mend": "Begin with A and leave none out"}
            )
        return dict(sorted(options.items()))

    @field_validator("answer")
    @classmethod
    def _among_them(cls, answer: OwnKey, info: ValidationInfo) -> OwnKey:
        if "options" in info.data and answer not in info.data["options"]:
            raise PydanticCustomError(
                "answer", "is none of its options", {"mend": "Name the letter of the right option"}
            )
        return answer


@dataclass(frozen=True, slots=True)
class Failed:
    """A row that cannot be imported. why: as the end of a sentence about it."""

    where: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Bank:
    """A file of a server's own questions, or (format SUGGESTED) what its members suggested.

    certifications: how many questions each has. imported_at: epoch seconds. waiting: nobody has said yet whether its
    sound rows are to be imported, though some failed.
    """

    id: int
    name: str
    format: str
    imported_by: int | None
    imported_at: int
    waiting: bool
    questions: int
    certifications: dict[str, int]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an upload. bank_id: None when no row was sound. failed: the first of the failed rows.

    waiting: nothing is imported until somebody says so. notes: what else is to be said of the file.
    """

    bank_id: int | None
    name: str
    format: str
    good: int
    failed: tuple[Failed, ...]
    failed_count: int
    notes: tuple[str, ...]

    @property
    def waiting(self) -> bool:
        """Whether an answer is awaited."""
        return self.bank_id is not None and self.failed_count > 0


@dataclass(slots=True)
class Progress:
    """How far an upload is; changes while it is read. total: 0 until the rows are counted."""

    done: int = 0
    total: int = 0


class ExportFile(NamedTuple):
    """A file for an admin."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Ruling:
    """What moderators of a server decided about a question there.

    accepted: the keys that count as right; empty: it is thrown out. reason: shown to members with the answer.
    """

    question_id: str
    accepted: frozenset[str]
    reason: str


class RulingSource(Protocol):
    """Where a server's rulings are kept."""

    async def rulings(self, tx: Tx, guild_id: int) -> Sequence[Ruling]:
        """All that hold in a server."""
