"""From records to the JSON that Discord sends."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sandbox.model import (
    DM,
    FORUM,
    TEXT,
    Application,
    Attachment,
    Channel,
    Guild,
    Json,
    Membership,
    Message,
    Role,
    User,
)
from sandbox.uploads import measures

if TYPE_CHECKING:
    from sandbox.world import World

MESSAGE_CONTENT_INTENT = 1 << 15


def stamp(instant: float) -> str:
    return datetime.fromtimestamp(instant, UTC).isoformat(timespec="microseconds")


def user_json(user: User) -> Json:
    data: Json = {
        "id": str(user.id),
        "username": user.name,
        "global_name": None if user.bot else user.name,
        "discriminator": f"{user.id % 10000:04}" if user.bot else "0",
        "avatar": None,
        "public_flags": 0,
    }
    if user.bot:
        data["bot"] = True
    return data


def member_json(member: Membership, *, with_user: bool = True) -> Json:
    data: Json = {
        "roles": [str(r) for r in sorted(member.roles)],
        "nick": member.nick,
        "avatar": None,
        "joined_at": stamp(member.joined_at),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }
    if with_user:
        data["user"] = user_json(member.user)
    return data


def role_json(role: Role) -> Json:
    data: Json = {
        "id": str(role.id),
        "name": role.name,
        "permissions": str(role.permissions),
        "position": role.position,
        "color": role.color,
        "colors": {"primary_color": role.color, "secondary_color": None, "tertiary_color": None},
        "hoist": role.hoist,
        "managed": role.bot_id is not None,
        "mentionable": role.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if role.bot_id is not None:
        data["tags"] = {"bot_id": str(role.bot_id)}
    return data


def channel_json(channel: Channel, *, for_user: int | None = None) -> Json:
    if channel.thread is not None:
        return thread_json(channel, for_user=for_user)
    data: Json = {"id": str(channel.id), "type": channel.type, "flags": 0}
    if channel.order:
        data["last_message_id"] = str(channel.order[-1])
    else:
        data["last_message_id"] = None
    if channel.type == DM:
        data["recipients"] = [user_json(u) for u in channel.recipients if u.id != for_user]
        return data
    data |= {
        "name": channel.name,
        "position": channel.position,
        "parent_id": None if channel.parent is None else str(channel.parent.id),
        "topic": channel.topic,
        "nsfw": channel.nsfw,
        "rate_limit_per_user": channel.slow_mode,
        "permission_overwrites": channel.overwrites,
    }
    if channel.guild is not None:
        data["guild_id"] = str(channel.guild.id)
    if channel.type not in (TEXT, FORUM):
        data |= {"bitrate": 64000, "user_limit": 0}
    if channel.type == FORUM:
        data |= {"available_tags": [], "default_forum_layout": 0, "default_sort_order": None}
    return data


def thread_json(channel: Channel, *, for_user: int | None = None) -> Json:
    thread = channel.thread
    assert thread is not None
    assert channel.parent is not None
    assert channel.guild is not None
    metadata: Json = {
        "archived": thread.archived,
        "archive_timestamp": stamp(thread.archived_at or thread.created_at),
        "auto_archive_duration": thread.archive_after,
        "locked": thread.locked,
        "create_timestamp": stamp(thread.created_at),
    }
    if channel.type == 12:
        metadata["invitable"] = thread.invitable
    data: Json = {
        "id": str(channel.id),
        "type": channel.type,
        "guild_id": str(channel.guild.id),
        "parent_id": str(channel.parent.id),
        "owner_id": str(thread.owner_id),
        "name": channel.name,
        "last_message_id": str(channel.order[-1]) if channel.order else None,
        "message_count": len(channel.order),
        "total_message_sent": thread.sent,
        "member_count": min(50, len(thread.members)),
        "rate_limit_per_user": channel.slow_mode,
        "thread_metadata": metadata,
        "flags": 0,
    }
    if for_user is not None and for_user in thread.members:
        data["member"] = thread_member_json(channel, for_user)
    return data


def thread_member_json(channel: Channel, user_id: int) -> Json:
    assert channel.thread is not None
    joined = stamp(channel.thread.members[user_id])
    return {"id": str(channel.id), "user_id": str(user_id), "join_timestamp": joined, "flags": 1}


def _maybe_id(ident: int | None) -> str | None:
    return None if ident is None else str(ident)


def guild_json(guild: Guild) -> Json:
    """As REST gives it: without channels and members."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner_id),
        "icon": None,
        "splash": None,
        "banner": None,
        "description": None,
        "roles": [role_json(r) for r in guild.roles.values()],
        "emojis": [],
        "stickers": [],
        "features": [],
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": _maybe_id(guild.system_channel_id),
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": _maybe_id(guild.updates_channel_id),
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "nsfw": False,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": guild.locale,
        "application_id": None,
        "widget_enabled": False,
        "max_members": 500000,
    }


def guild_create_json(guild: Guild, app: Application, threads: list[Channel]) -> Json:
    """As the gateway gives it to a bot without the members intent: of the members only itself."""
    mine = guild.members[app.id]
    return guild_json(guild) | {
        "joined_at": stamp(mine.joined_at),
        "large": len(guild.members) >= 250,
        "unavailable": False,
        "member_count": len(guild.members),
        "members": [member_json(mine)],
        "channels": [channel_json(c) for c in guild.channels.values()],
        "threads": [thread_json(t, for_user=app.id) for t in threads],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def attachment_json(attachment: Attachment, *, ephemeral: bool = False) -> Json:
    data: Json = {
        "id": str(attachment.id),
        "filename": attachment.filename,
        "size": len(attachment.content),
        "url": attachment.url,
        "proxy_url": attachment.url,
        "content_type": attachment.content_type,
    }
    data |= measures(attachment)
    if attachment.description:
        data["description"] = attachment.description
    if ephemeral:
        data["ephemeral"] = True
    return data


def message_json(world: "World", message: Message, viewer: Application | None = None) -> Json:
    """`viewer`: a bot without the message-content intent sees an empty message where Discord hides it."""
    if message.rendered is not None and message.rendered[0] == message.version:
        data = message.rendered[1]
    else:
        data = _render_message(world, message)
        message.rendered = (message.version, data)
    if viewer is not None and _hidden_from(message, viewer):
        return data | {"content": "", "embeds": [], "attachments": [], "components": []}
    return data


def _hidden_from(message: Message, viewer: Application) -> bool:
    if viewer.privileged_intents & MESSAGE_CONTENT_INTENT or message.channel.type == DM:
        return False
    return message.author.id != viewer.id and viewer.user not in message.mentions


def _render_message(world: "World", message: Message) -> Json:
    data: Json = {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "type": message.type,
        "author": user_json(message.author),
        "content": message.content,
        "timestamp": stamp(message.created_at),
        "edited_timestamp": None if message.edited_at is None else stamp(message.edited_at),
        "tts": message.tts,
        "mention_everyone": message.mention_everyone,
        "mentions": [user_json(u) for u in message.mentions],
        "mention_roles": [str(r) for r in message.mention_roles],
        "attachments": [attachment_json(a, ephemeral=message.ephemeral) for a in message.attachments],
        "embeds": message.embeds,
        "components": message.components,
        "pinned": message.pinned_at is not None,
        "flags": message.flags,
    }
    if message.nonce is not None:
        data["nonce"] = message.nonce
    if message.reactions:
        data["reactions"] = [_reaction_json(emoji, users) for emoji, users in message.reactions.items()]
    if message.application is not None:
        data["application_id"] = data["webhook_id"] = str(message.application.id)
    if message.interaction is not None:
        data["interaction_metadata"] = message.interaction
    if message.reference is not None:
        data["message_reference"] = message.reference
    if message.thread_id is not None and (thread := world.channels.get(message.thread_id)) is not None:
        data["thread"] = thread_json(thread)
    return data


def _reaction_json(emoji: str, users: list[int]) -> Json:
    return {
        "emoji": emoji_json(emoji),
        "count": len(users),
        "count_details": {"burst": 0, "normal": len(users)},
        "burst_colors": [],
        "me": False,
        "me_burst": False,
    }


def emoji_json(emoji: str) -> Json:
    """`emoji`: a Unicode emoji, or name:id of a custom one."""
    name, _, ident = emoji.partition(":")
    return {"id": ident or None, "name": name}
