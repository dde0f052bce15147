"""The bare bot: discord.py with Crosswalk's intents and caches, one button that lives for ever, a constant answer.

Run as `python -m tests.bench.bare` with DISCORD_TOKEN, CROSSWALK_DISCORD_API and, to have the button posted,
BENCH_CHANNEL (a channel's id).
"""

import logging
import os
import re
from typing import Any

import discord
import yarl
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.ui import Button, DynamicItem, View

discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

ANSWER = "Noted."


class ConstantButton(DynamicItem[Button[Any]], template=r"bare:([0-9]{1,15})"):
    """Answers the same to everybody, in private."""

    def __init__(self, number: int) -> None:
        super().__init__(Button(label="A", custom_id=f"bare:{number}", style=discord.ButtonStyle.primary))

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> "ConstantButton":
        """Rebuild the button."""
        return cls(int(match[1]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Say it."""
        await interaction.response.send_message(ANSWER, ephemeral=True)


class BareBot(commands.AutoShardedBot):
    """Nothing but the library, set up as CrosswalkClient sets it up on a local Discord."""

    def __init__(self) -> None:
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.05,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def setup_hook(self) -> None:
        """Make the button known."""
        self.add_dynamic_items(ConstantButton)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """A local Discord wants no pause between shards."""

    async def on_ready(self) -> None:
        """Tell whoever measures, and post the button."""
        channel = os.environ.get("BENCH_CHANNEL")
        if channel:
            view = View(timeout=None).add_item(ConstantButton(1))
            await self.get_partial_messageable(int(channel)).send("Press.", view=view)
        print(f"connected, in {len(self.guilds)} servers", flush=True)


def main() -> None:
    """Run until told to end."""
    api = os.environ["CROSSWALK_DISCORD_API"]
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(api).with_scheme("ws").with_path("/gateway")
    BareBot().run(os.environ["DISCORD_TOKEN"], log_level=logging.WARNING)


if __name__ == "__main__":
    main()
