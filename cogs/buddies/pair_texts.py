"""How a pair's own messages read: the introduction, check-ins, nudges, the mini-quiz, the end."""

from collections.abc import Collection, Mapping

import discord

from bot.features.buddies.model import (
    Card,
    CheckIn,
    Farewell,
    Introduction,
    MiniQuiz,
    Nudged,
    Pair,
    QuizDone,
    StillThere,
)
from bot.features.buddies.terms import Answer, Ended
from bot.ui import ACCENT, plain
from cogs.buddies.saying import buddies, goals, listed, mention, mentions, month, offset, when

FIRST_STEPS = """\
1. Say hello, and what you are working on this week.
2. Agree on a time, or on writing when you can.
3. Press **Mini-quiz**: five questions, the same for everybody here. Then talk about the ones you missed."""

_ANSWERED = {
    Answer.DONE: "✅ done",
    Answer.PARTLY: "🌗 partly",
    Answer.STRUGGLING: "🆘 struggling: a kind word helps",
}
_ENDED = {
    Ended.LEFT: "One of you has left the study buddies. ",
    Ended.PAUSED: "One of you is taking a break. ",
    Ended.GONE: "One of you is not in the server any more. ",
    Ended.SILENT: "It has been quiet here for a while. ",
}
# Named as matching names them (bot/features/buddies/scoring.py).
_WHY = {
    "certification": "The exam",
    "hours": "Study hours",
    "language": "Language",
    "exam": "Exam date",
    "areas": "One is strong where the other is not",
    "goals": "What you want",
}


def thread_name(pair: Pair) -> str:
    """The same at every attempt, and no other pair's in the server: it finds the thread again after a crash."""
    return f"Buddies · {pair.certification} · {pair.number}"


def greeting(introduction: Introduction) -> str:
    """The line a phone shows in its notification."""
    return f"{mentions(introduction.pair.members)}, you are study buddies now 🤝"


def hello(introduction: Introduction, member_id: int, server: str) -> str:
    """The same in a direct message."""
    others = [member for member in introduction.pair.members if member != member_id]
    one = len(others) == 1
    return (
        f"**{plain(server)}**: you have {'a study buddy' if one else 'study buddies'} now 🤝 {mentions(others)}. "
        f"Tap {'the' if one else 'a'} name to write to them."
    )


def introduction(found: Introduction, now: int) -> discord.Embed:
    """Who is who, why they were put together, and where to start. now: epoch seconds."""
    embed = discord.Embed(
        title=f"Study buddies · {found.pair.certification}",
        description="\n\n".join(_card(card, now) for card in found.cards),
        colour=ACCENT,
    )
    two = "two" if len(found.cards) == 2 else "three"
    embed.add_field(name=f"Why you {two}", value=_why(found), inline=False)
    if found.areas:
        areas = "\n".join(f"• {plain(area)}" for area in found.areas)
        embed.add_field(name="Worth looking at together", value=areas[:1024], inline=False)
    embed.add_field(name="First steps", value=FIRST_STEPS, inline=False)
    return embed.set_footer(text="Each of you chose what is shown here. /buddy status changes yours.")


def checkin_line(checkin: CheckIn) -> str:
    """The line a phone shows in its notification, in a thread."""
    return f"{mentions(checkin.pair.members)}, how was your study week?"


def checkin_dm_line(checkin: CheckIn, member_id: int) -> str:
    """The same in a direct message."""
    others = [member for member in checkin.pair.members if member != member_id]
    return f"How was your study week? {mentions(others)} will see your answer."


def checkin(found: CheckIn, mini: MiniQuiz | None) -> discord.Embed:
    """The check-in as it stands."""
    lines = [f"{mention(member)}: {_answered(found.answers, member)}" for member in found.pair.members]
    lines += [f"🎉 {mention(member)} passed. Congratulations!" for member in found.passed]
    embed = discord.Embed(title="Weekly check-in", description="\n".join(lines), colour=ACCENT)
    if found.prompt:
        others = buddies(found.pair.members[1:])
        embed.add_field(
            name="Teach it back",
            value=f"Explain **{plain(found.prompt)}** to {others} in three sentences, in your own words.",
            inline=False,
        )
    shown = "\n".join(filter(None, (_shown_line(card) for card in found.cards)))
    if shown:
        embed.add_field(name="Where you are", value=shown[:1024], inline=False)
    if mini:
        embed.add_field(name="This week's mini-quiz", value=_done(mini), inline=False)
    return embed.set_footer(text="Press what fits; your buddy sees it. You can change it all week.")


def standing(mini: MiniQuiz) -> discord.Embed:
    """Who has done how much of the week's mini-quiz."""
    embed = discord.Embed(title="This week's mini-quiz", description=_done(mini), colour=ACCENT)
    return embed.set_footer(text="Talk about the ones you missed: explaining is how they stay.")


def quiz_done(mini: MiniQuiz, waiting: Collection[int]) -> str:
    """Somebody has done the week's mini-quiz. waiting: who has not."""
    if not waiting:
        return "Everybody here has done this week's mini-quiz 🎉"
    done = [member for member in mini.pair.members if member not in waiting]
    has = "has" if len(done) == 1 else "have"
    return f"{mentions(done)} {has} done this week's mini-quiz. {mentions(waiting)}: yours is waiting."


def nudge(nudged: Nudged, by: int) -> str:
    """A friendly word in the thread."""
    return f"👋 {mentions(nudged.partners)}: {mention(by)} is thinking of you. How is it going?"


def still(question: StillThere) -> str:
    """The question to somebody who was not heard of."""
    others = [member for member in question.pair.members if member != question.member_id]
    return (
        f"{mention(question.member_id)}, still there? It has been quiet for two weeks, and that happens. Press the "
        f"button and you stay together with {mentions(others)}.\nWithout an answer by <t:{question.ends_at}:F> I find "
        f"{'them another buddy' if len(others) == 1 else 'another way for them'}, and you can come back whenever you "
        "like. No hard feelings."
    )


def still_here(member_id: int) -> str:
    """What stands in the question's place once it is answered."""
    return f"{mention(member_id)} is still here 👋"


def farewell(last: Farewell) -> str:
    """The last message in a thread. Whose doing it is stays unsaid."""
    goes_on = ""
    if last.waiting:
        next_try = f" The next round is {when(last.next_round_at)}." if last.next_round_at else ""
        goes_on = f"\n{mentions(last.waiting)}: you go first when I look for a buddy again.{next_try}"
    why = _ENDED.get(last.why, "")
    return (
        f"{why}This pair has come to its end. Thank you for studying together, and good luck to everybody.\n"
        f"The thread closes now and can still be read.{goes_on}"
    )


def _card(card: Card, now: int) -> str:
    languages = f" · {listed(map(plain, card.languages))}" if card.languages else ""
    helps = " · passed, and helps" if card.helper else ""
    lines = [
        f"**{mention(card.member_id)}** · {card.certification}{helps} · {offset(card.zone, now)}{languages}"
    ]
    if card.exam_month:
        lines.append(f"Exam: {month(card.exam_month)}")
    if card.hours:
        lines.append(f"Studies: {plain(card.hours)} (own time)")
    if card.goals:
        lines.append(f"Wants: {goals(card.goals)}")
    if card.streak is not None:
        lines.append(_streak(card.streak))
    if card.areas:
        lines.append(f"Working on: {listed(map(plain, card.areas))}")
    if card.about:
        lines.append(f"“{plain(card.about)}”")
    return "\n".join(lines)


def _why(found: Introduction) -> str:
    """Only what rests on things that everybody here agreed to show."""
    parts = sorted(found.pair.parts.items(), key=lambda part: -part[1])
    if not all(card.languages for card in found.cards):
        parts = [part for part in parts if part[0] != "language"]  # its points are a guess then
    related = len({card.certification for card in found.cards}) > 1
    lines = [
        f"{'Related exams' if related and name == 'certification' else _WHY[name]}: {points} points"
        for name, points in parts
        if points > 0 and _agreed(name, found)
    ]
    if found.again:
        lines.append("-# You know each other already: nobody else fitted this time. A fresh start, then.")
    if any(not _agreed(name, found) for name, _ in parts):
        lines.append("-# What not everybody here shows counted too, and stays unsaid.")
    if found.shared_hours and _agreed("hours", found):
        hours = "hour" if found.shared_hours == 1 else "hours"
        lines.append(f"-# You have {found.shared_hours} {hours} a week in common.")
    if found.shared_hours == 0:
        lines.append("-# I know of no hours that you share. Write when you can; it works too.")
    return "\n".join(lines) or "You were the best match among those who waited."


def _agreed(part: str, found: Introduction) -> bool:
    """Whether a part of the score gives away nothing that somebody keeps to themselves."""
    if part == "hours":
        return all(card.hours for card in found.cards)
    if part == "exam":
        return all(card.exam_month for card in found.cards)
    if part == "areas":
        return all(card.areas is not None for card in found.cards)
    if part == "goals":
        return all(card.goals is not None for card in found.cards)
    return True


def _shown_line(card: Card) -> str:
    parts = [
        _streak(card.streak) if card.streak is not None else "",
        f"working on {listed(map(plain, card.areas))}" if card.areas else "",
        f"exam in {month(card.exam_month)}" if card.exam_month else "",
    ]
    shown = " · ".join(filter(None, parts))
    return f"{mention(card.member_id)}: {shown}" if shown else ""


def _streak(days: int) -> str:
    return f"streak {days} {'day' if days == 1 else 'days'} 🔥" if days else "no streak right now"


def _answered(answers: Mapping[int, Answer], member_id: int) -> str:
    answer = answers.get(member_id)
    return _ANSWERED[answer] if answer else "…"


def _done(mini: MiniQuiz) -> str:
    lines = [_quiz_line(done) for done in mini.done]
    if mini.areas:
        lines.append(f"-# From {listed(map(plain, mini.areas))}")
    return "\n".join(lines)[:1024]


def _quiz_line(done: QuizDone) -> str:
    if done.answered < done.asked:
        far = f"{done.answered} of {done.asked} so far" if done.answered else "not begun"
        return f"⏳ {mention(done.member_id)}: {far}"
    score = f", {done.right} of {done.asked} right" if done.right is not None else ""
    return f"✅ {mention(done.member_id)}: done{score}"
