"""What a member does on the demo page: each request checked, then done through the driver."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from sandbox.control_act import reply_json
from sandbox.control_build import one_of
from sandbox.members import MemberDriver
from sandbox.model import Channel, Json, User
from sandbox.reply import Reply
from sandbox.resolved import KIND_OF_SELECT
from sandbox.scene import Scene
from sandbox.seen import SELECTS, DriverError, LiveMessage, find
from sandbox.travel import Goal

SETTLED_WITHIN_S = 10.0
MOST_VALUES = 25

ID_PATTERN = r"^[0-9]{1,20}$"
Id = Annotated[str, Field(pattern=ID_PATTERN)]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
Text = Annotated[str, Field(max_length=6000)]


class Ask(BaseModel):
    """The body of a request. Anything that is not asked for is refused."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Thing(Ask):
    """A user, role or channel by its id, as the value of an option."""

    id: Id


OptionValue = StrictBool | StrictInt | StrictFloat | Annotated[StrictStr, Field(max_length=6000)] | Thing
FormValue = StrictBool | Text | Annotated[list[Text], Field(max_length=MOST_VALUES)]


class Act(Ask):
    """Who does something, and where."""

    user: Id
    channel: Id


class Press(Act):
    """A button of a message."""

    message: Id
    custom_id: Name


class Choose(Press):
    """Values in a menu of a message."""

    values: Annotated[list[Text], Field(max_length=MOST_VALUES)]


class Slash(Act):
    """A slash command, such as "quiz practice"."""

    command: Name
    options: Annotated[dict[str, OptionValue], Field(max_length=MOST_VALUES)] = {}


class Complete(Slash):
    """What the bot offers while something is typed into an option."""

    option: Name
    typed: Text


class Submit(Act):
    """A form that was opened by an interaction."""

    interaction: Id
    values: Annotated[dict[str, FormValue], Field(max_length=MOST_VALUES)] = {}


class Say(Act):
    """A message."""

    text: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]


class Travel(Ask):
    """Where the clock is to go."""

    to: Goal


class Doings:
    """Acts for members of the scene. Raises KeyError for what is not there, DriverError for what cannot be done."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._local = scene.local

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
        return await self._settled(await member.slash(ask.command, _options(ask.options)))

    async def complete(self, ask: Complete) -> Json:
        """What is offered for what is typed. What is filled in wrongly elsewhere does not matter yet."""
        member = self._member(ask)
        others = {name: value for name, value in _options(ask.options).items() if name != ask.option}
        return {"choices": await member.autocomplete(ask.command, ask.option, ask.typed, others)}

    async def submit(self, ask: Submit) -> Json:
        """A form, filled in."""
        member = self._member(ask)
        opened = self._local.interactions.get(int(ask.interaction))
        if opened.user is not member.user:
            raise DriverError("that form was opened for somebody else")
        modal = Reply(self._local, opened).modal
        fields = {} if modal is None else {field["custom_id"]: field for field in modal.fields().values()}
        values = {name: _chosen(fields.get(name, {}), value) for name, value in ask.values.items()}
        return await self._settled(await member.submit(modal, values))

    async def say(self, ask: Say) -> Json:
        """A message of the member's own."""
        user = self.user(ask.user)
        channel = self.channel(ask.channel, user)
        said = await self._local.member(channel.guild, user).say(channel, ask.text)
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
        return reply_json(self._local, reply.interaction)


def _options(given: Mapping[str, Any]) -> dict[str, object]:
    return {name: int(v.id) if isinstance(v, Thing) else v for name, v in given.items()}


def _chosen(control: Json, value: object) -> object:
    """Menus of users, roles and channels take ids; the others take what their options say, digits too."""
    if control.get("type") in KIND_OF_SELECT and isinstance(value, list):
        return [int(v) if v.isdecimal() else v for v in value]
    return value
