"""Rounds and quick matches: when they are, what they write, and that it is written once."""

import sqlite3
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest

from bot.errors import NotAllowed
from bot.features.buddies import terms
from bot.features.buddies.matching_model import Outcome, Round
from bot.features.buddies.rhythm import falls
from bot.features.buddies.terms import Every, State
from bot.schedule import Carrier, Delivery, Receipt
from tests.buddies.core import ADMIN, CHANNEL, GUILD, Core, Here, core
from tests.community import at

MINUTE, DAY = 60, 86_400


def test_every_second_week_counts_from_the_first_round() -> None:
    anchor = date(2026, 12, 28)
    mondays = [date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 11), date(2027, 1, 18)]
    assert [falls(Every.TWO_WEEKS, anchor, day) for day in mondays] == [True, False, True, False]
    assert all(falls(Every.WEEK, anchor, day) for day in mondays)


def test_a_monthly_round_is_in_the_first_week_of_each_month() -> None:
    anchor = date(2026, 11, 2)
    fridays = [date.fromordinal(date(2027, 1, 1).toordinal() + 7 * week) for week in range(52)]
    held = [day for day in fridays if falls(Every.MONTH, anchor, day)]
    assert [day.month for day in held] == list(range(1, 13))


async def test_two_who_wait_are_paired_within_the_hour(buddies: Core) -> None:
    await buddies.channel()
    first = await buddies.join(1)
    assert first.next_round_at == at("2026-11-02T17:00:00+00:00"), "Monday at five"
    await buddies.travel(10 * MINUTE)
    await buddies.join(2)
    await buddies.travel(19 * MINUTE)
    assert await buddies.pair_of(1) is None
    await buddies.travel(2 * MINUTE)
    assert await buddies.pair_of(1) == await buddies.pair_of(2) == 1
    assert buddies.posts.of(terms.PAIR) == ["1"]
    status = await buddies.status(1)
    assert status.membership.state is State.PAIRED
    assert status.introduction is not None
    assert status.introduction.pair.members == (1, 2)
    assert status.introduction.pair.thread_id is not None
    assert sum(status.introduction.pair.parts.values()) > 0


async def test_a_third_in_the_same_time_makes_a_trio_and_nobody_is_matched_twice(buddies: Core) -> None:
    await buddies.channel()
    for member in (1, 2, 3):
        await buddies.join(member)
    await buddies.travel(8 * DAY)
    status = await buddies.status(2)
    assert status.introduction is not None
    assert status.introduction.pair.members == (1, 2, 3)
    assert buddies.posts.of(terms.PAIR) == ["1"], "pairs that go on are left alone by later rounds"


async def test_one_alone_is_told_once_and_paired_when_somebody_comes(buddies: Core) -> None:
    await buddies.join(1)
    await buddies.travel(22 * DAY)
    assert await buddies.notes(1) == [("alone", "", True)], "four rounds, one word"
    await buddies.join(2)
    await buddies.travel(30 * MINUTE)
    assert await buddies.pair_of(1) == await buddies.pair_of(2) is not None


async def test_two_who_block_one_another_are_told_what_one_alone_is(buddies: Core) -> None:
    await buddies.join(1)
    await buddies.join(2)
    await buddies.services.buddies.safety.block(guild_id=GUILD, member_id=2, other_id=1, reason=None)
    await buddies.travel(15 * DAY)
    assert await buddies.pair_of(1) is None
    assert await buddies.notes(1) == [("alone", "", True)]
    assert await buddies.notes(2) == [("alone", "", True)]


async def test_without_a_channel_each_is_written_to(buddies: Core) -> None:
    await buddies.join(1)
    await buddies.join(2)
    await buddies.travel(30 * MINUTE)
    assert buddies.posts.of(terms.HELLO) == ["1:0", "1:1"]
    assert buddies.posts.of(terms.PAIR) == []
    assert await buddies.notices() == [], "an admin who chose no channel has nothing to mend"


async def test_a_refused_thread_becomes_direct_messages_and_admins_hear_of_it_once(buddies: Core) -> None:
    await buddies.channel()
    buddies.posts.refused[terms.PAIR] = "the bot may not make private threads there."
    for member in (1, 2):
        await buddies.join(member)
    await buddies.travel(30 * MINUTE)
    for member in (3, 4):
        await buddies.join(member)
    await buddies.travel(30 * MINUTE)
    assert buddies.posts.of(terms.HELLO) == ["1:0", "1:1", "2:0", "2:1"]
    (notice,) = await buddies.notices()
    assert "may not make private threads" in notice
    assert "`/admin buddies set`" in notice
    await buddies.channel()
    del buddies.posts.refused[terms.PAIR]
    for member in (5, 6):
        await buddies.join(member)
    await buddies.travel(30 * MINUTE)
    assert buddies.posts.of(terms.PAIR) == ["3"]


async def test_who_takes_no_messages_finds_the_pair_at_the_next_command(buddies: Core) -> None:
    buddies.posts.refused[terms.HELLO] = "the member takes no direct messages."
    await buddies.join(1)
    await buddies.join(2)
    await buddies.travel(30 * MINUTE)
    status = await buddies.status(1)
    assert [note.kind for note in status.notes] == [terms.NoteKind.HELLO]
    assert status.introduction is not None
    await buddies.services.buddies.notes.shown(status.notes)
    assert (await buddies.status(1)).notes == ()


async def test_rounds_follow_the_servers_own_day_time_zone_and_rhythm(buddies: Core) -> None:
    status = await buddies.services.buddies.servers.set(
        guild_id=GUILD,
        set_by=ADMIN,
        channel_id=CHANNEL,
        day="Fri",
        time="6pm",
        timezone="New York",
        every="two weeks",
    )
    assert status.next_round_at == at("2026-11-06T18:00:00-05:00")
    await buddies.travel_to("2026-11-06T18:00:01-05:00")
    after = await buddies.services.buddies.servers.status(GUILD)
    assert after.last_round_at == at("2026-11-06T18:00:00-05:00")
    assert after.next_round_at == at("2026-11-20T18:00:00-05:00")
    await buddies.travel_to("2026-11-19T18:00:00-05:00")
    assert (await buddies.services.buddies.servers.status(GUILD)).last_round_at == after.last_round_at, (
        "the Friday between has none"
    )


async def test_a_server_without_choices_goes_by_the_zone_of_its_first_track(buddies: Core) -> None:
    await buddies.services.tracks.add(
        guild_id=GUILD,
        certification="CPC",
        channel_id=1,
        time="9am",
        timezone="America/Chicago",
        days=None,
        ping_role_id=None,
        created_by=ADMIN,
    )
    joined = await buddies.join(1)
    assert joined.next_round_at == at("2026-11-02T17:00:00-06:00")
    begun = await buddies.services.buddies.members.begin(
        guild_id=GUILD, member_id=2, certification="cpc", timezone=None
    )
    assert begun.zone == "America/Chicago"


async def test_off_means_no_new_pairs_and_set_brings_them_back(buddies: Core) -> None:
    await buddies.paired(1, 2)
    await buddies.join(3)
    await buddies.join(4)
    off = await buddies.services.buddies.servers.off(GUILD)
    assert (off.waiting, off.pairs, off.next_round_at) == (2, 1, None)
    await buddies.travel(9 * DAY)
    assert await buddies.pair_of(3) is None
    assert await buddies.pair_of(1) is not None, "pairs go on"
    assert buddies.posts.of(terms.CHECKIN) != []
    with pytest.raises(NotAllowed, match="switched off in this server"):
        await buddies.join(5)
    await buddies.channel()
    await buddies.travel(30 * MINUTE)
    assert await buddies.pair_of(3) == await buddies.pair_of(4) is not None


async def test_a_server_that_is_gone_rests_until_it_is_back(buddies: Core) -> None:
    await buddies.paired(1, 2)
    await buddies.join(3)
    await buddies.services.buddies.servers.gone(GUILD)
    before = list(buddies.posts.sent)
    await buddies.travel(30 * DAY)
    assert buddies.posts.sent == before
    await buddies.services.buddies.servers.back(GUILD)
    await buddies.travel(8 * DAY)
    assert len(buddies.posts.of(terms.CHECKIN)) == 1
    assert await buddies.notes(3) == [("alone", "", True)]


class Crashing:
    """Holds the round, and loses the answer the first time."""

    def __init__(self, runner: Carrier) -> None:
        self.runner = runner
        self.sends: list[Delivery] = []

    async def send(self, delivery: Delivery) -> Receipt:
        self.sends.append(delivery)
        receipt = await self.runner.send(delivery)
        if len(self.sends) == 1:
            raise ConnectionError("killed here")
        return receipt

    async def find(self, delivery: Delivery) -> Receipt | None:
        return await self.runner.find(delivery)


async def counted(buddies: Core, table: str) -> int:
    return int(await buddies.services.db.read(lambda tx: tx.value(f"SELECT COUNT(*) FROM {table}")))


async def test_a_round_whose_answer_was_lost_is_found_done(buddies: Core) -> None:
    await buddies.channel()
    for member in (1, 2, 3, 4):
        await buddies.join(member)
    services = buddies.services.buddies
    crashing = Crashing(services.carriers[terms.QUICK])
    buddies.services.schedule.register(terms.QUICK, services.kinds[terms.QUICK], crashing)
    await buddies.travel(60 * MINUTE)
    assert len(crashing.sends) == 1, "found, not held again"
    assert (await counted(buddies, "buddy_rounds"), await counted(buddies, "buddy_pairs")) == (1, 2)
    again = await crashing.runner.send(crashing.sends[0])
    assert again.message_id == 1, "held again all the same, it is the same round"
    assert (await counted(buddies, "buddy_rounds"), await counted(buddies, "buddy_pairs")) == (1, 2)


async def test_a_fault_in_the_middle_of_writing_leaves_nothing_of_the_round(buddies: Core) -> None:
    await buddies.channel()
    await buddies.join(1)
    await buddies.join(2)
    connection = sqlite3.connect(buddies.folder / "bot.sqlite3")
    connection.execute(
        "CREATE TRIGGER broken BEFORE INSERT ON deliveries WHEN NEW.kind = 'buddies.pair' "
        "BEGIN SELECT RAISE(ABORT, 'broken'); END"
    )
    connection.commit()
    await buddies.travel(25 * MINUTE)
    assert await counted(buddies, "buddy_rounds") == 0
    assert await counted(buddies, "buddy_pairs") == 0
    assert await buddies.pair_of(1) is None
    connection.execute("DROP TRIGGER broken")
    connection.commit()
    connection.close()
    await buddies.travel(25 * MINUTE)
    assert await buddies.pair_of(1) == await buddies.pair_of(2) is not None


async def test_a_bot_that_was_away_holds_the_round_when_it_is_back(tmp_path: Path) -> None:
    async with core(tmp_path) as before:
        await before.channel()
        await before.join(1)
        await before.join(2)
        clock = before.clock
    clock.advance(3 * DAY)
    async with core(tmp_path, clock) as after:
        await after.travel(30 * MINUTE)
        assert await after.pair_of(1) == await after.pair_of(2) is not None


async def test_rounds_of_two_servers_are_separate(buddies: Core) -> None:
    await buddies.join(1)
    await buddies.join(2, guild_id=GUILD + 1)
    await buddies.travel(60 * MINUTE)
    assert await buddies.pair_of(1) is None
    assert await buddies.pair_of(2, GUILD + 1) is None
    await buddies.join(1, guild_id=GUILD + 1)
    await buddies.travel(60 * MINUTE)
    assert await buddies.pair_of(1) is None
    assert await buddies.pair_of(1, GUILD + 1) == await buddies.pair_of(2, GUILD + 1) is not None


class Meanwhile(Here):
    """While it computes, something happens."""

    def __init__(self) -> None:
        super().__init__()
        self.happens: Callable[[], Awaitable[object]] | None = None

    async def match(self, round_: Round) -> Outcome:
        outcome = await super().match(round_)
        happens, self.happens = self.happens, None
        if happens is not None:
            await happens()
        return outcome


@pytest.mark.parametrize("what", ["leave", "pause", "block"])
async def test_what_happens_while_a_round_is_computed_counts(tmp_path: Path, what: str) -> None:
    matcher = Meanwhile()
    async with core(tmp_path, matcher=matcher) as buddies:
        members = buddies.services.buddies.members
        happenings: dict[str, Callable[[], Awaitable[object]]] = {
            "leave": lambda: members.leave(guild_id=GUILD, member_id=2),
            "pause": lambda: members.pause(guild_id=GUILD, member_id=2, until="2 weeks"),
            "block": lambda: buddies.services.buddies.safety.block(
                guild_id=GUILD, member_id=2, other_id=1, reason=None
            ),
        }
        await buddies.channel()
        await buddies.join(1)
        await buddies.join(2)
        matcher.happens = happenings[what]
        await buddies.travel(30 * MINUTE)
        assert await buddies.pair_of(1) is None
        assert buddies.posts.of(terms.PAIR) == []
        await buddies.join(3)
        await buddies.travel(60 * MINUTE)
        assert await buddies.pair_of(1) is not None, "and nobody is stranded by it"


async def test_who_joins_while_a_round_is_computed_is_matched_soon(tmp_path: Path) -> None:
    matcher = Meanwhile()
    async with core(tmp_path, matcher=matcher) as buddies:
        await buddies.join(1)
        await buddies.join(2)

        async def join() -> None:
            await buddies.join(3)
            await buddies.join(4)

        matcher.happens = join
        await buddies.travel(60 * MINUTE)
        assert await buddies.pair_of(3) == await buddies.pair_of(4) is not None
