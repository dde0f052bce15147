"""The demo page on the local Discord's own port: the files of the page, and its routes under /page/.

Only this machine's browser gets an answer: a request under another host's name (a name that was made to point
here) and a change that another web page sends are refused.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import ValidationError

from bot.errors import CrosswalkError
from sandbox.asks import ID_PATTERN, Ask, Choose, Complete, Fault, Pace, Press, Say, Slash, Submit, Travel
from sandbox.doings import Doings
from sandbox.errors import DiscordError
from sandbox.looks import Looks
from sandbox.model import Json, User
from sandbox.seen import DriverError
from sandbox.server import LocalDiscord
from sandbox.stage import Stage

_log = logging.getLogger(__name__)

FILES = Path(__file__).resolve().parent / "page"
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
MOST_BYTES = 64 * 1024
# With files, which are a third longer in base64.
MOST_BYTES_WITH_FILES = 24 * 1024 * 1024
HEARTBEAT_S = 30.0
NAMES = ("127.0.0.1", "localhost")
PAGE_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# A file that somebody uploaded is shown or saved, but never runs as part of the page.
FILE_POLICY = "default-src 'none'; sandbox"
NOT_READY = "The community is still getting ready. Try again in a moment."

A = TypeVar("A", bound=Ask)


class Refused(Exception):
    """A request that is not answered as it stands."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Page:
    """The page's side of the server. Until `stage` is set it answers that it is getting ready."""

    def __init__(self) -> None:
        self.stage: Stage | None = None
        self._files = {path.name: path for path in FILES.iterdir() if path.suffix in KINDS}
        self._local: LocalDiscord | None = None

    def add_to(self, local: LocalDiscord) -> None:
        """Before `local.start()`."""
        self._local = local
        local.app.middlewares.append(self._only_from_here)
        local.app.on_response_prepare.append(_guard_headers)
        router = local.app.router
        router.add_get("/", self._index)
        router.add_get("/assets/{name}", self._asset)
        for name, look in (
            ("state", self._state),
            ("messages", self._messages),
            ("commands", self._commands),
            ("log", self._log),
        ):
            router.add_get(f"/page/{name}", _in_sentences(look))
        router.add_get("/page/events", self._events)
        for name, change in (
            ("press", self._change(Press, lambda d, ask: d.press(ask))),
            ("choose", self._change(Choose, lambda d, ask: d.choose(ask))),
            ("slash", self._change(Slash, lambda d, ask: d.slash(ask))),
            ("complete", self._change(Complete, lambda d, ask: d.complete(ask))),
            ("submit", self._change(Submit, lambda d, ask: d.submit(ask))),
            ("say", self._change(Say, lambda d, ask: d.say(ask))),
            ("travel", self._travel),
            ("speed", self._speed),
            ("fault", self._fault),
        ):
            router.add_post(f"/page/{name}", _in_sentences(change))

    # --- the files

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return self._file("index.html")

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        return self._file(request.match_info["name"])

    def _file(self, name: str) -> web.Response:
        if (path := self._files.get(name)) is None:
            raise web.HTTPNotFound(text=f"There is no file {name!r} here.")
        return web.Response(
            text=path.read_text("utf-8"),
            content_type=KINDS[path.suffix],
            charset="utf-8",
            headers={"Cache-Control": "no-cache"},
        )

    # --- looking

    def _stage(self) -> Stage:
        if self.stage is None:
            raise Refused(503, NOT_READY)
        return self.stage

    async def _state(self, request: web.Request) -> Json:
        """?user="""
        stage = self._stage()
        doings, looks = Doings(stage), Looks(stage)
        if "user" not in request.query:
            return looks.state(next(iter(stage.scene.users.values())))
        return looks.state(doings.user(_id(request, "user")))

    async def _messages(self, request: web.Request) -> Json:
        """?user=&channel=, and before= (a message) for older ones"""
        stage = self._stage()
        doings = Doings(stage)
        user = doings.user(_id(request, "user"))
        channel = doings.channel(_id(request, "channel"), user)
        before = int(_id(request, "before")) if "before" in request.query else None
        return {"now": stage.local.clock(), **Looks(stage).messages(user, channel, before)}

    async def _commands(self, request: web.Request) -> Json:
        """?user=&channel="""
        stage = self._stage()
        doings = Doings(stage)
        user = doings.user(_id(request, "user"))
        return {"commands": Looks(stage).commands(user, doings.channel(_id(request, "channel"), user))}

    async def _log(self, request: web.Request) -> Json:
        """[?limit=]: what the bot did, the newest last."""
        limit = request.query.get("limit", "50")
        if not re.fullmatch(r"[0-9]{1,4}", limit):
            raise Refused(400, "The address takes limit=, a number of entries.")
        newest = list(self._stage().deeds.newest)
        return {"entries": [deed.json() for deed in newest[max(0, len(newest) - int(limit)) :]]}

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """?user=: a WebSocket that tells each change, after a hello. (Of other streams a browser opens six a host.)"""
        try:
            stage = self._stage()
            user = Doings(stage).user(_id(request, "user"))
        except (Refused, DriverError, KeyError) as error:
            return _refusal(error)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, compress=False, max_msg_size=1024)
        if not socket.can_prepare(request):
            return _error(400, "This address is for the page's own connection.")
        await socket.prepare(request)
        telling = asyncio.create_task(_tell(socket, stage, user))
        try:
            async for _ in socket:
                pass  # nothing is asked here
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
        return socket

    # --- changing

    def _change(
        self, kind: type[A], do: Callable[[Doings, A], Awaitable[Json]]
    ) -> Callable[[web.Request], Awaitable[Json]]:
        async def run(request: web.Request) -> Json:
            stage = self._stage()
            ask = await _read(request, kind)
            async with stage.machine.acting():
                return await do(Doings(stage), ask)

        return run

    async def _travel(self, request: web.Request) -> Json:
        stage = self._stage()
        ask = await _read(request, Travel)
        user = None if ask.user is None else Doings(stage).user(ask.user)
        return {"now": await stage.machine.go(ask.to, user)}

    async def _speed(self, request: web.Request) -> Json:
        stage = self._stage()
        stage.machine.set_speed((await _read(request, Pace)).speed)
        return {"now": stage.local.clock(), "speed": int(stage.machine.speed)}

    async def _fault(self, request: web.Request) -> Json:
        stage = self._stage()
        await stage.cause((await _read(request, Fault)).do)
        return {"faults": stage.trouble.look()}

    # --- who may

    @web.middleware
    async def _only_from_here(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        assert self._local is not None
        own = {f"{name}:{self._local.port}" for name in NAMES}
        if self._local.port == 80:
            own |= set(NAMES)
        if request.host not in own:
            return _error(421, f"This is not {request.host[:80]!r}. Open {self._local.base_url} instead.")
        if _from_another_page(request):
            return _error(403, "Another web page may not act here.")
        return await handler(request)


def _from_another_page(request: web.Request) -> bool:
    """WebSockets, the bot's too, may be opened from anywhere, and so may addresses whose answer cannot be read."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.removeprefix("http://") != request.host:
        return True
    fetched = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
    return fetched and request.headers.get("Sec-Fetch-Mode") != "navigate"


async def _tell(socket: web.WebSocketResponse, stage: Stage, user: User) -> None:
    """Until the window has gone, or is too far behind: it comes back then, and looks anew."""
    with suppress(ConnectionError):
        await socket.send_json({"kind": "hello", "now": stage.local.clock()})
        async for change in Looks(stage).changes(user):
            await socket.send_json(change)
        await socket.close()


def _in_sentences(answer: Callable[[web.Request], Awaitable[Json]]) -> Handler:
    """The answer as JSON; whatever is wrong with the request is said in a sentence."""

    async def run(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(await answer(request))
        except (Refused, CrosswalkError, DriverError, DiscordError, ValueError, KeyError) as error:
            return _refusal(error)
        except Exception:
            _log.exception("the page failed in %s", request.path)
            return _error(500, "The local Discord failed at that. The terminal shows why.")

    return run


def _refusal(error: Exception) -> web.Response:
    match error:
        case Refused(status=status):
            return _error(status, str(error))
        case ValidationError():
            return _error(400, _what_is_wrong(error))
        case KeyError():
            return _error(404, "That is not there, or not any more. Reload the page.")
        case CrosswalkError(message=message):
            return _error(409, message)
    text = str(error)
    return _error(400, f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}")


def _what_is_wrong(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    what = f"The field {where}" if where else "The body"
    return f"{what} can't be used: {first['msg']}."


def _error(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)


def _id(request: web.Request, name: str) -> str:
    value = request.query.get(name, "")
    if not re.fullmatch(ID_PATTERN, value):
        raise Refused(400, f"The address needs {name}=, an id in digits.")
    return value


async def _read(request: web.Request, kind: type[A]) -> A:
    """The body as what it has to be."""
    if request.content_type != "application/json":
        raise Refused(415, "The body has to be JSON, with Content-Type: application/json.")
    most = MOST_BYTES_WITH_FILES if kind in (Slash, Submit, Say) else MOST_BYTES
    body = bytearray()
    while len(body) <= most and (more := await request.content.read(most + 1 - len(body))):
        body += more
    if len(body) > most:
        raise Refused(413, f"That is too much at once; {most:,} bytes are the most.")
    return kind.model_validate_json(bytes(body))


async def _guard_headers(request: web.Request, response: web.StreamResponse) -> None:
    if request.path.startswith(("/api/", "/gateway")):
        return
    is_file = request.path.startswith("/attachments/")
    response.headers["Content-Security-Policy"] = FILE_POLICY if is_file else PAGE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
