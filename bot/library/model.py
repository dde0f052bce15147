"""What the content says, as values that never change. Nothing here knows about files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Trap(StrEnum):
    """The mistake that a wrong option invites."""

    SEQUENCING = "sequencing"
    SPECIFICITY = "specificity"
    LATERALITY = "laterality"
    SEVENTH_CHARACTER = "seventh_character"
    COMBINATION_CODE = "combination_code"
    EXCLUDES_NOTE = "excludes_note"
    CODE_FIRST_NOTE = "code_first_note"
    SETTING_RULE = "setting_rule"
    DOCUMENTATION_GAP = "documentation_gap"
    WRONG_CODE_SET = "wrong_code_set"
    UNITS = "units"
    BUNDLING = "bundling"
    DEFINITION = "definition"

    @property
    def label(self) -> str:
        """The name that members read."""
        return _TRAP_LABELS.get(self, self.value.replace("_", " ").capitalize())


_TRAP_LABELS = {
    Trap.SEVENTH_CHARACTER: "7th character",
    Trap.CODE_FIRST_NOTE: "Code-first note",
    Trap.EXCLUDES_NOTE: "Excludes note",
    Trap.SETTING_RULE: "Inpatient or outpatient rule",
    Trap.WRONG_CODE_SET: "Wrong code set",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers: four in content/, two to five in own banks. key: as in the file; posts shuffle.

    trap: None on the right one.
    """

    key: str
    text: str
    why: str
    trap: Trap | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the reasoning can be looked up. label: the citation as members read it."""

    doc: str
    ed: str
    sec: str
    label: str


@dataclass(frozen=True, slots=True)
class CodeRef:
    """A code that a question names. system: icd10cm, icd10pcs or hcpcs2. role: see content/README.md."""

    system: str
    code: str
    role: str


@dataclass(frozen=True, slots=True)
class Review:
    """The last look at a question. human: False for an automated check, whatever it is called."""

    by: str
    on: date
    verdict: str
    human: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question. years: the code-set years it holds in ("FY2027"); None when it depends on no code set.

    In a server it may be other than in content/. also: keys that a ruling counts as right besides the answer.
    thrown_out: never asked again. ruling: what it says to members. own: from the server's own bank.
    author_id: the member whose suggestion it was.
    """

    id: str
    certs: frozenset[str]
    area: str
    topic: str
    kind: str
    difficulty: int
    stem: str
    options: tuple[Option, ...]
    answer: str
    codes: tuple[CodeRef, ...]
    sources: tuple[Source, ...]
    years: frozenset[str] | None
    review: Review
    also: frozenset[str] = frozenset()
    thrown_out: bool = False
    ruling: str = ""
    own: bool = False
    author_id: int | None = None

    @property
    def accepted(self) -> frozenset[str]:
        """The keys that count as right: the answer, and what a ruling accepts besides."""
        return self.also | {self.answer}

    def is_right(self, key: str) -> bool:
        """Whether choosing that key counts as right."""
        return key == self.answer or key in self.also

    def option(self, key: str) -> Option:
        """The option of that key. KeyError when there is none."""
        for option in self.options:
            if option.key == key:
                return option
        raise KeyError(key)

    @property
    def right(self) -> Option:
        """The option that is the answer."""
        return self.option(self.answer)


@dataclass(frozen=True, slots=True)
class BlueprintArea:
    """A section of an exam.

    share: fraction of the exam, 0 where an old outline does not say. stated: the share in the source's words.
    """

    id: str
    name: str
    share: float
    covers: frozenset[str]
    stated: str


@dataclass(frozen=True, slots=True)
class Outline:
    """An exam's blueprint as one source gives it. as_of: that source's date, or "undated"."""

    name: str
    source: str
    as_of: str
    note: str
    areas: tuple[BlueprintArea, ...]

    def area_of(self, question: Question) -> BlueprintArea | None:
        """The section a question belongs to, None when the exam does not ask it."""
        return next((area for area in self.areas if question.area in area.covers), None)


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact that ages. older: what earlier sources said, never to be shown as today's."""

    name: str
    value: str
    source: str
    as_of: str
    older: tuple["Figure", ...] = ()


@dataclass(frozen=True, slots=True)
class Certification:
    """A credential. outlines: the one in use first, then older ones as history; none where no source gives one."""

    id: str
    name: str
    body: str
    setting: str
    outlines: tuple[Outline, ...]
    figures: Mapping[str, Figure]

    @property
    def areas(self) -> tuple[BlueprintArea, ...]:
        """The sections of the outline in use; their shares sum to 1. Empty without an outline."""
        return self.outlines[0].areas if self.outlines else ()

    def area_of(self, question: Question) -> BlueprintArea | None:
        """The section of the outline in use that a question belongs to."""
        return self.outlines[0].area_of(question) if self.outlines else None
