"""Small parts of what is said about buddies: names, months, offsets and lists."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import discord

from bot.features.buddies.model import Hours
from bot.features.buddies.terms import Goal, Share

SHARE_NAMES = {
    Share.STREAK: "your streak",
    Share.AREAS: "your weak areas",
    Share.EXAM: "your exam month",
    Share.ABOUT: "your hours, wishes and line",
}
SHARES = tuple(SHARE_NAMES)

_GOALS = {
    Goal.ACCOUNTABILITY: "accountability",
    Goal.EXPLAINING: "explaining to each other",
    Goal.PRACTICE: "practice together",
}


def mention(member_id: int) -> str:
    """A member's name, as Discord shows it."""
    return f"<@{member_id}>"


def listed(parts: Iterable[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def mentions(members: Iterable[int]) -> str:
    """Members' names in a row."""
    return listed(mention(member) for member in members)


def buddies(members: Sequence[int]) -> str:
    """'your buddy' for one other, 'your buddies' for more."""
    return "your buddy" if len(members) == 1 else "your buddies"


def month(written: str) -> str:
    """'May 2027' for '2027-05'."""
    return f"{date.fromisoformat(f'{written}-01'):%B %Y}"


def goals(wanted: Iterable[Goal]) -> str:
    """What somebody wants of a buddy, in words."""
    return ", ".join(_GOALS[goal] for goal in sorted(wanted))


def clock_hours(hours: Hours) -> str:
    """Hours as they were understood: 'Mon–Fri 18:00–23:00, Sat and Sun 8:00–23:00'."""
    if hours.weekday == hours.weekend:
        return f"every day {_spans(hours.weekday)}"
    days = ("Mon–Fri", hours.weekday), ("Sat and Sun", hours.weekend)
    return ", ".join(f"{name} {_spans(mask)}" for name, mask in days if mask)


def _spans(mask: int) -> str:
    """The runs of hours in a mask; one over midnight is one run."""
    starts = [hour for hour in range(24) if mask >> hour & 1 and not mask >> (hour - 1) % 24 & 1]
    if not starts:
        return "at any time"
    ends = [next(end for end in range(start, start + 25) if not mask >> end % 24 & 1) for start in starts]
    return " and ".join(
        f"{start}:00–{(end - 1) % 24 + 1}:00" for start, end in zip(starts, ends, strict=True)
    )


def offset(zone: str, now: int) -> str:
    """How far a zone is from UTC at that instant (epoch seconds): 'UTC−6', 'UTC+5:30'."""
    away = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(zone)).utcoffset()
    minutes = 0 if away is None else round(away.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"


def when(instant: int) -> str:
    """A moment, in the reader's own time."""
    return f"<t:{instant}:F> (<t:{instant}:R>)"


def only(members: Iterable[int]) -> discord.AllowedMentions:
    """Mentions that call these members and nobody else."""
    people = [discord.Object(member) for member in members]
    return discord.AllowedMentions(users=people, everyone=False, roles=False)
