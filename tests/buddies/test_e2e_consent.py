"""What is hidden, or goes with somebody, disappears from what was posted."""

from sandbox.members import MemberDriver
from sandbox.model import Channel
from tests.buddies.circle import WEEK, in_private, inbox, join, later, leave, set_up, threads
from tests.community import Community

SAID = {"Exam month": "May 2027", "Usual study hours": "6-9pm", "A line about you": "Zebras at night"}


async def shown(who: MemberDriver, *what: str) -> None:
    status = await who.slash("buddy status")
    for one in what:
        await who.click(status.message, f"Show my {one}")


async def talking(town: Community, *, people: int = 2) -> Channel:
    """A pair whose first member shows all they said, after a week."""
    await set_up(town)
    for place, learner in enumerate(town.learners[:people]):
        await join(learner, SAID if place == 0 else {})
    await shown(town.learners[0], "exam month", "hours and line")
    await later(town)
    (thread,) = threads(town)
    assert "Zebras" in town.posts(thread)[0].text()
    await later(town, WEEK)
    assert "exam in May 2027" in town.posts(thread)[-1].text()
    return thread


def told(town: Community, thread: Channel) -> str:
    return "\n".join(post.text() for post in town.posts(thread))


async def test_what_is_hidden_disappears_and_what_is_shown_appears(town: Community) -> None:
    thread = await talking(town)
    one = town.learners[0]
    status = await one.slash("buddy status")
    await one.click(status.message, "Hide my hours and line")
    await one.click(status.message, "Hide my exam month")
    await later(town, 60)
    assert "Zebras" not in told(town, thread)
    assert "6-9pm" not in told(town, thread)
    assert "May 2027" not in told(town, thread)
    assert "Why you two" in told(town, thread), "the rest stays"
    assert "how was your study week?" in told(town, thread)
    await shown(one, "hours and line")
    await later(town, 60)
    assert "Zebras" in town.posts(thread)[0].text()
    assert [button.label for button in town.posts(thread)[0].buttons()][-1] == "Something's wrong"


async def test_what_was_changed_at_joining_again_is_changed_there(town: Community) -> None:
    thread = await talking(town)
    await join(town.learners[0], {**SAID, "A line about you": "Giraffes by day"})
    await later(town, 60)
    assert "Zebras" not in told(town, thread)
    assert "Giraffes" in town.posts(thread)[0].text()


async def test_who_leaves_takes_everything_along(town: Community) -> None:
    thread = await talking(town)
    one = town.learners[0].at(thread)
    await one.click(town.posts(thread)[-1], "Struggling")
    await leave(town.learners[0])
    await later(town, 60)
    for word in ("Zebras", "6-9pm", "May 2027", "struggling"):
        assert word not in told(town, thread), word
    assert thread.thread is not None
    assert thread.thread.archived, "and stays closed"


async def test_deleted_data_is_gone_from_the_messages_of_those_who_go_on(town: Community) -> None:
    thread = await talking(town, people=3)
    asked = await town.learners[0].slash("me delete")
    assert "study buddies" in asked.text()
    await town.learners[0].click(asked.message, "Delete all my data")
    await later(town, 60)
    for word in ("Zebras", "6-9pm", "May 2027", f"<@{town.learners[0].user.id}>"):
        assert word not in town.posts(thread)[0].text(), word
        assert word not in (town.posts(thread)[1].embeds[0].get("description") or ""), word
    assert f"<@{town.learners[1].user.id}>" in town.posts(thread)[0].text()
    assert thread.thread is not None
    assert not thread.thread.archived


async def test_copies_in_private_go_too(town: Community) -> None:
    one, other = town.learners[:2]
    await join(one, SAID)
    await shown(one, "hours and line")
    await join(other)
    await later(town)
    assert "Zebras" in inbox(town, other)[0].text()
    await leave(one)
    await later(town, 60)
    assert not any("Zebras" in message.text() for message in inbox(town, other))
    pressed = await in_private(town, other).click(inbox(town, other)[0], "Nudge")
    assert "This pair has ended" in pressed.text()
