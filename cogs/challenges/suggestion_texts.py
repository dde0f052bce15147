"""How suggested questions read, to their authors and to those who decide."""

import discord

from bot.features.challenges.model import Draft
from bot.features.challenges.suggested import STEPS, WRONG
from bot.ui import ACCENT, plain
from cogs.challenges import texts

TAKEN = "Taken into this server's bank: it can be asked from now on. The author is told."
REFUSED = "Declined. The author is told why."
CLEAR = "Take out all that you have typed, for another question? Dismiss this message to keep it."
SENT = "Sent. The moderators decide, and you are told what they say."


def draft(found: Draft) -> discord.Embed:
    """A question that is being written: what is there, and what is still to do."""
    embed = discord.Embed(title="Your question", colour=ACCENT)
    if found.shown:
        embed.description = texts.cut(texts.question_text(found.shown), texts.DESCRIPTION_HOLDS)
        embed.set_footer(text="It passes all checks. Send it when you are content with it.")
        return _remarked(embed, found)
    written = found.suggestion.written
    embed.description = texts.cut(plain(written.get("stem", "")), 1500) or None
    if found.missing:
        due = next(n for n, step in enumerate(STEPS) if any(not written.get(name) for name in step))
        names = ("the question", "the wrong answers", "the traps")
        embed.add_field(name="Next", value=f"Form {due + 1}: {names[due]}.")
        embed.set_footer(text="What you typed is kept: /quiz suggest brings it back.")
    if found.problems:
        embed.add_field(name="To mend", value=_listed(found.problems), inline=False)
    if found.problems and not found.missing:
        embed.set_footer(text="The same rules hold for every question of the bank.")
    return _remarked(embed, found)


def suggestion(found: Draft) -> discord.Embed:
    """A suggested question, for those who decide."""
    one = found.suggestion
    embed = discord.Embed(title=f"Suggested question, {one.state.value}", colour=ACCENT)
    if found.shown:
        embed.description = texts.cut(texts.question_text(found.shown), texts.DESCRIPTION_HOLDS)
        sources = "\n".join(plain(source.label) for source in found.shown.question.sources)
        embed.add_field(name="Its source", value=texts.cut(sources, texts.FIELD_HOLDS) or "-", inline=False)
    else:
        wrong = [one.written.get(f"wrong{number}", "") for number in WRONG]
        options = "\n".join(f"- {plain(text)}" for text in (one.written.get("right", ""), *wrong))
        embed.description = texts.cut(
            f"{plain(one.written.get('stem', ''))}\n{options}", texts.DESCRIPTION_HOLDS
        )
        embed.add_field(name="Breaks the bank's rules", value=_listed(found.problems) or "-", inline=False)
    place = f"{one.written.get('certification')} · {one.written.get('area')} · {one.written.get('topic')}"
    embed.add_field(name="By", value=f"<@{one.author_id}>\n-# {plain(place)}", inline=False)
    return _remarked(embed, found)


def _listed(problems: tuple[str, ...]) -> str:
    """As many as fit whole; the others come to light when these are mended."""
    return texts.lines([f"- {texts.cut(plain(problem), 250)}" for problem in problems])


def _remarked(embed: discord.Embed, found: Draft) -> discord.Embed:
    return (
        embed.add_field(name="Please note", value=plain(found.remark), inline=False)
        if found.remark
        else embed
    )
