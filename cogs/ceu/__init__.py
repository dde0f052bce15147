"""Continuing education on Discord."""

from bot.client import CrosswalkClient
from bot.features.ceu.model import REMIND
from cogs.ceu import entries, records
from cogs.ceu.carriers import ReminderCarrier
from cogs.ceu.cog import Ceu


async def setup(client: CrosswalkClient) -> None:
    """Put `/ceu`, its buttons, forms and reminders in place."""
    client.services.schedule.register(REMIND, client.services.ceu.reminders, ReminderCarrier(client))
    for part in (records, entries):
        client.add_durable(*part.BUTTONS)
        client.add_forms(*part.FORMS)
    await client.add_cog(Ceu(client))
