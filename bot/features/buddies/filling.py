"""The form of `/buddy join` as a whole: each field is read for itself, and one that cannot be read loses nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from bot.dates import parse_month
from bot.errors import BadInput
from bot.features.buddies.hours import parse_hours
from bot.features.buddies.model import Hours, JoinForm, Membership
from bot.features.buddies.reading import cleaned, parse_goals, parse_languages
from bot.features.buddies.terms import Goal, State

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form says."""

    exam_month: str | None = None
    hours: Hours = field(default_factory=Hours)
    goals: frozenset[Goal] = frozenset()
    languages: tuple[str, ...] = ()
    about: str = ""

    @classmethod
    def of(cls, membership: Membership) -> "Typed":
        """What it said the last time."""
        one = membership
        return cls(one.exam_month, one.hours, one.goals, one.languages, one.about)


def read_form(form: JoinForm, today: date, before: Typed | None) -> tuple[Typed, tuple[str, ...]]:
    """What was typed, and a sentence for each field that could not be read, which then stays as it was before.

    today: the member's local date.
    """
    remarks: list[str] = []

    def read(reader: Callable[[str], T], text: str, kept: T, left: T) -> T:
        try:
            return reader(text)
        except BadInput as error:
            rest = "It is left open for now." if kept == left else "It stays as it was."
            remarks.append(f"{error.message} {rest}")
            return kept

    kept, empty = before or Typed(), Typed()
    typed = Typed(
        exam_month=read(lambda text: _month(text, today), form.exam_month, kept.exam_month, None),
        hours=read(parse_hours, form.hours, kept.hours, empty.hours),
        goals=read(parse_goals, form.goals, kept.goals, empty.goals),
        languages=read(parse_languages, form.languages, kept.languages, ()),
        about=cleaned(form.about),
    )
    return typed, tuple(remarks)


def newcomer(guild_id: int, member_id: int, now: int) -> Membership:
    """Somebody of whom nothing is shown but what always is. now: epoch seconds."""
    return Membership(
        guild_id=guild_id,
        member_id=member_id,
        certification="",
        zone="UTC",
        hours=Hours(),
        exam_month=None,
        goals=frozenset(),
        languages=(),
        about="",
        shares=frozenset(),
        helper=False,
        state=State.WAITING,
        waiting_since=now,
        priority=False,
        paused_until=None,
        pair_id=None,
        joined_at=now,
    )


def filled(one: Membership, typed: Typed, *, certification: str, zone: str) -> Membership:
    """A membership with what the form and its command say. Whoever prepares for an exam is no mere helper."""
    prepares = typed.exam_month is not None or certification != one.certification
    return replace(
        one,
        certification=certification,
        zone=zone,
        exam_month=typed.exam_month,
        hours=typed.hours,
        goals=typed.goals,
        languages=typed.languages,
        about=typed.about,
        helper=one.helper and not prepares,
        passed_at=None if prepares else one.passed_at,
    )


def _month(text: str, today: date) -> str | None:
    return parse_month(text, today) if text.strip() else None
