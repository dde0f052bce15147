"""The remote driver of a member."""

import base64
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sandbox.model import Json
from sandbox.remote_wire import Remote, RemoteMessage, id_of, place_of, plain, value_of, values_of
from sandbox.seen import DriverError, SeenMessage, SeenModal

if TYPE_CHECKING:
    from sandbox.remote import RemoteDiscord


class RemoteMember:
    """As `MemberDriver`."""

    def __init__(
        self, remote: "RemoteDiscord", guild: Remote | None, user: Remote, channel: Remote | None = None
    ) -> None:
        self._remote = remote
        self.guild = guild
        self.user = user
        self._channel = channel

    def at(self, channel: Remote) -> "RemoteMember":
        return RemoteMember(self._remote, self.guild, self.user, channel)

    async def _act(self, do: str, **what: object) -> Json:
        where: Json = {"do": do, "user": plain(self.user), "guild": plain(self.guild)}
        if self._channel is not None:
            where["channel"] = plain(self._channel)
        return await self._remote.post("act", where | {k: plain(v) for k, v in what.items()})

    async def slash(
        self,
        command: str,
        options: Mapping[str, object] | None = None,
        /,
        *,
        force: bool = False,
        **named: object,
    ) -> "RemoteReply":
        given = values_of({**(options or {}), **named})
        return self._reply(await self._act("slash", command=command, options=given, force=force))

    async def autocomplete(
        self,
        command: str,
        option: str,
        typed: str,
        options: Mapping[str, object] | None = None,
        /,
        **named: object,
    ) -> list[Json]:
        given = values_of({**(options or {}), **named})
        found = await self._act("autocomplete", command=command, option=option, typed=typed, options=given)
        return list(found["choices"])

    async def click(self, message: SeenMessage, button: str) -> "RemoteReply":
        return self._reply(await self._act("click", **place_of(message), button=button))

    async def select(self, message: SeenMessage, menu: str, values: object) -> "RemoteReply":
        return self._reply(await self._act("select", **place_of(message), menu=menu, values=value_of(values)))

    async def press_raw(
        self,
        channel: Remote,
        message: int | SeenMessage,
        custom_id: str,
        component_type: int = 2,
        *,
        values: Sequence[str] = (),
    ) -> "RemoteReply":
        ident = message if isinstance(message, int) else message.id
        what: Json = {"custom_id": custom_id, "component_type": component_type, "values": list(values)}
        return self._reply(await self._act("press_raw", channel=channel, message=str(ident), **what))

    async def submit(
        self, modal: SeenModal | None, values: Mapping[str, object] | None = None
    ) -> "RemoteReply":
        if modal is None:
            raise DriverError("no modal was opened")
        return self._reply(
            await self._act("submit", interaction=modal.source, values=values_of(values or {}))
        )

    async def say(self, channel: Remote, text: str, files: Sequence[tuple[str, bytes]] = ()) -> RemoteMessage:
        sent = [{"name": n, "content": base64.b64encode(c).decode()} for n, c in files]
        return RemoteMessage((await self._act("say", channel=channel, text=text, files=sent))["message"])

    async def messages(self, channel: Remote | int) -> list[RemoteMessage]:
        found = await self._remote.get("messages", channel=id_of(channel), user=self.user.id, limit=1_000_000)
        return [RemoteMessage(m) for m in found["messages"]]

    async def dms(self) -> list[RemoteMessage]:
        found = await self._remote.get("dms", user=self.user.id)
        all_of_them = [RemoteMessage(m) for c in found["channels"] for m in c["messages"]]
        return sorted(all_of_them, key=lambda m: m.id)

    def _reply(self, data: Json) -> "RemoteReply":
        return RemoteReply(self._remote, data)


class RemoteReply:
    """As `Reply`; what comes later is there after `refresh`, `wait` or `followup`."""

    def __init__(self, remote: "RemoteDiscord", data: Json) -> None:
        self._remote = remote
        self.data = data

    @property
    def failed(self) -> bool:
        return bool(self.data["failed"])

    @property
    def deferred(self) -> bool:
        return bool(self.data["deferred"])

    @property
    def message(self) -> RemoteMessage:
        if self.data["message"] is None:
            why = "the bot did not answer in time" if self.failed else "the bot answered without a message"
            raise DriverError(why)
        return RemoteMessage(self.data["message"])

    @property
    def modal(self) -> SeenModal | None:
        modal = self.data["modal"]
        if modal is None:
            return None
        return SeenModal(modal["title"], modal["custom_id"], modal["components"], self.data["id"])

    @property
    def choices(self) -> list[Json] | None:
        found: list[Json] | None = self.data["choices"]
        return found

    @property
    def followups(self) -> list[RemoteMessage]:
        return [RemoteMessage(m) for m in self.data["followups"]]

    def text(self) -> str:
        return self.message.text()

    async def refresh(self) -> None:
        self.data = await self._remote.get("reply", id=self.data["id"])

    async def wait(self, within: float = 30.0) -> RemoteMessage:
        """The message once the bot has finished what it deferred."""
        if self.deferred and not self.data["edits"]:
            known = {"edits": 0, "followups": 1_000_000}
            self.data = await self._remote.get("reply", id=self.data["id"], within=within, **known)
            if not self.data["edits"]:
                raise TimeoutError(f"nothing came within {within} s")
        updated_only = self.data["response"] == 6 and self.followups
        return self.followups[-1] if updated_only else self.message

    async def followup(self, number: int = 1, within: float = 30.0) -> RemoteMessage:
        if len(self.followups) < number:
            known = {"edits": 1_000_000, "followups": number - 1}
            self.data = await self._remote.get("reply", id=self.data["id"], within=within, **known)
        if len(self.followups) < number:
            raise TimeoutError(f"nothing came within {within} s")
        return self.followups[number - 1]
