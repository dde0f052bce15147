"""Checks requests against Discord's own OpenAPI description of its HTTP API.

The description is more lenient than Discord in some places and stricter in others; ``_loosened`` names each
place where we follow Discord instead of its description, and why. Keys that the description does not know are
refused, although Discord ignores them: an unknown key is nearly always a mistake of ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_METHODS = frozenset({"get", "put", "post", "delete", "patch"})
_SCHEMAS = "#/components/schemas/"
_URN = "urn:discord"
_LONGEST = 300

BITS = frozenset({"allow", "deny", "permissions", "default_member_permissions"})
"""Permission bits: text in Discord's documentation, integers in the description; Discord takes both."""

IGNORED: Mapping[str, tuple[str, ...]] = {
    # discord.py sends `tts: false` with every message, also where it has no meaning; Discord ignores it.
    "MessageEditRequestPartial": ("tts",),
    "IncomingWebhookUpdateRequestPartial": ("tts",),
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": ("tts",),
    # A partial emoji as Discord documents it for buttons and options has `animated`.
    "ComponentEmojiForRequest": ("animated",),
    # Commands have `nsfw` in Discord's documentation; the description leaves it out.
    "ApplicationCommandUpdateRequest": ("nsfw",),
    "ApplicationCommandCreateRequest": ("nsfw",),
    "ApplicationCommandPatchRequestPartial": ("nsfw",),
    # discord.py sends an embed back with all that it got with it; Discord ignores what only it can fill in.
    "RichEmbed": ("flags",),
    "RichEmbedAuthor": ("proxy_icon_url",),
    "RichEmbedFooter": ("proxy_icon_url",),
    "RichEmbedImage": ("proxy_url", "content_type", "flags"),
    "RichEmbedThumbnail": ("proxy_url", "content_type", "flags"),
    "RichEmbedVideo": ("proxy_url", "content_type", "flags"),
    # The id is in the address; discord.py repeats it.
    "PUT /channels/{channel_id}/permissions/{overwrite_id}": ("id",),
}
"""Keys that are let through though the description lacks them, by schema or by operation."""


def find_contract() -> Path | None:
    """The description, where it lies beside the repository; None when it is absent."""
    path = Path(__file__).resolve().parents[2] / "shared" / "discord" / "openapi.json"
    return path if path.is_file() else None


@dataclass(slots=True)
class _Operation:
    name: str
    body: dict[str, Any] | None
    needed: bool
    validator: Any = None


class Contract:
    """Discord's description, ready to check requests. Validators are built when first needed and kept."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = _loosened(document)
        self._operations = dict(_operations(document))
        self._registry: Any = None

    @classmethod
    def load(cls, path: Path) -> Contract:
        """Reads an OpenAPI 3.1 file. Raises ``OSError`` or ``ValueError`` when it is not one."""
        document = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(document, dict) or not {"paths", "components"} <= document.keys():
            raise ValueError(f"{path} is not an OpenAPI description: it has no paths or components")
        return cls(document)

    def check(self, method: str, path: str, body: object) -> str | None:
        """One line that says what Discord's description has against the request, or None.

        ``path`` may be a whole address, with or without ``/api/v10`` and a query. ``body`` is the parsed
        JSON, or its text or bytes; of a multipart body its ``payload_json``, alone or in a mapping; None when
        it is absent.
        """
        segments = _segments(path)
        operation = self._find(method.lower(), segments)
        if operation is None:
            return f"{method.upper()} /{'/'.join(segments)}: Discord's API has no such address"
        if operation.body is None:
            return None
        try:
            complaint = self._complaint(operation, _parsed(body))
        except ValueError as error:
            complaint = f"the body is not JSON that can be read: {_cut(str(error))}"
        return f"{operation.name}: {complaint}" if complaint else None

    def _complaint(self, operation: _Operation, value: object) -> str | None:
        validator = self._validator(operation)
        if value is None:
            return "the body is missing" if operation.needed and not validator.is_valid({}) else None
        errors = list(validator.iter_errors(value))
        if not errors:
            return None
        place, text = min((_readable(error) for error in errors), key=lambda found: len(found[0]))
        return f"{_shown(place)}: {text}"

    def _find(self, method: str, segments: tuple[str, ...]) -> _Operation | None:
        """Literal segments win over parameters, the leftmost first."""
        fitting = [
            template
            for template in self._operations
            if template[0] == method and len(template) == len(segments) + 1 and _fits(template[1:], segments)
        ]
        if not fitting:
            return None
        return self._operations[min(fitting, key=lambda t: [part.startswith("{") for part in t])]

    def _validator(self, operation: _Operation) -> Any:
        if operation.validator is None:
            import jsonschema_rs  # only where checks are made: the running bot does not have it

            if self._registry is None:
                self._registry = jsonschema_rs.Registry([(_URN, self._document)])
            schema = _at_urn(_strict(operation.body))
            _let_through(operation.name, schema)
            operation.validator = jsonschema_rs.Draft202012Validator(schema, registry=self._registry)
        return operation.validator


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], _Operation]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method not in _METHODS:
                continue
            request = operation.get("requestBody") or {}
            schema = request.get("content", {}).get("application/json", {}).get("schema")
            name = f"{method.upper()} {path}"
            yield (method, *_segments(path)), _Operation(name, schema, bool(request.get("required")))


def _segments(path: str) -> tuple[str, ...]:
    parts = [part for part in urlsplit(path).path.split("/") if part]
    if parts[:1] == ["api"]:
        parts = parts[2:] if parts[1:2] and parts[1].startswith("v") else parts[1:]
    return tuple(parts)


def _fits(template: tuple[str, ...], segments: tuple[str, ...]) -> bool:
    return all(
        part == segment or part.startswith("{") for part, segment in zip(template, segments, strict=True)
    )


def _parsed(body: object) -> object:
    if isinstance(body, Mapping) and "payload_json" in body:
        body = body["payload_json"]
    if isinstance(body, bytes | bytearray | str):
        return json.loads(body) if body else None
    return body


def _loosened(document: Mapping[str, Any]) -> dict[str, Any]:
    schemas = {name: _strict(schema) for name, schema in document["components"].get("schemas", {}).items()}
    # Ids may be sent as numbers; discord.py does so in several places.
    if "SnowflakeType" in schemas:
        schemas["SnowflakeType"] = {**schemas["SnowflakeType"], "type": ["string", "integer"], "minimum": 0}
    for name, schema in schemas.items():
        _let_through(name, schema)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "components": {"schemas": schemas},
    }


def _let_through(name: str, schema: dict[str, Any]) -> None:
    if name in IGNORED and "properties" in schema:
        schema["properties"].update(dict.fromkeys(IGNORED[name], True))


def _strict(node: Any) -> Any:
    """A copy in which objects take no unknown keys, and permission bits may be text."""
    if isinstance(node, list):
        return [_strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _strict(value) for key, value in node.items()}
    if isinstance(copy.get("properties"), dict):
        copy.setdefault("additionalProperties", False)
        for key in BITS & copy["properties"].keys():
            copy["properties"][key] = {
                "anyOf": [copy["properties"][key], {"type": "string", "pattern": "^[0-9]+$"}]
            }
    return copy


def _at_urn(node: Any) -> Any:
    """A copy whose references lead into the registered description."""
    if isinstance(node, list):
        return [_at_urn(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _URN + value if key == "$ref" and str(value).startswith(_SCHEMAS) else _at_urn(value)
        for key, value in node.items()
    }


def _readable(error: Any) -> tuple[list[str | int], str]:
    """Where and what; of a choice of shapes, the complaint of the one that was most likely meant."""
    branches = getattr(error.kind, "context", None) or []
    branches = [branch for branch in branches if branch and not _is_null(branch)]
    if branches:
        meant = min(branches, key=_unlikeliness)
        return max((_readable(inner) for inner in meant), key=lambda found: len(found[0]))
    return list(error.instance_path), _cut(error.message)


def _is_null(branch: list[Any]) -> bool:
    return len(branch) == 1 and branch[0].message.endswith('is not of type "null"')


def _unlikeliness(branch: list[Any]) -> tuple[bool, int]:
    """A shape whose ``type`` is another is surely not meant; else the fewer complaints the better."""
    other = any(
        error.instance_path[-1:] == ["type"] and error.kind.name in ("enum", "const") for error in branch
    )
    return other, len(branch)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"


def _shown(place: list[str | int]) -> str:
    text = ""
    for step in place:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text or "the body"
