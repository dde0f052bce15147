"""The countdown board: one message a server, which shows who has an exam in which week."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from weakref import WeakValueDictionary

import aiohttp
import discord

from bot.client import CrosswalkClient, Interaction
from bot.features.exams.model import Exam
from bot.features.exams.server_model import Board, Week
from bot.reaching import has_left, server
from bot.schedule import Delivery, Receipt, RetryLater
from bot.sending import find_marked, outcomes, receipt
from bot.ui import ACCENT, DurableButton, DurableView, present

# Discord takes 4,096 characters; the end says how many did not fit.
LONGEST = 3800
_EMPTY = "Nobody has put an exam here yet. Set yours with `/exam set`, then press “Put me on”."
_NO_MESSAGE = 10008
# A request each: of a longer board, so many are asked about each day, in turn.
ASKED_A_DAY = 25
# Well within what one attempt at a delivery may take.
_ASKING_S = 8


class BoardButton(DurableButton, template=r"xb:([0-9]{1,20}):([0-9]{1,12}):([01])"):
    """Put all of one's exams on the board, or take them off. moment: of the posting, which marks the message."""

    def __init__(self, guild_id: int, moment: int, listed: int) -> None:
        self.listed = bool(listed)
        super().__init__(
            label="Put me on" if listed else "Take me off",
            custom_id=f"xb:{guild_id}:{moment}:{listed}",
            style=discord.ButtonStyle.secondary,
        )

    async def pressed(self, interaction: Interaction) -> None:
        """Do so, and say what holds now."""
        member = present(interaction)
        exams = await interaction.client.services.exams.members.show_on_board(
            member.guild.id, member.id, self.listed
        )
        await interaction.response.send_message(_turned(exams, listed=self.listed), ephemeral=True)


def _turned(exams: Sequence[Exam], *, listed: bool) -> str:
    if not exams:
        return "You have no exam ahead in this server. Set one with `/exam set`, then press again."
    exam_names = ", ".join(sorted({exam.certification for exam in exams}))
    if listed:
        return f"You are on the board, with the week of your exam ({exam_names})."
    return f"You are not on the board ({exam_names}). Your reminders come as before."


class BoardCarrier:
    """Posts the board, or edits it where it stands."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client
        self._servers = client.services.exams.servers
        # Two deliveries for one server must not both find that there is no board yet.
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def send(self, delivery: Delivery) -> Receipt:
        """Show how things are."""
        turn = self._turns.setdefault(delivery.guild_id, asyncio.Lock())
        with outcomes():
            async with turn:
                if delivery.nominal_date is not None and delivery.attempts <= 1:
                    await self._notice_who_left(delivery.guild_id, delivery.nominal_date)
                return await self._show(delivery)

    async def _notice_who_left(self, guild_id: int, day: date) -> None:
        """Once a day, ask Discord about those on the board: it does not tell of them by itself.

        Whatever keeps it from answering, the board is shown all the same, and tomorrow they are asked about again.
        """
        shown = (await self._servers.board(guild_id)).weeks
        members = sorted({exam.member_id for week in shown for exam in week.exams})
        first = day.toordinal() * ASKED_A_DAY % max(len(members), 1)
        with suppress(RetryLater, discord.DiscordException, aiohttp.ClientError, OSError):
            guild = server(self._client, guild_id)
            async with asyncio.timeout(_ASKING_S):
                for member in (members[first:] + members[:first])[:ASKED_A_DAY]:
                    if guild is not None and await has_left(guild, member):
                        await self._servers.member_left(guild_id, member)

    async def _show(self, delivery: Delivery) -> Receipt:
        board = await self._servers.board(delivery.guild_id)
        server, now = board.server, self._client.services.clock.now()
        standing = server.message_id
        if standing is not None and server.message_channel_id != server.board_id:
            await self._take_down(server.message_channel_id, standing, delivery.guild_id)
            await self._servers.posted(delivery.guild_id, None, None)
            standing = None
        if server.board_id is None:
            return Receipt(0, 0, now)
        channel = self._client.get_partial_messageable(server.board_id, guild_id=delivery.guild_id)
        embed = board_embed(board)
        if standing is not None:
            try:
                await channel.get_partial_message(standing).edit(embed=embed)
                return Receipt(standing, channel.id, now)
            except discord.NotFound as error:
                if error.code != _NO_MESSAGE:
                    raise
                await self._servers.posted(delivery.guild_id, None, None)
        view = DurableView(
            BoardButton(delivery.guild_id, delivery.due_at, 1),
            BoardButton(delivery.guild_id, delivery.due_at, 0),
        )
        await self._client.services.schedule.trying(delivery, channel.id)
        posted = await channel.send(embed=embed, view=view, nonce=delivery.nonce)
        await self._servers.posted(delivery.guild_id, channel.id, posted.id)
        return receipt(posted)

    async def _take_down(self, channel_id: int | None, message_id: int, guild_id: int) -> None:
        channel = self._client.get_partial_messageable(channel_id or 0, guild_id=guild_id)
        with suppress(discord.NotFound, discord.Forbidden):
            await channel.get_partial_message(message_id).delete()

    async def find(self, delivery: Delivery) -> Receipt | None:
        """A board that an earlier attempt posted; an edit is simply made again.

        Where there is another by now, or the board belongs elsewhere, or nowhere, it is taken down.
        """
        turn = self._turns.setdefault(delivery.guild_id, asyncio.Lock())
        with outcomes():
            async with turn:
                return await self._find(delivery)

    async def _find(self, delivery: Delivery) -> Receipt | None:
        server = await self._servers.server(delivery.guild_id)
        channel_id = server.board_id or delivery.tried_in
        if channel_id is None:
            return None
        place = self._client.get_partial_messageable(channel_id, guild_id=delivery.guild_id)
        mark = f"xb:{delivery.guild_id}:{delivery.due_at}"
        found = await find_marked(self._client, place, delivery, mark)
        if found is None:
            return None
        if found.channel_id != server.board_id or server.message_id not in (None, found.message_id):
            await self._take_down(found.channel_id, found.message_id, delivery.guild_id)
            return None
        await self._servers.posted(delivery.guild_id, found.channel_id, found.message_id)
        return found


def board_embed(board: Board) -> discord.Embed:
    """Weeks with who has an exam in them; what is too long for Discord is counted."""
    parts: list[str] = []
    used = left = 0
    for week in board.weeks:
        part = _week(week)
        if left or used + len(part) > LONGEST:
            left += len(week.exams)
            continue
        parts.append(part)
        used += len(part) + 2
    if left:
        parts.append(f"And {left} more in later weeks.")
    embed = discord.Embed(title="Exams ahead", description="\n\n".join(parts) or _EMPTY, colour=ACCENT)
    return embed.set_footer(text="Only who chose to be here is. Wish them luck!")


def _week(week: Week) -> str:
    when = {0: "This week", 1: "Next week"}.get(week.weeks, f"In {week.weeks} weeks")
    lines: list[str] = []
    for exam in week.exams:
        line = f"<@{exam.member_id}> · {exam.certification}"
        if sum(map(len, lines)) + len(line) > LONGEST // 2:
            lines.append(f"and {len(week.exams) - len(lines)} more")
            break
        lines.append(line)
    days = f"{_day(week.monday)} – {_day(week.monday + timedelta(days=6))}"
    return f"**{when}** ({days})\n" + "\n".join(lines)


def _day(day: date) -> str:
    return f"{day.day} {day:%b}"


BUTTONS: tuple[type[DurableButton], ...] = (BoardButton,)
