"""The SQL of searching by words. Owns `mnemonic_words` (full-text search) and `mnemonic_vocabulary`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.db import Tx
from bot.words import expression

EVERYWHERE = 0


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


def _match(scope: Scope, words: Iterable[str]) -> str:
    """What full-text search is asked. Words hold letters and digits only."""
    place = f"g{scope.guild_id} OR all" if scope.others else f"g{scope.guild_id}"
    topic = f" AND topic : {_topic_token(scope.topic)}" if scope.topic else ""
    return f"place : ({place}){topic} AND words : ({expression(words)})"


async def put(
    tx: Tx, number: int, guild_id: int, topic: str, words: Sequence[str], *, everywhere: bool
) -> None:
    """Let it be found in its server, or everywhere. words: each once."""
    await tx.run(
        "INSERT INTO mnemonic_words (rowid, place, topic, words) VALUES (:number, :place, :topic, :words)",
        {
            "number": number,
            "place": f"g{guild_id} all" if everywhere else f"g{guild_id}",
            "topic": _topic_token(topic),
            "words": " ".join(words),
        },
    )
    for home in (guild_id, EVERYWHERE) if everywhere else (guild_id,):
        await tx.run_many(
            """INSERT INTO mnemonic_vocabulary (home, word, uses) VALUES (:home, :word, 1)
            ON CONFLICT (home, word) DO UPDATE SET uses = mnemonic_vocabulary.uses + 1""",
            [{"home": home, "word": word} for word in words],
        )


async def remove(tx: Tx, number: int, guild_id: int) -> None:
    """Let it be found no more. Nothing happens when it was not."""
    row = await tx.one("SELECT place, words FROM mnemonic_words WHERE rowid = :number", {"number": number})
    if row is None:
        return
    homes = (guild_id, EVERYWHERE) if row["place"].endswith(" all") else (guild_id,)
    used = [{"home": home, "word": word} for home in homes for word in row["words"].split()]
    await tx.run("DELETE FROM mnemonic_words WHERE rowid = :number", {"number": number})
    await tx.run_many(
        "UPDATE mnemonic_vocabulary SET uses = uses - 1 WHERE home = :home AND word = :word", used
    )
    await tx.run_many(
        "DELETE FROM mnemonic_vocabulary WHERE home = :home AND word = :word AND uses < 1", used
    )


async def newest(tx: Tx, scope: Scope, words: Sequence[str], most: int) -> list[int]:
    """Numbers of those with all the words, newest first."""
    rows = await tx.all(
        """SELECT rowid AS number FROM mnemonic_words WHERE mnemonic_words MATCH :match
        ORDER BY rowid DESC LIMIT :most""",
        {"match": _match(scope, words), "most": most},
    )
    return [row["number"] for row in rows]


async def among(tx: Tx, scope: Scope, words: Sequence[str], numbers: Sequence[int]) -> list[int]:
    """Those of the numbers that have all the words."""
    names = {f"n{place}": number for place, number in enumerate(numbers)}
    if not names:
        return []
    rows = await tx.all(
        f"""SELECT rowid AS number FROM mnemonic_words WHERE mnemonic_words MATCH :match
        AND rowid IN ({", ".join(f":{name}" for name in names)})""",
        {"match": _match(scope, words), **names},
    )
    return [row["number"] for row in rows]


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
            "end": beginning[:-1] + chr(ord(beginning[-1]) + 1),
            "shortest": shortest,
            "longest": longest,
        },
    )
    return [(row["word"], row["uses"]) for row in rows]
