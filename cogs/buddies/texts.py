"""How a membership reads to its own member: joining, what is shown to buddies, how things stand."""

from collections.abc import Collection

import discord

from bot.features.buddies.model import (
    Joined,
    Membership,
    Parted,
    Status,
)
from bot.features.buddies.terms import Share, State
from bot.ui import ACCENT, plain
from cogs.buddies.saying import (
    SHARE_NAMES,
    buddies,
    clock_hours,
    goals,
    listed,
    mentions,
    month,
    offset,
    when,
)

OPEN = "left open"
REPORTED = (
    "The moderators have your report. Your buddy is not told. `/buddy rematch` gives you another buddy, and "
    "`/buddy block` makes sure that it is never the same one."
)
NUDGED = "Done: they hear from you."
TROUBLE = """\
I'm sorry. What would help?
**Find me another buddy**: this pair ends, and your buddy is told kindly, without a reason.
**Block my buddy**: the same, and you two are never paired again, in any server. Nobody is told of it.
**Report**: the moderators read it and see who wrote it. Your buddy is not told, and the pair goes on.
**Leave**: this pair ends, and I forget what you told me."""
LEAVE_SURE = (
    "Leave for good? Your pair ends, your buddy is told kindly, and what you told me is forgotten. For a while only, "
    "there is `/buddy pause`."
)
BLOCK_WHOM = "There are three of you. `/buddy block` in the server takes the name of the one you mean."
NO_ROUNDS = "This server's admins have switched matching off for now. You keep your place."


def joined(done: Joined, now: int) -> discord.Embed:
    """What became of the form. now: epoch seconds."""
    membership = done.membership
    embed = discord.Embed(
        title="Your answers are changed" if done.changed else "You're in",
        description=standing(membership, done.next_round_at),
        colour=ACCENT,
    )
    if done.remarks:
        embed.add_field(name="Please look again", value="\n".join(done.remarks)[:1024], inline=False)
    return _with_answers(embed, membership, now)


def choices(membership: Membership, now: int) -> discord.Embed:
    """What buddies see, after a choice was changed. now: epoch seconds."""
    return _with_answers(discord.Embed(title="Saved", colour=ACCENT), membership, now)


def status(found: Status, now: int) -> discord.Embed:
    """How things stand for the member. now: epoch seconds."""
    membership = found.membership
    lines = [standing(membership, found.next_round_at)]
    if found.introduction:
        pair = found.introduction.pair
        others = [member for member in pair.members if member != membership.member_id]
        where = (
            f"Your thread: <#{pair.thread_id}>" if pair.thread_id else "You hear from me by direct message."
        )
        lines = [f"You and {mentions(others)} are study buddies. {where}"]
    embed = discord.Embed(title="Study buddies", description="\n".join(lines), colour=ACCENT)
    return _with_answers(embed, membership, now)


def standing(membership: Membership, next_round_at: int | None) -> str:
    """Where a membership stands, and what comes next."""
    if membership.state is State.PAIRED:
        return "Your pair goes on; what you changed counts from now."
    if membership.state is State.PAUSED:
        until = f"until {when(membership.paused_until)}" if membership.paused_until else "until you come back"
        return f"You are taking a break {until}. `/buddy join` brings you back sooner."
    return f"You are waiting for a **{membership.certification}** buddy. {upcoming(next_round_at)}"


def upcoming(next_round_at: int | None) -> str:
    """When the next try is. Whether others wait stays unsaid: it would give a block away."""
    if next_round_at:
        return f"The next round is {when(next_round_at)}; often sooner, when somebody fits."
    return NO_ROUNDS


def parted(done: Parted, *, waits: bool) -> str:
    """After a pair was left. waits: whether the member waits for another one."""
    told = f"I told {buddies(done.partners)} kindly, without a reason. " if done.partners else ""
    if not waits:
        return f"{told}You are out, and what you told me is forgotten. `/buddy join` is always open to you."
    same = (
        " The same one comes back only when nobody else fits; `/buddy block` rules that out."
        if done.partners
        else ""
    )
    return f"{told}You are waiting for another buddy. {upcoming(done.next_round_at)}{same}"


def blocked(member_id: int, done: Parted, *, reported: bool) -> str:
    """After a block. Nothing here may make somebody doubt that it is silent."""
    ended = " Your pair has ended; you are waiting for another buddy." if done.partners else ""
    told = " The moderators have your report." if reported else ""
    if done.unsent:
        told = f" Your reason is not passed on, though. {done.unsent}"
    return (
        f"Done. You won't be paired with <@{member_id}>, in any server, and they are not told.{ended}{told}"
    )


def unblocked(member_id: int) -> str:
    """After taking a block back: the same whether there was one."""
    return f"Done. You don't block <@{member_id}> (any more), so you may be paired. They are not told."


def paused(membership: Membership, partners: Collection[int]) -> str:
    """After `/buddy pause`. partners: who was left by it."""
    assert membership.paused_until is not None
    told = f"Your pair has ended, and I told {buddies(tuple(partners))} kindly. " if partners else ""
    return (
        f"{told}Enjoy your break. I look for a buddy again from {when(membership.paused_until)}; "
        "`/buddy join` brings you back sooner."
    )


def _with_answers(embed: discord.Embed, membership: Membership, now: int) -> discord.Embed:
    embed.add_field(name="What you told me", value=_answers(membership), inline=False)
    embed.add_field(name="What your buddy sees", value=_shown(membership, now), inline=False)
    return embed.set_footer(text="You can change both at any time. Buttons below, or /buddy join.")


def _answers(membership: Membership) -> str:
    hours = membership.hours
    understood = f"{plain(hours.text)} → {clock_hours(hours)}" if hours.known else OPEN
    lines = [
        f"Exam: **{membership.certification}**, {_exam(membership)}",
        f"Hours: {understood}, in {membership.zone} time",
        f"You want: {goals(membership.goals) or OPEN}",
        f"Languages: {listed(map(plain, membership.languages)) if membership.languages else OPEN}",
        f"Your line: {plain(membership.about) or OPEN}",
    ]
    return "\n".join(lines)[:1024]


def _exam(membership: Membership) -> str:
    if membership.helper:
        return "passed, and helping others"
    return month(membership.exam_month) if membership.exam_month else f"month {OPEN}"


def _shown(membership: Membership, now: int) -> str:
    always = f"Always: your exam, languages and time zone ({offset(membership.zone, now)})"
    lines = [
        f"{'✅ shown' if share in membership.shares else '🔒 hidden'}: {SHARE_NAMES[share]}"
        for share in Share
    ]
    return "\n".join([always, *lines])
