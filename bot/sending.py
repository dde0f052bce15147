"""How Discord's answers to a delivery read: never again, later, or unknown. And how a delivery is found again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import aiohttp
import discord

from bot.errors import Refusal
from bot.schedule import Delivery, Permanent, Receipt, RetryLater

NEEDED = discord.Permissions(
    view_channel=True, send_messages=True, embed_links=True, read_message_history=True
)
# For private threads of a few members, in their channel.
THREADS_NEEDED = NEEDED | discord.Permissions(create_private_threads=True, send_messages_in_threads=True)
# A message may carry a time slightly before the moment it was due: clocks differ.
LOOK_BACK_S = 60
ASK_AGAIN_S = 30.0
ASK_THERE_AGAIN_S = 3600.0
FIRST_LOOK = 500

# Where the library's name is not the one in Discord's settings.
_CALLED = {"read_messages": "View Channel"}
_NO_CHANNEL = 10003
SERVER_GONE = "the server is gone, or the bot was removed from it."
_GONE = {
    _NO_CHANNEL: "its channel was deleted.",
    10004: SERVER_GONE,
    10008: "its message was deleted.",
}

Place = discord.DMChannel | discord.PartialMessageable | discord.TextChannel

# What a proxy answers, without a code of Discord's or with its word for one, says nothing about a channel.
_NOT_DISCORDS = frozenset({0, 40333})

# 50007: they take none; 50278: no server is shared with them any more.
_CLOSED_DMS = frozenset({50007, 50278})


@contextmanager
def outcomes() -> Iterator[None]:
    """Turn discord.py's errors into what the outbox understands; any OSError means: unknown, as the network is."""
    try:
        yield
    except (discord.Forbidden, discord.NotFound) as error:
        if error.code in _NOT_DISCORDS:
            raise RetryLater(ASK_AGAIN_S) from error
        raise Permanent(_refused(error)) from error
    except discord.RateLimited as error:
        raise RetryLater(error.retry_after) from error
    except discord.HTTPException as error:
        if error.status == 429:
            raise RetryLater(ASK_AGAIN_S) from error
        if error.status == 400:
            raise Permanent(f"Discord refused the message (code {error.code}).") from error
        raise ConnectionError(str(error)[:200]) from error
    except aiohttp.ClientError as error:
        raise ConnectionError(repr(error)) from error
    except Refusal as refusal:
        raise Permanent(refusal.message) from refusal


def _refused(error: discord.Forbidden | discord.NotFound) -> str:
    if isinstance(error, discord.NotFound):
        return _GONE.get(error.code, "what it belongs to is not on Discord any more.")
    if error.code in _CLOSED_DMS:
        return "the member takes no direct messages."
    return f"the bot may not post there any more. It needs {names(NEEDED)}."


def lacking(channel: discord.abc.GuildChannel, needed: discord.Permissions) -> discord.Permissions:
    """What the bot would need besides what it may do in a channel."""
    return needed & ~channel.permissions_for(channel.guild.me)


def names(permissions: discord.Permissions) -> str:
    """Permissions as Discord's settings call them."""
    return ", ".join(
        _CALLED.get(name, name.replace("_", " ").title()) for name, needed in permissions if needed
    )


def receipt(message: discord.Message) -> Receipt:
    """Where a message stands."""
    return Receipt(message.id, message.channel.id, int(message.created_at.timestamp()))


async def find_marked(
    client: discord.Client, place: Place, delivery: Delivery, marker: str
) -> Receipt | None:
    """Our message since the delivery was due with a custom_id that is `marker` or goes on after it with a colon.

    It is looked for where it was tried, if that is known, else in `place`, where it would be sent now. A place that
    was deleted has no message; of one that may not be read (now), nobody knows: RetryLater.
    """
    elsewhere = delivery.tried_in
    if elsewhere is None or elsewhere == place.id:
        return await _find(client, place, delivery, marker)
    try:
        return await _find(client, client.get_partial_messageable(elsewhere), delivery, marker)
    except discord.NotFound as error:
        if error.code != _NO_CHANNEL:
            raise
        return None
    except discord.Forbidden as error:
        raise RetryLater(ASK_THERE_AGAIN_S) from error


async def _find(client: discord.Client, place: Place, delivery: Delivery, marker: str) -> Receipt | None:
    """The same in one place.

    One that was never tried by this database can only be there if another copy of it posted, and that was in time:
    then the look ends after FIRST_LOOK messages, lest a late post never comes in a channel where many talk.
    """
    assert client.user is not None
    since = datetime.fromtimestamp(delivery.due_at - LOOK_BACK_S, UTC)
    most = FIRST_LOOK if delivery.attempts <= 1 else None
    async for message in place.history(after=since, limit=most, oldest_first=True):
        if message.author.id == client.user.id and any(
            name == marker or name.startswith(f"{marker}:") for name in custom_ids(message)
        ):
            return receipt(message)
    return None


def custom_ids(message: discord.Message) -> Iterator[str]:
    """The custom_ids of a message's buttons."""
    for row in message.components:
        for item in getattr(row, "children", ()):
            custom_id = getattr(item, "custom_id", None)
            if custom_id:
                yield custom_id
