"""What members read of their study plans. Names of areas are the content's own; nothing here was typed by anybody."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, time, timedelta

import discord

from bot.features.exams.model import Where
from bot.features.exams.plan_days import rhythm
from bot.features.exams.plan_looking import PlanShown, Shared
from bot.features.exams.plan_model import (
    BREAK,
    FEWEST_WEEKS,
    MOST_WEEKS,
    NOTHING_NEW_DAYS,
    Doing,
    Plan,
    Practice,
    Session,
    Span,
)
from bot.features.exams.plan_outlook import EXERCISES, said, standing
from bot.ui import ACCENT
from bot.when import say_days, say_time

PICTURE = "plan.png"
# Discord takes 1,024 characters in a field and 2,000 in a message.
_FIELD, _MESSAGE = 1024, 2000
_WEEK = timedelta(weeks=1)
# Of the areas that find no room so many are named; all twelve would fill a phone.
NAMED_GONE = 4


def shown(one: PlanShown, others: Iterable[str] = ()) -> discord.Embed:
    """The whole plan, around its picture. others: certifications of the member's other exams ahead."""
    plan = one.plan
    embed = discord.Embed(
        title=f"{one.exam.certification}: {_days_left(plan)}",
        description="\n\n".join(filter(None, (standing(plan), *_words(one), _others(others)))),
        colour=ACCENT,
    )
    if week := _this_week(one):
        embed.add_field(name=week[0], value=_cut(week[1], _FIELD), inline=False)
    if plan.practice:
        embed.add_field(name="Practice exams", value=_cut(_practice(one), _FIELD), inline=False)
    embed.add_field(name="Your days", value=habits(one), inline=False)
    embed.set_footer(
        text="Done is counted from your answers and focus minutes. What you miss is spread over the days left."
    )
    return embed.set_image(url=f"attachment://{PICTURE}")


def described(one: PlanShown) -> str:
    """The picture in words, for whoever does not see it."""
    return f"Sessions by week and area until the {one.exam.certification} exam on {one.plan.goal.on}"


def _days_left(plan: Plan) -> str:
    days = (plan.goal.on - plan.today).days
    if days < 1:
        return "today" if days == 0 else "over"
    when = f"{plan.goal.on.day} {plan.goal.on:%B %Y}"
    return f"{when}, {days // 7} weeks to go" if days >= 14 else f"{when}, {days} day{'s' * (days > 1)} to go"


def _words(one: PlanShown) -> Iterable[str]:
    """How honest a plan this is."""
    plan = one.plan
    if one.is_new:
        yield "I took the usual days and minutes. Press **Days and minutes** to make them yours."
    if plan.goal.span is Span.SHORT and not _is_nearly_over(plan):
        weeks = plan.goal.weeks
        yield (
            f"**This is tight.** The guide advises {FEWEST_WEEKS} to {MOST_WEEKS} weeks; this plan has "
            f"{weeks if weeks else 'less than one'}. A later date costs less than a failed try: `/exam list`."
        )
    if plan.goal.span is Span.LONG and plan.today < plan.begins:
        yield f"The guide advises no more than {MOST_WEEKS} weeks: what is learned too early is gone by the exam."
    if any(plan.cut.values()) and not _is_nearly_over(plan):
        yield _left_out(one)
    unreached = [one.names[area] for area in plan.needs if not plan.needs[area]]
    if unreached and not _is_nearly_over(plan):
        yield (
            f"**Too few sessions for every area.** None for: {_a_few(unreached)}. More days or minutes make room: "
            "press **Days and minutes**."
        )
    if one.shared is not None:
        yield sharing(one.shared)
    if not one.outlined:
        yield f"No outline of the {one.exam.certification} exam is known to me, so all its topics weigh the same."


def sharing(shared: Shared) -> str:
    """How a plan gets on with the member's others."""
    lines = [f"**Your plans share their days**, {shared.minutes} minutes a day at most for all of them."]
    if shared.sooner:
        named = " and ".join(shared.sooner)
        lines.append(
            f"{named} first: this plan takes what is left, and nothing in the week before that exam."
        )
    if shared.beside:
        lines.append(f"{' and '.join(shared.beside)} is within a week of it, so they take turns.")
    if shared.later:
        lines.append(f"This one goes first; {' and '.join(shared.later)} takes what is left.")
    return " ".join(lines)


def _is_nearly_over(plan: Plan) -> bool:
    """In the last days it would only frighten to hear what is missing."""
    return (plan.goal.on - plan.today).days <= NOTHING_NEW_DAYS


def _left_out(one: PlanShown) -> str:
    """Which areas to drop to, and how often."""
    plan = one.plan
    ahead = {area: plan.needs[area] - plan.done[area] - plan.cut[area] for area in plan.needs}
    kept = sorted((area for area in ahead if ahead[area]), key=lambda area: (-ahead[area], one.names[area]))
    gone = [one.names[area] for area in plan.needs if plan.cut[area] and not ahead[area]]
    lines = ["**Not all of it fits into the days left.**"]
    if kept:
        listed = " · ".join(f"{one.names[area]} {ahead[area]}" for area in kept)
        lines.append(f"Drop to these, by sessions: {listed}")
    if gone:
        lines.append(f"No room for: {_a_few(gone)}")
    return "\n".join(lines)


def _a_few(names: list[str]) -> str:
    more = f" and {len(names) - NAMED_GONE} more" if len(names) > NAMED_GONE + 1 else ""
    return f"{', '.join(names[:NAMED_GONE] if more else names)}{more}"


def _others(certifications: Iterable[str]) -> str:
    named = [f"`/exam plan certification: {name}`" for name in certifications]
    return f"Your other plans: {', '.join(named)}" if named else ""


def _this_week(one: PlanShown) -> tuple[str, str] | None:
    """The next week with anything in it: its heading, and a line a day."""
    plan = one.plan
    if not plan.sessions:
        return None
    monday = plan.sessions[0].on - timedelta(days=plan.sessions[0].on.weekday())
    this = plan.today - timedelta(days=plan.today.weekday())
    heading = (
        "This week" if monday == this else "Next week" if monday == this + _WEEK else f"From {_day(monday)}"
    )
    return heading, "\n".join(_lines(one, monday))


def _lines(one: PlanShown, monday: date) -> list[str]:
    by_day: dict[date, list[Session]] = {}
    for session in one.plan.between(monday, monday + _WEEK):
        by_day.setdefault(session.on, []).append(session)
    return [f"**{_day(day)}** {_sittings(one, sessions)}" for day, sessions in by_day.items()]


def _sittings(one: PlanShown, sessions: list[Session]) -> str:
    counted = Counter(said(session, one.names) for session in sessions)
    words = " · ".join(f"{about} × {count}" if count > 1 else about for about, count in counted.items())
    first = sessions[0]
    usual = first.doing is Doing.STUDY
    return words if usual else f"{words}, {first.minutes} min"


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"


def _practice(one: PlanShown) -> str:
    plan = one.plan
    lines = [_practice_line(each) for each in plan.practice]
    hours, minutes = divmod(plan.goal.exam_minutes, 60)
    length = f"{hours} h {minutes}" if minutes else f"{hours} h"
    if one.length_from is None:
        lines.append(f"How long the exam takes is not known to me: I planned with {length}. Look it up.")
    elif not any(each.full_length and each.parts == 1 for each in plan.practice):
        source = f"{one.length_from.source}, {one.length_from.as_of}"
        lines.append(f"The exam takes {length} in one go ({source}). Practise it like that once, if you can.")
    return "\n".join(lines)


def _practice_line(one: Practice) -> str:
    name = EXERCISES[one.exercise].capitalize()
    if one.is_done:
        return f"☑ {name}: done"
    if one.left_out:
        return f"☐ {name}: no room left for it"
    parts = f"{one.minutes} min"
    if one.parts > 1:
        parts += f" in {one.parts} parts" + (f", {len(one.done)} done" if one.done else "")
    return f"☐ {name}: {_day(one.days[0])}, {parts}"


def habits(one: PlanShown) -> str:
    """When the member studies."""
    chosen = one.plan.goal.habits
    count, length = rhythm(chosen.minutes)
    sessions = f"{count} sessions of {length} with {BREAK} between" if count > 1 else "one session"
    days = say_days(chosen.days)
    weekly = "A message each Monday." if one.weekly else "No weekly message."
    return (
        f"{days[0].upper()}{days[1:]}, from {say_time(time(chosen.hour))}: {chosen.minutes} minutes a day, "
        f"{sessions}. {weekly}"
    )


def week(one: PlanShown) -> str:
    """The weekly message."""
    plan = one.plan
    monday = plan.today - timedelta(days=plan.today.weekday())
    lines = _lines(one, monday) or ["Nothing is planned this week. Rest, or get ahead."]
    head = f"**{one.exam.certification} this week** · {(plan.goal.on - plan.today).days} days to go"
    notes = [_left_out(one)] if any(plan.cut.values()) and not _is_nearly_over(plan) else []
    # In a channel others would read of the member's other exams.
    if one.shared is not None and one.exam.where is Where.DM:
        notes.append(sharing(one.shared))
    return _cut("\n\n".join((f"{head}\n{standing(plan)}", "\n".join(lines), *notes)), _MESSAGE)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
