"""One WebSocket of a bot: hello, heartbeats, identify, resume, and the close codes."""

import asyncio
import json
import logging
import zlib
from collections import deque
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from sandbox.model import Json

if TYPE_CHECKING:
    from sandbox.gateway import Session
    from sandbox.server import LocalDiscord

_log = logging.getLogger(__name__)

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT = 0, 1, 2, 3, 4, 6, 7
REQUEST_MEMBERS, INVALID_SESSION, HELLO, ACK = 8, 9, 10, 11

# An answer across a network takes its time. discord.py notes when it sent a heartbeat only after sending it, so one
# that is acknowledged at once looks to it as if the acknowledgement were a whole interval late.
ACK_AFTER_S = 0.02
GUILDS_PER_SHARD = 2500


class Connection:
    def __init__(self, local: "LocalDiscord", request: web.Request) -> None:
        self._local = local
        self._request = request
        self._ws = web.WebSocketResponse(compress=False, max_msg_size=0)
        self._zlib = zlib.compressobj(1) if request.query.get("compress") == "zlib-stream" else None
        self._out: deque[str] = deque()
        self._wake = asyncio.Event()
        self._session: Session | None = None
        self.silent = False  # neither acknowledges nor sends events: a fault that can be ordered

    async def run(self) -> web.WebSocketResponse:
        await self._ws.prepare(self._request)
        if (reason := self._refused_query()) is not None:
            await self._ws.close(code=reason)
            return self._ws
        connections = self._local.gateway.connections
        connections.add(self)
        writer = asyncio.create_task(self._write())
        try:
            self._op(HELLO, {"heartbeat_interval": self._local.heartbeat_ms, "_trace": ["local"]})
            async for message in self._ws:
                if message.type is WSMsgType.TEXT and not await self._receive(message.data):
                    break
        finally:
            writer.cancel()
            connections.discard(self)
            self._detach()
        return self._ws

    def _refused_query(self) -> int | None:
        query = self._request.query
        if query.get("v", "10") not in ("9", "10"):
            return 4012
        if query.get("encoding", "json") != "json" or query.get("compress", "zlib-stream") != "zlib-stream":
            return 4002
        return None

    def _detach(self) -> None:
        """The session stays for a resume, unless the bot said goodbye (close code 1000 or 1001)."""
        session = self._session
        if session is not None and session.connection is self:
            session.connection = None
            if self._ws.close_code in (1000, 1001):
                self._local.gateway.sessions.pop(session.id, None)

    # --- sending

    def send(self, text: str) -> None:
        if not self.silent:
            self._out.append(text)
            self._wake.set()

    def _op(self, op: int, data: object = None) -> None:
        self.send(json.dumps({"t": None, "s": None, "op": op, "d": data}))

    async def _write(self) -> None:
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._out:
                    await self._send_frame(self._out.popleft())
        except (ConnectionError, RuntimeError):
            self.abort()

    async def _send_frame(self, text: str) -> None:
        if self._zlib is None:
            await self._ws.send_str(text)
            return
        data = self._zlib.compress(text.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
        await self._ws.send_bytes(data)

    # --- faults

    def abort(self) -> None:
        """The connection is gone, without a close frame."""
        self._detach()
        if self._request.transport is not None:
            self._request.transport.abort()

    def ask_reconnect(self) -> None:
        self._op(RECONNECT)

    def invalidate(self, *, resumable: bool) -> None:
        if self._session is not None and not resumable:
            self._local.gateway.sessions.pop(self._session.id, None)
        self._op(INVALID_SESSION, resumable)

    async def close(self, code: int) -> None:
        await self._ws.close(code=code)

    # --- receiving

    async def _receive(self, text: str) -> bool:
        """False when the connection was closed for a violation."""
        try:
            payload = json.loads(text)
            op, data = payload["op"], payload.get("d")
        except (ValueError, KeyError, TypeError):
            return await self._refuse(4002)
        if op == HEARTBEAT:
            if self._session is not None and isinstance(data, int):
                self._session.confirm(data)
            asyncio.get_running_loop().call_later(ACK_AFTER_S, self._op, ACK)
            return True
        if op in (IDENTIFY, RESUME):
            if self._session is not None:
                return await self._refuse(4005)
            handle = self._identify if op == IDENTIFY else self._resume
            return await self._handled(handle(data if isinstance(data, dict) else {}))
        if op not in (PRESENCE, VOICE, REQUEST_MEMBERS):
            return await self._refuse(4001)
        if self._session is None:
            return await self._refuse(4003)
        if op == REQUEST_MEMBERS and isinstance(data, dict):
            self._members_chunk(self._session, data)
        return True

    async def _handled(self, refusal: int | None) -> bool:
        return True if refusal is None else await self._refuse(refusal)

    async def _refuse(self, code: int) -> bool:
        _log.info("gateway connection closed with %d", code)
        await self._ws.close(code=code)
        return False

    def _identify(self, data: Json) -> int | None:
        """A close code when the identify is refused."""
        from sandbox.gateway import PRIVILEGED

        app = self._local.world.tokens.get(str(data.get("token", "")).removeprefix("Bot "))
        if app is None:
            return 4004
        shard = data.get("shard", [0, 1])
        if not _is_shard(shard):
            return 4010
        intents = data.get("intents")
        if not isinstance(intents, int) or intents < 0 or intents >= 1 << 26:
            return 4013
        if intents & PRIVILEGED & ~app.privileged_intents:
            return 4014
        session = self._local.gateway.open_session(app, (shard[0], shard[1]), intents, self)
        if len(self._local.gateway.guilds_of(session)) > GUILDS_PER_SHARD:
            del self._local.gateway.sessions[session.id]
            return 4011
        self._session = session
        self._local.gateway.welcome(session)
        return None

    def _resume(self, data: Json) -> int | None:
        session = self._local.gateway.sessions.get(str(data.get("session_id")))
        token = str(data.get("token", "")).removeprefix("Bot ")
        seq = data.get("seq")
        if session is None or session.app.token != token or not isinstance(seq, int):
            self._op(INVALID_SESSION, False)
            return None
        if seq > session.seq:
            return 4007
        missed = session.replay_after(seq)
        if missed is None:
            del self._local.gateway.sessions[session.id]
            self._op(INVALID_SESSION, False)
            return None
        if session.connection is not None:
            session.connection.abort()
        session.connection, self._session = self, session
        for text in missed:
            self.send(text)
        session.dispatch("RESUMED", '{"_trace":["local"]}')
        return None

    def _members_chunk(self, session: "Session", data: Json) -> None:
        """Without the members intent only asked-for members are given; the bot we serve asks for itself."""
        from sandbox.gateway import to_json
        from sandbox.payloads import member_json

        guild = self._local.world.guilds.get(int(data.get("guild_id", 0)))
        if guild is None or session.app.id not in guild.members:
            return
        asked = data.get("user_ids") or []
        wanted = {int(u) for u in (asked if isinstance(asked, list) else [asked])}
        chunk: dict[str, Any] = {
            "guild_id": str(guild.id),
            "members": [member_json(m) for i, m in guild.members.items() if i in wanted],
            "not_found": [str(i) for i in wanted if i not in guild.members],
            "chunk_index": 0,
            "chunk_count": 1,
        }
        if "nonce" in data:
            chunk["nonce"] = data["nonce"]
        session.dispatch("GUILD_MEMBERS_CHUNK", to_json(chunk))


def _is_shard(shard: object) -> bool:
    return (
        isinstance(shard, list)
        and len(shard) == 2
        and all(isinstance(n, int) for n in shard)
        and 0 <= shard[0] < shard[1]
    )
