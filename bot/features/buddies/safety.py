"""What keeps members safe from one another: blocks, in silence, and reports to the moderators."""

from bot.clock import Clock
from bot.db import Database, Tx
from bot.errors import BadInput, NotAllowed, NotFound
from bot.features.admin.service import AdminService
from bot.features.buddies import membership_store, pair_store, server_store
from bot.features.buddies.model import Pair, Parted
from bot.features.buddies.notes import round_at
from bot.features.buddies.pairs import NOT_YOURS, OVER
from bot.features.buddies.pool import Pool
from bot.features.buddies.reading import cleaned
from bot.features.buddies.terms import Ended
from bot.schedule import ScheduleService

REASON_MOST = 500


class SafetyService:
    """`/buddy block`, `unblock`, `report`, and the report from a pair."""

    def __init__(
        self, db: Database, clock: Clock, schedule: ScheduleService, admin: AdminService, pool: Pool
    ) -> None:
        self._db = db
        self._clock = clock
        self._schedule = schedule
        self._admin = admin
        self._pool = pool

    async def block(self, *, guild_id: int, member_id: int, other_id: int, reason: str | None) -> Parted:
        """Never be paired with somebody, anywhere; nobody is told. A pair with them ends. Works without a membership.

        A reason goes to the moderators as a report; one too many in a day does not stop the block, and is said in
        `unsent`. Raises BadInput for oneself.
        """
        if other_id == member_id:
            raise BadInput("You can't block yourself. Choose the member you don't want to be paired with.")

        async def work(tx: Tx) -> Parted:
            await membership_store.block(tx, member_id, other_id, self._clock.now())
            partners: tuple[int, ...] = ()
            for one in await membership_store.of_member(tx, member_id):
                pair = await pair_store.find(tx, one.pair_id) if one.pair_id is not None else None
                if pair is not None and other_id in pair.members:
                    partners += await self._pool.part(tx, pair.id, [member_id], Ended.BLOCKED)
                    await self._pool.wait(tx, one, priority=True)
            unsent = None
            if reason and cleaned(reason):
                who = f"<@{member_id}> blocked <@{other_id}>"
                try:
                    await self._report(tx, guild_id, member_id, (other_id,), who, reason)
                except BadInput as refusal:
                    unsent = refusal.message
            return Parted(partners, await round_at(tx, self._schedule, guild_id), unsent)

        return await self._db.write(work)

    async def unblock(self, *, member_id: int, other_id: int) -> None:
        """They may be paired again, as far as this member goes. Nothing says whether there was a block."""
        await self._db.write(lambda tx: membership_store.unblock(tx, member_id, other_id))

    async def report(self, *, guild_id: int, member_id: int, reason: str, pair_id: int | None = None) -> None:
        """Tell the moderators about a pair that the member is or was in; None: their latest here.

        Nobody else is told. Raises NotFound for somebody who never had a pair here, NotAllowed for another's pair,
        BadInput without a reason and after three a day.
        """
        if not cleaned(reason):
            raise BadInput("Say in a few words what is wrong, so that the moderators can help.")

        async def work(tx: Tx) -> None:
            pair = await self._pair(tx, guild_id, member_id, pair_id)
            seats = await pair_store.seats(tx, pair.id)
            left = {seat.member_id for seat in seats if seat.left_at is not None}
            others = [seat.member_id for seat in seats if seat.member_id != member_id]
            named = [f"<@{one}>{' (left the pair)' if one in left else ''}" for one in others]
            where = f" (<#{pair.thread_id}>)" if pair.thread_id else ""
            who = (
                f"<@{member_id}>{' (left the pair)' if member_id in left else ''} reports something about pair "
                f"{pair.number}{where} with {', '.join(named) or 'somebody who had their data removed since'}"
            )
            await self._report(tx, pair.guild_id, member_id, others, who, reason)

        await self._db.write(work)

    async def _pair(self, tx: Tx, guild_id: int, member_id: int, pair_id: int | None) -> Pair:
        if pair_id is None:
            latest = await pair_store.latest_of(tx, guild_id, member_id)
            if latest is None:
                raise NotFound("You had no buddy in this server yet, so there is nothing to report here.")
            return latest
        pair = await pair_store.find(tx, pair_id)
        if pair is None or pair.guild_id != guild_id:
            raise NotFound(OVER)
        if member_id not in {seat.member_id for seat in await pair_store.seats(tx, pair_id)}:
            raise NotAllowed(NOT_YOURS)
        return pair

    async def _report(
        self, tx: Tx, guild_id: int, member_id: int, about: list[int] | tuple[int, ...], who: str, reason: str
    ) -> None:
        row = await server_store.find(tx, guild_id)
        told = row.server.set_by if row else None
        text = f"{who}: “{cleaned(reason, REASON_MOST)}”"
        await self._admin.report(tx, guild_id, told, text, by=member_id, about=about)
