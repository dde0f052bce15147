"""Focus sessions on Discord."""

from bot.client import CrosswalkClient
from bot.features.focus.model import CHANGE, POST, SHOW
from bot.schedule import Carrier
from cogs.focus.buttons import DURABLE, FORMS
from cogs.focus.carriers import ChangeCarrier, PostCarrier, ShowCarrier
from cogs.focus.cog import Focus


async def setup(client: CrosswalkClient) -> None:
    """Put `/focus`, its buttons, forms and deliveries in place."""
    schedule, kinds = client.services.schedule, client.services.focus.kinds
    carriers: dict[str, Carrier] = {
        POST: PostCarrier(client),
        CHANGE: ChangeCarrier(client),
        SHOW: ShowCarrier(client),
    }
    for kind, carrier in carriers.items():
        schedule.register(kind, kinds[kind], carrier)
    client.add_durable(*DURABLE)
    client.add_forms(*FORMS)
    await client.add_cog(Focus(client))
