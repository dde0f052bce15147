"""A pass begins a cycle; one that was none is taken back; and what Discord's side is told survives bad days."""

from datetime import date, time

import pytest

from bot.clock import Clock
from bot.features.exams.model import Exam, State
from bot.schedule import Delivery, Receipt
from bot.services import Services
from tests.community import at

MEMBER, GUILD = 11, 5
PASSED = date(2026, 11, 20)


def exam(certification: str = "CPC", state: State = State.PASSED, exam_id: int = 1) -> Exam:
    """One that the member sat."""
    return Exam(
        id=exam_id,
        member_id=MEMBER,
        guild_id=GUILD,
        certification=certification,
        on=PASSED,
        at=None,
        zone="America/Chicago",
        zone_given=False,
        place="",
        listed=False,
        channel_id=None,
        off=frozenset(),
        hour=time(7),
        state=state,
        revision=1,
        made_at=0,
    )


async def passed(services: Services, one: Exam) -> None:
    """Tell of a pass."""
    await services.db.write(lambda tx: services.ceu.members.exam_passed(tx, one, PASSED))


async def changed(services: Services, after: Exam, before: Exam) -> None:
    """Tell of a change."""
    await services.db.write(lambda tx: services.ceu.members.exam_changed(tx, after, before))


async def kept(services: Services) -> list[tuple[str, list[str], int]]:
    """Bodies, credentials, credits asked for."""
    return [
        (one.now.rule.body, [held.certification for held in one.now.record.credentials], one.now.asked // 100)
        for one in await services.ceu.members.show(MEMBER)
    ]


async def test_a_pass_begins_a_cycle_once(services: Services) -> None:
    await passed(services, exam())
    await passed(services, exam())
    assert await kept(services) == [("AAPC", ["CPC"], 36)]
    (one,) = await services.ceu.members.show(MEMBER)
    assert (one.now.cycle.begins, one.now.cycle.ends) == (PASSED, date(2028, 11, 19))
    # 180 days before the end, at the exam's hour and in its zone.
    assert await services.schedule.wake_at() == at("2028-05-23T07:00:00-05:00")
    await passed(services, exam("CCS", exam_id=2))
    await passed(services, exam("COC", exam_id=3))
    assert await kept(services) == [("AAPC", ["CPC", "COC"], 40), ("AHIMA", ["CCS"], 20)]


async def test_a_corrected_date_moves_the_cycle_that_was_counted_from_it(services: Services) -> None:
    await passed(services, exam())
    earlier = date(2026, 11, 6)
    await services.db.write(lambda tx: services.ceu.members.exam_passed(tx, exam(), earlier))
    (one,) = await services.ceu.members.show(MEMBER)
    assert (one.now.cycle.begins, one.now.cycle.ends) == (earlier, date(2028, 11, 5))
    assert one.now.record.credentials[0].earned_on == earlier
    assert await services.schedule.wake_at() == at("2028-05-09T07:00:00-05:00")


async def test_a_corrected_date_leaves_a_cycle_alone_that_was_put_right(services: Services) -> None:
    await passed(services, exam())
    (one,) = await services.ceu.members.show(MEMBER)
    await services.ceu.members.change_cycle(
        MEMBER, one.now.record.id, begins="2026-11-20", ends="2028-10-31", asked="30", remind_at="7:00"
    )
    earlier = date(2026, 11, 6)
    await services.db.write(lambda tx: services.ceu.members.exam_passed(tx, exam(), earlier))
    (one,) = await services.ceu.members.show(MEMBER)
    assert (one.now.cycle.begins, one.now.cycle.ends) == (PASSED, date(2028, 10, 31))
    assert one.now.record.credentials[0].earned_on == earlier


async def test_what_is_not_known_is_no_matter(services: Services) -> None:
    await passed(services, exam("NOBODY"))
    assert await kept(services) == []


async def test_a_pass_that_was_none_is_taken_back(services: Services) -> None:
    await passed(services, exam())
    logged = await services.ceu.credits.add(
        MEMBER, credits="2", on="today", provider="AAPC", category="body", whose="AAPC"
    )
    await changed(services, exam(state=State.NOT_YET), exam())
    assert await kept(services) == []
    assert await services.schedule.wake_at() is None
    await passed(services, exam(exam_id=4))
    page = await services.ceu.credits.page(MEMBER, logged.credit.record_id)
    assert page.total == 1, "what was logged stays"


@pytest.mark.parametrize("after", [State.PASSED, State.REMOVED])
async def test_an_exam_put_away_takes_nothing_with_it(services: Services, after: State) -> None:
    await passed(services, exam())
    await changed(services, exam(state=after), exam())
    assert await kept(services) == [("AAPC", ["CPC"], 36)]


async def test_an_entered_credential_stays_when_an_exam_changes(services: Services) -> None:
    await services.ceu.members.start(MEMBER, None, credential="CPC", passed="today")
    await passed(services, exam())
    await changed(services, exam(state=State.MOVED), exam())
    assert await kept(services) == [("AAPC", ["CPC"], 36)]


async def test_a_server_without_discord_for_long_goes_on(services: Services, clock: Clock) -> None:
    """Everything of the old cycle has gone by unsent: the next one's reminders are planned all the same."""
    services.schedule.register("ceu.remind", services.ceu.reminders, _Nowhere())
    await passed(services, exam())
    clock.move_to(at("2029-01-10T12:00:00+00:00"))
    await services.schedule.run_until_idle()
    (untold,) = await services.ceu.reminders.untold(MEMBER)
    assert (untold.days, untold.standing.cycle.ends) == (-1, date(2028, 11, 19))
    assert untold.after is not None
    assert untold.after.cycle.ends == date(2030, 11, 19)
    assert await services.schedule.wake_at() == at("2030-05-23T07:00:00-05:00")
    await services.ceu.reminders.told(MEMBER)
    assert await services.ceu.reminders.untold(MEMBER) == []


class _Nowhere:
    """Discord, when it must not be asked."""

    async def send(self, delivery: Delivery) -> Receipt:
        raise AssertionError("nothing is sent so late")

    async def find(self, delivery: Delivery) -> Receipt | None:
        return None
