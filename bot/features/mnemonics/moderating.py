"""The moderators' queue: what waits, and what they decide."""

from dataclasses import replace

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import NotAllowed, NotFound, Refusal
from bot.features.mnemonics import desk_store, store
from bot.features.mnemonics.collection import Collection
from bot.features.mnemonics.model import Asks, Case, Mnemonic, NoteKind, Sharing, State
from bot.features.mnemonics.notes import AuthorNotes
from bot.features.mnemonics.posting import Posting
from bot.features.mnemonics.texts import checked, remark

REASONS_SHOWN = 5
# What so many servers do not want to see is shared with nobody any more.
HIDDEN_BY = 3
_LOOKED_AT = 50
_DECIDED = (
    "That is decided already, or its author has taken it back. `/admin mnemonics queue` shows what waits."
)
_ALTERED = "Its author has changed it since you looked. This is how it reads now."


class Altered(Refusal):
    """What a moderator has looked at is not what would be approved."""


class ModeratingService:
    """What moderators decide. Who is one is checked by the Discord side."""

    def __init__(
        self, db: Database, clock: Clock, collection: Collection, posting: Posting, notes: AuthorNotes
    ) -> None:
        self._db = db
        self._clock = clock
        self._collection = collection
        self._posting = posting
        self._notes = notes

    async def queue(self, guild_id: int, skip: int = 0) -> Case | None:
        """The oldest thing to decide, or with `skip` one after it; round and round. None: nothing waits."""

        async def work(tx: Tx) -> Case | None:
            asking = await store.all_asking(tx, guild_id, _LOOKED_AT)
            waiting = [(one, Asks.POST if one.state is State.WAITING else Asks.SHARE) for one in asking]
            for ref in await desk_store.all_reported(tx, guild_id, _LOOKED_AT):
                one = await self._collection.find(tx, ref)
                waiting += [(one, Asks.REPORT)] if one else []
            if not waiting:
                return None
            one, asks = waiting[skip % len(waiting)]
            (shown,) = await self._collection.shown(tx, [one])
            reasons = await desk_store.reasons(tx, guild_id, one.ref, REASONS_SHOWN)
            return Case(shown, asks, reasons, len(waiting))

        return await self._db.read(work)

    async def approve(self, *, guild_id: int, ref: str, asks: Asks, version: int) -> None:
        """Let it be posted, let it be shared, or keep it in spite of the reports.

        version: the one that the moderator has read. Raises NotFound, and Altered when there is another by now.
        """

        async def work(tx: Tx) -> None:
            one = await self._asking(tx, guild_id, ref, asks)
            if one.version != version:
                raise Altered(_ALTERED)
            await self._approve(tx, guild_id, one, asks)

        await self._db.write(work)

    async def _approve(
        self, tx: Tx, guild_id: int, one: Mnemonic, asks: Asks, kind: NoteKind | None = None
    ) -> None:
        if asks is Asks.REPORT:
            await desk_store.close_reports(tx, guild_id, one.ref, self._clock.now())
        elif asks is Asks.POST:
            # Why it was reported before it was edited stood above it.
            await desk_store.close_reports(tx, guild_id, one.ref, self._clock.now())
            one = replace(one, state=State.SHOWN)
            await store.set_state(tx, one.number, State.SHOWN)
            await self._collection.place(tx, one)
            await self._posting.announce(tx, one)
            kind = kind or NoteKind.APPROVED
        else:
            one = replace(one, sharing=Sharing.YES)
            await store.set_sharing(tx, one.number, Sharing.YES)
            await self._collection.place(tx, one)
            kind = kind or NoteKind.SHARED
        if kind:
            await self._notes.tell_author(tx, one, kind)

    async def decline(self, *, guild_id: int, ref: str, asks: Asks, why: str) -> None:
        """Not to be posted, not to be shared, or taken down. Raises NotFound, BadInput."""
        detail = remark(why)

        async def work(tx: Tx) -> None:
            one = await self._asking(tx, guild_id, ref, asks)
            kind = await self._decline(tx, guild_id, one, asks)
            if kind:
                await self._notes.tell_author(tx, one, kind, detail)

        await self._db.write(work)

    async def _decline(self, tx: Tx, guild_id: int, one: Mnemonic, asks: Asks) -> NoteKind | None:
        """Returns what its author is to be told, if anything."""
        if asks is Asks.SHARE:
            await self._collection.stop_sharing(tx, one)
            return NoteKind.NOT_SHARED
        await desk_store.close_reports(tx, guild_id, one.ref, self._clock.now())
        if one.guild_id != guild_id:
            return await self._hide(tx, guild_id, one)
        await self._posting.withdrawn(tx, one)
        gone = replace(one, state=State.DECLINED, sharing=Sharing.NO)
        await store.set_state(tx, one.number, State.DECLINED)
        await store.set_sharing(tx, one.number, Sharing.NO)
        await self._collection.place(tx, gone)
        await self._posting.follow(tx, gone)
        return NoteKind.DECLINED if asks is Asks.POST else NoteKind.TAKEN_DOWN

    async def _hide(self, tx: Tx, guild_id: int, one: Mnemonic) -> NoteKind | None:
        """It is not this server's: only here it is seen no more, unless many think so."""
        servers = await desk_store.hide(tx, guild_id, one.ref, self._clock.now())
        if one.bundled or servers < HIDDEN_BY or one.sharing is not Sharing.YES:
            return None
        await self._collection.stop_sharing(tx, one)
        return NoteKind.UNSHARED

    async def hidden(self, guild_id: int) -> list[Mnemonic]:
        """What the server does not want to see of what is not its own."""

        async def work(tx: Tx) -> list[Mnemonic]:
            refs = sorted(await desk_store.hidden(tx, guild_id))
            ones = [await self._collection.find(tx, ref) for ref in refs]
            return [one for one in ones if one is not None and one.state is State.SHOWN]

        return await self._db.read(work)

    async def unhide(self, guild_id: int, ref: str | None) -> None:
        """Let it be seen there again. Raises NotFound."""
        if ref is None or not await self._db.write(lambda tx: desk_store.unhide(tx, guild_id, ref)):
            raise NotFound("That one is not hidden here. Pick one from the list that appears while you type.")

    async def text(self, *, guild_id: int, number: int, asks: Asks) -> Mnemonic:
        """What is to be edited. Raises NotFound, NotAllowed."""

        async def work(tx: Tx) -> Mnemonic:
            return self._own(guild_id, await self._asking(tx, guild_id, str(number), asks))

        return await self._db.read(work)

    async def edit(
        self, *, guild_id: int, number: int, asks: Asks, hook: str, stands_for: str, story: str
    ) -> None:
        """Mend the words, and approve it with them. Raises BadInput, NotFound, NotAllowed."""
        texts = checked(hook, stands_for, story)

        async def work(tx: Tx) -> None:
            one = self._own(guild_id, await self._asking(tx, guild_id, str(number), asks))
            changed = await self._posting.edit(tx, one, texts, moderator=True)
            await self._approve(tx, guild_id, changed.mnemonic, asks, NoteKind.EDITED)

        await self._db.write(work)

    async def ban(self, *, guild_id: int, number: int, asks: Asks) -> None:
        """Its author posts here no more; what of theirs waits is declined. Raises NotFound, NotAllowed."""

        async def work(tx: Tx) -> None:
            one = self._own(guild_id, await self._asking(tx, guild_id, str(number), asks))
            if one.author_id is None:
                raise NotAllowed("Its author is not known any more. Decline it instead.")
            await self._decline(tx, guild_id, one, asks)
            await self._ban(tx, guild_id, one.author_id, one.number)

        await self._db.write(work)

    async def ban_member(self, guild_id: int, member_id: int) -> None:
        """The same for somebody whose mnemonics are perhaps gone already. Raises NotAllowed when it is so already."""

        async def work(tx: Tx) -> None:
            if await desk_store.banned(tx, guild_id, member_id):
                raise NotAllowed(
                    "That member can't post here already. `/admin mnemonics allow` takes that back."
                )
            await self._ban(tx, guild_id, member_id, None)

        await self._db.write(work)

    async def _ban(self, tx: Tx, guild_id: int, author_id: int, number: int | None) -> None:
        await desk_store.ban(tx, guild_id, author_id, self._clock.now())
        for other in await store.asking_of(tx, guild_id, author_id):
            waits = other.state is State.WAITING
            await self._decline(tx, guild_id, other, Asks.POST if waits else Asks.SHARE)
        await self._notes.tell(tx, guild_id, author_id, NoteKind.BANNED, about=number)

    async def allow(self, guild_id: int, member_id: int) -> None:
        """Let somebody post again. Raises NotFound when nothing had kept them from it."""
        if not await self._db.write(lambda tx: desk_store.allow(tx, guild_id, member_id)):
            raise NotFound("That member may post here already.")

    async def _asking(self, tx: Tx, guild_id: int, ref: str, asks: Asks) -> Mnemonic:
        """What still waits for a decision of that kind in that server. Raises NotFound."""
        one = await self._collection.find(tx, ref)
        if one is None:
            raise NotFound(_DECIDED)
        if asks is Asks.REPORT:
            waits = bool(await desk_store.reasons(tx, guild_id, ref, 1))
        elif asks is Asks.POST:
            waits = one.guild_id == guild_id and one.state is State.WAITING
        else:
            waits = one.guild_id == guild_id and one.sharing is Sharing.ASKED
        if not waits:
            raise NotFound(_DECIDED)
        return one

    def _own(self, guild_id: int, one: Mnemonic) -> Mnemonic:
        if one.guild_id != guild_id:
            raise NotAllowed("That one is not this server's: it can be kept, or hidden here with Decline.")
        return one
