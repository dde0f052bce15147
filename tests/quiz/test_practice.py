"""Practice rounds: private, to the end, and nothing in them counts."""

from pathlib import Path

from cogs.challenges.disputing import LABEL
from tests.community import Community, community, library
from tests.quiz.asked import LETTERS, asked
from tests.quiz.bank import only, question


async def test_areas_are_offered_those_of_the_servers_own_tracks_first(town: Community) -> None:
    await town.add_track("CCS", "9am", "UTC")
    member = town.learners[0]
    offered = await member.autocomplete("quiz practice", "area", "")
    assert len(offered) <= 25
    assert offered[0]["name"].startswith("CCS: ")
    found = await member.autocomplete("quiz practice", "area", "cpc: anat")
    assert [choice["name"] for choice in found] == ["CPC: Anatomy"]
    assert await member.autocomplete("quiz practice", "area", "no such thing") == []


async def test_a_round_to_its_end(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    member = town.learners[0]
    (area,) = await member.autocomplete("quiz practice", "area", "CPC: Anatomy")
    reply = await member.slash("quiz practice", area=area["value"], count=3)
    seen, right = set(), 0
    for position in range(3):
        message = reply.message
        assert message.ephemeral
        assert f"Practice {position + 1} of 3 · CPC · Anatomy" in message.text()
        here = asked(message)
        seen.add(here.question.id)
        assert all(here.why(letter) not in message.text() for letter in LETTERS)
        pick = here.right if position != 1 else here.wrong[0]
        right += pick == here.right
        answer = await member.click(message, pick)
        assert answer.message.id == message.id, "the answer comes in the question's place"
        assert here.why(pick) in answer.text()
        assert ("✅ Right" if position != 1 else "❌ Not this time") in answer.text()
        assert f"{right} right of {position + 1}" in answer.text()
        if position < 2:
            reply = await member.click(answer.message, "Next question")
        else:
            assert "Round finished" in answer.text()
            assert [button.label for button in answer.message.buttons()] == [LABEL]
    assert len(seen) == 3
    assert "no streak here yet" in (await member.slash("quiz streak")).text()
    assert "Nobody has answered" in (await member.slash("quiz leaderboard")).text()


async def test_somebody_elses_round_is_refused(town: Community) -> None:
    owner, other, _ = town.learners
    reply = await owner.slash("quiz practice", area="CPC/anatomy", count=2)
    theirs = await other.press_raw(town.quiz, reply.message, "qp:1:0:0")
    assert "somebody else's practice round" in theirs.text()
    assert asked(reply.message).question.option("A").why not in theirs.text()
    answer = await owner.click(reply.message, "A")
    assert "Your answer: A" in answer.text(), "the round is as its owner left it"
    ahead = await other.press_raw(town.quiz, answer.message, "qn:1:1")
    assert "somebody else's practice round" in ahead.text()


async def test_counts_and_areas_that_cannot_be(town: Community) -> None:
    member = town.learners[0]
    for count in (0, 21, -1, 2**53):
        reply = await member.slash("quiz practice", area="CPC/anatomy", count=count, force=True)
        assert "between 1 and 20" in reply.text()
    for area in ("astronomy", "CPC/astronomy", "CPC", "", "XYZ/anatomy", "CPC/" + "x" * 5000):
        reply = await member.slash("quiz practice", area=area, force=True)
        assert "Pick an area from the list" in reply.text(), area


async def test_an_area_can_be_typed_by_its_name(town: Community) -> None:
    """As a phone sends it when nothing was picked from the list, in the words of the option's own example."""
    for written in ("CPC: Anatomy", "cpc/Anatomy", "CPC  anatomy"):
        reply = await town.learners[0].slash("quiz practice", area=written, count=1)
        assert "Practice 1 of 1 · CPC · Anatomy" in reply.text(), written


async def test_an_area_of_several_exams_is_that_of_the_servers_own_track(town: Community) -> None:
    member = town.learners[0]
    asked_back = await member.slash("quiz practice", area="anatomy", count=1)
    assert "Several exams have that area. Send one of: COC: Anatomy · CPC: Anatomy" in asked_back.text()
    await town.add_track("CPC")
    reply = await member.slash("quiz practice", area="anatomy", count=1)
    assert "Practice 1 of 1 · CPC · Anatomy" in reply.text()


async def test_fewer_questions_than_asked_for_and_none_at_all(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        anatomy = [q for q in library().questions.values() if q.area == "anatomy" and "CPC" in q.certs][:2]
        town.content = only(anatomy)
        async with town.bot():
            reply = await town.learners[0].slash("quiz practice", area="CPC/anatomy", count=20)
            assert "Practice 1 of 2" in reply.text()
            none = await town.learners[0].slash("quiz practice", area="CPC/surgery")
            assert "no CPC question on Surgical procedures" in none.text()
            assert "Try another area" in none.text()


async def test_a_round_goes_on_after_a_restart_and_stops_clearly_when_its_question_is_gone(
    tmp_path: Path,
) -> None:
    async with community(tmp_path) as town:
        town.content = only([question("one", "anatomy"), question("two", "anatomy")])
        async with town.bot():
            reply = await town.learners[0].slash("quiz practice", area="CPC/anatomy", count=2)
        async with town.bot():
            answer = await town.learners[0].click(reply.message, "A")
            following = await town.learners[0].click(answer.message, "Next question")
        town.content = only([question("three", "anatomy")])
        async with town.bot():
            gone = await town.learners[0].click(following.message, "A")
            assert "withdrawn from the bank. Start a new round: `/quiz practice`" in gone.text()
