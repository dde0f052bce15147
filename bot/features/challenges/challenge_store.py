"""The SQL of challenges. Owns `challenges` and `challenge_voices`."""

from bot.db import Row, Tx
from bot.features.challenges.model import Challenge, ChallengeState, DisputeKind, Voice

_COLUMNS = (
    "c.id, c.guild_id, c.question_id, c.option_order, c.state, c.opened_at, c.decided_at, c.accepted, "
    "c.reason, c.citation"
)


def _challenge(row: Row) -> Challenge:
    return Challenge(
        id=row["id"],
        guild_id=row["guild_id"],
        question_id=row["question_id"],
        order=row["option_order"],
        state=ChallengeState(row["state"]),
        opened_at=row["opened_at"],
        decided_at=row["decided_at"],
        accepted=row["accepted"],
        reason=row["reason"] or "",
        citation=row["citation"] or "",
    )


async def open_(tx: Tx, guild_id: int, question_id: str, order: str, now: int) -> tuple[int, bool]:
    """The id of the open challenge of a question; and whether it was opened just now."""
    made = await tx.value(
        """INSERT INTO challenges (guild_id, question_id, option_order, state, opened_at)
        VALUES (:guild_id, :question_id, :order, 'open', :now)
        ON CONFLICT (guild_id, question_id) WHERE state = 'open' DO NOTHING RETURNING id""",
        {"guild_id": guild_id, "question_id": question_id, "order": order, "now": now},
    )
    if made is not None:
        return int(made), True
    found = await tx.value(
        "SELECT id FROM challenges WHERE guild_id = :guild_id AND question_id = :question_id AND state = 'open'",
        {"guild_id": guild_id, "question_id": question_id},
    )
    return int(found), False


async def find(tx: Tx, challenge_id: int) -> Challenge | None:
    """The challenge, if it is there."""
    row = await tx.one(f"SELECT {_COLUMNS} FROM challenges AS c WHERE c.id = :id", {"id": challenge_id})
    return _challenge(row) if row else None


async def waiting(tx: Tx, guild_id: int, most: int) -> list[tuple[Challenge, int]]:
    """The server's open challenges, oldest first, each with how many have joined it."""
    rows = await tx.all(
        f"""SELECT {_COLUMNS}, (SELECT COUNT(*) FROM challenge_voices AS v WHERE v.challenge_id = c.id) AS voices
        FROM challenges AS c WHERE c.guild_id = :guild_id AND c.state = 'open' ORDER BY c.id LIMIT :most""",
        {"guild_id": guild_id, "most": most},
    )
    return [(_challenge(row), row["voices"]) for row in rows]


async def after(tx: Tx, guild_id: int, challenge_id: int) -> int | None:
    """Another open challenge of the server: the next one, or the first."""
    found: int | None = await tx.value(
        """SELECT id FROM challenges WHERE guild_id = :guild_id AND state = 'open' AND id <> :id
        ORDER BY id < :id, id LIMIT 1""",
        {"guild_id": guild_id, "id": challenge_id},
    )
    return found


async def decided_before(tx: Tx, challenge: Challenge) -> Challenge | None:
    """The last challenge of the same question that was decided, other than this one."""
    row = await tx.one(
        f"""SELECT {_COLUMNS} FROM challenges AS c WHERE c.guild_id = :guild_id AND c.question_id = :question_id
            AND c.state <> 'open' AND c.id <> :id ORDER BY c.id DESC LIMIT 1""",
        {"guild_id": challenge.guild_id, "question_id": challenge.question_id, "id": challenge.id},
    )
    return _challenge(row) if row else None


async def overruled(tx: Tx, challenge: Challenge) -> bool:
    """Whether the question was ruled on once more after this challenge."""
    found = await tx.value(
        """SELECT 1 FROM challenges WHERE guild_id = :guild_id AND question_id = :question_id AND state = 'upheld'
            AND id > :id LIMIT 1""",
        {"guild_id": challenge.guild_id, "question_id": challenge.question_id, "id": challenge.id},
    )
    return found is not None


async def decide(
    tx: Tx, challenge_id: int, *, accepted: str | None, reason: str, citation: str, by: int, now: int
) -> None:
    """Close it. accepted: the keys that count as right, None when it is declined."""
    await tx.run(
        """UPDATE challenges SET state = :state, accepted = :accepted, reason = :reason, citation = :citation,
            decided_by = :by, decided_at = :now WHERE id = :id""",
        {
            "id": challenge_id,
            "state": (ChallengeState.DECLINED if accepted is None else ChallengeState.UPHELD).value,
            "accepted": accepted,
            "reason": reason,
            "citation": citation,
            "by": by,
            "now": now,
        },
    )


async def open_voices_of(tx: Tx, guild_id: int, member_id: int) -> int:
    """How many open challenges of a server a member has a voice in."""
    return int(
        await tx.value(
            """SELECT COUNT(*) FROM challenge_voices AS v JOIN challenges AS c ON c.id = v.challenge_id
            WHERE v.member_id = :member_id AND c.guild_id = :guild_id AND c.state = 'open'""",
            {"guild_id": guild_id, "member_id": member_id},
        )
    )


async def say(tx: Tx, challenge_id: int, voice: Voice) -> bool:
    """Keep what a member says; False when that replaced what they had said before."""
    said = await tx.value(
        "SELECT 1 FROM challenge_voices WHERE challenge_id = :id AND member_id = :member_id",
        {"id": challenge_id, "member_id": voice.member_id},
    )
    await tx.run(
        """INSERT INTO challenge_voices (challenge_id, member_id, kind, reason, citation, option_order, said_at)
        VALUES (:id, :member_id, :kind, :reason, :citation, :order, :said_at)
        ON CONFLICT (challenge_id, member_id) DO UPDATE SET kind = excluded.kind, reason = excluded.reason,
            citation = excluded.citation, option_order = excluded.option_order""",
        {
            "id": challenge_id,
            "member_id": voice.member_id,
            "kind": voice.kind.value,
            "reason": voice.reason,
            "citation": voice.citation,
            "order": voice.order,
            "said_at": voice.said_at,
        },
    )
    return said is None


async def voices(tx: Tx, challenge_id: int) -> list[Voice]:
    """Who has joined a challenge, and what they say, first come first."""
    rows = await tx.all(
        """SELECT member_id, kind, reason, citation, option_order, said_at FROM challenge_voices
        WHERE challenge_id = :id ORDER BY said_at, member_id""",
        {"id": challenge_id},
    )
    return [Voice(row["member_id"], DisputeKind(row["kind"]), *row[2:]) for row in rows]


async def spoke(tx: Tx, challenge_id: int, member_id: int) -> bool:
    """Whether a member had joined a challenge."""
    found = await tx.value(
        "SELECT 1 FROM challenge_voices WHERE challenge_id = :id AND member_id = :member_id",
        {"id": challenge_id, "member_id": member_id},
    )
    return found is not None


async def member_rows(tx: Tx, member_id: int) -> dict[str, list[dict[str, object]]]:
    """What a member disputed, and what they decided."""
    tables = {
        "challenges": """SELECT v.challenge_id, c.guild_id, c.question_id, v.kind, v.reason, v.citation, v.said_at,
                c.state, c.decided_at
            FROM challenge_voices AS v JOIN challenges AS c ON c.id = v.challenge_id
            WHERE v.member_id = :member_id ORDER BY v.challenge_id""",
        "challenges_decided": """SELECT id AS challenge_id, guild_id, question_id, state, accepted, reason, citation,
                decided_at, decided_by
            FROM challenges WHERE decided_by = :member_id ORDER BY id""",
    }
    return {
        name: [dict(row) for row in await tx.all(sql, {"member_id": member_id})]
        for name, sql in tables.items()
    }


async def erase_member(tx: Tx, member_id: int) -> dict[str, int]:
    """What they said goes, and an open challenge that nobody else has joined with it; what they decided holds."""
    said = await tx.run("DELETE FROM challenge_voices WHERE member_id = :member_id", {"member_id": member_id})
    await tx.run(
        """DELETE FROM challenges WHERE state = 'open'
            AND NOT EXISTS (SELECT 1 FROM challenge_voices WHERE challenge_id = challenges.id)"""
    )
    decided = await tx.run(
        "UPDATE challenges SET decided_by = NULL WHERE decided_by = :member_id", {"member_id": member_id}
    )
    return {"challenges": said, "challenges decided (now without your id)": decided}
