"""What becomes of the deliveries for servers; every method runs in the delivery's own transaction."""

from bot.db import Tx
from bot.features.exams.cohorts import Cohorts
from bot.features.exams.servers import ExamServers
from bot.schedule import Delivery, Receipt, Unplanned


class BoardKind(Unplanned):
    """BOARD and BOARD_SHOW: the board as it is now. Its place is remembered as soon as it stands."""

    def __init__(self, servers: ExamServers) -> None:
        self._servers = servers

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The channel is gone or forbidden."""
        await self._servers.board_trouble(tx, delivery.guild_id, reason)


class CohortKind(Unplanned):
    """COHORT: the thread of an exam week, with everybody in it who wants to be."""

    def __init__(self, servers: ExamServers) -> None:
        self._servers = servers

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The channel is gone or forbidden."""
        await self._servers.threads_trouble(tx, delivery.guild_id, reason)


class CohortEndKind(Unplanned):
    """COHORT_END: the week is over, whatever becomes of its thread."""

    def __init__(self, cohorts: Cohorts) -> None:
        self._cohorts = cohorts

    async def sent(self, tx: Tx, delivery: Delivery, receipt: Receipt, late: bool) -> None:
        """The thread is folded away."""
        await self._cohorts.close(tx, delivery.subject_id)

    async def skipped(self, tx: Tx, delivery: Delivery) -> None:
        """Discord folds it away by itself after a while."""
        await self._cohorts.close(tx, delivery.subject_id)

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The thread is gone."""
        await self._cohorts.close(tx, delivery.subject_id)


class RoleKind(Unplanned):
    """ROLE: the role of those who passed."""

    def __init__(self, servers: ExamServers) -> None:
        self._servers = servers

    async def failed(self, tx: Tx, delivery: Delivery, reason: str) -> None:
        """The bot may not give it, or it was deleted."""
        await self._servers.role_trouble(tx, delivery.guild_id, reason)
