"""Messages: sending, editing, deleting, with everything Discord checks and everybody it tells."""

from typing import TYPE_CHECKING

from sandbox import errors
from sandbox import gateway as gw
from sandbox.limits import check_message
from sandbox.mentions import set_mentions
from sandbox.model import (
    COMPONENTS_V2,
    EPHEMERAL,
    HAS_THREAD,
    LOADING,
    SUPPRESS_EMBEDS,
    Application,
    Channel,
    Json,
    Message,
    User,
)
from sandbox.payloads import emoji_json, member_json, message_json
from sandbox.permissions import Permission
from sandbox.threads import Threads
from sandbox.uploads import Uploads, attach, number_components, resolve_references

if TYPE_CHECKING:
    from sandbox.server import LocalDiscord

NONCE_S = 300.0  # for how long enforce_nonce remembers; Discord says "a few minutes"
WHISPERS = 2000  # ephemeral messages kept per channel; a real client forgets them at its next start
_INTENTS = (gw.GUILD_MESSAGES, gw.DIRECT_MESSAGES)
SETTABLE = EPHEMERAL | SUPPRESS_EMBEDS | COMPONENTS_V2 | (1 << 12)


class Posts:
    def __init__(self, local: "LocalDiscord") -> None:
        self._local = local
        self._world = local.world
        self.threads = Threads(local)

    # --- sending

    def send(self, app: Application, channel: Channel, payload: Json, uploads: Uploads) -> Message:
        """A bot's ordinary message: with its permissions and nonce."""
        self._local.access.require_send(app, channel)
        bits = self._local.access.in_channel(channel, app.id)
        if uploads and not bits & Permission.ATTACH_FILES:
            raise errors.missing_permissions()
        check_message(payload, attachments=len(uploads))
        if (first := self._sent_before(app.user, channel, payload)) is not None:
            return first
        self.threads.wake(channel, app.id)
        message = self.compose(app.user, channel, payload, uploads)
        if message.embeds and not bits & Permission.EMBED_LINKS:
            message.embeds = []
        self._reply_to(app, message, payload)
        self.publish(message)
        return message

    def _sent_before(self, author: User, channel: Channel, payload: Json) -> Message | None:
        """The message that the same nonce made before, when the request asks for that."""
        nonce = payload.get("nonce")
        if nonce is None or not payload.get("enforce_nonce"):
            return None
        known = channel.nonces.get((author.id, str(nonce)))
        if known is None or self._world.clock() - known[0] > NONCE_S:
            return None
        if known[1].deleted:
            raise errors.unknown_message()
        return known[1]

    def _reply_to(self, app: Application, message: Message, payload: Json) -> None:
        reference = payload.get("message_reference")
        if not reference:
            return
        target = message.channel.messages.get(int(reference.get("message_id", 0)))
        if target is None or target.ephemeral:
            if reference.get("fail_if_not_exists", True):
                text = {"code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message"}
                raise errors.invalid_form({"message_reference": {"_errors": [text]}})
            return
        self._local.access.require(app, message.channel, Permission.READ_MESSAGE_HISTORY)
        message.type = 19
        message.reference = {"type": 0, "message_id": str(target.id), "channel_id": str(message.channel.id)}
        if message.channel.guild is not None:
            message.reference["guild_id"] = str(message.channel.guild.id)
        allowed = payload.get("allowed_mentions")
        if (allowed is None or allowed.get("replied_user")) and target.author not in message.mentions:
            message.mentions.append(target.author)

    def compose(self, author: User, channel: Channel, payload: Json, uploads: Uploads) -> Message:
        """A message from a checked payload, not yet in the channel."""
        message = Message(self._world.ids.next(), channel, author, self._world.clock())
        message.nonce = None if payload.get("nonce") is None else str(payload["nonce"])
        message.tts = bool(payload.get("tts"))
        message.flags = int(payload.get("flags") or 0) & SETTABLE
        self._fill(message, payload, uploads)
        return message

    def _fill(self, message: Message, payload: Json, uploads: Uploads) -> None:
        if "content" in payload:
            message.content = (payload["content"] or "").strip()
        if "embeds" in payload:
            message.embeds = [{"type": "rich", **e} for e in payload["embeds"] or []]
        if "components" in payload:
            message.components = payload["components"] or []
            number_components(message.components)
        if uploads or payload.get("attachments") is not None:
            message.attachments = attach(
                self._world, self._local.base_url, message.channel, payload, uploads, message.attachments
            )
        resolve_references(message.embeds, message.components, message.attachments)
        set_mentions(self._world, self._local.access, message, payload.get("allowed_mentions"))

    def publish(self, message: Message) -> None:
        """Put it into its channel and tell who may know."""
        channel = message.channel
        channel.messages[message.id] = message
        if message.ephemeral:
            self._keep_whisper(channel, message)
        else:
            channel.order.append(message.id)
            if channel.thread is not None:
                channel.thread.sent += 1
            if message.nonce is not None:
                self._remember_nonce(channel, message)
            self._tell(message, "MESSAGE_CREATE")
        self._local.changes.message("message", message)

    def _keep_whisper(self, channel: Channel, message: Message) -> None:
        channel.whispers.append(message.id)
        if len(channel.whispers) > WHISPERS:
            channel.messages.pop(channel.whispers.pop(0), None)

    def _remember_nonce(self, channel: Channel, message: Message) -> None:
        now = self._world.clock()
        if len(channel.nonces) > 100:
            channel.nonces = {k: v for k, v in channel.nonces.items() if now - v[0] <= NONCE_S}
        channel.nonces[message.author.id, message.nonce or ""] = (now, message)

    # --- changing

    def edit(self, message: Message, payload: Json, uploads: Uploads) -> None:
        """Change what the payload names; the rest stays. `payload` is checked as Discord would."""
        check_message(payload, editing=True, existing_flags=message.flags, attachments=len(uploads))
        if _empty_after(message, payload, uploads):
            raise errors.empty_message()
        was_loading = message.loading
        flags = int(payload.get("flags") or 0)
        message.flags = (message.flags & ~LOADING) | (flags & COMPONENTS_V2)
        if "flags" in payload:
            message.flags = (message.flags & ~SUPPRESS_EMBEDS) | (flags & SUPPRESS_EMBEDS)
        self._fill(message, payload, uploads)
        if not was_loading:
            message.edited_at = self._world.clock()
        self.changed(message)

    def changed(self, message: Message) -> None:
        message.version += 1
        if not message.ephemeral:
            self._tell(message, "MESSAGE_UPDATE")
        self._local.changes.message("message", message)

    def delete(self, message: Message) -> None:
        channel = message.channel
        if message.deleted:
            return
        message.deleted = True
        channel.messages.pop(message.id, None)
        if message.ephemeral:
            channel.whispers.remove(message.id)
        else:
            channel.order.remove(message.id)
            data: Json = {"id": str(message.id), "channel_id": str(channel.id)}
            if channel.guild is not None:
                data["guild_id"] = str(channel.guild.id)
            self._local.gateway.to_viewers(channel, "MESSAGE_DELETE", lambda _: data, intents=_INTENTS)
        self._local.changes.message("message_gone", message)

    # --- reactions

    def react(self, message: Message, user: User, emoji: str) -> None:
        users = message.reactions.setdefault(emoji, [])
        if user.id not in users:
            users.append(user.id)
            self._reaction_changed(message, user, emoji, "MESSAGE_REACTION_ADD")

    def unreact(self, message: Message, user: User, emoji: str) -> None:
        users = message.reactions.get(emoji, [])
        if user.id in users:
            users.remove(user.id)
            if not users:
                del message.reactions[emoji]
            self._reaction_changed(message, user, emoji, "MESSAGE_REACTION_REMOVE")

    def _reaction_changed(self, message: Message, user: User, emoji: str, event: str) -> None:
        message.version += 1
        channel = message.channel
        data: Json = {"user_id": str(user.id), "channel_id": str(channel.id), "message_id": str(message.id)}
        data |= {"emoji": emoji_json(emoji), "burst": False, "type": 0}
        if channel.guild is not None:
            data["guild_id"] = str(channel.guild.id)
            member = channel.guild.members.get(user.id)
            if member is not None and event.endswith("ADD"):
                data["member"] = member_json(member)
        intents = (gw.GUILD_REACTIONS, gw.DIRECT_REACTIONS)
        self._local.gateway.to_viewers(channel, event, lambda _: data, intents=intents)
        self._local.changes.message("message", message)

    def thread_started(self, message: Message, thread: Channel) -> None:
        message.thread_id = thread.id
        message.flags |= HAS_THREAD
        self.changed(message)

    def _tell(self, message: Message, event: str) -> None:
        guild = message.channel.guild
        extra: Json = {}
        if guild is not None:
            extra["guild_id"] = str(guild.id)
            if (member := guild.members.get(message.author.id)) is not None:
                extra["member"] = member_json(member, with_user=False)
        self._local.gateway.to_viewers(
            message.channel,
            event,
            lambda app: message_json(self._world, message, app) | extra,
            intents=_INTENTS,
        )


def _empty_after(message: Message, payload: Json, uploads: Uploads) -> bool:
    """Whether an edit would leave nothing to see."""
    merged = [
        payload.get("content", message.content),
        payload.get("embeds", message.embeds),
        payload.get("components", message.components),
        payload.get("attachments", message.attachments),
    ]
    return not uploads and not any(merged)
