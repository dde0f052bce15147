"""Searching the code tables by words: as people mean them, then with likely corrections, then with fewer words."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest

from bot.features.codes import words
from bot.features.codes.model import Node
from bot.features.codes.store import TablesStore
from bot.features.codes.synonyms import MEANT
from bot.words import SHORTEST_STEM, closest, singular

# So many are ranked anew. The index hands them out with the best-known first.
CONSIDERED = 300
# While somebody types, what a short form means comes first (“mi”), then what the letters begin (“migraine”).
MEANT_FIRST = 8
# Of what a corrected word finds, so many come before what begins with the letters as typed.
CORRECTED_FIRST = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the best first, and how the words were changed to find it.

    whole: there is a line with all the words, none of them only begun. sure: it is the only one, and the words are
    those that were typed, so it needs no list to choose from.
    """

    nodes: list[Node] = field(default_factory=list)
    remark: str = ""
    whole: bool = False
    sure: bool = False


class Search:
    """One search."""

    def __init__(self, store: TablesStore) -> None:
        self._store = store
        # Which words stand anywhere in the tables, if only as a beginning.
        self._known: dict[str, bool] = {}

    async def find(self, text: str) -> Found:
        """Lines with all the words; else with mistyped ones corrected; else without the words that matter least."""
        found = await self._as_typed(text)
        if found.whole:
            return found
        typed = words.without_fillers(words.words_of(text))
        better = await self._corrected(typed)
        if better != typed and not (found.nodes and _shorter(better, typed)):
            corrected = (await self._as_typed(" ".join(better))).nodes
            if corrected and found.nodes:  # “hart” may have begun Hartnup.
                nodes = list(dict.fromkeys([*corrected[:CORRECTED_FIRST], *found.nodes, *corrected]))
                return Found(nodes, f"Perhaps you mean: {' '.join(better)}.")
            if corrected:
                return Found(corrected, f"Nothing is called that. Shown instead: {' '.join(better)}.")
        if found.nodes:
            return found
        return await self._with_fewer(" ".join(better), guessed=set(better) - set(typed))

    async def suggest(self, text: str) -> list[Node]:
        """The same while it is being typed: also what the last word may become."""
        found = await self._as_typed(text)
        if not found.nodes:
            return (await self.find(text)).nodes
        if not words.meant(text):
            return found.nodes
        literal = await self._with_all(words.words_of(text))
        return list(dict.fromkeys([*found.nodes[:MEANT_FIRST], *literal, *found.nodes]))

    async def _as_typed(self, text: str) -> Found:
        """By the first way of searching it that finds anything."""
        typed = words.words_of(text)
        for way in words.ways(text):
            hits = [await self._with_all(wanted) for wanted in way if wanted]
            nodes = _in_turn(hits)
            if nodes:
                is_changed = way not in ([typed], [words.without_fillers(typed)])
                remark = f"Searched for: {' or '.join(map(' '.join, way))}." if is_changed else ""
                whole = await self._whole(way)
                return Found(nodes, remark, whole, sure=whole and len(nodes) == 1 and not is_changed)
        return Found()

    async def _whole(self, way: Iterable[Sequence[str]]) -> bool:
        return any([await self._store.with_words(words.whole(wanted), 1) for wanted in way])

    async def _with_all(self, wanted: Sequence[str]) -> list[Node]:
        # Reading a common word's lines takes 1 ms and more; that a word has none takes 0.1 ms.
        if not all([await self._is_known(word) for word in wanted]):
            return []
        nodes = await self._store.with_words(words.expression(wanted), CONSIDERED)
        return words.ranked(nodes, wanted)

    async def _is_known(self, word: str) -> bool:
        if word not in self._known:
            beginnings = (word, singular(word))
            self._known[word] = any([await self._store.has_word(beginning) for beginning in beginnings])
        return self._known[word]

    async def _with_fewer(self, text: str, guessed: Collection[str]) -> Found:
        """Without all words that are nowhere; then also without one of the others, a corrected one first."""
        wanted = words.without_fillers(words.words_of(next(iter(words.meant(text)), text)))
        lines = await self._lines(wanted)
        known = [word for word in wanted if lines[word]]
        tried = [known] if known != wanted and words.says_something(known) else []
        for fewer in [*tried, *words.without_one(known, lines | dict.fromkeys(guessed, 0))]:
            nodes = await self._with_all(fewer)
            if nodes:
                return Found(nodes, f"Nothing has all these words. Shown instead: {' '.join(fewer)}.")
        return Found()

    async def _lines(self, wanted: Sequence[str]) -> dict[str, int]:
        """On how many lines each word stands, whole; a beginning counts as one."""
        forms = {word: words.spellings(word) for word in wanted}
        lines = await self._store.lines_with(chain.from_iterable(forms.values()))
        found = {word: sum(lines.get(form, 0) for form in forms[word]) for word in wanted}
        for word, count in found.items():
            if not count and await self._is_known(word):
                found[word] = 1
        return found

    async def _corrected(self, wanted: Sequence[str]) -> list[str]:
        """Each word that is not in the tables, whole, gives way to the one most like it, if any is."""
        lines = await self._store.lines_with(chain.from_iterable(map(words.spellings, wanted)))
        better = []
        for word in wanted:
            is_known = word in MEANT or any(form in lines for form in words.spellings(word))
            better.append(word if is_known else await self._closest(word) or word)
        return better

    async def _closest(self, word: str) -> str | None:
        if len(word) < SHORTEST_STEM or not word.isalpha():
            return None
        for beginning in (word[:2], word[:1]):
            near = await self._store.words_like(beginning, len(word) - 2, len(word) + 2)
            said = [(one, 1) for phrase in MEANT for one in phrase.split() if one.startswith(beginning)]
            found = closest(word, [*near, *said])
            if found:
                return found
        return None


def _shorter(better: Sequence[str], typed: Sequence[str]) -> bool:
    """Whether a correction only cuts letters off: “hypert” begins more than “hyper”."""
    return any(old != new and old.startswith(new) for new, old in zip(better, typed, strict=True))


def _in_turn(hits: Sequence[Sequence[Node]]) -> list[Node]:
    """The best of each, then the second of each."""
    return list(dict.fromkeys(node for row in zip_longest(*hits) for node in row if node))
