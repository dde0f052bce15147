"""Bringing mnemonics to Discord: new ones, what becomes of them, the best of the week, and words to authors."""

import discord

from bot.client import CrosswalkClient
from bot.features.mnemonics import model
from bot.features.mnemonics.model import Shown
from bot.schedule import Carrier, Delivery, Permanent, Receipt
from bot.sending import find_marked, outcomes, receipt
from bot.ui import DurableView
from cogs.mnemonics import notes, texts
from cogs.mnemonics.judging import WeekButton, judged

_NOWHERE = "no channel is chosen for mnemonics."
_TAKEN_BACK = "it was taken back."


class _Carrier:
    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client
        self._mnemonics = client.services.mnemonics

    def _channel(self, channel_id: int | None, guild_id: int) -> discord.PartialMessageable:
        if channel_id is None:
            raise Permanent(_NOWHERE)
        return self._client.get_partial_messageable(channel_id, guild_id=guild_id)


class PostCarrier(_Carrier):
    """A new one in the server's channel."""

    async def send(self, delivery: Delivery) -> Receipt:
        """Post it."""
        with outcomes():
            one, shown = await self._mnemonics.members.posted(delivery.subject_id)
            if shown is None:
                raise Permanent(_TAKEN_BACK)
            channel = self._channel(one.channel_id, one.guild_id)
            await self._client.services.schedule.trying(delivery, channel.id)
            message = await channel.send(
                embed=texts.posted(shown), view=_post_view(shown), nonce=delivery.nonce
            )
            return receipt(message)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """It, where an earlier attempt left it."""
        with outcomes():
            one, _ = await self._mnemonics.members.posted(delivery.subject_id)
            place = self._channel(one.channel_id, one.guild_id)
            return await find_marked(self._client, place, delivery, f"mnv:{one.ref}")


class ShowCarrier(_Carrier):
    """Edits the message of one that has changed, or was taken back."""

    async def send(self, delivery: Delivery) -> Receipt:
        """Show how it is now. Doing it twice does no harm."""
        with outcomes():
            one, shown = await self._mnemonics.members.posted(delivery.subject_id)
            if one.message_id is None:
                raise Permanent("its message is not known.")
            message = self._channel(one.channel_id, one.guild_id).get_partial_message(one.message_id)
            embed = texts.posted(shown) if shown else texts.not_shown(one)
            await message.edit(embed=embed, view=_post_view(shown) if shown else None)
            return Receipt(message.id, message.channel.id, self._client.services.clock.now())

    async def find(self, delivery: Delivery) -> Receipt | None:
        """An edit is simply made again."""
        return None


class BestCarrier(_Carrier):
    """The best of the week."""

    async def send(self, delivery: Delivery) -> Receipt:
        """Post it."""
        assert delivery.nominal_date is not None
        with outcomes():
            server = await self._mnemonics.servers.server(delivery.guild_id)
            shown = await self._mnemonics.members.best_before(delivery.guild_id, delivery.due_at)
            if not shown:
                raise Permanent(_TAKEN_BACK)
            channel = self._channel(server.channel_id, delivery.guild_id)
            await self._client.services.schedule.trying(delivery, channel.id)
            message = await channel.send(
                embed=texts.best_of(shown),
                view=DurableView(WeekButton(delivery.guild_id, _day(delivery))),
                nonce=delivery.nonce,
            )
            return receipt(message)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """It, where an earlier attempt left it."""
        with outcomes():
            server = await self._mnemonics.servers.server(delivery.guild_id)
            place = self._channel(server.channel_id, delivery.guild_id)
            return await find_marked(
                self._client, place, delivery, f"mnw:{delivery.guild_id}:{_day(delivery)}"
            )


class BestShowCarrier(_Carrier):
    """Edits a post of the week's best of which one has changed, or was taken back."""

    async def send(self, delivery: Delivery) -> Receipt:
        """Show what is left. Doing it twice does no harm."""
        with outcomes():
            post, shown = await self._mnemonics.members.best_post(delivery.guild_id, delivery.key)
            message = self._channel(post.channel_id, delivery.guild_id).get_partial_message(post.message_id)
            if shown:
                await message.edit(embed=texts.best_of(shown))
            else:
                await message.edit(embed=texts.none_left(), view=None)
            return Receipt(post.message_id, post.channel_id, self._client.services.clock.now())

    async def find(self, delivery: Delivery) -> Receipt | None:
        """An edit is simply made again."""
        return None


def carriers(client: CrosswalkClient) -> dict[str, Carrier]:
    """By kind of delivery."""
    return {
        model.POST: PostCarrier(client),
        model.SHOW: ShowCarrier(client),
        model.BEST: BestCarrier(client),
        model.BEST_SHOW: BestShowCarrier(client),
        model.NOTE: notes.carrier(client),
    }


def _post_view(shown: Shown) -> DurableView:
    """For everybody: votes and report."""
    return DurableView(*judged(shown.mnemonic.ref))


def _day(delivery: Delivery) -> int:
    assert delivery.nominal_date is not None
    return int(f"{delivery.nominal_date:%Y%m%d}")
