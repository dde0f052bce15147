"""Focus sessions on Discord."""

from bot.client import CrosswalkClient
from bot.features.focus.model import CHANGE, POST, SHOW
from cogs.focus.buttons import DURABLE, FORMS
from cogs.focus.carriers import ChangeCarrier, PostCarrier, ShowCarrier
from cogs.focus.cog import Focus


async def setup(client: CrosswalkClient) -> None:
    """Put `/focus`, its buttons, forms and deliveries in place."""
    services = client.services
    services.schedule.register(POST, services.focus_post, PostCarrier(client))
    services.schedule.register(CHANGE, services.focus_change, ChangeCarrier(client))
    services.schedule.register(SHOW, services.focus_show, ShowCarrier(client))
    client.add_durable(*DURABLE)
    client.add_forms(*FORMS)
    await client.add_cog(Focus(client))
