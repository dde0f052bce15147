"""How the quiz reads: values in, embeds out."""

from datetime import date
from functools import lru_cache
from itertools import accumulate

import discord
from discord.utils import escape_markdown

from bot.features.quiz.boards import MOST_PLACES, Period, Placed
from bot.features.quiz.model import (
    Answered,
    Board,
    Closed,
    Post,
    RoundAnswer,
    RoundQuestion,
    Shown,
    Standing,
    StreakReport,
)
from bot.features.quiz.streaks import ROW_FOR_A_FREEZE, Day, Effect, Happened, Streak
from bot.library import Option
from bot.ui import ACCENT

BAR_WIDTH = 10
# Characters that Discord takes in all embeds of a message.
MESSAGE_HOLDS = 6000
DAYS_SHOWN = 14
# The document that stands for an explanation in our own words.
OWN = "own"
_MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}
_NOT_BY_A_PERSON = "Checked automatically, not yet by a certified coder."
_OWN = "From this server's own bank."
_NO_REASON = "-# No reason is given."


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
    embed = discord.Embed(title=_title(post), description=f"{_body(post.shown)}\n\n-# {foot}", colour=ACCENT)
    return embed.set_footer(
        text="Press a letter. Only you see whether it is right. Your first answer counts."
    )


def closed(outcome: Closed) -> discord.Embed:
    """The question with its answer, and how many chose what."""
    post, shown = outcome.post, outcome.post.shown
    lines = [
        f"**{letter}** {_bar(outcome.counts.get(option.key, 0), outcome.took_part)}"
        f"{' ✅' if shown.question.is_right(option.key) else ''}"
        for letter, option in shown.options()
    ]
    embed = discord.Embed(title=f"{_title(post)} · closed", description=_body(shown), colour=ACCENT)
    _add_right(embed, "Right", shown)
    part = "Nobody took part" if not outcome.took_part else f"{outcome.took_part} took part"
    embed.add_field(name=part, value="\n".join(lines), inline=False)
    _add_sources(embed, shown)
    return embed.set_footer(text="You can still answer to learn. It does not count any more.")


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
        right = shown.question.is_right(option.key)
        yours = " · your answer" if option.key == chosen else ""
        embed.add_field(
            name=f"{'✅' if right else '❌'} {letter}{yours}",
            value=_reason(shown, option),
            inline=False,
        )
    return _add_sources(embed, shown)


def already(post: Post, chosen: str) -> discord.Embed:
    """An open question that the member has answered."""
    embed = question(post)
    right = post.shown.question.is_right(chosen)
    verdict = "right ✅" if right else "not right ❌"
    return embed.set_footer(text=f"You answered {post.shown.letter(chosen)}, {verdict}.")


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


def board(found: Board, period: Period) -> discord.Embed:
    """A leaderboard."""
    over = {Period.WEEK: "this week", Period.MONTH: "this month", Period.ALL: "all time"}[period]
    lines = [_place_line(placed) for placed in found.top]
    text = "\n".join(lines) or "Nobody has answered a question in this time yet. Be the first: `/quiz today`."
    embed = discord.Embed(
        title=f"{found.certification or 'All tracks'}, {over}", description=text, colour=ACCENT
    )
    embed.set_footer(text="Right first answers count, then accuracy. Equal results share a place.")
    if found.own and found.own_hidden:
        own = f"{_score_text(found.own)}. You left the leaderboards: only you see this (`/me settings`)."
        embed.add_field(name="You", value=own)
    elif found.own and all(placed.score.member_id != found.own.score.member_id for placed in found.top):
        embed.add_field(
            name="You", value=f"{_place_text(found.own, found.ranked)} · {_score_text(found.own)}"
        )
    return embed


def streak(report: StreakReport) -> discord.Embed:
    """A streak and the account of its last days."""
    now = report.streak
    freezes = f"{now.freezes} freeze{'' if now.freezes == 1 else 's'} held"
    embed = discord.Embed(
        title=f"{report.track.certification} in this server",
        description=f"**Streak: {now.length}** · best {now.best} · {freezes}",
        colour=ACCENT,
    )
    shown = report.days[-DAYS_SHOWN:]
    embed.add_field(
        name="Day by day, newest first",
        value="\n".join(_day_line(day) for day in reversed(shown)),
        inline=False,
    )
    return embed.set_footer(
        text=f"{ROW_FOR_A_FREEZE} answers in a row earn a freeze, 2 at most. A freeze saves a missed day by itself. "
        "Days the bot missed or posted late never count against you."
    )


def more_streaks(reports: list[StreakReport]) -> str | None:
    """Streaks that have no room of their own, in a line."""
    named = ", ".join(f"{report.track.certification}: {report.streak.length}" for report in reports)
    return f"Other streaks: {named}" if named else None


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
    if again:
        title = f"You answered {shown.letter(chosen)} before: {'right ✅' if was_right else 'not right ❌'}"
    embed = discord.Embed(title=title, colour=ACCENT)
    name = f"Your answer: {shown.letter(own.key)}"
    embed.add_field(name=name, value=_reason(shown, own), inline=False)
    if not was_right:
        _add_right(embed, "Right answer", shown)
    _add_sources(embed, shown)
    if shown.question.own:
        embed.set_footer(text=_OWN)
    elif not shown.question.review.human:
        embed.set_footer(text=_NOT_BY_A_PERSON)
    return embed


def _reason(shown: Shown, option: Option) -> str:
    """An option with why it is right or wrong, and the trap it sets; what a ruling accepts sets none."""
    trap = "" if shown.question.is_right(option.key) else _trap(option)
    return f"{_plain(option.text)}\n{_plain(option.why) or _NO_REASON}{trap}"


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
        ruling = escape_markdown(shown.question.ruling)[:1024]
        embed.add_field(name="Decided in this server", value=ruling, inline=False)
    sources = shown.question.sources
    if not sources:
        return embed.add_field(name="Source", value="None is given.", inline=False)
    published = any(source.doc != OWN for source in sources)
    labels = "\n".join(_plain(source.label) for source in sources)
    return embed.add_field(name="Look it up" if published else "Source", value=labels[:1024], inline=False)


def _bar(count: int, whole: int) -> str:
    share = count / whole if whole else 0.0
    filled = round(share * BAR_WIDTH)
    return f"`{'█' * filled}{'░' * (BAR_WIDTH - filled)}` {count} ({share:.0%})"


def _place_line(placed: Placed) -> str:
    place = f"**{placed.place}.**"
    mark = _MEDALS.get(placed.place, place) if placed.score.correct else place
    return f"{mark} <@{placed.score.member_id}> · {_score_text(placed)}"


def _place_text(placed: Placed, ranked: int) -> str:
    if placed.place > MOST_PLACES:
        return f"Below the first {MOST_PLACES:,}"
    return f"Place {placed.place} of {ranked if ranked <= MOST_PLACES else f'more than {MOST_PLACES:,}'}"


def _score_text(placed: Placed) -> str:
    return f"{placed.score.correct} right of {placed.score.answered} ({placed.score.accuracy:.0%})"


def _day_line(day: Day) -> str:
    return f"`{_short(day.nominal_date)}` {_day_text(day)}"


def _day_text(day: Day) -> str:
    if day.happened is Happened.ANSWERED:
        earned = ", earned a freeze ❄️" if day.earned_freeze else ""
        return f"✅ answered, streak {day.after.length}{earned}"
    if day.happened is Happened.NOT_POSTED:
        return "🛟 the bot missed this day: not counted"
    if day.happened is Happened.LATE:
        return "🛟 posted late: not counted"
    if day.happened is Happened.OPEN:
        return "⏳ still open"
    if day.effect is Effect.FREEZE_USED:
        return f"❄️ no answer, a freeze saved your streak of {day.after.length}"
    if day.effect is Effect.ENDED:
        return "✖️ no answer, the streak ended"
    return "▫️ no answer"


def _short(on: date) -> str:
    return f"{on:%a %d %b}"


@lru_cache(maxsize=50_000)
def _plain(text: str) -> str:
    """Of the content only: there are hardly more results than texts."""
    return escape_markdown(text)
