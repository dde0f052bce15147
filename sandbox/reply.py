"""What came back for something a member did."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.interactions import DEFER, DEFER_UPDATE, MODAL, Interaction
from sandbox.model import Json
from sandbox.seen import DriverError, LiveMessage, SeenModal
from sandbox.uploads import number_components

if TYPE_CHECKING:
    from sandbox.server import LocalDiscord


class Reply:
    """The bot's answer. It is live: what the bot edits later is seen here."""

    def __init__(self, local: "LocalDiscord", interaction: Interaction) -> None:
        self._local = local
        self.interaction = interaction

    @property
    def failed(self) -> bool:
        """The bot did not answer within 3 s: "the application did not respond"."""
        return self.interaction.failed

    @property
    def deferred(self) -> bool:
        """The bot asked for time; `wait` for the rest."""
        return self.interaction.response in (DEFER, DEFER_UPDATE)

    @property
    def message(self) -> LiveMessage:
        """The message that was made, or the one that was changed. Raises DriverError when there is none."""
        found = self.interaction.original
        if found is None:
            why = "the bot did not answer in time" if self.failed else "the bot answered without a message"
            raise DriverError(why)
        return LiveMessage(self._local.world, found)

    @property
    def modal(self) -> SeenModal | None:
        data = self.interaction.modal
        if self.interaction.response != MODAL or data is None:
            return None
        number_components(data["components"])
        return SeenModal(data["title"], data["custom_id"], data["components"], self.interaction)

    @property
    def choices(self) -> list[Json] | None:
        """Of an autocompletion."""
        return self.interaction.choices

    @property
    def followups(self) -> list[LiveMessage]:
        return [LiveMessage(self._local.world, m) for m in self.interaction.followups]

    def text(self) -> str:
        """All there is to read in the message."""
        return self.message.text()

    async def wait(self, within: float = 30.0) -> LiveMessage:
        """The message once the bot has finished what it deferred. Raises TimeoutError after `within` s."""
        if self.interaction.response == DEFER:
            await self._until(lambda: not self.message.loading or self.message.deleted, within)
        elif self.interaction.response == DEFER_UPDATE:
            await self._until(lambda: self.interaction.edits > 0, within)
            if self.followups:
                return self.followups[-1]
        return self.message

    async def followup(self, number: int = 1, within: float = 30.0) -> LiveMessage:
        """The follow-up with that number, counted from 1, as soon as it is there."""
        await self._until(lambda: len(self.interaction.followups) >= number, within)
        return self.followups[number - 1]

    async def _until(self, happened: Callable[[], bool], within: float) -> None:
        if not await self.interaction.until(happened, within):
            raise TimeoutError(f"nothing came within {within} s")
