"""What the remote driver hands over: things by their ids, messages as JSON."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox.model import Json
from sandbox.seen import DriverError, SeenMessage


@dataclass(frozen=True, slots=True)
class Remote:
    """A user, bot, guild, role or channel over there. `token`: of a bot."""

    id: int
    name: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """Something to upload, as an option or in a modal."""

    name: str
    content: bytes


class RemoteMessage(SeenMessage):
    """A message as it was when it was read."""

    def __init__(self, data: Json) -> None:
        self._data = data

    @property
    def data(self) -> Json:
        return self._data


async def answer_of(response: aiohttp.ClientResponse) -> Json:
    data: Json = await response.json()
    if response.status >= 400:
        raise DriverError(str(data.get("error", data)))
    return data


def id_of(thing: Remote | int) -> int:
    return thing if isinstance(thing, int) else thing.id


def place_of(message: SeenMessage) -> dict[str, object]:
    return {"channel": str(message.channel_id), "message": str(message.id)}


def plain(value: Any) -> Any:
    """For the world's arguments: a thing is its id."""
    if isinstance(value, Remote):
        return str(value.id)
    return [plain(v) for v in value] if isinstance(value, list) else value


def value_of(value: Any) -> Any:
    """For options and values, where a thing must differ from a text that looks like an id."""
    if isinstance(value, Remote):
        return {"id": str(value.id)}
    if isinstance(value, RemoteFile):
        return {"file": value.name, "content": base64.b64encode(value.content).decode()}
    return [value_of(v) for v in value] if isinstance(value, list | tuple) else value


def values_of(values: Mapping[str, object]) -> dict[str, object]:
    return {k: value_of(v) for k, v in values.items()}
