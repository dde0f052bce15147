"""Channels themselves: read, change, delete, permission overwrites."""

from sandbox import errors
from sandbox.limits import check_channel, check_thread
from sandbox.model import DM, NEWS, TEXT, Channel, Json
from sandbox.payloads import channel_json
from sandbox.permissions import Permission
from sandbox.routing import Answer, Call, Router


def add_routes(router: Router) -> None:
    one = "/channels/{channel_id}"
    router.add("GET", one, get)
    router.add("PATCH", one, change)
    router.add("DELETE", one, delete)
    router.add("PUT", one + "/permissions/{target_id}", set_overwrite)
    router.add("DELETE", one + "/permissions/{target_id}", delete_overwrite)


def _channel(call: Call, needed: int = 0) -> Channel:
    channel = call.local.world.channel_for(call.bot, call.id("channel_id"))
    call.local.access.require(call.bot, channel, needed)
    return channel


async def get(call: Call) -> Answer:
    return channel_json(_channel(call), for_user=call.bot.id)


async def change(call: Call) -> Answer:
    channel = _channel(call)
    if channel.type == DM:
        raise errors.wrong_channel_type()
    if channel.thread is not None:
        _change_thread(call, channel)
        return channel_json(channel, for_user=call.bot.id)
    call.local.access.require(call.bot, channel, Permission.MANAGE_CHANNELS)
    check_channel(call.json, editing=True)
    fill(call, channel, call.json)
    call.local.channel_changed(channel)
    return channel_json(channel)


def _change_thread(call: Call, thread: Channel) -> None:
    assert thread.thread is not None
    check_thread(call.json, editing=True)
    mine = thread.thread.owner_id == call.bot.id
    bits = call.local.access.in_channel(thread, call.bot.id)
    # Its owner may rename and archive it; locking and slow mode need the permission.
    needs_right = not mine or "locked" in call.json or "rate_limit_per_user" in call.json
    if needs_right and not bits & Permission.MANAGE_THREADS and set(call.json) != {"archived"}:
        raise errors.missing_permissions()
    if thread.thread.archived and call.json.get("archived") is not False:
        raise errors.thread_archived()
    call.local.posts.threads.change(thread, call.json)


def fill(call: Call, channel: Channel, payload: Json) -> None:
    """What a checked payload says about a channel of a guild."""
    assert channel.guild is not None
    channel.name = _channel_name(channel.type, payload["name"]) if "name" in payload else channel.name
    channel.topic = payload.get("topic", channel.topic)
    channel.nsfw = payload.get("nsfw", channel.nsfw)
    channel.slow_mode = payload.get("rate_limit_per_user", channel.slow_mode) or 0
    channel.position = payload.get("position", channel.position)
    if "parent_id" in payload:
        parent = payload["parent_id"]
        channel.parent = None if parent is None else call.local.world.channel_for(call.bot, int(parent))
    if payload.get("permission_overwrites") is not None:
        call.local.access.require_in_guild(call.bot, channel.guild, Permission.MANAGE_ROLES)
        channel.overwrites = [_overwrite(o) for o in payload["permission_overwrites"]]


def _channel_name(type: int, name: str) -> str:
    """Text channels are lower case with hyphens, whatever was asked for."""
    return "-".join(name.lower().split()) if type in (TEXT, NEWS) else name


def _overwrite(data: Json) -> Json:
    return {
        "id": str(data["id"]),
        "type": int(data.get("type", 0)),
        "allow": str(data.get("allow") or 0),
        "deny": str(data.get("deny") or 0),
    }


async def delete(call: Call) -> Answer:
    channel = _channel(call)
    data = channel_json(channel, for_user=call.bot.id)
    if channel.type == DM:
        return data  # closes it for the bot only
    needed = Permission.MANAGE_THREADS if channel.thread is not None else Permission.MANAGE_CHANNELS
    call.local.access.require(call.bot, channel, needed)
    call.local.delete_channel(channel)
    return data


async def set_overwrite(call: Call) -> Answer:
    channel = _channel(call, Permission.MANAGE_ROLES)
    target = call.id("target_id")
    _forget(channel, target)
    channel.overwrites.append(_overwrite({**call.json, "id": target}))
    call.local.channel_changed(channel)
    return None


async def delete_overwrite(call: Call) -> Answer:
    channel = _channel(call, Permission.MANAGE_ROLES)
    if not _forget(channel, call.id("target_id")):
        raise errors.unknown_overwrite()
    call.local.channel_changed(channel)
    return None


def _forget(channel: Channel, target: int) -> bool:
    before = len(channel.overwrites)
    channel.overwrites = [o for o in channel.overwrites if o["id"] != str(target)]
    return len(channel.overwrites) < before
