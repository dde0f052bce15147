"""What is kept about a member for servers' boards and exam weeks, for `/me export` and `/me delete`."""

from collections.abc import Mapping

from bot.db import Tx
from bot.features.exams import cohort_store, server_store


class ExamServersPersonalData:
    """Covers the tables of servers and of exam weeks."""

    personal_columns: Mapping[str, frozenset[str]] = {
        "exam_servers": frozenset({"set_by"}),
        "exam_cohort_members": frozenset({"member_id"}),
    }

    async def export_member(self, tx: Tx, member_id: int) -> Mapping[str, list[dict[str, object]]]:
        """Exam weeks the member is in, and servers they set up."""
        return {
            "exam_weeks": await cohort_store.member_rows(tx, member_id),
            "exam_servers": await server_store.member_rows(tx, member_id),
        }

    async def erase_member(self, tx: Tx, member_id: int) -> Mapping[str, int]:
        """All of it goes; what a server chose stays without the member's id."""
        return {
            "exam weeks": await cohort_store.erase_member(tx, member_id),
            "exam boards set up (now without your id)": await server_store.forget_member(tx, member_id),
        }
