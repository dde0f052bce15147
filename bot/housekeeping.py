"""What has to be done now and then, whatever the features are: backups, old rows, and a look at how things go."""

import logging
from collections.abc import Callable

from bot.db import backup, newest
from bot.schedule import Every
from bot.services import Services

log = logging.getLogger(__name__)

DAY_S = 86_400
# A laptop may be on for half an hour a day: looks are frequent, and cheap while there is nothing to do.
LOOK_EVERY_S = 600
# A one-off delivery is history after so long.
KEPT_DELIVERIES_S = 90 * DAY_S
# Deliveries this far behind are worth a line in the log.
BEHIND_S = 120
HEALTH_EVERY_S = 60


class Housekeeping:
    """Jobs that look whether something is to be done, so that a bot which is off every night does them too.

    connected: whether Discord's events reach us.
    """

    def __init__(self, services: Services, connected: Callable[[], bool]) -> None:
        self._services = services
        self._connected = connected
        self._trouble: str | None = None
        self.backups = services.db.path.parent / "backups"

    def jobs(self) -> tuple[Every, ...]:
        """For the waker."""
        return (
            Every(LOOK_EVERY_S, "backup", self.back_up),
            Every(LOOK_EVERY_S, "purge", self.purge),
            Every(HEALTH_EVERY_S, "health", self.check_health),
        )

    async def back_up(self) -> None:
        """Copy the database, unless the newest copy is younger than a day."""
        made = newest(self.backups)
        if made is None or not 0 <= self._services.clock.now() - made < DAY_S:
            await backup(self._services.db, self.backups, self._services.clock)

    async def purge(self) -> None:
        """Forget one-off deliveries that were done long ago, and uploads about which nobody said yes."""
        await self._services.schedule.purge(self._services.clock.now() - KEPT_DELIVERIES_S)
        await self._services.imports.forget_unanswered()

    async def check_health(self) -> None:
        """One line in the log when trouble begins, one when it is over."""
        trouble = await self.trouble()
        if trouble != self._trouble:
            log.warning(trouble or "all is well again")
        self._trouble = trouble

    async def trouble(self) -> str | None:
        """What the host should know, or None."""
        if not self._connected():
            return "not connected to Discord: presses get no answer until it is back"
        due_at = await self._services.schedule.wake_at()
        if due_at is not None and self._services.clock.now() - due_at > BEHIND_S:
            return f"deliveries are more than {BEHIND_S // 60} minutes behind"
        return None
