"""Rules of application commands and of autocompletion choices.

Source: Discord's documentation, "Application Commands" (naming, option types, limits of size and number).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.errors import max_commands
from sandbox.limits_form import Form, Part, Path

CHAT, USER, MESSAGE = 1, 2, 3
MOST_BY_TYPE = {CHAT: 100, USER: 15, MESSAGE: 15}
SUBCOMMAND, GROUP, STRING, INTEGER, CHANNEL, NUMBER = 1, 2, 3, 4, 7, 10
_PLAIN_OPTIONS = (3, 4, 5, 6, 7, 8, 9, 10, 11)
_SUBCOMMANDS = (SUBCOMMAND, GROUP)
MAX_SIZE = 8000
MAX_SAFE = 2**53


def check_commands(commands: Sequence[Any]) -> None:
    """A bulk overwrite; errors stand under the command's index. Raises 50035, or 30032 for too many."""
    form = Form()
    names: set[tuple[int, str]] = set()
    totals: dict[int, int] = {}
    for number, command in enumerate(commands):
        if not isinstance(command, Mapping):
            form.add((number,), "MODEL_TYPE_CONVERT", "Expected an object/dictionary.")
            continue
        part = Part(form, (number,), command)
        _command(part)
        kind = command["type"] if isinstance(command.get("type"), int) else CHAT
        totals[kind] = totals.get(kind, 0) + 1
        key = (kind, str(command.get("name")))
        if key in names:
            part.fail(None, "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
        names.add(key)
    form.finish()
    if any(count > MOST_BY_TYPE.get(kind, 1) for kind, count in totals.items()):
        raise max_commands()


def check_command(command: Mapping[str, Any], *, at: Path = ()) -> None:
    """A single command, as it is created or edited."""
    form = Form()
    _command(Part(form, at, command))
    form.finish()


def check_choices(choices: Sequence[Any], *, at: Path = ("data",)) -> None:
    """The choices of an autocompletion: at most 25, values all texts or all numbers."""
    form = Form()
    for choice in Part(form, at, {"choices": choices}).parts("choices", 25):
        _choice(choice, STRING if isinstance(choice.data.get("value"), str) else NUMBER)
    form.finish()


def _command(part: Part) -> None:
    kind = part.choice("type", (1, 2, 3, 4)) or CHAT
    if kind in (CHAT, 4):
        _name(part)
        part.text("description", 100, least=1, required=True)
        _localized(part, "description", 100)
        _options(part, (*_SUBCOMMANDS, *_PLAIN_OPTIONS))
    else:
        part.text("name", 32, least=1, required=True)
        if part.data.get("description"):
            part.fail(
                "description",
                "APPLICATION_COMMAND_DESCRIPTION_INVALID",
                "Context menu commands cannot have description",
            )
        if part.data.get("options"):
            part.fail(
                "options",
                "APPLICATION_COMMAND_OPTIONS_INVALID",
                "Context menu commands cannot have options",
            )
    _localized(part, "name", 32)
    for key in ("dm_permission", "nsfw"):
        part.boolean(key)
    size = _size(part.data)
    if size > MAX_SIZE:
        part.fail(None, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({MAX_SIZE})")


def _name(part: Part) -> None:
    name = part.text("name", 32, least=1, required=True)
    if not name or len(name) > 32:
        return
    if not all(_may_be_in_name(letter) for letter in name):
        part.fail("name", "STRING_TYPE_REGEX", "String value did not match validation regex.")
    elif name != name.lower():
        part.fail("name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _may_be_in_name(letter: str) -> bool:
    r"""``^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$``; the two scripts need their vowel signs as well."""
    if letter in "-_'" or unicodedata.category(letter)[0] in "LN":
        return True
    return unicodedata.name(letter, "").startswith(("DEVANAGARI ", "THAI CHARACTER "))


def _localized(part: Part, key: str, most: int) -> None:
    texts = part.part(f"{key}_localizations")
    for locale in texts.data if texts else ():
        if texts and texts.given(locale):
            texts.text(locale, most, least=1)


def _options(part: Part, allowed: tuple[int, ...]) -> None:
    options = part.parts("options", 25)
    names: set[str] = set()
    optional = False
    for option in options:
        _option(option, allowed)
        name = str(option.data.get("name"))
        if name in names:
            option.fail(
                None,
                "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
                f"Option name {name} is already used in these options",
            )
        names.add(name)
        required = option.data.get("required") is True
        if required and optional:
            option.fail(
                None,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional = optional or not required
    kinds = {option.data.get("type") in _SUBCOMMANDS for option in options}
    if len(kinds) == 2:
        part.fail(
            "options",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to all other types",
        )


def _option(part: Part, allowed: tuple[int, ...]) -> None:
    kind = part.union(allowed)
    _name(part)
    part.text("description", 100, least=1, required=True)
    _localized(part, "name", 32)
    _localized(part, "description", 100)
    part.boolean("required")
    if kind == GROUP:
        _options(part, (SUBCOMMAND,))
    elif kind == SUBCOMMAND:
        _options(part, _PLAIN_OPTIONS)
    elif kind is not None:
        _plain_option(part, kind)


def _plain_option(part: Part, kind: int) -> None:
    fitting = {
        "choices": (STRING, INTEGER, NUMBER),
        "autocomplete": (STRING, INTEGER, NUMBER),
        "min_value": (INTEGER, NUMBER),
        "max_value": (INTEGER, NUMBER),
        "min_length": (STRING,),
        "max_length": (STRING,),
        "channel_types": (CHANNEL,),
        "options": (),
    }
    for key, kinds in fitting.items():
        if part.data.get(key) not in (None, [], False) and kind not in kinds:
            part.fail(key, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", f"{key} cannot be used with this type")
    if part.boolean("autocomplete") and part.data.get("choices"):
        part.fail(
            "autocomplete",
            "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES",
            "Autocomplete cannot be used with choices",
        )
    if kind in fitting["choices"]:
        _choices(part, kind)
    _bounds(part, "min_length", "max_length", 0, 6000, whole=True)
    _bounds(part, "min_value", "max_value", -MAX_SAFE, MAX_SAFE, whole=kind == INTEGER)


def _bounds(part: Part, least: str, most: str, low: int, high: int, *, whole: bool) -> None:
    found: list[float] = []
    for key in (least, most):
        value = part.data.get(key)
        if value is None:
            continue
        if isinstance(value, float) and not whole:
            found.append(value)
        elif (number := part.integer(key, low, high)) is not None:
            found.append(number)
    if len(found) == 2 and found[0] > found[1]:
        part.fail(least, "NUMBER_TYPE_MAX", f"{least} value should be less than or equal to {found[1]}.")


def _choices(part: Part, kind: int) -> None:
    names: set[str] = set()
    values: set[str] = set()
    for choice in part.parts("choices", 25):
        _choice(choice, kind)
        for key, seen in (("name", names), ("value", values)):
            text = str(choice.data.get(key))
            if text in seen:
                choice.fail(
                    key, "APPLICATION_COMMAND_CHOICE_DUPLICATED", f"Choice {key} {text} is already used"
                )
            seen.add(text)


def _choice(part: Part, kind: int) -> None:
    part.text("name", 100, least=1, required=True)
    _localized(part, "name", 100)
    if kind == STRING:
        part.text("value", 100, required=True)
    elif kind == INTEGER or not isinstance(part.data.get("value"), float):
        part.integer("value", -MAX_SAFE, MAX_SAFE, required=True)


def _size(data: Mapping[str, Any], depth: int = 4) -> int:
    """Characters of names, descriptions and values together; of each text its longest translation counts.

    ``depth``: levels below that can be sound (group, subcommand, option, choice); others are refused anyway.
    """
    size = _longest(data, "name") + _longest(data, "description")
    value = data.get("value")
    size += len(value) if isinstance(value, str) else 0
    for key in ("options", "choices"):
        children = data.get(key)
        for child in children if isinstance(children, list | tuple) else ():
            size += _size(child, depth - 1) if depth and isinstance(child, Mapping) else 0
    return size


def _longest(data: Mapping[str, Any], key: str) -> int:
    texts = [data.get(key)]
    translations = data.get(f"{key}_localizations")
    if isinstance(translations, Mapping):
        texts.extend(translations.values())
    return max((len(text) for text in texts if isinstance(text, str)), default=0)
