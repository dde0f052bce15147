"""Rows of buttons: few in each, since a phone is narrow."""

from bot.ui import DurableButton


def in_row(row: int, *buttons: DurableButton) -> tuple[DurableButton, ...]:
    """The buttons, side by side in that row (0 to 4)."""
    for button in buttons:
        button.row = row
    return buttons
