"""From a due schedule to a message: the ordinary day, and each way it can go wrong."""

from tests.schedule.world import World, at, daily, post


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
