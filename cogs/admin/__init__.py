"""What admins see."""

from bot.client import CrosswalkClient
from bot.features.admin.service import NOTICE
from cogs.admin import mnemonics_queue
from cogs.admin.banks import AcceptButton, DropButton
from cogs.admin.cog import Admin, RemoveTrackButton
from cogs.admin.notices import NoticeCarrier


async def setup(client: CrosswalkClient) -> None:
    """Put `/admin` and the notices in place."""
    services = client.services
    services.schedule.register(NOTICE, services.admin, NoticeCarrier(client))
    client.add_durable(AcceptButton, DropButton, RemoveTrackButton)
    client.add_durable(*mnemonics_queue.BUTTONS)
    client.add_forms(*mnemonics_queue.FORMS)
    await client.add_cog(Admin(client))
