"""How tracks read to admins."""

import discord

from bot.features.admin.model import Notice
from bot.features.quiz.model import TrackStatus
from bot.ui import ACCENT
from bot.when import say_days, say_time

# So many can be described at length without going over what a message holds.
MOST_IN_FULL = 10


def track(done: str, status: TrackStatus) -> discord.Embed:
    """One track, with what was understood."""
    embed = discord.Embed(
        title=f"{done}: {status.track.certification}", description=_lines(status), colour=ACCENT
    )
    return embed.set_footer(text="Something not as you meant it? /admin track edit changes it.")


def tracks(statuses: list[TrackStatus], unread: list[Notice]) -> discord.Embed:
    """All tracks of a server, and notices that reached nobody."""
    embed = discord.Embed(title="Tracks in this server", colour=ACCENT)
    if not statuses:
        embed.description = "None yet. `/admin track add` sets one up: an exam, a channel, a time."
    if len(statuses) > MOST_IN_FULL:
        embed.description = "\n".join(_brief(status) for status in statuses)
    else:
        for status in statuses:
            embed.add_field(name=status.track.certification, value=_lines(status)[:1024], inline=False)
    for notice in unread:
        told = f"<t:{notice.created_at}:R> {notice.text}"
        embed.add_field(name="I could not reach any of you by message", value=told[:1024], inline=False)
    return embed


def _brief(status: TrackStatus) -> str:
    """A line, so that as many tracks as a server can have fit in one message."""
    paused = f"⏸️ {(status.pause_reason or 'paused').partition('. ')[0].rstrip('.')}"
    following = paused if status.paused else f"next <t:{status.next_due_at}:R>"
    at = f"{status.recurrence.wall:%H:%M}, {status.recurrence.zone}"
    return f"**{status.track.certification}** <#{status.track.channel_id}> · {at} · {following}"


def _lines(status: TrackStatus) -> str:
    recurrence = status.recurrence
    ping = f"<@&{status.track.ping_role_id}>" if status.track.ping_role_id else "nobody"
    lines = [
        f"In <#{status.track.channel_id}>, {say_days(recurrence.weekdays)} at {say_time(recurrence.wall)}, "
        f"{recurrence.zone}. Mentions {ping}.",
        _next(status),
        f"{status.unseen_left} of {status.bank_size} questions not asked yet.",
    ]
    return "\n".join(lines)


def _next(status: TrackStatus) -> str:
    if status.paused and status.pause_reason:
        return f"⏸️ Paused: {status.pause_reason} When that is put right, `/admin track resume` goes on."
    if status.paused:
        return "⏸️ Paused. `/admin track resume` goes on."
    return f"Next question: <t:{status.next_due_at}:F> (<t:{status.next_due_at}:R>)."
