"""The requests that discord.py really sends, against Discord's description and against our limits."""

from __future__ import annotations

import io
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import discord
import pytest
from aiohttp import BodyPartReader, web
from aiohttp.test_utils import TestServer
from discord import app_commands

from sandbox.contract import Contract, find_contract
from sandbox.limits import (
    check_channel,
    check_choices,
    check_commands,
    check_message,
    check_modal,
    check_thread,
)

GUILD, CHANNEL, USER, APP, MESSAGE = 111, 222, 333, 444, 555


@pytest.fixture(scope="module")
def contract() -> Contract:
    path = find_contract()
    if path is None:
        pytest.skip("Discord's API description is not here (../shared/discord/openapi.json)")
    return Contract.load(path)


# The recorder: a server that keeps what it is sent.


@dataclass
class Request:
    method: str
    path: str
    body: Any
    files: int = 0


@dataclass
class Recorder:
    """Answers 400 to everything but the login, so that a call ends after its one request."""

    requests: list[Request] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        if request.path.endswith("/users/@me"):
            return _json(_ME)
        if request.path.endswith("/applications/@me"):
            return _json(_APP)
        body, files = await _read(request)
        self.requests.append(Request(request.method, request.path_qs, body, files))
        return _json({"message": "recorded", "code": 0}, 400)


_ME = {"id": str(APP), "username": "b", "discriminator": "0", "avatar": None}
_APP = {
    "id": str(APP),
    "name": "b",
    "description": "",
    "icon": None,
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "",
    "team": None,
    "owner": _ME,
}


def _json(answer: dict[str, Any], status: int = 200) -> web.Response:
    """discord.py reads JSON only when the content type is this and nothing more."""
    headers = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(answer).encode(), status=status, headers=headers)


async def _read(request: web.Request) -> tuple[Any, int]:
    if not request.content_type.startswith("multipart/"):
        raw = await request.read()
        return (json.loads(raw) if raw else None), 0
    body, files = None, 0
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        if part.name == "payload_json":
            body = json.loads(await part.text())
        else:
            await part.read()
            files += 1
    return body, files


@dataclass
class Bot:
    client: discord.Client
    recorder: Recorder

    async def record(self, call: Callable[[], Awaitable[object]]) -> Request:
        before = len(self.recorder.requests)
        with pytest.raises(discord.DiscordException):
            await call()
        assert len(self.recorder.requests) == before + 1
        return self.recorder.requests[-1]

    @property
    def channel(self) -> discord.PartialMessageable:
        return self.client.get_partial_messageable(CHANNEL)

    @property
    def text_channel(self) -> discord.TextChannel:
        return discord.TextChannel(state=self.client._connection, guild=self.guild, data=_channel())  # type: ignore[arg-type]

    @property
    def guild(self) -> discord.Guild:
        roles = [
            {
                "id": str(GUILD),
                "name": "@everyone",
                "color": 0,
                "hoist": False,
                "position": 0,
                "permissions": "0",
                "managed": False,
                "mentionable": False,
                "flags": 0,
            }
        ]
        data = {"id": str(GUILD), "name": "g", "roles": roles, "owner_id": str(USER)}
        return discord.Guild(state=self.client._connection, data=data)  # type: ignore[arg-type]

    def interaction(self, kind: int = 2) -> discord.Interaction[discord.Client]:
        user = {"id": str(USER), "username": "m", "discriminator": "0", "avatar": None}
        data: dict[str, Any] = {
            "id": "777",
            "application_id": str(APP),
            "type": kind,
            "token": "token",
            "version": 1,
            "user": user,
            "channel_id": str(CHANNEL),
            "channel": {"id": str(CHANNEL), "type": 1, "last_message_id": None},
            "authorizing_integration_owners": {},
            "attachment_size_limit": 10,
            "data": {"id": "1", "name": "quiz", "type": 1, "component_type": 2, "custom_id": "x"},
        }
        return discord.Interaction(data=data, state=self.client._connection)  # type: ignore[arg-type]


def _channel() -> dict[str, Any]:
    return {"id": str(CHANNEL), "type": 0, "name": "quiz", "position": 0, "guild_id": str(GUILD)}


@pytest.fixture
async def bot(monkeypatch: pytest.MonkeyPatch) -> Any:
    recorder = Recorder()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", recorder.handle)
    async with TestServer(app) as server:
        monkeypatch.setattr(discord.http.Route, "BASE", str(server.make_url("/api/v10")))
        client = discord.Client(intents=discord.Intents.none())
        await client.login("token")
        client._connection.application_id = APP
        recorder.requests.clear()
        yield Bot(client, recorder)
        await client.close()


# What the bot may send.


async def _nothing(_: Any, __: Any) -> None: ...


def buttons() -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for slot in range(4):
        view.add_item(discord.ui.Button(label="ABCD"[slot], custom_id=f"q:12:{slot}", emoji="🇦"))
    view.add_item(discord.ui.Button(label="Source", url="https://example.org/a?b=c", row=1))
    return view


def selects() -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    options = [
        discord.SelectOption(label=f"Area {n}", value=str(n), description="d", emoji="📘") for n in range(25)
    ]
    view.add_item(
        discord.ui.Select(custom_id="s", options=options, placeholder="Area", min_values=0, max_values=25)
    )
    view.add_item(
        discord.ui.UserSelect(custom_id="u", default_values=[discord.Object(USER, type=discord.User)])
    )
    view.add_item(discord.ui.RoleSelect(custom_id="r", max_values=3))
    view.add_item(discord.ui.MentionableSelect(custom_id="m"))
    view.add_item(discord.ui.ChannelSelect(custom_id="c", channel_types=[discord.ChannelType.text]))
    return view


def layout() -> discord.ui.LayoutView:
    view = discord.ui.LayoutView(timeout=None)
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow(discord.ui.Button(label="A", custom_id="q:1:0"))
    thumbnail: discord.ui.Thumbnail[Any] = discord.ui.Thumbnail("https://example.org/t.png", description="t")
    button: discord.ui.Button[Any] = discord.ui.Button(label="B", custom_id="q:1:1")
    view.add_item(
        discord.ui.Container(
            discord.ui.TextDisplay("# Question"),
            discord.ui.Section("stem", accessory=thumbnail),
            discord.ui.Section("one", "two", accessory=button),
            discord.ui.Separator(spacing=discord.SeparatorSpacing.large),
            row,
            accent_colour=0x336699,
            spoiler=True,
        )
    )
    gallery: discord.ui.MediaGallery[Any] = discord.ui.MediaGallery()
    gallery.add_item(media="attachment://chart.png", description="chart")
    view.add_item(gallery)
    view.add_item(discord.ui.File("attachment://chart.png"))
    return view


def embed() -> discord.Embed:
    made = discord.Embed(title="t", description="d", url="https://example.org", colour=0xFFFFFF)
    made.timestamp = discord.utils.utcnow()
    made.add_field(name="n", value="v", inline=False)
    made.set_footer(text="f", icon_url="https://example.org/i.png").set_author(name="a")
    return made.set_image(url="attachment://chart.png").set_thumbnail(url="https://example.org/i.png")


def _received() -> Any:
    """An embed as Discord gives it back, with what it has filled in."""
    picture = {
        "url": "https://example.org/i.png",
        "proxy_url": "https://images.example.org/i.png",
        "width": 10,
        "height": 20,
        "content_type": "image/png",
        "placeholder": "abc",
        "placeholder_version": 1,
        "flags": 0,
    }
    icon = {"icon_url": "https://example.org/i.png", "proxy_icon_url": "https://images.example.org/i.png"}
    return {
        "type": "rich",
        "title": "t",
        "description": "d",
        "image": picture,
        "thumbnail": picture,
        "footer": {"text": "f", **icon},
        "author": {"name": "a", **icon},
    }


def upload() -> discord.File:
    return discord.File(io.BytesIO(b"png"), "chart.png", description="a chart")


def modal() -> discord.ui.Modal:
    made = discord.ui.Modal(title="Report", custom_id="report:12", timeout=None)
    options = [discord.SelectOption(label="x", value="x"), discord.SelectOption(label="y", value="y")]
    made.add_item(discord.ui.TextDisplay("Read this first"))
    for text, component in (
        ("Text", discord.ui.TextInput(custom_id="t", style=discord.TextStyle.paragraph, max_length=500)),
        ("Select", discord.ui.Select(custom_id="s", options=options, required=True)),
        ("Users", discord.ui.UserSelect(custom_id="u", required=False, min_values=0)),
        ("Files", discord.ui.FileUpload(custom_id="f", max_values=3, required=False)),
    ):
        made.add_item(discord.ui.Label(text=text, description="d", component=component))
    return made


def modal_with_groups() -> discord.ui.Modal:
    made = discord.ui.Modal(title="Set up", custom_id="setup")
    radio: discord.ui.RadioGroup[Any] = discord.ui.RadioGroup(custom_id="radio")
    radio.add_option(label="a", value="a", default=True)
    radio.add_option(label="b", value="b", description="second")
    checks: discord.ui.CheckboxGroup[Any] = discord.ui.CheckboxGroup(custom_id="days", required=False)
    for day in ("mon", "tue", "wed"):
        checks.add_option(label=day, value=day, default=True)
    made.add_item(discord.ui.Label(text="Radio", component=radio))
    made.add_item(discord.ui.Label(text="Days", component=checks))
    made.add_item(discord.ui.Label(text="Sure", component=discord.ui.Checkbox(custom_id="sure")))
    return made


def legacy_modal() -> discord.ui.Modal:
    made = discord.ui.Modal(title="Old", custom_id="old")
    made.add_item(discord.ui.TextInput(label="Name", placeholder="p", default="d", min_length=1))
    return made


def commands(client: discord.Client) -> app_commands.CommandTree[Any]:
    tree = app_commands.CommandTree(client)
    admin = app_commands.Group(
        name="admin",
        description="Set up",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
    )
    track = app_commands.Group(name="track", description="Tracks", parent=admin)

    @track.command(name="add", description="Add a track")
    @app_commands.describe(certification="Which", channel="Where", time="When")
    async def add(
        interaction: discord.Interaction,
        certification: Literal["CPC", "CCS"],
        channel: discord.TextChannel,
        time: app_commands.Range[str, 1, 10],
        count: app_commands.Range[int, 1, 20] = 5,
        role: discord.Role | None = None,
    ) -> None: ...

    @add.autocomplete("time")
    async def times(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=current, value=current)]

    @tree.command(name="me", description="Yours", nsfw=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True)
    async def me(interaction: discord.Interaction, user: discord.User, share: bool, ratio: float) -> None: ...

    @tree.context_menu(name="Report this")
    async def report(interaction: discord.Interaction, message: discord.Message) -> None: ...

    tree.add_command(admin)
    return tree


Call = Callable[[Bot], Awaitable[object]]
Check = Callable[[Request], None]


def _message(request: Request) -> None:
    check_message(request.body, editing=request.method == "PATCH", attachments=request.files)


def _callback(request: Request) -> None:
    editing = request.body["type"] == 7
    check_message(request.body["data"], editing=editing, attachments=request.files, at=("data",))


def _modal(request: Request) -> None:
    check_modal(request.body["data"])


def _none(request: Request) -> None: ...


CALLS: dict[str, tuple[Call, Check]] = {
    "text": (lambda b: b.channel.send("hello"), _message),
    "nonce": (lambda b: b.channel.send("hello", nonce="a" * 24), _message),
    "embed": (lambda b: b.channel.send(embed=embed(), view=buttons()), _message),
    "silent": (lambda b: b.channel.send("x", silent=True, suppress_embeds=True, tts=True), _message),
    "selects": (lambda b: b.channel.send("choose", view=selects()), _message),
    "layout": (lambda b: b.channel.send(view=layout(), file=upload()), _message),
    "files": (lambda b: b.channel.send(embed=embed(), files=[upload(), upload()]), _message),
    "mentions": (
        lambda b: b.channel.send("x", allowed_mentions=discord.AllowedMentions(roles=[discord.Object(5)])),
        _message,
    ),
    "reply": (
        lambda b: b.channel.send("x", reference=b.channel.get_partial_message(MESSAGE), mention_author=False),
        _message,
    ),
    "edit": (
        lambda b: b.channel.get_partial_message(MESSAGE).edit(content="new", embed=embed(), view=buttons()),
        _message,
    ),
    "edit with an embed as it came": (
        lambda b: b.channel.get_partial_message(MESSAGE).edit(embed=discord.Embed.from_dict(_received())),
        _message,
    ),
    "edit layout": (lambda b: b.channel.get_partial_message(MESSAGE).edit(view=layout()), _message),
    "edit away": (
        lambda b: b.channel.get_partial_message(MESSAGE).edit(content="x", embeds=[], view=None),
        _message,
    ),
    "edit files": (
        lambda b: b.channel.get_partial_message(MESSAGE).edit(content="x", attachments=[upload()]),
        _message,
    ),
    "thread from message": (
        lambda b: b.text_channel.get_partial_message(MESSAGE).create_thread(
            name="t", auto_archive_duration=60
        ),
        lambda r: check_thread(r.body),
    ),
    "private thread": (
        lambda b: b.text_channel.create_thread(name="pair", invitable=False, slowmode_delay=5),
        lambda r: check_thread(r.body),
    ),
    "dm": (lambda b: b.client.http.start_private_message(USER), _none),
    "delete": (lambda b: b.channel.get_partial_message(MESSAGE).delete(), _none),
    "react": (lambda b: b.channel.get_partial_message(MESSAGE).add_reaction("✅"), _none),
    "typing": (lambda b: b.client.http.send_typing(CHANNEL), _none),
    "history": (lambda b: anext(b.channel.history(limit=5)), _none),
    "channel": (
        lambda b: b.guild.create_text_channel(
            "quiz",
            topic="daily",
            overwrites={
                b.guild.default_role: discord.PermissionOverwrite(send_messages=False),
                discord.Object(USER, type=discord.Member): discord.PermissionOverwrite(view_channel=True),
            },
        ),
        lambda r: check_channel(r.body),
    ),
    "edit channel": (
        lambda b: b.text_channel.edit(topic="new", nsfw=False, slowmode_delay=10),
        lambda r: check_channel(r.body, editing=True),
    ),
    "permissions": (
        lambda b: b.text_channel.set_permissions(b.guild.default_role, view_channel=True, connect=False),
        _none,
    ),
    "role": (lambda b: b.guild.create_role(name="r", permissions=discord.Permissions(8)), _none),
    "leave": (lambda b: b.guild.leave(), _none),
    "commands": (lambda b: commands(b.client).sync(), lambda r: check_commands(r.body)),
    "guild commands": (
        lambda b: b.client.http.bulk_upsert_guild_commands(APP, GUILD, []),
        lambda r: check_commands(r.body),
    ),
    "respond": (
        lambda b: b.interaction().response.send_message("x", embed=embed(), view=buttons(), ephemeral=True),
        _callback,
    ),
    "respond layout": (
        lambda b: b.interaction().response.send_message(view=layout(), file=upload(), ephemeral=True),
        _callback,
    ),
    "defer": (lambda b: b.interaction().response.defer(ephemeral=True, thinking=True), _none),
    "defer update": (lambda b: b.interaction(3).response.defer(), _none),
    "update": (
        lambda b: b.interaction(3).response.edit_message(content="x", embed=None, view=buttons()),
        _callback,
    ),
    "modal": (lambda b: b.interaction().response.send_modal(modal()), _modal),
    "modal with groups": (lambda b: b.interaction().response.send_modal(modal_with_groups()), _modal),
    "legacy modal": (lambda b: b.interaction().response.send_modal(legacy_modal()), _modal),
    "autocomplete": (
        lambda b: b.interaction(4).response.autocomplete([app_commands.Choice(name="a", value="b")]),
        lambda r: check_choices(r.body["data"]["choices"]),
    ),
    "autocomplete numbers": (
        lambda b: b.interaction(4).response.autocomplete([app_commands.Choice(name="a", value=7)]),
        lambda r: check_choices(r.body["data"]["choices"]),
    ),
    "follow up": (
        lambda b: b.interaction().followup.send("x", view=buttons(), ephemeral=True, wait=True),
        _message,
    ),
    "follow up file": (
        lambda b: b.interaction().followup.send(view=layout(), file=upload(), wait=True),
        _message,
    ),
    "edit original": (
        lambda b: b.interaction().edit_original_response(content="x", embeds=[embed()], view=selects()),
        _message,
    ),
    "edit follow up": (lambda b: b.interaction().followup.edit_message(MESSAGE, content="x"), _message),
    "get original": (lambda b: b.interaction().original_response(), _none),
    "delete original": (lambda b: b.interaction().delete_original_response(), _none),
}


@pytest.mark.parametrize("name", CALLS)
async def test_what_discord_py_sends_fits_the_description(name: str, bot: Bot, contract: Contract) -> None:
    request = await bot.record(lambda: CALLS[name][0](bot))
    assert contract.check(request.method, request.path, request.body) is None


@pytest.mark.parametrize("name", CALLS)
async def test_what_discord_py_sends_breaks_no_limit(name: str, bot: Bot) -> None:
    request = await bot.record(lambda: CALLS[name][0](bot))
    CALLS[name][1](request)


# Planted violations.

BUTTON = {"type": 2, "style": 1, "custom_id": "a", "label": "b"}
SEND = "/api/v10/channels/1/messages"
CALLBACK = "/api/v10/interactions/1/token/callback"


def row(*children: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(children)}


VIOLATIONS: dict[str, tuple[str, str, Any, str]] = {
    "unknown key": ("POST", SEND, {"content": "x", "componets": []}, "'componets'"),
    "unknown key deep inside": (
        "POST",
        SEND,
        {"components": [row({**BUTTON, "lable": "x"})]},
        "components[0].components[0]: Additional properties are not allowed ('lable'",
    ),
    "wrong type": ("POST", SEND, {"content": 7}, "content: 7"),
    "label too long": (
        "POST",
        SEND,
        {"components": [row({**BUTTON, "label": "x" * 81})]},
        "components[0].components[0].label",
    ),
    "nested in a container": (
        "POST",
        SEND,
        {"components": [{"type": 17, "components": [row({**BUTTON, "custom_id": ""})]}]},
        "components[0].components[0].components[0].custom_id",
    ),
    "unknown component": ("POST", SEND, {"components": [{"type": 99}]}, "components[0].type: 99"),
    "id that is none": ("POST", SEND, {"message_reference": {"message_id": "abc"}}, "message_reference"),
    "embed title too long": ("POST", SEND, {"embeds": [{"title": "x" * 257}]}, "embeds[0].title"),
    "nonce too long": ("POST", SEND, {"content": "x", "nonce": "n" * 26}, "nonce"),
    "radio group of one": (
        "POST",
        CALLBACK,
        {
            "type": 9,
            "data": {
                "title": "t",
                "custom_id": "c",
                "components": [
                    {
                        "type": 18,
                        "label": "l",
                        "component": {
                            "type": 21,
                            "custom_id": "q",
                            "options": [{"label": "a", "value": "b"}],
                        },
                    }
                ],
            },
        },
        "data.components[0].component.options",
    ),
    "reply with a wrong content": ("POST", CALLBACK, {"type": 4, "data": {"content": 1}}, "data.content"),
    "callback of no known type": ("POST", CALLBACK, {"type": 99}, "type"),
    "callback without a body": ("POST", CALLBACK, None, "the body is missing"),
    "command without a description": (
        "PUT",
        "/applications/1/commands",
        [{"name": "quiz", "description": "d", "options": [{"type": 3, "name": "n"}]}],
        '[0].options[0]: "description"',
    ),
    "thread without a name": ("POST", "/channels/1/messages/2/threads", {}, "name"),
    "address": ("POST", "/channels/1/mesages", {"content": "x"}, "no such address"),
    "method": ("PUT", SEND, {"content": "x"}, "no such address"),
    "no JSON": ("POST", SEND, b"{", "not JSON"),
    "no UTF-8": ("POST", SEND, b"\xff\xfe", "not JSON"),
    "a list": ("POST", SEND, [1], "the body: [1]"),
    "multipart": ("POST", SEND, {"payload_json": '{"content": 1}'}, "content: 1"),
}


@pytest.mark.parametrize("name", VIOLATIONS)
def test_a_violation_is_told_in_one_line(name: str, contract: Contract) -> None:
    method, path, body, told = VIOLATIONS[name]
    line = contract.check(method, path, body)
    assert line is not None
    assert told in line
    assert "\n" not in line
    assert len(line) < 500


def test_ids_may_be_numbers_and_permission_bits_text(contract: Contract) -> None:
    overwrite = {"id": 5, "type": 1, "allow": "1024", "deny": 0}
    body = {"name": "quiz", "parent_id": 7, "permission_overwrites": [overwrite]}
    assert contract.check("POST", "/guilds/1/channels", body) is None
    assert contract.check("POST", "/guilds/1/channels", {"name": "quiz", "parent_id": -7}) is not None
    overwrite["allow"] = "SEND"
    assert contract.check("POST", "/guilds/1/channels", body) is not None


def test_an_absent_body_is_fine_where_nothing_is_required(contract: Contract) -> None:
    for method, path in (
        ("GET", "/channels/1/messages?limit=5"),
        ("POST", "/channels/1/typing"),
        ("PUT", "/guilds/1/bans/2"),
        ("DELETE", "/channels/1/messages/2"),
        ("PUT", "/channels/1/messages/2/reactions/%E2%9C%85/@me"),
    ):
        assert contract.check(method, path, None) is None


def test_a_literal_segment_wins_over_a_parameter(contract: Contract) -> None:
    line = contract.check("PATCH", "/webhooks/1/token/messages/@original", {"content": 1})
    assert line is not None
    assert line.startswith("PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original:")


def test_a_file_that_is_no_description_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    path.write_text("{}")
    with pytest.raises(ValueError, match="no paths"):
        Contract.load(path)
