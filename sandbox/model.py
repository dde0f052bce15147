"""What exists on the local Discord. Plain records; the rules are elsewhere."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

TEXT, DM, VOICE, CATEGORY, NEWS, FORUM = 0, 1, 2, 4, 5, 15
NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD = 10, 11, 12
THREAD_TYPES = frozenset({NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD})

EPHEMERAL = 1 << 6
LOADING = 1 << 7
SUPPRESS_EMBEDS = 1 << 2
HAS_THREAD = 1 << 5
SUPPRESS_NOTIFICATIONS = 1 << 12
COMPONENTS_V2 = 1 << 15


class Node:
    """A part of the whole: says which it is, and not all that hangs on it, which is everything in the end."""

    __slots__ = ()

    def __repr__(self) -> str:
        ident = getattr(self, "id", None)
        return f"<{type(self).__name__} {ident}>" if ident is not None else f"<{type(self).__name__}>"


@dataclass(slots=True, eq=False)
class User:
    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    dms_closed: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Application(Node):
    """A bot: its user, its token, and the commands it registered (None: everywhere)."""

    user: User
    token: str
    privileged_intents: int = 0
    commands: dict[int | None, dict[int, Json]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return self.user.id


@dataclass(slots=True, eq=False)
class Role:
    id: int
    name: str
    permissions: int
    position: int
    color: int = 0
    hoist: bool = False
    mentionable: bool = False
    bot_id: int | None = None  # the role Discord makes for a bot when it is installed


@dataclass(slots=True, eq=False, repr=False)
class Membership(Node):
    user: User
    roles: set[int]
    joined_at: float
    nick: str | None = None


@dataclass(slots=True, eq=False)
class Thread:
    """What makes a channel a thread. `members`: user id to the instant of joining."""

    owner_id: int
    created_at: float
    archive_after: int = 4320  # minutes
    archived: bool = False
    archived_at: float = 0.0
    locked: bool = False
    invitable: bool = True
    members: dict[int, float] = field(default_factory=dict)
    sent: int = 0


@dataclass(slots=True, eq=False)
class Attachment:
    id: int
    channel_id: int
    filename: str
    content: bytes
    content_type: str
    description: str | None = None
    url: str = ""


@dataclass(slots=True, eq=False, repr=False)
class Message(Node):
    id: int
    channel: "Channel"
    author: User
    created_at: float
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    type: int = 0
    nonce: str | None = None
    edited_at: float | None = None
    pinned_at: float | None = None
    tts: bool = False
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    reactions: dict[str, list[int]] = field(default_factory=dict)  # emoji to user ids
    reference: Json | None = None
    application: Application | None = None  # set when it came through an interaction
    interaction: Json | None = None  # its interaction_metadata
    seen_by: int | None = None  # the only user who sees it (ephemeral)
    thread_id: int | None = None
    deleted: bool = False
    version: int = 0  # grows with every change
    rendered: tuple[int, Json] | None = None

    @property
    def ephemeral(self) -> bool:
        return self.seen_by is not None

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)


@dataclass(slots=True, eq=False, repr=False)
class Channel(Node):
    id: int
    type: int
    name: str = ""
    guild: "Guild | None" = None
    position: int = 0
    parent: "Channel | None" = None
    topic: str | None = None
    slow_mode: int = 0  # seconds
    nsfw: bool = False
    overwrites: list[Json] = field(default_factory=list)
    recipients: list[User] = field(default_factory=list)
    thread: Thread | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)  # ids of lasting messages, growing
    whispers: list[int] = field(default_factory=list)  # ids of ephemeral messages, growing
    nonces: dict[tuple[int, str], tuple[float, Message]] = field(default_factory=dict)
    last_pin_at: float | None = None


@dataclass(slots=True, eq=False, repr=False)
class Guild(Node):
    id: int
    name: str
    owner_id: int
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Membership] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Channel] = field(default_factory=dict)
    bots: dict[int, Application] = field(default_factory=dict)
    locale: str = "en-US"
    bans: set[int] = field(default_factory=set)
    system_channel_id: int | None = None
    updates_channel_id: int | None = None  # Discord's own news for the staff of a community server
