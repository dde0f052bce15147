"""Discord closes a form when it is sent off: whatever is refused gives back what was typed."""

from tests.challenges.test_challenges import decide, dispute, look, opened, posted
from tests.challenges.writing import written
from tests.community import Community

LONG = (
    "The tabular list has an Excludes1 note at this category, so that both codes cannot stand together. " * 3
)


async def test_a_ruling_that_changes_nothing(town: Community) -> None:
    _, question = await opened(town)
    said = await decide(
        town, "Correct the answer", right=[question.key(question.right)], reason=LONG, citation="OCG I.A.12.a"
    )
    assert "That is how it stands already" in said
    assert LONG.strip() in said
    assert "OCG I.A.12.a" in said


async def test_a_decision_that_comes_second(town: Community) -> None:
    await opened(town)
    case = await look(town)
    pressed = await town.admin.click(case.message, "Decline")
    await decide(town, "Throw it out", on=case.message)
    late = await town.admin.submit(pressed.modal, {"reason": LONG})
    assert "was upheld meanwhile" in late.text()
    assert LONG.strip() in late.text()


async def test_a_dispute_whose_source_cannot_be_read(town: Community) -> None:
    post = await posted(town)
    answer = await town.learners[0].click(post, "A")
    refused = await dispute(town.learners[0], answer.message, reason=LONG, citation="??")
    assert "Your source" in refused.text()
    assert LONG.strip() in refused.text()


async def test_a_suggestion_that_somebody_else_has_taken_meanwhile(town: Community) -> None:
    suggestion = await written(town, town.learners[0].user.id)
    queue = await town.admin.slash("quiz queue")
    opened_one = await town.admin.click(queue.message, "First suggestion")
    pressed = await town.admin.click(opened_one.message, "Decline")
    assert town.app is not None
    suggestions = town.app.services.challenges.suggestions
    await suggestions.approve(town.guild.id, suggestion.id, by=town.owner.id)
    late = await town.admin.submit(pressed.modal, {"reason": LONG})
    assert "was approved meanwhile" in late.text()
    assert LONG.strip() in late.text()
