"""What is kept about a member among buddies, for `/me export` and `/me delete`."""

from collections.abc import Mapping

from bot.clock import Clock
from bot.db import Tx
from bot.features.buddies import checkin_store, membership_store, pair_store, server_store
from bot.features.buddies.pool import Pool
from bot.features.buddies.terms import Ended


class BuddiesPersonalData:
    """Covers every table of the feature."""

    personal_columns: Mapping[str, frozenset[str]] = {
        "buddy_servers": frozenset({"set_by"}),
        "buddy_memberships": frozenset({"member_id"}),
        "buddy_pair_members": frozenset({"member_id"}),
        "buddy_blocks": frozenset({"member_id"}),
        "buddy_checkin_answers": frozenset({"member_id"}),
        "buddy_quiz_rounds": frozenset({"member_id"}),
    }

    def __init__(self, clock: Clock, pool: Pool) -> None:
        self._clock = clock
        self._pool = pool

    async def export_member(self, tx: Tx, member_id: int) -> Mapping[str, list[dict[str, object]]]:
        """Memberships, pairs (the member's own part in them), check-ins, mini-quizzes and blocks."""
        return {
            **await membership_store.member_rows(tx, member_id),
            "buddy_pairs": await pair_store.member_rows(tx, member_id),
            **await checkin_store.member_rows(tx, member_id),
            "buddy_servers": await server_store.member_rows(tx, member_id),
        }

    async def erase_member(self, tx: Tx, member_id: int) -> Mapping[str, int]:
        """All of it is removed, after pairs that go on have ended kindly.

        Where they have to be taken out of a thread, only their id stays until that is done (OutKind).
        """
        for one in await membership_store.of_member(tx, member_id):
            if one.pair_id is not None:
                await self._pool.part(tx, one.pair_id, [member_id], Ended.LEFT)
        inside = await self._pool.let_out_of_all(tx, member_id)
        memberships = await membership_store.erase_member(tx, member_id)
        return {
            **memberships,
            **await checkin_store.erase_member(tx, member_id),
            "buddy pairs": await pair_store.erase_member(tx, member_id, inside, self._clock.now()),
            "buddies set up (now without your id)": await server_store.forget_member(tx, member_id),
        }
