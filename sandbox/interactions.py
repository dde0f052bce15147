"""Interactions: what a member starts, a bot answers within 3 s, and follows up for 15 minutes."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox import errors
from sandbox.model import EPHEMERAL, LOADING, Application, Channel, Guild, Json, Message, Node, User
from sandbox.payloads import channel_json, member_json, message_json, user_json
from sandbox.uploads import MAX_FILE

if TYPE_CHECKING:
    from sandbox.server import LocalDiscord

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
REPLY, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
TOKEN_S = 15 * 60
_KEPT = 20_000


@dataclass(eq=False, repr=False)
class Interaction(Node):
    id: int
    token: str
    app: Application
    type: int
    user: User
    guild: Guild | None
    channel: Channel
    data: Json
    message: Message | None  # the message whose component was used
    created_at: float  # by the local Discord's clock
    started: float  # by the event loop's
    response: int | None = None  # the type of the callback
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] | None = None
    failed: bool = False
    edits: int = 0  # of the answer, after the callback
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def touch(self) -> None:
        """Wake those who wait for something to happen here."""
        waiting, self.changed = self.changed, asyncio.Event()
        waiting.set()

    async def until(self, happened: Callable[[], bool], within: float) -> bool:
        """Waits for it, at most `within` seconds; whether it did happen."""
        try:
            async with asyncio.timeout(within):
                while not happened():
                    await self.changed.wait()
        except TimeoutError:
            return happened()
        return True

    def metadata(self) -> Json:
        """What Discord writes on messages that answer it."""
        data: Json = {
            "id": str(self.id),
            "type": self.type,
            "user": user_json(self.user),
            "authorizing_integration_owners": self.owners(),
        }
        if self.type == COMPONENT and self.message is not None:
            data["interacted_message_id"] = str(self.message.id)
        return data

    def owners(self) -> Json:
        return {"0": "0" if self.guild is None else str(self.guild.id)}


class Interactions:
    def __init__(self, local: "LocalDiscord") -> None:
        self._local = local
        self._by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    # --- from the member to the bot

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
        """Nothing is checked here: the driver does that, so that it can also forge."""
        world = self._local.world
        interaction = Interaction(
            world.ids.next(),
            secrets.token_urlsafe(48),
            app,
            type,
            user,
            channel.guild,
            channel,
            data,
            message,
            world.clock(),
            asyncio.get_running_loop().time(),
        )
        self._forget_old()
        self._by_id[interaction.id] = self._by_token[interaction.token] = interaction
        if not self._local.gateway.listens(app):
            interaction.failed = True
            return interaction
        payload = self._payload(interaction)
        self._local.gateway.to_app(app, "INTERACTION_CREATE", payload, guild=channel.guild)
        return interaction

    def _forget_old(self) -> None:
        if len(self._by_id) < _KEPT:
            return
        for old in list(self._by_id.values())[: _KEPT // 2]:
            del self._by_id[old.id], self._by_token[old.token]

    def _payload(self, interaction: Interaction) -> Json:
        access, channel, guild = self._local.access, interaction.channel, interaction.guild
        permissions = str(access.in_channel(channel, interaction.user.id))
        data: Json = {
            "id": str(interaction.id),
            "application_id": str(interaction.app.id),
            "type": interaction.type,
            "data": interaction.data,
            "token": interaction.token,
            "version": 1,
            "channel_id": str(channel.id),
            "channel": channel_json(channel, for_user=interaction.app.id) | {"permissions": permissions},
            "app_permissions": str(access.in_channel(channel, interaction.app.id)),
            "locale": interaction.user.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": interaction.owners(),
            "context": 1 if guild is None else 0,
            "attachment_size_limit": MAX_FILE,
        }
        data |= self._who(interaction, permissions)
        if interaction.message is not None:
            data["message"] = message_json(self._local.world, interaction.message)
        return data

    def _who(self, interaction: Interaction, permissions: str) -> Json:
        guild, user = interaction.guild, interaction.user
        if guild is None:
            return {"user": user_json(user)}
        member = guild.members.get(user.id)
        if member is not None:
            about = member_json(member)
        else:  # forged: somebody who is not (or no longer) a member
            about = {"user": user_json(user), "roles": [], "flags": 0, "joined_at": None, "pending": False}
            about |= {"deaf": False, "mute": False}
        return {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "guild_locale": guild.locale,
            "member": about | {"permissions": permissions},
        }

    def get(self, interaction_id: int) -> Interaction:
        """Raises KeyError for one that is unknown or long past."""
        return self._by_id[interaction_id]

    # --- from the bot

    def awaiting(self, interaction_id: int, token: str) -> Interaction:
        """The interaction that a callback is for, while it may still be answered."""
        interaction = self._by_id.get(interaction_id)
        if interaction is None or interaction.token != token:
            raise errors.unknown_interaction()
        if interaction.response is not None:
            raise errors.already_acknowledged()
        if interaction.failed or self._too_late(interaction):
            self.fail(interaction)
            raise errors.unknown_interaction()
        return interaction

    def _too_late(self, interaction: Interaction) -> bool:
        passed = asyncio.get_running_loop().time() - interaction.started
        by_clock = self._local.clock() - interaction.created_at
        return max(passed, by_clock) > self._local.deadline

    def fail(self, interaction: Interaction) -> None:
        """What the member sees as "the application did not respond"."""
        interaction.failed = True
        interaction.touch()

    def by_webhook(self, app_id: int, token: str) -> Interaction:
        """The interaction behind a follow-up webhook, for 15 minutes."""
        interaction = self._by_token.get(token)
        if interaction is None or interaction.app.id != app_id:
            raise errors.invalid_webhook_token()
        if self._local.clock() - interaction.created_at > TOKEN_S:
            raise errors.invalid_webhook_token()
        if interaction.response is None:
            raise errors.unknown_webhook()
        return interaction

    def message_of(self, interaction: Interaction, name: str) -> Message:
        """`name`: @original, or the id of a message that answers the interaction."""
        mine = [m for m in (interaction.original, *interaction.followups) if m is not None and not m.deleted]
        for message in mine:
            if (name == "@original" and message is interaction.original) or name == str(message.id):
                return message
        raise errors.unknown_message()


def is_loading(message: Message | None) -> bool:
    return message is not None and bool(message.flags & LOADING)


def is_ephemeral(payload: Json) -> bool:
    return bool(int(payload.get("flags") or 0) & EPHEMERAL)
