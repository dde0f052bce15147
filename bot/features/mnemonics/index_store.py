"""The SQL of searching by words. Owns `mnemonic_words` (full-text search) and `mnemonic_vocabulary`."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.db import Row, Tx

EVERYWHERE = 0


@dataclass(frozen=True, slots=True)
class Words:
    """What a mnemonic is found by: the words of its hook, and all others. Each once, small, in the singular."""

    hook: frozenset[str]
    rest: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to search: in a server, with what other servers share or without, and perhaps on one topic."""

    guild_id: int
    others: bool = True
    topic: str | None = None

    @property
    def homes(self) -> tuple[int, ...]:
        """Whose words count as known."""
        return (self.guild_id, EVERYWHERE) if self.others else (self.guild_id,)


def _topic_token(topic: str) -> str:
    return "t" + "".join(char for char in topic.lower() if char.isalnum())


def _match(scope: Scope, terms: Sequence[Sequence[str]]) -> str:
    """What full-text search is asked: of each group of terms, any. They hold letters and digits only.

    Whole words only: the engine gathers all entries for a beginning of a word before it gives the first.
    """
    place = f"g{scope.guild_id} OR all" if scope.others else f"g{scope.guild_id}"
    topic = f" AND topic : {_topic_token(scope.topic)}" if scope.topic else ""
    quoted = ([f'"{term}"' for term in group] for group in terms)
    groups = " AND ".join(f"({' OR '.join(group)})" for group in quoted)
    return f"place : ({place}){topic} AND {{hook rest}} : ({groups})"


def _words(row: Row) -> Words:
    return Words(frozenset(row["hook"].split()), frozenset(row["rest"].split()))


async def put(tx: Tx, number: int, guild_id: int, topic: str, words: Words, *, everywhere: bool) -> None:
    """Let it be found in its server, or everywhere."""
    await tx.run(
        """INSERT INTO mnemonic_words (rowid, place, topic, hook, rest)
        VALUES (:number, :place, :topic, :hook, :rest)""",
        {
            "number": number,
            "place": f"g{guild_id} all" if everywhere else f"g{guild_id}",
            "topic": _topic_token(topic),
            "hook": " ".join(sorted(words.hook)),
            "rest": " ".join(sorted(words.rest)),
        },
    )
    for home in (guild_id, EVERYWHERE) if everywhere else (guild_id,):
        await tx.run_many(
            """INSERT INTO mnemonic_vocabulary (home, word, uses) VALUES (:home, :word, 1)
            ON CONFLICT (home, word) DO UPDATE SET uses = mnemonic_vocabulary.uses + 1""",
            [{"home": home, "word": word} for word in sorted(words.hook | words.rest)],
        )


async def remove(tx: Tx, number: int, guild_id: int) -> None:
    """Let it be found no more. Nothing happens when it was not."""
    row = await tx.one(
        "SELECT place, hook, rest FROM mnemonic_words WHERE rowid = :number", {"number": number}
    )
    if row is None:
        return
    homes = (guild_id, EVERYWHERE) if row["place"].endswith(" all") else (guild_id,)
    words = _words(row)
    used = [{"home": home, "word": word} for home in homes for word in sorted(words.hook | words.rest)]
    await tx.run("DELETE FROM mnemonic_words WHERE rowid = :number", {"number": number})
    await tx.run_many(
        "UPDATE mnemonic_vocabulary SET uses = uses - 1 WHERE home = :home AND word = :word", used
    )
    await tx.run_many(
        "DELETE FROM mnemonic_vocabulary WHERE home = :home AND word = :word AND uses < 1", used
    )


async def newest(tx: Tx, scope: Scope, terms: Sequence[Sequence[str]], most: int) -> dict[int, Words]:
    """Those with a term of every group, by number, newest first."""
    if not terms or not all(terms):
        return {}
    rows = await tx.all(
        """SELECT rowid AS number, hook, rest FROM mnemonic_words WHERE mnemonic_words MATCH :match
        ORDER BY rowid DESC LIMIT :most""",
        {"match": _match(scope, terms), "most": most},
    )
    return {row["number"]: _words(row) for row in rows}


async def words_of(tx: Tx, numbers: Sequence[int]) -> dict[int, Words]:
    """What these are found by."""
    names = {f"n{place}": number for place, number in enumerate(numbers)}
    if not names:
        return {}
    rows = await tx.all(
        f"""SELECT rowid AS number, hook, rest FROM mnemonic_words
        WHERE rowid IN ({", ".join(f":{name}" for name in names)})""",
        names,
    )
    return {row["number"]: _words(row) for row in rows}


async def beginning_with(tx: Tx, scope: Scope, beginning: str, most: int) -> list[str]:
    """Known words with that beginning, those that are in the most mnemonics first."""
    rows = await tx.all(
        """SELECT word FROM mnemonic_vocabulary
        WHERE home IN (:home, :everywhere) AND word >= :beginning AND word < :end
        GROUP BY word ORDER BY SUM(uses) DESC LIMIT :most""",
        {
            "home": scope.guild_id,
            "everywhere": scope.homes[-1],
            "beginning": beginning,
            "end": _after(beginning),
            "most": most,
        },
    )
    return [row["word"] for row in rows]


async def uses(tx: Tx, scope: Scope, words: Sequence[str]) -> dict[str, int]:
    """How many mnemonics have each of the words, just so."""
    names = {f"w{place}": word for place, word in enumerate(words)}
    if not names:
        return {}
    rows = await tx.all(
        f"""SELECT word, SUM(uses) AS uses FROM mnemonic_vocabulary
        WHERE home IN (:home, :everywhere) AND word IN ({", ".join(f":{name}" for name in names)})
        GROUP BY word""",
        {"home": scope.guild_id, "everywhere": scope.homes[-1], **names},
    )
    return {row["word"]: row["uses"] for row in rows}


async def words_like(
    tx: Tx, scope: Scope, beginning: str, shortest: int, longest: int
) -> list[tuple[str, int]]:
    """Known words with that beginning and length, each with how many mnemonics have it."""
    rows = await tx.all(
        """SELECT word, SUM(uses) AS uses FROM mnemonic_vocabulary
        WHERE home IN (:home, :everywhere) AND word >= :beginning AND word < :end
            AND length(word) BETWEEN :shortest AND :longest
        GROUP BY word""",
        {
            "home": scope.guild_id,
            "everywhere": scope.homes[-1],
            "beginning": beginning,
            "end": _after(beginning),
            "shortest": shortest,
            "longest": longest,
        },
    )
    return [(row["word"], row["uses"]) for row in rows]


def _after(beginning: str) -> str:
    """The first text after all that begin so."""
    return beginning[:-1] + chr(ord(beginning[-1]) + 1)
