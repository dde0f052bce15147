"""What members read about their continuing education."""

import discord

from bot.features.ceu.model import (
    ENDED,
    Credit,
    Kept,
    Logged,
    Page,
    Reminder,
    ShareStanding,
    Standing,
    Started,
)
from bot.features.ceu.reading import say_credits, say_day
from bot.library.guide import Renewal
from bot.ui import ACCENT, plain

_BAR = 12
_ONLY_COUNTS = "I only count. What {body} has on its list is what counts for {body}."
# Discord's limit of a field.
_FIELD_HOLDS = 1024


def overview(kept: list[Kept]) -> discord.Embed:
    """Everything a member keeps."""
    embed = discord.Embed(title="Your continuing education", colour=ACCENT)
    for each in kept:
        embed.add_field(name=_heading(each.now), value=_lines(each), inline=False)
    body = kept[0].now.rule.body if len(kept) == 1 else "the body"
    return embed.set_footer(text=_ONLY_COUNTS.format(body=body))


def _heading(standing: Standing) -> str:
    held = ", ".join(credential.certification for credential in standing.record.credentials)
    return f"{standing.rule.body}: {held}"[:256]


def _lines(kept: Kept) -> str:
    standing = kept.now
    lines = [
        f"{_bar(standing)} **{_of(standing)}** credits",
        f"Cycle: {say_day(standing.cycle.begins)} to **{say_day(standing.cycle.ends)}** ({_left(standing)})",
        pace(standing),
        *_from_where(standing),
    ]
    if standing.outside:
        lines.append(
            f"{say_credits(standing.outside)} credits are dated before this cycle and don't count in it."
        )
    if kept.before is not None and kept.before.to_earn:
        lines.append(
            f"The cycle that ended on {say_day(kept.before.cycle.ends)} stood at {_of(kept.before)}. If "
            f"{standing.rule.body} gave you more time: **Change the cycle**."
        )
    if kept.muted:
        lines.append("Reminders are off in `/me settings`.")
    elif not standing.record.reminds:
        lines.append("Reminders are off.")
    lines.append(f"-# Asked for: {asked_by(standing)}")
    return "\n".join(lines)[:_FIELD_HOLDS]


def _bar(standing: Standing) -> str:
    full = _BAR if not standing.asked else min(_BAR, standing.counting * _BAR // standing.asked)
    return "▰" * full + "▱" * (_BAR - full)


def _of(standing: Standing) -> str:
    """What counts of what is asked: "12 of 20"."""
    return f"{say_credits(standing.counting)} of {say_credits(standing.asked)}"


def _left(standing: Standing) -> str:
    if standing.days_left < 0:
        return "over"
    if standing.days_left == 0:
        return "today is its last day"
    return "1 day left" if standing.days_left == 1 else f"{standing.days_left:,} days left"


def pace(standing: Standing) -> str:
    """What is missing, and how fast it has to come."""
    if not standing.to_earn:
        return f"All there. Hand them in to {standing.rule.body} if you have not."
    missing = f"{say_credits(standing.to_earn)} missing"
    if standing.per_month is None:
        return f"{missing}, and less than a month to earn them."
    rate = f"about {say_credits(standing.per_month)} a month from now on"
    # To the quarter: finer would be more exact than the count is.
    behind = (standing.expected - standing.counting) // 25 * 25
    if behind <= 0:
        return f"{missing}: {rate}. You are on pace."
    return f"{missing}: {rate}. An even pace would have brought {say_credits(behind)} more by now."


def _from_where(standing: Standing) -> list[str]:
    """What the body wants of where credits come from; a warning where the missing ones can't bring it any more."""
    lines = []
    if standing.needs:
        parts = [f"{_how_many(share, standing)} {share.what}" for share in standing.needs]
        lines.append(f"Of these, {' and '.join(parts)}.")
    return lines + warnings(standing)


def warnings(standing: Standing) -> list[str]:
    """Of what is logged, what doesn't help because it is from elsewhere."""
    lines = [f"⚠️ {_warning(share)}" for share in standing.warnings]
    if lines:
        lines.append(
            f"So {say_credits(standing.have)} are logged and {say_credits(standing.counting)} count."
        )
    return lines


def _how_many(share: ShareStanding, standing: Standing) -> str:
    return "all" if share.missing == standing.missing else f"at least {say_credits(share.missing)}"


def _warning(share: ShareStanding) -> str:
    return (
        f"{say_credits(share.needed)} have to be {share.what}; {say_credits(share.have)} are, so "
        f"{say_credits(share.missing)} more are needed ({share.source}, {share.as_of})."
    )


def started(made: Started) -> str:
    """A credential is kept from now on."""
    standing = made.standing
    body = standing.rule.body
    lines = [
        f"**{made.credential}** is kept here now.",
        f"Your {body} cycle runs from {say_day(standing.cycle.begins)} to **{say_day(standing.cycle.ends)}** and asks "
        f"for **{say_credits(standing.asked)} credits**.",
        f"{standing.rule.text}" if made.anew else "",
        "If that differs: **Change the cycle**." if made.anew else "",
        f"-# Asked for: {asked_by(standing)}",
    ]
    if len(standing.record.credentials) > 1:  # some rules are about several
        lines += [f"-# {note}" for note in standing.rule.notes]
    if made.other_day is not None:
        lines.insert(
            1, f"I read the numbers so that it could also be {say_day(made.other_day)}. Check the dates."
        )
    return "\n".join(filter(None, lines))


def asked_by(standing: Standing) -> str:
    """Who says how many credits a cycle asks for."""
    own = standing.record.asked if standing.cycle.number == 0 else None
    return "as you set it, by **Change the cycle**" if own is not None else aged(standing.rule)


def aged(rule: Renewal) -> str:
    """Where a rule comes from and how old it is, said plainly."""
    age = "undated, so look at the body's own page too" if rule.as_of == "undated" else f"as of {rule.as_of}"
    return f"{rule.source} ({age})"


def logged(found: Logged, done: str = "Logged") -> str:
    """A credit counts now."""
    standing = found.standing
    text = (
        f"{done}: {credit(found.credit)}\n{standing.rule.body}: **{_of(standing)}** credits. {pace(standing)}"
    )
    text = "\n".join([text, *warnings(standing)])
    if not standing.cycle.holds(found.credit.said.earned_on):
        text += (
            "\nIts date lies in an earlier cycle, so it is counted there: this one began on "
            f"{say_day(standing.cycle.begins)}."
        )
    if found.other_day is not None:
        text += f"\nIf you meant {say_day(found.other_day)}: **Edit**."
    return text


def doubted(found: Logged) -> str:
    """It looks like one that is there."""
    assert found.near is not None
    return (
        f"You logged something like it already:\n{credit(found.near)}\nNow: {credit(found.credit)}\n"
        "The same course counts once. Add it all the same?"
    )


def credit(one: Credit) -> str:
    """One credit in a line."""
    said = one.said
    course = f", {plain(said.title)}" if said.title else ""
    return f"**{say_credits(said.hundredths)}** on {say_day(said.earned_on)} · {plain(said.provider)}{course}"


def page(found: Page, skip: int) -> discord.Embed:
    """Some of a record's credits, numbered."""
    rule = found.standing.rule
    embed = discord.Embed(title=f"{rule.body}: your credits", colour=ACCENT)
    if not found.credits:
        embed.description = "None yet. **Log a credit** adds the first."
        return embed
    lines = [
        f"{place}. {credit(one)}\n-# {rule.categories[one.said.category.value]}"
        + ("" if found.standing.cycle.holds(one.said.earned_on) else " · not in this cycle")
        for place, one in enumerate(found.credits, 1)
    ]
    embed.description = "\n".join(lines)[:4096]
    return embed.set_footer(
        text=f"{skip + 1} to {skip + len(found.credits)} of {found.total}. A number opens one."
    )


def rules(rule: Renewal) -> discord.Embed:
    """What a body asks for, with source and age of each."""
    steps = ", ".join(
        f"{count} {'credential' if count == 1 else 'credentials'}: {credits}"
        for count, credits in enumerate(rule.credits, 1)
    )
    embed = discord.Embed(
        title=f"{rule.body}: keeping your credentials",
        description=f"Credits every {rule.months} months, by how many of {rule.body}'s you hold: {steps} (and more).\n"
        f"-# {aged(rule)}\n\n{rule.text}",
        colour=ACCENT,
    )
    for share in rule.shares:
        embed.add_field(
            name=f"{share.share:.0%} {share.what}", value=f"{share.source}, {share.as_of}", inline=False
        )
    if rule.notes:
        embed.add_field(name="Also", value="\n".join(f"• {note}" for note in rule.notes), inline=False)
    return embed


def credentials(kept: Kept) -> str:
    """Which ones are kept with a body."""
    lines = [f"{held.certification}, since {say_day(held.earned_on)}" for held in kept.now.record.credentials]
    text = "\n".join(lines) or "None any more."
    return f"{text}\n`/ceu start` takes in another one. Removing one changes what is asked for; your credits stay."


def reminder(told: Reminder) -> str:
    """A reminder as it reaches the member."""
    standing, body = told.standing, told.standing.rule.body
    if told.days == ENDED:
        return _ended(told)
    lines = [
        f"**{body}: {_left(standing)}.** Your cycle ends on {say_day(standing.cycle.ends)}.",
        f"{_of(standing)} credits are there. {pace(standing)}",
        *_from_where(standing),
        f"-# Asked for: {asked_by(standing)}",
    ]
    return "\n".join(lines)


def _ended(told: Reminder) -> str:
    standing, body = told.standing, told.standing.rule.body
    lines = [
        f"**Your {body} cycle has ended** on {say_day(standing.cycle.ends)}, with {_of(standing)} credits."
    ]
    if standing.to_earn:
        lines += warnings(standing)
        lines.append(
            f"By what I know, {say_credits(standing.to_earn)} are missing. Ask {body} what is possible now; if you got "
            "more time, `/ceu status` has **Change the cycle**."
        )
    if told.after is not None:
        lines.append(
            f"A new cycle has begun: {say_credits(told.after.asked)} credits until "
            f"**{say_day(told.after.cycle.ends)}**."
        )
    return "\n".join(lines)


def could_not_tell(untold: list[Reminder]) -> str:
    """Reminders that did not arrive, at the next command."""
    told = "\n\n".join(reminder(one) for one in untold)
    return f"{told}\n-# I could not write to you in private. Allow direct messages from this server to get these there."
