"""The fields that the forms share."""

from collections.abc import Mapping

from discord import TextStyle, ui

from bot.features.mnemonics.model import (
    HOOK_LONGEST,
    STANDS_FOR_LONGEST,
    STORY_LONGEST,
    Texts,
)


def ask_for_texts(form: ui.Modal, before: Texts | None = None) -> None:
    """The three fields of a mnemonic."""
    hook: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="hook",
        max_length=HOOK_LONGEST,
        default=before.hook if before else None,
        placeholder="Give the slice, not the cake",
    )
    stands_for: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="stands_for",
        style=TextStyle.paragraph,
        max_length=STANDS_FOR_LONGEST,
        default=(before.stands_for or None) if before else None,
    )
    story: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id="story",
        style=TextStyle.paragraph,
        required=False,
        max_length=STORY_LONGEST,
        default=(before.story or None) if before else None,
    )
    form.add_item(ui.Label(text="The hook", description="The words that bring it back", component=hook))
    form.add_item(
        ui.Label(text="What it stands for", description="The rule, letter by letter", component=stands_for)
    )
    form.add_item(
        ui.Label(
            text="A story", description="Tell yourself a vivid one: the odder, the better", component=story
        )
    )


def texts_in(typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, as services take it."""
    return {name: typed.get(name, "") for name in ("hook", "stands_for", "story")}
