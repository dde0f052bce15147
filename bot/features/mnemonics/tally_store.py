"""The SQL of what is known of each mnemonic. Owns `mnemonic_tallies`, `mnemonic_votes` and `mnemonic_judged`."""

from collections.abc import Sequence

from bot.db import Row, Tx
from bot.features.mnemonics.model import Mnemonic, Sharing, State, Tally, Texts
from bot.features.mnemonics.scoring import score

_THOUSAND, _MILLION = 1000, 1_000_000
_COUNTS = "up, down, tried, helped, expected"


def _tally(row: Row) -> Tally:
    return Tally(row["up"], row["down"], row["tried"], row["helped"], row["expected"] / _THOUSAND)


async def stand(tx: Tx, one: Mnemonic) -> None:
    """Where it stands: its server, its topic, whether it is shown, whether everywhere. What is known of it stays."""
    await tx.run(
        """INSERT INTO mnemonic_tallies (ref, number, home, topic, shown, everywhere)
        VALUES (:ref, :number, :home, :topic, :shown, :everywhere)
        ON CONFLICT (ref) DO UPDATE SET topic = excluded.topic, shown = excluded.shown,
            everywhere = excluded.everywhere""",
        {
            "ref": one.ref,
            "number": None if one.bundled else one.number,
            "home": one.guild_id,
            "topic": one.topic,
            "shown": int(one.state is State.SHOWN),
            "everywhere": int(one.sharing is Sharing.YES),
        },
    )


async def tallies(tx: Tx, refs: Sequence[str]) -> dict[str, Tally]:
    """What is known of these; of some there may be nothing."""
    names = {f"r{place}": ref for place, ref in enumerate(refs)}
    if not names:
        return {}
    rows = await tx.all(
        f"""SELECT ref, {_COUNTS} FROM mnemonic_tallies WHERE ref IN ({", ".join(f":{name}" for name in names)})""",
        names,
    )
    return {row["ref"]: _tally(row) for row in rows}


async def vote(tx: Tx, ref: str, member_id: int, guild_id: int, vote: int, now: int) -> None:
    """A member's vote, in place of the one before. 1 or −1, or 0 to take it back."""
    before = await own_vote(tx, ref, member_id)
    if vote:
        await tx.run(
            """INSERT INTO mnemonic_votes (ref, member_id, guild_id, vote, voted_at)
            VALUES (:ref, :member_id, :guild_id, :vote, :now)
            ON CONFLICT (ref, member_id) DO UPDATE SET vote = excluded.vote, guild_id = excluded.guild_id,
                voted_at = excluded.voted_at""",
            {"ref": ref, "member_id": member_id, "guild_id": guild_id, "vote": vote, "now": now},
        )
    else:
        await tx.run(
            "DELETE FROM mnemonic_votes WHERE ref = :ref AND member_id = :member_id",
            {"ref": ref, "member_id": member_id},
        )
    await _add(tx, ref, up=(vote > 0) - (before > 0), down=(vote < 0) - (before < 0))


async def own_vote(tx: Tx, ref: str, member_id: int) -> int:
    """1, −1, or 0 for none."""
    found = await tx.value(
        "SELECT vote FROM mnemonic_votes WHERE ref = :ref AND member_id = :member_id",
        {"ref": ref, "member_id": member_id},
    )
    return int(found or 0)


async def tried(tx: Tx, ref: str, helped: bool, expected: float) -> None:
    """Somebody who had seen it has answered on its topic again. expected: how likely a right answer was without it."""
    await _add(tx, ref, tried=1, helped=int(helped), expected=round(expected * _THOUSAND))


async def tried_anew(tx: Tx, ref: str, *, before: bool | None, after: bool | None, expected: float) -> None:
    """The answer of one who had seen it is judged otherwise. None: it counted, or counts, for nothing."""
    tried = (after is not None) - (before is not None)
    await _add(
        tx,
        ref,
        tried=tried,
        helped=int(after or False) - int(before or False),
        expected=tried * round(expected * _THOUSAND),
    )


async def _add(
    tx: Tx, ref: str, *, up: int = 0, down: int = 0, tried: int = 0, helped: int = 0, expected: int = 0
) -> None:
    row = await tx.one(
        f"""UPDATE mnemonic_tallies SET up = up + :up, down = down + :down, tried = tried + :tried,
            helped = helped + :helped, expected = expected + :expected WHERE ref = :ref
        RETURNING {_COUNTS}""",
        {"ref": ref, "up": up, "down": down, "tried": tried, "helped": helped, "expected": expected},
    )
    if row is not None:
        await tx.run(
            "UPDATE mnemonic_tallies SET score = :score WHERE ref = :ref",
            {"ref": ref, "score": round(score(_tally(row)) * _MILLION)},
        )


async def judged(tx: Tx, one: Mnemonic) -> None:
    """Its words as they are now are voted on, or are about to help somebody or not. Of a member's own alone."""
    if not one.bundled:
        await tx.run(
            """INSERT INTO mnemonic_judged (number, hook, stands_for) VALUES (:number, :hook, :stands_for)
            ON CONFLICT DO NOTHING""",
            {"number": one.number, "hook": one.texts.hook, "stands_for": one.texts.stands_for},
        )


async def all_judged(tx: Tx, number: int) -> list[Texts]:
    """All the words that its votes and results stand for."""
    rows = await tx.all(
        "SELECT hook, stands_for FROM mnemonic_judged WHERE number = :number", {"number": number}
    )
    return [Texts(row["hook"], row["stands_for"]) for row in rows]


async def forget_judged(tx: Tx, number: int) -> None:
    """Nothing of what it said stays."""
    await tx.run("DELETE FROM mnemonic_judged WHERE number = :number", {"number": number})


async def begin_anew(tx: Tx, one: Mnemonic) -> None:
    """It says something else now: nothing is known of that."""
    await forget_judged(tx, one.number)
    await tx.run("DELETE FROM mnemonic_votes WHERE ref = :ref", {"ref": one.ref})
    await tx.run(
        """UPDATE mnemonic_tallies SET up = 0, down = 0, tried = 0, helped = 0, expected = 0, score = 0
        WHERE ref = :ref""",
        {"ref": one.ref},
    )


async def best(tx: Tx, guild_id: int, topic: str | None, most: int) -> list[int]:
    """Numbers of the server's own, those with the best scores first."""
    on = "AND topic = :topic" if topic else ""
    rows = await tx.all(
        f"""SELECT number FROM mnemonic_tallies WHERE home = :guild_id {on} AND shown = 1
        ORDER BY score DESC LIMIT :most""",
        {"guild_id": guild_id, "topic": topic, "most": most},
    )
    return [row["number"] for row in rows]


async def best_shared(tx: Tx, guild_id: int, topic: str | None, most: int) -> list[int]:
    """Numbers of what other servers share, those with the best scores first."""
    on = "AND topic = :topic" if topic else ""
    rows = await tx.all(
        f"""SELECT number FROM mnemonic_tallies WHERE shown = 1 AND everywhere = 1 {on} AND home <> :guild_id
        ORDER BY score DESC LIMIT :most""",
        {"guild_id": guild_id, "topic": topic, "most": most},
    )
    return [row["number"] for row in rows]


async def untried(tx: Tx, guild_id: int, topic: str, most: int) -> list[int]:
    """Numbers of the server's newest on a topic, which may not have been tried yet."""
    rows = await tx.all(
        """SELECT number FROM mnemonic_tallies WHERE home = :guild_id AND topic = :topic AND shown = 1
            AND number IS NOT NULL AND tried < 10
        ORDER BY number DESC LIMIT :most""",
        {"guild_id": guild_id, "topic": topic, "most": most},
    )
    return [row["number"] for row in rows]


async def bounds(tx: Tx, guild_id: int) -> tuple[int, int] | None:
    """The smallest and the greatest number that a server shows of its own."""
    row = await tx.one(
        """SELECT (SELECT number FROM mnemonic_tallies WHERE home = :guild_id AND shown = 1
                ORDER BY number LIMIT 1) AS least,
            (SELECT number FROM mnemonic_tallies WHERE home = :guild_id AND shown = 1
                ORDER BY number DESC LIMIT 1) AS most""",
        {"guild_id": guild_id},
    )
    return (row["least"], row["most"]) if row and row["least"] is not None else None


async def from_number(tx: Tx, guild_id: int, number: int) -> int | None:
    """The first of the server's own from that number on."""
    found: int | None = await tx.value(
        """SELECT number FROM mnemonic_tallies WHERE home = :guild_id AND shown = 1 AND number >= :number
        ORDER BY number LIMIT 1""",
        {"guild_id": guild_id, "number": number},
    )
    return found


async def voted_at(tx: Tx, ref: str, since: int) -> dict[int, list[int]]:
    """When it was voted for since then (epoch seconds), by server."""
    rows = await tx.all(
        "SELECT guild_id, voted_at FROM mnemonic_votes WHERE ref = :ref AND vote > 0 AND voted_at >= :since",
        {"ref": ref, "since": since},
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row["guild_id"], []).append(row["voted_at"])
    return found


async def votes_within(tx: Tx, guild_id: int, since: int, until: int) -> dict[str, Tally]:
    """Votes cast in a server after `since` and not after `until` (epoch seconds), by ref."""
    rows = await tx.all(
        """SELECT ref, SUM(CASE WHEN vote > 0 THEN 1 ELSE 0 END) AS up,
            SUM(CASE WHEN vote < 0 THEN 1 ELSE 0 END) AS down FROM mnemonic_votes
        WHERE guild_id = :guild_id AND voted_at > :since AND voted_at <= :until GROUP BY ref""",
        {"guild_id": guild_id, "since": since, "until": until},
    )
    return {row["ref"]: Tally(up=row["up"], down=row["down"]) for row in rows}


async def member_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """A member's votes."""
    rows = await tx.all(
        "SELECT ref, guild_id, vote, voted_at FROM mnemonic_votes WHERE member_id = :member_id",
        {"member_id": member_id},
    )
    return [dict(row) for row in rows]


async def author_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """What a member's own mnemonics said when they were voted on or seen."""
    rows = await tx.all(
        """SELECT number, hook, stands_for FROM mnemonic_judged
        WHERE number IN (SELECT id FROM mnemonics WHERE author_id = :member_id) ORDER BY number""",
        {"member_id": member_id},
    )
    return [dict(row) for row in rows]


async def erase_member(tx: Tx, member_id: int) -> int:
    """Take a member's votes back."""
    rows = await tx.all(
        "SELECT ref, vote FROM mnemonic_votes WHERE member_id = :member_id", {"member_id": member_id}
    )
    for row in rows:
        await _add(tx, row["ref"], up=-int(row["vote"] > 0), down=-int(row["vote"] < 0))
    return await tx.run("DELETE FROM mnemonic_votes WHERE member_id = :member_id", {"member_id": member_id})
