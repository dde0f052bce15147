"""The SQL of running totals: leaderboards, and how a community answers in each area.

Owns `board_totals` and `area_totals`.
"""

from collections.abc import Sequence
from datetime import date

from bot.db import Tx
from bot.features.quiz.boards import ALL_TIME, ALL_TRACKS, Score, period_keys
from bot.features.quiz.choosing import AreaRecord
from bot.features.quiz.verdicts import Change, Group

_MEMBERS_AT_ONCE = 250
_IN_GROUP = """a.occurrence_id = :occurrence_id AND a.scored = 1 AND a.chosen = :chosen
    AND COALESCE(a.ruled, a.correct) = :before"""


async def add_to_boards(
    tx: Tx, *, guild_id: int, track_id: int, on: date, member_id: int, correct: bool, listed: bool
) -> None:
    """Count an answer in the week, the month and all time, for its track and for all tracks: one statement."""
    week, month, always = period_keys(on)
    await tx.run(
        """INSERT INTO board_totals (guild_id, track_id, period, member_id, correct, answered, listed)
        VALUES (:guild_id, :track_id, :week, :member_id, :correct, 1, :listed),
            (:guild_id, :track_id, :month, :member_id, :correct, 1, :listed),
            (:guild_id, :track_id, :always, :member_id, :correct, 1, :listed),
            (:guild_id, :all_tracks, :week, :member_id, :correct, 1, :listed),
            (:guild_id, :all_tracks, :month, :member_id, :correct, 1, :listed),
            (:guild_id, :all_tracks, :always, :member_id, :correct, 1, :listed)
        ON CONFLICT (member_id, guild_id, track_id, period)
        DO UPDATE SET correct = board_totals.correct + excluded.correct, answered = board_totals.answered + 1""",
        {
            "guild_id": guild_id,
            "track_id": track_id,
            "all_tracks": ALL_TRACKS,
            "week": week,
            "month": month,
            "always": always,
            "member_id": member_id,
            "correct": int(correct),
            "listed": int(listed),
        },
    )


async def change_boards(tx: Tx, guild_id: int, group: Group, change: Change) -> None:
    """Move the totals of everybody in a group of answers: six each. To be called before the answers' verdicts are.

    Who had no total there gets one, and is listed (see `set_listed`); a total of no answers goes.
    """
    week, month, always = period_keys(group.on)
    params = {
        "guild_id": guild_id,
        "track_id": group.track_id,
        "all_tracks": ALL_TRACKS,
        "week": week,
        "month": month,
        "always": always,
        "occurrence_id": group.occurrence_id,
        "chosen": group.chosen,
        "before": group.before,
    }
    await tx.run(
        f"""INSERT INTO board_totals (guild_id, track_id, period, member_id, correct, answered, listed)
        SELECT :guild_id, board.track_id, board.period, a.member_id, :correct, :answered, 1
        FROM answers AS a CROSS JOIN (
            SELECT :track_id AS track_id, :week AS period UNION ALL SELECT :track_id, :month
            UNION ALL SELECT :track_id, :always UNION ALL SELECT :all_tracks, :week
            UNION ALL SELECT :all_tracks, :month UNION ALL SELECT :all_tracks, :always) AS board
        WHERE {_IN_GROUP}
        ON CONFLICT (member_id, guild_id, track_id, period)
        DO UPDATE SET correct = board_totals.correct + excluded.correct,
            answered = board_totals.answered + excluded.answered""",
        {**params, "correct": change.correct, "answered": change.answered},
    )
    if change.answered < 0:
        await tx.run(
            f"""DELETE FROM board_totals WHERE guild_id = :guild_id AND track_id IN (:track_id, :all_tracks)
                AND period IN (:week, :month, :always) AND answered <= 0
                AND member_id IN (SELECT a.member_id FROM answers AS a WHERE {_IN_GROUP})""",
            params,
        )


async def all_time(tx: Tx, guild_id: int, member_ids: Sequence[int]) -> dict[int, Score]:
    """These members' totals in a server, over all tracks and all time."""
    found: dict[int, Score] = {}
    for start in range(0, len(member_ids), _MEMBERS_AT_ONCE):
        some = {f"m{n}": m for n, m in enumerate(member_ids[start : start + _MEMBERS_AT_ONCE])}
        rows = await tx.all(
            f"""SELECT member_id, correct, answered FROM board_totals
            WHERE member_id IN ({", ".join(f":{name}" for name in some)}) AND guild_id = :guild_id
                AND track_id = :track_id AND period = :period""",
            {**some, "guild_id": guild_id, "track_id": ALL_TRACKS, "period": ALL_TIME},
        )
        found.update({row["member_id"]: Score(*row) for row in rows})
    return found


async def best(tx: Tx, guild_id: int, track_id: int, period: str, most: int) -> list[Score]:
    """The first places of a board, among members who are listed."""
    rows = await tx.all(
        """SELECT member_id, correct, answered FROM board_totals
        WHERE guild_id = :guild_id AND track_id = :track_id AND period = :period AND listed = 1
        ORDER BY correct DESC, answered, member_id LIMIT :most""",
        {"guild_id": guild_id, "track_id": track_id, "period": period, "most": most},
    )
    return [Score(*row) for row in rows]


async def score(tx: Tx, guild_id: int, track_id: int, period: str, member_id: int) -> Score | None:
    """A member's total on a board, listed or not."""
    row = await tx.one(
        """SELECT member_id, correct, answered FROM board_totals
        WHERE guild_id = :guild_id AND track_id = :track_id AND period = :period AND member_id = :member_id""",
        {"guild_id": guild_id, "track_id": track_id, "period": period, "member_id": member_id},
    )
    return Score(*row) if row else None


async def better(tx: Tx, guild_id: int, track_id: int, period: str, than: Score, most: int) -> int:
    """How many listed members stand before a score; from `most` on it may be any number from there.

    Of those with nothing right none stands before another: that is 0 % for all, however many the answers.
    """
    return int(
        await tx.value(
            """SELECT (SELECT COUNT(*) FROM (
                    SELECT 1 FROM board_totals WHERE guild_id = :guild_id AND track_id = :track_id
                        AND period = :period AND listed = 1 AND correct > :correct LIMIT :most) AS more_right)
                + (SELECT COUNT(*) FROM (
                    SELECT 1 FROM board_totals WHERE guild_id = :guild_id AND track_id = :track_id
                        AND period = :period AND listed = 1 AND correct = :correct AND :correct > 0
                        AND answered < :answered
                    LIMIT :most) AS more_accurate)""",
            {
                "guild_id": guild_id,
                "track_id": track_id,
                "period": period,
                "correct": than.correct,
                "answered": than.answered,
                "most": most,
            },
        )
    )


async def ranked(tx: Tx, guild_id: int, track_id: int, period: str, most: int) -> int:
    """How many members a board lists; counted up to `most`."""
    return int(
        await tx.value(
            """SELECT COUNT(*) FROM (SELECT 1 FROM board_totals WHERE guild_id = :guild_id
                AND track_id = :track_id AND period = :period AND listed = 1 LIMIT :most) AS ranked""",
            {"guild_id": guild_id, "track_id": track_id, "period": period, "most": most},
        )
    )


async def set_listed(tx: Tx, member_id: int, listed: bool) -> None:
    """Put a member on every board, or take them off."""
    await tx.run(
        "UPDATE board_totals SET listed = :listed WHERE member_id = :member_id",
        {"member_id": member_id, "listed": int(listed)},
    )


async def add_to_area(tx: Tx, guild_id: int, certification: str, area: str, correct: bool) -> None:
    """Count an answer for what a community gets wrong."""
    await tx.run(
        """INSERT INTO area_totals (guild_id, certification, area, correct, answered)
        VALUES (:guild_id, :certification, :area, :correct, 1)
        ON CONFLICT (guild_id, certification, area)
        DO UPDATE SET correct = area_totals.correct + excluded.correct, answered = area_totals.answered + 1""",
        {"guild_id": guild_id, "certification": certification, "area": area, "correct": int(correct)},
    )


async def change_area(tx: Tx, guild_id: int, certification: str, area: str, change: Change) -> None:
    """Move a community's record in an area by what a ruling changed."""
    await tx.run(
        """UPDATE area_totals SET correct = correct + :correct, answered = answered + :answered
        WHERE guild_id = :guild_id AND certification = :certification AND area = :area""",
        {
            "guild_id": guild_id,
            "certification": certification,
            "area": area,
            "correct": change.correct,
            "answered": change.answered,
        },
    )


async def area_records(tx: Tx, guild_id: int, certification: str) -> dict[str, AreaRecord]:
    """Blueprint area id → how the community answers there."""
    rows = await tx.all(
        """SELECT area, correct, answered FROM area_totals
        WHERE guild_id = :guild_id AND certification = :certification""",
        {"guild_id": guild_id, "certification": certification},
    )
    return {row["area"]: AreaRecord(row["correct"], row["answered"]) for row in rows}


async def member_rows(tx: Tx, member_id: int) -> list[dict[str, object]]:
    """A member's totals."""
    rows = await tx.all("SELECT * FROM board_totals WHERE member_id = :member_id", {"member_id": member_id})
    return [dict(row) for row in rows]


async def erase_member(tx: Tx, member_id: int) -> int:
    """Remove a member's totals. What a community got wrong (area totals) names nobody and stays."""
    return await tx.run("DELETE FROM board_totals WHERE member_id = :member_id", {"member_id": member_id})
