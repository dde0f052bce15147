"""What members write to each other."""

from datetime import time

from sandbox.past.story import Doing, Happening, Story

# Days ago, local time, who, what.
SMALL_TALK = (
    (89, time(18, 30), "rowan", "So that is what a seventh character is for. Ten years, and I never knew."),
    (74, time(10, 5), "sam", "The daily question got me with the seventh character again…"),
    (
        74,
        time(10, 9),
        "maya",
        "Read the reasons for *all* options. The trap it names is always the same one for me.",
    ),
    (60, time(17, 40), "amara", "Hello! Second try for me. Last time I ran out of time on the long notes."),
    (
        60,
        time(17, 52),
        "priya",
        "Welcome, <@{amara}>. Nobody here finds that embarrassing. `/focus start` helped me.",
    ),
    (45, time(19, 5), "jonas", "Eight years of billing, and the guidelines still surprise me every morning."),
    (33, time(13, 30), "nadia", "The CCS one at noon is my *lunch break* now."),
    (21, time(20, 10), "lucia", "Hola! I began with CPC today. Is half of them right normal?"),
    (21, time(20, 15), "leo", "It was for me. Three weeks later it is two thirds."),
    (
        33,
        time(21, 15),
        "amara",
        "Not this time, again. But *finished* this time, every note. `/exam result`, and the next date comes.",
    ),
    (
        33,
        time(21, 22),
        "sam",
        "Finishing was the hard part. Take the week in which I go, then we go together?",
    ),
    (19, time(21, 5), "nadia", "CCS: passed! The plan was right about Section III, I was weak there."),
    (19, time(21, 9), "maya", "Congratulations, <@{nadia}>! Mine is in nine weeks."),
    (14, time(22, 45), "leo", "Is a quarter to eleven at night still “today”? Asking for a friend."),
    (14, time(22, 51), "priya", "Until the next one comes, yes. `/quiz today` shows what is open."),
    (4, time(17, 15), "tomas", "Weekdays only for me. See you on `/quiz leaderboard`."),
    (1, time(19, 5), "priya", "Say hello to <@{ines}>, who starts with CPC this week."),
    (1, time(19, 12), "ines", "Hi! I have not dared to press a letter yet."),
    (0, time(9, 40), "maya", "Just press one, <@{ines}>. Only you see whether it was right."),
)
WELCOME = "Welcome, everybody! From today there is a question every morning in <#{quiz}>."


def script(story: Story) -> list[Happening]:
    """The small talk, and a word of the owner's at the start."""
    found = [story.at_the_start(20, _say(story, "rowan", WELCOME))]
    for ago, wall, who, text in SMALL_TALK:
        found += story.some_days_ago(ago, wall, _say(story, who, text))
    return found


def _say(story: Story, who: str, text: str) -> Doing:
    scene = story.scene
    names = {key: user.id for key, user in scene.users.items()} | {"quiz": scene.quiz.id}

    async def act() -> None:
        await story.member(who).say(scene.lounge, text.format(**names))

    return act
