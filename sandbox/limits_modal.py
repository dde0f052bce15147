"""Rules of modals: the ``data`` of an interaction callback of type 9.

Source: Discord's documentation, "Component Reference" and "Using Modal Components"; discord-api-docs pull
request 8105 for ``min_values`` 0 in a required select.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.limits_components import check_text
from sandbox.limits_controls import (
    CHECKBOX,
    CHECKBOX_GROUP,
    FILE_UPLOAD,
    LABEL,
    RADIO_GROUP,
    ROW,
    SELECTS,
    TEXT,
    TEXT_INPUT,
    Totals,
    check_options,
    check_select,
    count,
    custom_id,
    values_range,
)
from sandbox.limits_form import Form, Part, Path

_IN_LABEL = (TEXT_INPUT, *SELECTS, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX)


def check_modal(data: Mapping[str, Any], *, at: Path = ("data",)) -> None:
    """Raises 50035 for a modal that Discord would refuse."""
    form = Form()
    modal = Part(form, at, data)
    modal.text("title", 45, least=1, required=True)
    modal.text("custom_id", 100, least=1, required=True)
    totals = Totals()
    for part in modal.parts("components", 5, least=1, required=True):
        kind = part.union((ROW, TEXT, LABEL))
        if kind is None:
            continue
        count(part, totals)
        if kind == LABEL:
            _label(part, totals)
        elif kind == ROW:
            _row(part, totals)
        else:
            check_text(part, totals)
    form.finish()


def _label(part: Part, totals: Totals) -> None:
    part.text("label", 45, least=1, required=True)
    part.text("description", 100)
    child = part.part("component", required=True)
    kind = child.union(_IN_LABEL) if child else None
    if child is None or kind is None:
        return
    count(child, totals)
    if kind == TEXT_INPUT:
        _text_input(child, totals)
    elif kind in SELECTS:
        check_select(child, totals, modal=True)
    else:
        _group(child, kind, totals)


def _row(part: Part, totals: Totals) -> None:
    """The old form: one text input, with its own label."""
    for number, child in enumerate(part.parts("components", 5, least=1, required=True)):
        if number:
            child.fail(
                None, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width"
            )
        if child.union((TEXT_INPUT,)) is not None:
            count(child, totals)
            child.text("label", 45, least=1, required=True)
            _text_input(child, totals)


def _text_input(part: Part, totals: Totals) -> None:
    custom_id(part, totals)
    part.choice("style", (1, 2), required=True)
    part.text("placeholder", 100)
    part.boolean("required")
    least, most = part.integer("min_length", 0, 4000), part.integer("max_length", 1, 4000)
    if least is not None and most is not None and least > most:
        part.fail("min_length", "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")
    value = part.text("value", 4000)
    if not value:
        return
    if most is not None and len(value) > most:
        part.fail("value", "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
    if least is not None and len(value) < least:
        part.fail("value", "BASE_TYPE_MIN_LENGTH", f"Must be {least} or more in length.")


def _group(part: Part, kind: int, totals: Totals) -> None:
    """File upload, radio group, checkbox group, checkbox."""
    custom_id(part, totals)
    if kind == CHECKBOX:
        part.boolean("default")
        return
    required = part.boolean("required")
    if kind == RADIO_GROUP:
        check_options(part, 2, 10, picks=1)
        return
    values_range(part, 10, modal=True, required=required)
    if kind == CHECKBOX_GROUP:
        # Unlike a select, a checkbox group without max_values allows all of its options.
        highest = part.data.get("max_values")
        check_options(part, 1, 10, picks=highest if isinstance(highest, int) else 10)
