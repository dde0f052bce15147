"""Every limit: what is exactly at it passes, one more is refused at the right place with Discord's code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.errors import DiscordError
from sandbox.limits import (
    COMPONENTS_V2,
    EPHEMERAL,
    check_channel,
    check_choices,
    check_command,
    check_commands,
    check_message,
    check_modal,
    check_thread,
)

Body = dict[str, Any]


def refusal(check: Callable[..., None], body: Any, **options: Any) -> dict[str, tuple[str, str]]:
    """Path of each error, with code and text; fails when the body is accepted."""
    with pytest.raises(DiscordError) as caught:
        check(body, **options)
    error = caught.value
    assert (error.status, error.code, error.message) == (400, 50035, "Invalid Form Body")
    found: dict[str, tuple[str, str]] = {}
    _collect(error.body()["errors"], "", found)
    return found


def _collect(node: Any, path: str, found: dict[str, tuple[str, str]]) -> None:
    for key, value in node.items():
        if key == "_errors":
            found[path] = (value[0]["code"], value[0]["message"])
        else:
            _collect(value, f"{path}.{key}" if path else key, found)


def codes(check: Callable[..., None], body: Any, **options: Any) -> dict[str, str]:
    return {path: code for path, (code, _) in refusal(check, body, **options).items()}


def button(**changes: Any) -> Body:
    return {"type": 2, "style": 1, "custom_id": "b", "label": "B"} | changes


def row(*children: Body) -> Body:
    return {"type": 1, "components": list(children)}


def rows(count: int) -> list[Body]:
    return [row(button(custom_id=f"b{number}")) for number in range(count)]


def option(number: int = 0, **changes: Any) -> Body:
    return {"label": f"o{number}", "value": f"v{number}"} | changes


def options(count: int) -> list[Body]:
    return [option(number) for number in range(count)]


def select(**changes: Any) -> Body:
    return {"type": 3, "custom_id": "s", "options": options(3)} | changes


def text(content: str = "t") -> Body:
    return {"type": 10, "content": content}


def v2(*components: Body, **changes: Any) -> Body:
    return {"flags": COMPONENTS_V2, "components": list(components)} | changes


def label(component: Body, **changes: Any) -> Body:
    return {"type": 18, "label": "L", "component": component} | changes


def modal(*components: Body, **changes: Any) -> Body:
    return {"title": "T", "custom_id": "m", "components": list(components)} | changes


def text_input(**changes: Any) -> Body:
    return {"type": 4, "custom_id": "t", "style": 1} | changes


def command(**changes: Any) -> Body:
    return {"name": "quiz", "description": "d"} | changes


def command_option(kind: int = 3, **changes: Any) -> Body:
    return {"type": kind, "name": "n", "description": "d"} | changes


# Lengths and counts: (make a body of size n, smallest that passes, largest that passes, where, which check).

Sized = tuple[Callable[[int], Any], int, int, str, Callable[..., None]]

SIZES: dict[str, Sized] = {
    "content": (lambda n: {"content": "x" * n}, 1, 2000, "content", check_message),
    "content in astral letters": (lambda n: {"content": "😀" * n}, 1, 2000, "content", check_message),
    "embeds": (lambda n: {"embeds": [{"title": "t"}] * n}, 1, 10, "embeds", check_message),
    "embed title": (lambda n: {"embeds": [{"title": "x" * n}]}, 1, 256, "embeds.0.title", check_message),
    "embed description": (
        lambda n: {"embeds": [{"description": "x" * n}]},
        1,
        4096,
        "embeds.0.description",
        check_message,
    ),
    "embed fields": (
        lambda n: {"embeds": [{"fields": [{"name": "n", "value": "v"}] * n}]},
        1,
        25,
        "embeds.0.fields",
        check_message,
    ),
    "field name": (
        lambda n: {"embeds": [{"fields": [{"name": "x" * n, "value": "v"}]}]},
        1,
        256,
        "embeds.0.fields.0.name",
        check_message,
    ),
    "field value": (
        lambda n: {"embeds": [{"fields": [{"name": "n", "value": "x" * n}]}]},
        1,
        1024,
        "embeds.0.fields.0.value",
        check_message,
    ),
    "footer": (
        lambda n: {"embeds": [{"footer": {"text": "x" * n}}]},
        1,
        2048,
        "embeds.0.footer.text",
        check_message,
    ),
    "author": (
        lambda n: {"embeds": [{"author": {"name": "x" * n}}]},
        1,
        256,
        "embeds.0.author.name",
        check_message,
    ),
    "colour": (
        lambda n: {"embeds": [{"title": "t", "color": n}]},
        0,
        0xFFFFFF,
        "embeds.0.color",
        check_message,
    ),
    "rows": (lambda n: {"components": rows(n)}, 1, 5, "components", check_message),
    "buttons": (
        lambda n: {"components": [row(*(button(custom_id=str(i)) for i in range(n)))]},
        1,
        5,
        "components.0.components",
        check_message,
    ),
    "button label": (
        lambda n: {"components": [row(button(label="x" * n))]},
        1,
        80,
        "components.0.components.0.label",
        check_message,
    ),
    "custom id": (
        lambda n: {"components": [row(button(custom_id="x" * n))]},
        1,
        100,
        "components.0.components.0.custom_id",
        check_message,
    ),
    "link": (
        lambda n: {
            "components": [
                row({"type": 2, "style": 5, "label": "L", "url": "https://example.org/".ljust(n, "x")})
            ]
        },
        20,
        512,
        "components.0.components.0.url",
        check_message,
    ),
    "options": (
        lambda n: {"components": [row(select(options=options(n)))]},
        1,
        25,
        "components.0.components.0.options",
        check_message,
    ),
    "option label": (
        lambda n: {"components": [row(select(options=[option(label="x" * n)]))]},
        1,
        100,
        "components.0.components.0.options.0.label",
        check_message,
    ),
    "option value": (
        lambda n: {"components": [row(select(options=[option(value="x" * n)]))]},
        1,
        100,
        "components.0.components.0.options.0.value",
        check_message,
    ),
    "option description": (
        lambda n: {"components": [row(select(options=[option(description="x" * n)]))]},
        0,
        100,
        "components.0.components.0.options.0.description",
        check_message,
    ),
    "placeholder": (
        lambda n: {"components": [row(select(placeholder="x" * n))]},
        0,
        150,
        "components.0.components.0.placeholder",
        check_message,
    ),
    "min_values": (
        lambda n: {"components": [row({"type": 5, "custom_id": "u", "min_values": n, "max_values": 25})]},
        0,
        25,
        "components.0.components.0.min_values",
        check_message,
    ),
    "max_values": (
        lambda n: {"components": [row({"type": 5, "custom_id": "u", "max_values": n})]},
        1,
        25,
        "components.0.components.0.max_values",
        check_message,
    ),
    "nonce": (lambda n: {"content": "x", "nonce": "n" * n}, 0, 25, "nonce", check_message),
    "mentioned users": (
        lambda n: {"content": "x", "allowed_mentions": {"users": [str(i) for i in range(n)]}},
        0,
        100,
        "allowed_mentions.users",
        check_message,
    ),
    "attachments": (
        lambda n: {"content": "x", "attachments": [{"id": i, "filename": f"{i}.png"} for i in range(n)]},
        0,
        10,
        "attachments",
        check_message,
    ),
    "text display": (lambda n: v2(text("x" * n)), 1, 4000, "components.0.content", check_message),
    "section texts": (
        lambda n: v2({"type": 9, "components": [text()] * n, "accessory": button()}),
        1,
        3,
        "components.0.components",
        check_message,
    ),
    "gallery": (
        lambda n: v2({"type": 12, "items": [{"media": {"url": "https://example.org/i.png"}}] * n}),
        1,
        10,
        "components.0.items",
        check_message,
    ),
    "accent colour": (
        lambda n: v2({"type": 17, "accent_color": n, "components": [text()]}),
        0,
        0xFFFFFF,
        "components.0.accent_color",
        check_message,
    ),
    "modal title": (lambda n: modal(text(), title="x" * n), 1, 45, "data.title", check_modal),
    "modal custom id": (lambda n: modal(text(), custom_id="x" * n), 1, 100, "data.custom_id", check_modal),
    "modal components": (
        lambda n: modal(*(label(text_input(custom_id=str(i))) for i in range(n))),
        1,
        5,
        "data.components",
        check_modal,
    ),
    "modal label": (
        lambda n: modal(label(text_input(), label="x" * n)),
        1,
        45,
        "data.components.0.label",
        check_modal,
    ),
    "modal description": (
        lambda n: modal(label(text_input(), description="x" * n)),
        0,
        100,
        "data.components.0.description",
        check_modal,
    ),
    "input placeholder": (
        lambda n: modal(label(text_input(placeholder="x" * n))),
        0,
        100,
        "data.components.0.component.placeholder",
        check_modal,
    ),
    "input value": (
        lambda n: modal(label(text_input(value="x" * n))),
        0,
        4000,
        "data.components.0.component.value",
        check_modal,
    ),
    "max_length": (
        lambda n: modal(label(text_input(max_length=n))),
        1,
        4000,
        "data.components.0.component.max_length",
        check_modal,
    ),
    "radio options": (
        lambda n: modal(label({"type": 21, "custom_id": "r", "options": options(n)})),
        2,
        10,
        "data.components.0.component.options",
        check_modal,
    ),
    "checkboxes": (
        lambda n: modal(label({"type": 22, "custom_id": "r", "options": options(n)})),
        1,
        10,
        "data.components.0.component.options",
        check_modal,
    ),
    "files": (
        lambda n: modal(label({"type": 19, "custom_id": "f", "max_values": n})),
        1,
        10,
        "data.components.0.component.max_values",
        check_modal,
    ),
    "command name": (lambda n: [command(name="x" * n)], 1, 32, "0.name", check_commands),
    "command description": (
        lambda n: [command(description="x" * n)],
        1,
        100,
        "0.description",
        check_commands,
    ),
    "command options": (
        lambda n: [command(options=[command_option(name=f"n{i}") for i in range(n)])],
        0,
        25,
        "0.options",
        check_commands,
    ),
    "choices": (
        lambda n: [
            command(options=[command_option(choices=[{"name": f"{i}", "value": f"{i}"} for i in range(n)])])
        ],
        0,
        25,
        "0.options.0.choices",
        check_commands,
    ),
    "autocompletion": (
        lambda n: [{"name": str(i), "value": i} for i in range(n)],
        0,
        25,
        "data.choices",
        check_choices,
    ),
    "autocompleted name": (
        lambda n: [{"name": "x" * n, "value": 1}],
        1,
        100,
        "data.choices.0.name",
        check_choices,
    ),
    "autocompleted value": (
        lambda n: [{"name": "x", "value": "x" * n}],
        1,
        100,
        "data.choices.0.value",
        check_choices,
    ),
    "thread name": (lambda n: {"name": "x" * n}, 1, 100, "name", check_thread),
    "thread slow mode": (
        lambda n: {"name": "x", "rate_limit_per_user": n},
        0,
        21600,
        "rate_limit_per_user",
        check_thread,
    ),
    "channel name": (lambda n: {"name": "x" * n}, 1, 100, "name", check_channel),
    "channel topic": (lambda n: {"name": "x", "topic": "x" * n}, 0, 1024, "topic", check_channel),
    "forum topic": (lambda n: {"name": "x", "type": 15, "topic": "x" * n}, 0, 4096, "topic", check_channel),
}


@pytest.mark.parametrize("name", SIZES)
def test_at_the_limit_passes_and_one_more_is_refused(name: str) -> None:
    make, least, most, path, check = SIZES[name]
    check(make(least))
    check(make(most))
    assert path in refusal(check, make(most + 1))


# The smallest n that passes is 1 in these because an empty message is refused otherwise, which has its own test.
WITHOUT_LOWER_LIMIT = {"content", "content in astral letters", "embeds", "rows", "embed fields"} | {
    "embed title",
    "embed description",
    "footer",
    "author",
    "link",
}


@pytest.mark.parametrize("name", [n for n in SIZES if SIZES[n][1] and n not in WITHOUT_LOWER_LIMIT])
def test_below_the_limit_is_refused(name: str) -> None:
    make, least, _, path, check = SIZES[name]
    assert path in refusal(check, make(least - 1))


@given(name=st.sampled_from([n for n in SIZES if SIZES[n][2] <= 10_000]), share=st.floats(0, 1))
def test_everything_within_passes(name: str, share: float) -> None:
    make, least, most, _, check = SIZES[name]
    check(make(least + round((most - least) * share)))


def test_the_texts_are_discords() -> None:
    assert refusal(check_message, {"content": "x" * 2001}) == {
        "content": ("BASE_TYPE_MAX_LENGTH", "Must be 2000 or fewer in length.")
    }
    assert refusal(check_message, {"components": [row(select(options=options(26)))]}) == {
        "components.0.components.0.options": (
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 1 and 25 in length.",
        )
    }
    assert refusal(check_message, {"components": [text()]}) == {
        "components.0": ("UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1,).')
    }


def test_all_errors_are_told_at_once_and_where_they_stand_in_the_body() -> None:
    body = {"content": "x" * 2001, "components": [row(button(label="x" * 81))]}
    assert codes(check_message, body, at=("data",)) == {
        "data.content": "BASE_TYPE_MAX_LENGTH",
        "data.components.0.components.0.label": "BASE_TYPE_MAX_LENGTH",
    }


# Empty messages.


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"content": ""},
        {"content": " \n "},
        {"content": None, "embeds": [], "components": []},
        {"embeds": [{}]},
        {"flags": COMPONENTS_V2, "components": []},
        {"tts": True},
    ],
)
def test_an_empty_message_is_refused(body: Body) -> None:
    with pytest.raises(DiscordError) as caught:
        check_message(body)
    assert (caught.value.status, caught.value.code) == (400, 50006)
    assert caught.value.body() == {"message": "Cannot send an empty message", "code": 50006}


@pytest.mark.parametrize(
    ("body", "files"),
    [
        ({"content": "x"}, 0),
        ({"embeds": [{"image": {"url": "https://example.org/i.png"}}]}, 0),
        ({"components": rows(1)}, 0),
        ({}, 1),
        ({"message_reference": {"type": 1, "message_id": "1", "channel_id": "2"}}, 0),
    ],
)
def test_anything_to_show_makes_a_message(body: Body, files: int) -> None:
    check_message(body, attachments=files)


def test_an_edit_may_leave_out_but_not_take_away_everything() -> None:
    check_message({}, editing=True)
    check_message({"content": None}, editing=True)
    check_message({"content": None, "embeds": [], "components": []}, editing=True, attachments=1)
    with pytest.raises(DiscordError) as caught:
        check_message({"content": None, "embeds": [], "components": []}, editing=True)
    assert caught.value.code == 50006


# Embeds.


def test_six_thousand_characters_over_all_embeds() -> None:
    def body(last: int) -> Body:
        return {
            "embeds": [
                {"title": "x" * 256, "description": "x" * 4096, "footer": {"text": "x" * 500}},
                {"author": {"name": "x" * 48}, "fields": [{"name": "x" * 100, "value": "x" * last}]},
            ]
        }

    check_message(body(1000))
    assert codes(check_message, body(1001)) == {"embeds": "MAX_EMBED_SIZE_EXCEEDED"}


@pytest.mark.parametrize(
    ("embed", "path", "code"),
    [
        ({"fields": [{"name": "", "value": "v"}]}, "embeds.0.fields.0.name", "BASE_TYPE_REQUIRED"),
        ({"fields": [{"name": "n"}]}, "embeds.0.fields.0.value", "BASE_TYPE_REQUIRED"),
        ({"url": "example.org"}, "embeds.0.url", "URL_TYPE_INVALID_URL"),
        ({"url": "ftp://example.org"}, "embeds.0.url", "URL_TYPE_INVALID_SCHEME"),
        ({"url": "attachment://a.png"}, "embeds.0.url", "URL_TYPE_INVALID_SCHEME"),
        ({"title": "t", "timestamp": "yesterday"}, "embeds.0.timestamp", "DATE_TIME_TYPE_PARSE"),
        ({"title": "t", "color": -1}, "embeds.0.color", "NUMBER_TYPE_MIN"),
        ({"title": "t", "color": "red"}, "embeds.0.color", "NUMBER_TYPE_COERCE"),
        ({"title": 7}, "embeds.0.title", "STRING_TYPE_CONVERT"),
        ("text", "embeds.0", "MODEL_TYPE_CONVERT"),
    ],
)
def test_a_faulty_embed_is_refused(embed: Any, path: str, code: str) -> None:
    assert codes(check_message, {"embeds": [embed]}) == {path: code}


def test_an_embed_shows_an_uploaded_file() -> None:
    check_message({"embeds": [{"image": {"url": "attachment://chart.png"}}]}, attachments=1)


# Legacy components.


@pytest.mark.parametrize(
    ("component", "path", "code"),
    [
        (button(custom_id=None), "custom_id", "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED"),
        (button(url="https://example.org"), "url", "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE"),
        (button(label=""), "label", "BASE_TYPE_REQUIRED"),
        (button(style=7), "style", "BASE_TYPE_CHOICES"),
        (button(style=True), "style", "BASE_TYPE_CHOICES"),
        (button(disabled="no"), "disabled", "BOOLEAN_TYPE_CHOICES"),
        (button(emoji={"name": "check"}), "emoji.name", "BUTTON_COMPONENT_INVALID_EMOJI"),
        (button(emoji={}), "emoji.name", "BASE_TYPE_REQUIRED"),
        (button(style=5, custom_id=None), "url", "BASE_TYPE_REQUIRED"),
        (button(style=5, custom_id=None, url="javascript:1"), "url", "URL_TYPE_INVALID_URL"),
        (
            button(style=5, url="https://example.org"),
            "custom_id",
            "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
        ),
        ({"type": 2, "style": 6}, "sku_id", "BASE_TYPE_REQUIRED"),
        (
            {"type": 2, "style": 6, "sku_id": "1", "label": "x"},
            "label",
            "BUTTON_COMPONENT_PREMIUM_FIELD_INVALID",
        ),
        (button(sku_id="1"), "sku_id", "BUTTON_COMPONENT_SKU_ID_INVALID"),
        (select(custom_id=""), "custom_id", "BASE_TYPE_REQUIRED"),
        (select(options=[]), "options", "BASE_TYPE_BAD_LENGTH"),
        (select(options=[option(1), option(1)]), "options.1", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"),
        (select(max_values=4), "options", "BASE_TYPE_MIN_LENGTH"),
        (select(min_values=3, max_values=2), "min_values", "NUMBER_TYPE_MAX"),
        (
            select(options=[option(1, default=True), option(2, default=True)]),
            "options",
            "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
        ),
        (
            {"type": 5, "custom_id": "u", "default_values": [{"id": "1", "type": "role"}]},
            "default_values.0.type",
            "BASE_TYPE_CHOICES",
        ),
        ({"type": 8, "custom_id": "c", "channel_types": [99]}, "channel_types.0", "BASE_TYPE_CHOICES"),
        (text_input(), "", "UNION_TYPE_CHOICES"),
        (text(), "", "UNION_TYPE_CHOICES"),
        ({"custom_id": "x"}, "type", "BASE_TYPE_REQUIRED"),
    ],
)
def test_a_faulty_component_is_refused(component: Body, path: str, code: str) -> None:
    where = "components.0.components.0" + (f".{path}" if path else "")
    assert codes(check_message, {"components": [row(component)]}) == {where: code}


@pytest.mark.parametrize(
    "component",
    [
        button(label=None, emoji={"name": "✅"}),
        button(label=None, emoji={"id": "123", "name": "check"}),
        button(label="1", emoji={"name": "1️⃣"}),
        {"type": 2, "style": 5, "label": "L", "url": "discord://-/channels/1"},
        {"type": 2, "style": 6, "sku_id": "1"},
        select(min_values=0, max_values=3),
        {"type": 7, "custom_id": "m", "default_values": [{"id": 1, "type": "role"}]},
        {"type": 8, "custom_id": "c", "channel_types": [0, 5]},
    ],
)
def test_a_sound_component_passes(component: Body) -> None:
    check_message({"components": [row(component)]})


def test_a_select_fills_its_row() -> None:
    body = {"components": [row(select(), button())]}
    assert codes(check_message, body) == {"components.0.components.1": "COMPONENT_LAYOUT_WIDTH_EXCEEDED"}


def test_custom_ids_and_ids_are_unique_over_the_whole_message() -> None:
    assert codes(check_message, {"components": [row(button()), row(button())]}) == {
        "components.1.components.0.custom_id": "COMPONENT_CUSTOM_ID_DUPLICATED"
    }
    disabled = [row(button(), select(custom_id="b"))]
    assert "components.0.components.1.custom_id" in codes(check_message, {"components": disabled})
    twice = v2({**text(), "id": 7}, {**text(), "id": 7})
    assert codes(check_message, twice) == {"components.1.id": "COMPONENT_ID_DUPLICATED"}
    check_message(v2({**text(), "id": 0}, {**text(), "id": 0}))


# Layout components.


def section(**changes: Any) -> Body:
    return {"type": 9, "components": [text()], "accessory": button()} | changes


THUMBNAIL: Body = {"type": 11, "media": {"url": "https://example.org/t.png"}}


@pytest.mark.parametrize("kind", [9, 10, 12, 13, 14, 17])
def test_layout_components_need_the_flag(kind: int) -> None:
    whole: dict[int, Body] = {
        9: section(),
        10: text(),
        12: {"type": 12, "items": [{"media": {"url": "https://example.org/i.png"}}]},
        13: {"type": 13, "file": {"url": "attachment://a.pdf"}},
        14: {"type": 14},
        17: {"type": 17, "components": [text()]},
    }
    assert codes(check_message, {"components": [whole[kind]]}, attachments=1) == {
        "components.0": "UNION_TYPE_CHOICES"
    }
    check_message(v2(whole[kind]), attachments=1)
    check_message({"components": [whole[kind]]}, editing=True, existing_flags=COMPONENTS_V2)


def test_the_flag_forbids_content_and_embeds() -> None:
    found = codes(check_message, v2(text(), content="x", embeds=[{"title": "t"}]))
    code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
    assert found == {"content": code, "embeds": code}
    check_message(v2(text(), content=None, embeds=[]))
    assert codes(check_message, {"content": "x"}, editing=True, existing_flags=COMPONENTS_V2) == {
        "content": code
    }


def test_forty_components_in_all_nested_ones_counted() -> None:
    container = {"type": 17, "components": [section(accessory=THUMBNAIL) for _ in range(12)]}  # 1 + 12 * 3
    check_message(v2(container, *[text() for _ in range(3)]))
    found = codes(check_message, v2(container, *[text() for _ in range(4)]))
    assert found == {"components": "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"}


def test_more_than_five_rows_fit_into_a_layout() -> None:
    check_message(v2(*rows(20)))


def test_four_thousand_characters_over_all_texts() -> None:
    check_message(v2(text("x" * 2000), section(components=[text("x" * 2000)])))
    found = codes(check_message, v2(text("x" * 2000), section(components=[text("x" * 2001)])))
    assert found == {"components": "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"}


@pytest.mark.parametrize(
    ("component", "path", "code"),
    [
        (section(accessory=None), "accessory", "BASE_TYPE_REQUIRED"),
        (section(accessory=text()), "accessory", "UNION_TYPE_CHOICES"),
        (section(components=[button()]), "components.0", "UNION_TYPE_CHOICES"),
        (button(), "", "UNION_TYPE_CHOICES"),
        (THUMBNAIL, "", "UNION_TYPE_CHOICES"),
        (
            {"type": 17, "components": [{"type": 17, "components": [text()]}]},
            "components.0",
            "UNION_TYPE_CHOICES",
        ),
        ({"type": 17, "components": []}, "components", "BASE_TYPE_BAD_LENGTH"),
        ({"type": 13, "file": {"url": "https://example.org/a.pdf"}}, "file.url", "URL_TYPE_INVALID_SCHEME"),
        ({"type": 13}, "file", "BASE_TYPE_REQUIRED"),
        ({"type": 14, "spacing": 3}, "spacing", "BASE_TYPE_CHOICES"),
        (
            {"type": 12, "items": [{"media": {"url": "chart.png"}}]},
            "items.0.media.url",
            "URL_TYPE_INVALID_URL",
        ),
        (label(text_input()), "", "UNION_TYPE_CHOICES"),
    ],
)
def test_a_faulty_layout_is_refused(component: Body, path: str, code: str) -> None:
    where = "components.0" + (f".{path}" if path else "")
    assert codes(check_message, v2(component)) == {where: code}


def test_a_file_that_was_not_uploaded_cannot_be_shown() -> None:
    body = v2({"type": 13, "file": {"url": "attachment://a.pdf"}})
    uploaded = body | {"attachments": [{"id": 0, "filename": "a.pdf"}]}
    check_message(uploaded, attachments=1)
    uploaded["attachments"] = [{"id": 0, "filename": "b.pdf"}]
    assert codes(check_message, uploaded, attachments=1) == {
        "components.0.file.url": "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
    }
    assert "components.0.file.url" in codes(check_message, body)


# The rest of a message.


def test_flags_that_cannot_be_set_are_refused() -> None:
    check_message({"content": "x", "flags": EPHEMERAL | 4 | 4096})
    assert codes(check_message, {"content": "x", "flags": 1 << 4}) == {"flags": "MESSAGE_FLAGS_INVALID"}
    assert codes(check_message, {"flags": EPHEMERAL}, editing=True) == {"flags": "MESSAGE_FLAGS_INVALID"}
    check_message({"flags": EPHEMERAL}, editing=True, existing_flags=EPHEMERAL)


def test_allowed_mentions() -> None:
    def mentions(**parts: Any) -> Body:
        return {"content": "x", "allowed_mentions": parts}

    check_message(mentions(parse=["everyone", "users"], roles=["1"], replied_user=False))
    assert codes(check_message, mentions(parse=["users"], users=["1"])) == {
        "allowed_mentions": "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"
    }
    assert codes(check_message, mentions(parse=["here"])) == {"allowed_mentions.parse.0": "BASE_TYPE_CHOICES"}
    assert codes(check_message, mentions(users=["1", 1])) == {
        "allowed_mentions.users": "SET_TYPE_ALREADY_CONTAINS_VALUE"
    }


def test_a_nonce_is_a_short_text_or_a_number_of_64_bits() -> None:
    check_message({"content": "x", "nonce": 2**63 - 1, "enforce_nonce": True})
    assert codes(check_message, {"content": "x", "nonce": 2**63}) == {"nonce": "NONCE_TYPE_OUT_OF_BOUNDS"}
    assert codes(check_message, {"content": "x", "nonce": 1.5}) == {"nonce": "NONCE_TYPE_INVALID_TYPE"}


def test_ten_files() -> None:
    check_message({}, attachments=10)
    assert codes(check_message, {}, attachments=11) == {"attachments": "BASE_TYPE_MAX_LENGTH"}


# Modals.


def group(kind: int, **changes: Any) -> Body:
    return {"type": kind, "custom_id": "g", "options": options(3)} | changes


@pytest.mark.parametrize(
    ("component", "path", "code"),
    [
        (text_input(style=3), "style", "BASE_TYPE_CHOICES"),
        (text_input(custom_id=""), "custom_id", "BASE_TYPE_REQUIRED"),
        (text_input(min_length=5, max_length=4), "min_length", "NUMBER_TYPE_MAX"),
        (text_input(max_length=3, value="four"), "value", "BASE_TYPE_MAX_LENGTH"),
        (text_input(min_length=5, value="four"), "value", "BASE_TYPE_MIN_LENGTH"),
        (select(disabled=True), "disabled", "COMPONENT_DISABLED_IN_MODAL"),
        (select(min_values=0), "min_values", "NUMBER_TYPE_MIN"),
        (select(min_values=0, required=True), "min_values", "NUMBER_TYPE_MIN"),
        (select(max_values=4), "options", "BASE_TYPE_MIN_LENGTH"),
        ({"type": 19, "custom_id": "f", "min_values": 0}, "min_values", "NUMBER_TYPE_MIN"),
        ({"type": 19, "custom_id": "f", "max_values": 0}, "max_values", "NUMBER_TYPE_MIN"),
        (group(21, options=None), "options", "BASE_TYPE_REQUIRED"),
        (
            group(21, options=[option(1, default=True), option(2, default=True)]),
            "options",
            "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
        ),
        (group(22, min_values=0), "min_values", "NUMBER_TYPE_MIN"),
        (group(22, max_values=4), "options", "BASE_TYPE_MIN_LENGTH"),
        (group(22, min_values=3, max_values=2), "min_values", "NUMBER_TYPE_MAX"),
        ({"type": 23}, "custom_id", "BASE_TYPE_REQUIRED"),
        ({"type": 23, "custom_id": "c", "default": 1}, "default", "BOOLEAN_TYPE_CHOICES"),
        (button(), "", "UNION_TYPE_CHOICES"),
        (text(), "", "UNION_TYPE_CHOICES"),
    ],
)
def test_a_faulty_field_of_a_modal_is_refused(component: Body, path: str, code: str) -> None:
    where = "data.components.0.component" + (f".{path}" if path else "")
    assert codes(check_modal, modal(label(component))) == {where: code}


@pytest.mark.parametrize(
    "component",
    [
        text_input(style=2, min_length=0, max_length=4000, required=False, value=None, label=None),
        select(required=False, min_values=0),
        {"type": 6, "custom_id": "r", "disabled": False},
        {"type": 19, "custom_id": "f", "min_values": 0, "required": False},
        group(22, options=[option(n, default=True) for n in range(3)]),
        group(22, min_values=0, required=False, max_values=2),
        {"type": 23, "custom_id": "c", "default": True},
    ],
)
def test_a_sound_field_of_a_modal_passes(component: Body) -> None:
    check_modal(modal(label(component), text("read this")))


@pytest.mark.parametrize("component", [row(button()), button(), select(), text_input(), section()])
def test_a_modal_holds_labels_texts_and_old_rows_only(component: Body) -> None:
    assert any(path.startswith("data.components.0") for path in codes(check_modal, modal(component)))


def test_an_old_row_holds_one_text_input_with_its_label() -> None:
    check_modal(modal(row(text_input(label="L"))))
    assert codes(check_modal, modal(row(text_input()))) == {
        "data.components.0.components.0.label": "BASE_TYPE_REQUIRED"
    }
    pair = row(text_input(label="L"), text_input(label="M", custom_id="u"))
    assert codes(check_modal, modal(pair)) == {
        "data.components.0.components.1": "COMPONENT_LAYOUT_WIDTH_EXCEEDED"
    }


def test_fields_of_a_modal_have_names_of_their_own() -> None:
    assert codes(check_modal, modal(label(text_input()), label(text_input()))) == {
        "data.components.1.component.custom_id": "COMPONENT_CUSTOM_ID_DUPLICATED"
    }


# Commands.


@pytest.mark.parametrize("name", ["quiz", "quiz-2", "quiz_b", "l'été", "квиз", "प्रश्न", "คำถาม", "測驗"])
def test_names_that_discord_takes(name: str) -> None:
    check_commands([command(name=name)])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Quiz", "APPLICATION_COMMAND_INVALID_NAME"),
        ("quiz today", "STRING_TYPE_REGEX"),
        ("quiz!", "STRING_TYPE_REGEX"),
        ("/quiz", "STRING_TYPE_REGEX"),
        ("quiz😀", "STRING_TYPE_REGEX"),
        ("", "BASE_TYPE_REQUIRED"),
        (None, "BASE_TYPE_REQUIRED"),
    ],
)
def test_names_that_discord_refuses(name: str | None, code: str) -> None:
    assert codes(check_commands, [command(), command(name=name)]) == {"1.name": code}
    body = command(options=[command_option(name=name)])
    assert codes(check_command, body) == {"options.0.name": code}


def test_context_menus_have_free_names_and_no_description() -> None:
    check_commands([{"type": 3, "name": "Report this"}, {"type": 2, "name": "Report this"}])
    assert codes(check_commands, [{"type": 3, "name": "Report", "description": "d"}]) == {
        "0.description": "APPLICATION_COMMAND_DESCRIPTION_INVALID"
    }


def test_a_hundred_commands() -> None:
    check_commands([command(name=f"c{n}") for n in range(100)] + [{"type": 3, "name": "m"}])
    with pytest.raises(DiscordError) as caught:
        check_commands([command(name=f"c{n}") for n in range(101)])
    assert caught.value.code == 30032


def test_names_are_unique_among_commands_of_a_type_and_among_options() -> None:
    assert codes(check_commands, [command(), command()]) == {"1": "APPLICATION_COMMANDS_DUPLICATE_NAME"}
    check_commands([command(), {"type": 2, "name": "quiz"}])
    twice = command(options=[command_option(), command_option(5)])
    assert codes(check_commands, [twice]) == {"0.options.1": "APPLICATION_COMMAND_OPTIONS_NAME_INVALID"}


def test_required_options_come_first_at_every_depth() -> None:
    wrong = [command_option(name="a"), command_option(name="b", required=True)]
    code = "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"
    assert codes(check_commands, [command(options=wrong)]) == {"0.options.1": code}
    nested = command_option(2, options=[command_option(1, options=wrong)])
    assert codes(check_commands, [command(options=[nested])]) == {"0.options.0.options.0.options.1": code}
    check_commands([command(options=wrong[::-1])])


@pytest.mark.parametrize(
    ("found", "path", "code"),
    [
        (command_option(2, options=[command_option(2)]), "options.0", "UNION_TYPE_CHOICES"),
        (command_option(2, options=[command_option(3)]), "options.0", "UNION_TYPE_CHOICES"),
        (command_option(1, options=[command_option(1)]), "options.0", "UNION_TYPE_CHOICES"),
        (command_option(99), "", "UNION_TYPE_CHOICES"),
        (command_option(3, description=""), "description", "BASE_TYPE_REQUIRED"),
        (
            command_option(5, choices=[{"name": "a", "value": "b"}]),
            "choices",
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        ),
        (command_option(3, min_value=1), "min_value", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"),
        (command_option(4, max_length=1), "max_length", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"),
        (command_option(3, channel_types=[0]), "channel_types", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"),
        (command_option(4, min_value=5, max_value=4), "min_value", "NUMBER_TYPE_MAX"),
        (command_option(4, min_value=0.5), "min_value", "NUMBER_TYPE_COERCE"),
        (command_option(3, max_length=6001), "max_length", "NUMBER_TYPE_MAX"),
        (command_option(4, choices=[{"name": "a", "value": "b"}]), "choices.0.value", "NUMBER_TYPE_COERCE"),
        (command_option(3, choices=[{"name": "a", "value": 1}]), "choices.0.value", "STRING_TYPE_CONVERT"),
        (
            command_option(3, autocomplete=True, choices=[{"name": "a", "value": "b"}]),
            "autocomplete",
            "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES",
        ),
        (
            command_option(3, choices=[{"name": "a", "value": "b"}, {"name": "a", "value": "c"}]),
            "choices.1.name",
            "APPLICATION_COMMAND_CHOICE_DUPLICATED",
        ),
    ],
)
def test_a_faulty_option_is_refused(found: Body, path: str, code: str) -> None:
    where = "0.options.0" + (f".{path}" if path else "")
    assert codes(check_commands, [command(options=[found])]) == {where: code}


def test_subcommands_do_not_mix_with_other_options() -> None:
    mixed = command(options=[command_option(1, name="a"), command_option(3, name="b")])
    assert codes(check_commands, [mixed]) == {"0.options": "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"}
    check_commands([command(options=[command_option(1, name="a"), command_option(2, name="b")])])


def test_eight_thousand_characters_a_command() -> None:
    pieces = [command_option(name=f"n{n:02}", description="d" * 97) for n in range(10)]  # 1,000
    groups = [command_option(2, name=f"g{n:02}", description="d" * 97, options=[]) for n in range(7)]
    whole = command(name="quiz", description="d" * 96, options=groups)  # 100 + 700
    for index, outer in enumerate(groups):
        inner = command_option(1, name="sub", description="d" * 97, options=[dict(piece) for piece in pieces])
        outer["options"] = [inner]  # 1,100 each
        if index == 6:
            inner["options"] = inner["options"][:4]  # 500: 800 + 6 * 1,100 + 500 = 7,900
    check_commands([whole])
    last = groups[6]["options"][0]["options"]
    last.append(command_option(name="n99", description="d" * 97))  # 8,000
    check_commands([whole])
    last[-1]["name"] = "n999"
    assert codes(check_commands, [whole]) == {"0": "APPLICATION_COMMAND_TOO_LARGE"}


def test_the_longest_translation_counts_towards_the_size() -> None:
    translated = command(options=[])
    for number in range(25):
        translated["options"].append(
            command_option(
                name=f"n{number}",
                description="d",
                description_localizations={"de": "d" * 100, "fr": "d"},
                choices=[
                    {"name": f"{n}", "name_localizations": {"de": "x" * 22}, "value": f"{n:02}"}
                    for n in range(9)
                ],
            )
        )
    check_commands([translated])  # 5 + 25 * (100 + 9 * 24) and the names
    for part in translated["options"]:
        part["choices"][0]["name_localizations"] = {"de": "x" * 40}
    assert codes(check_commands, [translated]) == {"0": "APPLICATION_COMMAND_TOO_LARGE"}


# Autocompletion, threads, channels.


def test_autocompletion_takes_texts_and_numbers() -> None:
    check_choices([{"name": "a", "value": "a"}, {"name": "b", "value": "b", "name_localizations": None}])
    check_choices([{"name": "a", "value": 1.5}])
    assert codes(check_choices, [{"name": "a", "value": True}]) == {
        "data.choices.0.value": "NUMBER_TYPE_COERCE"
    }
    assert codes(check_choices, [{"name": "", "value": "x"}]) == {"data.choices.0.name": "BASE_TYPE_REQUIRED"}


def test_threads() -> None:
    check_thread({"name": "pair", "type": 12, "invitable": False, "auto_archive_duration": 1440})
    check_thread({"archived": True}, editing=True)
    assert codes(check_thread, {}) == {"name": "BASE_TYPE_REQUIRED"}
    assert codes(check_thread, {"name": "x", "auto_archive_duration": 5, "type": 0}) == {
        "auto_archive_duration": "BASE_TYPE_CHOICES",
        "type": "BASE_TYPE_CHOICES",
    }


def test_channels() -> None:
    overwrite = {"id": 1, "type": 0, "allow": "1024", "deny": "0"}
    check_channel({"name": "quiz", "type": 0, "parent_id": "5", "permission_overwrites": [overwrite]})
    check_channel({"topic": None}, editing=True)
    assert codes(check_channel, {"name": "quiz", "type": 1}) == {"type": "BASE_TYPE_CHOICES"}
    assert codes(
        check_channel, {"name": "quiz", "permission_overwrites": [overwrite | {"allow": "all"}]}
    ) == {"permission_overwrites.0.allow": "NUMBER_TYPE_COERCE"}


# Whatever comes, it is taken or refused, never a crash.

KEYS = """type components component accessory items media file url emoji id name label value options custom_id
style content embeds fields author footer flags default_values channel_types min_values max_values choices
description required allowed_mentions parse users attachments title nonce topic default_value placeholder
min_length max_length default name_localizations permission_overwrites allow timestamp color message_reference"""

atoms = st.none() | st.booleans() | st.integers(-1, 30) | st.floats() | st.text(max_size=5)
anything = st.recursive(
    atoms,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=6)
        | st.builds(
            lambda kind, rest: {"type": kind} | rest,
            st.integers(1, 24),
            st.dictionaries(st.sampled_from(KEYS.split()[1:]), inner, max_size=6),
        )
    ),
    max_leaves=30,
)
bodies = st.dictionaries(st.sampled_from(KEYS.split()), anything, max_size=8)


def _status(check: Callable[..., None], *body: Any, **options: Any) -> int:
    try:
        check(*body, **options)
    except DiscordError as error:
        return error.status
    return 200


@given(body=bodies, flags=st.sampled_from((0, COMPONENTS_V2)))
def test_hostile_bodies_are_taken_or_refused_in_form(body: Body, flags: int) -> None:
    for check in (check_message, check_modal, check_command, check_thread, check_channel):
        assert _status(check, body) in (200, 400)
    assert _status(check_message, body, editing=True, existing_flags=flags) in (200, 400)
    assert _status(check_message, body | {"flags": flags}) in (200, 400)
    assert _status(check_commands, [body, body]) in (200, 400)
    assert _status(check_choices, [body]) in (200, 400)


def test_bodies_nested_without_end_are_refused_too() -> None:
    options: list[Body] = []
    components: list[Body] = []
    for _ in range(5_000):
        options = [command_option(1, options=options)]
        components = [{"type": 17, "components": components}]
    assert "0.options.0.options.0" in codes(check_commands, [command(options=options)])
    assert "components.0.components.0" in codes(check_message, v2(*components))
