"""Values of the admin feature."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """What the admins of a server must know. created_at: epoch seconds."""

    id: int
    guild_id: int
    recipient_id: int | None
    text: str
    created_at: int
