"""The demo page's side of the server: what a member sees and does, and what bad requests get."""

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator
from datetime import datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest
import pytest_asyncio
import yarl

from bot.clock import Clock
from sandbox.server import LocalDiscord
from sandbox.web import FILES, MOST_BYTES, MOST_BYTES_WITH_FILES, Page
from tests.sandbox.stage import Browser, opened

pytestmark = pytest.mark.asyncio(loop_scope="module")

ACTS = ("press", "choose", "slash", "complete", "submit", "say", "travel")
SENTENCE = re.compile(r"[A-Z#].+[.]", re.DOTALL)
PRIVATE = 64


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    async with opened(tmp_path_factory.mktemp("demo")) as demo, aiohttp.ClientSession() as session:
        yield Browser(demo, session)


async def newest_post(browser: Browser, certification: str, key: str = "ines") -> Any:
    found = [m for m in await browser.messages(key) if f"**{certification} question" in m["content"]]
    return found[-1]


def button(message: Any, label: str) -> str:
    return str(
        next(
            c["custom_id"] for row in message["components"] for c in row["components"] if c["label"] == label
        )
    )


async def fresh_private(browser: Browser, key: str, channel: str = "daily-quiz") -> Any:
    return [m for m in await browser.messages(key, channel) if m["flags"] & PRIVATE][-1]


# --- looking


async def test_everybody_sees_their_own_channels(browser: Browser) -> None:
    seen = {}
    for key in ("ines", "priya", "rowan"):
        _, state = await browser.get("state", user=browser.user(key))
        assert state["me"] == {"id": browser.user(key), "name": key.capitalize()}
        seen[key] = [channel["name"] for channel in state["guild"]["channels"]]
    assert seen["ines"] == [
        "daily-quiz",
        "lounge",
        "memory-hooks",
        "study-hall",
        "meeting-rooms",
        "exam-countdown",
    ]
    assert seen["priya"] == seen["rowan"] == [*seen["ines"], "mods"]


async def test_without_a_user_it_is_the_new_learner(browser: Browser) -> None:
    status, state = await browser.get("state")
    assert (status, state["me"]["name"]) == (200, "Ines")
    assert [p["about"] for p in state["people"]][:3] == ["new learner", "keen learner", "moderator"]
    assert state["zone"] == "America/Chicago"


async def test_a_hidden_channel_is_neither_read_nor_written(browser: Browser) -> None:
    await browser.act("say", "priya", "mods", text="Between us.")
    assert (await browser.messages("rowan", "mods"))[-1]["content"] == "Between us."
    hidden = {"user": browser.user("ines"), "channel": browser.channel("mods")}
    for status, answer in (
        await browser.get("messages", **hidden),
        await browser.get("commands", **hidden),
        await browser.post("say", {**hidden, "text": "Hello?"}),
        await browser.post("slash", {**hidden, "command": "help"}),
    ):
        assert (status, answer["error"]) == (400, "Ines does not see that channel.")


async def test_one_members_direct_messages_are_nobody_elses(browser: Browser) -> None:
    assert await browser.messages("ines", "dm") == []
    status, _ = await browser.get("messages", user=browser.user("maya"), channel=browser.channel("dm"))
    assert status == 400


async def test_admin_commands_are_offered_to_admins(browser: Browser) -> None:
    offered = {}
    for key in ("ines", "priya"):
        _, answer = await browser.get("commands", user=browser.user(key), channel=browser.channel("lounge"))
        offered[key] = {command["name"] for command in answer["commands"]}
    assert {"quiz", "me", "help"} <= offered["ines"]
    assert offered["priya"] - offered["ines"] == {"admin"}


async def test_a_ping_of_ones_role_lights_up(browser: Browser) -> None:
    assert (await newest_post(browser, "CPC", "maya"))["pinged"] is True
    assert (await newest_post(browser, "CPC", "ines"))["pinged"] is False


# --- doing


async def test_a_press_is_answered_in_private(browser: Browser) -> None:
    post = await newest_post(browser, "CPC")
    answer = await browser.act("press", message=post["id"], custom_id=button(post, "A"))
    assert not answer["failed"]
    told = await fresh_private(browser, "ines")
    assert told["id"] == answer["message"]["id"]
    assert "Your answer: A" in json.dumps(told["embeds"])
    assert all(message["id"] != told["id"] for message in await browser.messages("maya"))
    again = await browser.act("press", message=post["id"], custom_id=button(post, "B"))
    assert "You answered A before" in again["message"]["embeds"][0]["title"]
    reasons = await browser.act(
        "press", message=told["id"], custom_id=button(told, "Reasons for all options")
    )
    assert len(reasons["message"]["embeds"][0]["fields"]) == 5


async def test_anothers_private_reply_cannot_be_pressed(browser: Browser) -> None:
    areas = await browser.act("complete", "sam", command="quiz practice", option="area", typed="CPC")
    area = areas["choices"][0]["value"]
    await browser.act("slash", "sam", command="quiz practice", options={"area": area, "count": 1})
    told = await fresh_private(browser, "sam")
    body = browser.body("maya", message=told["id"], custom_id=button(told, "A"))
    status, answer = await browser.post("press", body)
    assert (status, answer["error"]) == (400, "Maya does not see that message.")


async def test_commands_run_with_their_options(browser: Browser) -> None:
    answer = await browser.act("slash", "maya", command="quiz leaderboard", options={"period": "all"})
    assert "all time" in answer["message"]["embeds"][0]["title"]
    choices = await browser.act("complete", "maya", command="quiz leaderboard", option="track", typed="cc")
    (choice,) = choices["choices"]
    assert choice["name"] == "CCS in #daily-quiz"
    one = await browser.act("slash", "maya", command="quiz leaderboard", options={"track": choice["value"]})
    assert "CCS" in one["message"]["embeds"][0]["title"]


async def test_options_that_are_things_go_by_id(browser: Browser) -> None:
    options = {
        "certification": "CPC",
        "channel": {"id": browser.channel("lounge")},
        "time": "7:30pm",
        "timezone": "Berlin",
    }
    answer = await browser.act("slash", "priya", "mods", command="admin track add", options=options)
    assert "Europe/Berlin" in json.dumps(answer["message"]["embeds"])
    _, found = await browser.post(
        "complete",
        browser.body("priya", "mods", command="admin track remove", option="track", typed="lounge"),
    )
    (choice,) = found["choices"]
    answer = await browser.act(
        "slash", "priya", "mods", command="admin track remove", options={"track": choice["value"]}
    )
    sure = answer["message"]
    assert "for good?" in sure["content"]
    answer = await browser.act(
        "press", "priya", "mods", message=sure["id"], custom_id=button(sure, "Yes, remove it")
    )
    assert "is removed" in answer["message"]["content"]


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("quiz nonsense", {}, "There is no subcommand"),
        ("nonsense", {}, "No bot here has a command /nonsense"),
        ("quiz practice", {}, "This option is required: area"),
        ("quiz practice", {"area": "CPC", "count": 99}, "takes 1 to 20"),
        ("quiz practice", {"area": "CPC", "count": "5"}, "takes a whole number"),
        ("quiz leaderboard", {"period": "century"}, "offers"),
        ("quiz leaderboard", {"planet": "Mars"}, "There is no option 'planet'"),
        ("admin track list", {}, "lacks the permissions"),
    ],
)
async def test_a_command_that_discord_would_not_send_is_explained(
    browser: Browser, command: str, options: dict[str, object], said: str
) -> None:
    status, answer = await browser.post("slash", browser.body(command=command, options=options))
    assert status == 400
    assert said in answer["error"]
    assert SENTENCE.fullmatch(answer["error"])


async def test_a_bot_that_does_not_answer_is_shown_as_failed(browser: Browser) -> None:
    local = browser.demo.scene.local
    patience, local.deadline = local.deadline, 0.2
    local.faults.order("POST /interactions/.*/callback", 1, "hang")
    answer = await browser.act("slash", command="help")
    local.deadline = patience
    assert answer["failed"] is True
    assert answer["message"] is None


async def test_an_export_can_be_downloaded_but_never_runs(browser: Browser) -> None:
    answer = await browser.act("slash", "maya", command="me export")
    told = await fresh_private(browser, "maya")
    assert told["id"] == answer["message"]["id"]
    (file,) = told["attachments"]
    async with browser.session.get(file["url"]) as download:
        assert (await download.read())[:2] == b"PK"
        assert download.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert download.headers["X-Content-Type-Options"] == "nosniff"


async def test_what_somebody_writes_is_text(browser: Browser) -> None:
    text = "<script>alert(1)</script> <img src=x onerror=alert(1)> & “quotes”"
    await browser.act("say", "leo", "lounge", text=text)
    assert (await browser.messages("maya", "lounge"))[-1]["content"] == text


# --- time


async def test_the_next_question_comes_when_asked_for(browser: Browser) -> None:
    before = await newest_post(browser, "CPC")
    status, answer = await browser.post("travel", {"to": "next_question"})
    assert status == 200
    at = datetime.fromtimestamp(answer["now"], ZoneInfo("America/Chicago"))
    assert (at.hour, at.minute) == (9, 0)
    posted = [m for m in await browser.messages() if "CPC question" in m["content"]]
    assert posted[-1]["id"] != before["id"]
    closed = next(m for m in posted if m["id"] == before["id"])
    assert "closed" in closed["embeds"][0]["title"]


async def test_tomorrow_and_an_hour_later(browser: Browser) -> None:
    _, before = await browser.get("state")
    _, tomorrow = await browser.post("travel", {"to": "tomorrow"})
    zone = ZoneInfo(before["zone"])
    days = [datetime.fromtimestamp(at, zone) for at in (before["now"], tomorrow["now"])]
    assert (days[1].date() - days[0].date()).days == 1
    assert (days[1].hour, days[1].minute) == (9, 0)
    _, later = await browser.post("travel", {"to": "hour"})
    assert 3600 <= later["now"] - tomorrow["now"] < 3660


async def test_nobody_is_too_late_because_somebody_travels(browser: Browser) -> None:
    """A jump while a press is under way would make it fail: everybody waits for the other."""
    posts = [m for m in await browser.messages("sam") if "question of the day" in m["content"]][-3:]
    presses = [
        browser.act("press", key, message=post["id"], custom_id=button(post, "C"))
        for post in posts
        for key in ("sam", "leo", "tomas", "nadia")
    ]

    async def journeys() -> list[int]:
        return [(await browser.post("travel", {"to": to}))[0] for to in ("hour", "next_question", "tomorrow")]

    everything: list[Any] = [*presses[:6], journeys(), *presses[6:]]
    answers = await asyncio.gather(*everything)
    assert answers[6] == [200, 200, 200]
    assert not any(answer["failed"] for answer in [*answers[:6], *answers[7:]])
    contents = [m["content"] for m in await browser.messages("sam") if "question of the day" in m["content"]]
    assert len(contents) == len(set(contents))


async def test_without_a_track_there_is_no_next_question(browser: Browser) -> None:
    for wanted in ("pause", "resume"):
        body = browser.body(
            "priya", "mods", command=f"admin track {wanted}", option="track", typed="daily-quiz"
        )
        _, found = await browser.post("complete", body)
        for choice in found["choices"]:
            await browser.act(
                "slash", "priya", "mods", command=f"admin track {wanted}", options={"track": choice["value"]}
            )
        status, answer = await browser.post("travel", {"to": "next_question"})
        assert status == (409 if wanted == "pause" else 200)
        if wanted == "pause":
            assert "No track is running" in answer["error"]


# --- what is told as it happens


async def events(browser: Browser, key: str, until: str, listening: asyncio.Event) -> list[Any]:
    """Everything a member's page hears up to a message with that text. listening: set at the first."""
    found: list[Any] = []
    async with browser.session.ws_connect(address_of_events(browser, key)) as socket:
        async for heard in socket:
            found.append(heard.json())
            listening.set()
            if found[-1].get("message", {}).get("content") == until:
                break
    return found


def address_of_events(browser: Browser, key: str) -> str:
    return f"{browser.demo.url}/page/events?user={browser.user(key)}"


async def test_each_hears_what_they_may_see(browser: Browser) -> None:
    """Nothing is missed from the first event on."""
    both = {key: asyncio.Event() for key in ("ines", "maya")}
    ends = {key: asyncio.create_task(events(browser, key, "The end.", both[key])) for key in both}
    for listening in both.values():
        await listening.wait()
    private = (await browser.act("slash", "ines", command="help"))["message"]["id"]
    await browser.act("say", "priya", "mods", text="Only for moderators.")
    await browser.act("say", "leo", "lounge", text="The end.")
    heard = {key: await task for key, task in ends.items()}
    assert heard["ines"][0]["kind"] == heard["maya"][0]["kind"] == "hello"
    ids = {key: {e.get("message_id") for e in found} for key, found in heard.items()}
    assert private in ids["ines"]
    assert private not in ids["maya"]
    assert "Only for moderators." not in json.dumps(heard)
    assert all(e["now"] > 0 for found in heard.values() for e in found)


async def test_a_window_that_closes_is_forgotten(browser: Browser) -> None:
    told = browser.demo.scene.local.changes
    before = len(told._queues)
    await events_for_a_moment(browser)
    for number in range(1000):
        await browser.act("say", "leo", "lounge", text=f"Anybody there? {number}")
        if len(told._queues) <= before:
            return
    raise AssertionError("the window is still served")


async def events_for_a_moment(browser: Browser) -> None:
    async with browser.session.ws_connect(address_of_events(browser, "ines")) as socket:
        assert (await socket.receive_json())["kind"] == "hello"


async def test_who_is_far_behind_looks_anew(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than miss some of it and never know: the connection ends, and the page comes back."""
    monkeypatch.setattr("sandbox.changes._BACKLOG", 3)
    async with browser.session.ws_connect(address_of_events(browser, "ines")) as socket:
        assert (await socket.receive_json())["kind"] == "hello"
        for _ in range(9):
            browser.demo.scene.local.changes.tell("guild")
        kinds = [heard.type async for heard in socket]
        assert len(kinds) <= 4
        assert socket.closed


# --- what bad requests get


BAD_BODIES: list[bytes] = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"7",
    b'"text"',
    b"{}",
    b'{"user": 1, "channel": 2}',
    b'{"user": "1", "channel": "2", "to": "yesterday"}',
    b'{"to": null}',
    b'{"user": {"id": "1"}, "channel": [], "message": true, "custom_id": 3}',
    b'{"user": "-1", "channel": "1e3", "text": "x"}',
    b'{"user": "99999999999999999999", "channel": "2", "text": "x", "message": "3", "custom_id": "x", "command": "x"}',
    b'{"user": "\\ud800", "channel": "2"}',
    b'{"user": "\xff\xfe"}',
    b"[" * 10_000,
    b'{"user": ' * 5_000,
    b'{"command": "quiz", "options": {"a": NaN, "b": 1e999}}',
]


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("body", BAD_BODIES, ids=lambda body: body[:24].decode("latin-1") or "empty")
async def test_a_bad_body_gets_a_sentence(browser: Browser, name: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with browser.session.post(f"{browser.demo.url}/page/{name}", data=body, headers=headers) as answer:
        assert answer.status in (400, 404)
        assert SENTENCE.fullmatch((await answer.json())["error"])


async def test_any_wrong_value_anywhere_gets_a_sentence(browser: Browser) -> None:
    """Good bodies, with one thing in them replaced by something that does not belong there."""
    post = await newest_post(browser, "CPC")
    act = {"user": browser.user("ines"), "channel": browser.channel("daily-quiz")}
    good: dict[str, dict[str, object]] = {
        "press": {**act, "message": post["id"], "custom_id": button(post, "A")},
        "choose": {**act, "message": post["id"], "custom_id": "menu", "values": ["1"]},
        "slash": {**act, "command": "quiz leaderboard", "options": {"period": "all"}},
        "complete": {**act, "command": "quiz leaderboard", "option": "track", "typed": "c", "options": {}},
        "submit": {**act, "interaction": "1", "values": {"a": "b"}},
        "say": {**act, "text": "x"},
        "travel": {"to": "hour"},
    }
    strange: list[object] = [
        None,
        True,
        -1,
        1.5,
        "",
        " ",
        "\x00",
        "9" * 21,
        "0",
        [],
        {},
        [[]],
        {"id": "1"},
        "a b",
        ["x"] * 99,
    ]
    rng = Random("strange")
    for name, body in good.items():
        for key in body:
            for value in strange:
                status, answer = await browser.post(name, {**body, key: value})
                assert status in (200, 400, 404), (name, key, value, answer)
                assert status == 200 or SENTENCE.fullmatch(answer["error"]), (name, key, value, answer)
        status, answer = await browser.post(name, {**body, f"extra{rng.random()}": 1})
        assert status == 400


async def test_a_body_that_is_too_long_is_refused(browser: Browser) -> None:
    headers = {"Content-Type": "application/json"}
    for name, most in (("press", MOST_BYTES), ("say", MOST_BYTES_WITH_FILES)):
        url = f"{browser.demo.url}/page/{name}"
        async with browser.session.post(url, data=b"x" * (most + 1), headers=headers) as answer:
            assert answer.status == 413
            assert SENTENCE.fullmatch((await answer.json())["error"])
    status, answer_json = await browser.post("say", browser.body(text="x" * 2001))
    assert status == 400
    assert answer_json["error"].startswith("The field text can't be used")


@pytest.mark.parametrize("name", ["state", "messages", "commands", "events"])
@pytest.mark.parametrize("ident", ["", "x", "-1", "1", "9" * 20, "9" * 21, "１", "1 OR 1=1"])
async def test_a_bad_id_in_an_address_gets_a_sentence(browser: Browser, name: str, ident: str) -> None:
    for query in ({"user": ident, "channel": "1"}, {"user": browser.user("ines"), "channel": ident}):
        if name in ("state", "events") and query["user"] != ident:
            continue
        status, answer = await browser.get(name, **query)
        assert status in (400, 404)
        assert SENTENCE.fullmatch(answer["error"])


async def test_a_bot_is_nobody_to_act_for(browser: Browser) -> None:
    bot = str(next(iter(browser.demo.scene.local.world.apps)))
    status, answer = await browser.get("state", user=bot)
    assert (status, answer["error"]) == (400, "Crosswalk is a bot and acts for itself.")


async def test_a_gone_message_is_said_to_be_gone(browser: Browser) -> None:
    status, answer = await browser.post("press", browser.body(message="1", custom_id="x"))
    assert (status, answer["error"]) == (404, "That is not there, or not any more. Reload the page.")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "localhost.evil.example:{port}", "127.0.0.1:1", ""]
)
@pytest.mark.parametrize("path", ["/", "/page/state", "/api/v10/gateway", "/assets/main.js"])
async def test_another_host_name_is_refused(browser: Browser, host: str, path: str) -> None:
    """A name of the attacker's that was made to point here (DNS rebinding)."""
    headers = {"Host": host.format(port=browser.demo.scene.local.port)}
    async with browser.session.get(browser.demo.url + path, headers=headers) as answer:
        assert answer.status in (400, 421)
        assert "Ines" not in await answer.text()


async def test_localhost_is_this_machine_too(browser: Browser) -> None:
    headers = {"Host": f"localhost:{browser.demo.scene.local.port}"}
    async with browser.session.get(f"{browser.demo.url}/page/state", headers=headers) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("name", ACTS)
async def test_another_web_page_cannot_act(browser: Browser, name: str) -> None:
    url = f"{browser.demo.url}/page/{name}"
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1", f"https://{browser.demo.url[7:]}"):
        async with browser.session.post(url, json={"to": "hour"}, headers={"Origin": origin}) as answer:
            assert answer.status == 403
    # What a page can send without being asked about it first.
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        async with browser.session.post(
            url, data=b'{"to": "hour"}', headers={"Content-Type": kind}
        ) as answer:
            assert answer.status == 415
    async with browser.session.get(url) as answer:
        assert answer.status == 405


@pytest.mark.parametrize("path", ["/gateway", "/page/events", "/page/state", "/api/v10/gateway"])
async def test_another_web_page_cannot_look(browser: Browser, path: str) -> None:
    """Not even where it could not read the answer; WebSockets are open to all pages, unless one asks."""
    for headers in (
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "websocket"},
    ):
        address = f"{browser.demo.url}{path}?user={browser.user('ines')}"
        async with browser.session.get(address, headers=headers) as answer:
            assert answer.status == 403


async def test_a_link_to_it_may_be_followed(browser: Browser) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    async with browser.session.get(f"{browser.demo.url}/", headers=headers) as answer:
        assert answer.status == 200


async def test_its_own_page_may_act(browser: Browser) -> None:
    headers = {"Origin": browser.demo.url}
    body = browser.body(channel="lounge", text="From the page.")
    async with browser.session.post(f"{browser.demo.url}/page/say", json=body, headers=headers) as answer:
        assert answer.status == 200


async def test_before_it_is_ready_it_says_so() -> None:
    clock = Clock()
    local = LocalDiscord(clock.time)
    Page().add_to(local)
    await local.start()
    try:
        async with aiohttp.ClientSession() as session:
            for name in ("state", "events"):
                async with session.get(f"{local.base_url}/page/{name}") as answer:
                    assert answer.status == 503
                    assert "getting ready" in (await answer.json())["error"]
            async with session.post(f"{local.base_url}/page/travel", json={"to": "hour"}) as answer:
                assert answer.status == 503
    finally:
        await local.stop()


# --- the files


@pytest.mark.parametrize(
    "path", ["/", "/assets/main.js", "/assets/page.css", "/page/state", "/page/none", "/assets/x"]
)
async def test_every_answer_is_fenced_in(browser: Browser, path: str) -> None:
    async with browser.session.get(browser.demo.url + path) as answer:
        policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
        assert "unsafe" not in str(policy)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


async def test_only_the_pages_own_files_are_served(browser: Browser) -> None:
    for name in ("..%2fweb.py", "%2e%2e/web.py", "../web.py", "web.py", "..", "%00", ""):
        url = yarl.URL(f"{browser.demo.url}/assets/{name}", encoded=True)
        async with browser.session.get(url) as answer:
            assert answer.status == 404
    async with browser.session.get(f"{browser.demo.url}/assets/main.js") as answer:
        assert answer.content_type == "text/javascript"


def sources() -> list[tuple[str, str]]:
    return [(path.name, path.read_text("utf-8")) for path in sorted(FILES.iterdir())]


async def test_the_page_is_made_of_these_files() -> None:
    """Each file that one of them names is there, so the page loads whole."""
    names = {name for name, _ in sources()}
    named = {match for _, text in sources() for match in re.findall(r'(?:/assets/|from "\./)([\w.]+)', text)}
    assert "main.js" in named
    assert named <= names
    assert names - named == {"index.html"}


@pytest.mark.parametrize(("name", "text"), sources(), ids=[name for name, _ in sources()])
async def test_no_text_can_become_markup_and_nothing_comes_from_elsewhere(name: str, text: str) -> None:
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "DOMParser"):
        assert forbidden not in text
    addresses = set(re.findall(r"https?://[\w.]+", text))
    assert addresses <= {"http://www.w3.org"}
    if name.endswith(".html"):
        assert not re.search(r"\s(style|on\w+)=|<style|<script(?![^>]*\ssrc=)", text)
    assert len(text.splitlines()) <= 300


@pytest.mark.parametrize("name", ["", "a/b.txt", "..\\x", "a\nb", "x" * 201])
async def test_a_file_needs_a_plain_name(browser: Browser, name: str) -> None:
    file = {"file": name, "content": "SGVsbG8="}
    status, answer = await browser.post("say", browser.body(channel="lounge", text="", files=[file]))
    assert status == 400
    assert SENTENCE.fullmatch(answer["error"])


async def test_a_message_needs_words_or_a_file(browser: Browser) -> None:
    for text in ("", "  "):
        status, answer = await browser.post("say", browser.body(channel="lounge", text=text))
        assert status == 400
        assert SENTENCE.fullmatch(answer["error"])


async def test_a_file_that_is_no_base64_is_refused(browser: Browser) -> None:
    file = {"file": "a.txt", "content": "no base64!"}
    status, answer = await browser.post("say", browser.body(channel="lounge", text="", files=[file]))
    assert (status, answer["error"]) == (400, "The file a.txt is no base64.")


async def test_a_bank_is_imported_from_a_file_of_the_browser(browser: Browser) -> None:
    text = "question,A,B,C,D,answer\nWhich section is about outpatients?,I,II,III,IV,D\n"
    file = {"file": "mine.csv", "content": base64.b64encode(text.encode()).decode()}
    options = {"file": file, "certification": "CPC", "area": "outpatient_guidelines"}
    answer = await browser.act("slash", "priya", "mods", command="admin bank import", options=options)
    assert not answer["failed"]
    assert "1 question" in json.dumps(answer["message"])
