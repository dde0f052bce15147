"""What members read about their exams."""

from collections.abc import Sequence

import discord

from bot.dates import say_date
from bot.features.exams.model import AFTER, ALL_REMINDERS, Exam, Outlook, Result, State, Where
from bot.features.exams.reminders import Reminder
from bot.features.exams.results import Decided
from bot.features.exams.service import Shown
from bot.features.exams.setting import WhichDay, WhichExam
from bot.ui import ACCENT, plain
from bot.when import say_time

# What Discord's privacy settings make of it; the words are those of bot/sending.py.
CLOSED = "the member takes no direct messages."
_STATES = {
    State.PASSED: "passed 🎉",
    State.NOT_YET: "not this time",
    State.MOVED: "moved, without a new date yet",
}


def in_days(days: int) -> str:
    """How long until then."""
    if days < 0:
        return "yesterday" if days == -1 else f"{-days} days ago"
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def day_and_time(exam: Exam, starts_at: int | None, zone: str) -> str:
    """The exam's date, and its time where that is known, by the clock of its place and of the reader."""
    if exam.at is None or starts_at is None:
        return f"**{say_date(exam.on)}**"
    elsewhere = "" if zone == exam.zone else f"<t:{starts_at}:f> on your clock, "
    return f"**{say_date(exam.on)}, {say_time(exam.at)}** {exam.zone} ({elsewhere}<t:{starts_at}:R>)"


def headline(shown: Shown) -> str:
    """An exam in a line."""
    state = _STATES.get(shown.exam.state) or ("how did it go?" if shown.unasked else in_days(shown.days))
    return f"**{shown.exam.certification}** · {say_date(shown.exam.on)} · {state}"


def short(exam: Exam) -> str:
    """An exam on a button."""
    return f"{exam.certification} · {exam.on.day} {exam.on:%b} {exam.on.year}"


def listed(mine: Sequence[Shown]) -> discord.Embed:
    """All of a member's exams."""
    embed = discord.Embed(title="Your exams", colour=ACCENT)
    embed.description = "\n".join(headline(shown) for shown in mine)
    return embed.set_footer(text="Press one to change its date or its reminders.")


NOTHING = "You have no exam date yet. Set one: `/exam set certification: CPC date: March 3`"


def card(shown: Shown) -> discord.Embed:
    """One exam, with its reminders."""
    exam = shown.exam
    embed = discord.Embed(title=f"{exam.certification}: {shown.name}", colour=ACCENT)
    lines = [f"{day_and_time(exam, shown.starts_at, shown.zone)}, {in_days(shown.days)}"]
    if exam.state in _STATES:
        lines = [f"{say_date(exam.on)}: {_STATES[exam.state]}"]
    if exam.place:
        lines.append(f"Place: {plain(exam.place)}")
    embed.description = "\n".join(lines)
    if exam.state is State.AHEAD:
        embed.add_field(name="Reminders", value=reminders(shown), inline=False)
        if exam.guild_id or exam.listed:
            embed.add_field(name="Who sees it", value=_seen_by(shown), inline=False)
    return embed


def _seen_by(shown: Shown) -> str:
    if not shown.exam.listed:
        return "Nobody else sees it."
    if not shown.exam.guild_id:
        return "Nobody else: countdown boards belong to servers. Set the exam in yours to be on its board."
    if not shown.has_board:
        return "Nobody yet: this server has no countdown board. If its admins set one up, you are on it."
    return "You stand on the server's board."


def reminders(shown: Shown) -> str:
    """When and where the member hears of it."""
    exam = shown.exam
    if exam.off >= set(ALL_REMINDERS):
        return "None: you stopped them."
    where = "by direct message" if exam.where is Where.DM else f"in <#{exam.channel_id}>"
    if exam.where is Where.DM and not shown.allowed:
        return "None: your `/me settings` allow no reminders by direct message."
    coming = [one.days for one in shown.reminders if one.days != AFTER]
    if not coming:
        return f"None is left to come. Afterwards I ask how it went, {where}."
    before = [str(days) for days in coming if days > 0]
    parts = []
    if before:
        parts.append(
            f"{_joined(before)} {'day' if before == ['1'] else 'days'} before at {say_time(exam.hour)}"
        )
    if 0 in coming:
        parts.append("on the morning itself")
    text = f"{_joined(parts)}, by the clock of {shown.zone}, {where}."
    return text if shown.own_zone else f"{text} Yours is another? `/me settings timezone`"


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def set_to(shown: Shown, before: Exam | None) -> str:
    """The line above the card, once a date holds."""
    if before is None:
        return f"Noted: **{shown.exam.certification}** on {say_date(shown.exam.on)}, {in_days(shown.days)}."
    if (before.on, before.state) == (shown.exam.on, shown.exam.state):
        return "Changed."
    return (
        f"Moved: **{shown.exam.certification}** is on {say_date(shown.exam.on)} now, {in_days(shown.days)}."
    )


def which_day(question: WhichDay) -> str:
    """Asked back when a date can be read in two ways."""
    at = "" if question.at is None else f", {say_time(question.at)}"
    if len(question.days) == 1:
        other = "with the month's name" + (", and am or pm" if at else "")
        return f"Do you mean **{say_date(question.days[0])}{at}**? If not, send it again {other}."
    return f"That can be read in two ways. Which day is your exam{at}?"


def which_exam(question: WhichExam) -> str:
    """Asked back when there is an exam of that certification."""
    dates = _joined([say_date(other.on) for other in question.others])
    return (
        f"You have a date for **{question.certification}** already: {dates}. What is {say_date(question.on)}?"
    )


def move_label(exam: Exam, question: WhichExam) -> str:
    """On the button that makes the new date a change of this exam's."""
    day = f"{exam.on.day} {exam.on:%B}"
    return f"The one of {day} was moved" if exam.on < question.today else f"Change the one of {day}"


def add_label(question: WhichExam) -> str:
    """On the button that keeps both."""
    over = any(exam.on < question.today for exam in question.others)
    return "It is another try" if over else "It is another exam"


def countdown(shown: Shown, outlook: Outlook) -> discord.Embed:
    """How long it is, and where the plan stands."""
    exam = shown.exam
    if exam.state is not State.AHEAD:
        embed = discord.Embed(title=f"{exam.certification}: {_STATES[exam.state]}", colour=ACCENT)
        when = "Last date" if exam.state is State.MOVED else "On"
        embed.description = f"{when}: **{say_date(exam.on)}**"
        return _outlook(embed, outlook)
    embed = discord.Embed(title=_until(exam.certification, shown.days), colour=ACCENT)
    embed.description = day_and_time(exam, shown.starts_at, shown.zone)
    return _outlook(embed, outlook)


def _until(certification: str, days: int) -> str:
    if days <= 0:
        return f"{certification}: today is the day" if days == 0 else f"{certification} was {in_days(days)}"
    return f"{certification}: tomorrow" if days == 1 else f"{certification}: {days} days"


def _outlook(embed: discord.Embed, outlook: Outlook) -> discord.Embed:
    embed.add_field(name="Where you stand", value=outlook.where_it_stands[:1024], inline=False)
    return embed.add_field(name="The one thing to do now", value=outlook.do_now[:1024], inline=False)


def reminder_line(reminder: Reminder) -> str:
    """What a phone's notification shows."""
    exam = reminder.exam
    called = "" if exam.where is Where.DM else f"<@{exam.member_id}> "
    if reminder.days == AFTER:
        return f"{called}How did your **{exam.certification}** exam go?"
    if reminder.left <= 0:
        return f"{called}☀️ Today is your **{exam.certification}** exam. You have prepared for this."
    return f"{called}⏳ Your **{exam.certification}** exam is {in_days(reminder.left)}."


def reminder(found: Reminder) -> discord.Embed:
    """A reminder."""
    if found.days == AFTER:
        embed = discord.Embed(colour=ACCENT)
        embed.description = "Only you see what you press. Whatever it was: well done for going."
        return embed
    embed = discord.Embed(title=_until(found.exam.certification, found.left), colour=ACCENT)
    embed.description = day_and_time(found.exam, found.starts_at, found.zone)
    if found.exam.place and found.exam.where is Where.DM:  # in a channel others read it
        embed.description += f"\nPlace: {plain(found.exam.place)}"
    _outlook(embed, found.outlook)
    for tip in found.tips:
        embed.add_field(name=tip.title, value=tip.text, inline=False)
    return embed


def snoozed(left: int) -> str:
    """After a reminder was put off."""
    if left == 0:
        return "I come back tomorrow, on the morning itself."
    return f"I come back tomorrow, {left} {'day' if left == 1 else 'days'} before it."


STOPPED = "No more reminders of this exam. `/exam list` has a button to switch them on again."


def reminded(shown: Shown) -> str:
    """After reminders were chosen."""
    return f"Reminders of **{shown.exam.certification}**: {reminders(shown)}"


def sure_to_remove(exam: Exam) -> str:
    """Before an exam is forgotten."""
    asked = f"Remove **{exam.certification}** on {say_date(exam.on)}, with its reminders and its study plan?"
    return (
        f"{asked} If only its date is another: **Change the date**." if exam.state is State.AHEAD else asked
    )


def removed(exam: Exam) -> str:
    """After an exam was forgotten."""
    return f"Removed: {exam.certification} on {say_date(exam.on)}, with its reminders."


def unreached(shown: Shown, reason: str) -> str:
    """A reminder that did not arrive, told at the next command."""
    exam = shown.exam
    about = f"what I had to tell you about **{exam.certification}** ({in_days(shown.days)})"
    if exam.where is Where.CHANNEL:
        return f"⚠️ I could not post {about} in <#{exam.channel_id}>: {reason} Where shall I remind you?"
    if reason == CLOSED:
        return (
            f"⚠️ You take no direct messages from me, so {about} did not reach you. Allow them in Discord's privacy "
            "settings for a server that we share, or let me remind you in a channel."
        )
    return f"⚠️ I could not bring you {about}: {reason} Where shall I remind you?"


def decided(found: Decided) -> discord.Embed:
    """What was recorded."""
    exam = found.exam
    if found.result is Result.PASS:
        embed = discord.Embed(title=f"Congratulations: {exam.certification}! 🎉", colour=ACCENT)
        embed.description = (
            f"You passed the exam of the {found.name}. Celebrate, then note which areas felt weak while you remember; "
            "never the questions themselves.\nThe credential has to be renewed: `/ceu status` keeps track of it."
        )
        return embed
    if found.result is Result.MOVED:
        return discord.Embed(
            description=f"{exam.certification} has no date for now, so I remind you of nothing. As soon as you have "
            "one: `/exam set`.",
            colour=ACCENT,
        )
    embed = discord.Embed(title=f"{exam.certification}: not this time", colour=ACCENT)
    embed.description = (
        "Thank you for telling me. It happens to able people, and what you learned stays with you. Your score report "
        "names the areas to begin with. "
    )
    if found.next:
        embed.description += f"Your next date stays: {say_date(found.next.on)}."
    else:
        embed.description += "When you have the date of the next try, I count down to it."
    return _outlook(embed, found.outlook) if found.outlook else embed


def milestone(days: int) -> str:
    """A reminder in the list to choose from."""
    return {AFTER: "The day after: how did it go?", 0: "On the morning itself", 1: "1 day before"}.get(
        days, f"{days} days before"
    )
