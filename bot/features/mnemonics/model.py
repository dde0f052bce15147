"""The mnemonics' values: what stores read and services give."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.features.notes.model import MemberNote
from bot.schedule import Recurrence

# Kinds of deliveries.
POST = "mnemonic.post"
SHOW = "mnemonic.show"
BEST = "mnemonic.best"
NOTE = "mnemonic.note"
BEST_SHOW = "mnemonic.best.show"
RING = "mnemonic.ring"

HOOK_LONGEST, STANDS_FOR_LONGEST, STORY_LONGEST, REASON_LONGEST = 200, 500, 800, 300
HOURLY = 5
BUNDLED = "b:"


class State(StrEnum):
    """draft: kept while its author looks at what is like it. waiting: for a moderator. shown: for all to see."""

    DRAFT = "draft"
    WAITING = "waiting"
    SHOWN = "shown"
    DECLINED = "declined"
    DELETED = "deleted"


class Sharing(StrEnum):
    """Whether other servers see it: asked for by the author, and agreed to by a moderator."""

    NO = "no"
    ASKED = "asked"
    YES = "yes"


class Period(StrEnum):
    """What a list of the best looks back on."""

    WEEK = "week"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Texts:
    """What a mnemonic says, cleaned. hook: the words to remember. stands_for, story: may be empty."""

    hook: str
    stands_for: str = ""
    story: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """What is known of a mnemonic.

    tried: how often somebody who had seen it answered on its topic again; helped: how often that was right.
    expected: how many of these would have been right without it.
    """

    up: int = 0
    down: int = 0
    tried: int = 0
    helped: int = 0
    expected: float = 0.0


@dataclass(frozen=True, slots=True)
class Mnemonic:
    """One memory hook. ref: its number as text, or "b:<id>" for one that comes with the bot (guild_id 0).

    sources: where a bundled one can be looked up. created_at: epoch seconds. version: counts what has changed about it.
    """

    ref: str
    guild_id: int
    author_id: int | None
    topic: str
    texts: Texts
    state: State = State.SHOWN
    sharing: Sharing = Sharing.NO
    created_at: int = 0
    channel_id: int | None = None
    message_id: int | None = None
    version: int = 0
    sources: tuple[str, ...] = ()

    @property
    def bundled(self) -> bool:
        """Whether it comes with the bot."""
        return self.ref.startswith(BUNDLED)

    @property
    def number(self) -> int:
        """The number of one that a member wrote."""
        return int(self.ref)


@dataclass(frozen=True, slots=True)
class Shown:
    """A mnemonic as a member sees it. own_vote: 1, -1 or 0."""

    mnemonic: Mnemonic
    topic_name: str
    tally: Tally = Tally()
    own_vote: int = 0
    own: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The best results, how the words were changed to find them, and how many there are at least."""

    shown: Sequence[Shown]
    remark: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is one alone, just as asked for: then all of it is shown, and no list."""
        return len(self.shown) == 1 and not self.remark


@dataclass(frozen=True, slots=True)
class Added:
    """What became of something posted. near: what is like it already, so that it is a draft so far."""

    mnemonic: Mnemonic
    topic_name: str
    near: Sequence[Mnemonic] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of an edit. judged: it had been voted on, or seen after a mistake. anew: that is gone now.

    It is gone where the words no longer say what was judged. near: what the new words are like already, so that
    nothing was changed so far, and `mnemonic` is a draft of them.
    """

    mnemonic: Mnemonic
    judged: bool
    anew: bool
    near: Sequence[Mnemonic] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a member's own, newest first. older: ask for those before this number."""

    shown: Sequence[Shown]
    older: int | None


@dataclass(frozen=True, slots=True)
class Server:
    """A server's choices. hourly: how many a member may post in an hour. others: show what other servers share."""

    guild_id: int
    channel_id: int | None = None
    approve_first: bool = False
    hourly: int = HOURLY
    others: bool = True
    set_by: int | None = None


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """A server's choices, when its best-of comes, and how much waits for a moderator. Times: epoch seconds."""

    server: Server
    best_of: Recurrence | None
    next_best_at: int | None
    waiting: int


class Asks(StrEnum):
    """Why something stands in the moderators' queue."""

    POST = "post"
    SHARE = "share"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Case:
    """One thing for a moderator to decide. reasons: of those who reported it. left: how many wait, this included."""

    shown: Shown
    asks: Asks
    reasons: Sequence[str]
    left: int


class NoteKind(StrEnum):
    """What an author is told. By these words in the database."""

    APPROVED = "approved"
    EDITED = "edited"
    DECLINED = "declined"
    TAKEN_DOWN = "taken down"
    SHARED = "shared"
    NOT_SHARED = "not shared"
    UNSHARED = "unshared"
    BANNED = "banned"


@dataclass(frozen=True, slots=True)
class Note(MemberNote):
    """A word to an author. detail: the moderator's reason, may be empty. hook: what it is about."""

    kind: NoteKind
    detail: str
    hook: str
