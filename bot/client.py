"""The discord.py client: which Discord it talks to, what it remembers, its cogs, and the one error handler."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, cast

import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.sending import custom_ids
from bot.services import Services
from bot.settings import DISCORD_API
from bot.ui import DurableButton, explain

log = logging.getLogger(__name__)

# Voice is not used, so its missing libraries are no news.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

COGS = ("cogs.quiz", "cogs.me", "cogs.admin", "cogs.help")
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
    """Slash commands, with the one error handler."""

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
        # What cogs want done every so often while connected, such as bringing counts up to date.
        self.refreshers: list[Callable[[], Awaitable[None]]] = []
        self._sync: asyncio.Task[None] | None = None
        # Set when Discord has the commands, or refused them.
        self.commands_known = asyncio.Event()

    async def setup_hook(self) -> None:
        """Load the cogs, and tell Discord the commands without keeping anybody waiting for it."""
        for cog in COGS:
            await self.load_extension(cog)
        self._sync = asyncio.create_task(self._sync_commands())

    async def _sync_commands(self) -> None:
        try:
            await self.tree.sync()
        except (discord.HTTPException, OSError) as error:
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
        self.add_dynamic_items(*items)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer presses and forms that nothing here knows: forged ones, and those of an older version."""
        pressed = interaction.type is discord.InteractionType.component
        if not pressed and interaction.type is not discord.InteractionType.modal_submit:
            return
        if pressed and self._is_durable(interaction):
            return
        await interaction.response.send_message(
            "This button is not in use any more. `/help` shows what there is.", ephemeral=True
        )

    def _is_durable(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether one of our buttons takes the press. The library drops, without a word, what its message has not."""
        data = cast("dict[str, Any]", interaction.data or {})
        custom_id, kind = str(data.get("custom_id", "")), data.get("component_type")
        known = any(item.__discord_ui_compiled_template__.fullmatch(custom_id) for item in self._durable)
        if not known or kind != discord.ComponentType.button.value or interaction.message is None:
            return False
        return custom_id in custom_ids(interaction.message)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """An event handler failed: log it and go on."""
        log.exception("an error while handling %s", event_method)

    async def close(self) -> None:
        """Leave Discord."""
        if self._sync:
            self._sync.cancel()
        await super().close()
