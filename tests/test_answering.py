"""Answers to interactions, as they reach Discord."""

import asyncio
import logging
from pathlib import Path

import pytest

from sandbox import rest_interactions
from sandbox.interactions import Interaction
from sandbox.model import Json
from sandbox.routing import Call
from tests.buddies.circle import until
from tests.community import Community, community

CALLBACK = "POST /interactions/{interaction_id}/{token}/callback"


async def test_no_answer_is_sent_back_to_the_bot(town: Community, monkeypatch: pytest.MonkeyPatch) -> None:
    sent_back: list[Interaction] = []
    whole = rest_interactions._result

    def noted(call: Call, interaction: Interaction, kind: int) -> Json:
        sent_back.append(interaction)
        return whole(call, interaction, kind)

    monkeypatch.setattr(rest_interactions, "_result", noted)
    await town.add_track()
    await town.travel("2026-11-03T09:00:00+00:00")
    (post,) = town.posts()
    member = town.learners[0]
    answer = await member.click(post, "A")
    assert "Your answer: A" in answer.text()
    reasons = await member.click(answer.message, "Reasons for all options")
    assert "Why, option by option" in reasons.text()
    asked = await member.slash("quiz practice", area="CPC/anatomy", count=1)
    practised = await member.click(asked.message, "B")
    assert "Round finished" in practised.text(), "the answer edits the message"
    export = await member.slash("me export")
    assert [file.filename for file in (await export.wait()).attachments], "a file goes with it"
    assert sent_back == []


async def test_a_bot_that_stops_while_it_tries_to_answer_ends_quietly(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with community(tmp_path) as town:
        async with town.bot():
            await town.add_track()
            await town.travel("2026-11-03T09:00:00+00:00")
            (post,) = town.posts()
            down = town.local.faults.order(CALLBACK, 10, 500)
            pressing = asyncio.create_task(town.learners[0].click(post, "A"))
            await until(lambda: down.hits > 0)
        pressing.cancel()
        await asyncio.gather(pressing, return_exceptions=True)
        await until(lambda: "before it could answer" in caplog.text)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
