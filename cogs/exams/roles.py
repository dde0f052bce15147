"""The role of those who passed."""

import discord

from bot.client import CrosswalkClient
from bot.reaching import member_of, says_left, server
from bot.schedule import Delivery, Permanent, Receipt
from bot.sending import outcomes

_NO_ROLE = 10011
_REASON = "Said to have passed an exam: /exam result"
_NOT_ALLOWED = (
    "the bot needs Manage Roles, and its own role has to stand above that one (Server Settings → Roles)."
)


class RoleCarrier:
    """Gives it, or takes it back. Both can always be done again."""

    def __init__(self, client: CrosswalkClient) -> None:
        self._client = client

    async def send(self, delivery: Delivery) -> Receipt:
        """Bring the member's role in line with their results. Nothing happens when one of the three is gone."""
        found = await self._client.services.exams.servers.role_of(delivery.subject_id)
        if found is not None and found.role_id is not None:
            guild = server(self._client, delivery.guild_id)
            if guild is not None:
                with outcomes():
                    await _change(guild, found.role_id, found.member_id, gives=found.has_passed)
        return Receipt(0, 0, self._client.services.clock.now())

    async def find(self, delivery: Delivery) -> Receipt | None:
        """It is simply done again."""
        return None


async def _change(guild: discord.Guild, role_id: int, member_id: int, *, gives: bool) -> None:
    member = await member_of(guild, member_id)
    if member is None:
        return
    role = discord.Object(role_id)
    try:
        if gives:
            await member.add_roles(role, reason=_REASON)
        else:
            await member.remove_roles(role, reason=_REASON)
    except discord.Forbidden as error:
        if not error.code:
            raise
        raise Permanent(_NOT_ALLOWED) from error
    except discord.NotFound as error:
        if error.code == _NO_ROLE:
            raise Permanent("the role was deleted.") from error
        if not says_left(error):
            raise
