"""Study buddies on Discord."""

from bot.client import CrosswalkClient
from cogs.buddies.carriers import Words
from cogs.buddies.cog import Buddy
from cogs.buddies.joining import JOIN_BUTTONS, JoinModal
from cogs.buddies.notes import NOTE_BUTTONS
from cogs.buddies.pairing import PAIR_BUTTONS, ReportModal
from cogs.buddies.parting import PARTING_BUTTONS


async def setup(client: CrosswalkClient) -> None:
    """Put `/buddy`, its buttons, forms and deliveries in place."""
    schedule, buddies = client.services.schedule, client.services.buddies
    carriers = {**buddies.carriers, **Words(client).carriers()}
    for kind, feature in buddies.kinds.items():
        schedule.register(kind, feature, carriers[kind])
    client.add_durable(*JOIN_BUTTONS, *PAIR_BUTTONS, *PARTING_BUTTONS, *NOTE_BUTTONS)
    client.add_forms(JoinModal, ReportModal)
    await client.add_cog(Buddy(client))
