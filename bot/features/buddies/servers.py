"""A server's choices about buddies, from the admins' side."""

from bot.features.buddies.model import ServerStatus


class BuddyServers:
    """`/admin buddies`."""

    async def set(
        self,
        *,
        guild_id: int,
        set_by: int,
        channel_id: int,
        day: str | None = None,
        time: str | None = None,
        timezone: str | None = None,
        every: str | None = None,
    ) -> ServerStatus:
        """Where pairs get their threads and when rounds are; what is not given stays. Also turns buddies on again.

        Raises BadInput for what cannot be read. every: "week", "two weeks" or "month".
        """
        raise NotImplementedError

    async def off(self, guild_id: int) -> ServerStatus:
        """No new pairs; those there are go on. Who waits keeps their place."""
        raise NotImplementedError

    async def status(self, guild_id: int) -> ServerStatus:
        """Counts only."""
        raise NotImplementedError

    async def gone(self, guild_id: int) -> None:
        """The server was deleted, or the bot removed from it: rounds and check-ins stop."""
        raise NotImplementedError

    async def back(self, guild_id: int) -> None:
        """The bot is on the server (again): what `gone` stopped goes on. Nothing happens otherwise."""
        raise NotImplementedError
