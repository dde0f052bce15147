"""What a member does on the demo page: each request is done through the driver."""

import base64
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from sandbox.asks import Act, Choose, Complete, File, Press, Say, Slash, Submit, Thing
from sandbox.control_act import reply_json
from sandbox.control_build import one_of
from sandbox.members import MemberDriver
from sandbox.model import Channel, Json, User
from sandbox.reply import Reply
from sandbox.resolved import KIND_OF_SELECT
from sandbox.seen import SELECTS, DriverError, LiveMessage, find
from sandbox.stage import Stage

SETTLED_WITHIN_S = 10.0


class Doings:
    """Acts for members of the scene. Raises KeyError for what is not there, DriverError for what cannot be done."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._local = stage.local

    def user(self, ident: str) -> User:
        """Somebody of the community; bots act for themselves."""
        user = one_of(self._local.world.users, ident)
        if user.bot:
            raise DriverError(f"{user.name} is a bot and acts for itself")
        return user

    def channel(self, ident: str, user: User) -> Channel:
        """A channel that this member sees."""
        channel = one_of(self._local.world.channels, ident)
        if not self._local.access.can_view(channel, user.id):
            raise DriverError(f"{user.name} does not see that channel")
        return channel

    async def press(self, ask: Press) -> Json:
        """A press on a button."""
        member = self._member(ask)
        return await self._settled(await member.click(self._message(ask), ask.custom_id))

    async def choose(self, ask: Choose) -> Json:
        """A choice in a menu."""
        member, message = self._member(ask), self._message(ask)
        menu = find(message.components, ask.custom_id, SELECTS)
        return await self._settled(await member.select(message, ask.custom_id, _chosen(menu, ask.values)))

    async def slash(self, ask: Slash) -> Json:
        """A slash command."""
        member = self._member(ask)
        return await self._settled(await member.slash(ask.command, _options(member, ask.options)))

    async def complete(self, ask: Complete) -> Json:
        """What is offered for what is typed. What is filled in wrongly elsewhere does not matter yet."""
        member = self._member(ask)
        others = {name: value for name, value in _options(member, ask.options).items() if name != ask.option}
        return {"choices": await member.autocomplete(ask.command, ask.option, ask.typed, others)}

    async def submit(self, ask: Submit) -> Json:
        """A form, filled in."""
        member = self._member(ask)
        opened = self._local.interactions.get(int(ask.interaction))
        if opened.user is not member.user:
            raise DriverError("that form was opened for somebody else")
        modal = Reply(self._local, opened).modal
        fields = {} if modal is None else {field["custom_id"]: field for field in modal.fields().values()}
        values = {
            name: _chosen(fields.get(name, {}), _uploaded(member, value))
            for name, value in ask.values.items()
        }
        return await self._settled(await member.submit(modal, values))

    async def say(self, ask: Say) -> Json:
        """A message of the member's own."""
        user = self.user(ask.user)
        channel = self.channel(ask.channel, user)
        said = await self._local.member(channel.guild, user).say(
            channel, ask.text, [(file.file, _content(file)) for file in ask.files]
        )
        return {"message": said.data}

    def _member(self, ask: Act) -> MemberDriver:
        user = self.user(ask.user)
        channel = self.channel(ask.channel, user)
        return self._local.member(channel.guild, user).at(channel)

    def _message(self, ask: Press) -> LiveMessage:
        channel = one_of(self._local.world.channels, ask.channel)
        return LiveMessage(self._local.world, one_of(channel.messages, ask.message))

    async def _settled(self, reply: Reply) -> Json:
        """The answer; one that was deferred is waited for, but not for ever."""
        if reply.deferred:
            with suppress(TimeoutError, DriverError):
                await reply.wait(SETTLED_WITHIN_S)
        if reply.failed:
            self._stage.deeds.unanswered(reply.interaction)
        return reply_json(self._local, reply.interaction)


def _options(member: MemberDriver, given: Mapping[str, Any]) -> dict[str, object]:
    return {name: _uploaded(member, value) for name, value in given.items()}


def _uploaded(member: MemberDriver, value: Any) -> Any:
    """Things by their number, and files once they are on the local Discord."""
    match value:
        case Thing(id=ident):
            return int(ident)
        case File():
            return member.upload(value.file, _content(value))
        case [File(), *_]:
            return [member.upload(file.file, _content(file)) for file in value]
    return value


def _content(file: File) -> bytes:
    try:
        return base64.b64decode(file.content, validate=True)
    except ValueError:
        raise DriverError(f"the file {file.file} is no base64") from None


def _chosen(control: Json, value: object) -> object:
    """Menus of users, roles and channels take ids; the others take what their options say, digits too."""
    if control.get("type") in KIND_OF_SELECT and isinstance(value, list):
        return [int(v) if v.isdecimal() else v for v in value]
    return value
