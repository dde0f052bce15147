"""What challenges and suggestions keep about a member, for `/me export` and `/me delete`."""

from collections.abc import Mapping

from bot.db import Tx
from bot.features.challenges import challenge_store, news_store, suggestion_store


class ChallengesPersonalData:
    """Covers every table of challenges."""

    personal_columns: Mapping[str, frozenset[str]] = {
        "challenges": frozenset({"decided_by"}),
        "challenge_voices": frozenset({"member_id"}),
        "suggestions": frozenset({"author_id", "decided_by"}),
        "challenge_news": frozenset({"member_id"}),
    }

    async def export_member(self, tx: Tx, member_id: int) -> Mapping[str, list[dict[str, object]]]:
        """What they disputed, suggested and decided, and what they were told."""
        return {
            **await challenge_store.member_rows(tx, member_id),
            **await suggestion_store.member_rows(tx, member_id),
            "challenge_news": await news_store.member_rows(tx, member_id),
        }

    async def erase_member(self, tx: Tx, member_id: int) -> Mapping[str, int]:
        """Their words go; decisions hold, without their id."""
        return {
            "news of challenges": await news_store.erase_member(tx, member_id),
            **await challenge_store.erase_member(tx, member_id),
            **await suggestion_store.erase_member(tx, member_id),
        }
