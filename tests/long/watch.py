"""A local Discord whose requests can be watched, and which can strike at a chosen one."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.faults import Fault, Faults
from sandbox.interactions import Interaction, Interactions
from sandbox.model import Application, Channel, Json, Message, User
from sandbox.server import LocalDiscord

POST = "POST /channels/{channel_id}/messages"
LOOK = "GET /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
CALLBACK = "POST /interactions/{interaction_id}/{token}/callback"
LOGIN = "GET /users/@me"


@dataclass
class Request:
    """One request as it arrives: not handled yet."""

    route: str
    path: str
    fault: str | int | None


@dataclass
class Watch:
    """Everybody who wants to know of each request."""

    listeners: list[Callable[[Request], None]] = field(default_factory=list)

    def tell(self, request: Request) -> None:
        """A request arrived."""
        for listener in self.listeners:
            listener(request)


class WatchedFaults(Faults):
    """Faults, asked for each request before it is handled: the place to see them all."""

    def __init__(self, local: LocalDiscord, watch: Watch) -> None:
        super().__init__(local)
        self._watch = watch

    def take(self, method: str, path: str, template: str) -> Fault | None:
        """Look for a fault, and tell of the request."""
        fault = super().take(method, path, template)
        self._watch.tell(Request(f"{method} {template}", path, fault.kind if fault else None))
        return fault


class WatchedInteractions(Interactions):
    """Interactions that can be given up when the bot they wait for is dead."""

    def __init__(self, local: LocalDiscord) -> None:
        super().__init__(local)
        self._waiting: list[Interaction] = []

    def start(
        self,
        app: Application,
        type: int,
        user: User,
        channel: Channel,
        data: Json,
        *,
        message: Message | None = None,
    ) -> Interaction:
        """Start it, and remember it."""
        started = super().start(app, type, user, channel, data, message=message)
        self._waiting.append(started)
        return started

    def give_up(self) -> None:
        """Whoever still waits sees at once what they would see after three seconds."""
        for interaction in self._waiting:
            if interaction.response is None and not interaction.failed:
                self.fail(interaction)
        self._waiting.clear()


def watched(local: LocalDiscord) -> tuple[Watch, WatchedInteractions]:
    """Put the watch in place; before the server starts."""
    watch, interactions = Watch(), WatchedInteractions(local)
    local.faults, local.interactions = WatchedFaults(local, watch), interactions
    return watch, interactions
