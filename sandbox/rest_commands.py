"""Application commands: registered everywhere or for one guild."""

from sandbox import errors
from sandbox.limits import check_command, check_commands
from sandbox.model import Json
from sandbox.routing import Answer, Call, Router


def add_routes(router: Router) -> None:
    for base in ("/applications/{application_id}", "/applications/{application_id}/guilds/{guild_id}"):
        router.add("GET", base + "/commands", list_all)
        router.add("PUT", base + "/commands", replace_all)
        router.add("POST", base + "/commands", upsert)
        router.add("GET", base + "/commands/{command_id}", get)
        router.add("PATCH", base + "/commands/{command_id}", change)
        router.add("DELETE", base + "/commands/{command_id}", delete)
    router.add("GET", "/applications/{application_id}/guilds/{guild_id}/commands/permissions", no_permissions)
    router.add("GET", "/applications/{application_id}/emojis", no_emojis)


def _scope(call: Call) -> int | None:
    """The guild in the path, or None for everywhere."""
    if call.id("application_id") != call.bot.id:
        raise errors.unknown_application()
    if "guild_id" not in call.params:
        return None
    guild = call.local.world.guilds.get(call.id("guild_id"))
    if guild is None or call.bot.id not in guild.members:
        raise errors.missing_access()
    return guild.id


def _commands(call: Call) -> dict[int, Json]:
    return call.bot.commands.setdefault(_scope(call), {})


def _complete(call: Call, payload: Json, scope: int | None, known: Json | None) -> Json:
    """A command as Discord gives it back."""
    ids = call.local.world.ids
    command: Json = {
        "id": known["id"] if known is not None else str(ids.next()),
        "application_id": str(call.bot.id),
        "version": str(ids.next()),
        "type": payload.get("type", 1),
        "name": payload["name"],
        "description": payload.get("description", ""),
        "options": payload.get("options") or [],
        "default_member_permissions": payload.get("default_member_permissions"),
        "nsfw": bool(payload.get("nsfw", False)),
        "name_localizations": payload.get("name_localizations"),
        "description_localizations": payload.get("description_localizations"),
    }
    if command["default_member_permissions"] is not None:
        command["default_member_permissions"] = str(command["default_member_permissions"])
    if scope is not None:
        return command | {"guild_id": str(scope)}
    dm = payload.get("dm_permission")
    return command | {
        "dm_permission": True if dm is None else dm,
        "contexts": payload.get("contexts"),
        "integration_types": payload.get("integration_types") or [0],
    }


def _same(known: dict[int, Json], payload: Json) -> Json | None:
    kind = payload.get("type", 1)
    return next((c for c in known.values() if c["name"] == payload.get("name") and c["type"] == kind), None)


async def list_all(call: Call) -> Answer:
    return list(_commands(call).values())


async def replace_all(call: Call) -> Answer:
    scope = _scope(call)
    if not isinstance(call.body, list):
        wrong = {"code": "LIST_TYPE_CONVERT", "message": "Only iterables may be used in a ListType"}
        raise errors.invalid_form({"_errors": [wrong]})
    check_commands(call.body)
    known = call.bot.commands.get(scope, {})
    made = [_complete(call, c, scope, _same(known, c)) for c in call.body]
    call.bot.commands[scope] = {int(c["id"]): c for c in made}
    return made


async def upsert(call: Call) -> Answer:
    commands = _commands(call)
    known = _same(commands, call.json)
    others = [c for c in commands.values() if c is not known]
    check_command(call.json)
    if len(others) >= 100:
        raise errors.max_commands()
    made = _complete(call, call.json, _scope(call), known)
    commands[int(made["id"])] = made
    return made


def _one(call: Call) -> Json:
    if (found := _commands(call).get(call.id("command_id"))) is None:
        raise errors.unknown_command()
    return found


async def get(call: Call) -> Answer:
    return _one(call)


async def change(call: Call) -> Answer:
    known = _one(call)
    wanted = {**known, **call.json}
    check_command(
        {k: v for k, v in wanted.items() if k not in ("id", "application_id", "version", "guild_id")}
    )
    made = _complete(call, wanted, _scope(call), known)
    _commands(call)[int(made["id"])] = made
    return made


async def delete(call: Call) -> Answer:
    del _commands(call)[int(_one(call)["id"])]
    return None


async def no_permissions(call: Call) -> Answer:
    _scope(call)
    return []


async def no_emojis(call: Call) -> Answer:
    _scope(call)
    return {"items": []}
