"""Practice rounds: some members do a short one every week or two."""

from datetime import time
from random import Random

from sandbox.past.story import Doing, Happening, Story, expect
from sandbox.seen import BUTTON, walk

# Who, on which days ago, on which area, and their chance of being right.
ROUNDS = (
    ("maya", range(3, 91, 14), "CPC/anatomy", 0.9),
    ("sam", range(5, 91, 21), "CPC/icd10cm", 0.7),
    ("amara", range(2, 58, 14), "CPC/icd10cm", 0.75),
    ("lucia", (6, 13), "CPC/anatomy", 0.5),
)
COUNT = 3


def script(story: Story) -> list[Happening]:
    """Everybody's rounds."""
    found: list[Happening] = []
    for who, days, area, right in ROUNDS:
        for ago in days:
            found += story.some_days_ago(ago, time(19, 30), _round(story, who, area, right, ago))
    return found


def _round(story: Story, who: str, area: str, right: float, ago: int) -> Doing:
    async def act() -> None:
        member, rng = story.member(who), Random(f"{who} {ago}")
        reply = expect(
            await member.slash("quiz practice", {"area": await _known(story, area), "count": COUNT}), "1 of"
        )
        while True:
            ids = [str(c["custom_id"]) for c in walk(reply.message.components) if c["type"] == BUTTON]
            _, round_id, position, _ = next(name for name in ids if name.startswith("qp:")).split(":")
            question = await story.services.practice.question(
                round_id=int(round_id), position=int(position), member_id=member.user.id
            )
            wanted = rng.random() < right
            shown = question.shown
            letters = [x for x, option in shown.options() if shown.question.is_right(option.key) is wanted]
            answered = await member.click(reply.message, rng.choice(letters))
            if not any(button.label == "Next question" for button in answered.message.buttons()):
                return
            reply = await member.click(answered.message, "Next question")

    return act


async def _known(story: Story, area: str) -> str:
    """That area, or the first one there is."""
    offered = [value for value, _ in await story.services.practice.areas(story.scene.guild.id, "")]
    return area if area in offered else offered[0]
