"""What is kept about a member's exams, for `/me export` and `/me delete`."""

from collections.abc import Mapping

from bot.db import Tx
from bot.features.exams import draft_store, store
from bot.features.exams.service import ExamService
from bot.features.members.model import Rows


class ExamsPersonalData:
    """Covers dates and what waits for a word."""

    personal_columns: Mapping[str, frozenset[str]] = {
        "exams": frozenset({"member_id"}),
        "exam_drafts": frozenset({"member_id"}),
    }

    def __init__(self, exams: ExamService) -> None:
        self._exams = exams

    async def export_member(self, tx: Tx, member_id: int) -> Mapping[str, Rows]:
        """Dates, results and choices."""
        return {
            "exams": await store.member_rows(tx, member_id),
            "exam_drafts": await draft_store.member_rows(tx, member_id),
        }

    async def erase_member(self, tx: Tx, member_id: int) -> Mapping[str, int]:
        """All of it is removed, with the reminders and what servers show of it."""
        return {
            "exams": await self._exams.forget(tx, member_id),
            "exam dates not confirmed": await draft_store.erase_member(tx, member_id),
        }
