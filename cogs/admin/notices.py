"""Bringing notices to admins: to whoever set up what it is about, else the owner, else the server's staff channel.

A report is for the staff alone: nothing of it comes to a place where others, or whom it is about, might read it.
"""

import logging
from collections.abc import AsyncIterator

import discord

from bot.client import CrosswalkClient
from bot.features.admin.model import Notice
from bot.reaching import member_of, server
from bot.schedule import Delivery, Permanent, Receipt
from bot.sending import find_marked, outcomes, receipt
from bot.ui import DurableView, plain
from cogs.notes import PutAwayButton

log = logging.getLogger(__name__)


class NoticeCarrier:
    """Tries one place after the other until somebody can read the notice."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client
        self._admin = client.services.admin

    async def send(self, delivery: Delivery) -> Receipt:
        """Send it to the first place that takes it."""
        with outcomes():
            notice = await self._admin.notice(delivery.subject_id)
        refusal = "there is nobody to tell."
        async for place in self._places(notice):
            try:
                with outcomes():
                    await self._client.services.schedule.trying(delivery, place.id)
                    message = await place.send(
                        self._text(notice),
                        view=DurableView(PutAwayButton(f"an:{notice.id}", "Got it")),
                        nonce=delivery.nonce,
                    )
                    return receipt(message)
            except Permanent as error:
                refusal = error.reason
        text = "a report" if notice.private else notice.text
        log.warning("no admin of server %s can be told: %s", notice.guild_id, text)
        raise Permanent(refusal)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """The notice, wherever an earlier attempt left it."""
        with outcomes():
            notice = await self._admin.notice(delivery.subject_id)
        async for place in self._places(notice):
            try:
                with outcomes():
                    found = await find_marked(self._client, place, delivery, f"an:{notice.id}")
            except Permanent:
                continue
            if found or delivery.tried_in is not None:
                return found
        return None

    async def _places(self, notice: Notice) -> AsyncIterator[discord.DMChannel | discord.TextChannel]:
        guild = server(self._client, notice.guild_id)
        people = dict.fromkeys(p for p in (notice.recipient_id, guild.owner_id if guild else None) if p)
        for person in people:
            try:
                with outcomes():
                    if notice.private and not (guild and await _may_read(guild, notice, person)):
                        continue
                    yield await self._client.create_dm(discord.Object(person))
            except Permanent:
                continue
        if guild is None:
            return
        staff = guild.public_updates_channel
        with outcomes():
            if staff is not None and (not notice.private or await _staff_only(guild, notice, staff)):
                yield staff
        if guild.system_channel is not None and not notice.private:
            yield guild.system_channel

    def _text(self, notice: Notice) -> str:
        guild = self._client.get_guild(notice.guild_id)
        where = f"**{plain(guild.name)}**: " if guild else ""
        return f"{where}{notice.text}"


async def _may_read(guild: discord.Guild, notice: Notice, person: int) -> bool:
    """Whether somebody is on the staff still, and has no part in the report."""
    if person in notice.about or person == notice.by:
        return False
    member = await member_of(guild, person)
    return member is not None and member.guild_permissions.manage_guild


async def _staff_only(guild: discord.Guild, notice: Notice, channel: discord.TextChannel) -> bool:
    """Whether a channel is closed to everybody else, and to everybody whom the report is about."""
    if channel.permissions_for(guild.default_role).view_channel:
        return False
    members = [await member_of(guild, person) for person in notice.about]
    return not any(member and channel.permissions_for(member).view_channel for member in members)
