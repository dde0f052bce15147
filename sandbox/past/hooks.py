"""Memory hooks: members write some, and the others say which help them."""

from datetime import time
from random import Random

from sandbox.past.story import Doing, Happening, Story, expect
from sandbox.scene import PEOPLE
from sandbox.seen import LiveMessage

# Days ago, who, topic, hook. Facts: ICD-10-CM guidelines, and anatomy that every textbook has.
HOOKS = (
    (85, "maya", "conventions-index-7th", "Initial is about treatment, not about the first visit: A stays while the "
     "fixing goes on"),
    (71, "nadia", "POA-HAC", "POA asks one question: was it in the suitcase when they checked in?"),
    (64, "sam", "anatomy-skin-musculoskeletal", "The tibia is the thick one, the fibula flanks it"),
    (57, "priya", "excludes-codefirst-with", "Excludes1 is a divorce: never both at one table. Excludes2: just two "
     "separate rooms"),
    (49, "amara", "word-parts", "Ileum has an e for eating; ilium has an i for hip bone"),
    (40, "leo", "word-parts", "-rrhaphy sews, -rrhea flows: two r's with two very different ends"),
    (31, "jonas", "level-II-modifiers", "LT and RT: if the body has two of it, say which one"),
    (24, "nadia", "UHDDS-principal-dx", "Principal diagnosis: after study, what filled the bed"),
    (12, "lucia", "diabetes-endocrine-obesity", "Diabetes “with” needs no matchmaker: the index has married them "
     "already"),
    (3, "sam", "burns-poisoning-adverse-effect", "Right drug, right dose, bad day: adverse effect. Anything wrong "
     "about it: poisoning"),
)  # fmt: skip
LIKED = 0.45


def script(story: Story) -> list[Happening]:
    """The set-up, each hook, and the votes on it the next evening."""
    found = [story.at_the_start(8, lambda: _set_up(story))]
    for ago, who, topic, hook in HOOKS:
        found += story.some_days_ago(ago, time(18, 20), _add(story, who, topic, hook))
        found += story.some_days_ago(ago - 1, time(12, 45), _votes(story, who, hook))
    return found


async def _set_up(story: Story) -> None:
    given = {"channel": story.scene.hooks, "day": "Friday", "time": "5pm", "timezone": story.scene.zone}
    expect(await story.member("priya", story.scene.mods).slash("admin mnemonics set", given), "Set up")


def _add(story: Story, who: str, topic: str, hook: str) -> Doing:
    async def act() -> None:
        member = story.member(who)
        reply = await member.slash("mnemonic add", topic=topic, text=hook)
        if any(button.label == "Post anyway" for button in reply.message.buttons()):
            await member.click(reply.message, "Post anyway")

    return act


def _votes(story: Story, author: str, hook: str) -> Doing:
    async def act() -> None:
        message = _posted(story, hook)
        for person in PEOPLE:
            rng = Random(f"{person.key} {hook}")
            if message is None or person.habit is None or person.key == author or rng.random() > LIKED:
                continue
            helps = "Helps me" if rng.random() < 0.85 else "Not for me"
            await story.member(person.key, story.scene.hooks).click(message, helps)

    return act


def _posted(story: Story, hook: str) -> LiveMessage | None:
    beginning = hook[:25]
    posts = story.scene.local.messages(story.scene.hooks)
    own = [post for post in posts if any(button.label == "Helps me" for button in post.buttons())]
    return next((post for post in own if beginning in post.text()), None)
