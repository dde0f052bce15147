"""Values of focus sessions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.features.focus.phases import Phase, Plan

# A session's message; its changes of phase; and bringing its message up to date.
POST, CHANGE, SHOW = "focus.post", "focus.phase", "focus.show"

MOST_PEOPLE = 50
TOPIC_LONGEST, WORK_LONGEST, LEARNED_LONGEST = 100, 60, 200


def number_of(key: str) -> int:
    """The number of the change of phase that a delivery's key names."""
    return int(key.partition(":")[2])


class Outcome(StrEnum):
    """How a session ended."""

    DONE = "done"
    ENDED = "ended"  # by its starter; before the start, that calls it off
    DESERTED = "deserted"  # everybody left
    TROUBLE = "trouble"  # Discord does not let it go on


@dataclass(frozen=True, slots=True)
class Session:
    """A focus session. guild_id None: solo, in direct messages. Times in epoch seconds.

    ends_at: when it ends or ended. ended_at: None until it has been ended. version: counts the changes to what its
    message shows. trouble: what Discord refused.
    """

    id: int
    guild_id: int | None
    channel_id: int
    message_id: int | None
    started_by: int | None
    topic: str | None
    plan: Plan
    ends_at: int
    ended_at: int | None
    outcome: Outcome | None
    trouble: str | None
    version: int

    @property
    def called_off(self) -> bool:
        """Whether it ended before it began."""
        return self.ended_at is not None and self.ended_at < self.plan.started_at

    @property
    def place(self) -> str:
        """Where it is, to be shown to a member; leads to its message once there is one."""
        if self.message_id is not None:
            where = "@me" if self.guild_id is None else self.guild_id
            return f"https://discord.com/channels/{where}/{self.channel_id}/{self.message_id}"
        return "your direct messages with me" if self.guild_id is None else f"<#{self.channel_id}>"


@dataclass(frozen=True, slots=True)
class Presence:
    """A member's part in a session. counted_to: epoch seconds up to which the time is in `seconds`.

    left_at: None while present. work: what they work on. learned: their line at the end.
    """

    session_id: int
    member_id: int
    work: str | None
    left_at: int | None
    counted_to: int
    learned: str | None
    seconds: int

    @property
    def minutes(self) -> int:
        """Whole minutes of focus."""
        return self.seconds // 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A session as its messages show it at a moment. people: who takes part, or took part to the end."""

    session: Session
    phase: Phase
    people: Sequence[Presence]

    @classmethod
    def of(cls, session: Session, present: Sequence[Presence], now: int) -> "Shown":
        """With everybody's time up to now (epoch seconds), counted or not yet."""
        until = min(now, session.ends_at)
        phase = session.plan.phase_at(now if session.ended_at is None else session.plan.ends_at)
        people = [
            replace(
                one, seconds=one.seconds + sum(p.seconds for p in session.plan.focused(one.counted_to, until))
            )
            for one in present
        ]
        return cls(session, phase, people)


@dataclass(frozen=True, slots=True)
class Counted:
    """Time of focus in one round of a session. began_at: epoch seconds."""

    session_id: int
    began_at: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Learned:
    """What a member learned in a session that ended at `ended_at` (epoch seconds)."""

    ended_at: int
    text: str
