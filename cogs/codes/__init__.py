"""The code tables on Discord."""

from bot.client import CrosswalkClient
from cogs.codes import buttons, drills
from cogs.codes.cog import Code


async def setup(client: CrosswalkClient) -> None:
    """Put `/code` and its buttons in place."""
    client.add_durable(*buttons.DURABLE, *drills.DURABLE)
    await client.add_cog(Code(client))
