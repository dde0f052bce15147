"""Every mnemonic there is, those that come with the bot included, and what a server sees of them."""

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from bot.db import Tx
from bot.errors import NotFound
from bot.features.mnemonics import desk_store, index_store, store, tally_store
from bot.features.mnemonics.index_store import Scope
from bot.features.mnemonics.model import BUNDLED, Mnemonic, Sharing, Shown, State, Tally
from bot.features.mnemonics.shelf import Shelf, words_in
from bot.library import Library

GONE = "That mnemonic is not here any more. `/mnemonic find` looks for others."


class Collection:
    """Looks mnemonics up, and puts them where they are found. Works inside the caller's transaction."""

    def __init__(self, library: Library) -> None:
        self._names = library.topic_names
        self.shelf = Shelf(library)

    # --- topics

    def has_topic(self, topic: str) -> bool:
        """Whether there is such a topic."""
        return topic in self._names

    def topic_name(self, topic: str) -> str:
        """As members read it."""
        return self._names.get(topic, topic)

    def topics(self, typed: str) -> list[tuple[str, str]]:
        """(value, label) of the topics that match what is being typed."""
        wanted = typed.casefold().split()
        return [
            (topic, name)
            for topic, name in self._names.items()
            if all(word in f"{name} {topic}".casefold() for word in wanted)
        ]

    def topic(self, text: str) -> str:
        """The topic that somebody picked or typed. Raises NotFound, which names near ones."""
        wanted = " ".join(text.split()).casefold()
        by_word = {name.casefold(): topic for topic, name in self._names.items()}
        by_word |= {topic.casefold(): topic for topic in self._names}
        if wanted in by_word:
            return by_word[wanted]
        matching = self.topics(text) if wanted else []
        if len(matching) == 1:
            return matching[0][0]
        near = dict.fromkeys(
            by_word[word] for word in get_close_matches(wanted[:80], by_word, n=3, cutoff=0.5)
        )
        names = [name for _, name in matching[:3]] or [self.topic_name(topic) for topic in near]
        hint = f"Did you mean {' or '.join(names)}? " if names else ""
        raise NotFound(f"There is no such topic. {hint}Pick one from the list that appears while you type.")

    # --- looking up

    async def find(self, tx: Tx, ref: str) -> Mnemonic | None:
        """The one with this ref, in whatever state."""
        if ref.startswith(BUNDLED):
            return self.shelf.by_ref.get(ref)
        return await store.find(tx, int(ref))

    async def scope(self, tx: Tx, guild_id: int, topic: str | None = None) -> Scope:
        """Where members of a server search."""
        return Scope(guild_id, (await desk_store.server(tx, guild_id)).others, topic)

    async def visible(self, tx: Tx, guild_id: int, ref: str) -> Mnemonic:
        """One that members of that server may see. Raises NotFound."""
        found = await self.seen_by(tx, guild_id, [ref])
        if not found:
            raise NotFound(GONE)
        return found[0]

    async def seen_by(self, tx: Tx, guild_id: int, refs: Sequence[str]) -> list[Mnemonic]:
        """Those of the refs that members of a server may see, in that order."""
        numbers = [int(ref) for ref in refs if not ref.startswith(BUNDLED)]
        known = {one.ref: one for one in await store.many(tx, numbers)}
        ones = [self.shelf.by_ref.get(ref) or known.get(ref) for ref in refs]
        return await self.allowed(tx, guild_id, [one for one in ones if one is not None])

    async def allowed(self, tx: Tx, guild_id: int, ones: Sequence[Mnemonic]) -> list[Mnemonic]:
        """Those of them that members of a server may see."""
        hidden = await desk_store.hidden(tx, guild_id)
        others = (await desk_store.server(tx, guild_id)).others
        return [one for one in ones if one.ref not in hidden and _open(one, guild_id, others)]

    async def shown(self, tx: Tx, ones: Sequence[Mnemonic], member_id: int | None = None) -> list[Shown]:
        """As that member sees them; None: as everybody does."""
        tallies = await tally_store.tallies(tx, [one.ref for one in ones])
        return [
            Shown(
                one,
                self.topic_name(one.topic),
                tallies.get(one.ref, Tally()),
                await tally_store.own_vote(tx, one.ref, member_id) if member_id else 0,
                member_id is not None and one.author_id == member_id,
            )
            for one in ones
        ]

    # --- putting in place

    async def place(self, tx: Tx, one: Mnemonic) -> None:
        """Let it be found where its state and its sharing say, and nowhere else."""
        await index_store.remove(tx, one.number, one.guild_id)
        if one.state is State.SHOWN:
            words = words_in(one, self.topic_name(one.topic))
            everywhere = one.sharing is Sharing.YES
            await index_store.put(tx, one.number, one.guild_id, one.topic, words, everywhere=everywhere)
        await tally_store.stand(tx, one)

    async def stop_sharing(self, tx: Tx, one: Mnemonic) -> Mnemonic:
        """Its own server alone sees it from now on."""
        alone = replace(one, sharing=Sharing.NO)
        await store.set_sharing(tx, one.number, Sharing.NO)
        await self.place(tx, alone)
        return alone


def _open(one: Mnemonic, guild_id: int, others: bool) -> bool:
    """Whether a server's members may see it, for all that the server has not hidden it."""
    if one.bundled:
        return True
    if one.state is not State.SHOWN:
        return False
    return one.guild_id == guild_id or (others and one.sharing is Sharing.YES)
