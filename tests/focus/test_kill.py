"""A focus session across SIGKILL: the process dies at each of its steps, and nobody in it loses a second or a word."""

import asyncio
import re
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.features.focus.phases import Plan
from bot.schedule.attempt import LOOK_FIRST_AFTER_S
from sandbox.contract import Contract, find_contract
from sandbox.members import MemberDriver
from sandbox.model import Channel
from sandbox.seen import LiveMessage
from sandbox.server import LocalDiscord
from tests.community import BOT_MAY
from tests.long.city import City
from tests.long.ledger import Ledger
from tests.long.waiting import until
from tests.long.watch import EDIT, POST, Request, watched

BEGIN = datetime(2026, 11, 2, 12, tzinfo=UTC).timestamp()
# A claim lasts a minute: a life that begins sooner would only wait for it.
LEASE_S = 61
# And after so long Discord takes a repeat for a new message: then only a look into the channel helps.
NONCES_FORGOTTEN_S = 310
# A bot takes about so long to start.
HEAD_START_S = 20


@dataclass
class Street:
    """A server with one channel and two learners; the bot is a process that can be killed."""

    city: City
    channel: Channel
    one: MemberDriver
    two: MemberDriver

    def messages(self) -> list[LiveMessage]:
        """What stands in the channel, the oldest first."""
        world = self.city.local.world
        return [LiveMessage(world, self.channel.messages[ident]) for ident in self.channel.order]

    def rows(self, sql: str) -> list[Any]:
        """What the database holds."""
        with closing(sqlite3.connect(f"file:{self.city.database}?mode=ro", uri=True)) as db:
            return db.execute(sql).fetchall()

    async def live(self) -> None:
        """Start the bot and wait until it answers."""
        await self.city.start_bot()
        app = self.city.local.bot(self.city.token)
        await until(lambda: self.city.connected and any(app.commands.values()))

    async def die(self) -> None:
        """Kill it, and wait until it is gone."""
        self.city.kill_bot()
        assert await self.city.bury_bot() == -9, self.city.log()[-3000:]

    @asynccontextmanager
    async def dying_at(self, route: str) -> AsyncIterator[None]:
        """Inside, the next such request is the bot's last: Discord does it, and the bot never hears of it."""
        dead = asyncio.Event()

        def strike(request: Request) -> None:
            if request.route == route and not dead.is_set():
                self.city.kill_bot()
                dead.set()

        self.city.watch.listeners.append(strike)
        yield
        await asyncio.wait_for(dead.wait(), 60)
        self.city.watch.listeners.remove(strike)
        assert await self.city.bury_bot() == -9, self.city.log()[-3000:]

    async def idle(self) -> None:
        """Wait until the bot owes nothing."""
        await until(lambda: self.city.owed() == 0, look_every_s=0.05)


@asynccontextmanager
async def street(folder: Path) -> AsyncIterator[Street]:
    """The bot is not started yet."""
    clock, found = Clock(BEGIN), find_contract()
    local = LocalDiscord(clock.time, contract=Contract.load(found) if found else None)
    watch, interactions = watched(local)
    await local.start()
    try:
        token, owner = local.create_bot("Crosswalk"), local.create_user("owner")
        guild = local.create_guild("Coders United", owner)
        local.install(token, guild, int(BOT_MAY))
        channel, people = local.create_channel(guild, "study"), [local.create_user(n) for n in ("one", "two")]
        for person in people:
            local.add_member(guild, person)
        one, two = (local.member(guild, person).at(channel) for person in people)
        city = City(folder, clock, local, watch, interactions, token, [], [], Ledger())
        try:
            yield Street(city, channel, one, two)
        finally:
            city.kill_bot()
            if city.process is not None:
                await city.process.wait()
    finally:
        await local.stop()
    assert local.violations == []
    assert local.crashes == []


@pytest.mark.timeout(900)  # seven lives of a process; a loaded machine takes minutes
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
async def test_a_session_outlives_its_bot(tmp_path: Path) -> None:
    async with street(tmp_path) as made:
        clock = made.city.clock
        await made.live()
        async with made.dying_at(POST):
            reply = await made.one.slash("focus start", {"minutes": 20, "break": 3, "rounds": 2})
            assert "in a moment" in reply.text()
        ((begun,),) = made.rows("SELECT started_at FROM focus_sessions")
        plan = Plan(begun, 20, 3, 2)
        clock.advance(NONCES_FORGOTTEN_S)

        await made.live()
        await made.idle()
        (post,) = made.messages()
        assert "You are in" in (await made.two.click(post, "Join")).text()
        await made.die()  # most likely before the message shows who joined

        await at_its_second(made, plan, 2)
        clock.advance(NONCES_FORGOTTEN_S)  # the break is over as well by now
        async with made.dying_at(POST):
            await made.city.start_bot()
        clock.advance(NONCES_FORGOTTEN_S)
        await made.live()
        await made.idle()
        assert "**Focus 2 of 2**" in post.text()
        assert "Taking part: 2" in post.text()
        await made.die()

        clock.move_to(plan.change_at(4))
        async with made.dying_at(POST):
            await made.city.start_bot()
        clock.advance(NONCES_FORGOTTEN_S)
        async with made.dying_at(EDIT):
            await made.city.start_bot()
        clock.advance(LEASE_S)
        await made.live()
        await made.idle()
        assert "Done." in post.text()
        check(made, plan)


async def at_its_second(made: Street, plan: Plan, number: int) -> None:
    """A life that begins shortly before a change of phase, and ends with the message about it."""
    made.city.clock.move_to(plan.change_at(number) - HEAD_START_S)
    async with made.dying_at(POST):
        await made.city.start_bot()
    late_s = made.messages()[-1].record.created_at - plan.change_at(number)
    # How soon is for benchmarks; here it is neither early nor late enough to be taken for what an earlier life left.
    assert 0 <= late_s < LOOK_FIRST_AFTER_S


def check(made: Street, plan: Plan) -> None:
    """Each message once, and each second of focus once."""
    said = [re.match(r"\*\*[\w ]+", message.content) for message in made.messages()]
    assert [found and found[0] for found in said] == [
        "**Focus session",
        "**Break",
        "**Focus 2 of 2",
        "**Session done",
    ]
    joined = dict(made.rows("SELECT member_id, joined_at FROM focus_presences"))
    counted = dict(made.rows("SELECT member_id, SUM(seconds) FROM focus_times GROUP BY member_id"))
    assert counted == {
        member_id: sum(part.seconds for part in plan.focused(joined_at, plan.ends_at))
        for member_id, joined_at in joined.items()
    }
    assert counted[made.one.user.id] == 2 * 20 * 60
    assert counted[made.two.user.id] < 2 * 20 * 60, "the second one joined later"
