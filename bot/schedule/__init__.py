"""Recurring schedules and the outbox that carries their posts to Discord. Knows nothing of Discord itself."""

from bot.schedule.asked import Asked
from bot.schedule.model import (
    LATE_AFTER_S,
    Carrier,
    Delivery,
    Inward,
    Kind,
    Occasion,
    Permanent,
    Receipt,
    RetryLater,
    Schedule,
    Unplanned,
    occurrence_key,
)
from bot.schedule.recurrence import Recurrence, end_of_day, first_after, instant, local_date, next_after
from bot.schedule.service import ScheduleService
from bot.schedule.wake import Daily, Every, Waker

__all__ = [
    "LATE_AFTER_S",
    "Asked",
    "Carrier",
    "Daily",
    "Delivery",
    "Every",
    "Inward",
    "Kind",
    "Occasion",
    "Permanent",
    "Receipt",
    "Recurrence",
    "RetryLater",
    "Schedule",
    "ScheduleService",
    "Unplanned",
    "Waker",
    "end_of_day",
    "first_after",
    "instant",
    "local_date",
    "next_after",
    "occurrence_key",
]
