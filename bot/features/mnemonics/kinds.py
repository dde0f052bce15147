"""What becomes of the mnemonics' deliveries; every method runs in the delivery's own transaction."""

from bot.clock import Clock
from bot.db import Tx
from bot.features.mnemonics import store
from bot.features.mnemonics.model import BEST, State
from bot.features.mnemonics.posting import Posting
from bot.features.mnemonics.servers import MnemonicServers
from bot.features.mnemonics.service import MnemonicsService
from bot.schedule import Delivery, Occasion, Receipt, ScheduleService


class PostKind:
    """POST: a new one in the server's channel."""

    def __init__(self, posting: Posting, servers: MnemonicServers) -> None:
        self._posting = posting
        self._servers = servers

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """Never called: posts are no occurrences."""

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


class ShowKind:
    """SHOW: the message in the channel follows what became of the mnemonic. If it is gone, all the better."""

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """Never called: edits are no occurrences."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """It shows how things are."""

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """It could not be edited for a day."""

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """There is no such message any more."""


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
