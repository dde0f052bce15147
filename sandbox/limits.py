"""The limits of sizes and counts that Discord holds messages, modals, commands, threads and channels to.

Every check raises 50035 with the nested ``errors`` that Discord gives, or another of Discord's errors where
it has its own for the case. Lengths count Unicode code points. ``at`` says where the part stands in the body:
``data`` in an interaction callback, ``message`` when a forum thread is opened.

Source: Discord's documentation, "Message Resource" (limits, embed limits, flags, allowed mentions), "Channel
Resource". Codes that are known only to exist, not by name, have a name in the same manner.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox.errors import empty_message
from sandbox.limits_commands import check_choices, check_command, check_commands
from sandbox.limits_components import check_components
from sandbox.limits_form import WEB, Form, Part, Path
from sandbox.limits_modal import check_modal

__all__ = [
    "check_channel",
    "check_choices",
    "check_command",
    "check_commands",
    "check_message",
    "check_modal",
    "check_thread",
]

SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS = 1 << 2, 1 << 6, 1 << 12
VOICE_MESSAGE, COMPONENTS_V2 = 1 << 13, 1 << 15
_CAN_SEND = SUPPRESS_EMBEDS | EPHEMERAL | SUPPRESS_NOTIFICATIONS | VOICE_MESSAGE | COMPONENTS_V2
_CAN_EDIT = SUPPRESS_EMBEDS | COMPONENTS_V2

MAX_CONTENT, MAX_EMBEDS, MAX_EMBED_TEXT, MAX_FILES = 2000, 10, 6000, 10
_SHOWN = ("title", "description", "fields", "author", "footer", "image", "thumbnail", "url", "video")


def check_message(
    payload: Mapping[str, Any],
    *,
    editing: bool = False,
    existing_flags: int = 0,
    attachments: int = 0,
    at: Path = (),
) -> None:
    """A message to be sent or edited. ``attachments``: files uploaded with it, or kept by an edit.

    An edit leaves alone what it does not name, so it counts as empty only when it names content, embeds and
    components and all of them are empty; to find the others, check the merged message.
    """
    form = Form()
    message = Part(form, at, payload)
    v2 = bool((_flags(message, editing, existing_flags) | existing_flags) & COMPONENTS_V2)
    message.text("content", MAX_CONTENT)
    _embeds(message)
    check_components(message, v2=v2, files=_file_names(message, editing, attachments))
    if v2:
        _no_legacy_fields(message)
    _attachments(message, attachments)
    _allowed_mentions(message)
    _nonce(message)
    message.boolean("tts")
    message.items("sticker_ids", 3)
    form.finish()
    if _is_empty(payload, editing, attachments, v2):
        raise empty_message()


def _flags(message: Part, editing: bool, existing: int) -> int:
    flags = message.integer("flags", 0, 2**53) or 0
    allowed = (_CAN_EDIT | existing) if editing else _CAN_SEND
    if flags > 0 and flags & ~allowed:
        message.fail("flags", "MESSAGE_FLAGS_INVALID", f"Flags {flags & ~allowed} cannot be set")
    return flags


def _is_empty(payload: Mapping[str, Any], editing: bool, attachments: int, v2: bool) -> bool:
    if editing and not all(key in payload for key in ("content", "embeds", "components")):
        return False
    if attachments or payload.get("components"):
        return False
    if v2:
        return True
    if any(payload.get(key) for key in ("sticker_ids", "poll")) or _forwards(payload):
        return False
    embeds = payload.get("embeds") or []
    shown = any(embed.get(key) for embed in embeds for key in _SHOWN)
    return not shown and not str(payload.get("content") or "").strip()


def _forwards(payload: Mapping[str, Any]) -> bool:
    reference = payload.get("message_reference")
    return isinstance(reference, Mapping) and reference.get("type") == 1


def _no_legacy_fields(message: Part) -> None:
    for key in ("content", "embeds", "sticker_ids", "poll"):
        if message.data.get(key):
            message.fail(
                key,
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )


def _file_names(message: Part, editing: bool, attachments: int) -> set[str] | None:
    """Names of the uploaded files, or None when the payload does not tell them all."""
    listed = message.data.get("attachments")
    listed = listed if isinstance(listed, list) else []
    names = {str(item["filename"]) for item in listed if isinstance(item, Mapping) and item.get("filename")}
    return None if editing or len(names) < attachments else names


def _attachments(message: Part, attachments: int) -> None:
    for item in message.parts("attachments", MAX_FILES):
        item.snowflake("id", required=True)
        item.text("filename", 1024, least=1)
        item.text("description", 1024)
    listed = message.data.get("attachments")
    if attachments > MAX_FILES and not (isinstance(listed, list) and len(listed) > MAX_FILES):
        message.fail("attachments", "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_FILES} or fewer in length.")


def _nonce(message: Part) -> None:
    message.boolean("enforce_nonce")
    nonce = message.data.get("nonce")
    if nonce is None:
        return
    if isinstance(nonce, bool) or not isinstance(nonce, int | str):
        message.fail("nonce", "NONCE_TYPE_INVALID_TYPE", "This field must be a string or integer.")
    elif isinstance(nonce, str) and len(nonce) > 25:
        message.fail("nonce", "NONCE_TYPE_TOO_LONG", "Must be 25 or fewer characters long.")
    elif isinstance(nonce, int) and not -(2**63) <= nonce < 2**63:
        message.fail("nonce", "NONCE_TYPE_OUT_OF_BOUNDS", f"Must be between {-(2**63)} and {2**63 - 1}.")


def _allowed_mentions(message: Part) -> None:
    part = message.part("allowed_mentions")
    if part is None:
        return
    part.boolean("replied_user")
    kinds = ("users", "roles", "everyone")
    parse = part.items("parse", 1521)
    for number, kind in enumerate(parse):
        if kind not in kinds:
            path = (*part.path, "parse", number)
            part.form.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {kinds}.")
    for kind in ("users", "roles"):
        ids = part.items(kind, 100)
        if len(set(map(str, ids))) < len(ids):
            part.fail(kind, "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
        if ids and kind in parse:
            part.fail(
                None,
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )


def _embeds(message: Part) -> None:
    total = 0
    for embed in message.parts("embeds", MAX_EMBEDS):
        texts = [embed.text("title", 256), embed.text("description", 4096)]
        for field in embed.parts("fields", 25):
            texts.append(field.text("name", 256, required=True))
            texts.append(field.text("value", 1024, required=True))
            field.boolean("inline")
        if (footer := embed.part("footer")) is not None:
            texts.append(footer.text("text", 2048))
            footer.url("icon_url", schemes=(*WEB, "attachment"))
        if (author := embed.part("author")) is not None:
            texts.append(author.text("name", 256))
            author.url("url")
            author.url("icon_url", schemes=(*WEB, "attachment"))
        _embed_rest(embed)
        total += sum(len(text or "") for text in texts)
    if total > MAX_EMBED_TEXT:
        message.fail(
            "embeds", "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {MAX_EMBED_TEXT}"
        )


def _embed_rest(embed: Part) -> None:
    embed.url("url")
    embed.integer("color", 0, 0xFFFFFF)
    for key in ("image", "thumbnail"):
        if (picture := embed.part(key)) is not None:
            picture.url("url", schemes=(*WEB, "attachment"))
    when = embed.data.get("timestamp")
    if when is not None and not _is_iso8601(when):
        embed.fail("timestamp", "DATE_TIME_TYPE_PARSE", f"Could not parse {when}. Should be ISO8601.")


def _is_iso8601(value: object) -> bool:
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return isinstance(value, str)


_ARCHIVE_MINUTES = (60, 1440, 4320, 10080)
_SLOWMODE_SECONDS = 21_600


def check_thread(payload: Mapping[str, Any], *, editing: bool = False, at: Path = ()) -> None:
    """A thread to be opened, or with ``editing`` changed."""
    form = Form()
    thread = Part(form, at, payload)
    thread.text("name", 100, least=1, required=not editing)
    thread.choice("auto_archive_duration", _ARCHIVE_MINUTES)
    thread.integer("rate_limit_per_user", 0, _SLOWMODE_SECONDS)
    if not editing:
        thread.choice("type", (10, 11, 12))
    for key in ("invitable", "archived", "locked"):
        thread.boolean(key)
    thread.items("applied_tags", 5)
    form.finish()


_CHANNEL_TYPES = (0, 2, 4, 5, 13, 14, 15)
_FORUM = 15


def check_channel(payload: Mapping[str, Any], *, editing: bool = False, at: Path = ()) -> None:
    """A server's channel to be created, or with ``editing`` changed."""
    form = Form()
    channel = Part(form, at, payload)
    channel.text("name", 100, least=1, required=not editing)
    kind = channel.choice("type", _CHANNEL_TYPES)
    # An edit does not say what the channel is, so it gets the wider limit.
    channel.text("topic", 4096 if kind == _FORUM or (editing and kind is None) else 1024)
    channel.integer("position", 0, 2**31 - 1)
    channel.integer("rate_limit_per_user", 0, _SLOWMODE_SECONDS)
    channel.integer("bitrate", 8000, 384_000)
    channel.integer("user_limit", 0, 10_000)
    channel.boolean("nsfw")
    channel.snowflake("parent_id")
    channel.choice("default_auto_archive_duration", _ARCHIVE_MINUTES)
    for overwrite in channel.parts("permission_overwrites", 100):
        overwrite.snowflake("id", required=True)
        overwrite.choice("type", (0, 1, "0", "1"))
        overwrite.snowflake("allow")
        overwrite.snowflake("deny")
    form.finish()
