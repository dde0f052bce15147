"""Answers to interactions, as they reach Discord."""

import pytest

from sandbox import rest_interactions
from sandbox.interactions import Interaction
from sandbox.model import Json
from sandbox.routing import Call
from tests.community import Community


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
