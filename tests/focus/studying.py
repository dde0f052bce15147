"""What the tests of focus sessions share: starting one, and reading what the bot posts about it."""

import asyncio
import re

from sandbox.members import MemberDriver
from sandbox.model import Channel
from sandbox.seen import LiveMessage
from tests.community import Community

MINUTE = 60


def now(town: Community) -> int:
    """Epoch seconds."""
    return int(town.clock.time())


async def settle(town: Community) -> None:
    """Let the bot do what is due now."""
    await town.travel(now(town))


async def start(town: Community, member: MemberDriver, **options: object) -> LiveMessage:
    """Start a session in the member's channel, or in their direct messages; gives its message."""
    reply = await member.slash("focus start", options)
    assert reply.message.ephemeral
    assert "Its message comes here in a moment" in reply.text(), reply.text()
    await settle(town)
    seen = member.dms() if member.guild is None else town.posts(town.quiz)
    return [message for message in seen if "Focus session" in message.content][-1]


def changes(town: Community, channel: Channel | None = None) -> list[LiveMessage]:
    """The messages about changes of phase in a channel."""
    return [message for message in town.posts(channel) if not message.embeds]


def counted(message: LiveMessage) -> dict[int, int]:
    """Minutes by member, as a session's last message thanks them."""
    return {int(who): int(minutes) for who, minutes in re.findall(r"<@(\d+)> (\d+) min", message.content)}


async def heard(town: Community, member: MemberDriver) -> None:
    """Wait until the bot has noted that the member has heard why a session broke off; it does after its answer."""
    assert town.app is not None
    async with asyncio.timeout(60):
        while await town.app.services.focus.members.untold(member.user.id):  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def says(member: MemberDriver, message: LiveMessage, button: str, field: str, text: str) -> str:
    """Open the form of a button, fill it in and send it; gives the answer."""
    pressed = await member.click(message, button)
    assert pressed.modal is not None, pressed.text()
    return (await member.submit(pressed.modal, {field: text})).text()
