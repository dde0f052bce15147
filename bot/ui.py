"""Shared Discord parts: the one way errors are shown, and buttons that live for ever."""

import asyncio
import logging
import re
import secrets
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any, ClassVar, Self

import aiohttp
import discord
from discord import app_commands
from discord.ui import Button, Modal, View

from bot.errors import (
    CrosswalkError,
    NotAllowed,
    Refusal,
    StorageBusy,
    StorageDamaged,
    StorageError,
    StorageFull,
    StorageReadOnly,
)

log = logging.getLogger(__name__)

# One accent for everything; right and wrong are said in words and signs, never by colour alone.
ACCENT = discord.Colour(0x2F6DB5)

# Discord gives three seconds; the rest is for the way there and back.
ANSWER_WITHIN_S = 2.4
_TOO_SLOW = (
    "I am very slow right now, so I can't say yet whether that was saved. Try again in a moment: "
    "what was saved first counts."
)
_STORAGE_REASONS = {
    StorageBusy: "another program is using my database",
    StorageReadOnly: "my database cannot be written",
    StorageFull: "my disk is full",
    StorageDamaged: "my database is damaged",
}
_RETYPE = "Pick it from the list that appears while you type, then send the command again."


def message_for(error: BaseException) -> str:
    """What a member may read about an error. Anything unexpected is logged with an id, and the id is shown."""
    error = _original(error)
    if isinstance(error, app_commands.CheckFailure) and isinstance(error.__cause__, Refusal):
        error = error.__cause__
    if isinstance(error, CrosswalkError):
        if not isinstance(error, Refusal):
            log.warning("%s: %s", type(error).__name__, error.message)
        return _storage_text(error) if isinstance(error, StorageError) else error.message
    if isinstance(error, app_commands.TransformerError):
        return f"“{str(error.value)[:60]}” can't be used there. {_RETYPE}"
    if isinstance(error, app_commands.NoPrivateMessage):
        return "That works in a server only. Go to the server's channel and send it there."
    if isinstance(error, app_commands.CheckFailure):
        return "You may not use that command here."
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return (
            "That command has changed since Discord loaded it. Wait a minute, reload Discord, and try again."
        )
    incident = secrets.token_hex(4)
    log.error("incident %s", incident, exc_info=error)
    return f"Something went wrong on our side. Please try again; if it goes on, report this id: `{incident}`"


def _original(error: BaseException) -> BaseException:
    """What the library wrapped on its way out of a command."""
    while isinstance(error, app_commands.CommandInvokeError):
        error = error.original
    return error


def _storage_text(error: StorageError) -> str:
    """The error's own message is for whoever runs the bot; members need to know what it means for them."""
    reason = _STORAGE_REASONS.get(type(error), "my database has a problem")
    return (
        f"I could not save that, because {reason}. Nothing was changed. Try again in a few minutes; "
        "if it goes on, tell whoever runs this bot."
    )


async def explain(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Answer an interaction that failed with a sentence only that member sees."""
    error = _original(error)
    if interaction.client.is_closed():
        log.warning("the bot stopped before it could answer: %s", type(error).__name__)
        return
    if isinstance(error, discord.NotFound) and error.code == 10062:
        log.warning("an interaction was answered too late for Discord")
        return
    text = message_for(error)
    try:
        if interaction.response.is_done():
            await interaction.followup.send(text, ephemeral=True)
        else:
            await interaction.response.send_message(text, ephemeral=True)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as unsaid:
        log.warning("an error could not be shown: %r", unsaid)


@asynccontextmanager
async def answering(interaction: discord.Interaction[Any]) -> AsyncIterator[None]:
    """Around a press or a command: whatever goes wrong is said to the member, in time.

    What has neither been answered nor deferred when Discord is about to give it up is cut off.
    """
    loop = asyncio.get_running_loop()
    limit = asyncio.timeout(None)

    def give_up() -> None:
        if not interaction.response.is_done():
            limit.reschedule(loop.time())

    timer = loop.call_later(ANSWER_WITHIN_S, give_up)
    try:
        async with limit:
            yield
    except Exception as error:
        await explain(interaction, Refusal(_TOO_SLOW) if limit.expired() else error)
    finally:
        timer.cancel()


@contextmanager
def checking() -> Iterator[None]:
    """Around a command's check, so that its refusal is said: the library hands on its own kind of errors only."""
    try:
        yield
    except Refusal as refusal:
        raise app_commands.CheckFailure(refusal.message) from refusal


def present(interaction: discord.Interaction[Any]) -> discord.Member:
    """The member who acts. Raises NotAllowed for somebody who is not (or no longer) in the server."""
    if interaction.guild_id is None:
        raise NotAllowed("That works in a server only. Go to the server's channel and send it there.")
    # Of somebody who left while pressing, Discord cannot say when they joined.
    if not isinstance(interaction.user, discord.Member) or interaction.user.joined_at is None:
        raise NotAllowed("You are not a member of that server any more, so this is not counted.")
    return interaction.user


class DurableView(View):
    """A view of durable buttons only. discord.py need not remember it: presses find their way by custom_id alone.

    discord.py keeps every sent view, ephemeral ones with a timer of 15 minutes each, unless it is finished.
    """

    def __init__(self, *buttons: "DurableButton") -> None:
        super().__init__(timeout=None)
        for button in buttons:
            self.add_item(button)

    @classmethod
    def in_pairs(cls, *buttons: "DurableButton") -> Self:
        """Two in a row: the words of more run over each other on a phone."""
        for place, button in enumerate(buttons):
            button.row = place // 2
        return cls(*buttons)

    def is_finished(self) -> bool:
        """Never kept by the library."""
        return True


class DurableButton(Button[Any]):
    """A button that works for ever, after restarts too: its custom_id holds ids only.

    Subclasses give a template whose groups are all digits, a constructor that takes those numbers, and `pressed`.
    """

    _template: ClassVar[re.Pattern[str]]

    def __init_subclass__(cls, *, template: str) -> None:
        super().__init_subclass__()
        cls._template = re.compile(template)

    @classmethod
    def rebuilt(cls, custom_id: str) -> Self | None:
        """The button with this custom_id, or None when it is not one of this class."""
        match = cls._template.fullmatch(custom_id)
        return cls(*(int(number) for number in match.groups())) if match else None

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """A press: whatever goes wrong is said to the member, in time."""
        async with answering(interaction):
            await self.pressed(interaction)

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Read the press, call one service method, render the answer."""
        raise NotImplementedError


class DurableModal(Modal):
    """A form that can be sent off after a restart too: its custom_id holds ids only.

    Subclasses give a title, a template whose groups are all digits, a constructor that takes those numbers, and
    `submitted`. discord.py forgets forms when it stops, and drops what is sent off then without a word.
    """

    _template: ClassVar[re.Pattern[str]]

    def __init_subclass__(cls, *, template: str, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._template = re.compile(template)

    @classmethod
    def rebuilt(cls, custom_id: str) -> Self | None:
        """The form with this custom_id, or None when it is not one of this class."""
        match = cls._template.fullmatch(custom_id)
        return cls(*(int(number) for number in match.groups())) if match else None

    def is_finished(self) -> bool:
        """Never kept by the library."""
        return True

    async def received(self, interaction: discord.Interaction[Any]) -> None:
        """It was sent off: whatever goes wrong is said to the member, in time."""
        async with answering(interaction):
            await self.submitted(interaction, dict(_typed(interaction.data or {})))

    async def submitted(self, interaction: discord.Interaction[Any], typed: Mapping[str, str]) -> None:
        """typed: what stands in each field, by its custom_id, without spaces around it; several choices with commas."""
        raise NotImplementedError


def _typed(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields of a submission, however deep Discord nests them."""
    if isinstance(data.get("value"), str) and data.get("custom_id"):
        yield str(data["custom_id"]), data["value"].strip()
    if isinstance(data.get("values"), list) and data.get("custom_id"):
        yield str(data["custom_id"]), ",".join(str(value) for value in data["values"])
    for component in (*data.get("components", ()), *filter(None, (data.get("component"),))):
        yield from _typed(component)


# As discord.py's escape_markdown has them, but of a link only its bracket: that takes all from the first bracket of a
# line to the last parenthesis for one mark, and what stands between keeps its effect, a second link too.
_MARKS = re.compile(r"[_\\~|*`\[]|^>(?:>>)?\s|^#{1,3}|^\s*-", re.MULTILINE)
_ACTS = re.compile(r"<(?=[@#:/a-z])|(?<=:)//|(?<=[a-z])\.(?=gg/|com/invite/)", re.IGNORECASE)


def plain(text: str) -> str:
    """What somebody typed, without any effect in Discord: no markdown, mention, link, time stamp or invite."""
    escaped = _MARKS.sub(r"\\\g<0>", text).replace("@", "@\u200b")
    # A zero-width space after the first character: what is read stays the same.
    return _ACTS.sub(lambda hit: f"{hit[0][0]}\u200b{hit[0][1:]}", escaped)
