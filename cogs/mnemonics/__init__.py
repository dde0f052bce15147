"""Mnemonics on Discord."""

from bot.client import CrosswalkClient
from cogs.mnemonics import adding, judging, owning
from cogs.mnemonics.carriers import carriers
from cogs.mnemonics.cog import Mnemonic


async def setup(client: CrosswalkClient) -> None:
    """Put `/mnemonic`, its buttons, forms and deliveries in place."""
    schedule, mnemonics = client.services.schedule, client.services.mnemonics
    brought = {**mnemonics.carriers, **carriers(client)}
    for kind, feature in mnemonics.kinds.items():
        schedule.register(kind, feature, brought[kind])
    for part in (adding, judging, owning):
        client.add_durable(*part.BUTTONS)
        client.add_forms(*part.FORMS)
    await client.add_cog(Mnemonic(client))
