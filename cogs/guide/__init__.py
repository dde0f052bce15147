"""The certification guide on Discord."""

from bot.client import CrosswalkClient
from cogs.guide import buttons
from cogs.guide.cog import Cert


async def setup(client: CrosswalkClient) -> None:
    """Put `/cert` and its buttons in place."""
    client.add_durable(*buttons.BUTTONS)
    await client.add_cog(Cert(client))
