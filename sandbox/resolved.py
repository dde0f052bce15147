"""The `resolved` part of an interaction: the things its ids stand for."""

from typing import TYPE_CHECKING

from sandbox.model import Attachment, Channel, Guild, Json, Membership, Role, User
from sandbox.payloads import attachment_json, channel_json, member_json, role_json, user_json
from sandbox.seen import DriverError

if TYPE_CHECKING:
    from sandbox.server import LocalDiscord

USER, CHANNEL, ROLE, MENTIONABLE, ATTACHMENT = 6, 7, 8, 9, 11  # option types
KIND_OF_SELECT = {5: USER, 6: ROLE, 7: MENTIONABLE, 8: CHANNEL}


class Resolved:
    def __init__(self, local: "LocalDiscord", guild: Guild | None, user: User) -> None:
        self._local = local
        self._guild = guild
        self._user = user
        self.data: Json = {}

    def add(self, kind: int, value: object) -> str:
        """Takes a thing or its id, remembers what Discord would send about it, and gives the id."""
        ident = getattr(value, "id", value)
        if isinstance(value, Membership):
            ident = value.user.id
        if not isinstance(ident, int) or isinstance(ident, bool):
            raise DriverError(f"expected something with an id, not {value!r}")
        adders = {
            USER: self._user_data,
            CHANNEL: self._channel,
            ROLE: self._role,
            ATTACHMENT: self._attachment,
        }
        if kind == MENTIONABLE:
            kind = ROLE if self._guild is not None and ident in self._guild.roles else USER
        adders[kind](ident)
        return str(ident)

    def _put(self, group: str, ident: int, data: Json) -> None:
        self.data.setdefault(group, {})[str(ident)] = data

    def _user_data(self, ident: int) -> None:
        user = self._local.world.users.get(ident)
        if user is None:
            raise DriverError(f"there is no user {ident}")
        self._put("users", ident, user_json(user))
        member = None if self._guild is None else self._guild.members.get(ident)
        if member is not None and self._guild is not None:
            bits = self._local.access.in_guild(self._guild, ident)
            self._put("members", ident, member_json(member, with_user=False) | {"permissions": str(bits)})

    def _channel(self, ident: int) -> None:
        channel: Channel | None = self._local.world.channels.get(ident)
        if channel is None:
            raise DriverError(f"there is no channel {ident}")
        bits = self._local.access.in_channel(channel, self._user.id)
        self._put("channels", ident, channel_json(channel) | {"permissions": str(bits)})

    def _role(self, ident: int) -> None:
        role: Role | None = None if self._guild is None else self._guild.roles.get(ident)
        if role is None:
            raise DriverError(f"there is no role {ident} here")
        self._put("roles", ident, role_json(role))

    def _attachment(self, ident: int) -> None:
        attachment: Attachment | None = self._local.world.attachments.get(ident)
        if attachment is None:
            raise DriverError(f"there is no uploaded file {ident}")
        self._put("attachments", ident, attachment_json(attachment, ephemeral=True))
