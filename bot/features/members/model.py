"""A member's choices, and what every feature that keeps data about members has to offer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.db import Tx

# Texts exist in these languages so far.
LANGUAGES: Mapping[str, str] = {"en": "English"}

Rows = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Preferences:
    """A member's choices. zone: IANA name, or None where a server's zone is used. listed: stands on leaderboards."""

    zone: str | None = None
    language: str = "en"
    listed: bool = True
    reminders: bool = True


class PersonalData(Protocol):
    """A feature's part in a member's rights. Both calls run inside one transaction over all features."""

    @property
    def personal_columns(self) -> Mapping[str, frozenset[str]]:
        """Every table and column of the feature that holds a member's id."""

    async def export_member(self, tx: Tx, member_id: int) -> Mapping[str, Rows]:
        """All that is kept about the member: a readable name → rows of plain values."""

    async def erase_member(self, tx: Tx, member_id: int) -> Mapping[str, int]:
        """Remove or anonymise all of it: a readable name → how many there were."""


class PreferencesListener(Protocol):
    """A feature that has to act when a member's choices change."""

    async def preferences_changed(self, tx: Tx, member_id: int, preferences: Preferences) -> None:
        """Called inside the transaction that stores the new choices."""
