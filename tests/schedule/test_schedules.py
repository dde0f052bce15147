"""Adding, changing, pausing and removing schedules; enqueuing, moving and withdrawing single deliveries."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, time

import pytest

from bot.db import Tx
from bot.errors import BadInput, NotFound
from bot.schedule import Asked, Recurrence, Schedule
from tests.schedule.world import Channel, Fate, World, at, daily, post

Act = Callable[[World, Schedule], Awaitable[None]]


async def change(world: World, schedule: Schedule, rec: Recurrence) -> Schedule:
    return await world.db.write(lambda tx: world.service.change(tx, schedule.id, rec))


async def pause(world: World, schedule: Schedule, reason: str | None = None) -> None:
    await world.db.write(lambda tx: world.service.pause(tx, schedule.id, reason))


async def resume(world: World, schedule: Schedule) -> Schedule:
    return await world.db.write(lambda tx: world.service.resume(tx, schedule.id))


async def remove(world: World, schedule: Schedule) -> None:
    await world.db.write(lambda tx: world.service.remove(tx, schedule.id))


async def fresh(world: World, schedule: Schedule) -> Schedule:
    found = await world.db.read(lambda tx: world.service.get(tx, schedule.kind, schedule.subject_id))
    assert found is not None
    return found


async def test_a_schedule_reads_back_as_it_was_made(world: World) -> None:
    rec = daily("23:45", "Australia/Lord_Howe", weekdays={0, 6})
    schedule = await world.add(rec, subject_id=11, guild_id=22)
    assert (schedule.recurrence, schedule.subject_id, schedule.guild_id) == (rec, 11, 22)
    assert (schedule.paused, schedule.pause_reason) == (False, None)
    assert (schedule.next_date, schedule.next_due_at) == (
        date(2026, 3, 2),
        at("2026-03-02 23:45", "Australia/Lord_Howe"),
    )
    await world.restart()
    assert await fresh(world, schedule) == schedule


async def test_a_subject_has_one_schedule_of_a_kind(world: World) -> None:
    await world.add(daily("08:00"))
    with pytest.raises(BadInput, match="schedule for this already"):
        await world.add(daily("09:00"))


async def test_what_is_gone_cannot_be_changed_or_resumed(world: World) -> None:
    schedule = await world.add(daily("08:00"))
    await remove(world, schedule)
    with pytest.raises(NotFound):
        await change(world, schedule, daily("09:00"))
    with pytest.raises(NotFound):
        await resume(world, schedule)
    await remove(world, schedule)
    await pause(world, schedule)
    assert await world.db.read(lambda tx: world.service.get(tx, "quiz.post", 1)) is None


async def test_a_later_time_today_is_for_today_when_today_was_not_planned(world: World) -> None:
    schedule = await world.add(daily("08:00"))
    changed = await change(world, schedule, daily("10:00"))
    assert (changed.next_date, changed.next_due_at) == (date(2026, 3, 2), at("2026-03-02 10:00"))
    await world.run_to(at("2026-03-03 09:00"))
    assert world.channel.markers() == [post(schedule, "2026-03-02")]


async def test_a_later_time_today_is_for_tomorrow_when_today_was_planned(world: World) -> None:
    schedule = await world.add(daily("08:00"))
    await world.run_to(at("2026-03-02 09:00"))
    changed = await change(world, schedule, daily("10:00"))
    assert (changed.next_date, changed.next_due_at) == (date(2026, 3, 3), at("2026-03-03 10:00"))
    await world.run_to(at("2026-03-03 11:00"))
    assert world.channel.markers() == [post(schedule, "2026-03-02"), post(schedule, "2026-03-03")]


async def test_an_earlier_time_that_has_passed_today_begins_tomorrow(world: World) -> None:
    schedule = await world.add(daily("08:00"))
    changed = await change(world, schedule, daily("05:00"))
    assert changed.next_date == date(2026, 3, 3)


async def test_a_zone_where_it_is_still_yesterday_gets_no_second_post_for_a_date(world: World) -> None:
    schedule = await world.add(daily("01:00", "Pacific/Auckland"))
    await world.run_to(at("2026-03-02 12:30"))  # 01:30 on the 3rd in Auckland
    assert world.channel.markers() == [post(schedule, "2026-03-03")]
    changed = await change(world, schedule, daily("18:00", "Pacific/Honolulu"))
    assert changed.next_date == date(2026, 3, 4)


async def test_what_was_owed_when_the_time_changed_is_still_posted(world: World) -> None:
    schedule = await world.add(daily("08:00"))
    world.clock.move_to(at("2026-03-02 08:00"))
    changed = await change(world, schedule, daily("07:00"))
    assert changed.next_date == date(2026, 3, 2)
    await world.run_to(at("2026-03-03 07:30"))
    assert world.channel.markers() == [post(schedule, "2026-03-02"), post(schedule, "2026-03-03")]


async def test_a_change_after_an_outage_makes_no_misses_of_its_own(world: World) -> None:
    schedule = await world.add(daily("20:00"))
    world.clock.move_to(at("2026-03-03 10:00"))
    await change(world, schedule, daily("08:00"))
    await world.live()
    assert await world.told("planned") == [post(schedule, "2026-03-02")], "08:00 today was before the change"
    assert (await fresh(world, schedule)).next_date == date(2026, 3, 4)


async def test_changing_nothing_lets_go_of_nothing_that_is_owed(world: World) -> None:
    schedule = await world.add(daily("20:00"))
    world.clock.move_to(at("2026-03-04 10:00"))
    assert await change(world, schedule, daily("20:00")) == schedule
    await world.live()
    assert await world.told("planned") == [post(schedule, "2026-03-02"), post(schedule, "2026-03-03")]


async def test_what_is_asked_for_makes_a_schedule_once_and_then_changes_it(world: World) -> None:
    usual = daily("08:00", "Europe/Berlin", weekdays={4})

    async def ask(asked: Asked) -> Schedule:
        return await world.db.write(
            lambda tx: world.service.add_or_change(
                tx, kind="quiz.post", subject_id=1, guild_id=2, asked=asked, usual=usual
            )
        )

    made = await ask(Asked.read(time="9am"))
    assert made.recurrence == replace(usual, wall=time(9))
    changed = await ask(Asked.read(days="Mon", timezone="Asia/Tokyo"))
    assert changed.id == made.id
    assert changed.recurrence == Recurrence(frozenset({0}), time(9), "Asia/Tokyo")
    assert await ask(Asked()) == changed


async def test_days_paused_are_not_misses(world: World) -> None:
    schedule = await world.add(daily("08:00"))
    await world.run_to(at("2026-03-02 09:00"))
    await pause(world, schedule, "The channel is gone.")
    paused = await fresh(world, schedule)
    assert (paused.paused, paused.pause_reason, paused.next_date) == (True, "The channel is gone.", None)
    await world.run_to(at("2026-03-05 09:00"))
    resumed = await resume(world, schedule)
    assert (resumed.paused, resumed.pause_reason, resumed.next_date) == (False, None, date(2026, 3, 6))
    await world.run_to(at("2026-03-06 09:00"))
    expected = [post(schedule, "2026-03-02"), post(schedule, "2026-03-06")]
    assert await world.told("planned") == await world.told("sent") == expected


async def test_resuming_what_runs_changes_nothing(world: World) -> None:
    schedule = await world.add(daily("08:00"))
    world.clock.move_to(at("2026-03-02 08:00"))
    assert await resume(world, schedule) == schedule


async def test_a_paused_schedule_can_be_changed_and_stays_paused(world: World) -> None:
    schedule = await world.add(daily("08:00"))
    await pause(world, schedule)
    assert (await change(world, schedule, daily("10:00"))).paused
    assert await world.service.wake_at() is None
    assert (await resume(world, schedule)).next_due_at == at("2026-03-02 10:00")


@pytest.mark.parametrize("act", [pause, remove])
async def test_what_is_pending_is_withdrawn_and_is_nobodys_miss(world: World, act: Act) -> None:
    schedule = await world.add(daily("08:00"))
    world.channel.fate_of_send = lambda _: Fate.LATER
    await world.run_to(at("2026-03-02 08:05"))
    world.channel.fate_of_send = lambda _: Fate.ANSWERED
    await act(world, schedule)
    await world.run_to(at("2026-03-04 09:00"))
    assert await world.states() == {post(schedule, "2026-03-02"): "withdrawn"}
    assert world.channel.messages == []
    assert [what for what, _, _ in await world.accounts()] == ["planned"]


@pytest.mark.parametrize(("fate", "state"), [(Fate.DIES_AFTER, "sent"), (Fate.DIES_BEFORE, "withdrawn")])
async def test_what_is_being_sent_when_it_is_paused_is_adopted_or_withdrawn(
    world: World, fate: Fate, state: str
) -> None:
    schedule = await world.add(daily("08:00"))
    world.channel.fate_of_send = lambda _: fate
    await world.run_to(at("2026-03-02 08:00"))
    await pause(world, schedule)
    world.channel.fate_of_send = lambda _: Fate.ANSWERED
    await world.run_to(at("2026-03-02 09:00"))
    assert await world.states() == {post(schedule, "2026-03-02"): state}
    assert world.channel.calls == ["send", "find"]
    assert len(await world.told("sent")) == len(world.channel.messages)


@pytest.mark.parametrize(("fate", "state"), [(Fate.ANSWER_LOST, "sent"), (Fate.LOST, "withdrawn")])
async def test_what_is_in_doubt_when_it_is_paused_is_adopted_or_withdrawn(
    world: World, fate: Fate, state: str
) -> None:
    schedule = await world.add(daily("08:00"))
    world.channel.fate_of_send = lambda _: fate
    await world.run_to(at("2026-03-02 08:00"))
    await pause(world, schedule)
    await world.run_to(at("2026-03-02 09:00"))
    assert world.channel.calls == ["send", "find"]
    assert await world.states() == {post(schedule, "2026-03-02"): state}
    assert len(await world.told("sent")) == len(world.channel.messages)


async def test_a_refusal_of_what_nobody_wants_any_more_is_told_to_nobody(world: World) -> None:
    schedule = await world.add(daily("08:00"))
    world.channel.fate_of_send = lambda _: Fate.DIES_BEFORE
    await world.run_to(at("2026-03-02 08:00"))
    await remove(world, schedule)
    world.channel.fate_of_find = lambda _: Fate.FORBIDDEN
    await world.run_to(at("2026-03-02 09:00"))
    assert await world.states() == {post(schedule, "2026-03-02"): "withdrawn"}
    assert await world.told("failed") == []


async def test_a_new_schedule_never_takes_over_the_keys_of_a_removed_one(world: World) -> None:
    first = await world.add(daily("08:00"))
    await world.run_to(at("2026-03-02 08:30"))
    await remove(world, first)
    second = await world.add(daily("09:00"))
    await world.run_to(at("2026-03-02 09:30"))
    assert world.channel.markers() == [post(first, "2026-03-02"), post(second, "2026-03-02")]
    assert first.id != second.id


async def test_a_key_is_enqueued_once(world: World) -> None:
    due_at = at("2026-03-02 08:00")
    first = await world.enqueue("a", due_at)
    assert first is not None
    assert await world.enqueue("a", due_at + 60) is None
    await world.run_to(due_at + 600)
    assert await world.enqueue("a", due_at + 900) is None, "also when it is done"
    assert world.channel.markers() == ["notice:a"]


async def test_a_window_that_ends_before_it_begins_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="expire"):
        await world.enqueue("a", at("2026-03-02 08:00"), window=0)


async def test_withdraw_only_while_pending(world: World) -> None:
    due_at = at("2026-03-02 08:00")
    for key in ("back", "doubtful", "sent"):
        await world.enqueue(key, due_at)

    async def withdraw(key: str) -> bool:
        return await world.db.write(lambda tx: world.service.withdraw(tx, "notice", key))

    assert await withdraw("back")
    assert not await withdraw("back")
    assert not await withdraw("never was")
    world.channel.fate_of_send = lambda d: Fate.LOST if d.key == "doubtful" else Fate.ANSWERED
    world.clock.move_to(due_at)
    await world.live()
    assert not await withdraw("doubtful"), "it may have arrived"
    assert not await withdraw("sent")
    assert await world.states() == {
        "notice:back": "withdrawn",
        "notice:doubtful": "pending",
        "notice:sent": "sent",
    }


async def test_move_keeps_the_length_of_the_window(world: World) -> None:
    due_at = at("2026-03-02 08:00")
    await world.enqueue("a", due_at, window=3600)

    async def move(to: int) -> bool:
        return await world.db.write(lambda tx: world.service.move(tx, "notice", "a", to))

    assert await move(due_at + 86400)
    await world.run_to(due_at + 3600)
    assert world.channel.messages == []
    row = await world.row("notice:a")
    assert (row["due_at"], row["expires_at"], row["wake_at"]) == (
        due_at + 86400,
        due_at + 90000,
        due_at + 86400,
    )
    assert await move(due_at + 7200)
    await world.run_to(due_at + 7200)
    assert world.channel.markers() == ["notice:a"]
    assert not await move(due_at + 9000)


async def test_wake_at_is_the_earliest_of_all(world: World) -> None:
    assert await world.service.wake_at() is None
    due_at = at("2026-03-02 08:00")
    await world.add(daily("09:00"))
    assert await world.service.wake_at() == due_at + 3600
    await world.enqueue("a", due_at)
    assert await world.service.wake_at() == due_at
    world.channel.fate_of_send = lambda _: Fate.LATER
    await world.run_to(due_at)
    assert await world.service.wake_at() == due_at + 30, "when it is tried again"
    world.channel.fate_of_send = lambda _: Fate.DIES_BEFORE
    await world.run_to(due_at + 30)
    assert await world.service.wake_at() == due_at + 90, "when its lease ends"


async def test_purge_forgets_old_one_off_deliveries_only(world: World) -> None:
    due_at = at("2026-03-02 08:00")
    schedule = await world.add(daily("08:00"))
    await world.enqueue("old", due_at)
    await world.enqueue("recent", due_at + 86400)
    await world.enqueue("to come", due_at + 9 * 86400)
    await world.run_to(due_at + 86400)
    assert await world.service.purge(due_at) == 0
    assert await world.service.purge(due_at + 86400) == 1
    assert await world.states() == {
        post(schedule, "2026-03-02"): "sent",
        post(schedule, "2026-03-03"): "sent",
        "notice:recent": "sent",
        "notice:to come": "pending",
    }


async def test_purge_takes_as_many_turns_as_it_needs(world: World) -> None:
    async def many(tx: Tx) -> None:
        for n in range(2500):
            await world.service.enqueue(
                tx, kind="notice", key=str(n), subject_id=1, guild_id=1, due_at=2**32, expires_at=2**33
            )
            await world.service.withdraw(tx, "notice", str(n))

    await world.db.write(many)
    assert await world.service.purge(world.clock.now() + 1) == 2500
    assert await world.states() == {}


async def test_registering_again_brings_a_new_carrier(world: World) -> None:
    await world.enqueue("a", at("2026-03-02 08:00"))
    newer = Channel(world.clock)
    world.service.register("notice", world.feature, newer)
    await world.run_to(at("2026-03-02 08:00"))
    assert newer.markers() == ["notice:a"]
    assert world.channel.messages == []
