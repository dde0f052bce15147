"""What becomes of the deliveries for servers; every method runs in the delivery's own transaction."""

from bot.db import Tx
from bot.features.exams.cohorts import Cohorts
from bot.features.exams.servers import ExamServers
from bot.schedule import Delivery, Occasion, Receipt


class BoardKind:
    """BOARD and BOARD_SHOW: the board as it is now."""

    def __init__(self, servers: ExamServers) -> None:
        self._servers = servers

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """A new day on the board."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """It shows how things are; its place was remembered as soon as it stood."""

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """The next day brings it up to date."""

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The channel is gone or forbidden."""
        await self._servers.board_trouble(tx, delivery.guild_id, reason)


class CohortKind:
    """COHORT: the thread of an exam week."""

    def __init__(self, servers: ExamServers) -> None:
        self._servers = servers

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """Never called: it is no occurrence."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """Everybody who wants to be is in it, and nobody else."""

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Discord could not be reached before the week was over."""

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The channel is gone or forbidden."""
        await self._servers.threads_trouble(tx, delivery.guild_id, reason)


class CohortEndKind:
    """COHORT_END: the week is over, whatever becomes of its thread."""

    def __init__(self, cohorts: Cohorts) -> None:
        self._cohorts = cohorts

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """Never called: it is no occurrence."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """The thread is folded away."""
        await self._cohorts.close(tx, delivery.subject_id)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Discord folds it away by itself after a while."""
        await self._cohorts.close(tx, delivery.subject_id)

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The thread is gone."""
        await self._cohorts.close(tx, delivery.subject_id)


class RoleKind:
    """ROLE: the role of those who passed."""

    def __init__(self, servers: ExamServers) -> None:
        self._servers = servers

    async def planned(self, tx: Tx, delivery: Delivery, occasion: Occasion) -> None:
        """Never called: it is no occurrence."""

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """The member has it, or not any more."""

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Discord could not be reached for a week."""

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The bot may not give it, or it was deleted."""
        await self._servers.role_trouble(tx, delivery.guild_id, reason)
