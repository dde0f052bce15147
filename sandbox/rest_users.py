"""The bot itself, users, direct messages, and where the gateway is."""

from sandbox import errors
from sandbox.model import User
from sandbox.payloads import channel_json, guild_json, user_json
from sandbox.routing import Answer, Call, Router, snowflake


def add_routes(router: Router) -> None:
    router.add("GET", "/gateway", gateway, auth=False)
    router.add("GET", "/gateway/bot", gateway_bot)
    router.add("GET", "/oauth2/applications/@me", application)
    router.add("GET", "/applications/@me", application)
    router.add("GET", "/users/@me", me)
    router.add("PATCH", "/users/@me", me)
    router.add("GET", "/users/@me/guilds", guilds)
    router.add("DELETE", "/users/@me/guilds/{guild_id}", leave)
    router.add("POST", "/users/@me/channels", open_dm)
    router.add("GET", "/users/{user_id}", user)
    router.add("POST", "/auth/logout", logout)


async def gateway(call: Call) -> Answer:
    return {"url": call.local.gateway_url}


async def gateway_bot(call: Call) -> Answer:
    count = sum(1 for g in call.local.world.guilds.values() if call.bot.id in g.members)
    limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 16}
    return {"url": call.local.gateway_url, "shards": 1 + count // 2000, "session_start_limit": limit}


async def application(call: Call) -> Answer:
    app = call.bot
    owner = {"id": "1", "username": "owner", "discriminator": "0", "global_name": None, "avatar": None}
    return {
        "id": str(app.id),
        "name": app.user.name,
        "description": "",
        "icon": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": owner,
        "team": None,
        "verify_key": "0" * 64,
        "flags": 0,
        "tags": [],
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "approximate_guild_count": sum(1 for g in call.local.world.guilds.values() if app.id in g.members),
        "integration_types_config": {"0": {}},
        "bot": user_json(app.user),
    }


async def me(call: Call) -> Answer:
    return user_json(call.bot.user) | {"verified": True, "mfa_enabled": True, "flags": 0, "email": None}


async def guilds(call: Call) -> Answer:
    mine = sorted((g.id, g) for g in call.local.world.guilds.values() if call.bot.id in g.members)
    after = int(call.request.query.get("after", "0"))
    limit = int(call.request.query.get("limit", "200"))
    found = [g for i, g in mine if i > after][:limit]
    return [
        {k: v for k, v in guild_json(g).items() if k in ("id", "name", "icon", "banner", "features")}
        | {
            "owner": g.owner_id == call.bot.id,
            "permissions": str(call.local.access.in_guild(g, call.bot.id)),
            "approximate_member_count": len(g.members),
            "approximate_presence_count": len(g.members),
        }
        for g in found
    ]


async def leave(call: Call) -> Answer:
    guild = call.local.world.guild_for(call.bot, call.id("guild_id"))
    call.local.remove_member(guild, call.bot.user)
    return None


async def open_dm(call: Call) -> Answer:
    wanted = snowflake(str(call.json.get("recipient_id", "")), "recipient_id")
    other: User = call.local.world.user(wanted)
    if other is call.bot.user:
        raise errors.cannot_dm()
    return channel_json(call.local.world.dm_between(call.bot.user, other), for_user=call.bot.id)


async def user(call: Call) -> Answer:
    return user_json(call.local.world.user(call.id("user_id")))


async def logout(call: Call) -> Answer:
    assert call.bot
    return None
