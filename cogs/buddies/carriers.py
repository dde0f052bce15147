"""Bringing what buddies are told to Discord: into their thread, or to each of them in private."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import aiohttp
import discord

from bot.client import CrosswalkClient
from bot.features.buddies import terms
from bot.features.buddies.model import Pair
from bot.schedule import Carrier, Delivery, Permanent, Receipt
from bot.sending import find_marked, outcomes, receipt
from bot.ui import DurableView
from cogs.buddies import note_texts, pair_texts
from cogs.buddies.ending import EndCarrier
from cogs.buddies.leaving import OutCarrier, close, let_out
from cogs.buddies.notes import note_view
from cogs.buddies.pairing import MiniQuizButton, ReportButton, StillButton, checkin_view, pair_view
from cogs.buddies.reaching import Reach
from cogs.buddies.refreshing import RefreshCarrier
from cogs.buddies.saying import only

NO_THREAD = "the pair has no thread."


@dataclass(frozen=True, slots=True)
class Word:
    """Something to be told: in a thread, or to a member in private.

    mark: what its buttons' custom_ids begin with. pings: who is called; others are only named.
    closes: the pair in whose thread it is the last; those who left do not see it.
    """

    guild_id: int
    mark: str
    text: str
    view: DurableView
    embed: discord.Embed | None = None
    thread_id: int | None = None
    member_id: int | None = None
    pings: tuple[int, ...] = ()
    closes: Pair | None = None


class PairCarrier:
    """A pair's thread with its introduction."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client
        self._buddies = client.services.buddies
        self._reach = Reach(client)

    async def send(self, delivery: Delivery) -> Receipt:
        """Look whether everybody is still there, make the thread, let them in, introduce them."""
        with outcomes():
            pair = await self._buddies.pairs.pair(delivery.subject_id)
            await self._reach.notice_who_left(pair.guild_id, pair.members)
            found = await self._buddies.pairs.introduction(pair.id)
            thread = await self._reach.thread_for(found)
            message = await thread.send(
                pair_texts.greeting(found),
                embed=pair_texts.introduction(found, self._client.services.clock.now()),
                view=pair_view(found.pair),
                nonce=delivery.nonce,
                allowed_mentions=only(found.pair.members),
            )
            return receipt(message)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """The introduction, if an earlier attempt left one; its thread is kept for the next attempt."""
        with outcomes():
            found = await self._buddies.pairs.introduction(delivery.subject_id)
            thread_id = await self._reach.find_thread(found.pair)
            if thread_id is None:
                return None
            thread = self._client.get_partial_messageable(thread_id, guild_id=found.pair.guild_id)
            return await find_marked(self._client, thread, delivery, _introduced(found.pair))


class WordCarrier:
    """Everything else. prepare: reads a delivery and writes its text."""

    def __init__(self, client: CrosswalkClient, prepare: Callable[[Delivery], Awaitable[Word]]) -> None:
        self._client = client
        self._prepare = prepare
        self._reach = Reach(client)

    async def send(self, delivery: Delivery) -> Receipt:
        """Tell it."""
        with outcomes():
            word = await self._prepare(delivery)
            if word.closes:
                await let_out(self._client, word.closes)
            async with self._place(word) as place:
                await self._client.services.schedule.trying(delivery, place.id)
                message = await place.send(
                    word.text,
                    embed=word.embed or discord.utils.MISSING,
                    view=word.view,
                    nonce=delivery.nonce,
                    allowed_mentions=only(word.pings),
                )
            if word.closes:
                await self._close(word)
            return receipt(message)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """What an earlier attempt left."""
        with outcomes():
            word = await self._prepare(delivery)
            async with self._place(word) as place:
                return await find_marked(self._client, place, delivery, word.mark)

    @asynccontextmanager
    async def _place(self, word: Word) -> AsyncIterator[discord.DMChannel | discord.PartialMessageable]:
        await self._reach.guild(word.guild_id)
        if word.member_id is None:
            assert word.thread_id is not None
            yield self._client.get_partial_messageable(word.thread_id, guild_id=word.guild_id)
            return
        async with self._reach.noticing(word.guild_id, word.member_id):
            yield await self._client.create_dm(discord.Object(word.member_id))

    async def _close(self, word: Word) -> None:
        """If it fails, a week's quiet folds the thread away."""
        with suppress(discord.HTTPException, aiohttp.ClientError, OSError):
            thread = await self._client.fetch_channel(word.thread_id or 0)
            if isinstance(thread, discord.Thread):
                await close(thread)


class Words:
    """What each delivery says."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client
        self._buddies = client.services.buddies
        self._reach = Reach(client)

    def carriers(self) -> dict[str, Carrier]:
        """By kind of delivery."""
        prepared = {
            terms.HELLO: self.hello,
            terms.CHECKIN: self.checkin,
            terms.CHECKIN_DM: self.checkin_dm,
            terms.STILL: self.still,
            terms.STILL_DM: self.still,
            terms.MINI: self.mini,
            terms.FAREWELL: self.farewell,
            terms.NOTE: self.note,
        }
        words: dict[str, Carrier] = {
            kind: WordCarrier(self._client, prepare) for kind, prepare in prepared.items()
        }
        return {
            terms.PAIR: PairCarrier(self._client),
            terms.OUT: OutCarrier(self._client),
            terms.REFRESH: RefreshCarrier(self._client),
            terms.END: EndCarrier(self._client),
            **words,
        }

    async def hello(self, delivery: Delivery) -> Word:
        """The introduction, to each in private."""
        pair = await self._buddies.pairs.pair(delivery.subject_id)
        await self._reach.notice_who_left(pair.guild_id, pair.members)
        told = await self._buddies.pairs.hello(delivery.key)
        found = told.introduction
        return Word(
            found.pair.guild_id,
            _introduced(found.pair),
            pair_texts.hello(found, told.member_id, await self._server(found.pair.guild_id)),
            pair_view(found.pair),
            embed=pair_texts.introduction(found, self._client.services.clock.now()),
            member_id=told.member_id,
        )

    async def checkin(self, delivery: Delivery) -> Word:
        """The weekly check-in in the thread. Who has left the server is noticed here at the latest."""
        assert delivery.nominal_date is not None
        pair = await self._buddies.pairs.pair(delivery.subject_id)
        if pair.thread_id is None:
            raise Permanent(NO_THREAD)
        await self._reach.notice_who_left(pair.guild_id, pair.members)
        found = await self._buddies.checkins.planned(pair.id, delivery.nominal_date)
        return Word(
            pair.guild_id,
            f"bk:{found.id}",
            pair_texts.checkin_line(found),
            checkin_view(found),
            embed=pair_texts.checkin(found, await self._buddies.minis.standing(pair.id)),
            thread_id=pair.thread_id,
            pings=found.pair.members,
        )

    async def checkin_dm(self, delivery: Delivery) -> Word:
        """The weekly check-in, to each in private."""
        told = await self._buddies.checkins.direct(delivery.key)
        pair = told.checkin.pair
        await self._reach.notice_who_left(pair.guild_id, [told.member_id])
        told = await self._buddies.checkins.direct(delivery.key)
        return Word(
            pair.guild_id,
            f"bk:{told.checkin.id}",
            pair_texts.checkin_dm_line(told.checkin, told.member_id),
            checkin_view(told.checkin),
            embed=pair_texts.checkin(told.checkin, await self._buddies.minis.standing(pair.id)),
            member_id=told.member_id,
        )

    async def still(self, delivery: Delivery) -> Word:
        """ "Still there?", where the pair meets."""
        await self._reach.notice_who_wrote(delivery.subject_id)
        asked = await self._buddies.checkins.still(delivery.key)
        place = int(delivery.key.rpartition(":")[2])
        return Word(
            asked.pair.guild_id,
            f"bs:{asked.checkin_id}:{place}",
            pair_texts.still(asked),
            DurableView(StillButton(asked.checkin_id, place)),
            thread_id=asked.pair.thread_id,
            member_id=None if asked.pair.thread_id else asked.member_id,
            pings=(asked.member_id,),
        )

    async def mini(self, delivery: Delivery) -> Word:
        """Somebody has done the week's mini-quiz."""
        pair = await self._buddies.pairs.pair(delivery.subject_id)
        mini = await self._buddies.minis.standing(pair.id)
        if pair.thread_id is None or mini is None:
            raise Permanent(NO_THREAD)
        _, place, week = delivery.key.split(":")
        mark = int(re.sub(r"\D", "", week) + place)
        finished = {done.member_id for done in mini.done if done.answered == done.asked}
        waiting = [member for member in pair.members if member not in finished]
        return Word(
            pair.guild_id,
            f"bz:{pair.id}:{mark}",
            pair_texts.quiz_done(mini, waiting),
            DurableView(MiniQuizButton(pair.id, mark)),
            embed=pair_texts.standing(mini),
            thread_id=pair.thread_id,
            pings=tuple(waiting or pair.members),
        )

    async def farewell(self, delivery: Delivery) -> Word:
        """The last message of a thread."""
        last = await self._buddies.pairs.farewell(delivery.subject_id)
        return Word(
            last.pair.guild_id,
            f"bq:{last.pair.id}",
            pair_texts.farewell(last),
            DurableView(ReportButton(last.pair.id)),
            thread_id=last.thread_id,
            pings=last.waiting,
            closes=last.pair,
        )

    async def note(self, delivery: Delivery) -> Word:
        """A word in private."""
        told = await self._buddies.notes.note(delivery.subject_id)
        return Word(
            told.guild_id,
            f"bo:{told.id}",
            note_texts.note(told, await self._server(told.guild_id)),
            note_view(told),
            member_id=told.member_id,
        )

    async def _server(self, guild_id: int) -> str:
        return (await self._reach.guild(guild_id)).name


def _introduced(pair: Pair) -> str:
    """What marks an introduction: no other message of a pair has that button."""
    return f"bw:{pair.id}"
