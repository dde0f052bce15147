"""The driver: does for a member what Discord's own client lets a person do."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sandbox.commands import CommandLine
from sandbox.errors import DiscordError
from sandbox.forms import modal_data, select_data
from sandbox.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Interaction
from sandbox.limits import check_message
from sandbox.mentions import pings
from sandbox.model import TEXT, THREAD_TYPES, Attachment, Channel, Guild, Json, Message, User
from sandbox.permissions import Permission
from sandbox.reply import Reply
from sandbox.seen import BUTTON, SELECTS, DriverError, LiveMessage, SeenMessage, SeenModal, find
from sandbox.uploads import Upload, store

if TYPE_CHECKING:
    from sandbox.server import LocalDiscord


class MemberDriver:
    """Acts for `user` in `guild` (None: in direct messages with a bot).

    What Discord's client would not allow raises DriverError, unless it is forged on purpose.
    """

    def __init__(
        self, local: "LocalDiscord", guild: Guild | None, user: User, channel: Channel | None = None
    ):
        self._local = local
        self.guild = guild
        self.user = user
        self._channel = channel

    def at(self, channel: Channel) -> "MemberDriver":
        """The same person, in that channel; without it, commands go to the first channel they see."""
        return MemberDriver(self._local, self.guild, self.user, channel)

    # --- commands

    async def slash(
        self,
        command: str,
        options: Mapping[str, object] | None = None,
        /,
        *,
        force: bool = False,
        **named: object,
    ) -> Reply:
        """A slash command: `await member.slash("quiz leaderboard", period="week")`.

        options, named: by the option's name; values may be users, roles, channels, uploaded files or their ids.
        force: sends it although Discord would hide it from this member or refuse its options.
        """
        channel = self._place(force)
        line = CommandLine(self._local, self.guild, self.user, channel)
        app, data = line.build(command, {**(options or {}), **named}, force=force)
        return await self._start(self._local.interactions.start(app, COMMAND, self.user, channel, data))

    async def autocomplete(
        self,
        command: str,
        option: str,
        typed: str,
        options: Mapping[str, object] | None = None,
        /,
        **named: object,
    ) -> list[Json]:
        """What the bot offers while `typed` stands in the option: [{"name": …, "value": …}]."""
        channel = self._place(False)
        line = CommandLine(self._local, self.guild, self.user, channel)
        app, data = line.build(command, {**(options or {}), **named}, focused=(option, typed))
        reply = await self._start(self._local.interactions.start(app, AUTOCOMPLETE, self.user, channel, data))
        if reply.failed:
            raise DriverError("the bot did not answer in time")
        return reply.choices or []

    def commands(self) -> list[Json]:
        """The slash commands that Discord offers this member here, as registered."""
        return CommandLine(self._local, self.guild, self.user, self._place(True)).shown()

    def _place(self, force: bool) -> Channel:
        if self._channel is not None:
            return self._channel
        if self.guild is None:
            bots = list(self._local.world.apps.values())
            dms = self._local.world.dms_of(self.user)
            if not dms and len(bots) != 1:
                raise DriverError("say in which direct messages: member.at(local.dm(bot, user))")
            return dms[0] if dms else self._local.world.dm_between(bots[0].user, self.user)
        seen = [c for c in self.guild.channels.values() if c.type == TEXT and (force or self._sees(c))]
        if not seen:
            raise DriverError(f"{self.user.name} sees no channel in {self.guild.name}")
        return seen[0]

    # --- components

    async def click(self, message: SeenMessage, button: str) -> Reply:
        """Presses the button with that label or custom_id."""
        record = self._record(message)
        component = find(record.components, button, (BUTTON,))
        if component.get("disabled"):
            raise DriverError(f"the button {button!r} is disabled")
        if not component.get("custom_id"):
            raise DriverError(f"the button {button!r} is a link")
        data = {"custom_id": component["custom_id"], "component_type": BUTTON, "id": component["id"]}
        return await self._press(record, data)

    async def select(self, message: SeenMessage, menu: str, values: object) -> Reply:
        """Picks in the menu with that custom_id or placeholder. Options by label or value, others as things or ids."""
        record = self._record(message)
        component = find(record.components, menu, SELECTS)
        return await self._press(record, select_data(self._local, self.guild, self.user, component, values))

    async def press_raw(
        self,
        channel: Channel,
        message: int | SeenMessage,
        custom_id: str,
        component_type: int = BUTTON,
        *,
        values: Sequence[str] = (),
    ) -> Reply:
        """A forged press: any custom_id, by anybody, on a message of the bot that may not have it."""
        ident = message.id if isinstance(message, SeenMessage) else message
        record = channel.messages.get(ident)
        if record is None:
            raise DriverError(f"there is no message {ident} in that channel to forge a press on")
        data: Json = {"custom_id": custom_id, "component_type": component_type, "id": 1}
        if component_type != BUTTON:
            data["values"] = list(values)
        return await self._press(record, data)

    async def _press(self, record: Message, data: Json) -> Reply:
        app = record.application or self._local.world.apps.get(record.author.id)
        if app is None:
            raise DriverError("only messages of bots have components")
        start = self._local.interactions.start
        return await self._start(start(app, COMPONENT, self.user, record.channel, data, message=record))

    # --- modals

    async def submit(self, modal: SeenModal | None, values: Mapping[str, object] | None = None) -> Reply:
        """Fills in and sends a modal; `values` by label or custom_id."""
        if modal is None:
            raise DriverError("no modal was opened")
        data = modal_data(self._local, self.guild, self.user, modal, values or {})
        return await self._send_modal(modal.source, data)

    async def submit_raw(self, modal: SeenModal, data: Json) -> Reply:
        """A forged submission: `data` as it goes to the bot."""
        return await self._send_modal(modal.source, data)

    async def _send_modal(self, source: Interaction, data: Json) -> Reply:
        start = self._local.interactions.start
        started = start(source.app, MODAL_SUBMIT, self.user, source.channel, data, message=source.message)
        return await self._start(started)

    # --- writing and reading

    async def say(self, channel: Channel, text: str, files: Sequence[tuple[str, bytes]] = ()) -> SeenMessage:
        """Writes a message, with files (name, content)."""
        if channel.guild is not None:
            needed = (
                Permission.SEND_MESSAGES_IN_THREADS
                if channel.type in THREAD_TYPES
                else Permission.SEND_MESSAGES
            )
            if not self._sees(channel) or not self._local.access.in_channel(channel, self.user.id) & needed:
                raise DriverError(f"{self.user.name} cannot write in #{channel.name}")
        try:
            check_message({"content": text}, attachments=len(files))
        except DiscordError as error:
            raise DriverError(str(error)) from None
        posts = self._local.posts
        posts.threads.wake(channel, self.user.id)
        uploads = {n: Upload(name, content) for n, (name, content) in enumerate(files)}
        record = posts.compose(self.user, channel, {"content": text}, uploads)
        posts.publish(record)
        return LiveMessage(self._local.world, record)

    def react(self, message: SeenMessage, emoji: str) -> None:
        self._local.posts.react(self._record(message), self.user, emoji)

    def delete(self, message: SeenMessage) -> None:
        """Deletes an own message."""
        record = self._record(message)
        if record.author is not self.user:
            raise DriverError("only one's own messages can be deleted")
        self._local.posts.delete(record)

    def upload(self, filename: str, content: bytes) -> Attachment:
        """A file for an attachment option or a modal's file upload."""
        where = self._place(True)
        return store(self._local.world, self._local.base_url, where, Upload(filename, content), None)

    def messages(self, channel: Channel) -> list[LiveMessage]:
        """What this member sees there, the oldest first; of private replies only their own."""
        if not self._sees(channel):
            return []
        mine = [m for m in channel.whispers if channel.messages[m].seen_by == self.user.id]
        world = self._local.world
        return [LiveMessage(world, channel.messages[i]) for i in sorted([*channel.order, *mine])]

    def dms(self) -> list[LiveMessage]:
        """All direct messages of this user, the oldest first."""
        found = [m for c in self._local.world.dms_of(self.user) for m in c.messages.values()]
        found = [m for m in found if m.seen_by in (None, self.user.id)]
        return [LiveMessage(self._local.world, m) for m in sorted(found, key=lambda m: m.id)]

    def is_pinged(self, message: LiveMessage) -> bool:
        """Whether it lights up for this member."""
        return pings(message.record, self.user.id)

    def _sees(self, channel: Channel) -> bool:
        return self._local.access.can_view(channel, self.user.id)

    def _record(self, message: SeenMessage) -> Message:
        """The message to act on, if this member can still see it."""
        channel = self._local.world.channels.get(message.channel_id)
        record = None if channel is None else channel.messages.get(message.id)
        if record is None or record.deleted:
            raise DriverError("that message is gone")
        if not self._sees(record.channel) or record.seen_by not in (None, self.user.id):
            raise DriverError(f"{self.user.name} does not see that message")
        return record

    async def _start(self, interaction: Interaction) -> Reply:
        """Waits until the bot has answered, or the 3 s are over."""
        if not await interaction.until(
            lambda: interaction.response is not None or interaction.failed, self._local.deadline
        ):
            self._local.interactions.fail(interaction)
        return Reply(self._local, interaction)
