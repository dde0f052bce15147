"""The same driver over the control API, for a local Discord that is a process of its own.

As in-process, but everything is awaited, and messages are as they were when they were read.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import aiohttp

from sandbox.model import Json
from sandbox.remote_members import RemoteMember, RemoteReply
from sandbox.remote_wire import Remote, RemoteFile, RemoteMessage, answer_of, id_of, plain

__all__ = ["Remote", "RemoteDiscord", "RemoteFile", "RemoteMember", "RemoteMessage", "RemoteReply"]


class RemoteDiscord:
    """Talks to `python -m sandbox --control` at `url` ("http://127.0.0.1:PORT")."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.process: asyncio.subprocess.Process | None = None
        self._session = aiohttp.ClientSession()

    @classmethod
    async def launch(cls, *arguments: str) -> Self:
        """Starts the process and waits for it; `arguments` as for `python -m sandbox`."""
        command = (sys.executable, "-m", "sandbox", "--control", *arguments)
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        assert process.stdout is not None
        line = await process.stdout.readline()
        if not line:
            raise RuntimeError(f"the local Discord did not start: exit code {await process.wait()}")
        made = cls(str(json.loads(line)["url"]))
        made.process = process
        return made

    @property
    def api_url(self) -> str:
        return self.url + "/api/v10"

    async def close(self) -> None:
        """Ends the session, and the process if `launch` started it."""
        await self._session.close()
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    # --- requests

    async def get(self, name: str, **query: object) -> Json:
        params = {k: str(v) for k, v in query.items() if v is not None}
        async with self._session.get(f"{self.url}/sandbox/{name}", params=params) as response:
            return await answer_of(response)

    async def post(self, name: str, body: Json) -> Json:
        async with self._session.post(f"{self.url}/sandbox/{name}", json=body) as response:
            return await answer_of(response)

    # --- the world

    async def build(self, do: str, **arguments: object) -> Remote | None:
        """One method of the in-process `LocalDiscord` by name: `await remote.build("create_user", name="Mia")`.

        Things are given as `Remote` or by id.
        """
        made = await self.post("build", {"do": do} | {k: plain(v) for k, v in arguments.items()})
        return Remote(int(made["id"]), made["name"], made.get("token", "")) if "id" in made else None

    async def _made(self, do: str, **arguments: object) -> Remote:
        made = await self.build(do, **arguments)
        assert made is not None
        return made

    async def create_user(self, name: str) -> Remote:
        return await self._made("create_user", name=name)

    async def create_bot(self, name: str) -> Remote:
        return await self._made("create_bot", name=name)

    async def create_guild(self, name: str, owner: Remote) -> Remote:
        return await self._made("create_guild", name=name, owner=owner)

    async def create_channel(self, guild: Remote, name: str, **more: object) -> Remote:
        return await self._made("create_channel", guild=guild, name=name, **more)

    async def create_role(self, guild: Remote, name: str, permissions: int = 0) -> Remote:
        return await self._made("create_role", guild=guild, name=name, permissions=permissions)

    async def add_member(self, guild: Remote, user: Remote, roles: Sequence[Remote] = ()) -> None:
        await self.build("add_member", guild=guild, user=user, roles=list(roles))

    async def install(self, bot: Remote, guild: Remote, permissions: int = 0) -> None:
        await self.build("install", bot=bot, guild=guild, permissions=int(permissions))

    # --- time and trouble

    async def now(self) -> float:
        return float((await self.get("clock"))["now"])

    async def move_clock(self, *, to: float | None = None, forward: float | None = None) -> float:
        body = {"to": to} if to is not None else {"forward": forward}
        return float((await self.post("clock", body))["now"])

    async def order(self, route: str, count: int, kind: int | str, **options: object) -> None:
        """As `LocalDiscord.faults.order`."""
        await self.post("faults", {"do": "order", "route": route, "count": count, "kind": kind, **options})

    async def gateway_fault(self, do: str, **options: object) -> None:
        """drop, silence, ask_reconnect, invalidate, forget_sessions or close (with code)."""
        await self.post("faults", {"do": do, **options})

    def member(self, guild: Remote | None, user: Remote) -> RemoteMember:
        return RemoteMember(self, guild, user)

    async def messages(self, channel: Remote | int, limit: int = 1_000_000) -> list[RemoteMessage]:
        """Everything that lasts in a channel, whoever sees it."""
        found = await self.get("messages", channel=id_of(channel), limit=limit)
        return [RemoteMessage(m) for m in found["messages"]]
