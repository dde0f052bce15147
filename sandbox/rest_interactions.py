"""Callbacks of interactions and their follow-ups."""

from sandbox import errors
from sandbox.interactions import (
    AUTOCOMPLETE,
    CHOICES,
    COMPONENT,
    DEFER,
    DEFER_UPDATE,
    MODAL,
    MODAL_SUBMIT,
    REPLY,
    UPDATE,
    Interaction,
    is_ephemeral,
    is_loading,
)
from sandbox.limits import check_choices, check_message, check_modal
from sandbox.model import COMPONENTS_V2, LOADING, Json, Message
from sandbox.payloads import message_json
from sandbox.routing import Answer, Call, Router


def add_routes(router: Router) -> None:
    router.add("POST", "/interactions/{interaction_id}/{token}/callback", callback, auth=False)
    webhook = "/webhooks/{webhook_id}/{token}"
    router.add("POST", webhook, follow_up, auth=False)
    for name in ("@original", "{message_id}"):
        router.add("GET", f"{webhook}/messages/{name}", get_message, auth=False)
        router.add("PATCH", f"{webhook}/messages/{name}", edit_message, auth=False)
        router.add("DELETE", f"{webhook}/messages/{name}", delete_message, auth=False)


async def callback(call: Call) -> Answer:
    interaction = call.local.interactions.awaiting(call.id("interaction_id"), call.params["token"])
    kind = call.json.get("type")
    if kind not in _allowed(interaction):
        wrong = {
            "code": "BASE_TYPE_CHOICES",
            "message": "This interaction cannot be answered with that type.",
        }
        raise errors.invalid_form({"type": {"_errors": [wrong]}})
    data: Json = call.json.get("data") or {}
    _respond(call, interaction, kind, data)
    interaction.response = kind
    interaction.touch()
    call.local.changes.tell("interaction", seen_by=interaction.user.id, channel_id=interaction.channel.id)
    return (
        _result(call, interaction, kind) if call.request.query.get("with_response") in ("1", "true") else None
    )


def _allowed(interaction: Interaction) -> set[int]:
    if interaction.type == AUTOCOMPLETE:
        return {CHOICES}
    kinds = {REPLY, DEFER}
    if interaction.message is not None:
        kinds |= {DEFER_UPDATE, UPDATE}
    if interaction.type != MODAL_SUBMIT:
        kinds.add(MODAL)
    return kinds


def _respond(call: Call, interaction: Interaction, kind: int, data: Json) -> None:
    if kind == CHOICES:
        choices = data.get("choices") or []
        check_choices(choices)
        interaction.choices = choices
    elif kind == MODAL:
        check_modal(data)
        interaction.modal = data
    elif kind == DEFER:
        interaction.original = _answer(call, interaction, {"flags": data.get("flags") or 0}, loading=True)
    elif kind == REPLY:
        check_message(data, attachments=len(call.uploads), at=("data",))
        interaction.original = _answer(call, interaction, data)
    else:
        interaction.original = interaction.message
        if kind == UPDATE and interaction.message is not None:
            if interaction.message.deleted:
                raise errors.unknown_message()
            call.local.posts.edit(interaction.message, data, call.uploads)


def _answer(call: Call, interaction: Interaction, data: Json, *, loading: bool = False) -> Message:
    """A new message of the bot that answers the interaction; seen by all, or by the member alone."""
    message = call.local.posts.compose(interaction.app.user, interaction.channel, data, call.uploads)
    message.application = interaction.app
    message.interaction = interaction.metadata()
    message.type = 20 if interaction.type != COMPONENT else 19
    if interaction.type == COMPONENT and interaction.message is not None:
        message.reference = {
            "type": 0,
            "message_id": str(interaction.message.id),
            "channel_id": str(interaction.channel.id),
        }
    if loading:
        message.flags |= LOADING
    if is_ephemeral(data):
        message.seen_by = interaction.user.id
    call.local.posts.publish(message)
    return message


def _result(call: Call, interaction: Interaction, kind: int) -> Json:
    about: Json = {"id": str(interaction.id), "type": interaction.type}
    result: Json = {"interaction": about}
    message = interaction.original
    if message is not None:
        about["response_message_id"] = str(message.id)
        about["response_message_loading"] = is_loading(message)
        about["response_message_ephemeral"] = message.ephemeral
    if kind in (REPLY, DEFER, UPDATE) and message is not None:
        result["resource"] = {"type": kind, "message": message_json(call.local.world, message)}
    elif kind == MODAL:
        result["resource"] = {"type": kind}
    return result


# --- the webhook of an interaction


def _interaction(call: Call) -> Interaction:
    return call.local.interactions.by_webhook(call.id("webhook_id"), call.params["token"])


async def follow_up(call: Call) -> Answer:
    interaction = _interaction(call)
    if interaction.response in (CHOICES, None):
        raise errors.unknown_webhook()
    check_message(call.json, attachments=len(call.uploads))
    original = interaction.original
    if original is not None and original.loading and not original.deleted:
        # The first follow-up after a defer takes the place of "is thinking…", and its visibility.
        message = original
        flags = int(call.json.get("flags") or 0) & COMPONENTS_V2
        call.local.posts.edit(original, {**call.json, "flags": flags}, call.uploads)
    else:
        message = _answer(call, interaction, call.json)
        if original is not None and message.interaction is not None:
            message.interaction["original_response_message_id"] = str(original.id)
        interaction.followups.append(message)
    interaction.edits += 1
    interaction.touch()
    return message_json(call.local.world, message)


def _named(call: Call, interaction: Interaction) -> Message:
    return call.local.interactions.message_of(interaction, call.params.get("message_id", "@original"))


async def get_message(call: Call) -> Answer:
    return message_json(call.local.world, _named(call, _interaction(call)))


async def edit_message(call: Call) -> Answer:
    interaction = _interaction(call)
    message = _named(call, interaction)
    call.local.posts.edit(message, call.json, call.uploads)
    interaction.edits += 1
    interaction.touch()
    return message_json(call.local.world, message)


async def delete_message(call: Call) -> Answer:
    interaction = _interaction(call)
    call.local.posts.delete(_named(call, interaction))
    interaction.touch()
    return None
