"""What the guide hands out, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.library import Certification, Figure
from bot.library.guide import Choice, Education, Specialty

UNDATED = "undated"


class SheetKind(StrEnum):
    """What a sheet is about."""

    CERTIFICATION = "certification"
    SPECIALTY = "specialty"
    EDUCATION = "education"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One subject of the guide with its figures.

    id: CPC, CASCC, diploma, pay. body: who issues it ("" where nobody does). about: a line that says what it is for.
    certification, specialty, education: the whole of it, for the kind it is.
    """

    id: str
    kind: SheetKind
    name: str
    body: str
    about: str
    figures: Mapping[str, Figure]
    certification: Certification | None = None
    specialty: Specialty | None = None
    education: Education | None = None

    @property
    def title(self) -> str:
        """As a heading has it."""
        return f"{self.id} · {self.name}" if self.is_credential else self.name

    @property
    def is_credential(self) -> bool:
        """Whether it can be earned."""
        return self.kind in (SheetKind.CERTIFICATION, SheetKind.SPECIALTY)


@dataclass(frozen=True, slots=True)
class Correction:
    """A server's own figure. role: what whoever wrote it was there. set_at: epoch seconds UTC.

    source: where it is from, "" when that was not said. as_of: its age, as the guide writes one.
    """

    guild_id: int
    sheet: str
    figure: str
    value: str
    source: str
    as_of: str
    role: str
    set_by: int | None
    set_at: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure as a server reads it. figure: the guide's, None where it has none. own: the server's instead."""

    key: str
    name: str
    figure: Figure | None
    own: Correction | None

    @property
    def value(self) -> str:
        """What holds here."""
        if self.own is not None:
            return self.own.value
        assert self.figure is not None
        return self.figure.value


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet as a server reads it. choices: what the guide says about who it is for."""

    sheet: Sheet
    facts: tuple[Fact, ...]
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure of two sheets, side by side. None: that one has none."""

    name: str
    left: Fact | None
    right: Fact | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sheets. only_left, only_right: names of areas that one exam asks and the other does not.

    outlined: whether both have an outline, so that areas can be compared at all.
    """

    left: Page
    right: Page
    pairs: tuple[Pair, ...]
    only_left: tuple[str, ...] = ()
    only_right: tuple[str, ...] = ()
    outlined: bool = False
