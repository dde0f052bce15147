"""What admins see."""

from bot.client import CrosswalkClient
from bot.features.admin.service import NOTICE
from cogs.admin.banks import AcceptButton, DropButton
from cogs.admin.cog import Admin
from cogs.admin.notices import NoticeCarrier, NoticedButton


async def setup(client: CrosswalkClient) -> None:
    """Put `/admin` and the notices in place."""
    services = client.services
    services.schedule.register(NOTICE, services.admin, NoticeCarrier(client))
    client.add_durable(NoticedButton, AcceptButton, DropButton)
    await client.add_cog(Admin(client))
