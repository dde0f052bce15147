"""The values of study buddies: what stores read, and what services give to the Discord side.

Words: a *pair* is two or three buddies; a *round* matches those who wait; a *check-in* is the pair's weekly message.
Instants are epoch seconds (UTC), months are written YYYY-MM, hours are bit masks of 24 local hours (bit 0: midnight).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.features.buddies.terms import Answer, Ended, Every, Goal, NoteKind, Share, State
from bot.features.notes.model import MemberNote
from bot.schedule import Recurrence


@dataclass(frozen=True, slots=True)
class JoinForm:
    """The form's five fields as they were typed; empty ones are left open."""

    exam_month: str = ""
    hours: str = ""
    goals: str = ""
    languages: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody usually studies, in local time: one mask for Monday to Friday, one for the weekend.

    Both 0: left open, which suits everybody. `text`: as it was typed.
    """

    weekday: int = 0
    weekend: int = 0
    text: str = ""

    @property
    def known(self) -> bool:
        """Whether anything was said."""
        return bool(self.weekday or self.weekend)


@dataclass(frozen=True, slots=True)
class Membership:
    """A member among the buddies of one server. Texts are cleaned and short; they still need Discord's escaping.

    waiting_since: set exactly while waiting. paused_until: the first instant of the day they come back; None while
    paused: until they resume. priority: lost a buddy through no doing of their own, so first in the next round.
    """

    guild_id: int
    member_id: int
    certification: str
    zone: str
    hours: Hours
    exam_month: str | None
    goals: frozenset[Goal]
    languages: tuple[str, ...]
    about: str
    shares: frozenset[Share]
    helper: bool
    state: State
    waiting_since: int | None
    priority: bool
    paused_until: int | None
    pair_id: int | None
    joined_at: int
    passed_at: int | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """What `/buddy join` found out before it shows the form. before: the membership there is, to fill the form with."""

    certification: str
    zone: str
    before: Membership | None


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of the form.

    remarks: sentences about fields that could not be read and were left open, or kept as they were.
    next_round_at: None when no round is planned (the server's are off).
    """

    membership: Membership
    changed: bool
    remarks: tuple[str, ...]
    next_round_at: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """What a buddy may see of a member: certification, languages and zone always, the rest as they agreed to.

    streak: days. areas: names of weak areas. None: not shared, or nothing to show. helper: has passed, and helps.
    """

    member_id: int
    certification: str
    zone: str
    languages: tuple[str, ...]
    helper: bool
    streak: int | None
    areas: tuple[str, ...] | None
    exam_month: str | None
    hours: str | None
    goals: frozenset[Goal] | None
    about: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two or three buddies. members: those in it, in order; once it has ended, those who were in it at the end.

    number: counts a server's pairs. thread_id: None until it stands; `by_dm`: it never will, messages go to each.
    parts: the score's parts, a readable name → points, as the matching gave them.
    """

    id: int
    guild_id: int
    number: int
    certification: str
    members: tuple[int, ...]
    formed_at: int
    ended_at: int | None
    thread_id: int | None
    message_id: int | None
    by_dm: bool
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Introduction:
    """All that a pair's introduction says. channel_id: the buddy channel the thread is to be made in, if there is one.

    areas: names of areas to look at together (weak areas of those who share them). shared_hours: hours a week
    that they have in common, 0: none (best available, and said so), None: somebody left theirs open. again: two of them
    were together lately.
    """

    pair: Pair
    channel_id: int | None
    cards: tuple[Card, ...]
    areas: tuple[str, ...]
    shared_hours: int | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Hello:
    """An introduction for one of the pair, by direct message."""

    introduction: Introduction
    member_id: int


@dataclass(frozen=True, slots=True)
class Farewell:
    """The last message in a pair's thread. why: as it may be told. waiting: who goes first in the next round."""

    pair: Pair
    thread_id: int
    why: Ended
    waiting: tuple[int, ...]
    next_round_at: int | None


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A pair's check-in as it stands: who said what, what to teach each other, what each agreed to show.

    prompt: the name of the area to explain in three sentences. passed: who passed since the last one, and shares it.
    """

    id: int
    pair: Pair
    nominal_date: date
    prompt: str | None
    answers: Mapping[int, Answer]
    cards: tuple[Card, ...]
    passed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CheckInFor:
    """A check-in for one of the pair, by direct message."""

    checkin: CheckIn
    member_id: int


@dataclass(frozen=True, slots=True)
class StillThere:
    """The question to a member who was not heard of. ends_at: when the pair ends without an answer, at the earliest."""

    checkin_id: int
    pair: Pair
    member_id: int
    ends_at: int


@dataclass(frozen=True, slots=True)
class Nudged:
    """Whom a nudge is for. in_thread: the press is answered there, naming them; otherwise they are written to."""

    pair: Pair
    partners: tuple[int, ...]
    in_thread: bool


@dataclass(frozen=True, slots=True)
class QuizDone:
    """How far a member is with the week's mini-quiz. right: None unless everybody in the pair shows their areas."""

    member_id: int
    answered: int
    asked: int
    right: int | None


@dataclass(frozen=True, slots=True)
class MiniQuiz:
    """The week's mini-quiz of a pair. week: ISO, such as 2026-W45. areas: names of what it asks about."""

    pair: Pair
    week: str
    areas: tuple[str, ...]
    done: tuple[QuizDone, ...]


@dataclass(frozen=True, slots=True)
class Note(MemberNote):
    """A word in private. detail: what goes with the kind, such as an `Ended`. next_round_at: as in `Status`."""

    kind: NoteKind
    detail: str
    next_round_at: int | None


@dataclass(frozen=True, slots=True)
class Status:
    """What a member sees of themselves. introduction: of the pair they are in.

    next_round_at: None when the server's rounds are off.
    notes: words that could not be brought in private; they count as told once this is read.
    """

    membership: Membership
    introduction: Introduction | None
    next_round_at: int | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Parted:
    """What became of leaving a pair: who is told (nobody, where there was no pair), and when the next round is.

    unsent: why the reason of a block did not go to the moderators, as a sentence; None: it did, or there was none.
    """

    partners: tuple[int, ...]
    next_round_at: int | None
    unsent: str | None = None


@dataclass(frozen=True, slots=True)
class Server:
    """A server's choices. channel_id: where pairs get their threads; None: by direct message. off: no new pairs."""

    guild_id: int
    channel_id: int | None
    every: Every
    off: bool
    set_by: int | None


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """What admins see: counts only, nobody's name."""

    server: Server
    recurrence: Recurrence
    next_round_at: int | None
    waiting: int
    paused: int
    pairs: int
    last_round_at: int | None
    last_round_pairs: int
