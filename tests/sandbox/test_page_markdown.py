"""The page's reading of Discord's markdown, run by node where there is one."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

from sandbox.web import FILES

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="node is not installed, and markdown.js needs it to run")

SCRIPT = """
import { parse } from "./markdown.mjs";
const texts = JSON.parse(await new Promise((done) => {
  let all = ""; process.stdin.on("data", (part) => all += part).on("end", () => done(all));
}));
console.log(JSON.stringify(texts.map(parse)));
"""


def parsed(*texts: str) -> list[Any]:
    """The tree of each text."""
    assert NODE
    with tempfile.TemporaryDirectory() as folder:
        # Every node takes a file of this name for a module; newer ones only take the page's own name for one.
        shutil.copy(FILES / "markdown.js", Path(folder, "markdown.mjs"))
        script = Path(folder, "run.mjs")
        script.write_text(SCRIPT, "utf-8")
        done = subprocess.run(
            [NODE, str(script)],
            input=json.dumps(texts),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


def plain(nodes: Any) -> str:
    """All that is readable in a tree."""
    if isinstance(nodes, str):
        return nodes
    if isinstance(nodes, list):
        return "".join(plain(node) for node in nodes)
    return plain(nodes.get("children", nodes.get("text", "")))


def bold(*children: object) -> dict[str, object]:
    return {"type": "bold", "children": list(children)}


def italic(*children: object) -> dict[str, object]:
    return {"type": "italic", "children": list(children)}


INLINE: list[tuple[str, list[object]]] = [
    ("plain", ["plain"]),
    ("**bold** and *it*", [bold("bold"), " and ", italic("it")]),
    ("_it_ but snake_case_name", [italic("it"), " but snake_case_name"]),
    ("**a *b* c**", [bold("a ", italic("b"), " c")]),
    ("***both***", [bold(italic("both"))]),
    ("2 * 3 * 4", ["2 * 3 * 4"]),
    (r"\*not\* it", ["*not* it"]),
    (r"I\_10 \\ end", [r"I_10 \ end"]),
    ("`code *x*`", [{"type": "code", "text": "code *x*"}]),
    ("``a`b``", [{"type": "code", "text": "a`b"}]),
    ("`open", ["`open"]),
    (
        "<@123> <@&45> <#6>",
        [
            {"type": "user", "id": "123"},
            " ",
            {"type": "role", "id": "45"},
            " ",
            {"type": "channel", "id": "6"},
        ],
    ),
    ("<t:1795395600:R>", [{"type": "time", "at": 1795395600, "style": "R"}]),
    ("<t:12>", [{"type": "time", "at": 12, "style": "f"}]),
    ("</quiz today:123>", [{"type": "command", "name": "quiz today"}]),
    ("<script>alert(1)</script>", ["<script>alert(1)</script>"]),
    ("[x](javascript:alert(1))", ["[x](javascript:alert(1))"]),
    ("[x](https://a.b/c)", [{"type": "link", "href": "https://a.b/c", "children": ["x"]}]),
    (
        "see https://a.b/c.",
        ["see ", {"type": "link", "href": "https://a.b/c", "children": ["https://a.b/c"]}, "."],
    ),
    (
        "~~no~~ ||hush||",
        [{"type": "strike", "children": ["no"]}, " ", {"type": "spoiler", "children": ["hush"]}],
    ),
    ("__u__", [{"type": "underline", "children": ["u"]}]),
]


def test_marks_within_a_line() -> None:
    trees = parsed(*(text for text, _ in INLINE))
    for (text, wanted), (block,) in zip(INLINE, trees, strict=True):
        assert block == {"type": "text", "children": wanted}, text


def test_lines_of_their_own() -> None:
    (tree,) = parsed("first\nsecond\n\n-# small\n# Big\n> said\n- one\nlast")
    assert [(block["type"], plain(block)) for block in tree] == [
        ("text", "first\nsecond\n"),
        ("small", "small"),
        ("h1", "Big"),
        ("quote", "said"),
        ("item", "one"),
        ("text", "last"),
    ]


def test_code_over_several_lines_is_left_alone() -> None:
    (tree,) = parsed("```py\n# no heading\n- no *item*\n```after")
    assert tree == [
        {"type": "text", "children": [{"type": "pre", "text": "# no heading\n- no *item*\n"}, "after"]}
    ]


def test_hostile_texts_end_and_lose_nothing() -> None:
    """As long as a message and an embed can be. Markdown that does not close is text."""
    length = 4096
    lost = (
        "*",
        "_",
        "~",
        "|",
        "`",
        "**",
        "__",
        "||",
        "```",
        "*a ",
        "_a ",
        " _a",
        "**a ",
        "[",
        "[a](",
        "[[",
        "<",
        "<@",
        "\\",
    )
    texts = [(part * length)[:length] for part in lost] + [
        "https://" + "a" * 4000,
        "h" * length,
        "<t:" + "9" * 4000 + ">",
    ]
    for text, tree in zip(texts, parsed(*texts), strict=True):
        assert set(plain(tree)) <= set(text)
    unclosed = ["[" * length, "<@" * 2000, "*a " * 1, "https://", "~" * 3]
    for text, tree in zip(unclosed, parsed(*unclosed), strict=True):
        assert plain(tree) == text


def test_lists_in_lists_numbers_and_quotes() -> None:
    (tree,) = parsed(
        "- one\n  - two\n    - three\n- back\n1. first\n   1. inner\n> - said\n>>> all\nthe rest"
    )
    items = [(block.get("depth", 0), block.get("number"), plain(block)) for block in tree[:6]]
    assert items == [
        (0, None, "one"),
        (1, None, "two"),
        (2, None, "three"),
        (0, None, "back"),
        (0, "1", "first"),
        (1, "1", "inner"),
    ]
    assert [(block["type"], plain(block)) for block in tree[6:]] == [
        ("quote", "said"),
        ("quote", "all"),
        ("quote", "the rest"),
    ]
    assert tree[6]["children"][0]["type"] == "item"


def test_addresses_with_brackets() -> None:
    (tree,) = parsed(
        "[**bold**](https://en.example/a_(b)) <https://en.example/c> (https://en.example/d). https://e.x/f_(g)!"
    )
    links = [node for node in tree[0]["children"] if isinstance(node, dict)]
    assert [link["href"] for link in links] == [
        "https://en.example/a_(b)",
        "https://en.example/c",
        "https://en.example/d",
        "https://e.x/f_(g)",
    ]
    assert links[0]["children"] == [bold("bold")]
    assert "<" not in plain(tree)
