"""Threads: started, joined, listed."""

from sandbox import errors
from sandbox.limits import check_message, check_thread
from sandbox.model import DM, FORUM, NEWS, NEWS_THREAD, PRIVATE_THREAD, PUBLIC_THREAD, Channel, Json
from sandbox.payloads import channel_json, member_json, message_json, stamp, thread_json, thread_member_json
from sandbox.permissions import Permission
from sandbox.routing import Answer, Call, Router
from sandbox.threads import needed_to_create


def add_routes(router: Router) -> None:
    channel = "/channels/{channel_id}"
    router.add("POST", channel + "/threads", start)
    router.add("POST", channel + "/messages/{message_id}/threads", start_from_message)
    router.add("GET", channel + "/thread-members", members)
    router.add("PUT", channel + "/thread-members/@me", join)
    router.add("DELETE", channel + "/thread-members/@me", leave)
    router.add("GET", channel + "/thread-members/{user_id}", member)
    router.add("PUT", channel + "/thread-members/{user_id}", add_member)
    router.add("DELETE", channel + "/thread-members/{user_id}", remove_member)
    router.add("GET", channel + "/threads/archived/public", archived_public)
    router.add("GET", channel + "/threads/archived/private", archived_private)
    router.add("GET", channel + "/users/@me/threads/archived/private", archived_joined)
    router.add("GET", "/guilds/{guild_id}/threads/active", active)


def _parent(call: Call, needed: int) -> Channel:
    channel = call.local.world.channel_for(call.bot, call.id("channel_id"))
    if channel.type == DM or channel.thread is not None:
        raise errors.wrong_channel_type()
    call.local.access.require(call.bot, channel, needed)
    return channel


def _thread(call: Call) -> Channel:
    channel = call.local.world.channel_for(call.bot, call.id("channel_id"))
    if channel.thread is None:
        raise errors.wrong_channel_type()
    call.local.access.require(call.bot, channel)
    return channel


async def start(call: Call) -> Answer:
    parent = call.local.world.channel_for(call.bot, call.id("channel_id"))
    if parent.type == FORUM:
        return _start_in_forum(call, parent)
    check_thread(call.json)
    kind = int(call.json.get("type") or PRIVATE_THREAD)  # Discord's default, if nothing is said
    parent = _parent(call, needed_to_create(kind))
    return _made(call, _create(call, parent, kind))


async def start_from_message(call: Call) -> Answer:
    parent = _parent(call, Permission.CREATE_PUBLIC_THREADS | Permission.READ_MESSAGE_HISTORY)
    message = call.local.world.message_in(parent, call.id("message_id"))
    check_thread(call.json)
    if message.thread_id is not None or message.id in call.local.world.channels:
        raise errors.thread_exists()
    thread = _create(call, parent, NEWS_THREAD if parent.type == NEWS else PUBLIC_THREAD, id=message.id)
    call.local.posts.thread_started(message, thread)
    return _made(call, thread)


def _start_in_forum(call: Call, parent: Channel) -> Answer:
    call.local.access.require(call.bot, parent, Permission.SEND_MESSAGES)
    first: Json = call.json.get("message") or {}
    check_thread(call.json)
    check_message(first, attachments=len(call.uploads), at=("message",))
    thread = _create(call, parent, PUBLIC_THREAD)
    message = call.local.posts.compose(call.bot.user, thread, first, call.uploads)
    message.id = thread.id
    call.local.posts.publish(message)
    return _made(call, thread) | {"message": message_json(call.local.world, message)}


def _create(call: Call, parent: Channel, kind: int, *, id: int | None = None) -> Channel:
    thread = call.local.posts.threads.create(
        parent,
        call.bot.id,
        call.json["name"],
        type=kind,
        id=id,
        archive_after=call.json.get("auto_archive_duration") or 4320,
        invitable=call.json.get("invitable", True),
    )
    thread.slow_mode = call.json.get("rate_limit_per_user") or 0
    return thread


def _made(call: Call, thread: Channel) -> Json:
    return thread_json(thread, for_user=call.bot.id)


# --- members


async def members(call: Call) -> Answer:
    thread = _thread(call)
    assert thread.thread is not None
    return [thread_member_json(thread, u) for u in thread.thread.members]


async def member(call: Call) -> Answer:
    thread, user_id = _thread(call), call.id("user_id")
    assert thread.thread is not None
    if user_id not in thread.thread.members:
        raise errors.unknown_member()
    data = thread_member_json(thread, user_id)
    if call.request.query.get("with_member") in ("1", "true") and thread.guild is not None:
        data["member"] = member_json(thread.guild.members[user_id])
    return data


async def join(call: Call) -> Answer:
    _change_membership(call, call.bot.id, joins=True)
    return None


async def leave(call: Call) -> Answer:
    call.local.posts.threads.leave(_thread(call), call.bot.id)
    return None


async def add_member(call: Call) -> Answer:
    _change_membership(call, call.id("user_id"), joins=True)
    return None


async def remove_member(call: Call) -> Answer:
    thread = _thread(call)
    assert thread.thread is not None
    if thread.thread.owner_id != call.bot.id or thread.type != PRIVATE_THREAD:
        call.local.access.require(call.bot, thread, Permission.MANAGE_THREADS)
    _change_membership(call, call.id("user_id"), joins=False)
    return None


def _change_membership(call: Call, user_id: int, *, joins: bool) -> None:
    thread = _thread(call)
    assert thread.thread is not None
    assert thread.guild is not None
    if thread.thread.archived:
        raise errors.thread_archived()
    if user_id != call.bot.id and joins:
        call.local.access.require_send(call.bot, thread)
    if joins:
        if user_id not in thread.guild.members:
            raise errors.unknown_member()
        parent = thread.parent
        if parent is not None and not call.local.access.can_view(parent, user_id):
            raise errors.missing_access()
        call.local.posts.threads.join(thread, user_id)
    else:
        call.local.posts.threads.leave(thread, user_id)


# --- lists


def _list(call: Call, threads: list[Channel]) -> Json:
    me = call.bot.id
    joined = [thread_member_json(t, me) for t in threads if t.thread and me in t.thread.members]
    return {"threads": [channel_json(t, for_user=me) for t in threads], "members": joined}


async def active(call: Call) -> Answer:
    guild = call.local.world.guild_for(call.bot, call.id("guild_id"))
    return _list(
        call,
        [
            t
            for t in guild.threads.values()
            if t.thread and not t.thread.archived and call.local.access.can_view(t, call.bot.id)
        ],
    )


async def archived_public(call: Call) -> Answer:
    return _archived(call, private=False)


async def archived_private(call: Call) -> Answer:
    parent = _parent(call, Permission.READ_MESSAGE_HISTORY | Permission.MANAGE_THREADS)
    assert parent is not None
    return _archived(call, private=True)


async def archived_joined(call: Call) -> Answer:
    return _archived(call, private=True, joined=True)


def _archived(call: Call, *, private: bool, joined: bool = False) -> Json:
    parent = _parent(call, Permission.READ_MESSAGE_HISTORY)
    assert parent.guild is not None
    found = [
        (t.id if joined else t.thread.archived_at, t)
        for t in parent.guild.threads.values()
        if t.parent is parent
        and t.thread
        and t.thread.archived
        and (t.type == PRIVATE_THREAD) == private
        and (not joined or call.bot.id in t.thread.members)
    ]
    found.sort(key=lambda pair: pair[0], reverse=True)
    before = call.request.query.get("before")
    if before is not None:
        found = [(k, t) for k, t in found if (str(k) if joined else stamp(k)) < before]
    limit = int(call.request.query.get("limit", "50"))
    return _list(call, [t for _, t in found[:limit]]) | {"has_more": len(found) > limit}
