"""The SQL of tracks and their occurrences. Owns `tracks` and `occurrences`."""

from datetime import date

from bot.db import Row, Tx
from bot.features.quiz.model import Occurrence, OccurrenceState, Track

_TRACK = "id, guild_id, certification, channel_id, ping_role_id, created_by, created_at, removed_at"
_OCCURRENCE = (
    "id, track_id, number, nominal_date, question_id, option_order, due_at, closes_at, state, late, "
    "channel_id, message_id, answered"
)


def _track(row: Row) -> Track:
    return Track(*row)


def _occurrence(row: Row) -> Occurrence:
    return Occurrence(
        id=row["id"],
        track_id=row["track_id"],
        number=row["number"],
        nominal_date=date.fromisoformat(row["nominal_date"]),
        question_id=row["question_id"],
        order=row["option_order"],
        due_at=row["due_at"],
        closes_at=row["closes_at"],
        state=OccurrenceState(row["state"]),
        late=bool(row["late"]),
        channel_id=row["channel_id"],
        message_id=row["message_id"],
        answered=row["answered"],
    )


async def insert_track(
    tx: Tx,
    *,
    guild_id: int,
    certification: str,
    channel_id: int,
    ping_role_id: int | None,
    created_by: int,
    now: int,
) -> Track | None:
    """Keep a new track; None when that channel has this certification already."""
    row = await tx.one(
        f"""INSERT INTO tracks (guild_id, certification, channel_id, ping_role_id, created_by, created_at)
        VALUES (:guild_id, :certification, :channel_id, :ping_role_id, :created_by, :now)
        ON CONFLICT DO NOTHING RETURNING {_TRACK}""",
        {
            "guild_id": guild_id,
            "certification": certification,
            "channel_id": channel_id,
            "ping_role_id": ping_role_id,
            "created_by": created_by,
            "now": now,
        },
    )
    return _track(row) if row else None


async def track(tx: Tx, track_id: int) -> Track | None:
    """The track, removed or not."""
    row = await tx.one(f"SELECT {_TRACK} FROM tracks WHERE id = :id", {"id": track_id})
    return _track(row) if row else None


async def tracks(tx: Tx, guild_id: int) -> list[Track]:
    """The server's tracks that were not removed, oldest first."""
    rows = await tx.all(
        f"SELECT {_TRACK} FROM tracks WHERE guild_id = :guild_id AND removed_at IS NULL ORDER BY id",
        {"guild_id": guild_id},
    )
    return [_track(row) for row in rows]


async def update_track(tx: Tx, track_id: int, channel_id: int, ping_role_id: int | None) -> bool:
    """Where the track posts and whom it pings; False when that channel has this certification already."""
    changed = await tx.run(
        """UPDATE tracks SET channel_id = :channel_id, ping_role_id = :ping_role_id
        WHERE id = :id AND NOT EXISTS (
            SELECT 1 FROM tracks AS other WHERE other.guild_id = tracks.guild_id
                AND other.certification = tracks.certification AND other.channel_id = :channel_id
                AND other.removed_at IS NULL AND other.id <> :id)""",
        {"id": track_id, "channel_id": channel_id, "ping_role_id": ping_role_id},
    )
    return changed == 1


async def remove_track(tx: Tx, track_id: int, now: int) -> None:
    """The track posts no more. Its occurrences and answers stay."""
    await tx.run("UPDATE tracks SET removed_at = :now WHERE id = :id", {"id": track_id, "now": now})


async def warned_bank_size(tx: Tx, track_id: int) -> int | None:
    """How large the bank was when the admins were last told that it runs out."""
    size: int | None = await tx.value("SELECT warned_bank_size FROM tracks WHERE id = :id", {"id": track_id})
    return size


async def set_warned(tx: Tx, track_id: int, bank_size: int) -> None:
    """Remember that the admins were told."""
    await tx.run(
        "UPDATE tracks SET warned_bank_size = :size WHERE id = :id", {"id": track_id, "size": bank_size}
    )


async def last_seen(tx: Tx, track_id: int) -> dict[str, int]:
    """Question id → number of the last occurrence that showed it, or is about to."""
    rows = await tx.all(
        """SELECT question_id, MAX(number) AS number FROM occurrences
        WHERE track_id = :track_id AND question_id IS NOT NULL AND state <> 'missed' GROUP BY question_id""",
        {"track_id": track_id},
    )
    return {row["question_id"]: row["number"] for row in rows}


async def insert_occurrence(
    tx: Tx,
    *,
    track_id: int,
    channel_id: int,
    nominal_date: date,
    question_id: str | None,
    order: str | None,
    due_at: int,
    closes_at: int,
) -> Occurrence:
    """Keep a planned occurrence under the track's next number. It belongs in that channel wherever the track goes."""
    row = await tx.one(
        f"""INSERT INTO occurrences
            (track_id, number, channel_id, nominal_date, question_id, option_order, due_at, closes_at, state)
        SELECT :track_id, COALESCE(MAX(number), 0) + 1, :channel_id, :nominal_date, :question_id, :order, :due_at,
            :closes_at, 'planned'
        FROM occurrences WHERE track_id = :track_id
        RETURNING {_OCCURRENCE}""",
        {
            "track_id": track_id,
            "channel_id": channel_id,
            "nominal_date": nominal_date.isoformat(),
            "question_id": question_id,
            "order": order,
            "due_at": due_at,
            "closes_at": closes_at,
        },
    )
    assert row is not None
    return _occurrence(row)


async def occurrence(tx: Tx, occurrence_id: int) -> Occurrence | None:
    """The occurrence, if it is there."""
    row = await tx.one(f"SELECT {_OCCURRENCE} FROM occurrences WHERE id = :id", {"id": occurrence_id})
    return _occurrence(row) if row else None


async def occurrence_on(tx: Tx, track_id: int, nominal_date: date) -> Occurrence | None:
    """The track's occurrence of that date, if it was planned."""
    row = await tx.one(
        f"SELECT {_OCCURRENCE} FROM occurrences WHERE track_id = :track_id AND nominal_date = :nominal_date",
        {"track_id": track_id, "nominal_date": nominal_date.isoformat()},
    )
    return _occurrence(row) if row else None


async def occurrences_after(tx: Tx, track_id: int, number: int) -> list[Occurrence]:
    """The track's occurrences with a higher number, in order."""
    rows = await tx.all(
        f"SELECT {_OCCURRENCE} FROM occurrences WHERE track_id = :track_id AND number > :number ORDER BY number",
        {"track_id": track_id, "number": number},
    )
    return [_occurrence(row) for row in rows]


async def open_occurrences(tx: Tx, track_id: int) -> list[Occurrence]:
    """The track's occurrences that were posted and not closed, in order."""
    rows = await tx.all(
        f"SELECT {_OCCURRENCE} FROM occurrences WHERE track_id = :track_id AND state = 'open' ORDER BY number",
        {"track_id": track_id},
    )
    return [_occurrence(row) for row in rows]


async def posted(tx: Tx, guild_id: int, question_id: str, *, open_too: bool) -> list[Occurrence]:
    """Where a question stands in a server, closed or (open_too) still open, in order."""
    rows = await tx.all(
        f"""SELECT {_OCCURRENCE} FROM occurrences
        WHERE question_id = :question_id AND message_id IS NOT NULL
            AND track_id IN (SELECT id FROM tracks WHERE guild_id = :guild_id)
            AND (state = 'closed' OR state = 'open' AND :open_too = 1)
        ORDER BY id""",
        {"guild_id": guild_id, "question_id": question_id, "open_too": int(open_too)},
    )
    return [_occurrence(row) for row in rows]


async def bring_closes_forward(tx: Tx, track_id: int, closes_at: int) -> list[int]:
    """What would close later closes then, and its post is due to be shown anew. Returns the ids."""
    rows = await tx.all(
        """UPDATE occurrences SET closes_at = :closes_at, shown_answered = -1
        WHERE track_id = :track_id AND state <> 'closed' AND closes_at > :closes_at RETURNING id""",
        {"track_id": track_id, "closes_at": closes_at},
    )
    return [row["id"] for row in rows]


async def opened(tx: Tx, occurrence_id: int, *, channel_id: int, message_id: int, late: bool) -> None:
    """It stands in its channel."""
    await tx.run(
        """UPDATE occurrences SET state = 'open', late = :late, channel_id = :channel_id, message_id = :message_id
        WHERE id = :id AND state IN ('planned', 'missed')""",
        {"id": occurrence_id, "late": int(late), "channel_id": channel_id, "message_id": message_id},
    )


async def give_up_planned(tx: Tx, track_id: int) -> None:
    """What was planned and not posted will not be; a post that is found after all still opens it."""
    await tx.run(
        "UPDATE occurrences SET state = 'missed' WHERE track_id = :track_id AND state = 'planned'",
        {"track_id": track_id},
    )


async def set_state(tx: Tx, occurrence_id: int, state: OccurrenceState) -> None:
    """Move it on."""
    await tx.run(
        "UPDATE occurrences SET state = :state WHERE id = :id", {"id": occurrence_id, "state": state.value}
    )


async def count_answer(tx: Tx, occurrence_id: int) -> None:
    """One more answer in time."""
    await tx.run("UPDATE occurrences SET answered = answered + 1 WHERE id = :id", {"id": occurrence_id})


async def uncount_answers(tx: Tx, member_id: int) -> None:
    """A member's answers leave the counts of the occurrences they answered in time."""
    await tx.run(
        """UPDATE occurrences SET answered = answered - 1 WHERE id IN (
            SELECT occurrence_id FROM answers WHERE member_id = :member_id AND scored = 1)""",
        {"member_id": member_id},
    )


async def stale_counts(tx: Tx, now: int, most: int) -> list[Occurrence]:
    """Open occurrences whose post shows an old number of answers or close, those furthest behind first."""
    rows = await tx.all(
        f"""SELECT {_OCCURRENCE} FROM occurrences
        WHERE state = 'open' AND answered <> shown_answered AND closes_at > :now
        ORDER BY answered - shown_answered DESC, id LIMIT :most""",
        {"now": now, "most": most},
    )
    return [_occurrence(row) for row in rows]


async def count_shown(tx: Tx, occurrence_id: int, answered: int) -> None:
    """The post shows this number now."""
    await tx.run(
        "UPDATE occurrences SET shown_answered = :answered WHERE id = :id",
        {"id": occurrence_id, "answered": answered},
    )


async def member_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """Tracks that a member set up."""
    rows = await tx.all(
        f"SELECT {_TRACK} FROM tracks WHERE created_by = :member_id", {"member_id": member_id}
    )
    return [dict(row) for row in rows]


async def forget_member(tx: Tx, member_id: int) -> int:
    """Tracks belong to their servers: they stay, without the member."""
    return await tx.run(
        "UPDATE tracks SET created_by = NULL WHERE created_by = :member_id", {"member_id": member_id}
    )
