"""The part of the control API that builds the world: {"do": name, …} to one method of `Building`."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from sandbox.model import TEXT, Channel, Guild, Json, Role, User

if TYPE_CHECKING:
    from sandbox.server import LocalDiscord

T = TypeVar("T")


def one_of(things: Mapping[int, T], ident: object) -> T:
    """The thing with that id (text or number). Raises KeyError."""
    number = int(str(ident))
    if number not in things:
        raise KeyError(number)
    return things[number]


class Args:
    """The ids in a request as the things they stand for."""

    def __init__(self, local: "LocalDiscord", body: Json) -> None:
        self.local = local
        self.body = body

    @property
    def guild(self) -> Guild:
        return one_of(self.local.world.guilds, self.body["guild"])

    @property
    def user(self) -> User:
        return one_of(self.local.world.users, self.body["user"])

    @property
    def channel(self) -> Channel:
        return one_of(self.local.world.channels, self.body["channel"])

    @property
    def role(self) -> Role:
        return one_of(self.guild.roles, self.body["role"])

    @property
    def roles(self) -> list[Role]:
        return [one_of(self.guild.roles, r) for r in self.body.get("roles") or []]

    @property
    def name(self) -> str:
        return str(self.body["name"])

    def number(self, key: str, default: int = 0) -> int:
        return int(self.body.get(key, default))


def _thing(thing: User | Guild | Role | Channel) -> Json:
    return {"id": str(thing.id), "name": thing.name}


def _create_bot(a: Args) -> Json:
    token = a.local.create_bot(a.name, privileged_intents=a.number("privileged_intents"))
    return _thing(a.local.bot(token).user) | {"token": token}


def _create_channel(a: Args) -> Json:
    parent = one_of(a.local.world.channels, a.body["parent"]) if a.body.get("parent") else None
    channel = a.local.create_channel(
        a.guild, a.name, type=a.number("type", TEXT), parent=parent, topic=a.body.get("topic")
    )
    if a.body.get("overwrites"):
        _overwrite(a, channel)
    return _thing(channel)


def _overwrite(a: Args, channel: Channel) -> None:
    """`overwrites`: as in Discord's API, [{"id", "type", "allow", "deny"}]."""
    channel.overwrites = [
        {"id": str(o["id"]), "type": int(o["type"]), "allow": str(o["allow"]), "deny": str(o["deny"])}
        for o in a.body["overwrites"]
    ]
    a.local.channel_changed(channel)


def _install(a: Args) -> None:
    a.local.install(one_of(a.local.world.apps, a.body["bot"]), a.guild, a.number("permissions"))


def _create_guild(a: Args) -> Json:
    return _thing(a.local.create_guild(a.name, one_of(a.local.world.users, a.body["owner"])))


_DOERS: dict[str, Callable[[Args], Any]] = {
    "create_user": lambda a: _thing(a.local.create_user(a.name, locale=a.body.get("locale", "en-US"))),
    "create_bot": _create_bot,
    "close_dms": lambda a: a.local.close_dms(a.user, bool(a.body.get("closed", True))),
    "create_guild": _create_guild,
    "rename_guild": lambda a: a.local.rename_guild(a.guild, a.name),
    "delete_guild": lambda a: a.local.delete_guild(a.guild),
    "install": _install,
    "kick_bot": lambda a: a.local.kick_bot(a.guild, one_of(a.local.world.apps, a.body["bot"])),
    "add_member": lambda a: a.local.add_member(a.guild, a.user, a.roles),
    "remove_member": lambda a: a.local.remove_member(a.guild, a.user),
    "change_member": lambda a: a.local.change_member(a.guild, a.user, roles=a.roles),
    "create_role": lambda a: _thing(
        a.local.create_role(
            a.guild, a.name, a.number("permissions"), mentionable=bool(a.body.get("mentionable"))
        )
    ),
    "change_role": lambda a: a.local.change_role(a.guild, a.role, permissions=a.number("permissions")),
    "delete_role": lambda a: a.local.delete_role(a.guild, a.role),
    "create_channel": _create_channel,
    "rename_channel": lambda a: a.local.rename_channel(a.channel, a.name),
    "set_overwrites": lambda a: _overwrite(a, a.channel),
    "delete_channel": lambda a: a.local.delete_channel(a.channel),
    "delete_message": lambda a: a.local.delete_message(one_of(a.channel.messages, a.body["message"])),
}


def build(local: "LocalDiscord", body: Json) -> Json:
    """Does it, and gives the id and name of what was made, if anything."""
    do = _DOERS.get(str(body["do"]))
    if do is None:
        raise ValueError(f"there is no {body['do']!r}; there is {', '.join(_DOERS)}")
    made = do(Args(local, body))
    return made if isinstance(made, dict) else {}
