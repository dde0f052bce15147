"""The SQL of trials: from a wrong answer on a topic to the next answer on it.

Owns `mnemonic_trials`, `mnemonic_seen` and `mnemonic_topics`.
"""

from dataclasses import dataclass

from bot.db import Tx
from bot.features.mnemonics.model import Tally

ALL_TOPICS = ""
_THOUSAND = 1000
Rows = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Trial:
    """A member has answered wrong on a topic, in that server. began_at: epoch seconds."""

    guild_id: int
    began_at: int


@dataclass(frozen=True, slots=True)
class Settled:
    """How a trial ended for a mnemonic that was seen in it. helped: None when the answer counts for nothing any more.

    expected: how likely a right answer was without it.
    """

    id: int
    ref: str
    helped: bool | None
    expected: float


async def find(tx: Tx, member_id: int, topic: str) -> Trial | None:
    """The member's open trial on a topic."""
    row = await tx.one(
        "SELECT guild_id, began_at FROM mnemonic_trials WHERE member_id = :member_id AND topic = :topic",
        {"member_id": member_id, "topic": topic},
    )
    return Trial(row["guild_id"], row["began_at"]) if row else None


async def begin(tx: Tx, member_id: int, topic: str, guild_id: int, now: int) -> None:
    """A wrong answer: a trial begins, in place of one before."""
    await tx.run(
        """INSERT INTO mnemonic_trials (member_id, topic, guild_id, began_at)
        VALUES (:member_id, :topic, :guild_id, :now)
        ON CONFLICT (member_id, topic) DO UPDATE SET guild_id = excluded.guild_id, began_at = excluded.began_at""",
        {"member_id": member_id, "topic": topic, "guild_id": guild_id, "now": now},
    )


async def end(tx: Tx, member_id: int, topic: str) -> None:
    """No trial is open on the topic any more."""
    await tx.run(
        "DELETE FROM mnemonic_trials WHERE member_id = :member_id AND topic = :topic",
        {"member_id": member_id, "topic": topic},
    )


async def see(tx: Tx, ref: str, member_id: int, topic: str, guild_id: int, now: int) -> None:
    """The member sees a mnemonic during the trial. Once counts."""
    await tx.run(
        """INSERT INTO mnemonic_seen (ref, member_id, topic, guild_id, seen_at)
        VALUES (:ref, :member_id, :topic, :guild_id, :now) ON CONFLICT DO NOTHING""",
        {"ref": ref, "member_id": member_id, "topic": topic, "guild_id": guild_id, "now": now},
    )


async def seen(tx: Tx, member_id: int, topic: str) -> list[str]:
    """Refs of what the member saw in the open trial on the topic."""
    rows = await tx.all(
        """SELECT ref FROM mnemonic_seen WHERE member_id = :member_id AND topic = :topic AND ended_at IS NULL
        ORDER BY id""",
        {"member_id": member_id, "topic": topic},
    )
    return [row["ref"] for row in rows]


async def settle(
    tx: Tx, member_id: int, topic: str, ref: str, *, helped: bool, expected: float, now: int
) -> None:
    """How the trial ended for one of those that were seen in it."""
    await tx.run(
        """UPDATE mnemonic_seen SET ended_at = :now, helped = :helped, expected = :expected
        WHERE member_id = :member_id AND topic = :topic AND ref = :ref AND ended_at IS NULL""",
        {
            "member_id": member_id,
            "topic": topic,
            "ref": ref,
            "helped": int(helped),
            "expected": round(expected * _THOUSAND),
            "now": now,
        },
    )


async def settled_at(tx: Tx, member_id: int, topic: str, at: int) -> list[Settled]:
    """What an answer given at that moment (epoch seconds) has settled."""
    rows = await tx.all(
        """SELECT id, ref, helped, expected FROM mnemonic_seen
        WHERE member_id = :member_id AND topic = :topic AND ended_at = :at""",
        {"member_id": member_id, "topic": topic, "at": at},
    )
    return [
        Settled(
            row["id"],
            row["ref"],
            None if row["helped"] is None else bool(row["helped"]),
            row["expected"] / _THOUSAND,
        )
        for row in rows
    ]


async def settle_anew(tx: Tx, settled_id: int, helped: bool | None) -> None:
    """The answer that settled it is judged otherwise; None: it counts for nothing."""
    await tx.run(
        "UPDATE mnemonic_seen SET helped = :helped WHERE id = :id",
        {"id": settled_id, "helped": None if helped is None else int(helped)},
    )


async def never_began(tx: Tx, member_id: int, topic: str, at: int) -> None:
    """The answer that began the open trial was not wrong after all, so that nothing is concluded from the next."""
    gone = await tx.run(
        "DELETE FROM mnemonic_trials WHERE member_id = :member_id AND topic = :topic AND began_at = :at",
        {"member_id": member_id, "topic": topic, "at": at},
    )
    if gone:
        await forget_seen(tx, member_id, topic)


async def forget_seen(tx: Tx, member_id: int, topic: str) -> None:
    """Nothing that was seen counts: the trial has grown too old."""
    await tx.run(
        "DELETE FROM mnemonic_seen WHERE member_id = :member_id AND topic = :topic AND ended_at IS NULL",
        {"member_id": member_id, "topic": topic},
    )


async def results(tx: Tx, guild_id: int, topic: str) -> tuple[int, int]:
    """How many trials have ended there on the topic (ALL_TOPICS: on all), and how many of them well."""
    row = await tx.one(
        "SELECT tried, helped FROM mnemonic_topics WHERE guild_id = :guild_id AND topic = :topic",
        {"guild_id": guild_id, "topic": topic},
    )
    return (row["tried"], row["helped"]) if row else (0, 0)


async def results_with(tx: Tx, guild_id: int, ref: str) -> tuple[int, int]:
    """The same of the trials in which a mnemonic was seen."""
    row = await tx.one(
        """SELECT COUNT(*) AS tried, COALESCE(SUM(helped), 0) AS helped FROM mnemonic_seen
        WHERE guild_id = :guild_id AND ref = :ref AND ended_at IS NOT NULL AND helped IS NOT NULL""",
        {"guild_id": guild_id, "ref": ref},
    )
    assert row is not None
    return row["tried"], row["helped"]


async def count_anew(tx: Tx, guild_id: int, topic: str, *, tried: int, helped: int) -> None:
    """By how much the counts of a topic, and of all, move when an answer is judged otherwise."""
    await tx.run(
        """UPDATE mnemonic_topics SET tried = tried + :tried, helped = helped + :helped
        WHERE guild_id = :guild_id AND topic IN (:topic, :all_topics)""",
        {"guild_id": guild_id, "topic": topic, "all_topics": ALL_TOPICS, "tried": tried, "helped": helped},
    )


async def count(tx: Tx, guild_id: int, topic: str, helped: bool) -> None:
    """A trial has ended: on its topic, and on all."""
    await tx.run(
        """INSERT INTO mnemonic_topics (guild_id, topic, tried, helped)
        VALUES (:guild_id, :topic, 1, :helped), (:guild_id, :all_topics, 1, :helped)
        ON CONFLICT (guild_id, topic) DO UPDATE SET tried = mnemonic_topics.tried + 1,
            helped = mnemonic_topics.helped + excluded.helped""",
        {"guild_id": guild_id, "topic": topic, "all_topics": ALL_TOPICS, "helped": int(helped)},
    )


async def forget_ref(tx: Tx, ref: str) -> None:
    """It says something else now: what was seen was another."""
    await tx.run("DELETE FROM mnemonic_seen WHERE ref = :ref", {"ref": ref})


async def ended_at(tx: Tx, guild_id: int, ref: str, since: int) -> list[int]:
    """When a trial in which it was seen has ended well in a server, since then (epoch seconds)."""
    rows = await tx.all(
        """SELECT ended_at FROM mnemonic_seen
        WHERE guild_id = :guild_id AND ref = :ref AND helped = 1 AND ended_at IS NOT NULL AND ended_at >= :since""",
        {"guild_id": guild_id, "ref": ref, "since": since},
    )
    return [row["ended_at"] for row in rows]


async def ended_within(tx: Tx, guild_id: int, since: int, until: int) -> dict[str, Tally]:
    """Results in a server after `since` and not after `until` (epoch seconds), by ref."""
    rows = await tx.all(
        """SELECT ref, COUNT(*) AS tried, SUM(helped) AS helped, SUM(expected) AS expected FROM mnemonic_seen
        WHERE guild_id = :guild_id AND ended_at > :since AND ended_at <= :until
            AND helped IS NOT NULL
        GROUP BY ref""",
        {"guild_id": guild_id, "since": since, "until": until},
    )
    return {
        row["ref"]: Tally(tried=row["tried"], helped=row["helped"], expected=row["expected"] / _THOUSAND)
        for row in rows
    }


async def member_rows(tx: Tx, member_id: int) -> dict[str, Rows]:
    """What a member saw, and the trials that are open."""
    tables = {
        "mnemonics_seen": """SELECT ref, topic, guild_id, seen_at, ended_at, helped FROM mnemonic_seen
            WHERE member_id = :member_id ORDER BY id""",
        "mnemonic_trials": "SELECT topic, guild_id, began_at FROM mnemonic_trials WHERE member_id = :member_id",
    }
    return {
        name: [dict(row) for row in await tx.all(sql, {"member_id": member_id})]
        for name, sql in tables.items()
    }


async def erase_member(tx: Tx, member_id: int) -> int:
    """Remove both. What they added to the counts names nobody and stays."""
    trials = await tx.run(
        "DELETE FROM mnemonic_trials WHERE member_id = :member_id", {"member_id": member_id}
    )
    seen = await tx.run("DELETE FROM mnemonic_seen WHERE member_id = :member_id", {"member_id": member_id})
    return trials + seen
