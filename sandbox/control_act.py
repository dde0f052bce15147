"""The part of the control API that acts for a member: {"do": name, "user": id, "guild": id or null, …}.

do        besides user, guild and (where to) channel
slash     command, options, force
autocomplete  command, option, typed, options
click     message, button                       press_raw  message, custom_id, component_type, values
select    message, menu, values
submit    interaction (the id of the answer that opened the modal), values
say       text, files [{"name", "content" in base64}]
react     message, emoji                        delete     message

In options and values, {"id": "…"} stands for a thing and {"file": name, "content": base64} for an upload.
"""

import base64
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from sandbox.control_build import Args, one_of
from sandbox.interactions import DEFER, DEFER_UPDATE, Interaction
from sandbox.members import MemberDriver
from sandbox.model import Json
from sandbox.payloads import message_json
from sandbox.reply import Reply
from sandbox.seen import LiveMessage, SeenMessage

if TYPE_CHECKING:
    from sandbox.server import LocalDiscord


def reply_json(local: "LocalDiscord", interaction: Interaction) -> Json:
    """An answer as the control API gives it."""
    reply = Reply(local, interaction)
    modal = reply.modal
    original = interaction.original
    return {
        "id": str(interaction.id),
        "failed": reply.failed,
        "deferred": interaction.response in (DEFER, DEFER_UPDATE),
        "response": interaction.response,
        "message": None if original is None else message_json(local.world, original),
        "followups": [message_json(local.world, m) for m in interaction.followups],
        "edits": interaction.edits,
        "choices": interaction.choices,
        "modal": None
        if modal is None
        else {"title": modal.title, "custom_id": modal.custom_id, "components": modal.components},
    }


class _Act:
    def __init__(self, local: "LocalDiscord", body: Json) -> None:
        self.local = local
        self.body = body
        self.args = Args(local, body)
        self.member: MemberDriver = local.member(
            self.args.guild if body.get("guild") else None, self.args.user
        )
        if body.get("channel"):
            self.member = self.member.at(self.args.channel)

    def value(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.value(v) for v in value]
        if isinstance(value, dict) and "id" in value:
            return int(value["id"])
        if isinstance(value, dict) and "file" in value:
            return self.member.upload(str(value["file"]), base64.b64decode(value["content"]))
        return value

    def values(self, key: str) -> dict[str, Any]:
        return {str(k): self.value(v) for k, v in (self.body.get(key) or {}).items()}

    def message(self) -> LiveMessage:
        record = one_of(self.args.channel.messages, self.body["message"])
        return LiveMessage(self.local.world, record)


async def _slash(a: _Act) -> Reply:
    return await a.member.slash(a.body["command"], a.values("options"), force=bool(a.body.get("force")))


async def _autocomplete(a: _Act) -> Json:
    body = a.body
    found = await a.member.autocomplete(
        body["command"], body["option"], str(body["typed"]), a.values("options")
    )
    return {"choices": found}


async def _click(a: _Act) -> Reply:
    return await a.member.click(a.message(), a.body["button"])


async def _select(a: _Act) -> Reply:
    return await a.member.select(a.message(), a.body["menu"], a.value(a.body["values"]))


async def _press_raw(a: _Act) -> Reply:
    kind = a.args.number("component_type", 2)
    values = a.body.get("values") or []
    return await a.member.press_raw(a.args.channel, a.message(), a.body["custom_id"], kind, values=values)


async def _submit(a: _Act) -> Reply:
    opened = Reply(a.local, a.local.interactions.get(int(a.body["interaction"])))
    return await a.member.submit(opened.modal, a.values("values"))


async def _say(a: _Act) -> SeenMessage:
    files = [(str(f["name"]), base64.b64decode(f["content"])) for f in a.body.get("files") or []]
    return await a.member.say(a.args.channel, a.body["text"], files)


async def _react(a: _Act) -> None:
    a.member.react(a.message(), a.body["emoji"])


async def _delete(a: _Act) -> None:
    a.member.delete(a.message())


_DOERS: dict[str, Callable[[_Act], Awaitable[Reply | SeenMessage | Json | None]]] = {
    "slash": _slash,
    "autocomplete": _autocomplete,
    "click": _click,
    "select": _select,
    "press_raw": _press_raw,
    "submit": _submit,
    "say": _say,
    "react": _react,
    "delete": _delete,
}


async def act(local: "LocalDiscord", body: Json) -> Json:
    do = _DOERS.get(str(body["do"]))
    if do is None:
        raise ValueError(f"there is no {body['do']!r}; there is {', '.join(_DOERS)}")
    result = await do(_Act(local, body))
    if isinstance(result, Reply):
        return reply_json(local, result.interaction)
    if isinstance(result, SeenMessage):
        return {"message": result.data}
    return result or {}
