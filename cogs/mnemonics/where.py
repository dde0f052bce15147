"""Whose mnemonics a press is about: in a server that one's, in a direct message the one that the button names."""

import discord

from bot.client import Interaction
from bot.errors import NotAllowed
from bot.reaching import has_left
from bot.ui import present

# At the end of a custom_id, in direct messages only: the server.
GUILD = "(?::([0-9]{1,20}))?"

_UNREACHED = "I can't reach that server right now. Try again in a minute."
_GONE = "You are not a member of that server any more, so this is not counted."


def named(guild_id: str | int | None) -> str:
    """The end of a custom_id that holds a server; nothing where there is none to name."""
    return f":{guild_id}" if guild_id else ""


async def acting(interaction: Interaction, guild_id: str | None) -> tuple[int, int]:
    """(server, member) of a press. guild_id: as its custom_id names it. Raises NotAllowed for who is not there."""
    if interaction.guild_id is not None or guild_id is None:
        member = present(interaction)
        return member.guild.id, member.id
    guild = interaction.client.get_guild(int(guild_id))
    if guild is None or guild.unavailable:
        raise NotAllowed(_UNREACHED)
    try:
        left = await has_left(guild, interaction.user.id)
    except discord.NotFound:
        raise NotAllowed(_UNREACHED) from None
    if left:
        raise NotAllowed(_GONE)
    return guild.id, interaction.user.id
