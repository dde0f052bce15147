"""How challenges, decisions and suggestions read: values in, texts and embeds out."""

import discord

from bot.features.challenges.model import (
    Call,
    Case,
    Challenge,
    ChallengeState,
    Decided,
    Draft,
    Joined,
    News,
    Queue,
    SuggestionState,
    Voice,
)
from bot.features.challenges.suggested import STEPS, WRONG
from bot.features.quiz.model import Effect, Shown
from bot.ui import ACCENT, plain

MOST_VOICES = 6
STEM_SHOWN = 200
FIELD_HOLDS, DESCRIPTION_HOLDS = 1024, 4096
TAKEN = "Taken into this server's bank: it can be asked from now on. The author is told."
REFUSED = "Declined. The author is told why."
SENT = "Sent. The moderators decide, and you are told what they say."

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
        return f"{ping}A member suggests a question for this server's bank:\n> {_quoted(found.stem)}"
    what = "A member says that something is wrong with this question:"
    return f"{ping}{what}\n> {_quoted(found.stem)}\n{cut(plain(found.saying), 600)}"


def case(found: Case) -> list[discord.Embed]:
    """A challenge with its question, how that works, and what members say."""
    shown, challenge = found.shown, found.challenge
    title = {
        ChallengeState.OPEN: "Open challenge",
        ChallengeState.UPHELD: "Challenge, upheld",
        ChallengeState.DECLINED: "Challenge, declined",
    }[challenge.state]
    question = discord.Embed(title=title, description=cut(_question(shown), DESCRIPTION_HOLDS), colour=ACCENT)
    question.add_field(name="How it works here", value=_statistics(found), inline=False)
    sources = "\n".join(plain(source.label) for source in shown.question.sources) or "None is given."
    question.add_field(name="Its source", value=cut(sources, FIELD_HOLDS), inline=False)
    if found.earlier:
        question.add_field(name="Before", value=cut(_earlier(found.earlier), FIELD_HOLDS), inline=False)
    if challenge.state is not ChallengeState.OPEN:
        question.add_field(
            name="Decided", value=cut(plain(challenge.reason), FIELD_HOLDS) or "-", inline=False
        )
    question.set_footer(text=f"Question {shown.question.id}")
    return [question, _voices(found)]


def _question(shown: Shown) -> str:
    right = "" if shown.question.thrown_out else " ✅"
    lines = [
        f"**{letter}**  {plain(option.text)}{right if shown.question.is_right(option.key) else ''}"
        f"\n-# {plain(option.why) or 'No reason is given.'}"
        for letter, option in shown.options()
    ]
    return "\n".join([plain(shown.question.stem), "", *lines])


def _statistics(found: Case) -> str:
    numbers, shown = found.statistics, found.shown
    if not numbers.answered:
        return "Nobody's answer is kept."
    chosen = " · ".join(f"{letter} {numbers.counts.get(option.key, 0)}" for letter, option in shown.options())
    people = "1 member" if numbers.answered == 1 else f"{numbers.answered} members"
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


def _voices(found: Case) -> discord.Embed:
    count = len(found.voices)
    embed = discord.Embed(
        title=f"What {'one member says' if count == 1 else f'{count} members say'}", colour=ACCENT
    )
    for voice in found.voices[:MOST_VOICES]:
        embed.add_field(name=voice.kind.label, value=_voice(found, voice), inline=False)
    if count > MOST_VOICES:
        embed.set_footer(text=f"And {count - MOST_VOICES} more.")
    return embed


def _voice(found: Case, voice: Voice) -> str:
    text = cut(plain(voice.reason), 500)
    if voice.citation:
        text += f"\n-# Source: {cut(plain(voice.citation), 250)}"
    if voice.order != found.challenge.order and set(voice.order) == set(found.challenge.order):
        seen = " ".join(found.shown.letter(key) for key in voice.order)
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
        f"<t:{one.challenge.opened_at}:R> · {one.voices} joined · {_quoted(one.stem, 80)}"
        for one in found.challenges
    ]
    suggestions = [
        f"<t:{one.sent_at}:R> · {_quoted(one.written.get('stem', ''), 80)}" for one in found.suggestions
    ]
    if not challenges and not suggestions:
        embed.description = "Nothing: no question is disputed, and none is suggested."
    if challenges:
        embed.add_field(name="Disputed", value=_lines(challenges), inline=False)
    if suggestions:
        embed.add_field(name="Suggested", value=_lines(suggestions), inline=False)
    return embed.set_footer(text=_footer(found))


def _footer(found: Queue) -> str:
    return (
        "Members with Manage Server decide."
        if found.editors.role_id is None
        else "Moderators and editors decide."
    )


def _lines(lines: list[str]) -> str:
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
            embed.add_field(name="Why", value=cut(plain(one.suggestion.reason), FIELD_HOLDS), inline=False)
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
        embed.add_field(name="What holds now", value=cut(value, FIELD_HOLDS), inline=False)
    embed.add_field(name="Why", value=cut(plain(one.challenge.reason), FIELD_HOLDS) or "-", inline=False)
    if one.effect:
        embed.add_field(name="For you", value=_EFFECTS[Effect(one.effect)], inline=False)
    return embed


def draft(found: Draft) -> discord.Embed:
    """A question that is being written: what is there, and what is still to do."""
    embed = discord.Embed(title="Your question", colour=ACCENT)
    if found.shown:
        embed.description = cut(_question(found.shown), DESCRIPTION_HOLDS)
        return embed.set_footer(text="It passes all checks. Send it when you are content with it.")
    written = found.suggestion.written
    embed.description = cut(plain(written.get("stem", "")), 1500) or None
    if found.missing:
        due = next(n for n, step in enumerate(STEPS) if any(not written.get(name) for name in step))
        names = ("the question", "the wrong answers", "the traps")
        embed.add_field(name="Next", value=f"Form {due + 1}: {names[due]}.")
        return embed
    listed = "\n".join(f"- {cut(plain(problem), 250)}" for problem in found.problems)
    embed.add_field(name="To mend", value=cut(listed, FIELD_HOLDS), inline=False)
    return embed.set_footer(text="The same rules hold for every question of the bank.")


def suggestion(found: Draft) -> discord.Embed:
    """A suggested question, for those who decide."""
    one = found.suggestion
    embed = discord.Embed(title=f"Suggested question, {one.state.value}", colour=ACCENT)
    if found.shown:
        embed.description = cut(_question(found.shown), DESCRIPTION_HOLDS)
        sources = "\n".join(plain(source.label) for source in found.shown.question.sources)
        embed.add_field(name="Its source", value=cut(sources, FIELD_HOLDS) or "-", inline=False)
    else:
        wrong = [one.written.get(f"wrong{number}", "") for number in WRONG]
        options = "\n".join(f"- {plain(text)}" for text in (one.written.get("right", ""), *wrong))
        embed.description = cut(f"{plain(one.written.get('stem', ''))}\n{options}", DESCRIPTION_HOLDS)
        listed = "\n".join(f"- {cut(plain(problem), 250)}" for problem in found.problems)
        embed.add_field(name="Breaks the bank's rules", value=cut(listed, FIELD_HOLDS) or "-", inline=False)
    place = f"{one.written.get('certification')} · {one.written.get('area')} · {one.written.get('topic')}"
    embed.add_field(name="By", value=f"<@{one.author_id}>\n-# {plain(place)}", inline=False)
    return embed


def _quoted(text: str, most: int = STEM_SHOWN) -> str:
    """The beginning of a text, in one line."""
    return plain(cut(" ".join(text.split()), most))
