"""Starting and ending the demo: ports, folders, other years, the command itself."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot.errors import SettingsError
from bot.settings import load_settings
from sandbox.demo import open_demo, refuse_real_token, run_demo
from sandbox.keeping import ROOT
from sandbox.past import DAYS as WHOLE
from sandbox.past.quiz import TRACKS
from tests.sandbox.stage import DAYS, PRESENT, headings, opened


async def test_a_free_port_is_found_when_the_wanted_one_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with opened(tmp_path, port=port) as demo, aiohttp.ClientSession() as session:
            assert demo.scene.local.port != port
            async with session.get(demo.url) as answer:
                assert answer.status == 200


async def test_two_at_once_keep_apart_and_clean_up(tmp_path: Path) -> None:
    async with opened(tmp_path) as one, opened(tmp_path) as other:
        assert one.url != other.url
        running = {f"{demo.scene.local.port}/crosswalk.sqlite3" for demo in (one, other)}
        assert files_in(tmp_path) == running | {"past/crosswalk.sqlite3"}
    assert files_in(tmp_path) == {"past/crosswalk.sqlite3", "now/crosswalk.sqlite3"}


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.glob("**/*.sqlite3")}


async def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / ".demo").write_text("not a folder")
    with pytest.raises(SettingsError, match="can't make its folder"):
        async with open_demo(0, load_settings(None), folder=tmp_path / ".demo"):
            pass


async def test_it_works_in_years_to_come(tmp_path: Path) -> None:
    """Some questions hold for certain code-set years only; enough of them hold in any."""
    async with opened(tmp_path, present="2035-03-11T20:00:00+00:00") as demo:
        assert len(headings(demo)) == DAYS * len(TRACKS)


@pytest.mark.parametrize("port", [-1, 65_536, 10**12])
def test_a_port_that_cannot_be_is_refused(port: int) -> None:
    with pytest.raises(SettingsError, match="0 to 65535"):
        run_demo(port)


@pytest.mark.parametrize(
    ("token", "refused"),
    [
        ("MTA1NjM3MjgwMjg3MDcyMjYwMA.GkYcXZ.ab3dEfGh1jKlMn0pQrStUvWxYz_23456-789Ab", True),
        ("Bot MTA1NjM3MjgwMjg3MDcyMjYwMA.GkYcXZ.ab3dEfGh1jKlMn0pQrStUvWxYz_23456-789Ab", True),
        ("none", False),
    ],
)
def test_a_real_looking_token_is_refused(token: str, refused: bool) -> None:
    settings = load_settings(None).model_copy(update={"discord_token": SecretStr(token)})
    if not refused:
        refuse_real_token(settings)
        return
    with pytest.raises(SettingsError, match="IGNORE_TOKEN=1") as refusal:
        refuse_real_token(settings)
    assert token not in str(refusal.value), "nor is it printed"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to a single process")
async def test_the_command_says_where_and_ends_on_ctrl_c(tmp_path: Path) -> None:
    """Also with a token in the environment, which it leaves alone. It goes on from what was played before."""
    async with opened(tmp_path / ".demo", days=WHOLE):
        pass
    said = await asyncio.to_thread(started_and_ended, tmp_path)
    assert re.search(r"Open http://127\.0\.0\.1:\d+ in your browser", said)
    assert "The demo has ended." in said
    assert "Traceback" not in said
    assert "Playing" not in said, "it was played before"
    assert files_in(tmp_path) == {f".demo/{name}/crosswalk.sqlite3" for name in ("past", "now")}


def started_and_ended(folder: Path) -> str:
    """What the command prints in that folder until Ctrl+C, and then."""
    command = [sys.executable, "-m", "bot", "demo", "--port", "0"]
    environment = {
        **os.environ, "DISCORD_TOKEN": "not.a.token", "COLUMNS": "120", "CROSSWALK_START_AT": PRESENT
    }  # fmt: skip
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "Ctrl+C" in line:
                break
        for _ in range(2):  # a second one comes easily
            process.send_signal(signal.SIGINT)
        lines += process.stdout.readlines()
        assert process.wait(30) == 0
    return "".join(lines)
