"""What becomes of the mnemonics' deliveries; every method runs in the delivery's own transaction."""

from bot.clock import Clock
from bot.db import Tx
from bot.features.admin.service import AdminService
from bot.features.mnemonics import desk_store, store
from bot.features.mnemonics.model import BEST, State
from bot.features.mnemonics.posting import Posting
from bot.features.mnemonics.servers import MnemonicServers
from bot.features.mnemonics.service import MnemonicsService
from bot.schedule import Delivery, Inward, Occasion, Receipt, ScheduleService, Unplanned


class PostKind(Unplanned):
    """POST: a new one in the server's channel."""

    def __init__(self, posting: Posting, servers: MnemonicServers) -> None:
        self._posting = posting
        self._servers = servers

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """It stands. What has changed since it was to be posted is brought up to date."""
        changes = await store.posted(tx, delivery.subject_id, receipt.channel_id, receipt.message_id)
        one = await store.find(tx, delivery.subject_id)
        if one is not None and changes:
            await self._posting.follow(tx, one)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Discord could not be reached for a day: it is found all the same."""

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """Taken back meanwhile, or the channel is gone or forbidden."""
        one = await store.find(tx, delivery.subject_id)
        if one is not None and one.state is State.SHOWN:
            await self._servers.trouble(tx, delivery.guild_id, reason)


class ShowKind(Unplanned):
    """SHOW, BEST_SHOW: a message follows what became of a mnemonic. If it is gone, all the better."""


class RingKind(Inward):
    """RING: something waits for a moderator. One that came too late by a week is left: the next one rings."""

    def __init__(self, clock: Clock, admin: AdminService) -> None:
        super().__init__(clock)
        self._admin = admin

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """Tell the admins, unless what waited is decided or taken back."""
        guild_id = delivery.guild_id
        if not (await store.asking(tx, guild_id) or await desk_store.reported(tx, guild_id)):
            return
        server = await desk_store.server(tx, guild_id)
        await self._admin.notify(
            tx,
            guild_id,
            server.set_by,
            "A mnemonic waits for a moderator to look at it: `/admin mnemonics queue`. You hear of the next one when "
            "the queue has been empty.",
        )


class BestKind:
    """BEST: the best of the week."""

    def __init__(
        self, clock: Clock, schedule: ScheduleService, mnemonics: MnemonicsService, servers: MnemonicServers
    ) -> None:
        self._clock = clock
        self._schedule = schedule
        self._mnemonics = mnemonics
        self._servers = servers

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """A week without anything to show is passed over in silence."""
        if not await self._mnemonics.best_of(tx, delivery.guild_id, occasion.due_at):
            await self._schedule.withdraw(tx, BEST, delivery.key)

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """It stands."""

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """The next week has its own."""

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The channel is gone or forbidden; or the votes that there were have been taken back."""
        if await self._mnemonics.best_of(tx, delivery.guild_id, delivery.due_at):
            await self._servers.trouble(tx, delivery.guild_id, reason)
