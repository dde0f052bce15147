"""Buttons and forms whose custom_ids hold names of ours: a mnemonic's ref, or a topic."""

from typing import Self

from bot.ui import DurableButton, DurableModal

# A mnemonic: a number, or b: and the name of one that comes with the bot. A topic: as the vocabulary has it.
REF = r"(b:[a-z0-9-]{1,60}|[0-9]{1,15})"
TOPIC = r"([A-Za-z0-9-]{1,60})"


class NamedButton(DurableButton, template="-"):
    """A button made of texts; each service call checks them again."""

    @classmethod
    def rebuilt(cls, custom_id: str) -> Self | None:
        """The button with this custom_id, or None when it is not one of this class."""
        match = cls._template.fullmatch(custom_id)
        return cls(*match.groups()) if match else None


class NamedModal(DurableModal, template="-"):
    """A form made of texts; likewise."""

    @classmethod
    def rebuilt(cls, custom_id: str) -> Self | None:
        """The form with this custom_id, or None when it is not one of this class."""
        match = cls._template.fullmatch(custom_id)
        return cls(*match.groups()) if match else None
