"""Bringing focus sessions to Discord: the session's message, its changes of phase, and keeping the message true."""

import asyncio
from collections.abc import Callable
from typing import Any
from weakref import WeakValueDictionary

import discord

from bot.client import CrosswalkClient
from bot.features.focus.model import Outcome, Session, Shown, number_of
from bot.reaching import has_left
from bot.schedule import Delivery, Permanent, Receipt, RetryLater
from bot.sending import find_marked, outcomes, receipt
from cogs.focus import texts
from cogs.focus.buttons import change_marker, change_view, session_marker, session_view

# An archived thread takes no edits until somebody writes in it, as the next change of phase does.
_ARCHIVED, _ARCHIVED_MOST_S = 50083, 600.0


class _Sender:
    """What the three carriers share."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client
        self._focus = client.services.focus.members

    def _channel(self, session: Session) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(session.channel_id, guild_id=session.guild_id)

    async def _find(self, delivery: Delivery, mark: Callable[[Session], str]) -> Receipt | None:
        with outcomes():
            session = (await self._focus.shown(delivery.subject_id)).session
            return await find_marked(self._client, self._channel(session), delivery, mark(session))


class PostCarrier(_Sender):
    """Sends a session's message."""

    async def send(self, delivery: Delivery) -> Receipt:
        """The session as it stands."""
        with outcomes():
            shown = await self._focus.shown(delivery.subject_id)
            if shown.session.ended_at is not None:
                raise Permanent("the session has ended.")
            message = await self._channel(shown.session).send(
                texts.headline(shown),
                embed=texts.session(shown),
                view=session_view(shown),
                nonce=delivery.nonce,
            )
            return receipt(message)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """It, where an earlier attempt left it."""
        return await self._find(delivery, lambda session: session_marker(session.id))


class ChangeCarrier(_Sender):
    """Tells those who take part that the phase has changed, and nobody else."""

    async def send(self, delivery: Delivery) -> Receipt:
        """A short message that mentions them, as a reply to the session's."""
        with outcomes():
            shown = await self._focus.shown(delivery.subject_id)
            number = number_of(delivery.key)
            if await self._notice_who_left(shown):
                shown = await self._focus.shown(delivery.subject_id)
            session = shown.session
            if session.outcome is Outcome.DESERTED:
                raise Permanent("everybody has left.")
            if session.ended_at is not None and number != session.plan.changes:
                raise Permanent("the session has ended.")
            message = await self._channel(session).send(
                texts.change(shown, number),
                view=change_view(session, number),
                nonce=delivery.nonce,
                allowed_mentions=_only(shown),
                **_reply_to(session),
            )
            return receipt(message)

    async def _notice_who_left(self, shown: Shown) -> bool:
        """Ask Discord for each. Whoever has left or was banned counts no longer."""
        guild = self._client.get_guild(shown.session.guild_id or 0)
        if guild is None or shown.session.ended_at is not None:
            return False
        found = await asyncio.gather(*(has_left(guild, one.member_id) for one in shown.people))
        for one, left in zip(shown.people, found, strict=True):
            if left:
                await self._focus.gone(shown.session.id, one.member_id)
        return any(found)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """It, where an earlier attempt left it."""
        number = number_of(delivery.key)
        return await self._find(delivery, lambda session: change_marker(session, number))


class ShowCarrier(_Sender):
    """Edits sessions' messages. One edit of a message at a time, so that the newest state stays."""

    def __init__(self, client: CrosswalkClient) -> None:
        super().__init__(client)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def send(self, delivery: Delivery) -> Receipt:
        """Show how things are now. Doing it twice does no harm."""
        async with self._locks.setdefault(delivery.subject_id, asyncio.Lock()):
            with outcomes():
                shown = await self._focus.shown(delivery.subject_id)
                session = shown.session
                if session.message_id is None:
                    raise Permanent("its message is not known.")
                message = self._channel(session).get_partial_message(session.message_id)
                try:
                    await message.edit(
                        content=texts.headline(shown), embed=texts.session(shown), view=session_view(shown)
                    )
                except discord.HTTPException as error:
                    if error.code == _ARCHIVED:
                        raise RetryLater(min(2.0**delivery.attempts, _ARCHIVED_MOST_S)) from error
                    raise
                return Receipt(message.id, message.channel.id, self._client.services.clock.now())

    async def find(self, delivery: Delivery) -> Receipt | None:
        """An edit is simply made again."""
        return None


def _reply_to(session: Session) -> dict[str, Any]:
    """The session's message, if there is one; it may have been deleted meanwhile."""
    if session.message_id is None:
        return {}
    reference = discord.MessageReference(
        message_id=session.message_id,
        channel_id=session.channel_id,
        guild_id=session.guild_id,
        fail_if_not_exists=False,
    )
    return {"reference": reference}


def _only(shown: Shown) -> discord.AllowedMentions:
    people = [discord.Object(one.member_id) for one in shown.people]
    return discord.AllowedMentions(everyone=False, roles=False, users=people, replied_user=False)
