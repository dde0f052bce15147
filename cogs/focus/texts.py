"""How focus sessions read: values in, texts and embeds out."""

from collections.abc import Sequence

import discord

from bot.features.focus.model import Outcome, Presence, Session, Shown
from bot.features.focus.phases import Doing, Plan
from bot.features.focus.stats import Stats, Week
from bot.ui import ACCENT, plain

# Lines of people that an embed has room for, whatever they wrote.
PEOPLE_SHOWN = 20
BAR_WIDTH = 8
_ENDINGS = {
    Outcome.DONE: "Done.",
    Outcome.ENDED: "Ended early.",
    Outcome.DESERTED: "Ended: everybody left.",
}


def headline(shown: Shown) -> str:
    """The line a phone shows in its notification."""
    session, doing = shown.session, shown.phase.doing
    if doing is Doing.OVER:
        return "**Focus session**, over"
    numbers = _numbers(session.plan)
    if session.guild_id is None:
        return f"**Focus session**: {numbers}"
    if doing is Doing.WAITING:
        return f"**Focus session** {_when(session.plan.started_at)}: press Join to sign up"
    return f"**Focus session**: {numbers}. Press Join to take part"


def session(shown: Shown) -> discord.Embed:
    """The session's message: phase, end, who takes part."""
    about = shown.session
    people = _people(shown)
    foot = "Minutes count from when you join. Breaks don't count."
    return discord.Embed(
        title=plain(about.topic) if about.topic else "Focus session",
        description="\n".join([*_phase(shown), "", *people]),
        colour=ACCENT,
    ).set_footer(text=f"{_numbers(about.plan)}, breaks of {about.plan.break_minutes}. {foot}")


def _phase(shown: Shown) -> list[str]:
    session, phase = shown.session, shown.phase
    if phase.doing is Doing.OVER:
        return [_ending(session)]
    if phase.doing is Doing.WAITING:
        return [f"Starts {_when(phase.until)}"]
    last = phase.round == session.plan.rounds
    if phase.doing is Doing.BREAK:
        return [f"**Break** until {_until(phase.until)}", f"Then focus {_of(session.plan, phase.round + 1)}."]
    then = "Then it's done." if last else f"Then a break of {session.plan.break_minutes} minutes."
    return [f"**Focus {_of(session.plan, phase.round)}** until {_until(phase.until)}", then]


def _ending(session: Session) -> str:
    if session.outcome is Outcome.TROUBLE:
        return f"Broke off: {session.trouble}"
    if session.called_off:
        return "Called off."
    return _ENDINGS[session.outcome or Outcome.DONE]


def _people(shown: Shown) -> list[str]:
    over = shown.phase.doing is Doing.OVER
    lines = [_person(one, over=over) for one in shown.people[:PEOPLE_SHOWN]]
    more = len(shown.people) - len(lines)
    head = [f"**{'Took' if over else 'Taking'} part: {len(shown.people)}**"] if lines else []
    return [*head, *lines, *([f"and {more} more"] if more > 0 else [])]


def _person(one: Presence, *, over: bool) -> str:
    minutes = [f"{one.minutes} min"] if over else []
    work = [plain(one.work)] if one.work else []
    details = " · ".join([*minutes, *work])
    return f"<@{one.member_id}>{f': {details}' if details else ''}"


def change(shown: Shown, number: int) -> str:
    """What is said at a change of phase, to those who take part."""
    plan = shown.session.plan
    if number == plan.changes:
        return _thanks(shown)
    until = _until(plan.change_at(number + 1))
    round_ = (number + 1) // 2
    if number % 2:
        text = f"**Focus {_of(plan, round_)}** until {until}. Off you go!"
    else:
        text = f"**Break** until {until}. Stand up, look out of the window."
    return f"{text}\n{_mentions(shown)}".rstrip()


def _mentions(shown: Shown) -> str:
    """Those who take part; in direct messages there is nobody else to tell them from."""
    return "" if shown.session.guild_id is None else " ".join(f"<@{one.member_id}>" for one in shown.people)


def _thanks(shown: Shown) -> str:
    session = shown.session
    if session.called_off:
        text = f"The focus session planned for <t:{session.plan.started_at}:f> is called off."
        return f"{text}\n{_mentions(shown)}".rstrip()
    head = "Session ended early." if session.outcome is Outcome.ENDED else "Session done."
    if session.guild_id is None:
        minutes = sum(one.minutes for one in shown.people)
        counts = f"{minutes} min of focus, well done!"
    else:
        named = ", ".join(f"<@{one.member_id}> {one.minutes} min" for one in shown.people)
        counts = f"Thank you all! {named}"
    return f"**{head}** {counts}\nWhat did you learn? One line makes it stick."


def started(session: Session, now: int) -> str:
    """The private answer to `/focus start`."""
    starts_at = session.plan.started_at
    if starts_at > now:
        signs = " Others sign up there." if session.guild_id is not None else ""
        return f"Planned for {_when(starts_at)}. Its message comes here in a moment.{signs} You are in."
    return f"Your session runs until <t:{session.ends_at}:t>. Its message comes here in a moment."


def joined(shown: Shown) -> str:
    """The private answer to Join."""
    phase, plan = shown.phase, shown.session.plan
    stands = {
        Doing.WAITING: f"It starts {_when(phase.until)}.",
        Doing.FOCUS: f"Focus {_of(plan, phase.round)} until {_until(phase.until)}.",
        Doing.BREAK: f"Break until {_until(phase.until)}.",
    }
    return f"You are in. {stands.get(phase.doing, '')} I mention you when the phase changes."


def left(presence: Presence) -> str:
    """The private answer to Leave."""
    return f"You left. {_minutes(presence.minutes)} of focus count{'s' if presence.minutes == 1 else ''} for you."


def broken_off(sessions: Sequence[Session]) -> str:
    """What those hear later whose session broke off."""
    return "\n".join(
        f"Your focus session {_where(session)} broke off <t:{session.ended_at}:R>: {_why(session)} "
        "Your minutes until then count."
        for session in sessions
    )


def _why(session: Session) -> str:
    if session.guild_id is None:
        return "I could not write to you. Allow direct messages from members of a server that we share."
    return session.trouble or ""


def stats(found: Stats) -> discord.Embed:
    """A member's weeks as bars, and what they wrote down."""
    this = found.weeks[0]
    most = max(week.minutes for week in found.weeks)
    embed = discord.Embed(
        title="Your focus",
        description=f"**This week: {_minutes(this.minutes)}**\n{_counts(this)}",
        colour=ACCENT,
    )
    if most:
        oldest = max(place for place, week in enumerate(found.weeks) if week.minutes)
        lines = [_week_line(week, most) for week in found.weeks[: oldest + 1]]
        embed.add_field(name="Minutes · sessions · days, by week", value="\n".join(lines), inline=False)
    else:
        embed.description = "Nothing counted in the last weeks. Begin with 25 minutes: `/focus start`."
    if found.learned:
        lines = [f"<t:{one.ended_at}:d> {plain(one.text)}" for one in found.learned]
        embed.add_field(name="What you learned", value="\n".join(lines)[:1024], inline=False)
    return embed.set_footer(text="Focus minutes only, in all servers and alone. Weeks begin on Monday.")


def _week_line(week: Week, most: int) -> str:
    filled = round(week.minutes / most * BAR_WIDTH)
    bar = "█" * filled + "░" * (BAR_WIDTH - filled)
    return f"`{week.monday:%d %b} {bar}` **{week.minutes}** · {week.sessions} · {week.days}"


def _counts(week: Week) -> str:
    sessions = f"{week.sessions} session{'' if week.sessions == 1 else 's'}"
    return (
        f"{sessions} on {week.days} day{'' if week.days == 1 else 's'}" if week.sessions else "No session yet"
    )


def _minutes(count: int) -> str:
    return f"{count} minute{'' if count == 1 else 's'}"


def _numbers(plan: Plan) -> str:
    return f"{plan.rounds} × {plan.minutes} min"


def _of(plan: Plan, round_: int) -> str:
    return f"{round_} of {plan.rounds}"


def _until(instant: int) -> str:
    return f"<t:{instant}:t> (<t:{instant}:R>)"


def _when(instant: int) -> str:
    return f"<t:{instant}:f> (<t:{instant}:R>)"


def _where(session: Session) -> str:
    return "in our direct messages" if session.guild_id is None else f"in <#{session.channel_id}>"
