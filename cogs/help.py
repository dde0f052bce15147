"""`/help`: what there is, and where to start."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CrosswalkClient, Interaction
from bot.ui import ACCENT

LEARN = """\
`/quiz today` today's question, in private
`/quiz practice` a few questions on an area of your choice
`/quiz streak` your days, and why your streak stands where it does
`/quiz leaderboard` who has the most right first answers
`/quiz suggest` a question of your own, for this server's bank
`/mnemonic find` memory hooks, by words
`/mnemonic random` any of them
`/mnemonic top` those that have helped most
`/code lookup` an ICD-10-CM code with its notes, or codes by words
`/code drill` as much practice from the code tables as you like"""
CREDENTIAL = """\
`/cert path` which credential fits you, by five questions
`/cert info` exam, cost, pay and renewal of each, with source and age
`/cert compare` two of them side by side
`/exam set` count down to your date, with reminders
`/exam plan` a study plan for the weeks until then
`/exam list` change a date or its reminders
`/exam result` how it went
`/ceu start` keep track of a credential you have
`/ceu add` a continuing-education credit
`/ceu status` what is missing until your renewal"""
TOGETHER = """\
`/buddy join` somebody to study with, chosen to fit you
`/buddy status` how things stand, and what your buddy sees of you
`/mnemonic add` a memory hook of your own, for everybody here
`/mnemonic mine` edit, share or delete yours
`/focus start` study with breaks, alone in direct messages or with others in a channel
`/focus stats` your focus minutes, week by week"""
YOURS = """\
`/me settings` time zone, leaderboards, reminders
`/me export` everything that is kept about you
`/me delete` remove it"""
ADMINS = """\
`/admin track add` post a question every day in a channel
`/admin track list` what is posted when, and what needs you
`/admin buddies set` where study buddies meet, and when pairs are made
`/admin bank import` bring in questions of your own, from a file
`/admin challenges editors` a role that decides on questions too
`/admin mnemonics set` where memory hooks are posted, and who looks first
`/admin mnemonics queue` what waits for you to decide
`/admin guide correct` your region's figures in the certification guide"""


EDITORS = "`/quiz queue` questions that members dispute or suggest, for you to decide on"


class Help(commands.Cog):
    """Where to start."""

    @app_commands.command(description="What there is, and where to start")
    async def help(self, interaction: Interaction) -> None:
        """List the commands in plain words."""
        embed = discord.Embed(
            title="Crosswalk",
            description="One good question a day on the way to your coding certification. Press a letter under the "
            "question: only you see whether it was right, and why.",
            colour=ACCENT,
        )
        embed.add_field(name="Learn", value=LEARN, inline=False)
        embed.add_field(name="Your credential", value=CREDENTIAL, inline=False)
        embed.add_field(name="Together", value=TOGETHER, inline=False)
        embed.add_field(name="Yours", value=YOURS, inline=False)
        if await _decides(interaction):
            embed.add_field(name="For moderators and content editors", value=EDITORS, inline=False)
        if interaction.permissions.manage_guild:
            embed.add_field(name="For admins", value=ADMINS, inline=False)
        await interaction.response.send_message(embed=embed, ephemeral=True)


async def _decides(interaction: Interaction) -> bool:
    """Whether the member decides on questions here. Nobody does in a direct message."""
    member = interaction.user
    return isinstance(member, discord.Member) and await interaction.client.services.challenges.calls.decides(
        member.guild.id,
        manages=interaction.permissions.manage_guild,
        role_ids=[role.id for role in member.roles],
    )


async def setup(client: CrosswalkClient) -> None:
    """Put `/help` in place."""
    await client.add_cog(Help())
