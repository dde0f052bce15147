"""The guide as values: specialties, advice, ways to learn, and the mnemonics that come with the bot."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.library.model import Figure, Review, Source

CREDIT_CATEGORIES = ("body", "approved", "field", "work")
"""Whom a continuing-education credit comes from: the body itself, somebody it approves, somebody else in the field,
or one's work beside the field."""


@dataclass(frozen=True, slots=True)
class Specialty:
    """A credential for one field of medicine."""

    id: str
    name: str
    body: str
    field: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Tip:
    """Advice. when: studying, last_two_weeks, exam_day, in_the_exam or after_the_exam."""

    id: str
    when: str
    title: str
    text: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Education:
    """A way to learn the trade. takes, cost: in the source's words."""

    id: str
    name: str
    takes: str
    cost: str
    text: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Which credentials suit whom. wants: completes "Choose it when you want …"."""

    id: str
    wants: str
    certs: tuple[str, ...]
    text: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class RenewalShare:
    """share: of the credits asked for, so much (0 to 1) has to come from the categories in `counts`."""

    counts: frozenset[str]
    share: float
    what: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a body asks for to keep its credentials. credits: for one of them, two, …; the last holds for more.

    months: a cycle's length. categories: a credit's category → its name, among those of CREDIT_CATEGORIES.
    """

    id: str
    body: str
    months: int
    credits: tuple[int, ...]
    categories: Mapping[str, str]
    shares: tuple[RenewalShare, ...]
    text: str
    notes: tuple[str, ...]
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Mnemonic:
    """A memory hook. hook: the words to remember. stands_for: what they mean. story: a scene that makes it stick."""

    id: str
    topic: str
    hook: str
    stands_for: str
    story: str | None
    sources: tuple[Source, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class Guide:
    """What content/guide/ holds, in the order of its files."""

    specialties: tuple[Specialty, ...] = ()
    tips: tuple[Tip, ...] = ()
    education: tuple[Education, ...] = ()
    choices: tuple[Choice, ...] = ()
    renewals: tuple[Renewal, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
