"""Trouble on order: the next N requests that match fail in a chosen way; the gateway too."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.connection import Connection

if TYPE_CHECKING:
    from sandbox.server import LocalDiscord

STATUSES = (429, 500, 502, 503, 504)
KINDS = (*STATUSES, "cloudflare", "hang", "drop", "lose")


@dataclass(eq=False, slots=True)
class Fault:
    """`left`: how many requests it will still hit; `hits`: how many it has."""

    route: re.Pattern[str]
    left: int
    kind: int | str
    retry_after: float = 0.1
    everywhere: bool = False
    hits: int = 0

    def cancel(self) -> None:
        self.left = 0


class Faults:
    def __init__(self, local: "LocalDiscord") -> None:
        self._local = local
        self._orders: list[Fault] = []

    def order(
        self, route: str, count: int, kind: int | str, *, retry_after: float = 0.1, everywhere: bool = False
    ) -> Fault:
        """The next `count` requests matching `route` fail.

        route: a regular expression that must match all of "METHOD /path", the path either as asked for
            ("POST /channels/123/messages") or as a template ("POST /channels/{channel_id}/messages").
            "GET /gateway" is a bot that connects to the gateway. ".*" is everything.
        kind: 429 (with Discord's headers; `retry_after` in seconds, `everywhere`: a global limit), 500, 502,
            503 or 504: nothing is done; "cloudflare": a 429 that is no JSON; "hang": nothing is done and no
            answer comes; "drop": nothing is done and the connection is reset; "lose": it is done, then the
            connection is reset without an answer.
        """
        if kind not in KINDS:
            raise ValueError(f"a fault is one of {KINDS}, not {kind!r}")
        fault = Fault(re.compile(route), count, kind, retry_after, everywhere)
        self._orders.append(fault)
        return fault

    def take(self, method: str, path: str, template: str) -> Fault | None:
        """The fault that hits this request, if any; the first ordered goes first."""
        if not self._orders:
            return None
        for fault in self._orders:
            whole = fault.route.fullmatch
            if fault.left > 0 and (whole(f"{method} {path}") or whole(f"{method} {template}")):
                fault.left -= 1
                fault.hits += 1
                self._orders = [f for f in self._orders if f.left > 0]
                return fault
        return None

    def clear(self) -> None:
        self._orders.clear()

    # --- the gateway; each concerns the connections that are open now

    @property
    def _connections(self) -> list[Connection]:
        return list(self._local.gateway.connections)

    def drop(self) -> None:
        """The connections are reset; the sessions can be resumed."""
        for connection in self._connections:
            connection.abort()

    def silence(self) -> None:
        """No events and no acknowledgements any more; what happens meanwhile is there after a resume."""
        for connection in self._connections:
            connection.silent = True

    def ask_reconnect(self) -> None:
        """Discord asks the bot to connect again and resume."""
        for connection in self._connections:
            connection.ask_reconnect()

    def invalidate(self, *, resumable: bool = False) -> None:
        """The sessions are invalid: the bot must identify anew, or resume when `resumable`."""
        for connection in self._connections:
            connection.invalidate(resumable=resumable)

    def forget_sessions(self) -> None:
        """What is resumed from now on is answered with an invalid session."""
        for session in list(self._local.gateway.sessions.values()):
            if session.connection is None:
                del self._local.gateway.sessions[session.id]

    async def close(self, code: int) -> None:
        """The connections are closed with that code."""
        for connection in self._connections:
            await connection.close(code)
