"""Values of challenges: what stores read and services give. Times are epoch seconds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.features.challenges.statistics import Statistics
from bot.features.quiz.model import Regraded, Shown

CALL = "challenges.call"
NEWS = "challenges.news"

REASON_LONGEST, CITATION_LONGEST = 600, 200


class DisputeKind(StrEnum):
    """What is wrong with a question, as a member sees it."""

    WRONG_KEY = "wrong_key"
    TWO_ANSWERS = "two_answers"
    OUTDATED = "outdated"
    TYPO = "typo"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As members read it."""
        return _LABELS[self]


_LABELS = {
    DisputeKind.WRONG_KEY: "The answer is wrong",
    DisputeKind.TWO_ANSWERS: "Two answers can be defended",
    DisputeKind.OUTDATED: "It is out of date",
    DisputeKind.TYPO: "A typo",
    DisputeKind.OTHER: "Something else",
}


class ChallengeState(StrEnum):
    """open → upheld or declined."""

    OPEN = "open"
    UPHELD = "upheld"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Challenge:
    """A disputed question of a server. order: the options' keys as whoever opened it saw them.

    accepted: of an upheld one the keys that count as right; empty: the question was thrown out.
    """

    id: int
    guild_id: int
    question_id: str
    order: str
    state: ChallengeState
    opened_at: int
    decided_at: int | None
    accepted: str | None
    reason: str
    citation: str


@dataclass(frozen=True, slots=True)
class Voice:
    """What one member says is wrong. order: the options' keys as this member saw them."""

    member_id: int
    kind: DisputeKind
    reason: str
    citation: str
    order: str
    said_at: int


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of a member's dispute. others: how many more have joined it. earlier: the last one decided, if any.

    changed: the member had said something before, and that was replaced.
    """

    challenge: Challenge
    others: int
    changed: bool
    earlier: Challenge | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the queue. stem: empty where the question is not in the bank any more."""

    challenge: Challenge
    stem: str
    voices: int


@dataclass(frozen=True, slots=True)
class Case:
    """All that those who decide see of a challenge. upcoming: the id of another open one.

    shown: None where the question is not in the bank any more, so that the challenge can only be declined.
    """

    challenge: Challenge
    shown: Shown | None
    voices: tuple[Voice, ...]
    statistics: Statistics
    earlier: Challenge | None
    upcoming: int | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, and what it changed; None when the challenge was declined. upcoming: another open one."""

    challenge: Challenge
    regraded: Regraded | None
    told: int
    upcoming: int | None


@dataclass(frozen=True, slots=True)
class Editors:
    """Who decides in a server besides members with Manage Server, and where they are told."""

    role_id: int | None = None
    channel_id: int | None = None


class SuggestionState(StrEnum):
    """draft → waiting → approved or declined."""

    DRAFT = "draft"
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that a member suggests. written: what was typed so far, by field."""

    id: int
    guild_id: int
    author_id: int
    state: SuggestionState
    written: Mapping[str, str]
    sent_at: int | None
    reason: str
    question_id: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A suggestion with what is still wrong with it; shown: how it will look, once all of it is written.

    missing: a form has not been filled in. remark: what nobody could check. upcoming: another one that waits, for those
    who decide.
    """

    suggestion: Suggestion
    missing: bool
    problems: tuple[str, ...] = ()
    shown: Shown | None = None
    remark: str = ""
    upcoming: int | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for a decision in a server."""

    challenges: list[Waiting]
    suggestions: list[Suggestion]
    editors: Editors


@dataclass(frozen=True, slots=True)
class News:
    """What a member has to hear once. effect: of a ruling on their own answer (quiz Effect), or empty.

    stem: of the question. Either challenge or suggestion is given. overruled: the question was ruled on again since.
    """

    id: int
    guild_id: int
    member_id: int
    effect: str
    stem: str
    right: tuple[str, ...] = ()
    challenge: Challenge | None = None
    suggestion: Suggestion | None = None
    joined: bool = False
    overruled: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """What those who decide are told in their channel. subject_id: of a challenge or a suggestion.

    stem: of a disputed question, which is the bank's. saying: what kind of fault it is said to have.
    """

    channel_id: int
    role_id: int | None
    subject_id: int
    is_challenge: bool
    stem: str
    saying: str
