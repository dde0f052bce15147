"""Sessions on a real database, without Discord: what may be joined, and that time is counted once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import open_services
from bot.clock import Clock
from bot.db import Tx
from bot.errors import NotAllowed, NotFound
from bot.features.focus.model import CHANGE, MOST_PEOPLE, Outcome, Session
from bot.schedule import Delivery
from bot.services import Services
from bot.settings import Settings
from tests.community import at, library

BEGIN = at("2026-11-02T12:00:00+00:00")
MINUTE, CHANNEL, GUILD, ANN, BOB = 60, 7, 1, 101, 102


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    """Everything below Discord, with a clock that stands."""
    settings = Settings.model_validate({"CROSSWALK_DATABASE_URL": f"sqlite:///{tmp_path}/bot.sqlite3"})
    async with open_services(settings, Clock(BEGIN, frozen=True), library=library()) as found:
        yield found


async def started(services: Services, member_id: int = ANN, channel_id: int = CHANNEL) -> Session:
    """A session of two rounds, begun now."""
    return await services.focus.members.start(
        member_id=member_id, guild_id=GUILD, channel_id=channel_id, minutes=25, break_minutes=5, rounds=2
    )


async def join(services: Services, session: Session, member_id: int) -> None:
    await services.focus.members.join(session.id, member_id=member_id, channel_id=session.channel_id)


def delivery(session: Session, number: int) -> Delivery:
    """That of a change of phase."""
    due_at = session.plan.change_at(number)
    key = f"{session.id}:{number}"
    return Delivery(0, CHANGE, key, session.id, GUILD, None, None, due_at, due_at + 1, 1, "skipped", None, "")


async def change(services: Services, session: Session, number: int, *minutes: int) -> None:
    """The delivery of a change of phase comes to its end, unsent; each of `minutes` after the begin, once more."""
    for minute in minutes:
        services.clock.move_to(BEGIN + minute * MINUTE)
        await services.db.write(
            lambda tx: services.focus.kinds[CHANGE].skipped(tx, delivery(session, number))
        )


async def seconds(services: Services, member_id: int) -> dict[int, int]:
    """What is counted for a member, by round."""

    async def work(tx: Tx) -> dict[int, int]:
        rows = await tx.all(
            "SELECT round, seconds FROM focus_times WHERE member_id = :member_id", {"member_id": member_id}
        )
        return {row["round"]: row["seconds"] for row in rows}

    return await services.db.read(work)


async def test_a_change_that_is_recorded_again_counts_nothing_twice(services: Services) -> None:
    session = await started(services)
    await change(services, session, 2, 25, 25, 27)
    assert await seconds(services, ANN) == {1: 1500}
    await change(services, session, 3, 30, 41, 41)
    assert await seconds(services, ANN) == {1: 1500, 2: 660}
    await change(services, session, 4, 55, 90)
    assert await seconds(services, ANN) == {1: 1500, 2: 1500}


async def test_changes_that_were_all_missed_count_the_same(services: Services) -> None:
    session = await started(services)
    services.clock.advance(10 * MINUTE)
    await join(services, session, BOB)
    for number in (2, 3, 4):
        await change(services, session, number, 600)
    assert await seconds(services, ANN) == {1: 1500, 2: 1500}
    assert await seconds(services, BOB) == {1: 900, 2: 1500}
    shown = await services.focus.members.shown(session.id)
    assert shown.session.outcome is Outcome.DONE
    assert shown.session.ended_at == session.plan.ends_at, "it ended when it ended, not when that was noted"


async def test_a_broken_transaction_counts_nothing_and_its_repeat_everything(services: Services) -> None:
    session = await started(services)
    services.clock.advance(25 * MINUTE)

    async def breaks(tx: Tx) -> None:
        await services.focus.kinds[CHANGE].skipped(tx, delivery(session, 2))
        raise RuntimeError("the process ends here")

    with pytest.raises(RuntimeError, match="ends here"):
        await services.db.write(breaks)
    assert await seconds(services, ANN) == {}
    await change(services, session, 2, 25)
    assert await seconds(services, ANN) == {1: 1500}


async def test_leaving_counts_up_to_the_second_and_breaks_do_not_count(services: Services) -> None:
    session = await started(services)
    await join(services, session, BOB)
    services.clock.move_to(BEGIN + 28 * MINUTE)
    left = await services.focus.members.leave(session.id, member_id=BOB, channel_id=CHANNEL)
    assert left.seconds == 1500, "the break does not count"
    await join(services, session, BOB)
    services.clock.move_to(BEGIN + 30 * MINUTE + 59)
    left = await services.focus.members.leave(session.id, member_id=BOB, channel_id=CHANNEL)
    assert (left.seconds, left.minutes) == (1559, 25)
    with pytest.raises(NotAllowed, match="not in this session"):
        await services.focus.members.leave(session.id, member_id=BOB, channel_id=CHANNEL)


async def test_a_session_takes_so_many_and_no_more(services: Services) -> None:
    session = await started(services)
    for member_id in range(1000, 1000 + MOST_PEOPLE - 1):
        await join(services, session, member_id)
    with pytest.raises(NotAllowed, match="is full"):
        await join(services, session, BOB)
    await services.focus.members.leave(session.id, member_id=1000, channel_id=CHANNEL)
    await join(services, session, BOB)


async def test_one_cannot_be_in_two_sessions_that_overlap(services: Services) -> None:
    session = await started(services)
    other = await started(services, BOB, channel_id=8)
    with pytest.raises(NotAllowed, match="another focus session"):
        await join(services, other, ANN)
    later = await services.focus.members.start(
        member_id=103, guild_id=GUILD, channel_id=9, minutes=25, break_minutes=5, rounds=1, at="in 56 min"
    )
    await join(services, later, ANN)
    services.clock.move_to(session.plan.ends_at - 1)
    with pytest.raises(NotAllowed, match="You have a focus session already"):
        await started(services, channel_id=10)


async def test_a_session_whose_end_waits_for_discord_holds_nobody_up(services: Services) -> None:
    session = await started(services)
    services.clock.move_to(session.plan.ends_at)
    with pytest.raises(NotAllowed, match="is over"):
        await join(services, session, BOB)
    await started(services)
    assert await seconds(services, ANN) == {1: 1500, 2: 1500}, "what it was worth is counted then"


async def test_a_session_answers_in_its_own_channel_only(services: Services) -> None:
    session = await started(services)
    with pytest.raises(NotFound, match="not kept any more"):
        await services.focus.members.join(session.id, member_id=BOB, channel_id=8)
    with pytest.raises(NotFound, match="not kept any more"):
        await services.focus.members.end(session.id + 1, member_id=ANN, channel_id=CHANNEL)
    await services.focus.members.end(session.id, member_id=ANN, channel_id=CHANNEL)
    with pytest.raises(NotAllowed, match="is over"):
        await services.focus.members.set_work(session.id, "HCC", member_id=ANN, channel_id=CHANNEL)


async def test_what_is_written_becomes_one_line(services: Services) -> None:
    session = await started(services)
    line = await services.focus.members.set_work(
        session.id, "  HCC\n\n\u202eand \x00 RAF ", member_id=ANN, channel_id=CHANNEL
    )
    assert line == "HCC and RAF"
    assert await services.focus.members.work(session.id, member_id=ANN, channel_id=CHANNEL) == line


async def test_where_somebody_leaves_while_time_stands_still_nothing_is_counted(services: Services) -> None:
    """A clock set back, as after a wrong time was put right, takes nothing away and adds nothing."""
    session = await started(services)
    await join(services, session, BOB)
    services.clock.move_to(BEGIN - 3600)
    left = await services.focus.members.leave(session.id, member_id=BOB, channel_id=CHANNEL)
    assert left.seconds == 0
