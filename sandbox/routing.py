"""From a method and a path to the function that answers it."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from sandbox import errors
from sandbox.model import Application, Json
from sandbox.uploads import MAX_FILES, Upload, Uploads

if TYPE_CHECKING:
    from sandbox.server import LocalDiscord

Answer = Json | list[Json] | None  # None: 204


@dataclass(slots=True)
class Call:
    """One request of a bot, as its handler sees it."""

    local: "LocalDiscord"
    request: web.Request
    params: dict[str, str]
    app: Application | None
    body: Any = None
    uploads: Uploads = field(default_factory=dict)

    @property
    def bot(self) -> Application:
        """Whose token came with it; routes with `auth=False` must not ask."""
        if self.app is None:
            raise errors.unauthorized()
        return self.app

    def id(self, name: str) -> int:
        """A snowflake out of the path."""
        return snowflake(self.params[name], name)

    @property
    def json(self) -> Json:
        """The body as an object; without a body, an empty one."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            text = {"code": "DICT_TYPE_CONVERT", "message": "Only dictionaries may be used in a DictType"}
            raise errors.invalid_form({"_errors": [text]})
        return self.body


Handler = Callable[[Call], Awaitable[Answer]]


def snowflake(text: str, name: str) -> int:
    if not text.isdecimal() or len(text) > 20:
        wrong = {"code": "NUMBER_TYPE_COERCE", "message": f'Value "{text}" is not snowflake.'}
        raise errors.invalid_form({name: {"_errors": [wrong]}})
    return int(text)


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    template: str  # "/channels/{channel_id}/messages"
    handler: Handler
    auth: bool

    def major(self, params: dict[str, str]) -> str:
        """What parts this route's rate-limit bucket, as clients compute it."""
        names = ("channel_id", "guild_id", "webhook_id", "token")
        return "+".join(params[n] for n in names if n in params)


class _Node:
    def __init__(self) -> None:
        self.fixed: dict[str, _Node] = {}
        self.any: tuple[str, _Node] | None = None
        self.routes: dict[str, Route] = {}


class Router:
    """A tree of path segments; a fixed segment goes before a parameter."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, method: str, template: str, handler: Handler, *, auth: bool = True) -> None:
        node = self._root
        for segment in template.strip("/").split("/"):
            if segment.startswith("{"):
                if node.any is None:
                    node.any = (segment[1:-1], _Node())
                node = node.any[1]
            else:
                node = node.fixed.setdefault(segment, _Node())
        node.routes[method] = Route(method, template, handler, auth)

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """Raises what Discord answers for an address or a method it does not have."""
        found = self._walk(self._root, path.strip("/").split("/"), 0, [])
        if found is None:
            raise errors.not_found()
        node, values = found
        route = node.routes.get(method)
        if route is None:
            raise errors.method_not_allowed()
        names = [s[1:-1] for s in route.template.split("/") if s.startswith("{")]
        return route, dict(zip(names, values, strict=True))

    def _walk(
        self, node: _Node, parts: list[str], at: int, values: list[str]
    ) -> tuple[_Node, list[str]] | None:
        if at == len(parts):
            return (node, values) if node.routes else None
        fixed = node.fixed.get(parts[at])
        if fixed is not None and (found := self._walk(fixed, parts, at + 1, values)) is not None:
            return found
        if node.any is not None:
            return self._walk(node.any[1], parts, at + 1, [*values, parts[at]])
        return None


async def read_body(request: web.Request) -> tuple[Any, Uploads]:
    """The JSON of a request and the files that came with it."""
    if not request.can_read_body:
        return None, {}
    if request.content_type.startswith("multipart/"):
        return await _read_multipart(request)
    raw = await request.read()
    if not raw:
        return None, {}
    return _parse(raw), {}


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise errors.bad_json() from None


async def _read_multipart(request: web.Request) -> tuple[Any, Uploads]:
    body: Any = {}
    uploads: Uploads = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        name = part.name or ""
        content = bytes(await part.read(decode=True))
        if name == "payload_json":
            body = _parse(content)
        elif name.startswith("files[") and name.endswith("]") and name[6:-1].isdecimal():
            kind = part.headers.get("Content-Type", "")
            uploads[int(name[6:-1])] = Upload(part.filename or "unknown", content, kind)
    if len(uploads) > MAX_FILES:
        wrong = {"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 10 or fewer in length."}
        raise errors.invalid_form({"files": {"_errors": [wrong]}})
    return body, uploads
