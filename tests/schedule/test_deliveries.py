"""From a due schedule to a message: the ordinary day, and each way it can go wrong."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from datetime import date

import pytest

from bot.db import Tx
from bot.errors import StorageError
from bot.schedule import Delivery, Receipt, occurrence_key
from bot.schedule.plan import plan_due
from tests.schedule.world import Fate, World, at, daily, post

MORNING = at("2026-03-02 08:00")


def in_turn(*fates: Fate) -> Callable[[Delivery], Fate]:
    """These fates one after the other, then all goes well."""
    left = iter(fates)
    return lambda _: next(left, Fate.ANSWERED)


def fates_by_subject(fates: dict[int, Fate]) -> Callable[[Delivery], Fate]:
    return lambda delivery: fates.get(delivery.subject_id, Fate.ANSWERED)


async def due_this_morning(world: World) -> str:
    """A schedule for 08:00, and the time 08:00; the marker of its delivery."""
    schedule = await world.add(daily("08:00"))
    world.clock.move_to(MORNING)
    return post(schedule, "2026-03-02")


def details(accounts: Iterable[tuple[str, str, str]], what: str) -> list[str]:
    return [detail for kind, _, detail in accounts if kind == what]


async def test_an_occurrence_is_planned_sent_and_accounted_for_once(world: World) -> None:
    schedule = await world.add(daily("08:00"))
    await world.run_to(at("2026-03-02 07:59"))
    assert world.channel.messages == []
    await world.run_to(at("2026-03-04 12:00"))
    expected = [post(schedule, f"2026-03-0{day}") for day in (2, 3, 4)]
    assert world.channel.markers() == expected
    assert await world.told("planned") == expected
    assert await world.told("sent") == expected
    assert set((await world.states()).values()) == {"sent"}
    assert await world.service.wake_at() == at("2026-03-05 08:00")


async def test_on_time_nothing_is_looked_up(world: World) -> None:
    await due_this_morning(world)
    world.clock.advance(60)
    await world.live()
    assert world.channel.calls == ["send"]


async def test_a_minute_late_after_a_start_the_channel_is_searched_first(world: World) -> None:
    await due_this_morning(world)
    world.clock.advance(61)
    await world.restart()
    await world.live()
    assert world.channel.calls == ["find", "send"]
    assert details(await world.accounts(), "sent") == [""]


async def test_what_only_waited_for_its_turn_is_not_searched_for(world: World) -> None:
    await due_this_morning(world)
    world.clock.advance(600)
    await world.live()
    assert world.channel.calls == ["send"], "nobody else can have sent it since this process began"


@pytest.mark.parametrize(("seconds", "detail"), [(900, ""), (901, "late")])
async def test_late_begins_after_a_quarter_of_an_hour(world: World, seconds: int, detail: str) -> None:
    await due_this_morning(world)
    world.clock.advance(seconds)
    await world.live()
    assert details(await world.accounts(), "sent") == [detail]


async def test_a_lost_answer_is_adopted_and_not_sent_again(world: World) -> None:
    marker = await due_this_morning(world)
    world.channel.fate_of_send = in_turn(Fate.ANSWER_LOST)
    await world.run_to(MORNING + 10)
    assert world.channel.calls == ["send", "find"]
    assert world.channel.markers() == [marker]
    assert await world.told("sent") == [marker]
    row = await world.row(marker)
    assert (row["state"], row["message_id"], row["sent_at"], row["attempts"]) == ("sent", 1000, MORNING, 2)


async def test_what_never_arrived_is_searched_for_and_sent_again(world: World) -> None:
    marker = await due_this_morning(world)
    world.channel.fate_of_send = in_turn(Fate.LOST)
    await world.run_to(MORNING + 10)
    assert world.channel.calls == ["send", "find", "send"]
    assert await world.told("sent") == [marker]


async def test_attempts_in_doubt_back_off_up_to_five_minutes(world: World) -> None:
    marker = await due_this_morning(world)
    world.channel.fate_of_send = lambda _: Fate.LOST
    waits = []
    for _ in range(11):
        await world.live()
        wake_at = (await world.row(marker))["wake_at"]
        waits.append(wake_at - world.clock.now())
        world.clock.move_to(wake_at)
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


async def test_retry_later_waits_as_asked_and_needs_no_search(world: World) -> None:
    marker = await due_this_morning(world)
    world.channel.fate_of_send = in_turn(Fate.LATER, Fate.LATER)
    world.channel.retry_after = 19.5
    await world.run_to(MORNING + 39)
    assert world.channel.calls == ["send", "send"]
    assert await world.service.wake_at() == MORNING + 40
    await world.run_to(MORNING + 40)
    assert world.channel.calls == ["send", "send", "send"]
    assert await world.told("sent") == [marker]


async def test_a_search_that_finds_nothing_ends_the_doubt(world: World) -> None:
    marker = await due_this_morning(world)
    world.channel.fate_of_send = in_turn(Fate.LOST, Fate.LATER)
    await world.run_to(MORNING + 40)
    assert world.channel.calls == ["send", "find", "send", "send"], "after the 429 there is none to clear up"
    assert await world.told("sent") == [marker]


async def test_a_search_that_is_put_off_leaves_the_doubt(world: World) -> None:
    marker = await due_this_morning(world)
    world.channel.fate_of_send = in_turn(Fate.ANSWER_LOST)
    world.channel.fate_of_find = in_turn(Fate.LATER, Fate.LOST)
    await world.run_to(MORNING + 120)
    assert world.channel.calls == ["send", "find", "find", "find"]
    assert world.channel.markers() == [marker]
    assert await world.told("sent") == [marker]


@pytest.mark.parametrize("asked", [0.0, -5.0, float("nan"), float("inf"), 1e12])
async def test_a_senseless_wait_is_brought_within_reason(world: World, asked: float) -> None:
    marker = await due_this_morning(world)
    world.channel.fate_of_send = in_turn(Fate.LATER)
    world.channel.retry_after = asked
    await world.live()
    assert MORNING + 1 <= (await world.row(marker))["wake_at"] <= MORNING + 3600
    await world.run_to(MORNING + 3600)
    assert await world.told("sent") == [marker]


async def test_a_refusal_is_final_and_told_once_with_its_reason(world: World) -> None:
    marker = await due_this_morning(world)
    world.channel.fate_of_send = in_turn(Fate.FORBIDDEN)
    await world.run_to(at("2026-03-02 23:00"))
    assert world.channel.calls == ["send"]
    assert (await world.accounts())[-1] == ("failed", marker, "I may not post there any more.")
    assert (await world.row(marker))["reason"] == "I may not post there any more."


async def test_a_hanging_send_is_given_up_and_looked_for(world: World) -> None:
    world.send_timeout_s = 0.05
    await world.restart()
    marker = await due_this_morning(world)
    world.channel.fate_of_send = in_turn(Fate.HANGS)
    await world.run_to(MORNING + 10)
    assert world.channel.calls == ["send", "find"]
    assert await world.told("sent") == [marker]


@pytest.mark.parametrize("fate", [Fate.DIES_BEFORE, Fate.DIES_AFTER])
async def test_after_a_crash_nothing_happens_until_the_lease_ends(world: World, fate: Fate) -> None:
    marker = await due_this_morning(world)
    world.channel.fate_of_send = in_turn(fate)
    await world.run_to(MORNING + 59)
    assert (await world.row(marker))["state"] == "sending"
    assert world.channel.calls == ["send"]
    await world.run_to(MORNING + 60)
    assert world.channel.calls[:2] == ["send", "find"]
    assert world.channel.markers() == [marker]
    assert await world.told("sent") == [marker]


async def test_a_commit_that_fails_leaves_the_message_to_be_adopted(world: World) -> None:
    marker = await due_this_morning(world)
    other = sqlite3.connect(world.db.path, isolation_level=None)

    def lock(_: Delivery) -> Fate:
        other.execute("BEGIN IMMEDIATE")
        return Fate.ANSWERED

    world.channel.fate_of_send = lock
    with pytest.raises(StorageError):
        await world.service.tick()
    other.execute("ROLLBACK")
    other.close()
    assert await world.told("sent") == []
    await world.run_to(MORNING + 60)
    assert world.channel.calls == ["send", "find"]
    assert await world.told("sent") == [marker]


async def test_a_database_that_is_locked_stops_a_tick_and_loses_nothing(world: World) -> None:
    marker = await due_this_morning(world)
    other = sqlite3.connect(world.db.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError):
        await world.service.tick()
    other.execute("ROLLBACK")
    other.close()
    await world.live()
    assert await world.told("sent") == [marker]


async def test_after_an_outage_missed_days_are_skipped_and_today_comes_late(world: World) -> None:
    schedule = await world.add(daily("08:00", "Europe/Berlin"))
    world.clock.move_to(at("2026-03-05 23:30", "Europe/Berlin"))
    await world.live()
    missed = [post(schedule, f"2026-03-0{day}") for day in (2, 3, 4)]
    today = post(schedule, "2026-03-05")
    assert await world.told("planned") == [*missed, today]
    assert await world.told("skipped") == missed
    assert world.channel.markers() == [today]
    assert details(await world.accounts(), "sent") == ["late"]


async def test_a_date_whose_time_has_passed_is_a_miss_from_the_moment_it_is_planned(world: World) -> None:
    schedule = await world.add(daily("08:00"))
    world.clock.move_to(at("2026-03-04 09:00"))
    await plan_due(world.db, world.clock, {"quiz.post": world.feature})
    assert await world.states() == {
        post(schedule, "2026-03-02"): "skipped",
        post(schedule, "2026-03-03"): "skipped",
        post(schedule, "2026-03-04"): "pending",
    }
    assert await world.told("skipped") == [post(schedule, "2026-03-02"), post(schedule, "2026-03-03")]


async def test_a_long_outage_is_planned_in_the_order_things_were_due(world: World) -> None:
    weekly = await world.add(daily("12:00", weekdays={3}), subject_id=1)
    early = await world.add(daily("07:00", "Asia/Tokyo"), subject_id=2)
    late = await world.add(daily("20:00"), subject_id=3)
    world.clock.move_to(at("2026-12-31 23:00"))
    await world.live()

    async def planned(tx: Tx) -> list[tuple[int, int]]:
        return [
            (row[0], row[1]) for row in await tx.all("SELECT due_at, schedule_id FROM deliveries ORDER BY id")
        ]

    in_order = await world.db.read(planned)
    assert in_order == sorted(in_order)
    counts = {one.id: sum(1 for _, owner in in_order if owner == one.id) for one in (weekly, early, late)}
    assert counts == {weekly.id: 44, early.id: 305, late.id: 305}
    assert sorted(world.channel.markers()) == sorted(
        [post(weekly, "2026-12-31"), post(early, "2027-01-01"), post(late, "2026-12-31")]
    )


async def test_a_post_shortly_before_midnight_survives_a_hiccup(world: World) -> None:
    schedule = await world.add(daily("23:55"))
    world.clock.move_to(at("2026-03-03 00:30"))
    await world.live()
    assert world.channel.markers() == [post(schedule, "2026-03-02")]


async def test_the_window_ends_with_the_local_day(world: World) -> None:
    marker = await due_this_morning(world)
    world.channel.fate_of_send = lambda _: Fate.LATER
    world.channel.retry_after = 3000
    await world.run_to(at("2026-03-02 23:59"))
    assert (await world.states())[marker] == "pending"
    assert await world.service.wake_at() == at("2026-03-03 00:00"), "a miss is recorded in time"
    world.clock.move_to(at("2026-03-03 00:00"))
    world.channel.calls.clear()
    await world.live()
    assert world.channel.calls == [], "it was certainly not sent, so there is nothing to look for"
    assert await world.told("skipped") == [marker]


@pytest.mark.parametrize(("fate", "state"), [(Fate.ANSWER_LOST, "sent"), (Fate.LOST, "skipped")])
async def test_in_doubt_after_its_time_it_is_adopted_or_skipped_but_never_sent(
    world: World, fate: Fate, state: str
) -> None:
    marker = await due_this_morning(world)
    world.channel.fate_of_send = in_turn(fate)
    await world.live()
    world.clock.move_to(at("2026-03-03 00:00"))
    await world.live()
    assert world.channel.calls == ["send", "find"]
    assert (await world.states())[marker] == state
    assert await world.told(state) == [marker]


async def test_in_doubt_and_discord_silent_it_is_skipped_after_a_week(world: World) -> None:
    await world.enqueue("a", MORNING, window=3600)
    world.channel.fate_of_send = lambda _: Fate.ANSWER_LOST
    world.channel.fate_of_find = lambda _: Fate.LOST
    await world.run_to(MORNING + 3600 + 86400)
    assert world.channel.calls.count("send") == 1
    assert world.channel.calls.count("find") > 250, "asked again every five minutes"
    world.channel.calls.clear()
    world.clock.move_to(MORNING + 3600 + 7 * 86400 - 1)
    await world.live()
    assert world.channel.calls == ["find"]
    assert await world.states() == {"notice:a": "pending"}
    await world.run_to(MORNING + 3600 + 7 * 86400 + 300)
    assert await world.told("skipped") == ["notice:a"]
    assert "in doubt" in (await world.row("notice:a"))["reason"]


async def test_a_restored_backup_does_not_post_again(world: World) -> None:
    marker = await due_this_morning(world)
    await world.live()

    async def restore(tx: Tx) -> None:
        """As the row was when the backup was made, just after planning."""
        await tx.run(
            """UPDATE deliveries SET state = 'pending', attempts = 0, wake_at = due_at, message_id = NULL,
                                     channel_id = NULL, sent_at = NULL, done_at = NULL"""
        )
        await tx.run("DELETE FROM told WHERE what = 'sent'")

    await world.db.write(restore)
    world.clock.advance(7200)
    await world.restart()
    await world.live()
    assert world.channel.markers() == [marker]
    assert await world.told("sent") == [marker]
    assert details(await world.accounts(), "sent") == [""], "it was posted on time"


async def test_a_feature_that_cannot_plan_holds_up_nobody_else(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    broken = await world.add(daily("08:00"), subject_id=5)
    sound = await world.add(daily("08:01"), subject_id=6)
    world.feature.break_on = {"planned 5"}
    world.clock.move_to(MORNING + 90)
    await world.live()
    assert world.channel.markers() == [post(sound, "2026-03-02")]
    assert f"Schedule {broken.id} could not be planned" in caplog.text
    assert await world.service.wake_at() == MORNING + 150
    world.feature.break_on = set()
    await world.run_to(MORNING + 150)
    assert world.channel.markers() == [post(sound, "2026-03-02"), post(broken, "2026-03-02")]
    assert await world.told("planned") == [post(sound, "2026-03-02"), post(broken, "2026-03-02")]


async def test_a_feature_that_cannot_plan_for_days_owes_every_date(world: World) -> None:
    schedule = await world.add(daily("08:00"))
    world.feature.break_on = {"planned"}
    for morning in ("2026-03-02 08:00", "2026-03-03 08:00", "2026-03-04 09:00"):
        world.clock.move_to(at(morning))
        await world.live()
    world.feature.break_on = set()
    await world.run_to(at("2026-03-04 09:02"))
    assert await world.told("skipped") == [post(schedule, "2026-03-02"), post(schedule, "2026-03-03")]
    assert await world.told("sent") == [post(schedule, "2026-03-04")]


@pytest.mark.parametrize("what", ["sent", "failed", "skipped"])
async def test_a_feature_that_breaks_on_the_outcome_is_told_again(world: World, what: str) -> None:
    marker = await due_this_morning(world)
    await world.enqueue("other", MORNING)
    world.channel.fate_of_send = fates_by_subject({1: Fate.FORBIDDEN if what == "failed" else Fate.ANSWERED})
    world.feature.break_on = {what}
    if what == "skipped":
        world.channel.fate_of_send = lambda _: Fate.LATER
        await world.live()
        world.clock.move_to(at("2026-03-03 00:00"))
    await world.live()
    assert await world.told(what) == []
    world.feature.break_on = set()
    world.channel.fate_of_send = fates_by_subject({1: Fate.FORBIDDEN if what == "failed" else Fate.ANSWERED})
    await world.run_to(world.clock.now() + 300)
    assert sorted(await world.told(what)) == sorted([marker, "notice:other"])
    assert len(set(world.channel.markers())) == len(world.channel.markers())


async def test_a_kind_that_nobody_answers_for_waits(world: World, caplog: pytest.LogCaptureFixture) -> None:
    await world.db.write(
        lambda tx: world.service.enqueue(
            tx, kind="gone", key="a", subject_id=1, guild_id=1, due_at=MORNING, expires_at=MORNING + 9000
        )
    )
    marker = await due_this_morning(world)
    await world.live()
    assert world.channel.markers() == [marker]
    assert (await world.states())["gone:a"] == "pending"
    assert "'gone'" in caplog.text


async def test_two_ticks_at_once_send_once(world: World) -> None:
    marker = await due_this_morning(world)
    await asyncio.gather(world.service.tick(), world.service.tick())
    assert world.channel.markers() == [marker]
    assert await world.told("sent") == [marker]


async def test_where_a_delivery_stands_is_known_once_it_was_sent(world: World) -> None:
    schedule = await world.add(daily("08:00"))
    await world.enqueue("one", MORNING)
    keys = [("quiz.post", occurrence_key(schedule.id, date(2026, 3, 2))), ("notice", "one"), ("notice", "x")]

    async def standing() -> list[int | None]:
        async def work(tx: Tx) -> list[int | None]:
            found = [await world.service.receipt(tx, kind, key) for kind, key in keys]
            return [receipt.message_id if receipt else None for receipt in found]

        return await world.db.read(work)

    assert await standing() == [None, None, None]
    await world.run_to(MORNING)
    *sent, absent = await standing()
    assert sorted(map(int, filter(None, sent))) == [message.id for message in world.channel.messages]
    assert len(sent) == 2
    assert absent is None


class Wandering:
    """A carrier that tries another channel each time, and notes where it was told that it had tried before."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.known: list[tuple[str, int | None]] = []

    async def send(self, delivery: Delivery) -> Receipt:
        self.known.append(("send", delivery.tried_in))
        await self._world.service.trying(delivery, 100 + delivery.attempts)
        return await self._world.channel.send(delivery)

    async def find(self, delivery: Delivery) -> Receipt | None:
        self.known.append(("find", delivery.tried_in))
        return await self._world.channel.find(delivery)


async def test_where_it_was_tried_is_known_until_it_is_known_what_came_of_it(world: World) -> None:
    carrier = Wandering(world)
    world.service.register("notice", world.feature, carrier)
    world.channel.fate_of_send = in_turn(Fate.LOST, Fate.LATER, Fate.ANSWER_LOST)
    await world.enqueue("one", world.clock.now())
    await world.run_to(world.clock.now() + 600)
    assert carrier.known == [
        ("send", None),
        ("find", 101),
        ("send", 101),
        ("send", None),  # it surely was not sent the time before
        ("find", 103),
    ]
    row = await world.row("notice:one")
    assert (row["state"], row["reason"]) == ("sent", None)
