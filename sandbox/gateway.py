"""The gateway: sessions that outlive their connections, so that a bot can resume."""

import json
import secrets
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.connection import Connection
from sandbox.model import Application, Channel, Guild, Json
from sandbox.payloads import guild_create_json, user_json

if TYPE_CHECKING:
    from sandbox.server import LocalDiscord

GUILDS, GUILD_MEMBERS, PRESENCES = 1 << 0, 1 << 1, 1 << 8
GUILD_MESSAGES, GUILD_REACTIONS, GUILD_TYPING = 1 << 9, 1 << 10, 1 << 11
DIRECT_MESSAGES, DIRECT_REACTIONS, DIRECT_TYPING = 1 << 12, 1 << 13, 1 << 14
MESSAGE_CONTENT = 1 << 15
PRIVILEGED = GUILD_MEMBERS | PRESENCES | MESSAGE_CONTENT
REPLAY = 20_000  # events kept for a session that may resume


def to_json(data: object) -> str:
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)


class Session:
    """One identified shard. It keeps what the bot has not confirmed, for a resume."""

    def __init__(self, app: Application, shard: tuple[int, int], intents: int) -> None:
        self.id = secrets.token_hex(16)
        self.app = app
        self.shard_id, self.shard_count = shard
        self.intents = intents
        self.seq = 0
        self.connection: Connection | None = None
        self._unconfirmed: deque[tuple[int, str]] = deque(maxlen=REPLAY)

    def holds(self, guild_id: int) -> bool:
        return (guild_id >> 22) % self.shard_count == self.shard_id

    def dispatch(self, event: str, data: str) -> None:
        """`data`: JSON already, since several sessions often get the same."""
        self.seq += 1
        text = f'{{"t":"{event}","s":{self.seq},"op":0,"d":{data}}}'
        self._unconfirmed.append((self.seq, text))
        if self.connection is not None:
            self.connection.send(text)

    def confirm(self, seq: int) -> None:
        while self._unconfirmed and self._unconfirmed[0][0] <= seq:
            self._unconfirmed.popleft()

    def replay_after(self, seq: int) -> list[str] | None:
        """The events after `seq`, or None when they are no longer all there."""
        missed = [text for s, text in self._unconfirmed if s > seq]
        return missed if len(missed) == self.seq - seq else None


class Gateway:
    """Which session hears of what."""

    def __init__(self, local: "LocalDiscord") -> None:
        self._local = local
        self.sessions: dict[str, Session] = {}
        self.connections: set[Connection] = set()

    def open_session(
        self, app: Application, shard: tuple[int, int], intents: int, connection: Connection
    ) -> Session:
        """A new session. One of the same shard that lost its connection can no longer be resumed."""
        for old in list(self.sessions.values()):
            if old.app is app and old.connection is None and old.shard_id == shard[0]:
                del self.sessions[old.id]
        session = Session(app, shard, intents)
        session.connection = connection
        self.sessions[session.id] = session
        return session

    def welcome(self, session: Session) -> None:
        """READY, then a GUILD_CREATE for each guild of the shard."""
        app = session.app
        guilds = self.guilds_of(session)
        ready: Json = {
            "v": 10,
            "user": user_json(app.user) | {"verified": True, "mfa_enabled": True, "flags": 0, "email": None},
            "guilds": [{"id": str(g.id), "unavailable": True} for g in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._local.gateway_url,
            "shard": [session.shard_id, session.shard_count],
            "application": {"id": str(app.id), "flags": 0},
            "private_channels": [],
            "presences": [],
            "relationships": [],
            "geo_ordered_rtc_regions": [],
            "_trace": ["local"],
        }
        session.dispatch("READY", to_json(ready))
        if not session.intents & GUILDS:
            return
        for guild in guilds:
            session.dispatch("GUILD_CREATE", to_json(self.guild_create(guild, app)))

    def guilds_of(self, session: Session) -> list[Guild]:
        app = session.app
        return [g for g in self._local.world.guilds.values() if app.id in g.members and session.holds(g.id)]

    def guild_create(self, guild: Guild, app: Application) -> Json:
        threads = [
            t
            for t in guild.threads.values()
            if t.thread and not t.thread.archived and self._local.access.can_view(t, app.id)
        ]
        return guild_create_json(guild, app, threads)

    def listens(self, app: Application) -> bool:
        """Whether anything sent to the bot can reach it, now or after a resume."""
        return any(s.app is app for s in self.sessions.values())

    # --- sending

    def to_app(
        self, app: Application, event: str, data: Json, *, guild: Guild | None, intent: int = 0
    ) -> None:
        """To one bot: on the guild's shard, or on shard 0 for direct messages."""
        text = ""
        for session in self.sessions.values():
            if session.app is not app or (intent and not session.intents & intent):
                continue
            if (guild is None and session.shard_id == 0) or (guild is not None and session.holds(guild.id)):
                text = text or to_json(data)
                session.dispatch(event, text)

    def to_guild(self, guild: Guild, event: str, data: Json, *, intent: int = GUILDS) -> None:
        """To every bot in the guild."""
        for app in guild.bots.values():
            self.to_app(app, event, data, guild=guild, intent=intent)

    def to_viewers(
        self, channel: Channel, event: str, build: Callable[[Application], Json], *, intents: tuple[int, int]
    ) -> None:
        """To the bots that see the channel. `intents`: what a session needs in a guild, and in direct messages."""
        guild = channel.guild
        if not any((s.intents & intents[guild is None]) for s in self.sessions.values()):
            return
        apps = (
            list(guild.bots.values())
            if guild is not None
            else [a for u in channel.recipients if (a := self._local.world.apps.get(u.id)) is not None]
        )
        for app in apps:
            if self._local.access.can_view(channel, app.id):
                self.to_app(app, event, build(app), guild=guild, intent=intents[guild is None])
