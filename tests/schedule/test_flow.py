"""Many deliveries at once: fair between servers, paced, a few at a time; and what a stop does to them."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.schedule import Delivery, Receipt, ScheduleService
from bot.schedule.attempt import Attempts, Claim
from bot.schedule.carry import AT_ONCE
from bot.schedule.pace import AT_ONCE_MOST, Pace
from tests.schedule.world import Channel, Fate, World, at

NOW = at("2026-03-02 06:00")


async def until(true: Callable[[], bool]) -> None:
    """Let everybody else run until it is true; a test that never gets there ends by its time limit."""
    while not true():  # noqa: ASYNC110 - nobody is there to set an event
        await asyncio.sleep(0.001)


class Gated(Channel):
    """Sends wait for the gate before they arrive. only: the key of the one that does; None: all."""

    gate: asyncio.Event
    only: str | None

    @property
    def begun(self) -> int:
        """How many sends have come as far as the gate."""
        return self.calls.count("begun")

    async def send(self, delivery: Delivery) -> Receipt:
        if self.only in (None, delivery.key):
            self.calls.append("begun")
            await self.gate.wait()
        return await super().send(delivery)


def gated(world: World, only: str | None = None) -> Gated:
    channel = Gated(world.clock)
    channel.gate, channel.only = asyncio.Event(), only
    world.service.register("notice", world.feature, channel)
    return channel


class FakeTime:
    def __init__(self) -> None:
        self.now = 1000.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


async def test_a_pace_lets_no_more_through_in_any_second() -> None:
    fake = FakeTime()
    pace = Pace(45, now=lambda: fake.now, sleep=fake.sleep)
    passed: list[float] = []

    async def take() -> None:
        await pace.take()
        passed.append(fake.now)

    await asyncio.gather(*(take() for _ in range(200)))
    fake.now += 0.5
    await asyncio.gather(*(take() for _ in range(100)))
    assert len(passed) == 300
    assert all(later - first >= 1.0 for first, later in zip(passed, passed[45:], strict=False))
    crowds = [sum(0 <= at - moment < 0.01 for at in passed) for moment in passed]
    assert max(crowds) == AT_ONCE_MOST + 1, (
        "a few may leave at once; a whole second's worth would hold up presses"
    )
    assert passed[199] - passed[0] == pytest.approx((199 - AT_ONCE_MOST) / 45), (
        "and nobody waits longer than the pace"
    )


async def test_a_pace_serves_first_come_first() -> None:
    fake = FakeTime()
    pace = Pace(1, now=lambda: fake.now, sleep=fake.sleep)
    order: list[int] = []

    async def take(number: int) -> None:
        await pace.take()
        order.append(number)

    await asyncio.gather(*(take(number) for number in range(10)))
    assert order == list(range(10))


async def test_searches_and_sends_both_keep_the_pace() -> None:
    fake = FakeTime()
    clock = Clock(NOW, frozen=True)
    attempts = Attempts(clock, Pace(1, now=lambda: fake.now, sleep=fake.sleep), timeout_s=5.0)
    delivery = Delivery(1, "notice", "a", 1, 1, None, None, NOW, NOW + 60, 2, "sending", None, "nonce")
    channel = Channel(clock)
    await attempts.make(Claim(delivery, unsure=True, only_look=False), channel)
    assert channel.calls == ["find", "send"]
    assert fake.now == 1001.0


async def test_the_service_keeps_the_pace_it_was_given(world: World) -> None:
    loop = asyncio.get_running_loop()
    service = ScheduleService(world.db, world.clock, per_second=2)
    left: list[float] = []

    def note(_: Delivery) -> Fate:
        left.append(loop.time())
        return Fate.ANSWERED

    world.channel.fate_of_send = note
    service.register("notice", world.feature, world.channel)
    for key in "abc":
        await world.enqueue(key, NOW)
    begun = loop.time()
    await service.tick()
    assert len(left) == 3
    assert left[2] - begun >= 1.0


async def test_servers_take_turns(world: World) -> None:
    for n in range(60):
        await world.enqueue(f"big {n}", NOW, guild_id=1)
    for guild_id in (2, 3, 4):
        for n in range(2):
            await world.enqueue(f"small {guild_id} {n}", NOW + 1, guild_id=guild_id)
    world.clock.move_to(NOW + 10)
    await world.live()
    order = [marker.removeprefix("notice:") for marker in world.channel.markers()]
    assert order[:8] == [
        *("big 0", "small 2 0", "small 3 0", "small 4 0"),
        *("big 1", "small 2 1", "small 3 1", "small 4 1"),
    ]
    assert order[8:] == [f"big {n}" for n in range(2, 60)]


async def test_only_so_many_are_under_way_at_once(world: World) -> None:
    under_way, most = 0, 0
    gate = asyncio.Event()

    class Slow(Channel):
        async def send(self, delivery: Delivery) -> Receipt:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            if most == AT_ONCE:
                gate.set()
            await gate.wait()
            receipt = await super().send(delivery)
            under_way -= 1
            return receipt

    slow = Slow(world.clock)
    world.service.register("notice", world.feature, slow)
    for n in range(3 * AT_ONCE):
        await world.enqueue(str(n), NOW, guild_id=n)
    await world.live()
    assert most == AT_ONCE
    assert len(slow.messages) == 3 * AT_ONCE


async def test_what_is_moved_or_withdrawn_while_it_waits_its_turn_is_not_sent(world: World) -> None:
    slow = gated(world)
    for key in [*map(str, range(AT_ONCE)), "moved", "withdrawn"]:
        await world.enqueue(key, NOW)
    tick = asyncio.create_task(world.service.tick(), name="tick")
    await until(lambda: slow.begun == AT_ONCE)
    assert await world.db.write(lambda tx: world.service.move(tx, "notice", "moved", NOW + 60))
    assert await world.db.write(lambda tx: world.service.withdraw(tx, "notice", "withdrawn"))
    slow.gate.set()
    await tick
    assert len(slow.messages) == AT_ONCE
    await world.run_to(NOW + 60)
    assert slow.markers()[AT_ONCE:] == ["notice:moved"]


async def test_sends_that_hang_hold_up_neither_the_others_nor_what_falls_due_meanwhile(world: World) -> None:
    for n in range(5):
        await world.enqueue(f"hangs {n}", NOW, guild_id=1)
    for n in range(50):
        await world.enqueue(f"sound {n}", NOW, guild_id=2)
    world.channel.fate_of_send = lambda d: Fate.HANGS if d.key.startswith("hangs") else Fate.ANSWERED
    tick = asyncio.create_task(world.service.tick(), name="tick")
    await until(lambda: len(world.channel.messages) == 55)
    await world.enqueue("new", NOW, guild_id=3)
    await until(lambda: "notice:new" in world.channel.markers())
    assert not tick.done()
    await world.restart()


async def test_a_clock_that_jumps_past_the_lease_starts_no_second_attempt(world: World) -> None:
    channel = gated(world, "slow")
    await world.enqueue("slow", NOW)
    tick = asyncio.create_task(world.service.tick(), name="tick")
    await until(lambda: channel.begun == 1)
    world.clock.advance(600)
    await world.enqueue("other", NOW)
    await until(lambda: "notice:other" in channel.markers())
    channel.gate.set()
    await tick
    assert channel.begun == 1
    assert sorted(await world.told("sent")) == ["notice:other", "notice:slow"]


async def test_an_attempt_that_comes_back_after_another_took_over_is_not_recorded_twice(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    channel = gated(world, "slow")
    await world.enqueue("slow", NOW)
    tick = asyncio.create_task(world.service.tick(), name="tick")
    await until(lambda: channel.begun == 1)
    world.clock.advance(61)
    successor = ScheduleService(world.db, world.clock)
    successor.register("notice", world.feature, Channel(world.clock, messages=channel.messages))
    await successor.run_until_idle()
    channel.gate.set()
    await tick
    assert channel.markers() == ["notice:slow"], "Discord knows the nonce"
    assert await world.told("sent") == ["notice:slow"]
    assert "settled elsewhere" in caplog.text


async def test_a_stop_waits_for_sends_under_way(world: World) -> None:
    slow = gated(world)
    await world.enqueue("a", NOW)
    tick = asyncio.create_task(world.service.tick(), name="tick")
    await until(lambda: slow.begun == 1)
    stop = asyncio.create_task(world.service.close())
    await asyncio.sleep(0)
    slow.gate.set()
    await stop
    assert await world.states() == {"notice:a": "sent"}
    assert await world.told("sent") == ["notice:a"]
    await tick
    await world.enqueue("b", NOW)
    assert await world.service.tick() == 0, "nothing new is begun"


async def test_a_stop_in_the_middle_of_a_tick_leaves_the_rest_for_when_it_is_opened_again(
    world: World,
) -> None:
    """Such as between two clients: what is sent by a client that has ended would only be in doubt."""
    for number in range(3 * AT_ONCE):
        await world.enqueue(str(number), NOW)
    slow = gated(world)
    tick = asyncio.create_task(world.service.tick(), name="tick")
    await until(lambda: slow.begun == AT_ONCE)
    stop = asyncio.create_task(world.service.close())
    await asyncio.sleep(0)
    slow.gate.set()
    await stop
    await tick
    assert len(slow.messages) == AT_ONCE
    world.service.open()
    await world.service.run_until_idle()
    assert sorted(slow.markers()) == sorted(f"notice:{number}" for number in range(3 * AT_ONCE))


async def test_a_stop_cuts_off_what_hangs_and_the_next_start_adopts_it(tmp_path: Path) -> None:
    world = await World.open(tmp_path, NOW, send_timeout_s=0.05)
    await world.enqueue("a", NOW)
    gate: Callable[[], Awaitable[bool]] = asyncio.Event().wait

    class Stuck(Channel):
        """Its answers get lost on the way, and its requests do not heed the first cancellation."""

        async def send(self, delivery: Delivery) -> Receipt:
            await super().send(delivery)
            try:
                await gate()
            except asyncio.CancelledError:
                await gate()
            raise AssertionError

    stuck = Stuck(world.clock)
    world.service.register("notice", world.feature, stuck)
    tick = asyncio.create_task(world.service.tick(), name="tick")
    await until(lambda: len(stuck.messages) == 1)
    await world.service.close()
    await tick
    assert await world.states() == {"notice:a": "sending"}
    world.channel = Channel(world.clock, messages=stuck.messages)
    await world.restart()
    await world.run_to(NOW + 60)
    assert world.channel.calls == ["find"]
    assert await world.told("sent") == ["notice:a"]
    await world.close()


async def test_a_cancelled_tick_does_not_cut_off_its_sends(world: World) -> None:
    slow = gated(world)
    await world.enqueue("a", NOW)
    tick = asyncio.create_task(world.service.tick())
    await until(lambda: slow.begun == 1)
    tick.cancel()
    await asyncio.gather(tick, return_exceptions=True)
    slow.gate.set()
    await world.service.run_until_idle()
    assert slow.markers() == ["notice:a"]
    assert await world.told("sent") == ["notice:a"]
