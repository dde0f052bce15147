"""What words to members are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MemberNote:
    """A word to a member. Features add what their texts need."""

    id: int
    guild_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class KeptNote(MemberNote):
    """As it is kept. kind, detail, and about (the number of a pair, a mnemonic) mean what its feature says."""

    kind: str
    detail: str
    about: int | None
