"""What the quiz keeps about a member, for `/me export` and `/me delete`."""

from collections.abc import Mapping

from bot.db import Tx
from bot.features.quiz import answer_store, board_store, round_store, track_store


class QuizPersonalData:
    """Covers every table of the quiz."""

    personal_columns: Mapping[str, frozenset[str]] = {
        "tracks": frozenset({"created_by"}),
        "answers": frozenset({"member_id"}),
        "board_totals": frozenset({"member_id"}),
        "streaks": frozenset({"member_id"}),
        "rounds": frozenset({"member_id"}),
    }

    async def export_member(self, tx: Tx, member_id: int) -> Mapping[str, list[dict[str, object]]]:
        """Answers, totals, streaks, rounds, and tracks set up."""
        return {
            **await answer_store.member_rows(tx, member_id),
            "boards": await board_store.member_rows(tx, member_id),
            **await round_store.member_rows(tx, member_id),
            "tracks": await track_store.member_rows(tx, member_id),
        }

    async def erase_member(self, tx: Tx, member_id: int) -> Mapping[str, int]:
        """All of it is removed; tracks stay with their server, without the member."""
        await track_store.uncount_answers(tx, member_id)
        erased = await answer_store.erase_member(tx, member_id)
        return {
            **erased,
            "leaderboard totals": await board_store.erase_member(tx, member_id),
            "practice rounds": await round_store.erase_member(tx, member_id),
            "tracks set up (now without your id)": await track_store.forget_member(tx, member_id),
        }
