"""What the members themselves saw and did: the record that the bot's own account is compared with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from sandbox.reply import Reply
from sandbox.seen import SeenMessage

_LENGTH = re.compile(r"(\d+)(?: in a row|, a good start)")
_FREEZES = re.compile(r"· (\d) ❄️")
_BEFORE = re.compile(r"You answered ([A-D]) before")


class Said(Enum):
    """How a press was answered."""

    FIRST = "the answer was taken"
    AGAIN = "answered before"
    NOTHING = "no answer, or a fault: nobody knows whether it was taken"


@dataclass(frozen=True)
class Press:
    """One press on a letter. at: epoch seconds; taken: the letter that counts, as the reply says.

    scored: whether it counts for streak and boards. length, earned, freezes: the streak as the reply tells it.
    """

    letter: str
    at: int
    said: Said
    taken: str = ""
    right: bool = False
    scored: bool = False
    length: int | None = None
    freezes: int | None = None
    earned: bool = False


def read(reply: Reply, letter: str, at: int) -> Press:
    """What the member reads in a reply."""
    if reply.failed:
        return Press(letter, at, Said.NOTHING)
    message = reply.message
    if "Something went wrong on our side" in message.content:
        return Press(letter, at, Said.NOTHING)
    title = message.embeds[0]["title"]
    before = _BEFORE.match(title)
    assert before or title in ("✅ Right", "❌ Not this time"), message.text()
    streak = field_text(message, "Your streak")
    length = _LENGTH.match(streak or "")
    freezes = _FREEZES.search(streak or "")
    return Press(
        letter,
        at,
        Said.AGAIN if before else Said.FIRST,
        taken=before[1] if before else letter,
        right="✅" in title,
        scored=streak is not None,
        length=int(length[1]) if length else None,
        freezes=int(freezes[1]) if freezes else None,
        earned="earned a freeze" in (streak or ""),
    )


def field_text(message: SeenMessage, name: str) -> str | None:
    """The text of an embed's field."""
    for embed in message.embeds:
        for found in embed.get("fields") or []:
            if found["name"] == name:
                return str(found["value"])
    return None


@dataclass(frozen=True)
class Answer:
    """What counts of a member's presses under one post."""

    letter: str
    at: int


@dataclass
class Presses:
    """Everything one member did under one post, in order."""

    made: list[Press] = field(default_factory=list)
    _answer: tuple[int, Answer] | None = None  # as it was after so many presses

    @property
    def known(self) -> bool:
        """Whether the member was told what counts."""
        return any(press.said is not Said.NOTHING for press in self.made)

    @property
    def told(self) -> list[Press]:
        return [press for press in self.made if press.said is not Said.NOTHING]

    def answer(self) -> Answer:
        """The press that counts, which every reply has to agree on.

        It is the first that the bot told of, or, where that reply names an earlier letter, the unanswered press of
        that letter before it.
        """
        if self._answer is None or self._answer[0] != len(self.made):
            self._answer = (len(self.made), self._find_answer())
        return self._answer[1]

    def _find_answer(self) -> Answer:
        first = self.told[0]
        assert {press.taken for press in self.told} == {first.taken}, self.made
        assert {press.said for press in self.told[1:]} <= {Said.AGAIN}, self.made
        if first.said is Said.FIRST:
            return Answer(first.letter, first.at)
        earlier = self.made[: self.made.index(first)]
        return next(Answer(press.letter, press.at) for press in earlier if press.letter == first.taken)


@dataclass(eq=False, repr=False)
class Ledger:
    """All presses by track, member and the post's number."""

    presses: dict[tuple[str, int], dict[int, Presses]] = field(default_factory=dict)

    def of(self, track: str, member_id: int, number: int) -> Presses:
        """What a member did under a post; empty at first."""
        return self.presses.setdefault((track, member_id), {}).setdefault(number, Presses())

    def by_member(self, track: str, member_id: int) -> dict[int, Presses]:
        """A member's presses on one track by the post's number."""
        mine = self.presses.get((track, member_id), {})
        return {number: presses for number, presses in mine.items() if presses.made}

    def all(self) -> Iterator[tuple[str, int, int, Presses]]:
        """Track, member, number, and the presses there."""
        for (track, member_id), by_number in self.presses.items():
            for number, presses in by_number.items():
                if presses.made:
                    yield track, member_id, number, presses
