"""Answers that are lost, a Discord that cannot be asked, a bot that is put out: nothing is said twice or lost."""

from pathlib import Path

import pytest

from sandbox.model import PRIVATE_THREAD
from sandbox.permissions import Permission
from tests.buddies.circle import (
    WEEK,
    WITHIN_THE_HOUR,
    in_private,
    inbox,
    inside,
    join,
    later,
    leave,
    paired,
    set_up,
    threads,
    until,
)
from tests.community import Community, community

THREADS = "POST /channels/{channel_id}/threads"
LET_IN = "PUT /channels/{channel_id}/thread-members/{user_id}"
SEND = "POST /channels/{channel_id}/messages"
LOOK = "GET /channels/{channel_id}/messages"


@pytest.mark.parametrize("kind", ["lose", "drop", 503])
@pytest.mark.parametrize("route", [THREADS, LET_IN, SEND])
async def test_a_pair_gets_one_thread_and_one_introduction_whatever_is_lost(
    town: Community, route: str, kind: str | int
) -> None:
    await set_up(town)
    one, other = town.learners[:2]
    await join(one)
    await join(other)
    fault = town.local.faults.order(route, 1, kind)
    await later(town, 3 * WITHIN_THE_HOUR)
    assert fault.hits == 1
    (thread,) = threads(town)
    assert thread.type == PRIVATE_THREAD
    assert {one.user.id, other.user.id} < inside(thread)
    assert len(town.posts(thread)) == 1
    assert [inbox(town, who) for who in (one, other)] == [[], []]


async def test_nothing_in_a_thread_is_said_twice_when_nobody_knows_for_long_whether_it_arrived(
    town: Community,
) -> None:
    await set_up(town)
    one, other = town.learners[:2]
    await join(one)
    await join(other)
    await in_doubt(town, WITHIN_THE_HOUR)
    (thread,) = threads(town)
    assert len(town.posts(thread)) == 1
    for week in range(1, 4):
        await in_doubt(town, WEEK - 3 * WITHIN_THE_HOUR)
        checkins = [post for post in town.posts(thread) if "how was your study week?" in post.text()]
        assert len(checkins) == week
        await one.at(thread).click(checkins[-1], "Done")
    assert len([post for post in town.posts(thread) if "still there?" in post.text()]) == 1
    await leave(one)
    await in_doubt(town, 60)
    assert len([post for post in town.posts(thread) if "come to its end" in post.text()]) == 1


async def test_nothing_in_private_is_said_twice_either(town: Community) -> None:
    one, other = town.learners[:2]
    await join(one)
    await join(other)
    await in_doubt(town, WITHIN_THE_HOUR)
    assert [len(inbox(town, who)) for who in (one, other)] == [1, 1]
    await in_private(town, one).click(inbox(town, one)[0], "Nudge")
    await in_doubt(town, 60)
    assert [len(inbox(town, who)) for who in (one, other)] == [1, 2]
    await in_doubt(town, WEEK)
    assert [len(inbox(town, who)) for who in (one, other)] == [2, 3]


async def in_doubt(town: Community, seconds: int) -> None:
    """Time passes; answers to what is sent are lost, and no look is possible until Discord has forgotten nonces."""
    lost = town.local.faults.order(SEND, 10, "lose")
    blind = town.local.faults.order(LOOK, 10_000, 503)
    await later(town, seconds)
    await later(town, WITHIN_THE_HOUR)
    assert lost.hits
    assert blind.hits
    lost.cancel()
    blind.cancel()
    await later(town, 2 * WITHIN_THE_HOUR)


async def test_the_bot_was_put_out_of_the_server_and_comes_back(town: Community) -> None:
    thread = await paired(town)
    town.local.kick_bot(town.guild, town.token)
    await rounds(town, going=False)
    await later(town, 2 * WEEK)
    refusals = [request for request in town.local.requests if request.status in (403, 404)]
    assert refusals == [], "Discord is not asked for what cannot be"
    town.local.install(town.token, town.guild, int(Permission.EMBED_LINKS))
    await rounds(town, going=True)
    await later(town, WEEK)
    assert not any("study week?" in post.text() for post in town.posts(thread)), (
        "the thread is lost to the bot"
    )
    assert "How was your study week?" in inbox(town, town.learners[0])[-1].text(), "but the pair goes on"


async def rounds(town: Community, *, going: bool) -> None:
    """Wait until the bot has heard from Discord that it is out, or in again."""
    assert town.app is not None
    servers = town.app.services.buddies.servers

    async def heard() -> bool:
        return ((await servers.status(town.guild.id)).next_round_at is not None) is going

    await until(heard)


async def test_a_server_that_is_gone_or_back_after_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        async with town.bot():
            await paired(town)
        town.local.kick_bot(town.guild, town.token)
        async with town.bot():
            await later(town, 2 * WEEK)
            refusals = [request for request in town.local.requests if request.status in (403, 404)]
            assert refusals == []
            await rounds(town, going=False)
        town.local.install(town.token, town.guild, int(Permission.EMBED_LINKS))
        async with town.bot():
            await rounds(town, going=True)
