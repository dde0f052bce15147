"""What plans keep about a member, for `/me export` and `/me delete`."""

from collections.abc import Mapping

from bot.db import Tx
from bot.features.exams import plan_store
from bot.features.exams.plan_weekly import Weekly
from bot.features.members.model import Rows


class PlansPersonalData:
    """Covers plans, ticks, and what was given out as a calendar."""

    personal_columns: Mapping[str, frozenset[str]] = {"plans": frozenset({"member_id"})}

    def __init__(self, weekly: Weekly) -> None:
        self._weekly = weekly

    async def export_member(self, tx: Tx, member_id: int) -> Mapping[str, Rows]:
        """All of it."""
        return await plan_store.member_rows(tx, member_id)

    async def erase_member(self, tx: Tx, member_id: int) -> Mapping[str, int]:
        """All of it is removed, with the weekly messages."""
        rows = await plan_store.of_member(tx, member_id)
        for row in rows:
            await self._weekly.stop(tx, row.exam_id)
            await plan_store.delete(tx, row.exam_id)
        return {"study plans": len(rows)}
