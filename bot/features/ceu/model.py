"""Continuing education as values."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from bot.library.guide import Renewal

# The kind of delivery that brings reminders.
REMIND = "ceu.remind"

# Days before a cycle's end on which a reminder comes; and the day after it, which says how it ended.
MILESTONES = (180, 90, 30, 7)
ENDED = -1
ALL_REMINDERS = (*MILESTONES, ENDED)

HUNDRED = 100
"""Credits are counted in hundredths, so that a quarter stays a quarter."""

MOST_CREDITS = 60
"""Credits that one entry may hold: more than any cycle asks for."""

MOST_ENTRIES = 1000
# So many credits of a record may wait for the member's word on whether they are others.
MOST_DRAFTS = 5
PROVIDER_LONGEST = 100
TITLE_LONGEST = 150
USUAL_TIME = time(9)
# So many years a date may lie behind or ahead.
MOST_YEARS = 40


class Category(StrEnum):
    """Whom a credit comes from, as the bodies' rules tell them apart."""

    BODY = "body"
    APPROVED = "approved"
    FIELD = "field"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Credential:
    """One that a member holds. exam_id: the exam here that brought it, if any."""

    id: int
    certification: str
    earned_on: date
    exam_id: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """The last reminder of a record: days before the end of its cycle. untold: it could not be brought."""

    days: int
    ends: date
    untold: bool


@dataclass(frozen=True, slots=True)
class Record:
    """What a member keeps with one body. begins_on, ends_on: the first cycle, both days included.

    zone: IANA name, where the member has set none. asked: hundredths that the first cycle asks for, where the member
    said so. remind_at: by the member's clock. revision: changes whenever reminders are planned anew. planned: the
    number of the cycle they are planned for.
    """

    id: int
    member_id: int
    guild_id: int
    body: str
    zone: str
    begins_on: date
    ends_on: date
    asked: int | None
    remind_at: time
    reminds: bool
    revision: int
    planned: int
    told: Told | None
    credentials: tuple[Credential, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What a member says of a credit. hundredths: of one credit. title: may be empty."""

    earned_on: date
    provider: str
    title: str
    category: Category
    hundredths: int


@dataclass(frozen=True, slots=True)
class Credit:
    """One that was logged. draft: it looks like another, and the member has been asked. logged_at: epoch seconds."""

    id: int
    record_id: int
    said: Said
    draft: bool
    logged_at: int


@dataclass(frozen=True, slots=True)
class Cycle:
    """Both days included. number: 0 for the first."""

    number: int
    begins: date
    ends: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.begins <= day <= self.ends


@dataclass(frozen=True, slots=True)
class ShareStanding:
    """A rule on where credits come from, in hundredths. what, source, as_of: as in the content."""

    what: str
    needed: int
    have: int
    source: str
    as_of: str

    @property
    def missing(self) -> int:
        """Hundredths that still have to come from there."""
        return max(0, self.needed - self.have)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a cycle stands on a day. Credits in hundredths.

    expected: what an even pace would have brought by now. per_month: what is missing, over the months that are left;
    None when less than a month is left. outside: of credits that lie in no cycle.
    """

    record: Record
    rule: Renewal
    cycle: Cycle
    asked: int
    have: int
    expected: int
    per_month: int | None
    days_left: int
    shares: tuple[ShareStanding, ...]
    outside: int

    @property
    def missing(self) -> int:
        """Hundredths that the sum lacks."""
        return max(0, self.asked - self.have)

    @property
    def to_earn(self) -> int:
        """Hundredths that are enough: the shares may ask for more than the sum. What counts for a narrow share counts
        for the wider ones too, so the largest decides."""
        return max(self.missing, *(share.missing for share in self.shares), 0)

    @property
    def counting(self) -> int:
        """Hundredths that help: less than what is logged where too much of it is of a kind that the shares limit."""
        return self.asked - self.to_earn if self.to_earn > self.missing else self.have

    @property
    def warnings(self) -> tuple[ShareStanding, ...]:
        """Rules on shares that what is missing can't meet any more: more credits than asked for will be needed."""
        return tuple(share for share in self.shares if share.missing > self.missing)

    @property
    def needs(self) -> tuple[ShareStanding, ...]:
        """Rules on shares that what is missing still has to meet."""
        return tuple(share for share in self.shares if 0 < share.missing <= self.missing)


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is to be told. days: before the cycle's end, or ENDED. standing: of the cycle it is about.

    after: of the next cycle, when that one has ended.
    """

    days: int
    standing: Standing
    after: Standing | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it stands. before: the cycle that ended last, where one was kept here.

    muted: the member wants no reminders at all (`/me settings`).
    """

    now: Standing
    before: Standing | None
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Started:
    """A credential that is kept track of from now on. anew: nothing was kept of its body until now."""

    credential: str
    standing: Standing
    anew: bool
    other_day: date | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """What became of a credit. near: one like it, when the member is asked. other_day: another reading of the date."""

    credit: Credit
    standing: Standing
    near: Credit | None = None
    other_day: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a record's credits, newest first. older: how many to skip for the next page, if there is one."""

    standing: Standing
    credits: tuple[Credit, ...]
    total: int
    older: int | None


@dataclass(frozen=True, slots=True)
class Exported:
    """Two files: a table of all credits, and a calendar of what is due."""

    table: bytes
    calendar: bytes
