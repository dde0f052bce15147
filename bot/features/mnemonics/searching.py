"""Searching by words: as typed, then with mistyped ones mended, then with one word less."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.db import Tx
from bot.features.mnemonics import index_store, store, tally_store
from bot.features.mnemonics.collection import Collection
from bot.features.mnemonics.index_store import Scope
from bot.features.mnemonics.model import Mnemonic, Tally
from bot.features.mnemonics.scoring import score
from bot.features.mnemonics.texts import alike, key_of
from bot.words import SHORTEST_STEM, closest, singular, split, without_one

# More words make a search slower, never better.
MOST_WORDS = 8
# So many of the newest with the words, and of the best with the words, are ranked anew.
NEWEST, BEST = 120, 60
# Of a hook so many of its rarest words decide which others are compared with it.
RAREST = 6
COMPARED = 20
_STOP = frozenset(split("a an and as at by for from i in is it my of on or that the this to when with"))


def words_of(text: str) -> list[str]:
    """The words worth searching."""
    found = split(text)
    return list(dict.fromkeys([word for word in found if word not in _STOP] or found))[:MOST_WORDS]


class Search:
    """Searches inside the caller's transaction."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._shelf = collection.shelf

    async def find(self, tx: Tx, scope: Scope, words: Sequence[str]) -> tuple[list[Mnemonic], str]:
        """The best first, and how the words were changed to find them."""
        found = await self.with_all(tx, scope, words)
        if found:
            return found, ""
        better = await self._mended(tx, scope, words)
        if better != list(words):
            found = await self.with_all(tx, scope, better)
            if found:
                return found, f"Nothing is called that. Shown instead: {' '.join(better)}."
        for fewer in without_one(better) if len(better) > 1 else []:
            found = await self.with_all(tx, scope, fewer)
            if found:
                return found, f"Nothing has all these words. Shown instead: {' '.join(fewer)}."
        return [], ""

    async def with_all(self, tx: Tx, scope: Scope, words: Sequence[str]) -> list[Mnemonic]:
        """Those with all the words, the best first. Of very many, the newest and the best are looked at."""
        numbers = await index_store.newest(tx, scope, words, NEWEST)
        if len(numbers) == NEWEST:
            best = await tally_store.best(tx, scope.guild_id, scope.topic, BEST)
            numbers += await index_store.among(tx, scope, words, best)
        ones = await store.many(tx, list(dict.fromkeys(numbers)))
        ones += self._shelf.with_words(words, scope.topic)
        allowed = await self._collection.allowed(tx, scope.guild_id, ones)
        tallies = await tally_store.tallies(tx, [one.ref for one in allowed])
        return ranked(allowed, words, tallies)

    async def _mended(self, tx: Tx, scope: Scope, words: Sequence[str]) -> list[str]:
        """Each word that is nowhere gives way to the one most like it, if any is."""
        anywhere = replace(scope, topic=None)
        return [
            word if await self._known(tx, anywhere, word) else await self._closest(tx, anywhere, word) or word
            for word in words
        ]

    async def _known(self, tx: Tx, scope: Scope, word: str) -> bool:
        return (
            word.isdigit()
            or bool(self._shelf.with_words([word], None))
            or bool(await index_store.newest(tx, scope, [word], 1))
        )

    async def _closest(self, tx: Tx, scope: Scope, word: str) -> str | None:
        if len(word) < SHORTEST_STEM or not word.isalpha():
            return None
        for beginning in (word[:2], word[:1]):
            ends = (beginning, len(word) - 2, len(word) + 2)
            near = [*self._shelf.words_like(*ends), *await index_store.words_like(tx, scope, *ends)]
            found = closest(word, near)
            if found:
                return found
        return None

    async def like(self, tx: Tx, scope: Scope, hook: str, most: int) -> list[Mnemonic]:
        """What says the same as this hook, or nearly."""
        key = key_of(hook)
        found = await store.with_key(tx, scope.guild_id, key, most)
        found += self._shelf.like(key)
        words = words_of(hook)
        uses = await index_store.uses(tx, scope, words)
        rarest = sorted((word for word in words), key=lambda word: uses.get(word, 0))
        known = [word for word in rarest if word in uses][:RAREST]
        numbers: list[int] = []
        for some in [known, *(without_one(known) if len(known) > 2 else [])] if known else []:
            numbers += await index_store.newest(tx, scope, some, COMPARED)
        ones = await store.many(tx, list(dict.fromkeys(numbers)))
        found += [one for one in ones if alike(key, key_of(one.texts.hook))]
        once = {one.ref: one for one in await self._collection.allowed(tx, scope.guild_id, found)}
        return list(once.values())[:most]


def ranked(ones: Sequence[Mnemonic], words: Sequence[str], tallies: Mapping[str, Tally]) -> list[Mnemonic]:
    """The best first: most of the words whole in the hook, then in what it stands for, then by score."""
    wanted = {singular(word) for word in words}

    def worth(one: Mnemonic) -> tuple[int, int, float]:
        hook = {singular(word) for word in split(one.texts.hook)}
        meaning = {singular(word) for word in split(one.texts.stands_for)}
        return (
            len(wanted & hook),
            len(wanted & (hook | meaning)),
            score(tallies.get(one.ref, Tally())),
        )

    return sorted(ones, key=worth, reverse=True)
