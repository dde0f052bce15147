"""What the bot did, in plain words: its requests, as the local Discord hears them, and its deliveries."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.schedule import Delivery
from bot.schedule.attempt import Again, Arrived, Outcome, Refused
from sandbox.deed_words import Said, answered, said_of
from sandbox.delivery_words import named_delivery
from sandbox.interactions import AUTOCOMPLETE, Interaction
from sandbox.model import Json
from sandbox.server import LocalDiscord, Logged, Onlooker
from sandbox.trouble import Trouble

KEPT = 500


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry. at: epoch seconds of the demo's clock."""

    id: int
    at: float
    said: Said
    detail: str | None = None

    def json(self) -> Json:
        """As the page gets it."""
        said = self.said
        return {
            "id": self.id,
            "at": self.at,
            "ok": said.ok,
            "kind": said.kind,
            "text": said.text,
            "channel_id": None if said.channel is None else str(said.channel),
            "by": None if said.by is None else str(said.by),
            "what": said.what,
            "detail": self.detail,
        }


class Deeds(Onlooker):
    """The newest ones. told: called with each."""

    def __init__(self, local: LocalDiscord, trouble: Trouble) -> None:
        self._local = local
        self._trouble = trouble
        self._number = 0
        self.newest: deque[Deed] = deque(maxlen=KEPT)
        self.told: Callable[[Deed], None] = lambda _deed: None

    def by_id(self, ident: int) -> Deed | None:
        """An entry; None when it is not kept any more."""
        place = ident - self._number - 1  # the newest is the last
        return self.newest[place] if -len(self.newest) <= place < 0 else None

    def note(self, said: Said, detail: str | None = None) -> None:
        """One more."""
        self._number += 1
        deed = Deed(self._number, self._local.clock(), said, detail)
        self.newest.append(deed)
        self.told(deed)

    def asked(self, path: str) -> None:
        """An outage begins with a request, and ends."""
        self._trouble.before_request(path)

    def answered(self, request: Logged, params: dict[str, str], body: object) -> None:
        """A request of the bot's."""
        said = said_of(self._local, request, params, body if isinstance(body, dict) else {})
        if said is not None:
            outcome = request.status or "the connection was reset"
            self.note(said, f"{request.method} {request.route or request.path} → {outcome}")

    def unanswered(self, interaction: Interaction) -> None:
        """A member saw that something failed."""
        if interaction.type != AUTOCOMPLETE:
            self.note(
                answered(self._local, interaction, "got no answer to {}, as Discord shows it", ok=False)
            )

    def attempted(self, delivery: Delivery, outcome: Outcome) -> None:
        """What came of an attempt to deliver; the plain ones speak for themselves as requests."""
        what = named_delivery(delivery.kind)
        match outcome:
            case Again(after=after, unsure=True):
                text = f"Nobody knows yet whether {what} arrived: will look on Discord in {after} s"
                self.note(Said("delivery", text, ok=False))
            case Again(after=after):
                self.note(
                    Said("delivery", f"Discord did not take {what}: will try again in {after} s", ok=False)
                )
            case Refused(reason=reason):
                self.note(Said("delivery", f"Discord does not take {what}: {reason}", ok=False))
            case Arrived() if delivery.attempts > 1:
                text = f"{what[:1].upper()}{what[1:]} is there, after {delivery.attempts} attempts: once, not twice"
                self.note(Said("delivery", text))
