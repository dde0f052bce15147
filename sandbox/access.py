"""Who may do what where: Discord's permission rules applied to the world."""

from typing import TYPE_CHECKING

from sandbox import errors
from sandbox.model import DM, PRIVATE_THREAD, Application, Channel, Guild, Role
from sandbox.permissions import Permission, compute

if TYPE_CHECKING:
    from sandbox.world import World

# What both sides may do in direct messages, where there are no roles.
IN_DM = int(
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.ADD_REACTIONS
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.USE_APPLICATION_COMMANDS
)

NO_MUTUAL_GUILD = "Cannot send messages to this user due to having no mutual guilds"


class Access:
    def __init__(self, world: "World") -> None:
        self._world = world

    def in_guild(self, guild: Guild, user_id: int) -> int:
        """Permission bits in the guild as a whole; 0 for somebody who is not a member."""
        return self._compute(guild, user_id, None)

    def in_channel(self, channel: Channel, user_id: int) -> int:
        """Permission bits in a channel. A thread takes those of its parent."""
        if channel.guild is None:
            return IN_DM if any(u.id == user_id for u in channel.recipients) else 0
        holder = channel.parent if channel.thread is not None and channel.parent is not None else channel
        return self._compute(channel.guild, user_id, holder, thread=channel.thread is not None)

    def _compute(self, guild: Guild, user_id: int, channel: Channel | None, *, thread: bool = False) -> int:
        member = guild.members.get(user_id)
        if member is None:
            return 0
        return compute(
            owner=guild.owner_id == user_id,
            everyone_role=guild.roles[guild.id].permissions,
            role_permissions=[guild.roles[r].permissions for r in member.roles],
            role_ids=member.roles,
            user_id=user_id,
            guild_id=guild.id,
            overwrites=[] if channel is None else channel.overwrites,
            thread=thread,
        )

    def can_view(self, channel: Channel, user_id: int) -> bool:
        bits = self.in_channel(channel, user_id)
        if not bits & Permission.VIEW_CHANNEL:
            return False
        if channel.type != PRIVATE_THREAD or channel.thread is None:
            return True
        return user_id in channel.thread.members or bool(bits & Permission.MANAGE_THREADS)

    def require(self, app: Application, channel: Channel, needed: int = 0) -> None:
        """Missing Access when the bot cannot see the channel, Missing Permissions when it lacks `needed`."""
        if not self.can_view(channel, app.id):
            raise errors.missing_access()
        if needed & ~self.in_channel(channel, app.id):
            raise errors.missing_permissions()

    def require_in_guild(self, app: Application, guild: Guild, needed: int) -> None:
        if needed & ~self.in_guild(guild, app.id):
            raise errors.missing_permissions()

    def require_send(self, app: Application, channel: Channel, more: int = 0) -> None:
        """What a bot needs to send here; in direct messages, that the other side takes them."""
        if channel.type == DM:
            self._require_open_dm(app, channel)
            return
        in_thread = channel.thread is not None
        self.require(
            app,
            channel,
            (Permission.SEND_MESSAGES_IN_THREADS if in_thread else Permission.SEND_MESSAGES) | more,
        )

    def _require_open_dm(self, app: Application, channel: Channel) -> None:
        for user in channel.recipients:
            if user is app.user:
                continue
            if user.dms_closed or user.bot:
                raise errors.cannot_dm()
            if not self._world.share_a_guild(user, app.user):
                raise errors.DiscordError(403, 50278, NO_MUTUAL_GUILD)

    def top_position(self, guild: Guild, user_id: int) -> int:
        member = guild.members[user_id]
        return max((guild.roles[r].position for r in member.roles), default=0)

    def require_above(self, app: Application, guild: Guild, role: Role) -> None:
        """A bot changes only roles below its own highest, and never those Discord manages."""
        if role.bot_id is not None or role.id == guild.id:
            raise errors.missing_permissions()
        if guild.owner_id != app.id and self.top_position(guild, app.id) <= role.position:
            raise errors.missing_permissions()
