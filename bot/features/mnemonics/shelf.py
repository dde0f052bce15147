"""The mnemonics that come with the bot, in memory: found by topic and by words. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.features.mnemonics.index_store import Words
from bot.features.mnemonics.model import BUNDLED, Mnemonic, Texts
from bot.features.mnemonics.texts import alike, key_of
from bot.library import Library
from bot.words import singular, split

BOTS_OWN = 0


def words_in(one: Mnemonic, topic_name: str) -> Words:
    """Every word that it is found by."""
    texts = one.texts
    hook = frozenset(map(singular, split(texts.hook)))
    rest = frozenset(map(singular, split(f"{texts.stands_for} {texts.story} {topic_name}")))
    return Words(hook, rest - hook)


class Shelf:
    """What is under content/mnemonics."""

    def __init__(self, library: Library) -> None:
        self.by_ref: Mapping[str, Mnemonic] = {
            f"{BUNDLED}{one.id}": Mnemonic(
                ref=f"{BUNDLED}{one.id}",
                guild_id=BOTS_OWN,
                author_id=None,
                topic=one.topic,
                texts=Texts(one.hook, one.stands_for, one.story or ""),
                sources=tuple(source.label for source in one.sources),
            )
            for one in library.mnemonics.values()
        }
        self._keys = {ref: key_of(one.texts.hook) for ref, one in self.by_ref.items()}
        self._words = {
            ref: words_in(one, library.topic_names.get(one.topic, "")) for ref, one in self.by_ref.items()
        }
        self._refs: dict[str, set[str]] = {}
        for ref, words in self._words.items():
            for word in words.hook | words.rest:
                self._refs.setdefault(word, set()).add(ref)
        self._sorted = sorted(self._refs)

    def on(self, topic: str | None) -> list[Mnemonic]:
        """Those on a topic, or all."""
        return [one for one in self.by_ref.values() if topic in (None, one.topic)]

    def with_words(self, words: Sequence[str], topic: str | None) -> dict[str, Words]:
        """By ref those that have all the words (in the singular), each perhaps longer."""
        sets = [self._with_word(word) for word in words]
        refs = set.intersection(*sets) if sets else set()
        return {ref: self._words[ref] for ref in sorted(refs) if topic in (None, self.by_ref[ref].topic)}

    def _with_word(self, word: str) -> set[str]:
        if word.isdigit():  # type 2 is not type 20
            return self._refs.get(word, set())
        return {ref for known in self._from(word) for ref in self._refs[known]}

    def _from(self, beginning: str) -> Iterator[str]:
        for place in range(bisect_left(self._sorted, beginning), len(self._sorted)):
            if not self._sorted[place].startswith(beginning):
                return
            yield self._sorted[place]

    def words_like(self, beginning: str, shortest: int, longest: int) -> Iterable[tuple[str, int]]:
        """Known words with that beginning and length, each with how many mnemonics have it."""
        return (
            (word, len(self._refs[word]))
            for word in self._from(beginning)
            if shortest <= len(word) <= longest
        )

    def like(self, key: str) -> list[Mnemonic]:
        """Those whose hook says the same as the one with that key."""
        return [one for ref, one in self.by_ref.items() if alike(key, self._keys[ref])]
