"""Who may do what in a channel: Discord's own computation of permission bits.

Source: Discord's documentation, "Permissions" (bitwise flags, overwrites, implicit permissions, threads).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntFlag
from typing import Any


class Permission(IntFlag):
    CREATE_INSTANT_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    PRIORITY_SPEAKER = 1 << 8
    STREAM = 1 << 9
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    VIEW_GUILD_INSIGHTS = 1 << 19
    CONNECT = 1 << 20
    SPEAK = 1 << 21
    MUTE_MEMBERS = 1 << 22
    DEAFEN_MEMBERS = 1 << 23
    MOVE_MEMBERS = 1 << 24
    USE_VAD = 1 << 25
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    MANAGE_GUILD_EXPRESSIONS = 1 << 30
    USE_APPLICATION_COMMANDS = 1 << 31
    REQUEST_TO_SPEAK = 1 << 32
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    USE_EXTERNAL_STICKERS = 1 << 37
    SEND_MESSAGES_IN_THREADS = 1 << 38
    USE_EMBEDDED_ACTIVITIES = 1 << 39
    MODERATE_MEMBERS = 1 << 40
    VIEW_CREATOR_MONETIZATION_ANALYTICS = 1 << 41
    USE_SOUNDBOARD = 1 << 42
    CREATE_GUILD_EXPRESSIONS = 1 << 43
    CREATE_EVENTS = 1 << 44
    USE_EXTERNAL_SOUNDS = 1 << 45
    SEND_VOICE_MESSAGES = 1 << 46
    SET_VOICE_CHANNEL_STATUS = 1 << 48
    SEND_POLLS = 1 << 49
    USE_EXTERNAL_APPS = 1 << 50
    PIN_MESSAGES = 1 << 51
    BYPASS_SLOWMODE = 1 << 52


ALL: int = sum(Permission)

DEFAULT_EVERYONE: int = int(
    Permission.CREATE_INSTANT_INVITE
    | Permission.ADD_REACTIONS
    | Permission.STREAM
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.MENTION_EVERYONE
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.CONNECT
    | Permission.SPEAK
    | Permission.USE_VAD
    | Permission.CHANGE_NICKNAME
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.CREATE_PRIVATE_THREADS
    | Permission.USE_EXTERNAL_STICKERS
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.SEND_POLLS
)
"""What @everyone has in a server that nobody has changed."""

_NEEDS_SENDING = int(
    Permission.MENTION_EVERYONE
    | Permission.SEND_TTS_MESSAGES
    | Permission.ATTACH_FILES
    | Permission.EMBED_LINKS
)

ROLE, MEMBER = 0, 1
"""The ``type`` of an overwrite."""


def base(*, owner: bool, everyone_role: int, role_permissions: Iterable[int]) -> int:
    """Permission bits in the server as a whole, before any channel. Owners and administrators have all."""
    if owner:
        return ALL
    bits = everyone_role
    for role in role_permissions:
        bits |= role
    return ALL if bits & Permission.ADMINISTRATOR else bits


def compute(
    *,
    owner: bool,
    everyone_role: int,
    role_permissions: Iterable[int],
    role_ids: set[int],
    user_id: int,
    guild_id: int,
    overwrites: list[dict[str, Any]],
    thread: bool = False,
) -> int:
    """Permission bits of a member in a channel; in a thread: its parent's overwrites and ``thread=True``.

    ``everyone_role`` and ``role_permissions`` are bits, ``role_ids`` the ids of the member's roles.
    Overwrites are as the API has them: ``id``, ``type`` (0 role, 1 member), ``allow``, ``deny``, text or int.
    The bits of SEND_MESSAGES and SEND_MESSAGES_IN_THREADS are left as they are: ask ``can_send``.
    """
    bits = base(owner=owner, everyone_role=everyone_role, role_permissions=role_permissions)
    if bits & Permission.ADMINISTRATOR:
        return ALL
    bits = _overwritten(bits, overwrites, role_ids, user_id, guild_id)
    if not bits & Permission.VIEW_CHANNEL:
        return 0
    if not can_send(bits, thread=thread):
        bits &= ~_NEEDS_SENDING
    return bits


def can_send(bits: int, *, thread: bool = False) -> bool:
    """Whether the bits allow to write; in a thread SEND_MESSAGES has no say."""
    return bool(bits & (Permission.SEND_MESSAGES_IN_THREADS if thread else Permission.SEND_MESSAGES))


def _overwritten(
    bits: int, overwrites: list[dict[str, Any]], role_ids: set[int], user_id: int, guild_id: int
) -> int:
    """Three layers, each over the one before: @everyone, then all roles together, then the member."""
    everyone = [o for o in overwrites if _is(o, ROLE) and int(o["id"]) == guild_id]
    roles = [o for o in overwrites if _is(o, ROLE) and int(o["id"]) in role_ids - {guild_id}]
    member = [o for o in overwrites if _is(o, MEMBER) and int(o["id"]) == user_id]
    for layer in (everyone, roles, member):
        allow = deny = 0
        for overwrite in layer:
            allow |= int(overwrite.get("allow") or 0)
            deny |= int(overwrite.get("deny") or 0)
        bits = bits & ~deny | allow
    return bits


def _is(overwrite: Mapping[str, Any], kind: int) -> bool:
    return int(overwrite.get("type") or 0) == kind


def names(bits: int) -> list[str]:
    """Discord's names of the set bits, lowest bit first; bits without a name are left out."""
    return [flag.name for flag in Permission if bits & flag and flag.name]
