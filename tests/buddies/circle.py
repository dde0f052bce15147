"""A community whose members look for buddies: what they do, and what they see of it."""

import asyncio
from collections.abc import Awaitable, Callable

from sandbox.members import MemberDriver
from sandbox.model import Channel
from sandbox.reply import Reply
from sandbox.seen import LiveMessage
from tests.community import Community

# A quick match comes within the hour, once two wait.
WITHIN_THE_HOUR = 3600
WEEK = 7 * 86_400


async def set_up(town: Community, **more: object) -> Channel:
    """The admin gives pairs a channel."""
    channel = town.local.create_channel(town.guild, "study-buddies")
    reply = await town.admin.slash("admin buddies set", {"channel": channel, **more})
    assert "Set up: study buddies" in reply.text(), reply.text()
    return channel


async def join(who: MemberDriver, typed: dict[str, str] | None = None, certification: str = "CPC") -> Reply:
    """A member joins, with those fields of the form filled in."""
    begun = await who.slash("buddy join", certification=certification)
    assert begun.modal is not None, begun.text()
    return await who.submit(begun.modal, typed or {})


def threads(town: Community) -> list[Channel]:
    """All threads of the server, oldest first."""
    return list(town.guild.threads.values())


def inside(thread: Channel) -> set[int]:
    """Who has been let into a thread."""
    assert thread.thread is not None
    return set(thread.thread.members)


def inbox(town: Community, who: MemberDriver) -> list[LiveMessage]:
    """Direct messages to a member, oldest first; answers to what they press there are none."""
    return [message for message in in_private(town, who).dms() if not message.ephemeral]


def in_private(town: Community, who: MemberDriver) -> MemberDriver:
    """The same person, where they write with the bot alone."""
    return MemberDriver(town.local, None, who.user)


async def until(happened: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait for what follows an answer that has been given already. Raises TimeoutError after ten seconds."""
    for _ in range(1000):
        found = happened()
        if found if isinstance(found, bool) else await found:
            return
        await asyncio.sleep(0.01)
    raise TimeoutError


async def paired(town: Community) -> Channel:
    """The first two learners, put together in a thread."""
    await set_up(town)
    for learner in town.learners[:2]:
        await join(learner)
    await town.travel(town.clock.now() + WITHIN_THE_HOUR)
    (thread,) = threads(town)
    return thread


async def leave(who: MemberDriver) -> Reply:
    """The member leaves the buddies, and says so once more."""
    asked = await who.slash("buddy leave")
    assert "Leave for good?" in asked.text(), asked.text()
    return await who.click(asked.message, "Yes, leave")


async def rematch(who: MemberDriver) -> Reply:
    """The member ends the pair and waits for another buddy."""
    asked = await who.slash("buddy rematch")
    assert "End this pair?" in asked.text(), asked.text()
    return await who.click(asked.message, "Yes, end this pair")


async def later(town: Community, seconds: int = WITHIN_THE_HOUR) -> None:
    """Time passes."""
    await town.travel(town.clock.now() + seconds)
