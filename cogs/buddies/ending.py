"""The end of a pair that was not heard of."""

from bot.client import CrosswalkClient
from bot.features.buddies import terms
from bot.schedule import Delivery, Receipt
from bot.sending import outcomes
from cogs.buddies.reaching import Reach


class EndCarrier:
    """A last look whether they wrote. Nothing has to be sent."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._reach = Reach(client)
        self._quiet = client.services.buddies.carriers[terms.END]

    async def send(self, delivery: Delivery) -> Receipt:
        """Look."""
        with outcomes():
            await self._reach.notice_who_wrote(delivery.subject_id)
        return await self._quiet.send(delivery)

    async def find(self, delivery: Delivery) -> Receipt | None:
        """It can always be done again."""
        return None
