"""How questions and answers read: values in, embeds out."""

from functools import lru_cache
from itertools import accumulate

import discord

from bot.features.quiz.model import (
    Answered,
    Closed,
    Post,
    RoundAnswer,
    RoundQuestion,
    Shown,
    Standing,
)
from bot.features.quiz.streaks import Streak
from bot.library import Option
from bot.ui import ACCENT, plain

BAR_WIDTH = 10
# Characters that Discord takes in all embeds of a message.
MESSAGE_HOLDS = 6000
# The document that stands for an explanation in our own words.
OWN = "own"
_NOT_BY_A_PERSON = "Checked automatically, not yet by a certified coder."
_OWN = "From this server's own bank."
_NO_REASON = "-# No reason is given."
_RULED = "-# Decided in this server: see below."
_OUT = "This question was thrown out in this server: it counts for nobody. Answering it still counts for a streak."


def headline(post: Post) -> str:
    """The line a phone shows in its notification."""
    ping = f" <@&{post.track.ping_role_id}>" if post.track.ping_role_id else ""
    return f"**{post.track.certification} question of the day**, day {post.occurrence.number}{ping}"


def question(post: Post) -> discord.Embed:
    """The open question. Nothing in it gives the answer away."""
    count = post.occurrence.answered
    answered = "Nobody has answered yet" if count == 0 else f"{count} answered"
    foot = f"{answered} · closes <t:{post.occurrence.closes_at}:R>"
    if post.occurrence.late:
        foot = f"Posted late, sorry. Nobody loses a streak today.\n-# {foot}"
    if post.shown.question.thrown_out:
        foot = f"{_OUT}\n-# {foot}"
    embed = discord.Embed(title=_title(post), description=f"{_body(post.shown)}\n\n-# {foot}", colour=ACCENT)
    return embed.set_footer(
        text="Press a letter. Only you see whether it is right. Your first answer counts."
    )


def closed(outcome: Closed) -> discord.Embed:
    """The question with its answer, and how many chose what."""
    post, shown = outcome.post, outcome.post.shown
    lines = [
        f"**{letter}** {_bar(outcome.counts.get(option.key, 0), outcome.took_part)}{_mark(shown, option.key)}"
        for letter, option in shown.options()
    ]
    ended = "thrown out" if shown.question.thrown_out else "closed"
    embed = discord.Embed(title=f"{_title(post)} · {ended}", description=_body(shown), colour=ACCENT)
    if not shown.question.thrown_out:
        _add_right(embed, "Right", shown)
    part = "Nobody took part" if not outcome.took_part else f"{outcome.took_part} took part"
    embed.add_field(name=part, value="\n".join(lines), inline=False)
    _add_sources(embed, shown)
    return embed.set_footer(text="You can still answer to learn. It does not count any more.")


def withdrawn() -> discord.Embed:
    """In the place of a question that is in no bank any more."""
    return discord.Embed(
        title="This question was withdrawn",
        description="It is not in the bank any more. Answers given in time count; nobody loses a streak by it.",
        colour=ACCENT,
    )


def answer(answered: Answered) -> discord.Embed:
    """What a member learns in private."""
    embed = _verdict(answered.shown, answered.chosen, again=answered.again)
    note = _standing_note(answered)
    if note:
        embed.add_field(
            name="Your streak" if answered.standing is Standing.SCORED else "Not scored", value=note
        )
    return embed


def reasons(shown: Shown, chosen: str) -> discord.Embed:
    """Why each option is right or wrong."""
    embed = discord.Embed(
        title="Why, option by option", description=_plain(shown.question.stem), colour=ACCENT
    )
    for letter, option in shown.options():
        yours = " · your answer" if option.key == chosen else ""
        embed.add_field(
            name=f"{_mark(shown, option.key).strip() or '❌'} {letter}{yours}",
            value=_reason(shown, option),
            inline=False,
        )
    return _add_sources(embed, shown)


def already(post: Post, chosen: str) -> discord.Embed:
    """An open question that the member has answered."""
    embed = question(post)
    return embed.set_footer(text=f"You answered {post.shown.letter(chosen)}, {_said(post.shown, chosen)}.")


def round_question(asked: RoundQuestion) -> discord.Embed:
    """One question of a practice round."""
    return discord.Embed(
        title=f"Practice {asked.position + 1} of {asked.size} · {asked.certification} · {asked.area}",
        description=_body(asked.shown),
        colour=ACCENT,
    ).set_footer(text="Practice: nobody sees it, and it does not count for boards or streaks.")


def round_answer(outcome: RoundAnswer) -> discord.Embed:
    """What a practice press teaches, and the score so far."""
    embed = _verdict(outcome.question.shown, outcome.chosen, again=outcome.again)
    score = f"{outcome.correct_so_far} right of {outcome.answered_so_far}"
    if outcome.upcoming is None:
        return embed.add_field(name="Round finished", value=f"{score}. Another one: `/quiz practice`")
    return embed.add_field(name="So far", value=score)


def fitting(embeds: list[discord.Embed]) -> list[discord.Embed]:
    """As many of the first as Discord takes in one message."""
    together = accumulate(len(embed) for embed in embeds)
    return [embed for embed, length in zip(embeds, together, strict=True) if length <= MESSAGE_HOLDS]


def _title(post: Post) -> str:
    area = f" · {post.area}" if post.area else ""
    return f"{post.track.certification}{area} · day {post.occurrence.number}"


def _body(shown: Shown) -> str:
    options = "\n".join(f"**{letter}**  {_plain(option.text)}" for letter, option in shown.options())
    return f"{_plain(shown.question.stem)}\n\n{options}"


def _verdict(shown: Shown, chosen: str, *, again: bool) -> discord.Embed:
    own, was_right = shown.question.option(chosen), shown.question.is_right(chosen)
    title = "✅ Right" if was_right else "❌ Not this time"
    if shown.question.thrown_out:
        title = "Thrown out"
    if again:
        title = f"You answered {shown.letter(chosen)} before: {_said(shown, chosen)}"
    embed = discord.Embed(title=title, colour=ACCENT)
    name = f"Your answer: {shown.letter(own.key)}"
    embed.add_field(name=name, value=_reason(shown, own), inline=False)
    if shown.question.thrown_out:
        embed.description = _OUT
    elif not was_right:
        _add_right(embed, "Right answer", shown)
    _add_sources(embed, shown)
    if shown.question.own:
        embed.set_footer(text=_OWN)
    elif not shown.question.review.human:
        embed.set_footer(text=_NOT_BY_A_PERSON)
    return embed


def _mark(shown: Shown, key: str) -> str:
    """The sign of what counts as right; where the question is thrown out nothing is right or wrong."""
    if shown.question.thrown_out:
        return " ▫️"
    return " ✅" if shown.question.is_right(key) else ""


def _said(shown: Shown, chosen: str) -> str:
    if shown.question.thrown_out:
        return "thrown out"
    return "right ✅" if shown.question.is_right(chosen) else "not right ❌"


def _reason(shown: Shown, option: Option) -> str:
    """An option with why it is right or wrong, and the trap it sets; what a ruling accepts sets none."""
    trap = "" if shown.question.is_right(option.key) else _trap(option)
    otherwise = _RULED if shown.question.ruling else _NO_REASON
    return f"{_plain(option.text)}\n{_plain(option.why) or otherwise}{trap}"


def _add_right(embed: discord.Embed, name: str, shown: Shown) -> None:
    letters = " or ".join(letter for letter, _ in shown.accepted)
    value = "\n".join(_reason(shown, option) for _, option in shown.accepted)
    embed.add_field(name=f"{name}: {letters}", value=value[:1024], inline=False)


def _standing_note(answered: Answered) -> str:
    if answered.standing is Standing.LATE:
        return "This question is closed, so your answer teaches but does not score."
    if answered.standing is Standing.REMOVED:
        return "This track was removed, so your answer teaches but does not score."
    return _streak_text(answered.streak, earned=answered.earned_freeze)


def _streak_text(now: Streak, *, earned: bool) -> str:
    text = f"{now.length} in a row" if now.length != 1 else "1, a good start"
    if earned:
        return f"{text}. You earned a freeze ❄️: it saves a missed day by itself."
    return f"{text} · {now.freezes} ❄️" if now.freezes else text


def _trap(option: Option) -> str:
    return f"\n-# The trap: {option.trap.label}" if option.trap else ""


def _add_sources(embed: discord.Embed, shown: Shown) -> discord.Embed:
    """What was ruled, and the sources: as something to look up where any of them is published."""
    if shown.question.ruling:
        ruling = plain(shown.question.ruling)[:1024]
        embed.add_field(name="Decided in this server", value=ruling, inline=False)
    sources = shown.question.sources
    if not sources:
        return embed.add_field(name="Source", value=f"None is given.{_credit(shown)}", inline=False)
    published = any(source.doc != OWN for source in sources)
    labels = "\n".join(_plain(source.label) for source in sources)
    return embed.add_field(
        name="Look it up" if published else "Source", value=f"{labels[:900]}{_credit(shown)}", inline=False
    )


def _credit(shown: Shown) -> str:
    author_id = shown.question.author_id
    return f"\n-# Suggested by <@{author_id}>" if author_id else ""


def _bar(count: int, whole: int) -> str:
    share = count / whole if whole else 0.0
    filled = round(share * BAR_WIDTH)
    return f"`{'█' * filled}{'░' * (BAR_WIDTH - filled)}` {count} ({share:.0%})"


@lru_cache(maxsize=50_000)
def _plain(text: str) -> str:
    """Of questions only: there are hardly more results than texts. What members suggest may hold links."""
    return plain(text)
