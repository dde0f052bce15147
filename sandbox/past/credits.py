"""Credentials that are kept: Rowan has one from before, Nadia's begins with her pass."""

from datetime import time, timedelta

from sandbox.past.story import Doing, Happening, Story, expect

# Days ago: when it is logged, and when it was earned; who, credits, provider, category, course.
CREDITS = (
    (84, 420, "rowan", "6", "AAPC", "body", "Regional conference, day 1"),
    (84, 310, "rowan", "4", "AAPC local chapter", "body", "Chapter meetings, spring"),
    (70, 72, "rowan", "1.5", "Hospital compliance office", "approved", "Modifiers in audits"),
    (44, 45, "rowan", "2", "AAPC", "body", "E/M workshop"),
    (17, 18, "rowan", "1", "AAPC local chapter", "body", "Chapter meeting, autumn"),
    (12, 13, "nadia", "2", "AHIMA", "body", "Clinical documentation webinar"),
    (5, 5, "nadia", "1", "Hospital coding department", "field", "Case review"),
)
# Two years less this are left of Rowan's cycle, so that its reminders are still to come.
ROWAN_PASSED_AGO = 500
ROWAN_BEGINS_AGO = 85


def script(story: Story) -> list[Happening]:
    """Each at its time; nothing of it where the story begins later."""
    if story.days <= ROWAN_BEGINS_AGO:
        return []
    found = story.some_days_ago(ROWAN_BEGINS_AGO, time(17, 30), lambda: _start(story))
    for place, (ago, earned, who, amount, provider, category, course) in enumerate(CREDITS):
        given = {
            "credits": amount,
            "provider": provider,
            "category": category,
            "date": (story.today - timedelta(days=earned)).isoformat(),
            "course": course,
        }
        found += story.some_days_ago(ago, time(17, 40 + place), _add(story, who, given))
    return found


async def _start(story: Story) -> None:
    passed = (story.today - timedelta(days=ROWAN_PASSED_AGO)).isoformat()
    expect(await story.member("rowan").slash("ceu start", credential="CPC", passed=passed), "CPC")


def _add(story: Story, who: str, given: dict[str, str]) -> Doing:
    async def act() -> None:
        expect(await story.member(who).slash("ceu add", given), given["provider"])

    return act
