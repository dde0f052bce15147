"""A JSON API on the local Discord's own port, under /sandbox/: build the world, act for members, look, cause trouble.

For the web page, and for tests whose local Discord is a process of its own. Ids are text. Everything that
changes is a POST with Content-Type application/json, which a foreign web page cannot send without asking first.
A refusal is {"error": sentence} with status 400, or 404 for something that is not there.
"""

import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.control_act import act, reply_json
from sandbox.control_build import build, one_of
from sandbox.errors import DiscordError
from sandbox.model import Guild, Json
from sandbox.payloads import channel_json, guild_json, member_json, message_json, user_json
from sandbox.seen import DriverError

if TYPE_CHECKING:
    from sandbox.server import LocalDiscord

MoveClock = Callable[[float], None]


def add_control(local: "LocalDiscord", move_clock: MoveClock | None = None) -> None:
    """Before `local.start()`. move_clock: sets the clock to an instant (epoch seconds), if it can be moved."""
    control = _Control(local, move_clock)
    for name, answer in (
        ("world", control.world),
        ("messages", control.messages),
        ("dms", control.dms),
        ("commands", control.commands),
        ("reply", control.reply),
        ("clock", control.clock),
        ("requests", control.requests),
    ):
        local.app.router.add_get(f"/sandbox/{name}", _safely(answer))
    for name, change in (
        ("build", control.build),
        ("act", control.act),
        ("faults", control.faults),
        ("clock", control.set_clock),
    ):
        local.app.router.add_post(f"/sandbox/{name}", _safely(change))
    local.app.router.add_get("/sandbox/events", control.events)


def _safely(
    answer: Callable[[web.Request], Awaitable[object]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def run(request: web.Request) -> web.Response:
        if request.method == "POST" and request.content_type != "application/json":
            return _json({"error": "the body must be JSON, with Content-Type: application/json"}, 415)
        try:
            return _json(await answer(request))
        except (DriverError, DiscordError, ValueError, TypeError) as error:
            return _json({"error": str(error)}, 400)
        except KeyError as error:
            return _json({"error": f"missing, or not there: {error.args[0]}"}, 404)

    return run


def _json(data: object, status: int = 200) -> web.Response:
    return web.json_response(data, status=status)


async def _body(request: web.Request) -> Json:
    data = await request.json()
    if not isinstance(data, dict):
        raise ValueError("the body must be a JSON object")
    return data


class _Control:
    def __init__(self, local: "LocalDiscord", move_clock: MoveClock | None) -> None:
        self._local = local
        self._move_clock = move_clock

    # --- looking

    async def world(self, request: web.Request) -> Json:
        """?user=: only what that user sees."""
        world = self._local.world
        user_id = int(request.query["user"]) if "user" in request.query else None
        return {
            "version": self._local.changes.version,
            "now": self._local.clock(),
            "users": [user_json(u) for u in world.users.values()],
            "bots": [
                {"id": str(a.id), "name": a.user.name, "online": self._online(a.id)}
                for a in world.apps.values()
            ],
            "guilds": [
                self._guild(g, user_id)
                for g in world.guilds.values()
                if user_id is None or user_id in g.members
            ],
        }

    def _online(self, app_id: int) -> bool:
        return any(
            s.app.id == app_id and s.connection is not None for s in self._local.gateway.sessions.values()
        )

    def _guild(self, guild: Guild, user_id: int | None) -> Json:
        channels = [*guild.channels.values(), *guild.threads.values()]
        access = self._local.access
        return guild_json(guild) | {
            "channels": [
                channel_json(c)
                | ({} if user_id is None else {"permissions": str(access.in_channel(c, user_id))})
                for c in channels
                if user_id is None or access.can_view(c, user_id)
            ],
            "members": [member_json(m) for m in guild.members.values()],
        }

    async def messages(self, request: web.Request) -> Json:
        """?channel= [&user=] [&limit=]: what that user sees; without one, everything that lasts."""
        channel = one_of(self._local.world.channels, request.query["channel"])
        limit = int(request.query.get("limit", "100"))
        if "user" in request.query:
            user = one_of(self._local.world.users, request.query["user"])
            found = [m.record for m in self._local.member(channel.guild, user).messages(channel)]
        else:
            found = [channel.messages[i] for i in channel.order]
        data = [message_json(self._local.world, m) for m in found[-limit:]]
        return {"version": self._local.changes.version, "messages": data}

    async def dms(self, request: web.Request) -> Json:
        """?user=: their direct messages, by channel."""
        user = one_of(self._local.world.users, request.query["user"])
        return {
            "version": self._local.changes.version,
            "channels": [
                channel_json(c, for_user=user.id)
                | {
                    "messages": [
                        message_json(self._local.world, m)
                        for m in sorted(c.messages.values(), key=lambda m: m.id)
                        if m.seen_by in (None, user.id)
                    ]
                }
                for c in self._local.world.dms_of(user)
            ],
        }

    async def commands(self, request: web.Request) -> Json:
        """?user= [&guild=] [&channel=]: the slash commands Discord would offer there."""
        world, query = self._local.world, request.query
        guild = one_of(world.guilds, query["guild"]) if "guild" in query else None
        driver = self._local.member(guild, one_of(world.users, query["user"]))
        if "channel" in query:
            driver = driver.at(one_of(world.channels, query["channel"]))
        return {"commands": driver.commands()}

    async def reply(self, request: web.Request) -> Json:
        """?id= [&edits=N&followups=N&within=S]: an answer; waits until it is further than these numbers."""
        query = request.query
        interaction = self._local.interactions.get(int(query["id"]))
        known = (int(query.get("edits", "-1")), int(query.get("followups", "-1")))
        await interaction.until(
            lambda: interaction.edits > known[0] or len(interaction.followups) > known[1],
            float(query.get("within", "0")),
        )
        return reply_json(self._local, interaction)

    async def requests(self, request: web.Request) -> Json:
        """The latest requests of bots. [?limit=]"""
        latest = list(self._local.requests)[-int(request.query.get("limit", "100")) :]
        found = [
            {"method": r.method, "path": r.path, "route": r.route, "status": r.status, "at": r.at}
            for r in latest
        ]
        return {"requests": found, "violations": self._local.violations}

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: each change, with the ids of what changed. [?user=]: without others' private replies."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        )
        await response.prepare(request)
        user = request.query.get("user")
        await response.write(b": connected\n\n")
        async for told in self._local.changes.watch():
            if told.get("seen_by") is None or user is None or told["seen_by"] == user:
                await response.write(f"data: {json.dumps(told)}\n\n".encode())
        return response

    # --- changing

    async def build(self, request: web.Request) -> Any:
        """{"do": "create_user", …}: see control_build."""
        return build(self._local, await _body(request))

    async def act(self, request: web.Request) -> Json:
        """{"do": "slash", "user": id, "guild": id or null, …}: see control_act."""
        return await act(self._local, await _body(request))

    async def faults(self, request: web.Request) -> Json:
        """{"do": "order", "route", "count", "kind", …}, or drop, silence, ask_reconnect, invalidate, clear."""
        body = await _body(request)
        faults, do = self._local.faults, body.pop("do")
        if do == "order":
            faults.order(**body)
        elif do == "close":
            await faults.close(int(body["code"]))
        elif do in ("drop", "silence", "ask_reconnect", "invalidate", "forget_sessions", "clear"):
            getattr(faults, do)(**body)
        else:
            raise ValueError(f"there is no fault {do!r}")
        return {}

    # --- the clock

    async def clock(self, _: web.Request) -> Json:
        return {"now": self._local.clock(), "movable": self._move_clock is not None}

    async def set_clock(self, request: web.Request) -> Json:
        """{"to": epoch seconds} or {"forward": seconds}."""
        if self._move_clock is None:
            raise ValueError("this clock cannot be moved")
        body = await _body(request)
        target = float(body["to"]) if "to" in body else self._local.clock() + float(body["forward"])
        self._move_clock(target)
        self._local.changes.tell("clock")
        return {"now": self._local.clock()}
