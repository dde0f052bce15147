"""Backups, old rows, and a look at how things go: the jobs that the waker runs."""

import logging

import pytest

from bot.housekeeping import DAY_S, Housekeeping
from tests.community import Community


@pytest.fixture
def keeper(town: Community) -> Housekeeping:
    assert town.app is not None
    return Housekeeping(town.app.services, town.app.is_connected)


def _copies(keeper: Housekeeping) -> list[str]:
    return sorted(path.name for path in keeper.backups.glob("*"))


async def test_a_backup_is_made_when_the_newest_is_a_day_old(town: Community, keeper: Housekeeping) -> None:
    await keeper.back_up()
    await keeper.back_up()
    assert _copies(keeper) == ["crosswalk-20261102-120000.sqlite3"]
    town.clock.advance(DAY_S - 1)
    await keeper.back_up()
    assert len(_copies(keeper)) == 1
    town.clock.advance(1)
    await keeper.back_up()
    assert _copies(keeper) == ["crosswalk-20261102-120000.sqlite3", "crosswalk-20261103-120000.sqlite3"]


async def test_a_backup_from_a_rehearsal_in_the_future_does_not_hold_up_todays(
    town: Community, keeper: Housekeeping
) -> None:
    town.clock.advance(30 * DAY_S)
    await keeper.back_up()
    town.clock.advance(-30 * DAY_S)
    await keeper.back_up()
    assert len(_copies(keeper)) == 2


async def test_old_one_off_deliveries_are_forgotten(town: Community, keeper: Housekeeping) -> None:
    await town.add_track()
    await town.travel("2026-11-04T10:00:00+00:00")
    assert town.app is not None

    async def kept() -> int:
        assert town.app is not None
        sql = "SELECT COUNT(*) FROM deliveries WHERE kind = 'quiz.close'"
        return int(await town.app.services.db.read(lambda tx: tx.value(sql)))

    assert await kept() == 2
    await keeper.purge()
    assert await kept() == 2
    town.clock.advance(91 * DAY_S)
    await keeper.purge()
    assert await kept() == 1, "the close of the open question is still to come"


async def test_trouble_is_a_line_when_it_begins_and_one_when_it_ends(
    town: Community, keeper: Housekeeping, caplog: pytest.LogCaptureFixture
) -> None:
    await town.add_track()
    await keeper.check_health()
    town.clock.advance(DAY_S)
    with caplog.at_level(logging.WARNING, "bot.housekeeping"):
        await keeper.check_health()
        await keeper.check_health()
        await town.travel(town.clock.now())
        await keeper.check_health()
    assert caplog.messages == ["deliveries are more than 2 minutes behind", "all is well again"]


async def test_a_lost_connection_is_trouble(town: Community) -> None:
    assert town.app is not None
    cut_off = Housekeeping(town.app.services, lambda: False)
    assert "not connected to Discord" in str(await cut_off.trouble())
