"""Words for what the bot asks of Discord. Pure: values in, a sentence out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sandbox.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, Interaction
from sandbox.mentions import texts_of
from sandbox.model import DM, EPHEMERAL, THREAD_TYPES, Channel, Json
from sandbox.server import LocalDiscord, Logged

LONGEST = 70
DOWN = 500

_MENTION = re.compile(r"<@!?([0-9]+)>")
_MARKUP = re.compile(r"[*_~`|\\]|^#+ |^-# |<[@#:a][^>]*>|<t:[^>]*>", re.MULTILINE)
# The first words of sentences, as they stand after “Tried to”.
_VERBS = {
    "Answered": "answer",
    "Asked": "ask",
    "Brought": "bring",
    "Changed": "change",
    "Completed": "complete",
    "Deleted": "delete",
    "Let": "let",
    "Logged": "log",
    "Looked": "look",
    "Offered": "offer",
    "Opened": "open",
    "Posted": "post",
    "Said": "say",
    "Sent": "send",
    "Told": "tell",
    "Took": "take",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry says. by: who pressed or sent what (a command, or a button's custom_id)."""

    kind: str
    text: str
    ok: bool = True
    channel: int | None = None
    by: int | None = None
    what: str | None = None


Words = Callable[[LocalDiscord, dict[str, str], Json], Said | None]


def said_of(local: LocalDiscord, request: Logged, params: dict[str, str], body: Json) -> Said | None:
    """A request in words; None for what is not worth a line."""
    failed, lost = _failure(request.status), request.status == 0
    words = _WORDS.get(f"{request.method} {request.route}")
    if words is None:
        known = _PLAIN.get(
            f"{request.method} {request.route}", f"Asked Discord: {request.method} {request.route}"
        )
        said: Said | None = Said("other", known)
    else:
        said = words(local, params, body)
    if said is None or not failed:
        return said
    return replace(said, text=(said.text if lost else _tried(said.text)) + failed, ok=False)


def answered(local: LocalDiscord, interaction: Interaction, text: str, *, ok: bool = True) -> Said:
    """About one interaction; {} in `text` stands for what the member used."""
    what, used = _used(interaction)
    who = interaction.user.name
    kind = "private" if interaction.original is not None and interaction.original.ephemeral else "answer"
    return Said(kind, f"{who} {text.format(used)}", ok, interaction.channel.id, interaction.user.id, what)


def place(channel: Channel | None, bot: int) -> str:
    """Where: “#daily-quiz”, “the thread “Buddies · CPC · 1””, “a direct message to Ines”."""
    if channel is None:
        return "a channel that is gone"
    if channel.type == DM:
        other = next((user.name for user in channel.recipients if user.id != bot), "somebody")
        return f"a direct message to {other}"
    return f"the thread “{channel.name}”" if channel.type in THREAD_TYPES else f"#{channel.name}"


def begins(body: Json, names: Mapping[int, str] | None = None) -> str:
    """The first words of a message, in quotation marks; empty when it has none. names: of members, by their ids."""
    parts = [str(body.get("content") or "")]
    for embed in body.get("embeds") or []:
        parts += [str(embed.get("title") or ""), str(embed.get("description") or "")]
    parts += texts_of(body.get("components") or [])
    named = (_MENTION.sub(lambda m: (names or {}).get(int(m[1]), ""), part) for part in parts)
    line = next((cleaned for part in named if (cleaned := _first_line(part))), "")
    if len(line) > LONGEST:
        line = line[: LONGEST - 1].rstrip() + "…"
    return f"“{line}”" if line else ""


def _colon(local: LocalDiscord, body: Json) -> str:
    words = begins(body, {user.id: user.name for user in local.world.users.values()})
    return f": {words}" if words else ""


def _first_line(text: str) -> str:
    cleaned = (" ".join(_MARKUP.sub("", line).split()) for line in text.split("\n"))
    return next((line for line in cleaned if line), "")


def _failure(status: int) -> str:
    if status == 0:
        return ", but no answer came back"
    if status == 429:
        return ", but too fast: Discord asks to wait"
    if status >= DOWN:
        return ", but Discord was down"
    return f", but Discord refused ({status})" if status >= 400 else ""


def _tried(text: str) -> str:
    verb, space, rest = text.partition(" ")
    return f"Tried to {_VERBS[verb]}{space}{rest}" if verb in _VERBS else text


# --- messages


def _channel(local: LocalDiscord, params: dict[str, str]) -> Channel | None:
    ident = params.get("channel_id", "")
    return local.world.channels.get(int(ident)) if ident.isdecimal() else None


def _bot(local: LocalDiscord) -> int:
    return next(iter(local.world.apps), 0)


def _about(kind: str, verb: str) -> Words:
    def words(local: LocalDiscord, params: dict[str, str], body: Json) -> Said:
        channel = _channel(local, params)
        ends = _colon(local, body)
        where = place(channel, _bot(local))
        return Said(kind, f"{verb} {where}{ends}", channel=None if channel is None else channel.id)

    return words


def _posted(local: LocalDiscord, params: dict[str, str], body: Json) -> Said:
    channel = _channel(local, params)
    where = place(channel, _bot(local))
    verb = "Sent" if channel is not None and channel.type == DM else "Posted in"
    kind = "private" if verb == "Sent" else "post"
    ends = _colon(local, body)
    return Said(kind, f"{verb} {where}{ends}", channel=None if channel is None else channel.id)


# --- interactions


def _callback(local: LocalDiscord, params: dict[str, str], body: Json) -> Said | None:
    try:
        interaction = local.interactions.get(int(params["interaction_id"]))
    except (KeyError, ValueError):
        return None
    what, used = _used(interaction)
    data = body.get("data") or {}
    private = bool(int(data.get("flags") or 0) & EPHEMERAL)
    text, kind = _answer_words(interaction, body.get("type"), data, private)
    return Said(kind, f"{text} ({used})", channel=interaction.channel.id, by=interaction.user.id, what=what)


def _answer_words(interaction: Interaction, response: object, data: Json, private: bool) -> tuple[str, str]:
    who = interaction.user.name
    match response:
        case 4:
            where = "in private" if private else f"in {place(interaction.channel, interaction.app.id)}"
            return f"Answered {who} {where}", "private" if private else "answer"
        case 5 | 6:
            return f"Asked {who} for a moment", "answer"
        case 7:
            return f"Answered {who} by changing the message", "answer"
        case 8:
            return f"Offered {who} {len(data.get('choices') or [])} to choose from", "look"
        case 9:
            return f"Opened the form “{data.get('title', '')}” for {who}", "answer"
    return f"Answered {who}", "answer"


def _used(interaction: Interaction) -> tuple[str, str]:
    """What the member used: its name for programs, and for people."""
    data = interaction.data
    if interaction.type in (COMMAND, AUTOCOMPLETE):
        name = _command(data)
        return name, f"/{name}"
    custom_id = str(data.get("custom_id", ""))
    if interaction.type == COMPONENT:
        label = _label(interaction, custom_id)
        return custom_id, f"button “{label}”" if label else "a button"
    return custom_id, "a form"


def _command(data: Json) -> str:
    names = [str(data.get("name", ""))]
    options = data.get("options") or []
    while options and options[0].get("type") in (1, 2):
        names.append(str(options[0]["name"]))
        options = options[0].get("options") or []
    return " ".join(names)


def _label(interaction: Interaction, custom_id: str) -> str:
    rows = interaction.message.components if interaction.message is not None else []
    for row in rows:
        for item in row.get("components") or []:
            if item.get("custom_id") == custom_id:
                return str(item.get("label") or (item.get("emoji") or {}).get("name") or "")
    return ""


def _follow_up(verb: str) -> Words:
    def words(local: LocalDiscord, params: dict[str, str], body: Json) -> Said | None:
        try:
            interaction = local.interactions.by_webhook(int(params["webhook_id"]), params["token"])
        except Exception:  # too old or unknown: what Discord answers to it says so
            return Said("answer", f"{verb} somebody")
        message = interaction.original
        private = bool(int(body.get("flags") or 0) & EPHEMERAL) or (message is not None and message.ephemeral)
        kind = "private" if private else "answer"
        text = f"{verb} {interaction.user.name}{' in private' if private else ''}"
        return Said(
            kind, text, channel=interaction.channel.id, by=interaction.user.id, what=_used(interaction)[0]
        )

    return words


def _nothing(_local: LocalDiscord, _params: dict[str, str], _body: Json) -> None:
    return None


_MESSAGES = "/channels/{channel_id}/messages"
_WEBHOOK = "/webhooks/{webhook_id}/{token}"
_WORDS: dict[str, Words] = {
    f"POST {_MESSAGES}": _posted,
    f"GET {_MESSAGES}": _about("look", "Looked for its own messages in"),
    f"PATCH {_MESSAGES}/{{message_id}}": _about("edit", "Brought a message up to date in"),
    f"DELETE {_MESSAGES}/{{message_id}}": _about("edit", "Deleted a message in"),
    f"GET {_MESSAGES}/{{message_id}}": _about("look", "Looked at a message in"),
    "POST /channels/{channel_id}/threads": _about("thread", "Opened a thread in"),
    f"POST {_MESSAGES}/{{message_id}}/threads": _about("thread", "Opened a thread in"),
    "PUT /channels/{channel_id}/thread-members/{user_id}": _about("thread", "Let a member into"),
    "DELETE /channels/{channel_id}/thread-members/{user_id}": _about("thread", "Took a member out of"),
    "PATCH /channels/{channel_id}": _about("thread", "Changed"),
    "POST /interactions/{interaction_id}/{token}/callback": _callback,
    f"POST {_WEBHOOK}": _follow_up("Said more to"),
    f"PATCH {_WEBHOOK}/messages/@original": _follow_up("Completed its answer to"),
    f"PATCH {_WEBHOOK}/messages/{{message_id}}": _follow_up("Changed its answer to"),
    f"DELETE {_WEBHOOK}/messages/@original": _follow_up("Took back its answer to"),
    "POST /channels/{channel_id}/typing": _nothing,
}
_PLAIN = {
    "PUT /applications/{application_id}/commands": "Told Discord its commands",
    "GET /users/@me": "Logged in",
    "GET /gateway/bot": "Asked where to connect",
    "GET /gateway": "Asked where to connect",
    "GET /oauth2/applications/@me": "Asked about itself",
    "GET /applications/@me": "Asked about itself",
    "POST /users/@me/channels": "Opened direct messages with a member",
    "GET /guilds/{guild_id}/members/{user_id}": "Asked whether a member is still there",
    "GET /users/{user_id}": "Asked for a member's name",
    "GET /channels/{channel_id}": "Asked about a channel",
    "GET /guilds/{guild_id}": "Asked about the server",
    "GET /guilds/{guild_id}/threads/active": "Asked which threads are open",
    "GET /channels/{channel_id}/threads/archived/private": "Asked which threads are folded away",
}
