"""What is kept about a member among mnemonics, for `/me export` and `/me delete`."""

from collections.abc import Mapping

from bot.db import Database, Tx
from bot.features.mnemonics import desk_store, store, tally_store, trial_store
from bot.features.mnemonics.model import State
from bot.features.mnemonics.posting import Posting


class MnemonicsPersonalData:
    """Covers every table of the feature."""

    personal_columns: Mapping[str, frozenset[str]] = {
        "mnemonics": frozenset({"author_id"}),
        "mnemonic_votes": frozenset({"member_id"}),
        "mnemonic_trials": frozenset({"member_id"}),
        "mnemonic_seen": frozenset({"member_id"}),
        "mnemonic_reports": frozenset({"member_id"}),
        "mnemonic_servers": frozenset({"set_by"}),
    }

    def __init__(self, db: Database, posting: Posting) -> None:
        self._db = db
        self._posting = posting

    async def leave_to_all(self, member_id: int) -> int:
        """Let a member's mnemonics stay without the member. Returns how many."""

        async def work(tx: Tx) -> int:
            ones = await store.all_of_author(tx, member_id)
            for one in ones:
                if one.state is State.DRAFT:
                    await store.drop_drafts(tx, one.guild_id, member_id)
                elif one.state is State.DECLINED:  # nobody could see or delete it any more
                    await self._posting.delete(tx, one, keep_author=False)
            await store.forget_author(tx, member_id)
            for one in ones:
                if one.state is State.SHOWN:
                    await self._posting.follow(tx, one)
            return sum(one.state in (State.SHOWN, State.WAITING) for one in ones)

        return await self._db.write(work)

    async def export_member(self, tx: Tx, member_id: int) -> Mapping[str, list[dict[str, object]]]:
        """What the member wrote, saw, voted and reported."""
        return {
            "mnemonics": await store.member_rows(tx, member_id),
            "mnemonic_votes": await tally_store.member_rows(tx, member_id),
            "mnemonics_judged": await tally_store.author_rows(tx, member_id),
            **await trial_store.member_rows(tx, member_id),
            **await desk_store.member_rows(tx, member_id),
        }

    async def erase_member(self, tx: Tx, member_id: int) -> Mapping[str, int]:
        """All of it is removed, in channels too; reports and a server's choices stay without the member."""
        ones = await store.all_of_author(tx, member_id)
        for one in ones:
            await self._posting.delete(tx, one, keep_author=False)
        reports, servers = await desk_store.forget_member(tx, member_id)
        return {
            "mnemonics": sum(one.state not in (State.DRAFT, State.DELETED) for one in ones),
            "mnemonic votes": await tally_store.erase_member(tx, member_id),
            "mnemonics seen after a wrong answer": await trial_store.erase_member(tx, member_id),
            "mnemonic reports (now without your id)": reports,
            "mnemonics set up (now without your id)": servers,
        }
