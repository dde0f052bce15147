"""What somebody asked for about when something is to come, as they typed it."""

from dataclasses import dataclass
from datetime import time as wall_time
from typing import Self

from bot.errors import BadInput
from bot.schedule.recurrence import Recurrence
from bot.when import find_zone, parse_days, parse_time


@dataclass(frozen=True, slots=True)
class Asked:
    """None: not given, so it stays as it is, or begins as usual. False where nothing was given."""

    weekdays: frozenset[int] | None = None
    wall: wall_time | None = None
    zone: str | None = None

    @classmethod
    def read(
        cls,
        *,
        days: str | None = None,
        time: str | None = None,
        timezone: str | None = None,
        one_day: str | None = None,
    ) -> Self:
        """What was typed. one_day: the refusal of several days, where there can only be one. Raises BadInput."""
        weekdays = parse_days(days) if days else None
        if one_day and weekdays and len(weekdays) > 1:
            raise BadInput(one_day)
        return cls(weekdays, parse_time(time) if time else None, find_zone(timezone) if timezone else None)

    def __bool__(self) -> bool:
        return self != Asked()

    def over(self, before: Recurrence) -> Recurrence:
        """The recurrence with what was asked for, and the rest as it was."""
        return Recurrence(
            self.weekdays or before.weekdays, self.wall or before.wall, self.zone or before.zone
        )
