"""Whatever happens, every occurrence is accounted for exactly once, and no message is lost or doubled."""

import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.schedule import Recurrence, Schedule, instant, local_date
from tests.schedule.world import Fate, World, at, daily, post

START = at("2026-03-06 00:00")  # both clock changes of spring lie ahead, in New York and in Berlin

SEND_FATES = [fate for fate in Fate if fate is not Fate.HANGS]
# A search that is refused ends in `failed` though the message may stand there; that has its own test.
FIND_FATES = [Fate.ANSWERED, Fate.LATER, Fate.LOST, Fate.ANSWER_LOST, Fate.DIES_BEFORE, Fate.DIES_AFTER]


@dataclass(frozen=True)
class Spell:
    """Some time up or down; then what becomes of the next requests."""

    seconds: int
    up: bool
    sends: list[Fate]
    finds: list[Fate]
    restarts: bool


SPELLS = st.lists(
    st.builds(
        Spell,
        seconds=st.sampled_from([1, 30, 61, 600, 3600, 4 * 3600, 86400, 3 * 86400]),
        up=st.sampled_from([True, True, False]),
        sends=st.lists(st.sampled_from(SEND_FATES), max_size=4),
        finds=st.lists(st.sampled_from(FIND_FATES), max_size=4),
        restarts=st.booleans(),
    ),
    min_size=1,
    max_size=10,
)
RECURRENCES = st.lists(
    st.builds(
        Recurrence,
        weekdays=st.frozensets(st.integers(0, 6), min_size=3),
        wall=st.builds(time, st.integers(0, 23), st.sampled_from([0, 30, 55])),
        zone=st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Auckland"]),
    ),
    min_size=1,
    max_size=3,
)


async def live_through(world: World, spell: Spell) -> None:
    sends, finds = iter(spell.sends), iter(spell.finds)
    world.channel.fate_of_send = lambda _: next(sends, Fate.ANSWERED)
    world.channel.fate_of_find = lambda _: next(finds, Fate.ANSWERED)
    if spell.restarts:
        await world.restart()
    if spell.up:
        await world.run_to(world.clock.now() + spell.seconds)
    else:
        world.clock.advance(spell.seconds)


async def heal(world: World) -> None:
    """All goes well from here on, for as long as anything can still be open."""
    world.channel.fate_of_send = world.channel.fate_of_find = lambda _: Fate.ANSWERED
    await world.run_to(world.clock.now() + 2 * 86400)


def occurrences(rec: Recurrence, begin: int, end: int) -> list[date]:
    """The nominal dates that were due between two instants, by looking at every date."""
    first = local_date(begin, rec.zone) - timedelta(days=1)
    days = (
        first + timedelta(days=n)
        for n in range(local_date(end, rec.zone).toordinal() - first.toordinal() + 1)
    )
    return [
        day
        for day in days
        if day.weekday() in rec.weekdays and begin < instant(day, rec.wall, rec.zone) <= end
    ]


async def check_accounts(world: World, schedules: list[Schedule]) -> None:
    due = [
        post(schedule, day)
        for schedule in schedules
        for day in occurrences(schedule.recurrence, START, world.clock.now())
    ]
    accounts = Counter((what, marker) for what, marker, _ in await world.accounts())
    messages = Counter(world.channel.markers())
    states = await world.states()
    assert sorted(states) == sorted(due)
    assert not set(messages) - set(due)
    for marker in due:
        assert accounts[("planned", marker)] == 1, marker
        ends = [what for what in ("sent", "skipped", "failed") if accounts[(what, marker)]]
        assert ends == [states[marker]], marker
        assert accounts[(states[marker], marker)] == 1, marker
        assert messages[marker] == (1 if states[marker] == "sent" else 0), marker
    for message in world.channel.messages:
        row = await world.row(message.marker)
        assert row["due_at"] <= message.sent_at < row["expires_at"], "never too early, never after its day"
        assert row["sent_at"] == message.sent_at


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(recurrences=RECURRENCES, spells=SPELLS)
async def test_no_occurrence_is_lost_or_doubled(recurrences: list[Recurrence], spells: list[Spell]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = await World.open(Path(folder), START)
        schedules = [await world.add(rec, subject_id=n, guild_id=n % 2) for n, rec in enumerate(recurrences)]
        for spell in spells:
            await live_through(world, spell)
        await heal(world)
        await check_accounts(world, schedules)
        await world.close()


async def test_every_quarter_of_an_hour_around_a_clock_change_with_a_restart_each_day(tmp_path: Path) -> None:
    world = await World.open(tmp_path, START)
    zones = ["America/New_York", "America/St_Johns"]  # both put their clocks forward on 8 March
    schedules = [
        await world.add(daily(f"{quarter // 4:02}:{quarter % 4 * 15:02}", zone), subject_id=n * 96 + quarter)
        for n, zone in enumerate(zones)
        for quarter in range(96)
    ]
    for _ in range(4):
        await world.run_to(world.clock.now() + 86400 - 7)
        world.clock.advance(7)
        await world.restart()
    sent = Counter(await world.told("sent"))
    due = [
        post(schedule, day)
        for schedule in schedules
        for day in occurrences(schedule.recurrence, START, world.clock.now() - 7)
    ]
    assert len(due) >= 4 * len(schedules)
    assert sent == Counter(due)
    await world.close()
