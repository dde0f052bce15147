"""Fields of forms, in short."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import discord
from discord import ui

# What is written out in the forms that dispute and decide.
REASONED = ("reason", "citation")
# What Discord takes: of a field's label, of its description, and of an option in a list.
LABEL_HOLDS, HINT_HOLDS, OPTION_HOLDS, PLACEHOLDER_HOLDS = 45, 100, 100, 100


def _text(
    style: discord.TextStyle,
    name: str,
    label: str,
    *,
    most: int,
    hint: str = "",
    example: str = "",
    filled: str = "",
    needed: bool = True,
) -> ui.Label[Any]:
    """A field for text. most: characters."""
    field: ui.TextInput[Any] = ui.TextInput(
        custom_id=name,
        style=style,
        required=needed,
        max_length=most,
        placeholder=example[:PLACEHOLDER_HOLDS] or None,
        default=filled[:most] or None,
    )
    return ui.Label(text=label[:LABEL_HOLDS], description=hint[:HINT_HOLDS] or None, component=field)


line = partial(_text, discord.TextStyle.short)
paragraph = partial(_text, discord.TextStyle.paragraph)


def choice(
    name: str,
    label: str,
    options: Mapping[str, str],
    *,
    hint: str = "",
    chosen: Iterable[str] = (),
    most: int = 1,
) -> ui.Label[Any]:
    """A list to choose from: value → what is read. most: how many may be chosen."""
    listed = [
        discord.SelectOption(label=text[:OPTION_HOLDS], value=value, default=value in set(chosen))
        for value, text in list(options.items())[:25]
    ]
    field: ui.Select[Any] = ui.Select(
        custom_id=name, options=listed, min_values=1, max_values=min(most, len(listed))
    )
    return ui.Label(text=label[:LABEL_HOLDS], description=hint[:HINT_HOLDS] or None, component=field)
