"""Rules of a message's components: rows, and the layout ("v2") components.

Source: Discord's documentation, "Component Reference" and "Using Message Components".
"""

from __future__ import annotations

from collections.abc import Callable

from sandbox.limits_controls import (
    BUTTON,
    CONTAINER,
    FILE,
    GALLERY,
    ROW,
    SECTION,
    SELECTS,
    SEPARATOR,
    TEXT,
    THUMBNAIL,
    Totals,
    check_button,
    check_select,
    count,
)
from sandbox.limits_form import WEB, Part

_IN_CONTAINER = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)
_AT_TOP = (*_IN_CONTAINER, CONTAINER)

LEGACY_ROWS, ROW_WIDTH = 5, 5
MAX_COMPONENTS, MAX_TEXT = 40, 4000


def check_components(message: Part, *, v2: bool, files: set[str] | None) -> None:
    """All of a message's ``components``."""
    totals = Totals(files)
    for part in message.parts("components", MAX_COMPONENTS if v2 else LEGACY_ROWS):
        _check(part, _AT_TOP if v2 else (ROW,), totals)
    if totals.components > MAX_COMPONENTS and v2:
        message.fail(
            "components",
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            f"Total number of components exceeds maximum of {MAX_COMPONENTS}",
        )
    if totals.text > MAX_TEXT:
        message.fail(
            "components",
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            f"Components displayable text size exceeds maximum size of {MAX_TEXT}",
        )


def _check(part: Part, allowed: tuple[int, ...], totals: Totals) -> None:
    kind = part.union(allowed)
    if kind is not None:
        count(part, totals)
        _CHECKS[kind](part, totals)


def _row(part: Part, totals: Totals) -> None:
    children = part.parts("components", ROW_WIDTH, least=1, required=True)
    width = 0
    for child in children:
        kind = child.data.get("type")
        width += ROW_WIDTH if kind in SELECTS else 1
        if width > ROW_WIDTH:
            child.fail(
                None,
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "The specified component exceeds the maximum width",
            )
        _check(child, (BUTTON, *SELECTS), totals)


def _section(part: Part, totals: Totals) -> None:
    for child in part.parts("components", 3, least=1, required=True):
        _check(child, (TEXT,), totals)
    accessory = part.part("accessory", required=True)
    if accessory is not None:
        _check(accessory, (BUTTON, THUMBNAIL), totals)


def check_text(part: Part, totals: Totals) -> None:
    content = part.text("content", MAX_TEXT, least=1, required=True)
    totals.text += len(content or "")


def _thumbnail(part: Part, totals: Totals) -> None:
    part.text("description", 1024, least=1)
    part.boolean("spoiler")
    _media(part, "media", totals, (*WEB, "attachment"))


def _gallery(part: Part, totals: Totals) -> None:
    for item in part.parts("items", 10, least=1, required=True):
        _thumbnail(item, totals)


def _file(part: Part, totals: Totals) -> None:
    part.boolean("spoiler")
    _media(part, "file", totals, ("attachment",))


def _media(part: Part, key: str, totals: Totals, schemes: tuple[str, ...]) -> None:
    media = part.part(key, required=True)
    address = media.url("url", schemes=schemes, required=True) if media else None
    if media is None or address is None or not address.startswith("attachment://"):
        return
    name = address.removeprefix("attachment://")
    if totals.files is not None and name not in totals.files:
        media.fail(
            "url",
            "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
            f'The referenced attachment "{name}" was not found',
        )


def _separator(part: Part, _totals: Totals) -> None:
    part.boolean("divider")
    part.choice("spacing", (1, 2))


def _container(part: Part, totals: Totals) -> None:
    part.boolean("spoiler")
    part.integer("accent_color", 0, 0xFFFFFF)
    for child in part.parts("components", MAX_COMPONENTS, least=1, required=True):
        _check(child, _IN_CONTAINER, totals)


_CHECKS: dict[int, Callable[[Part, Totals], None]] = {
    ROW: _row,
    BUTTON: check_button,
    **dict.fromkeys(SELECTS, check_select),
    SECTION: _section,
    TEXT: check_text,
    THUMBNAIL: _thumbnail,
    GALLERY: _gallery,
    FILE: _file,
    SEPARATOR: _separator,
    CONTAINER: _container,
}
