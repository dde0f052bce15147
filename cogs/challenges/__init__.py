"""Disputed and suggested questions on Discord."""

from bot.client import CrosswalkClient
from bot.features.challenges.model import CALL, NEWS
from cogs.challenges.carriers import CallCarrier, NewsCarrier
from cogs.challenges.deciding import DECIDING_BUTTONS, DECIDING_FORMS
from cogs.challenges.disputing import DISPUTE_BUTTONS, DISPUTE_FORMS
from cogs.challenges.suggesting import SUGGEST_BUTTONS, SUGGEST_FORMS
from cogs.challenges.taking import TAKING_BUTTONS, TAKING_FORMS


async def setup(client: CrosswalkClient) -> None:
    """Put buttons, forms and deliveries in place; the commands stand with `/quiz` and `/admin`."""
    schedule, challenges = client.services.schedule, client.services.challenges
    schedule.register(CALL, challenges.calls, CallCarrier(client))
    schedule.register(NEWS, challenges.news, NewsCarrier(client))
    client.add_durable(*DISPUTE_BUTTONS, *DECIDING_BUTTONS, *TAKING_BUTTONS, *SUGGEST_BUTTONS)
    client.add_forms(*DISPUTE_FORMS, *DECIDING_FORMS, *TAKING_FORMS, *SUGGEST_FORMS)
