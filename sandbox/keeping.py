"""Keeping the demo's community on disk: the local Discord's world together with the bot's database, as of one moment.

The world is pickled, and read back with nothing allowed but its own records: a file from elsewhere runs no code.
"""

import hashlib
import io
import json
import os
import pickle
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.db import Database, backup
from bot.errors import StorageError
from sandbox import model
from sandbox.model import Message
from sandbox.scene import Scene
from sandbox.server import LocalDiscord
from sandbox.uploads import media_in

ROOT = Path(__file__).resolve().parent.parent
_NEW, _OLD = ".new", ".old"
_LEFT_BEHIND_S = 600
DATABASE, WORLD, ABOUT = "crosswalk.sqlite3", "world.pickle", "about.json"
_CODE = (("bot", "*.py"), ("bot", "*.sql"), ("cogs", "*.py"), ("sandbox", "*.py"))
_RECORDS = {
    name: getattr(model, name)
    for name in (
        "User", "Application", "Role", "Membership", "Thread", "Attachment", "Message", "Channel", "Guild"
    )
}  # fmt: skip


class Unreadable(Exception):
    """What was kept cannot be read; the community has to be made anew."""


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a kept community before it is opened. now: the demo's clock, made: the real one. digest: of the
    other files, so that one that was written by half, or changed since, is not taken for whole."""

    fingerprint: str
    now: float
    made: float
    digest: str = ""


def fingerprint(content: Path, *given: object) -> str:
    """The same for the same code, the same content and the same `given`."""
    whole = hashlib.sha256(repr(given).encode())
    for path in _files(content):
        whole.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:24]


def _files(content: Path) -> Iterator[Path]:
    for folder, pattern in _CODE:
        yield from sorted((ROOT / folder).rglob(pattern))
    yield from sorted(content.rglob("*.yaml"))


def look(folder: Path) -> About | None:
    """What is kept in `folder`; None when there is nothing that can be used."""
    try:
        found = json.loads((folder / ABOUT).read_text("utf-8"))
        about = About(
            str(found["fingerprint"]), float(found["now"]), float(found["made"]), str(found["digest"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return about if all((folder / name).is_file() for name in (DATABASE, WORLD)) else None


async def keep(
    folder: Path, about: About, local: LocalDiscord, scene: Scene, db: Database, clock: Clock
) -> None:
    """Replace what `folder` holds by the present state. Nothing may act meanwhile. Raises StorageError; what was kept
    before stays then."""
    fresh = folder.with_name(f"{folder.name}.{os.getpid()}{_NEW}")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        fresh.mkdir(parents=True)
        world = _packed(local, scene)
        (await backup(db, fresh, clock, keep=1)).rename(fresh / DATABASE)
        (fresh / WORLD).write_bytes(world)
        written = {"fingerprint": about.fingerprint, "now": about.now, "made": about.made}
        (fresh / ABOUT).write_text(json.dumps(written | {"digest": _digest(fresh)}), "utf-8")
        _put_in_place(fresh, folder)
    except OSError as error:
        raise StorageError(f"The demo can't write to {folder.parent}: {error.strerror}.") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _put_in_place(fresh: Path, folder: Path) -> None:
    old = folder.with_name(f"{folder.name}.{os.getpid()}{_OLD}")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def tidy(folder: Path, now: float) -> None:
    """Take up what a demo left that was killed while it kept `folder`. now: the real clock.

    What is young may be another demo's, which is keeping just now.
    """
    left = [*folder.parent.glob(f"{folder.name}.*{_NEW}"), *folder.parent.glob(f"{folder.name}.*{_OLD}")]
    for path in left:  # new ones first
        with suppress(OSError):
            if not folder.exists() and look(path) is not None:
                path.rename(folder)
            elif now - path.stat().st_mtime > _LEFT_BEHIND_S:
                shutil.rmtree(path)


def forget(folder: Path) -> None:
    """Let go of what is kept there, and of what was left of it."""
    for path in (folder, *folder.parent.glob(f"{folder.name}.*")):
        shutil.rmtree(path, ignore_errors=True)


def bring_back(folder: Path, about: About, local: LocalDiscord, database: Path) -> Scene:
    """Fill a new local Discord, which listens already, and put the bot's database at its place. Raises Unreadable;
    StorageError when there is no place for it."""
    try:
        if _digest(folder) != about.digest:
            raise ValueError("a file is not as it was written")
        held = _Records(io.BytesIO((folder / WORLD).read_bytes())).load()
        scene, world, before = Scene(local=local, **held["scene"]), dict(held["world"]), str(held["base_url"])
        content = (folder / DATABASE).read_bytes()
        local.world.bring_back(world)
    except (
        OSError,
        pickle.UnpicklingError,
        EOFError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        raise Unreadable(str(error)) from error
    try:
        database.write_bytes(content)
    except OSError as error:
        raise StorageError(f"The demo can't write to {database.parent}: {error.strerror}.") from error
    forget_private_replies(local)
    _move_addresses(local, before)
    return scene


def _digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for name in (DATABASE, WORLD):
        whole.update(hashlib.sha256((folder / name).read_bytes()).digest())
    return whole.hexdigest()


def _packed(local: LocalDiscord, scene: Scene) -> bytes:
    for channel in local.world.channels.values():
        for message in channel.messages.values():
            message.rendered = None
    parts = {"world": local.world.parts(), "scene": scene.parts(), "base_url": local.base_url}
    return pickle.dumps(parts, protocol=5)


def forget_private_replies(local: LocalDiscord) -> None:
    """As Discord's own client does at its next start."""
    for channel in local.world.channels.values():
        for ident in channel.whispers:
            channel.messages.pop(ident, None)
        channel.whispers.clear()


def _move_addresses(local: LocalDiscord, before: str) -> None:
    """Files are found under the port of now."""
    for attachment in local.world.attachments.values():
        attachment.url = attachment.url.replace(before, local.base_url, 1)
    for message in _messages(local):
        for media in media_in([message.embeds, message.components]):
            for key in ("url", "proxy_url"):
                if str(media.get(key, "")).startswith(before):
                    media[key] = media[key].replace(before, local.base_url, 1)


def _messages(local: LocalDiscord) -> Iterator[Message]:
    for channel in local.world.channels.values():
        yield from channel.messages.values()


class _Records(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module == model.__name__ and name in _RECORDS:
            return _RECORDS[name]
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a kept community")
