"""The state of the local Discord and its look-ups.

Changes that bots hear of are in building.py, posts.py and threads.py.
"""

from collections.abc import Callable
from typing import Any

from sandbox import errors
from sandbox.model import DM, Application, Attachment, Channel, Guild, Message, Role, User
from sandbox.snowflakes import Snowflakes

_PARTS = ("users", "apps", "tokens", "guilds", "channels", "attachments", "_dms")


class World:
    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.ids = Snowflakes(clock)
        self.users: dict[int, User] = {}
        self.apps: dict[int, Application] = {}
        self.tokens: dict[str, Application] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}  # of guilds, threads and direct messages
        self.attachments: dict[int, Attachment] = {}
        self._dms: dict[frozenset[int], Channel] = {}

    # --- keeping it, and bringing it back

    def parts(self) -> dict[str, Any]:
        """All there is, as plain records."""
        return {name: getattr(self, name) for name in _PARTS} | {"last_id": self.ids.last}

    def bring_back(self, parts: dict[str, Any]) -> None:
        """Into a new world: what `parts` gave. Raises KeyError, and then nothing has changed."""
        found, last_id = {name: parts[name] for name in _PARTS}, int(parts["last_id"])
        for name, part in found.items():
            getattr(self, name).update(part)
        self.ids.last = last_id

    # --- look-ups for a bot; each raises what Discord answers

    def user(self, user_id: int) -> User:
        if (user := self.users.get(user_id)) is None:
            raise errors.unknown_user()
        return user

    def guild_for(self, app: Application, guild_id: int) -> Guild:
        guild = self.guilds.get(guild_id)
        if guild is None or app.id not in guild.members:
            raise errors.unknown_guild()
        return guild

    def channel_for(self, app: Application, channel_id: int) -> Channel:
        """A channel of a guild the bot is in, or one of its direct messages."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise errors.unknown_channel()
        if channel.guild is None:
            if app.user not in channel.recipients:
                raise errors.unknown_channel()
        elif app.id not in channel.guild.members:
            raise errors.missing_access()
        return channel

    def message_in(self, channel: Channel, message_id: int) -> Message:
        """A lasting message: ephemeral ones are reached through their interaction only."""
        message = channel.messages.get(message_id)
        if message is None or message.ephemeral:
            raise errors.unknown_message()
        return message

    def role_in(self, guild: Guild, role_id: int) -> Role:
        if (role := guild.roles.get(role_id)) is None:
            raise errors.unknown_role()
        return role

    # --- direct messages

    def dm_between(self, one: User, other: User) -> Channel:
        """Their direct messages; made when there are none yet."""
        pair = frozenset((one.id, other.id))
        if (channel := self._dms.get(pair)) is None:
            channel = Channel(self.ids.next(), DM, recipients=[one, other])
            self._dms[pair] = self.channels[channel.id] = channel
        return channel

    def dms_of(self, user: User) -> list[Channel]:
        return [c for pair, c in self._dms.items() if user.id in pair]

    def share_a_guild(self, one: User, other: User) -> bool:
        return any(one.id in g.members and other.id in g.members for g in self.guilds.values())

    # --- commands

    def command_for(self, app: Application, guild: Guild | None, name: str) -> dict[str, object] | None:
        """The slash command a member of the guild finds under that name; the guild's own goes first."""
        scopes = (guild.id, None) if guild is not None else (None,)
        for scope in scopes:
            for command in app.commands.get(scope, {}).values():
                if command["name"] == name and command.get("type", 1) == 1:
                    return command
        return None
