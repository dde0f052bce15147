"""`/mnemonic`: posting, and what authors do with their own, one transaction each."""

from bot.db import Database, Tx
from bot.errors import NotAllowed
from bot.features.mnemonics import desk_store, store
from bot.features.mnemonics.collection import Collection
from bot.features.mnemonics.model import Added, Changed, Mnemonic, Page, Sharing, Shown, State, Texts
from bot.features.mnemonics.posting import Posting
from bot.features.mnemonics.searching import Search
from bot.features.mnemonics.texts import checked, key_of

NEAR_SHOWN, SHOWN_AT_ONCE = 3, 5


class AuthorService:
    """What members do as authors."""

    def __init__(self, db: Database, collection: Collection, posting: Posting) -> None:
        self._db = db
        self._collection = collection
        self._posting = posting
        self._search = Search(collection)

    async def may_post(self, guild_id: int, member_id: int) -> None:
        """Before a form is opened. Raises NotAllowed."""
        await self._db.read(lambda tx: self._posting.check_may_post(tx, guild_id, member_id))

    async def add(
        self, *, guild_id: int, member_id: int, topic: str, hook: str, stands_for: str = "", story: str = ""
    ) -> Added:
        """Post it; when something like it is there already, keep it as a draft and show that first.

        Raises BadInput, NotFound (the topic), NotAllowed.
        """
        topic, texts = self._collection.topic(topic), checked(hook, stands_for, story)

        near = await self.near(guild_id, texts.hook, texts.story)

        async def work(tx: Tx) -> Added:
            await self._posting.check_may_post(tx, guild_id, member_id)
            known = near or await self._same(tx, guild_id, member_id, texts)
            one = await self._posting.draft(tx, guild_id, member_id, topic, texts)
            if not known:
                one = await self._posting.post(tx, one)
            return Added(one, self._collection.topic_name(topic), known)

        return await self._db.write(work)

    async def near(self, guild_id: int, hook: str, story: str = "", *, but: str = "") -> list[Mnemonic]:
        """What the server has that says the same as a hook, or nearly, or tells the same story. but: a ref."""

        async def work(tx: Tx) -> list[Mnemonic]:
            scope = await self._collection.scope(tx, guild_id)
            found = await self._search.like(tx, scope, hook, story, NEAR_SHOWN + 1)
            return [one for one in found if one.ref != but][:NEAR_SHOWN]

        return await self._db.read(work)

    async def _same(
        self, tx: Tx, guild_id: int, member_id: int, texts: Texts, but: str = ""
    ) -> list[Mnemonic]:
        """The same hook, looked up where nobody comes between: two may post it at the same moment."""
        found = await store.with_key(tx, guild_id, key_of(texts.hook), NEAR_SHOWN + 1, author_id=member_id)
        return [one for one in found if one.ref != but][:NEAR_SHOWN]

    async def post_anyway(self, *, guild_id: int, member_id: int, number: int) -> Added:
        """Post a draft although something is like it. Raises NotFound, NotAllowed."""

        async def work(tx: Tx) -> Added:
            one = await self._draft(tx, guild_id, member_id, number)
            await self._posting.check_may_post(tx, guild_id, member_id)
            return Added(await self._posting.post(tx, one), self._collection.topic_name(one.topic))

        return await self._db.write(work)

    async def drop(self, *, guild_id: int, member_id: int, number: int) -> None:
        """Forget a draft. Raises NotFound, NotAllowed."""

        async def work(tx: Tx) -> None:
            await self._draft(tx, guild_id, member_id, number)
            await store.drop_drafts(tx, guild_id, member_id)

        await self._db.write(work)

    async def _draft(self, tx: Tx, guild_id: int, member_id: int, number: int) -> Mnemonic:
        one = await self._posting.own(tx, guild_id, member_id, number)
        if one.state is not State.DRAFT:
            raise NotAllowed("That one is posted already. `/mnemonic mine` shows it.")
        return one

    async def mine(self, *, guild_id: int, member_id: int, before: int | None = None) -> Page:
        """The member's own in a server, newest first."""

        async def work(tx: Tx) -> Page:
            ones = await store.of_author(tx, guild_id, member_id, before, SHOWN_AT_ONCE + 1)
            older = ones[SHOWN_AT_ONCE - 1].number if len(ones) > SHOWN_AT_ONCE else None
            return Page(await self._collection.shown(tx, ones[:SHOWN_AT_ONCE], member_id), older)

        return await self._db.read(work)

    async def own(self, *, guild_id: int, member_id: int, number: int) -> Shown:
        """One of the member's own. Raises NotFound, NotAllowed."""

        async def work(tx: Tx) -> Shown:
            one = await self._posting.own(tx, guild_id, member_id, number)
            (shown,) = await self._collection.shown(tx, [one], member_id)
            return shown

        return await self._db.read(work)

    async def edit(
        self, *, guild_id: int, member_id: int, number: int, hook: str, stands_for: str, story: str
    ) -> Changed:
        """Other words for one's own; when they make it like another, keep them as a draft and show that first.

        Raises BadInput, NotFound, NotAllowed.
        """
        texts = checked(hook, stands_for, story)
        before = (await self.own(guild_id=guild_id, member_id=member_id, number=number)).mnemonic
        new_hook = texts.hook if key_of(texts.hook) != key_of(before.texts.hook) else ""
        new_story = texts.story if key_of(texts.story) != key_of(before.texts.story) else ""
        near = await self.near(guild_id, new_hook, new_story, but=before.ref)

        async def work(tx: Tx) -> Changed:
            one = await self._may_edit(tx, guild_id, member_id, number)
            known = near or (await self._same(tx, guild_id, member_id, texts, one.ref) if new_hook else [])
            if known:
                draft = await self._posting.draft(tx, guild_id, member_id, one.topic, texts)
                return Changed(draft, judged=False, anew=False, near=known)
            return await self._posting.edit(tx, one, texts, moderator=False)

        return await self._db.write(work)

    async def edit_anyway(self, *, guild_id: int, member_id: int, number: int, draft: int) -> Changed:
        """The words of a draft for one's own, although something is like them. Raises NotFound, NotAllowed."""

        async def work(tx: Tx) -> Changed:
            texts = (await self._draft(tx, guild_id, member_id, draft)).texts
            one = await self._may_edit(tx, guild_id, member_id, number)
            await store.drop_drafts(tx, guild_id, member_id)
            return await self._posting.edit(tx, one, texts, moderator=False)

        return await self._db.write(work)

    async def _may_edit(self, tx: Tx, guild_id: int, member_id: int, number: int) -> Mnemonic:
        one = await self._posting.own(tx, guild_id, member_id, number)
        if await desk_store.banned(tx, guild_id, member_id):
            await self._posting.check_may_post(tx, guild_id, member_id)
        return one

    async def delete(self, *, guild_id: int, member_id: int, number: int) -> None:
        """Take one's own back. Raises NotFound, NotAllowed."""

        async def work(tx: Tx) -> None:
            await self._posting.delete(tx, await self._posting.own(tx, guild_id, member_id, number))

        await self._db.write(work)

    async def share(self, *, guild_id: int, member_id: int, number: int, wanted: bool) -> Shown:
        """Ask to share one's own with all servers, or take that back. Raises NotFound, NotAllowed."""

        async def work(tx: Tx) -> Shown:
            one = await self._posting.own(tx, guild_id, member_id, number)
            if one.state is not State.SHOWN:
                raise NotAllowed("It can be shared once it is shown here.")
            if wanted and one.sharing is Sharing.NO:
                await self._posting.check_may_post(tx, guild_id, member_id)
                await self._posting.ask_to_share(tx, one)
            elif not wanted and one.sharing is not Sharing.NO:
                await self._collection.stop_sharing(tx, one)
            after = await self._posting.own(tx, guild_id, member_id, number)
            (shown,) = await self._collection.shown(tx, [after], member_id)
            return shown

        return await self._db.write(work)
