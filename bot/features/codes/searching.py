"""Searching the code tables by words: as typed, then with likely corrections, then with one word less."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.features.codes import words
from bot.features.codes.model import Node
from bot.features.codes.store import TablesStore

# So many are ranked anew. The index hands them out with the best-known first.
CONSIDERED = 300


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the best first, and how the words were changed to find it."""

    nodes: list[Node] = field(default_factory=list)
    remark: str = ""


class Search:
    """One search."""

    def __init__(self, store: TablesStore) -> None:
        self._store = store

    async def find(self, wanted: Sequence[str]) -> Found:
        """Lines with all the words; else with mistyped ones corrected; else without one of them."""
        if not wanted:
            return Found()
        nodes = await self._with_all(wanted)
        if nodes:
            return Found(nodes)
        better = await self._corrected(wanted)
        if better != list(wanted):
            nodes = await self._with_all(better)
            if nodes:
                return Found(nodes, f"Nothing is called that. Shown instead: {' '.join(better)}.")
        for fewer in words.without_one(better) if len(better) > 1 else []:
            nodes = await self._with_all(fewer)
            if nodes:
                return Found(nodes, f"Nothing has all these words. Shown instead: {' '.join(fewer)}.")
        return Found()

    async def _with_all(self, wanted: Sequence[str]) -> list[Node]:
        nodes = await self._store.with_words(words.expression(wanted), CONSIDERED)
        return words.ranked(nodes, wanted)

    async def _corrected(self, wanted: Sequence[str]) -> list[str]:
        """Each word that is nowhere in the tables gives way to the one most like it, if any is."""
        better = []
        for word in wanted:
            known = word.isdigit() or await self._store.with_words(words.expression([word]), 1)
            better.append(word if known else await self._closest(word) or word)
        return better

    async def _closest(self, word: str) -> str | None:
        if len(word) < words.SHORTEST_STEM or not word.isalpha():
            return None
        for beginning in (word[:2], word[:1]):
            near = await self._store.words_like(beginning, len(word) - 2, len(word) + 2)
            found = words.closest(word, near)
            if found:
                return found
        return None
