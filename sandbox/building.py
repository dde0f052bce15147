"""Changes to the world from outside of any bot: what people do in Discord's own client, or Discord itself.

Each sends the gateway events that a bot would get.
"""

import secrets
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sandbox import gateway as gw
from sandbox.model import (
    DM,
    TEXT,
    Application,
    Channel,
    Guild,
    Json,
    Membership,
    Message,
    Role,
    User,
)
from sandbox.payloads import channel_json, guild_json, member_json, role_json, stamp, user_json
from sandbox.permissions import DEFAULT_EVERYONE

if TYPE_CHECKING:
    from sandbox.access import Access
    from sandbox.changes import Changes
    from sandbox.gateway import Gateway
    from sandbox.posts import Posts
    from sandbox.world import World

Overwrites = Mapping[Role | User | Application, tuple[int, int]]  # who: (allowed bits, denied bits)


def overwrite_list(overwrites: Overwrites) -> list[Json]:
    return [
        {
            "id": str(who.id),
            "type": 0 if isinstance(who, Role) else 1,
            "allow": str(allow),
            "deny": str(deny),
        }
        for who, (allow, deny) in overwrites.items()
    ]


class Building:
    """The privileged side of `LocalDiscord`."""

    world: "World"
    access: "Access"
    gateway: "Gateway"
    posts: "Posts"
    changes: "Changes"

    # --- people and bots

    def create_user(self, name: str, *, locale: str = "en-US") -> User:
        user = User(self.world.ids.next(), name, locale=locale)
        self.world.users[user.id] = user
        self.changes.tell("user", user_id=user.id)
        return user

    def create_bot(self, name: str, *, privileged_intents: int = 0) -> str:
        """A new application with its bot user; returns its token."""
        user = User(self.world.ids.next(), name, bot=True)
        app = Application(user, f"local.{user.id}.{secrets.token_hex(8)}", privileged_intents)
        self.world.users[user.id] = user
        self.world.apps[user.id] = self.world.tokens[app.token] = app
        return app.token

    def bot(self, token: str) -> Application:
        return self.world.tokens[token]

    def dm(self, bot: str | Application, user: User) -> Channel:
        """Their direct messages: `member.at(local.dm(token, user))` acts there."""
        app = self.world.tokens[bot] if isinstance(bot, str) else bot
        return self.world.dm_between(app.user, user)

    def close_dms(self, user: User, closed: bool = True) -> None:
        """From now on bots get "Cannot send messages to this user"."""
        user.dms_closed = closed

    # --- guilds and members

    def create_guild(self, name: str, owner: User, *, locale: str = "en-US") -> Guild:
        guild = Guild(self.world.ids.next_guild(), name, owner.id, locale=locale)
        guild.roles[guild.id] = Role(guild.id, "@everyone", DEFAULT_EVERYONE, 0)
        guild.members[owner.id] = Membership(owner, set(), self.world.clock())
        self.world.guilds[guild.id] = guild
        self.changes.tell("guild", guild_id=guild.id)
        return guild

    def rename_guild(self, guild: Guild, name: str) -> None:
        guild.name = name
        self.gateway.to_guild(guild, "GUILD_UPDATE", guild_json(guild))
        self.changes.tell("guild", guild_id=guild.id)

    def set_special_channels(self, guild: Guild, *, system: Channel | None, updates: Channel | None) -> None:
        """Where Discord itself would post: its greetings, and its news for the staff."""
        guild.system_channel_id = system.id if system else None
        guild.updates_channel_id = updates.id if updates else None
        self.gateway.to_guild(guild, "GUILD_UPDATE", guild_json(guild))

    def delete_guild(self, guild: Guild) -> None:
        del self.world.guilds[guild.id]
        for channel in [*guild.channels.values(), *guild.threads.values()]:
            del self.world.channels[channel.id]
        self.gateway.to_guild(guild, "GUILD_DELETE", {"id": str(guild.id)})
        guild.members.clear()
        guild.bots.clear()
        self.changes.tell("guild", guild_id=guild.id)

    def install(self, bot: str | Application, guild: Guild, permissions: int = 0) -> None:
        """Somebody adds the bot, granting `permissions` (bits) through the bot's own role."""
        app = self.world.tokens[bot] if isinstance(bot, str) else bot
        own = next((r for r in guild.roles.values() if r.bot_id == app.id), None)
        if app.id in guild.bots and own is not None:  # invited again, with other permissions
            self.change_role(guild, own, permissions=permissions)
            return
        roles: set[int] = set()
        if permissions:
            role = self._make_role(guild, app.user.name, permissions, bot_id=app.id)
            roles.add(role.id)
        guild.members[app.id] = Membership(app.user, roles, self.world.clock())
        guild.bots[app.id] = app
        data = self.gateway.guild_create(guild, app)
        del data["unavailable"]
        self.gateway.to_app(app, "GUILD_CREATE", data, guild=guild, intent=gw.GUILDS)
        self.changes.tell("guild", guild_id=guild.id)

    def add_member(self, guild: Guild, user: User, roles: Iterable[Role] = ()) -> Membership:
        member = Membership(user, {r.id for r in roles}, self.world.clock())
        guild.members[user.id] = member
        data = member_json(member) | {"guild_id": str(guild.id)}
        self.gateway.to_guild(guild, "GUILD_MEMBER_ADD", data, intent=gw.GUILD_MEMBERS)
        self.changes.tell("guild", guild_id=guild.id)
        return member

    def remove_member(self, guild: Guild, user: User) -> None:
        """They leave, or are kicked."""
        guild.members.pop(user.id)
        for thread in guild.threads.values():
            if thread.thread is not None:
                thread.thread.members.pop(user.id, None)
        app = guild.bots.pop(user.id, None)
        if app is not None:
            self._forget_bot(guild, app)
        data = {"guild_id": str(guild.id), "user": user_json(user)}
        self.gateway.to_guild(guild, "GUILD_MEMBER_REMOVE", data, intent=gw.GUILD_MEMBERS)
        self.changes.tell("guild", guild_id=guild.id)

    def kick_bot(self, guild: Guild, bot: str | Application) -> None:
        self.remove_member(guild, (self.world.tokens[bot] if isinstance(bot, str) else bot).user)

    def _forget_bot(self, guild: Guild, app: Application) -> None:
        app.commands.pop(guild.id, None)
        for role in [r for r in guild.roles.values() if r.bot_id == app.id]:
            del guild.roles[role.id]
        self.gateway.to_app(app, "GUILD_DELETE", {"id": str(guild.id)}, guild=guild, intent=gw.GUILDS)

    def change_member(self, guild: Guild, user: User, *, roles: Iterable[Role] | None = None) -> None:
        member = guild.members[user.id]
        if roles is not None:
            member.roles = {r.id for r in roles}
        self.member_changed(guild, member)

    def member_changed(self, guild: Guild, member: Membership) -> None:
        """Bots hear of their own changes always, of others' with the members intent."""
        data = member_json(member) | {"guild_id": str(guild.id)}
        for app in guild.bots.values():
            intent = 0 if app.user is member.user else gw.GUILD_MEMBERS
            self.gateway.to_app(app, "GUILD_MEMBER_UPDATE", data, guild=guild, intent=intent)
        self.changes.tell("guild", guild_id=guild.id)

    # --- roles

    def create_role(
        self, guild: Guild, name: str, permissions: int = 0, *, mentionable: bool = False, color: int = 0
    ) -> Role:
        role = self._make_role(guild, name, permissions)
        role.mentionable, role.color = mentionable, color
        self.role_changed(guild, role, "GUILD_ROLE_CREATE")
        return role

    def _make_role(self, guild: Guild, name: str, permissions: int, *, bot_id: int | None = None) -> Role:
        role = Role(self.world.ids.next(), name, permissions, len(guild.roles), bot_id=bot_id)
        guild.roles[role.id] = role
        return role

    def change_role(self, guild: Guild, role: Role, *, permissions: int) -> None:
        role.permissions = permissions
        self.role_changed(guild, role, "GUILD_ROLE_UPDATE")

    def role_changed(self, guild: Guild, role: Role, event: str) -> None:
        self.gateway.to_guild(guild, event, {"guild_id": str(guild.id), "role": role_json(role)})
        self.changes.tell("guild", guild_id=guild.id)

    def delete_role(self, guild: Guild, role: Role) -> None:
        del guild.roles[role.id]
        for member in guild.members.values():
            member.roles.discard(role.id)
        data = {"guild_id": str(guild.id), "role_id": str(role.id)}
        self.gateway.to_guild(guild, "GUILD_ROLE_DELETE", data)
        self.changes.tell("guild", guild_id=guild.id)

    # --- channels

    def create_channel(
        self,
        guild: Guild,
        name: str,
        *,
        type: int = TEXT,
        overwrites: Overwrites | None = None,
        parent: Channel | None = None,
        topic: str | None = None,
    ) -> Channel:
        channel = Channel(self.world.ids.next(), type, name, guild, len(guild.channels), parent, topic)
        channel.overwrites = overwrite_list(overwrites or {})
        self.add_channel(guild, channel)
        return channel

    def add_channel(self, guild: Guild, channel: Channel) -> None:
        guild.channels[channel.id] = self.world.channels[channel.id] = channel
        self.channel_changed(channel, "CHANNEL_CREATE")

    def set_overwrites(self, channel: Channel, overwrites: Overwrites) -> None:
        channel.overwrites = overwrite_list(overwrites)
        self.channel_changed(channel)

    def rename_channel(self, channel: Channel, name: str) -> None:
        channel.name = name
        self.channel_changed(channel)

    def channel_changed(self, channel: Channel, event: str = "CHANNEL_UPDATE") -> None:
        if channel.guild is not None:
            self.gateway.to_guild(channel.guild, event, channel_json(channel))
            self.changes.tell("guild", guild_id=channel.guild.id)

    def delete_channel(self, channel: Channel) -> None:
        guild = channel.guild
        assert guild is not None, "direct messages cannot be deleted"
        if channel.thread is not None:
            self.posts.threads.delete(channel)
            return
        for child in [c for c in guild.channels.values() if c.parent is channel]:
            child.parent = None
        for thread in [t for t in guild.threads.values() if t.parent is channel]:
            del guild.threads[thread.id], self.world.channels[thread.id]
        del guild.channels[channel.id], self.world.channels[channel.id]
        self.channel_changed(channel, "CHANNEL_DELETE")

    def delete_message(self, message: Message) -> None:
        """Somebody with the right to, or its author, deletes it."""
        self.posts.delete(message)

    def pins_changed(self, channel: Channel) -> None:
        data: Json = {"channel_id": str(channel.id), "last_pin_timestamp": None}
        if channel.last_pin_at is not None:
            data["last_pin_timestamp"] = stamp(channel.last_pin_at)
        if channel.type != DM and channel.guild is not None:
            data["guild_id"] = str(channel.guild.id)
        self.gateway.to_viewers(
            channel, "CHANNEL_PINS_UPDATE", lambda _: data, intents=(gw.GUILDS, gw.DIRECT_MESSAGES)
        )
