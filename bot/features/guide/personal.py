"""What the guide keeps about a member, for `/me export` and `/me delete`."""

from collections.abc import Mapping

from bot.db import Tx
from bot.features.guide import store


class GuidePersonalData:
    """Covers the one table of the feature."""

    personal_columns: Mapping[str, frozenset[str]] = {"guide_corrections": frozenset({"set_by"})}

    async def export_member(self, tx: Tx, member_id: int) -> Mapping[str, list[dict[str, object]]]:
        """Figures that the member corrected for a server."""
        return {"guide_corrections": await store.member_rows(tx, member_id)}

    async def erase_member(self, tx: Tx, member_id: int) -> Mapping[str, int]:
        """They stay with their servers, without the member."""
        return {"guide figures corrected (now without your id)": await store.forget_member(tx, member_id)}
