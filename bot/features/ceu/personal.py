"""What continuing education keeps about a member, for `/me export` and `/me delete`."""

from collections.abc import Mapping

from bot.db import Tx
from bot.features.ceu import credit_store, store
from bot.features.ceu.reminding import Reminders


class CeuPersonalData:
    """Covers every table of the feature."""

    personal_columns: Mapping[str, frozenset[str]] = {
        "ceu_records": frozenset({"member_id"}),
        "ceu_credentials": frozenset({"member_id"}),
        "ceu_credits": frozenset({"member_id"}),
    }

    def __init__(self, reminders: Reminders) -> None:
        self._reminders = reminders

    async def export_member(self, tx: Tx, member_id: int) -> Mapping[str, list[dict[str, object]]]:
        """Cycles, credentials and credits."""
        return {
            **await store.member_rows(tx, member_id),
            "ceu_credits": await credit_store.member_rows(tx, member_id),
        }

    async def erase_member(self, tx: Tx, member_id: int) -> Mapping[str, int]:
        """All of it; no reminder comes any more."""
        for record in await store.of_member(tx, member_id):
            await self._reminders.withdraw(tx, record)
        credits = await credit_store.erase_member(tx, member_id)
        return {
            "continuing-education credits": credits,
            "continuing-education cycles": await store.erase_member(tx, member_id),
        }
