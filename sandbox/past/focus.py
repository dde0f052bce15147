"""Focus sessions in the study hall: somebody starts one, and others sit down with them."""

from datetime import time

from sandbox.past.story import Doing, Happening, Story, Unexpected, expect
from sandbox.seen import LiveMessage

# Days ago, local time, who, topic, who joins.
SESSIONS = (
    (59, time(19, 0), "priya", "E/M notes", ("amara", "sam")),
    (41, time(18, 30), "nadia", "PCS root operations", ("maya", "jonas")),
    (20, time(20, 30), "amara", "Guidelines, section I.C", ("sam", "leo", "lucia")),
    (6, time(19, 0), "nadia", "PCS tables", ("maya",)),
    (2, time(18, 30), "sam", "Modifiers", ("amara", "lucia")),
    # Sam's way to his exam, and who goes along.
    (68, time(18, 0), "sam", "Anatomy", ()),
    (54, time(18, 0), "sam", "Anesthesia", ("amara",)),
    (38, time(18, 0), "sam", "Surgery: skin and bones", ("maya",)),
    (33, time(18, 0), "sam", "Surgery: heart and vessels", ("maya", "amara")),
    (23, time(18, 0), "sam", "E/M, tables by heart", ("maya", "tomas")),
    (16, time(18, 0), "sam", "ICD-10-CM chapters", ("maya", "amara")),
    (9, time(18, 0), "sam", "Compliance", ("maya", "tomas")),
)


def script(story: Story) -> list[Happening]:
    """Every session; its own course runs by itself."""
    found: list[Happening] = []
    for ago, wall, who, topic, others in SESSIONS:
        found += story.some_days_ago(ago, wall, _session(story, who, topic, others))
    return found


def _session(story: Story, who: str, topic: str, others: tuple[str, ...]) -> Doing:
    async def act() -> None:
        study = story.scene.study
        member = story.member(who, study)
        expect(
            await member.slash("focus start", {"minutes": 25, "break": 5, "rounds": 2, "topic": topic}),
            "message",
        )
        await story.settle()
        message = _session_message(story)
        for other in others:
            await story.member(other, study).click(message, "Join")

    return act


def _session_message(story: Story) -> LiveMessage:
    for post in reversed(story.scene.local.messages(story.scene.study)):
        if any(button.label == "Join" for button in post.buttons()):
            return post
    raise Unexpected("no focus session was posted")
