"""Guilds: channels, roles, members."""

from sandbox import errors
from sandbox.limits import check_channel
from sandbox.model import TEXT, Channel, Guild, Membership
from sandbox.payloads import channel_json, guild_json, member_json, role_json
from sandbox.permissions import Permission
from sandbox.rest_channels import fill
from sandbox.routing import Answer, Call, Router

MAX_CHANNELS, MAX_ROLES = 500, 250


def add_routes(router: Router) -> None:
    guild = "/guilds/{guild_id}"
    router.add("GET", guild, get)
    router.add("GET", guild + "/preview", get)
    router.add("GET", guild + "/channels", channels)
    router.add("POST", guild + "/channels", create_channel)
    router.add("GET", guild + "/roles", roles)
    router.add("POST", guild + "/roles", create_role)
    router.add("GET", guild + "/roles/{role_id}", role)
    router.add("PATCH", guild + "/roles/{role_id}", change_role)
    router.add("DELETE", guild + "/roles/{role_id}", delete_role)
    router.add("GET", guild + "/members", members)
    router.add("GET", guild + "/members/search", search_members)
    router.add("GET", guild + "/members/{user_id}", member)
    router.add("PATCH", guild + "/members/@me", change_self)
    router.add("PATCH", guild + "/members/{user_id}", change_member)
    router.add("DELETE", guild + "/members/{user_id}", kick)
    router.add("PUT", guild + "/members/{user_id}/roles/{role_id}", add_role)
    router.add("DELETE", guild + "/members/{user_id}/roles/{role_id}", remove_role)


def _guild(call: Call, needed: int = 0) -> Guild:
    guild = call.local.world.guild_for(call.bot, call.id("guild_id"))
    call.local.access.require_in_guild(call.bot, guild, needed)
    return guild


def _member(call: Call, guild: Guild) -> Membership:
    if (found := guild.members.get(call.id("user_id"))) is None:
        raise errors.unknown_member()
    return found


async def get(call: Call) -> Answer:
    guild = _guild(call)
    data = guild_json(guild)
    if call.request.query.get("with_counts") in ("1", "true"):
        data["approximate_member_count"] = data["approximate_presence_count"] = len(guild.members)
    return data


# --- channels


async def channels(call: Call) -> Answer:
    return [channel_json(c) for c in _guild(call).channels.values()]


async def create_channel(call: Call) -> Answer:
    guild = _guild(call, Permission.MANAGE_CHANNELS)
    check_channel(call.json)
    if len(guild.channels) >= MAX_CHANNELS:
        raise errors.max_channels()
    kind = int(call.json.get("type") or TEXT)
    channel = Channel(call.local.world.ids.next(), kind, "", guild, len(guild.channels))
    fill(call, channel, call.json)
    call.local.add_channel(guild, channel)
    return channel_json(channel)


# --- roles


async def roles(call: Call) -> Answer:
    return [role_json(r) for r in _guild(call).roles.values()]


async def role(call: Call) -> Answer:
    return role_json(call.local.world.role_in(_guild(call), call.id("role_id")))


async def create_role(call: Call) -> Answer:
    guild = _guild(call, Permission.MANAGE_ROLES)
    if len(guild.roles) >= MAX_ROLES:
        raise errors.max_roles()
    asked = call.json
    default = guild.roles[guild.id].permissions
    bits = int(asked["permissions"]) if asked.get("permissions") is not None else default
    _require_own_bits(call, guild, bits)
    made = call.local.create_role(
        guild,
        asked.get("name") or "new role",
        bits,
        mentionable=bool(asked.get("mentionable")),
        color=_color(asked),
    )
    return role_json(made)


def _color(asked: dict[str, object]) -> int:
    colors = asked.get("colors")
    chosen = colors.get("primary_color") if isinstance(colors, dict) else asked.get("color")
    return int(str(chosen or 0))


def _require_own_bits(call: Call, guild: Guild, bits: int) -> None:
    """A bot cannot give what it does not have."""
    if bits & ~call.local.access.in_guild(guild, call.bot.id):
        raise errors.missing_permissions()


async def change_role(call: Call) -> Answer:
    guild = _guild(call, Permission.MANAGE_ROLES)
    found = call.local.world.role_in(guild, call.id("role_id"))
    if found.id != guild.id:
        call.local.access.require_above(call.bot, guild, found)
    asked = call.json
    if asked.get("permissions") is not None:
        _require_own_bits(call, guild, int(asked["permissions"]) & ~found.permissions)
        found.permissions = int(asked["permissions"])
    found.name = asked.get("name") or found.name
    found.mentionable = bool(asked.get("mentionable", found.mentionable))
    found.hoist = bool(asked.get("hoist", found.hoist))
    if "color" in asked or "colors" in asked:
        found.color = _color(asked)
    call.local.role_changed(guild, found, "GUILD_ROLE_UPDATE")
    return role_json(found)


async def delete_role(call: Call) -> Answer:
    guild = _guild(call, Permission.MANAGE_ROLES)
    found = call.local.world.role_in(guild, call.id("role_id"))
    call.local.access.require_above(call.bot, guild, found)
    call.local.delete_role(guild, found)
    return None


# --- members


async def members(call: Call) -> Answer:
    """Needs the members intent to be allowed, as on Discord."""
    guild = _guild(call)
    if not call.bot.privileged_intents & (1 << 1):
        raise errors.missing_access()
    after = int(call.request.query.get("after", "0"))
    limit = int(call.request.query.get("limit", "1"))
    found = sorted((i, m) for i, m in guild.members.items() if i > after)
    return [member_json(m) for _, m in found[:limit]]


async def search_members(call: Call) -> Answer:
    wanted = call.request.query.get("query", "").casefold()
    limit = int(call.request.query.get("limit", "1"))
    found = [m for m in _guild(call).members.values() if m.user.name.casefold().startswith(wanted)]
    return [member_json(m) for m in found[:limit]]


async def member(call: Call) -> Answer:
    return member_json(_member(call, _guild(call)))


async def change_self(call: Call) -> Answer:
    guild = _guild(call, Permission.CHANGE_NICKNAME if "nick" in call.json else 0)
    mine = guild.members[call.bot.id]
    mine.nick = call.json.get("nick", mine.nick) or None
    call.local.member_changed(guild, mine)
    return member_json(mine)


async def change_member(call: Call) -> Answer:
    guild = _guild(call)
    found = _member(call, guild)
    if "nick" in call.json:
        call.local.access.require_in_guild(call.bot, guild, Permission.MANAGE_NICKNAMES)
        found.nick = call.json["nick"] or None
    if "roles" in call.json:
        call.local.access.require_in_guild(call.bot, guild, Permission.MANAGE_ROLES)
        wanted = {int(r) for r in call.json["roles"]}
        for role_id in wanted ^ found.roles:
            call.local.access.require_above(call.bot, guild, call.local.world.role_in(guild, role_id))
        found.roles = wanted
    call.local.member_changed(guild, found)
    return member_json(found)


async def kick(call: Call) -> Answer:
    guild = _guild(call, Permission.KICK_MEMBERS)
    found = _member(call, guild)
    access = call.local.access
    same_height = access.top_position(guild, found.user.id) >= access.top_position(guild, call.bot.id)
    if found.user.id == guild.owner_id or same_height:
        raise errors.missing_permissions()
    call.local.remove_member(guild, found.user)
    return None


async def add_role(call: Call) -> Answer:
    _change_role(call, adds=True)
    return None


async def remove_role(call: Call) -> Answer:
    _change_role(call, adds=False)
    return None


def _change_role(call: Call, *, adds: bool) -> None:
    guild = _guild(call, Permission.MANAGE_ROLES)
    found = _member(call, guild)
    wanted = call.local.world.role_in(guild, call.id("role_id"))
    call.local.access.require_above(call.bot, guild, wanted)
    (found.roles.add if adds else found.roles.discard)(wanted.id)
    call.local.member_changed(guild, found)
