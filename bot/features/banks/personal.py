"""What the banks keep about a member, for `/me export` and `/me delete`."""

from collections.abc import Mapping

from bot.db import Tx
from bot.features.banks import store
from bot.features.banks.service import Banks


class BanksPersonalData:
    """Covers every table of the banks."""

    personal_columns: Mapping[str, frozenset[str]] = {
        "banks": frozenset({"imported_by"}),
        "bank_questions": frozenset({"author_id"}),
    }

    def __init__(self, banks: Banks) -> None:
        self._banks = banks

    async def export_member(self, tx: Tx, member_id: int) -> Mapping[str, list[dict[str, object]]]:
        """Files imported, and questions that a server took in."""
        return await store.member_rows(tx, member_id)

    async def erase_member(self, tx: Tx, member_id: int) -> Mapping[str, int]:
        """Both belong to their servers: they stay, without the member."""
        imported = await store.forget_importer(tx, member_id)
        suggested = await store.forget_author(tx, member_id)
        for guild_id in dict.fromkeys(suggested):
            await self._banks.changed(tx, guild_id)
        return {
            "banks imported (now without your id)": imported,
            "questions suggested (now without your id)": len(suggested),
        }
