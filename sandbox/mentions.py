"""Whom a message pings: what it says, limited by its allowed_mentions and the author's rights."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sandbox.model import SUPPRESS_NOTIFICATIONS, Json, Message
from sandbox.permissions import Permission

if TYPE_CHECKING:
    from sandbox.access import Access
    from sandbox.world import World

_USER = re.compile(r"<@!?(\d{15,20})>")
_ROLE = re.compile(r"<@&(\d{15,20})>")
_EVERYONE = re.compile(r"@(everyone|here)\b")


def texts_of(components: list[Json]) -> Iterator[str]:
    """The text displays of v2 components, depth first."""
    for component in components:
        if component.get("type") == 10:
            yield str(component.get("content", ""))
        for key in ("components", "accessory", "component"):
            inner = component.get(key)
            if inner:
                yield from texts_of(inner if isinstance(inner, list) else [inner])


def set_mentions(world: "World", access: "Access", message: Message, allowed: Json | None) -> None:
    """`allowed`: the request's allowed_mentions; without one, everything that is written pings."""
    text = "\n".join([message.content, *texts_of(message.components)])
    if "@" not in text:
        message.mentions, message.mention_roles, message.mention_everyone = [], [], False
        return
    parse = {"users", "roles", "everyone"} if allowed is None else set(allowed.get("parse") or ())
    chosen = allowed or {}
    users = {int(u) for u in chosen.get("users") or ()}
    roles = {int(r) for r in chosen.get("roles") or ()}
    guild = message.channel.guild
    bits = access.in_channel(message.channel, message.author.id)
    everyone = bool(bits & Permission.MENTION_EVERYONE)
    written = dict.fromkeys(int(u) for u in _USER.findall(text))
    message.mentions = [
        world.users[u] for u in written if u in world.users and ("users" in parse or u in users)
    ]
    message.mention_roles = [
        r
        for r in dict.fromkeys(int(r) for r in _ROLE.findall(text))
        if guild is not None
        and r in guild.roles
        and ("roles" in parse or r in roles)
        and (everyone or guild.roles[r].mentionable)
    ]
    message.mention_everyone = (
        guild is not None and everyone and "everyone" in parse and _EVERYONE.search(text) is not None
    )


def pings(message: Message, user_id: int) -> bool:
    """Whether the message lights up for that user."""
    if message.flags & SUPPRESS_NOTIFICATIONS:
        return False
    if message.mention_everyone or any(u.id == user_id for u in message.mentions):
        return True
    guild = message.channel.guild
    member = None if guild is None else guild.members.get(user_id)
    return member is not None and not member.roles.isdisjoint(message.mention_roles)
