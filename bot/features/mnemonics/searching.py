"""Searching by words: as typed, then with mistyped ones mended, then with one word less."""

from collections.abc import Mapping, Sequence

from bot.db import Tx
from bot.features.mnemonics import index_store, store, tally_store
from bot.features.mnemonics.collection import Collection
from bot.features.mnemonics.index_store import Scope, Words
from bot.features.mnemonics.model import Mnemonic, Tally
from bot.features.mnemonics.scoring import score
from bot.features.mnemonics.texts import alike, key_of, same_words
from bot.words import SHORTEST_STEM, closest, singular, split, without_one

# More words make a search slower, never better.
MOST_WORDS = 8
# So many known words are taken for a beginning of one.
MEANT = 8
# So many of the newest with the words, and of the server's best, are ranked anew.
NEWEST, BEST = 120, 60
# So many results are looked up at most.
GIVEN = 20
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
        stems = [singular(word) for word in words]
        hits = self._shelf.with_words(stems, scope.topic)
        terms = [await self._terms(tx, scope, stem) for stem in stems]
        newest = await index_store.newest(tx, scope, terms, NEWEST)
        if len(newest) == NEWEST:
            best = await tally_store.best(tx, scope.guild_id, scope.topic, BEST)
            newest |= {
                number: found
                for number, found in (await index_store.words_of(tx, best)).items()
                if all(not (found.hook | found.rest).isdisjoint(group) for group in terms)
            }
        hits |= {str(number): found for number, found in newest.items()}
        tallies = await tally_store.tallies(tx, list(hits))
        refs = ranked(hits, stems, tallies)
        return await self._collection.seen_by(tx, scope.guild_id, refs[:GIVEN])

    async def _terms(self, tx: Tx, scope: Scope, stem: str) -> list[str]:
        """The known words that are meant by one, itself first. Empty when nothing known begins so."""
        if stem.isdigit():  # type 2 is not type 20
            return [stem]
        found = await index_store.beginning_with(tx, scope, stem, MEANT)
        return [stem, *(word for word in found if word != stem)] if found else []

    async def _mended(self, tx: Tx, scope: Scope, words: Sequence[str]) -> list[str]:
        """Each word that is nowhere gives way to the one most like it, if any is."""
        return [
            word if await self._known(tx, scope, word) else await self._closest(tx, scope, word) or word
            for word in words
        ]

    async def _known(self, tx: Tx, scope: Scope, word: str) -> bool:
        stem = singular(word)
        return bool(self._shelf.with_words([stem], None) or await self._terms(tx, scope, stem))

    async def _closest(self, tx: Tx, scope: Scope, word: str) -> str | None:
        if len(word) < SHORTEST_STEM or not word.isalpha():
            return None
        stem = singular(word)
        for beginning in (stem[:2], stem[:1]):
            shortest, longest = len(stem) - 2, len(stem) + 2
            near = [
                *self._shelf.words_like(beginning, shortest, longest),
                *await index_store.words_like(tx, scope, beginning, shortest, longest),
            ]
            found = closest(stem, near)
            if found:
                return found
        return None

    async def like(self, tx: Tx, scope: Scope, hook: str, story: str, most: int) -> list[Mnemonic]:
        """What says the same as this hook, or nearly, or tells the same story. Either may be empty."""
        key, told = key_of(hook), key_of(story)
        found = await store.with_key(tx, scope.guild_id, key, most) if key else []
        found += self._shelf.like(key) if key else []
        near = await self._sharing_rarest(tx, scope, hook) if key else []
        found += [one for one in near if alike(key, key_of(one.texts.hook))]
        near = await self._sharing_rarest(tx, scope, story) if told else []
        found += [one for one in near if same_words(told, key_of(one.texts.story))]
        once = {one.ref: one for one in await self._collection.allowed(tx, scope.guild_id, found)}
        return list(once.values())[:most]

    async def _sharing_rarest(self, tx: Tx, scope: Scope, text: str) -> list[Mnemonic]:
        """The newest that share its rarest words, or all of them but one."""
        uses = await index_store.uses(tx, scope, [singular(word) for word in words_of(text)])
        rarest = sorted(uses, key=lambda word: uses[word])[:RAREST]
        numbers: list[int] = []
        for some in [rarest, *(without_one(rarest) if len(rarest) > 2 else [])]:
            numbers += await index_store.newest(tx, scope, [[word] for word in some], COMPARED)
        return await store.many(tx, list(dict.fromkeys(numbers)))


def ranked(hits: Mapping[str, Words], stems: Sequence[str], tallies: Mapping[str, Tally]) -> list[str]:
    """Refs, the best first: most of the words whole in the hook, then anywhere in it, then by score."""
    wanted = frozenset(stems)

    def worth(ref: str) -> tuple[int, int, float]:
        words = hits[ref]
        whole = len(wanted & words.hook)
        return whole, whole + len(wanted & words.rest), score(tallies.get(ref, Tally()))

    return sorted(hits, key=worth, reverse=True)
