"""A sound question to suggest, as a member types it into the three forms."""

from bot.features.challenges.model import Suggestion
from bot.library import Library
from sandbox.members import MemberDriver
from sandbox.reply import Reply
from tests.community import Community

AREA, TOPIC = "CPC/anatomy", "anatomy-heart-lung-gut"
QUESTION = {
    "stem": "A report says that the surgeon opened the sac that surrounds the heart. Which structure was opened?",
    "right": "Pericardium",
    "right_why": "The pericardium is the sac around the heart; its name says so: peri, around, and cardium, heart.",
    "doc": "own",
    "sec": "word parts of the heart",
}
WRONG = {
    "wrong1": "Endocardium\nEndo means within: this is the inner lining of the heart's chambers.",
    "wrong2": "Myocardium\nMyo means muscle: this is the muscle of the heart's wall.",
    "wrong3": "Mediastinum\nThis is the space between the lungs, in which the heart and its sac lie.",
}
TRAPS = {
    "trap1": "definition",
    "trap2": "definition",
    "trap3": "specificity",
    "kind": "application",
    "difficulty": "2",
}
FORMS = ("1 Question", "2 Wrong answers", "3 Traps")


def topic(content: Library) -> str:
    """Some topic of the vocabulary."""
    return TOPIC if TOPIC in content.topic_names else next(iter(content.topic_names))


async def written(town: Community, member_id: int, **changed: str) -> Suggestion:
    """A suggestion sent to the moderators, by way of the service."""
    assert town.app is not None
    suggestions = town.app.services.challenges.suggestions
    begun = await suggestions.begin(
        guild_id=town.guild.id, member_id=member_id, area=AREA, topic=topic(town.content)
    )
    for step, form in enumerate((QUESTION, WRONG, TRAPS)):
        await suggestions.write(
            begun.id, member_id, step, {**form, **{k: v for k, v in changed.items() if k in form}}
        )
    return await suggestions.send(begun.id, member_id)


async def fill_in(town: Community, member: MemberDriver, **changed: str) -> Reply:
    """The same by commands and forms. Gives what the last form answered."""
    asked = await member.slash("quiz suggest", area=AREA, topic=topic(town.content))
    assert asked.modal is not None, asked.text()
    reply = await member.submit(asked.modal, _changed(QUESTION, changed))
    for button, form in zip(FORMS[1:], (WRONG, TRAPS), strict=True):
        pressed = await member.click(reply.message, button)
        reply = await member.submit(pressed.modal, _changed(form, changed))
    return reply


def _changed(form: dict[str, str], changed: dict[str, str]) -> dict[str, object]:
    """Choices go as lists."""
    typed = {**form, **{name: text for name, text in changed.items() if name in form}}
    choices = {"doc", "kind", "difficulty", "trap1", "trap2", "trap3"}
    return {name: [text] if name in choices else text for name, text in typed.items()}


async def left_traces(town: Community, member_id: int) -> None:
    """The member disputed, decided, suggested, and was told: something of theirs in every table of challenges."""
    assert town.app is not None
    services, guild_id = town.app.services, town.guild.id
    answered = await services.quiz.explained(occurrence_id=1, member_id=member_id, guild_id=guild_id)
    disputes = services.challenges.disputes
    done = await disputes.dispute(
        guild_id=guild_id,
        member_id=member_id,
        shown=answered.shown,
        kind="typo",
        reason="A letter",
        citation="",
    )
    await disputes.decline(guild_id, done.challenge.id, reason="It is right", by=member_id)
    suggestion = await written(town, member_id)
    await services.challenges.suggestions.decline(guild_id, suggestion.id, reason="Too easy", by=member_id)
