"""How leaderboards and streaks read: values in, embeds out."""

from datetime import date

import discord

from bot.features.quiz.boards import MOST_PLACES, Period, Placed
from bot.features.quiz.model import Board, StreakReport
from bot.features.quiz.streaks import ROW_FOR_A_FREEZE, Day, Effect, Happened
from bot.ui import ACCENT

DAYS_SHOWN = 14
_MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}


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
        description=f"**Streak: {now.length}** · best {now.best} · {freezes}\n-# The question in {_channel(report)}",
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
    named = ", ".join(
        f"{report.track.certification} in {_channel(report)}: {report.streak.length}" for report in reports
    )
    return f"Other streaks: {named}" if named else None


def _channel(report: StreakReport) -> str:
    """A server may have two tracks of one certification."""
    return f"<#{report.track.channel_id}>"


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
