"""Who acts, and where reminders can come."""

import discord

from bot.client import CrosswalkClient, Interaction
from bot.errors import BadInput, NotAllowed
from bot.features.exams.model import Exam, Where
from bot.reaching import has_left
from bot.schedule import Permanent
from bot.sending import NEEDED, names
from bot.ui import present


def presser(interaction: Interaction) -> int:
    """Who acts, in a server or in direct messages. Raises NotAllowed for somebody who left the server."""
    return interaction.user.id if interaction.guild_id is None else present(interaction).id


def postable(interaction: Interaction) -> int:
    """The channel, if reminders can come there. Raises BadInput, NotAllowed."""
    if interaction.guild_id is None or interaction.channel_id is None:
        raise BadInput(
            "There is no channel here. Send `/exam list` in the server's channel where you want them."
        )
    in_thread = isinstance(interaction.channel, discord.Thread)
    write = discord.Permissions(send_messages_in_threads=in_thread, send_messages=not in_thread)
    if (write & ~interaction.permissions).value:
        raise NotAllowed("You may not write here, so reminders can't come here. Choose another channel.")
    missing = ((NEEDED & ~discord.Permissions(send_messages=True)) | write) & ~interaction.app_permissions
    if missing.value:
        raise BadInput(
            f"I can't post here. An admin has to allow me: {names(missing)}. Or choose another channel."
        )
    return interaction.channel_id


async def _check_there(client: CrosswalkClient, exam: Exam) -> None:
    """Whoever left a server is not called there, nor is anything about them told. Raises Permanent."""
    channel = client.get_channel(exam.channel_id or 0)
    guild = channel.guild if isinstance(channel, discord.abc.GuildChannel | discord.Thread) else None
    if guild is not None and await has_left(guild, exam.member_id):
        raise Permanent("you are not in that server any more.")


async def written_to(
    client: CrosswalkClient, exam: Exam, dm_channel_id: int | None
) -> discord.DMChannel | discord.PartialMessageable:
    """Where the exam's member is written to: in private, or in the channel they chose.

    dm_channel_id: of their direct messages, if it is known; asking for it costs a request. Raises Permanent.
    """
    if exam.where is Where.CHANNEL:
        await _check_there(client, exam)
        return client.get_partial_messageable(exam.channel_id or 0, guild_id=exam.guild_id or None)
    if dm_channel_id is not None:
        return client.get_partial_messageable(dm_channel_id)
    return await client.create_dm(discord.Object(exam.member_id))
