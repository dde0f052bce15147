"""The discord.py client: which Discord it talks to, what it remembers, its cogs, and the one error handler."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, cast

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.answering import answer_one_way
from bot.errors import Refusal
from bot.sending import custom_ids
from bot.services import Services
from bot.settings import DISCORD_API
from bot.ui import DurableButton, DurableModal, answering, explain

log = logging.getLogger(__name__)

# Voice is not used, so its missing libraries are no news.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

COGS = (
    "cogs.quiz",
    "cogs.challenges",
    "cogs.mnemonics",
    "cogs.codes",
    "cogs.guide",
    "cogs.buddies",
    "cogs.focus",
    "cogs.exams",
    "cogs.ceu",
    "cogs.notes",
    "cogs.me",
    "cogs.admin",
    "cogs.help",
)
Interaction = discord.Interaction["CrosswalkClient"]

# How long after the last server the library waits for another one before it says that it is ready.
GUILDS_COME_S, LOCAL_GUILDS_COME_S = 2.0, 0.05


def point_at(api: str) -> None:
    """Make discord.py talk to `api` (…/api/v10) and to the gateway on the same host. For a local Discord.

    discord.py keeps both addresses on classes, so this holds for every client of the process.
    """
    Route.BASE = api
    host = yarl.URL(api).with_path("").with_scheme("wss" if api.startswith("https") else "ws")
    official = api == DISCORD_API
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL("wss://gateway.discord.gg/") if official else host / "gateway"
    discord.Asset.BASE = "https://cdn.discordapp.com" if official else str(yarl.URL(api).with_path("/cdn"))


class CrosswalkTree(app_commands.CommandTree["CrosswalkClient"]):
    """Slash commands, with the one error handler and the one limit of time."""

    async def _call(self, interaction: Interaction) -> None:
        # The library offers nothing to override around a command; it is pinned, and a test presses on this.
        if interaction.type is discord.InteractionType.autocomplete:
            await super()._call(interaction)
            return
        async with answering(interaction):
            await super()._call(interaction)

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Tell the member in a sentence."""
        await explain(interaction, error)


class CrosswalkClient(commands.AutoShardedBot):
    """Faces Discord. Caches nothing but servers, channels and roles."""

    def __init__(self, services: Services, *, spaced_identify: bool = True) -> None:
        super().__init__(
            command_prefix=(),
            help_command=None,
            tree_cls=CrosswalkTree,
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            guild_ready_timeout=GUILDS_COME_S if spaced_identify else LOCAL_GUILDS_COME_S,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.services = services
        self._spaced_identify = spaced_identify
        self._durable: tuple[type[DurableButton], ...] = ()
        self._forms: tuple[type[DurableModal], ...] = ()
        # What cogs want done every so often while connected, such as bringing counts up to date.
        self.refreshers: list[Callable[[], Awaitable[None]]] = []
        self._sync: asyncio.Task[None] | None = None
        # Set when Discord has the commands, or refused them.
        self.commands_known = asyncio.Event()

    async def setup_hook(self) -> None:
        """Load the cogs, and tell Discord the commands without keeping anybody waiting for it."""
        answer_one_way()
        for cog in COGS:
            await self.load_extension(cog)
        self._sync = asyncio.create_task(self._sync_commands())

    async def _sync_commands(self) -> None:
        try:
            await self.tree.sync()
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.error("the commands could not be given to Discord; they stay as they were: %s", error)
        finally:
            self.commands_known.set()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Discord wants five seconds between shards; a local Discord does not."""
        if self._spaced_identify:
            await super().before_identify_hook(shard_id, initial=initial)

    def add_durable(self, *items: type[DurableButton]) -> None:
        """Let presses on these buttons find their class, from now on and after every restart."""
        self._durable = (*self._durable, *items)

    def add_forms(self, *forms: type[DurableModal]) -> None:
        """Let these forms find their class when they are sent off, from now on and after every restart."""
        self._forms = (*self._forms, *forms)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Bring presses to their buttons, and forms to theirs; answer what nothing here knows: forged, or too old."""
        if interaction.type is discord.InteractionType.component:
            button = self._pressed_button(interaction)
            if button is not None:
                await button.callback(interaction)
                return
        elif interaction.type is discord.InteractionType.modal_submit:
            data = cast("dict[str, Any]", interaction.data or {})
            custom_id = str(data.get("custom_id", ""))
            form = next((form for kind in self._forms if (form := kind.rebuilt(custom_id))), None)
            if form is not None:
                await form.received(interaction)
                return
        else:
            return
        await explain(interaction, Refusal("That is not in use any more. `/help` shows what there is."))

    def _pressed_button(self, interaction: discord.Interaction[Any]) -> DurableButton | None:
        """The button of ours that was pressed, if its message really has it."""
        data = cast("dict[str, Any]", interaction.data or {})
        custom_id = str(data.get("custom_id", ""))
        is_button = data.get("component_type") == discord.ComponentType.button.value
        if not is_button or interaction.message is None or custom_id not in custom_ids(interaction.message):
            return None
        return next((button for kind in self._durable if (button := kind.rebuilt(custom_id))), None)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """An event handler failed: log it and go on."""
        log.exception("an error while handling %s", event_method)

    async def close(self) -> None:
        """Leave Discord."""
        if self._sync:
            self._sync.cancel()
        await super().close()
