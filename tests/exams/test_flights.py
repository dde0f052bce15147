"""A member who changes their zone every other day, over the date line and back: nothing is lost or comes twice."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date, time, timedelta

import pytest

from bot.clock import Clock
from bot.errors import Refusal
from bot.features.exams.model import AFTER, ALL_REMINDERS, REMIND, Wish
from bot.features.exams.plan_model import WEEK
from bot.schedule import Delivery, Permanent, Receipt
from bot.services import Services

ME, TODAY, DAY_S = 5, date(2027, 1, 15), 86_400
ZONES = (
    "America/Los_Angeles",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Europe/Berlin",
    "Pacific/Honolulu",
    "Pacific/Kiritimati",
)
# The morning's, and that of the day before, have nothing to say where the exam's day has come, or is over.
ALWAYS = {30, 14, 7, 3, AFTER}


class Brought:
    """A carrier that takes what the services prepare, and counts it."""

    def __init__(self, prepare: Callable[[Delivery], Awaitable[object]]) -> None:
        self._prepare = prepare
        self.names: Counter[object] = Counter()

    async def send(self, delivery: Delivery) -> Receipt:
        """Refused like on Discord where it does not hold any more."""
        try:
            await self._prepare(delivery)
        except Refusal as refusal:
            raise Permanent(refusal.message) from refusal
        last = delivery.key.rpartition(":")[2]
        self.names[last if delivery.kind == WEEK else int(last)] += 1
        return Receipt(1, 2, 3)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """Nothing is ever in doubt here."""
        return None


@pytest.mark.parametrize("seed", range(12))
async def test_whoever_travels_has_each_reminder_and_each_week_once(
    services: Services, clock: Clock, seed: int
) -> None:
    rng, exams = random.Random(seed), services.exams
    reminders = Brought(exams.reminders.prepared)
    weeks = Brought(lambda delivery: exams.plans.members.show(delivery.subject_id))
    services.schedule.register(REMIND, exams.kinds[REMIND], reminders)
    services.schedule.register(WEEK, exams.kinds[WEEK], weeks)
    on = TODAY + timedelta(days=rng.randint(35, 60))
    at, zone = rng.choice((None, time(9), time(20))), rng.choice(ZONES)
    wish = Wish(ME, 0, "CPC", on, at, zone, zone_given=rng.random() < 0.7)
    exam = await services.db.write(lambda tx: exams.members.add(tx, wish))
    await exams.plans.members.open(ME)
    await exams.plans.members.change(exam.id, ME, weekly=True)
    hour = f"{rng.choice((7, 9, 13, 20, 23))}:00"
    await exams.own.remind(exam.id, ME, hour=hour, days=frozenset(ALL_REMINDERS), channel_id=None)
    end, flight = clock.now() + 66 * DAY_S, clock.now()
    while clock.now() < end:
        if clock.now() == flight:
            await services.members.change(ME, zone=rng.choice(ZONES))
            flight += rng.randint(3600, 4 * DAY_S)
        await services.schedule.run_until_idle()
        wake = await services.schedule.wake_at()
        clock.move_to(min(flight, end, end if wake is None else max(wake, clock.now() + 1)))
    assert set(reminders.names) >= ALWAYS
    mondays = [str(TODAY + timedelta(days=3 + 7 * week)) for week in range(9)]
    assert set(weeks.names) >= {monday for monday in mondays if monday < str(on - timedelta(days=1))}
    assert {*reminders.names.values(), *weeks.names.values()} == {1}
