"""Rules of what members press and fill in: buttons, selects, and what all components share.

Source: Discord's documentation, "Component Reference".
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.limits_form import WEB, Part

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 18, 19, 21, 22, 23

SELECTS = (STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT)
LINK, PREMIUM = 5, 6
CHANNEL_TYPES = (0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16)
_DEFAULT_VALUE_TYPES = {
    USER_SELECT: ("user",),
    ROLE_SELECT: ("role",),
    MENTIONABLE_SELECT: ("user", "role"),
    CHANNEL_SELECT: ("channel",),
}


@dataclass(slots=True)
class Totals:
    """What is counted over a whole message or modal. ``files``: names of the uploads, None when unknown."""

    files: set[str] | None = None
    components: int = 0
    text: int = 0
    custom_ids: set[str] = field(default_factory=set)
    ids: set[int] = field(default_factory=set)


def count(part: Part, totals: Totals) -> None:
    """Counts a component and looks at its ``id``; 0 asks Discord for one, so it may repeat."""
    totals.components += 1
    number = part.integer("id", 0, 2**31 - 1)
    if number and number in totals.ids:
        part.fail("id", "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
    if number:
        totals.ids.add(number)


def custom_id(part: Part, totals: Totals) -> None:
    value = part.text("custom_id", 100, least=1, required=True)
    if value is None:
        return
    if value in totals.custom_ids:
        part.fail("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
    totals.custom_ids.add(value)


def check_button(part: Part, totals: Totals) -> None:
    style = part.choice("style", range(1, 7), required=True)
    part.text("label", 80)
    part.boolean("disabled")
    emoji(part)
    if style == LINK:
        _link_button(part)
    elif style == PREMIUM:
        _premium_button(part)
    elif style is not None:
        _plain_button(part, totals)
    if style is not None and style != PREMIUM and not part.data.get("label") and not part.given("emoji"):
        part.fail("label", "BASE_TYPE_REQUIRED", "This field is required")


def _plain_button(part: Part, totals: Totals) -> None:
    if not part.data.get("custom_id"):
        part.fail("custom_id", "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required")
    else:
        custom_id(part, totals)
    if part.given("url"):
        _exclusive(part, "url")
    if part.given("sku_id"):
        part.fail("sku_id", "BUTTON_COMPONENT_SKU_ID_INVALID", "Only premium buttons can have a sku id")


def _link_button(part: Part) -> None:
    part.url("url", 512, schemes=(*WEB, "discord"), required=True)
    if part.given("custom_id"):
        _exclusive(part, "custom_id")
    if part.given("sku_id"):
        part.fail("sku_id", "BUTTON_COMPONENT_SKU_ID_INVALID", "Only premium buttons can have a sku id")


def _exclusive(part: Part, key: str) -> None:
    part.fail(
        key,
        "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
        "A custom id and url cannot both be specified",
    )


def _premium_button(part: Part) -> None:
    part.snowflake("sku_id", required=True)
    for key in ("custom_id", "label", "url", "emoji"):
        if part.data.get(key):
            part.fail(key, "BUTTON_COMPONENT_PREMIUM_FIELD_INVALID", f"A premium button cannot have {key}")


def emoji(part: Part) -> None:
    """A custom emoji has an ``id``; a standard one only a ``name``, which is never plain ASCII."""
    found = part.part("emoji")
    if found is None:
        return
    number = found.snowflake("id")
    name = found.text("name", 32, required=number is None)
    if number is None and name and name.isascii():
        found.fail("name", "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")


def check_select(part: Part, totals: Totals, *, modal: bool = False) -> None:
    """Any of the five selects."""
    custom_id(part, totals)
    part.text("placeholder", 150)
    disabled = part.boolean("disabled")
    required = part.boolean("required")
    values_range(part, 25, modal=modal, required=required)
    if modal and disabled:
        part.fail("disabled", "COMPONENT_DISABLED_IN_MODAL", "Components in a modal cannot be disabled")
    if part.data["type"] == STRING_SELECT:
        check_options(part, 1, 25, with_emoji=True)
    else:
        _default_values(part)


def values_range(part: Part, most: int, *, modal: bool = False, required: bool | None = None) -> None:
    """``min_values`` and ``max_values``; in a modal 0 goes only with ``required`` false."""
    least, highest = part.integer("min_values", 0, most), part.integer("max_values", 1, most)
    if least is not None and highest is not None and least > highest:
        part.fail(
            "min_values", "NUMBER_TYPE_MAX", f"min_values value should be less than or equal to {highest}."
        )
    if modal and least == 0 and required is not False:
        part.fail("min_values", "NUMBER_TYPE_MIN", "min_values value should be greater than or equal to 1.")


def check_options(
    part: Part, fewest: int, most: int, *, with_emoji: bool = False, picks: int | None = None
) -> None:
    """The ``options`` of a select or group. ``picks``: how many can be chosen, when no field says so."""
    options = part.parts("options", most, least=fewest, required=True)
    values: set[str] = set()
    for option in options:
        option.text("label", 100, least=1, required=True)
        value = option.text("value", 100, least=1, required=True)
        option.text("description", 100)
        option.boolean("default")
        if with_emoji:
            emoji(option)
        if value is not None and value in values:
            option.fail(
                None, "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used"
            )
        values.add(value or "")
    if not options:
        return
    highest = part.data.get("max_values")
    if isinstance(highest, int) and highest > len(options):
        part.fail("options", "BASE_TYPE_MIN_LENGTH", f"Must be {highest} or more in length.")
    allowed = picks or (highest if isinstance(highest, int) else 1)
    if sum(option.data.get("default") is True for option in options) > allowed:
        part.fail(
            "options",
            "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
            "The specified number of default values exceeds the specified maximum values",
        )


def _default_values(part: Part) -> None:
    kind = part.data["type"]
    if part.given("options"):
        part.fail("options", "SELECT_COMPONENT_OPTIONS_INVALID", "Only string selects can have options")
    if part.given("channel_types") and kind == CHANNEL_SELECT:
        for number, value in enumerate(part.items("channel_types", len(CHANNEL_TYPES))):
            if value not in CHANNEL_TYPES:
                path = (*part.path, "channel_types", number)
                part.form.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {CHANNEL_TYPES}.")
    defaults = part.parts("default_values", 25)
    for default in defaults:
        default.snowflake("id", required=True)
        default.choice("type", _DEFAULT_VALUE_TYPES[kind], required=True)
    highest = part.data.get("max_values")
    if len(defaults) > (highest if isinstance(highest, int) else 1):
        part.fail(
            "default_values",
            "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
            "The specified number of default values exceeds the specified maximum values",
        )
