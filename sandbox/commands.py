"""A slash command as a member types it: found among the registered ones, its options checked and typed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sandbox.model import Application, Channel, Guild, Json, User
from sandbox.permissions import Permission
from sandbox.resolved import ATTACHMENT, CHANNEL, MENTIONABLE, ROLE, USER, Resolved
from sandbox.seen import DriverError

if TYPE_CHECKING:
    from sandbox.server import LocalDiscord

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, NUMBER = 1, 2, 3, 4, 5, 10
_MAX_SAFE = 2**53


class CommandLine:
    """Makes the `data` of a command or autocomplete interaction."""

    def __init__(self, local: "LocalDiscord", guild: Guild | None, user: User, channel: Channel) -> None:
        self._local = local
        self._guild = guild
        self._user = user
        self._channel = channel

    def build(
        self,
        text: str,
        options: Mapping[str, object],
        *,
        force: bool = False,
        focused: tuple[str, str] | None = None,
    ) -> tuple[Application, Json]:
        """The bot the command is of, and the interaction's data.

        force: also when Discord would not show the command to this member, and without its checks of options.
        focused: option and what is typed into it so far, for autocompletion.
        """
        words = text.split()
        app, command = self._find(words[0])
        if not force:
            self._require_shown(command)
        path, declared = _descend(command, words)
        resolved = Resolved(self._local, self._guild, self._user)
        given = _match_names(declared, options)
        chosen = [self._option(o, given[o["name"]], resolved, force) for o in declared if o["name"] in given]
        if focused is not None:
            chosen.append(_focus(declared, focused))
        elif not force:
            _require_all(declared, given)
        data: Json = {"id": command["id"], "name": command["name"], "type": 1, "options": _nest(path, chosen)}
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        if resolved.data and focused is None:
            data["resolved"] = resolved.data
        return app, data

    def shown(self) -> list[Json]:
        """The commands this member is offered here."""
        found: list[Json] = []
        for app in self._apps():
            scopes = (None,) if self._guild is None else (self._guild.id, None)
            for command in (c for s in scopes for c in app.commands.get(s, {}).values()):
                try:
                    self._require_shown(command)
                except DriverError:
                    continue
                found.append(command)
        return found

    def _apps(self) -> list[Application]:
        return list((self._local.world.apps if self._guild is None else self._guild.bots).values())

    def _find(self, name: str) -> tuple[Application, Json]:
        apps = self._apps()
        for app in apps:
            command = self._local.world.command_for(app, self._guild, name)
            if command is not None:
                return app, command
        names = {str(c["name"]) for a in apps for scope in a.commands.values() for c in scope.values()}
        raise DriverError(f"no bot here has a command /{name}; there is {', '.join(sorted(names)) or 'none'}")

    def _require_shown(self, command: Json) -> None:
        """What Discord's client does not offer, because of the place or missing permissions."""
        name = command["name"]
        contexts = command.get("contexts")
        if self._guild is None:
            hidden = "guild_id" in command or not command.get("dm_permission", True)
            if hidden or (contexts is not None and 1 not in contexts):
                raise DriverError(f"/{name} is not there in direct messages")
            return
        if contexts is not None and 0 not in contexts:
            raise DriverError(f"/{name} is not there in servers")
        bits = self._local.access.in_channel(self._channel, self._user.id)
        if not bits & Permission.VIEW_CHANNEL or not bits & Permission.USE_APPLICATION_COMMANDS:
            raise DriverError(f"{self._user.name} cannot use commands in #{self._channel.name}")
        needed = command.get("default_member_permissions")
        if needed is None or bits & Permission.ADMINISTRATOR:
            return
        if needed == "0" or int(needed) & ~bits:
            raise DriverError(f"{self._user.name} lacks the permissions for which /{name} is shown")

    def _option(self, option: Json, value: object, resolved: Resolved, force: bool) -> Json:
        kind = option["type"]
        if kind in (USER, CHANNEL, ROLE, MENTIONABLE, ATTACHMENT):
            ident = resolved.add(kind, value)
            if kind == CHANNEL and not force:
                _check_channel_type(option, resolved.data["channels"][ident])
            return {"name": option["name"], "type": kind, "value": ident}
        if not force:
            value = _checked(option, value)
        return {"name": option["name"], "type": kind, "value": value}


def _descend(command: Json, words: list[str]) -> tuple[list[Json], list[Json]]:
    """The subcommand groups and subcommand that the words name, and the options of the last."""
    path: list[Json] = []
    options: list[Json] = command.get("options") or []
    for word in words[1:]:
        found = next((o for o in options if o["type"] in (SUBCOMMAND, GROUP) and o["name"] == word), None)
        if found is None:
            there = ", ".join(o["name"] for o in options if o["type"] in (SUBCOMMAND, GROUP)) or "none"
            raise DriverError(f"there is no subcommand {word!r} in /{' '.join(words)}; there is {there}")
        path.append(found)
        options = found.get("options") or []
    if any(o["type"] in (SUBCOMMAND, GROUP) for o in options):
        raise DriverError(f"/{' '.join(words)} needs a subcommand: {', '.join(o['name'] for o in options)}")
    return path, options


def _nest(path: list[Json], options: list[Json]) -> list[Json]:
    for step in reversed(path):
        options = [{"name": step["name"], "type": step["type"], "options": options}]
    return options


def _match_names(declared: list[Json], options: Mapping[str, object]) -> dict[str, object]:
    """Option names as given; a trailing underscore (for Python's own words) is dropped. None: not given."""
    names = {o["name"] for o in declared}
    given: dict[str, object] = {}
    for name, value in options.items():
        plain = name if name in names else name.removesuffix("_")
        if plain not in names:
            raise DriverError(f"there is no option {name!r}; there is {', '.join(sorted(names)) or 'none'}")
        if value is not None:
            given[plain] = value
    return given


def _require_all(declared: list[Json], given: Mapping[str, object]) -> None:
    missing = [o["name"] for o in declared if o.get("required") and o["name"] not in given]
    if missing:
        raise DriverError(f"this option is required: {', '.join(missing)}")


def _focus(declared: list[Json], focused: tuple[str, str]) -> Json:
    name, typed = focused
    option = next((o for o in declared if o["name"] == name), None)
    if option is None or not option.get("autocomplete"):
        raise DriverError(f"the option {name!r} does not complete what is typed")
    return {"name": name, "type": option["type"], "value": typed, "focused": True}


def _check_channel_type(option: Json, channel: Json) -> None:
    allowed = option.get("channel_types")
    if allowed and channel["type"] not in allowed:
        raise DriverError(f"the option {option['name']!r} does not offer #{channel.get('name')}")


def _checked(option: Json, value: object) -> object:
    """The value as Discord's client lets it through."""
    name, kind = option["name"], option["type"]
    if kind == STRING and not isinstance(value, str):
        raise DriverError(f"the option {name!r} takes text, not {value!r}")
    if kind == BOOLEAN and not isinstance(value, bool):
        raise DriverError(f"the option {name!r} takes True or False, not {value!r}")
    if kind == INTEGER and (not isinstance(value, int) or isinstance(value, bool) or abs(value) > _MAX_SAFE):
        raise DriverError(f"the option {name!r} takes a whole number, not {value!r}")
    if kind == NUMBER and (not isinstance(value, int | float) or isinstance(value, bool)):
        raise DriverError(f"the option {name!r} takes a number, not {value!r}")
    if option.get("choices"):
        return _chosen(option, value)
    if isinstance(value, str):
        low, high, size = option.get("min_length", 0), option.get("max_length", 6000), len(value)
        if not low <= size <= high:
            raise DriverError(f"the option {name!r} takes {low} to {high} characters, not {size}")
    elif isinstance(value, int | float) and kind != BOOLEAN:
        low, high = option.get("min_value", -_MAX_SAFE), option.get("max_value", _MAX_SAFE)
        if not low <= value <= high:
            raise DriverError(f"the option {name!r} takes {low} to {high}, not {value}")
    return value


def _chosen(option: Json, value: object) -> object:
    """A choice can be given by its name or its value."""
    for choice in option["choices"]:
        if value in (choice["value"], choice["name"]):
            return choice["value"]
    names = ", ".join(str(c["name"]) for c in option["choices"])
    raise DriverError(f"the option {option['name']!r} offers {names}, not {value!r}")
