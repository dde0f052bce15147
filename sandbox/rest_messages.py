"""Messages in channels: send, read, edit, delete, pin, react."""

from bisect import bisect_left, bisect_right
from urllib.parse import unquote

from sandbox import errors
from sandbox.model import DM, Channel, Json, Message
from sandbox.payloads import message_json, stamp, user_json
from sandbox.permissions import Permission
from sandbox.routing import Answer, Call, Router, snowflake

MAX_PINS = 250
TWO_WEEKS_S = 14 * 24 * 3600


def add_routes(router: Router) -> None:
    messages = "/channels/{channel_id}/messages"
    one = messages + "/{message_id}"
    router.add("POST", messages, send)
    router.add("GET", messages, history)
    router.add("POST", messages + "/bulk-delete", bulk_delete)
    router.add("GET", messages + "/pins", pins)
    router.add("PUT", messages + "/pins/{message_id}", pin)
    router.add("DELETE", messages + "/pins/{message_id}", unpin)
    router.add("GET", "/channels/{channel_id}/pins", old_pins)
    router.add("PUT", "/channels/{channel_id}/pins/{message_id}", pin)
    router.add("DELETE", "/channels/{channel_id}/pins/{message_id}", unpin)
    router.add("GET", one, get)
    router.add("PATCH", one, edit)
    router.add("DELETE", one, delete)
    router.add("PUT", one + "/reactions/{emoji}/@me", react)
    router.add("DELETE", one + "/reactions/{emoji}/@me", unreact)
    router.add("DELETE", one + "/reactions/{emoji}/{user_id}", unreact)
    router.add("GET", one + "/reactions/{emoji}", reactors)
    router.add("POST", "/channels/{channel_id}/typing", typing)


def _channel(call: Call, needed: int = 0) -> Channel:
    channel = call.local.world.channel_for(call.bot, call.id("channel_id"))
    call.local.access.require(call.bot, channel, needed)
    return channel


def _message(call: Call, channel: Channel) -> Message:
    return call.local.world.message_in(channel, call.id("message_id"))


async def send(call: Call) -> Answer:
    channel = call.local.world.channel_for(call.bot, call.id("channel_id"))
    message = call.local.posts.send(call.bot, channel, call.json, call.uploads)
    return message_json(call.local.world, message, call.bot)


async def history(call: Call) -> Answer:
    channel = _channel(call)
    query = call.request.query
    limit = int(query["limit"]) if query.get("limit", "").isdecimal() else 50
    if not 1 <= limit <= 100:
        wrong = {"code": "NUMBER_TYPE_MAX", "message": "int value should be less than or equal to 100."}
        raise errors.invalid_form({"limit": {"_errors": [wrong]}})
    if not call.local.access.in_channel(channel, call.bot.id) & Permission.READ_MESSAGE_HISTORY:
        return []  # Discord gives an empty list rather than an error
    marks = {n: snowflake(query[n], n) for n in ("before", "after", "around") if n in query}
    ids = _page(channel.order, limit, **marks)
    return [message_json(call.local.world, channel.messages[i], call.bot) for i in reversed(ids)]


def _page(
    order: list[int],
    limit: int,
    *,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
) -> list[int]:
    """Ids, the oldest first. `after` takes those next to it; otherwise the latest."""
    if around is not None:
        middle = bisect_left(order, around)
        return order[max(0, middle - limit // 2) : middle + (limit + 1) // 2]
    if after is not None:
        start = bisect_right(order, after)
        return order[start : start + limit]
    end = len(order) if before is None else bisect_left(order, before)
    return order[max(0, end - limit) : end]


async def get(call: Call) -> Answer:
    channel = _channel(call, Permission.READ_MESSAGE_HISTORY)
    return message_json(call.local.world, _message(call, channel), call.bot)


async def edit(call: Call) -> Answer:
    channel = _channel(call)
    message = _message(call, channel)
    if message.author is not call.bot.user:
        flags_only = set(call.json) == {"flags"}
        if not (
            flags_only and call.local.access.in_channel(channel, call.bot.id) & Permission.MANAGE_MESSAGES
        ):
            raise errors.not_author()
    if channel.thread is not None and channel.thread.archived:
        raise errors.thread_archived()
    call.local.posts.edit(message, call.json, call.uploads)
    return message_json(call.local.world, message, call.bot)


async def delete(call: Call) -> Answer:
    channel = _channel(call)
    message = _message(call, channel)
    if message.author is not call.bot.user:
        if channel.type == DM:
            raise errors.missing_permissions()
        call.local.access.require(call.bot, channel, Permission.MANAGE_MESSAGES)
    call.local.posts.delete(message)
    return None


async def bulk_delete(call: Call) -> Answer:
    channel = _channel(call, Permission.MANAGE_MESSAGES)
    ids = [int(i) for i in call.json.get("messages", [])]
    if not 2 <= len(set(ids)) <= 100:
        wrong = {"code": "BASE_TYPE_BAD_LENGTH", "message": "Must be between 2 and 100 in length."}
        raise errors.invalid_form({"messages": {"_errors": [wrong]}})
    found = [m for i in ids if (m := channel.messages.get(i)) is not None and not m.ephemeral]
    if any(call.local.clock() - m.created_at > TWO_WEEKS_S for m in found):
        raise errors.bulk_delete_too_old()
    for message in found:
        call.local.posts.delete(message)
    return None


async def typing(call: Call) -> Answer:
    channel = call.local.world.channel_for(call.bot, call.id("channel_id"))
    call.local.access.require_send(call.bot, channel)
    call.local.changes.tell("typing", channel_id=channel.id, user_id=call.bot.id)
    return None


# --- pins


def _pinned(channel: Channel) -> list[Message]:
    found = [m for i in channel.order if (m := channel.messages[i]).pinned_at is not None]
    return sorted(found, key=lambda m: m.pinned_at or 0, reverse=True)


async def pins(call: Call) -> Answer:
    channel = _channel(call, Permission.READ_MESSAGE_HISTORY)
    before = call.request.query.get("before")
    limit = int(call.request.query.get("limit", "50"))
    found = [(stamp(m.pinned_at or 0), m) for m in _pinned(channel)]
    found = [(at, m) for at, m in found if before is None or at < before]
    items: list[Json] = [
        {"pinned_at": at, "message": message_json(call.local.world, m, call.bot)} for at, m in found[:limit]
    ]
    return {"items": items, "has_more": len(found) > limit}


async def old_pins(call: Call) -> Answer:
    channel = _channel(call)
    return [message_json(call.local.world, m, call.bot) for m in _pinned(channel)]


async def pin(call: Call) -> Answer:
    channel = _pin_channel(call)
    message = _message(call, channel)
    if message.pinned_at is None:
        if len(_pinned(channel)) >= MAX_PINS:
            raise errors.max_pins()
        message.pinned_at = channel.last_pin_at = call.local.clock()
        _pins_changed(call, message)
    return None


async def unpin(call: Call) -> Answer:
    channel = _pin_channel(call)
    message = _message(call, channel)
    if message.pinned_at is not None:
        message.pinned_at = None
        _pins_changed(call, message)
    return None


def _pin_channel(call: Call) -> Channel:
    """Pinning had its own permission split off Manage Messages; either one is taken."""
    channel = _channel(call)
    if channel.type != DM:
        bits = call.local.access.in_channel(channel, call.bot.id)
        if not bits & (Permission.PIN_MESSAGES | Permission.MANAGE_MESSAGES):
            raise errors.missing_permissions()
    return channel


def _pins_changed(call: Call, message: Message) -> None:
    call.local.posts.changed(message)
    call.local.pins_changed(message.channel)


# --- reactions


async def react(call: Call) -> Answer:
    channel = _channel(call, Permission.READ_MESSAGE_HISTORY)
    message = _message(call, channel)
    emoji = unquote(call.params["emoji"])
    if emoji not in message.reactions:
        call.local.access.require(call.bot, channel, Permission.ADD_REACTIONS)
    call.local.posts.react(message, call.bot.user, emoji)
    return None


async def unreact(call: Call) -> Answer:
    channel = _channel(call)
    message = _message(call, channel)
    user = call.bot.user
    if "user_id" in call.params:
        call.local.access.require(call.bot, channel, Permission.MANAGE_MESSAGES)
        user = call.local.world.user(call.id("user_id"))
    call.local.posts.unreact(message, user, unquote(call.params["emoji"]))
    return None


async def reactors(call: Call) -> Answer:
    message = _message(call, _channel(call, Permission.READ_MESSAGE_HISTORY))
    return [
        user_json(call.local.world.users[user_id])
        for user_id in message.reactions.get(unquote(call.params["emoji"]), [])
    ]
