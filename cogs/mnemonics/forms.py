"""The fields that the forms share."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from discord import TextStyle, ui

from bot.errors import Refusal
from bot.features.mnemonics.model import (
    HOOK_LONGEST,
    STANDS_FOR_LONGEST,
    STORY_LONGEST,
    Texts,
)

# With a sentence before it, within what a message holds.
LONGEST_BACK = HOOK_LONGEST + STANDS_FOR_LONGEST + STORY_LONGEST + 4
FIELDS = ("hook", "stands_for", "story")


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


@contextmanager
def giving_back(typed: Mapping[str, str], fields: Sequence[str] = FIELDS) -> Iterator[None]:
    """Around a form's service call: Discord closes the form, so a refusal gives back what was typed into `fields`."""
    try:
        yield
    except Refusal as refused:
        lost = "\n\n".join(typed[name] for name in fields if typed.get(name)).replace("`", "ˋ")
        kept = f"\nWhat you wrote, to copy:\n```\n{lost[:LONGEST_BACK]}\n```" if lost else ""
        raise type(refused)(f"{refused.message}{kept}") from refused


def texts_in(typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, as services take it."""
    return {name: typed.get(name, "") for name in FIELDS}
