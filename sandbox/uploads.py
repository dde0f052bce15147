"""Files that come with a request, and `attachment://name` references to them."""

import mimetypes
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import quote

from sandbox import errors
from sandbox.model import Attachment, Channel, Json

if TYPE_CHECKING:
    from sandbox.world import World

MAX_FILE = 10 * 1024 * 1024  # bytes, without boosts
MAX_FILES = 10
_PREFIX = "attachment://"


@dataclass(frozen=True, slots=True)
class Upload:
    filename: str
    content: bytes
    content_type: str = ""


Uploads = dict[int, Upload]  # by the number n of files[n]


def store(
    world: "World", base_url: str, channel: Channel, upload: Upload, description: str | None
) -> Attachment:
    if len(upload.content) > MAX_FILE:
        raise errors.too_large()
    kind = mimetypes.guess_type(upload.filename)[0] or upload.content_type or "application/octet-stream"
    made = Attachment(world.ids.next(), channel.id, upload.filename, upload.content, kind, description)
    made.url = f"{base_url}/attachments/{channel.id}/{made.id}/{quote(made.filename)}"
    world.attachments[made.id] = made
    return made


def measures(attachment: Attachment) -> Json:
    """Width and height in pixels, of a picture."""
    if not attachment.content_type.startswith("image/"):
        return {}
    from PIL import Image  # takes a while: only where it is needed

    with (
        suppress(OSError, ValueError, Image.DecompressionBombError),
        Image.open(BytesIO(attachment.content)) as image,
    ):
        return {"width": image.width, "height": image.height}
    return {}


def attach(
    world: "World", base_url: str, channel: Channel, payload: Json, uploads: Uploads, kept: list[Attachment]
) -> list[Attachment]:
    """The attachments a message has after the request.

    `payload["attachments"]` names those that stay (by id) and describes new ones (by the n of files[n]);
    without it everything stays and every file is added.
    """
    listed = payload.get("attachments")
    if listed is None:
        return kept + [store(world, base_url, channel, u, None) for _, u in sorted(uploads.items())]
    by_id = {a.id: a for a in kept}
    result: list[Attachment] = []
    used: set[int] = set()
    for entry in listed:
        number = int(entry.get("id", -1))
        if number in by_id:
            result.append(by_id[number])
        elif number in uploads:
            used.add(number)
            upload = uploads[number]
            upload = Upload(entry.get("filename") or upload.filename, upload.content, upload.content_type)
            result.append(store(world, base_url, channel, upload, entry.get("description")))
    rest = [u for n, u in sorted(uploads.items()) if n not in used]
    return result + [store(world, base_url, channel, u, None) for u in rest]


def media_in(node: object) -> Iterator[Json]:
    """Every object with a url, in embeds or components."""
    if isinstance(node, dict):
        if isinstance(node.get("url"), str) and node.get("type") != 2:
            yield node
        for inner in node.values():
            yield from media_in(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from media_in(inner)


def resolve_references(embeds: list[Json], components: list[Json], attachments: list[Attachment]) -> None:
    """Put the real address where `attachment://name` stands."""
    by_name = {a.filename: a for a in attachments}
    for media in media_in([embeds, components]):
        if media["url"].startswith(_PREFIX):
            found = by_name.get(media["url"].removeprefix(_PREFIX))
            if found is not None:
                media["url"] = media["proxy_url"] = found.url
                media["content_type"] = found.content_type
    _check_components(components)


def _check_components(components: list[Json]) -> None:
    """In components, unlike in embeds, a reference to a file that is not there is refused."""
    for media in media_in(components):
        if media["url"].startswith(_PREFIX):
            text = "The referenced attachment was not found in the message's attachments"
            code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
            raise errors.invalid_form({"components": {"_errors": [{"code": code, "message": text}]}})


def number_components(components: list[Json]) -> None:
    """Give an id to every component that has none, as Discord does: 1, 2, 3… depth first."""
    taken: set[int] = set()
    waiting: list[Json] = []

    def visit(nodes: list[Json]) -> None:
        for node in nodes:
            if node.get("id"):
                taken.add(int(node["id"]))
            else:
                waiting.append(node)
            for key in ("components", "accessory", "component"):
                inner = node.get(key)
                if inner:
                    visit(inner if isinstance(inner, list) else [inner])

    visit(components)
    number = 0
    for node in waiting:
        number += 1
        while number in taken:
            number += 1
        node["id"] = number
