"""Values of the admin feature."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """What the admins of a server must know. created_at: epoch seconds.

    private: a report, for the staff alone. by: whose report it is. about: whom it is about; never told.
    """

    id: int
    guild_id: int
    recipient_id: int | None
    text: str
    created_at: int
    private: bool = False
    by: int | None = None
    about: frozenset[int] = frozenset()
