"""The local Discord as a server on loopback: REST, gateway, files."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox import errors, pictures, rest
from sandbox.access import Access
from sandbox.building import Building
from sandbox.changes import Changes
from sandbox.connection import Connection
from sandbox.faults import Fault, Faults
from sandbox.gateway import Gateway, to_json
from sandbox.interactions import Interactions
from sandbox.members import MemberDriver
from sandbox.model import Application, Channel, Guild, User
from sandbox.posts import Posts
from sandbox.ratelimits import RateLimiter
from sandbox.routing import Answer, Call, Route, Router, read_body
from sandbox.seen import LiveMessage
from sandbox.world import World

if TYPE_CHECKING:
    from sandbox.contract import Contract

_log = logging.getLogger(__name__)
_API = "/api/v10"
_MAX_BODY = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Logged:
    """One request of a bot. status 0: it never got an answer (hang, drop, lose)."""

    method: str
    path: str
    route: str
    status: int
    at: float  # by the local Discord's clock


class Onlooker:
    """Hears of each request of a bot; does nothing here."""

    def asked(self, path: str) -> None:
        """A request has come, and nothing is done about it yet."""

    def answered(self, request: Logged, params: dict[str, str], body: object) -> None:
        """It was answered, or the connection reset. body: None where it was not even read."""


class LocalDiscord(Building):
    """A Discord on 127.0.0.1.

    clock: epoch seconds now; the time of everything that happens here.
    port: 0 takes a free one.
    enforce_limits: rate limits, by `limits_clock` (seconds that pass; the real ones unless given).
    contract: each request of a bot is checked against it; what violates it is in `violations`.
    deadline: seconds a bot has to answer an interaction, both by real time and by `clock`.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        port: int = 0,
        enforce_limits: bool = True,
        limits_clock: Callable[[], float] = time.monotonic,
        contract: "Contract | None" = None,
        deadline: float = 3.0,
        heartbeat_ms: int = 41_250,
    ) -> None:
        self.clock = clock
        self.port = port
        self.deadline = deadline
        self.heartbeat_ms = heartbeat_ms
        self.contract = contract
        self.limiter = RateLimiter(limits_clock) if enforce_limits else None
        self.world = World(clock)
        self.changes = Changes()
        self.access = Access(self.world)
        self.gateway = Gateway(self)
        self.posts = Posts(self)
        self.interactions = Interactions(self)
        self.faults = Faults(self)
        self.onlooker = Onlooker()
        self.requests: deque[Logged] = deque(maxlen=10_000)
        self.violations: list[str] = []
        self.crashes: list[BaseException] = []  # faults of our own, never of the bot
        self.app = web.Application(client_max_size=_MAX_BODY)  # more routes may be added before start()
        self._router: Router = rest.router()
        self._runner: web.AppRunner | None = None
        self._closing = asyncio.Event()

    # --- life

    async def start(self) -> None:
        """Listens. A port that is taken raises OSError."""
        self.app.router.add_route("*", _API + "/{tail:.*}", self._api)
        self.app.router.add_get("/gateway", self._connect)
        self.app.router.add_get("/gateway/", self._connect)
        self.app.router.add_get("/embed/avatars/{name}", pictures.default_avatar)
        self.app.router.add_get("/attachments/{channel}/{id}/{name}", self._file)
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        self._closing.set()
        self.changes.close()
        for connection in list(self.gateway.connections):
            connection.abort()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        return self.base_url + _API

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gateway"

    def member(self, guild: Guild | None, user: User) -> MemberDriver:
        """Acts for that user; guild None: in direct messages."""
        return MemberDriver(self, guild, user)

    def messages(self, channel: Channel) -> list[LiveMessage]:
        """Everything that lasts in a channel, the oldest first, whoever sees it."""
        return [LiveMessage(self.world, channel.messages[i]) for i in channel.order]

    # --- requests

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.take("GET", "/gateway", "/gateway")
        if fault is None:
            return await Connection(self, request).run()
        return await self._fail(fault) or self._reset(request)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        ident = request.match_info["id"]
        found = self.world.attachments.get(int(ident)) if ident.isdecimal() and len(ident) <= 20 else None
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=found.content, headers={"Content-Type": found.content_type})

    async def _api(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(_API)
        template, status, params, seen = "", 0, dict[str, str](), list[object]()
        self.onlooker.asked(path)
        try:
            route, params = self._router.find(request.method, path)
            template = route.template
            fault = self.faults.take(request.method, path, template)
            response = await self._answer(request, route, params, path, fault, seen)
            status = 0 if response is None else response.status
        except errors.DiscordError as error:
            response, status = _error(error, {}), error.status
        finally:
            logged = Logged(request.method, path, template, status, self.clock())
            self.requests.append(logged)
            self.onlooker.answered(logged, params, seen[0] if seen else None)
        if response is None:
            return self._reset(request)
        if self.limiter is not None:
            self.limiter.note_status(status, scope=response.headers.get("X-RateLimit-Scope"))
        return response

    def _reset(self, request: web.Request) -> web.Response:
        """Ends the connection as a crash would; the response is never sent."""
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)

    async def _answer(
        self,
        request: web.Request,
        route: Route,
        params: dict[str, str],
        path: str,
        fault: Fault | None,
        seen: list[object],
    ) -> web.Response | None:
        """None: the connection is to be reset without an answer. seen: gets the body, once it is read."""
        if fault is not None and fault.kind != "lose":
            return await self._fail(fault)
        if self.limiter is not None and self.limiter.banned:
            return _cloudflare()
        headers: dict[str, str] = {}
        try:
            app = self._authorise(request, route)
            if self.limiter is not None:
                token = app.token if app is not None else ""
                headers = self.limiter.take(token, route.method, route.template, route.major(params))
            body, uploads = await read_body(request)
            seen.append(body)
            self._check_contract(route.method, path, body)
            answer = await route.handler(Call(self, request, params, app, body, uploads))
            response = _success(answer, headers)
        except errors.DiscordError as error:
            response = _error(error, headers)
        except ConnectionError:
            return None
        except Exception as error:
            _log.exception("the local Discord failed in %s %s", route.method, path)
            self.crashes.append(error)
            response = _error(errors.server_error(), headers)
        return None if fault is not None else response

    def _authorise(self, request: web.Request, route: Route) -> Application | None:
        if not route.auth:
            return None
        token = request.headers.get("Authorization", "").removeprefix("Bot ")
        if (app := self.world.tokens.get(token)) is None:
            raise errors.unauthorized()
        return app

    def _check_contract(self, method: str, path: str, body: object) -> None:
        if self.contract is not None and (wrong := self.contract.check(method, path, body)) is not None:
            _log.error("violates Discord's API description: %s %s: %s", method, path, wrong)
            self.violations.append(f"{method} {path}: {wrong}")

    async def _fail(self, fault: Fault) -> web.Response | None:
        if fault.kind == "hang":
            await self._closing.wait()
        if fault.kind == "cloudflare":
            return _cloudflare()
        if fault.kind == 429:
            return _error(errors.rate_limited(fault.retry_after, fault.everywhere), {})
        if isinstance(fault.kind, int):
            return _error(errors.server_error(fault.kind), {})
        return None


def _cloudflare() -> web.Response:
    """What the network before Discord answers to an address that it has banned."""
    return web.Response(status=429, text="error code: 1015")


def _success(answer: Answer, headers: dict[str, str]) -> web.Response:
    if answer is None:
        return web.Response(status=204, headers=headers)
    # Exactly this content type, without a charset: discord.py compares the whole header.
    return web.Response(
        body=to_json(answer).encode(), headers={**headers, "Content-Type": "application/json"}
    )


def _error(error: errors.DiscordError, headers: dict[str, str]) -> web.Response:
    return web.Response(
        status=error.status,
        body=to_json(error.body()).encode(),
        headers={**headers, **error.headers, "Content-Type": "application/json"},
    )
