"""How challenges, decisions and suggestions read: values in, texts and embeds out."""

from collections import Counter

import discord

from bot.features.challenges.model import (
    Call,
    Case,
    Challenge,
    ChallengeState,
    Decided,
    Joined,
    News,
    Queue,
    SuggestionState,
    Voice,
)
from bot.features.quiz.model import Effect, Shown
from bot.ui import ACCENT, plain

MOST_VOICES = 6
STEM_SHOWN = 200
# What Discord takes: of a field, of a description, of all embeds in a message. What is left of a case for its question.
FIELD_HOLDS, DESCRIPTION_HOLDS, MESSAGE_HOLDS = 1024, 4096, 6000
QUESTION_HOLDS = 3000
_FOOTER_HOLDS = 20
# Of one piece of news, so that several fit into a message.
_NEWS_HOLDS = 600
GONE = "This question is not in the bank any more. Decline the challenge: who disputed it reads your reason."

_ALL = "-# All that waits: `/quiz queue`"

_EFFECTS = {
    Effect.GAINED: "Your answer counts as right now.",
    Effect.LOST: "Your answer does not count as right any more.",
    Effect.OUT: "Your answer to it does not count any more. Your streak is as it was.",
}


def cut(text: str, most: int) -> str:
    """The text, or its beginning."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def joined(done: Joined) -> str:
    """What a member reads who disputed a question."""
    lines = ["Changed. This is what the moderators see of you now." if done.changed else "Thank you."]
    if done.others:
        others = "1 other member says" if done.others == 1 else f"{done.others} others say"
        lines[0] += f" {others} that something is wrong with it too."
    lines.append("The moderators decide, and you are told what they say.")
    if done.earlier:
        lines.append(f"-# {_earlier(done.earlier)}")
    return "\n".join(lines)


def call(found: Call) -> str:
    """What those who decide are told in their channel."""
    ping = f"<@&{found.role_id}> " if found.role_id else ""
    if not found.is_challenge:
        return f"{ping}A member suggests a question for this server's bank.\n{_ALL}"
    what = "A member says that something is wrong with this question:"
    return f"{ping}{what}\n> {_quoted(found.stem)}\n{found.saying}\n{_ALL}"


def case(found: Case) -> list[discord.Embed]:
    """A challenge with its question, how that works, and as many of the voices as fit into the message."""
    challenge = found.challenge
    title = {
        ChallengeState.OPEN: "Open challenge",
        ChallengeState.UPHELD: "Challenge, upheld",
        ChallengeState.DECLINED: "Challenge, declined",
    }[challenge.state]
    question = discord.Embed(title=title, colour=ACCENT)
    if found.shown:
        question.description = cut(question_text(found.shown), QUESTION_HOLDS)
        question.add_field(name="How it works here", value=_statistics(found, found.shown), inline=False)
        sources = "\n".join(plain(source.label) for source in found.shown.question.sources)
        question.add_field(name="Its source", value=cut(sources, 500) or "None is given.", inline=False)
    else:
        question.description = GONE
    if found.earlier:
        question.add_field(name="Before", value=cut(_earlier(found.earlier), 400), inline=False)
    if challenge.state is not ChallengeState.OPEN:
        question.add_field(name="Decided", value=cut(plain(challenge.reason), 500) or "-", inline=False)
    question.set_footer(text=f"Question {challenge.question_id}")
    return [question, voices(found, 0, MESSAGE_HOLDS - len(question))]


def question_text(shown: Shown) -> str:
    right = "" if shown.question.thrown_out else " ✅"
    lines = [
        f"**{letter}**  {plain(option.text)}{right if shown.question.is_right(option.key) else ''}"
        f"\n-# {plain(option.why) or 'No reason is given.'}"
        for letter, option in shown.options()
    ]
    return "\n".join([plain(shown.question.stem), "", *lines])


def _statistics(found: Case, shown: Shown) -> str:
    numbers = found.statistics
    if not numbers.answered:
        return "Nobody's answer is kept."
    chosen = " · ".join(f"{letter} {numbers.counts.get(option.key, 0)}" for letter, option in shown.options())
    people = "1 member" if numbers.answered == 1 else f"{numbers.answered} members"
    if shown.question.thrown_out:
        return f"{people} answered; it is thrown out and counts for nobody.\nChosen: {chosen}"
    lines = [f"{people} answered, {numbers.share:.0%} right.", f"Chosen: {chosen}", _discrimination(found)]
    return "\n".join(lines)


def _discrimination(found: Case) -> str:
    value = found.statistics.discrimination
    if value is None:
        return "Too few answers to say whether it tells who knows more."
    meaning = (
        "those who know more tend to miss it"
        if value < 0
        else "it hardly tells who knows more"
        if value < 0.2
        else "those who know more tend to get it right"
    )
    return f"Discrimination {value:+.2f}: {meaning}."


def voices(found: Case, first: int, holds: int = MESSAGE_HOLDS) -> discord.Embed:
    """What members say, from one of them on; in so many characters, with a sum by kind where there are several."""
    count = len(found.voices)
    embed = discord.Embed(
        title=f"What {'one member says' if count == 1 else f'{count} members say'}", colour=ACCENT
    )
    if count > 1:
        kinds = Counter(voice.kind.label for voice in found.voices)
        embed.description = " · ".join(f"{kind}: {number}" for kind, number in kinds.most_common())
    shown = first
    for voice in found.voices[first : first + MOST_VOICES]:
        text = _voice(found, voice)
        if len(embed) + len(voice.kind.label) + len(text) > holds - _FOOTER_HOLDS:
            break
        embed.add_field(name=voice.kind.label, value=text, inline=False)
        shown += 1
    if shown < count:
        embed.set_footer(text=f"And {count - shown} more.")
    return embed


def _voice(found: Case, voice: Voice) -> str:
    text = cut(plain(voice.reason), 500)
    if voice.citation:
        text += f"\n-# Source: {cut(plain(voice.citation), 250)}"
    shown = found.shown
    if shown and voice.order != shown.order and set(voice.order) == set(shown.order):
        seen = " ".join(shown.letter(key) for key in voice.order)
        text += f"\n-# Saw the options in the order {seen}"
    return f"{text}\n-# <@{voice.member_id}>, <t:{voice.said_at}:R>"


def _earlier(challenge: Challenge) -> str:
    when = f"<t:{challenge.decided_at}:D>"
    return f"Decided before, {when}, {challenge.state.value}: {cut(plain(challenge.reason), 300)}"


def decided(done: Decided) -> str:
    """What those who decided read."""
    people = "nobody" if done.told == 0 else "1 member" if done.told == 1 else f"{done.told} members"
    if done.regraded is None:
        return f"Declined. The question stands as it is. Told: {people}."
    regraded = done.regraded
    counts = [
        (regraded.count(Effect.GAINED), "now right"),
        (regraded.count(Effect.LOST), "not right any more"),
        (regraded.count(Effect.OUT), "not counted any more"),
    ]
    changed = ", ".join(f"{count} {what}" for count, what in counts if count) or "no verdict changed"
    answers = "1 answer" if regraded.answers == 1 else f"{regraded.answers} answers"
    return f"Upheld. {answers} regraded: {changed}. Posts and boards are corrected. Told: {people}."


def queue(found: Queue) -> discord.Embed:
    """What waits for a decision."""
    embed = discord.Embed(title="Waiting for a decision", colour=ACCENT)
    challenges = [
        f"<t:{one.challenge.opened_at}:R> · {one.voices} joined · {_quoted(one.stem or GONE, 80)}"
        for one in found.challenges
    ]
    suggestions = [
        f"<t:{one.sent_at}:R> · {_quoted(one.written.get('stem', ''), 80)}" for one in found.suggestions
    ]
    if not challenges and not suggestions:
        embed.description = "Nothing: no question is disputed, and none is suggested."
    if challenges:
        embed.add_field(name="Disputed", value=lines(challenges), inline=False)
    if suggestions:
        embed.add_field(name="Suggested", value=lines(suggestions), inline=False)
    return embed.set_footer(text=_footer(found))


def _footer(found: Queue) -> str:
    return (
        "Members with Manage Server decide."
        if found.editors.role_id is None
        else "Moderators and editors decide."
    )


def lines(lines: list[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if len("\n".join([*kept, line])) > FIELD_HOLDS - 20:
            return "\n".join([*kept, f"and {len(lines) - len(kept)} more"])
        kept.append(line)
    return "\n".join(kept)


def news(one: News, server: str = "") -> discord.Embed:
    """What a member hears of a decision. server: its name, where that is not plain."""
    where = f" in {plain(server)}" if server else ""
    embed = discord.Embed(description=f"> {_quoted(one.stem)}" if one.stem else None, colour=ACCENT)
    if one.suggestion:
        taken = one.suggestion.state is SuggestionState.APPROVED
        embed.title = cut(f"Your question was {'taken into the bank' if taken else 'declined'}{where}", 256)
        if one.suggestion.reason:
            embed.add_field(name="Why", value=cut(plain(one.suggestion.reason), _NEWS_HOLDS), inline=False)
        return embed
    assert one.challenge is not None
    upheld = one.challenge.state is ChallengeState.UPHELD
    own = (
        f"Your challenge was {one.challenge.state.value}" if one.joined else "A question was decided on anew"
    )
    embed.title = cut(f"{own}{where}", 256)
    if upheld:
        right = " · ".join(plain(text) for text in one.right)
        value = f"Right: {right}" if right else "The question was thrown out: it counts for nobody."
        if one.challenge.accepted and not right:
            value = "The question is not in the bank any more."
        name = "What held then; it was ruled on again since" if one.overruled else "What holds now"
        embed.add_field(name=name, value=cut(value, _NEWS_HOLDS), inline=False)
    embed.add_field(name="Why", value=cut(plain(one.challenge.reason), _NEWS_HOLDS) or "-", inline=False)
    if one.effect:
        embed.add_field(name="For you", value=_EFFECTS[Effect(one.effect)], inline=False)
    return embed


def _quoted(text: str, most: int = STEM_SHOWN) -> str:
    """The beginning of a text, in one line."""
    return plain(cut(" ".join(text.split()), most))
