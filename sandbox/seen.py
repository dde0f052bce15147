"""What a member sees: messages with their texts, buttons, menus and files; and modals."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.mentions import texts_of
from sandbox.model import EPHEMERAL, LOADING, Json, Message
from sandbox.payloads import message_json

if TYPE_CHECKING:
    from sandbox.world import World

BUTTON, TEXT_INPUT, ACTION_ROW, LABEL = 2, 4, 1, 18
SELECTS = (3, 5, 6, 7, 8)


class DriverError(Exception):
    """The member cannot do that in Discord's own client; says why, and what there is instead."""


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, depth first."""
    for component in components:
        yield component
        for key in ("components", "accessory", "component"):
            inner = component.get(key)
            if inner:
                yield from walk(inner if isinstance(inner, list) else [inner])


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    custom_id: str | None
    style: int  # 1 primary, 2 secondary, 3 success, 4 danger, 5 link
    disabled: bool
    url: str | None
    emoji: str | None


@dataclass(frozen=True, slots=True)
class SeenFile:
    filename: str
    url: str
    size: int
    content: bytes | None  # None when it must be fetched from `url`


class SeenMessage:
    """Built on the JSON that Discord gives for a message; a subclass knows where that comes from."""

    @property
    def data(self) -> Json:
        raise NotImplementedError

    @property
    def id(self) -> int:
        return int(self.data["id"])

    @property
    def channel_id(self) -> int:
        return int(self.data["channel_id"])

    @property
    def author_id(self) -> int:
        return int(self.data["author"]["id"])

    @property
    def author(self) -> str:
        return str(self.data["author"]["username"])

    @property
    def content(self) -> str:
        return str(self.data["content"])

    @property
    def embeds(self) -> list[Json]:
        return list(self.data["embeds"])

    @property
    def components(self) -> list[Json]:
        return list(self.data["components"])

    @property
    def flags(self) -> int:
        return int(self.data["flags"])

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Shows "is thinking…"."""
        return bool(self.flags & LOADING)

    @property
    def edited(self) -> bool:
        return self.data["edited_timestamp"] is not None

    @property
    def timestamp(self) -> str:
        return str(self.data["timestamp"])

    @property
    def pinned(self) -> bool:
        return bool(self.data["pinned"])

    @property
    def nonce(self) -> str | None:
        nonce: str | None = self.data.get("nonce")
        return nonce

    @property
    def mentions(self) -> list[int]:
        """Ids of the users it pings by name."""
        return [int(u["id"]) for u in self.data["mentions"]]

    @property
    def thread_id(self) -> int | None:
        thread = self.data.get("thread")
        return None if thread is None else int(thread["id"])

    @property
    def attachments(self) -> list[SeenFile]:
        return [SeenFile(a["filename"], a["url"], a["size"], None) for a in self.data["attachments"]]

    def text(self) -> str:
        """Everything there is to read: content, embeds, text displays; a line each."""
        parts = [self.content]
        for embed in self.embeds:
            parts += [str((embed.get("author") or {}).get("name", ""))]
            parts += [str(embed.get("title") or ""), str(embed.get("description") or "")]
            for field in embed.get("fields") or []:
                parts += [str(field["name"]), str(field["value"])]
            parts += [str((embed.get("footer") or {}).get("text", ""))]
        parts += texts_of(self.components)
        return "\n".join(p for p in parts if p)

    def buttons(self) -> list[Button]:
        return [_button(c) for c in walk(self.components) if c["type"] == BUTTON]

    def button(self, label_or_custom_id: str) -> Button:
        """That button. Raises DriverError when there is none, naming those there are."""
        return _button(find(self.components, label_or_custom_id, (BUTTON,)))

    def selects(self) -> list[Json]:
        """The menus, as their JSON."""
        return [c for c in walk(self.components) if c["type"] in SELECTS]

    def __repr__(self) -> str:
        return f"<SeenMessage {self.id} {self.text()[:60]!r}>"


class LiveMessage(SeenMessage):
    """Always as the message is now."""

    def __init__(self, world: "World", record: Message) -> None:
        self._world = world
        self.record = record

    @property
    def data(self) -> Json:
        return message_json(self._world, self.record)

    @property
    def deleted(self) -> bool:
        return self.record.deleted

    @property
    def attachments(self) -> list[SeenFile]:
        return [SeenFile(a.filename, a.url, len(a.content), a.content) for a in self.record.attachments]


def _button(component: Json) -> Button:
    emoji = component.get("emoji") or {}
    return Button(
        str(component.get("label") or ""),
        component.get("custom_id"),
        int(component["style"]),
        bool(component.get("disabled")),
        component.get("url"),
        emoji.get("name"),
    )


def _names(component: Json) -> list[str]:
    """By what a component can be called: custom_id, label, placeholder, emoji."""
    names = [component.get("custom_id"), component.get("label"), component.get("placeholder")]
    names.append((component.get("emoji") or {}).get("name"))
    return [str(n) for n in names if n]


def find(components: list[Json], name: str, types: tuple[int, ...]) -> Json:
    """The one component of those types that has this custom_id, label or placeholder."""
    candidates = [c for c in walk(components) if c["type"] in types]
    found = [c for c in candidates if c.get("custom_id") == name] or [
        c for c in candidates if name in _names(c)
    ]
    if len(found) == 1:
        return found[0]
    there = ", ".join(repr(" / ".join(_names(c))) for c in candidates) or "nothing of the kind"
    raise DriverError(
        f"{'several components are' if found else 'no component is'} called {name!r}; there is {there}"
    )


@dataclass(frozen=True, slots=True)
class SeenModal:
    """A modal that was opened for the member. `source` is what its submission refers back to."""

    title: str
    custom_id: str
    components: list[Json]
    source: Any

    def fields(self) -> dict[str, Json]:
        """The inputs by their label (the custom_id where there is none)."""
        named: dict[str, Json] = {}
        for component in self.components:
            if component["type"] == LABEL:
                named[component["label"]] = component["component"]
            elif component["type"] == ACTION_ROW:
                for inner in component["components"]:
                    named[inner.get("label") or inner["custom_id"]] = inner
        return named

    def text(self) -> str:
        """Title, labels with their descriptions, and text displays; a line each."""
        parts = [self.title]
        for component in self.components:
            parts += [str(component.get("label") or ""), str(component.get("description") or "")]
            parts += texts_of([component])
        return "\n".join(p for p in parts if p)
