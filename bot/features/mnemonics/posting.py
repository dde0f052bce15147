"""Posting, editing and taking back: what authors do, and what follows from it in channels and queues."""

from dataclasses import replace

from bot.clock import Clock
from bot.db import Tx
from bot.errors import NotAllowed, NotFound
from bot.features.mnemonics import desk_store, store, tally_store, trial_store
from bot.features.mnemonics.collection import GONE, Collection
from bot.features.mnemonics.model import POST, RING, SHOW, Changed, Mnemonic, Sharing, State, Texts
from bot.features.mnemonics.texts import key_of, still_says
from bot.features.mnemonics.weekly import WeeklyPosts
from bot.schedule import ScheduleService

HOUR_S = 3600
# A post or an edit that could not be brought for so long is left out.
POST_LIVES_S = 86_400
RING_LIVES_S = 7 * 86_400
RINGS_AN_HOUR = 3
BANNED = "A moderator of this server has asked you not to post mnemonics. You can read and vote as before."


class Posting:
    """Works inside the caller's transaction."""

    def __init__(
        self, clock: Clock, schedule: ScheduleService, collection: Collection, weekly: WeeklyPosts
    ) -> None:
        self._clock = clock
        self._schedule = schedule
        self._collection = collection
        self._weekly = weekly

    async def check_may_post(self, tx: Tx, guild_id: int, author_id: int) -> None:
        """Raises NotAllowed for somebody who was banned from posting, or who has posted much in this hour."""
        if await desk_store.banned(tx, guild_id, author_id):
            raise NotAllowed(BANNED)
        server, now = await desk_store.server(tx, guild_id), self._clock.now()
        posted = await store.posted_since(tx, guild_id, author_id, now - HOUR_S, server.hourly)
        if len(posted) >= server.hourly:
            raise NotAllowed(
                f"You have posted {len(posted)} within an hour, and that is the limit here. The next one can be posted "
                f"<t:{posted[-1] + HOUR_S}:R>."
            )

    async def draft(self, tx: Tx, guild_id: int, author_id: int, topic: str, texts: Texts) -> Mnemonic:
        """Keep what somebody is about to post, in place of another that they did not."""
        await store.drop_drafts(tx, guild_id, author_id)
        return await store.insert(
            tx,
            guild_id=guild_id,
            author_id=author_id,
            topic=topic,
            texts=texts,
            key=key_of(texts.hook),
            state=State.DRAFT,
            now=self._clock.now(),
        )

    async def post(self, tx: Tx, draft: Mnemonic) -> Mnemonic:
        """For all to see, or to a moderator first where the server wants that."""
        server, now = await desk_store.server(tx, draft.guild_id), self._clock.now()
        if server.approve_first:
            await self.ring(tx, draft.guild_id)
        posted = replace(draft, state=State.WAITING if server.approve_first else State.SHOWN, created_at=now)
        await store.set_state(tx, posted.number, posted.state, created_at=now)
        await self._collection.place(tx, posted)
        if posted.state is State.SHOWN:
            await self.announce(tx, posted)
        return posted

    async def announce(self, tx: Tx, one: Mnemonic) -> None:
        """Show it in the server's channel, if there is one and it does not stand there yet."""
        server = await desk_store.server(tx, one.guild_id)
        if one.message_id is not None:
            await self.follow(tx, one)
        elif server.channel_id is not None:
            await store.to_be_posted(tx, one.number, server.channel_id)
            await self._schedule.enqueue_now(
                tx,
                kind=POST,
                key=one.ref,
                subject_id=one.number,
                guild_id=one.guild_id,
                lives_s=POST_LIVES_S,
            )

    async def follow(self, tx: Tx, one: Mnemonic) -> None:
        """It has changed: the message in the server's channel, if there is one, follows."""
        version = await store.changed(tx, one.number)
        if one.message_id is not None:
            await self._schedule.withdraw(tx, SHOW, f"{one.ref}:{version - 1}")
            await self._schedule.enqueue_now(
                tx,
                kind=SHOW,
                key=f"{one.ref}:{version}",
                subject_id=one.number,
                guild_id=one.guild_id,
                lives_s=POST_LIVES_S,
            )

    async def edit(self, tx: Tx, one: Mnemonic, texts: Texts, *, moderator: bool) -> Changed:
        """Other words, in its place. Where they do not say what was judged, what is known of it begins anew.

        An author's edit goes the way of a new post, and what was shared has to be agreed to again.
        """
        judged = await tally_store.all_judged(tx, one.number)
        anew = not still_says(judged, texts)
        await self._weekly.follow(tx, one)
        if anew:
            await tally_store.begin_anew(tx, one)
            await trial_store.forget_ref(tx, one.ref)
        after = replace(one, texts=texts)
        await store.set_texts(tx, one.number, texts, key_of(texts.hook))
        if not moderator:
            after = await self._before_moderators(tx, after)
        await self._collection.place(tx, after)
        await self.follow(tx, after)
        return Changed(after, bool(judged), anew)

    async def _before_moderators(self, tx: Tx, one: Mnemonic) -> Mnemonic:
        server = await desk_store.server(tx, one.guild_id)
        after = one
        if server.approve_first or one.state is State.DECLINED:
            after = replace(after, state=State.WAITING)
        if one.sharing is Sharing.YES:
            after = replace(after, sharing=Sharing.ASKED)
        if (after.state, after.sharing) != (one.state, one.sharing):
            await self.ring(tx, one.guild_id)
            await store.set_state(tx, one.number, after.state)
            await store.set_sharing(tx, one.number, after.sharing)
        return after

    async def ask_to_share(self, tx: Tx, one: Mnemonic) -> None:
        """To all servers, if a moderator agrees."""
        await self.ring(tx, one.guild_id)
        await store.set_sharing(tx, one.number, Sharing.ASKED)

    async def delete(self, tx: Tx, one: Mnemonic, *, keep_author: bool = True) -> None:
        """Nothing of what it said stays, nor in the server's channel. keep_author: it still counts against floods."""
        await self._weekly.follow(tx, one)
        await store.empty(tx, one.number, keep_author=keep_author)
        await tally_store.forget_judged(tx, one.number)
        await self._collection.place(tx, replace(one, state=State.DELETED, sharing=Sharing.NO))
        await desk_store.close_reports(tx, one.guild_id, one.ref, self._clock.now())
        await self.follow(tx, one)

    async def withdrawn(self, tx: Tx, one: Mnemonic) -> None:
        """It is about to be shown no more: the posts of the week's best follow."""
        await self._weekly.follow(tx, one)

    async def own(self, tx: Tx, guild_id: int, author_id: int, number: int) -> Mnemonic:
        """A member's own one of that server. Raises NotFound, and NotAllowed for somebody else's."""
        one = await store.find(tx, number)
        if one is None or one.guild_id != guild_id or one.state is State.DELETED:
            raise NotFound(GONE)
        if one.author_id != author_id:
            raise NotAllowed("That mnemonic is somebody else's. Yours: `/mnemonic mine`.")
        return one

    async def ring(self, tx: Tx, guild_id: int) -> None:
        """Tell the admins that something waits, unless something does already. A few times an hour at most.

        Whoever asks and takes it back again and again must not ring each time.
        """
        if await store.asking(tx, guild_id) or await desk_store.reported(tx, guild_id):
            return
        now = self._clock.now()
        hour = now // HOUR_S
        this_hour = [(f"{guild_id}:{hour}:{n}", now) for n in range(RINGS_AN_HOUR)]
        for key, due_at in (*this_hour, (f"{guild_id}:{hour + 1}:0", (hour + 1) * HOUR_S)):
            fresh = await self._schedule.enqueue(
                tx,
                kind=RING,
                key=key,
                subject_id=guild_id,
                guild_id=guild_id,
                due_at=due_at,
                expires_at=due_at + RING_LIVES_S,
            )
            if fresh is not None or await self._schedule.receipt(tx, RING, key) is None:
                return  # it is still to ring
