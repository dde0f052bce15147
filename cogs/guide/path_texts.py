"""How the five questions and what they lead to read: values in, embeds out."""

from collections.abc import Sequence
from datetime import date

import discord

from bot.features.guide import ages
from bot.features.guide.model import Page
from bot.features.guide.paths import QUESTIONS, WEEKS, Candidate, Suggestion
from bot.features.guide.weighing import GUIDE, OWN, Rule
from bot.library.guide import Choice
from bot.ui import ACCENT
from cogs.guide import texts

MOST_REASONS = 4
_FOOT = (
    "Guide: the founding guide, undated. Judgement: Crosswalk's own. A suggestion by simple rules: decide with local "
    "openings, their pay and your own wish in front of you."
)


def question(given: Sequence[int]) -> discord.Embed:
    """The next question, and what was answered so far."""
    ask = QUESTIONS[len(given)]
    lines = [ask.ask]
    if given:
        lines += ["", f"-# {' · '.join(said(given))}"]
    title = f"Which credential fits you? {len(given) + 1} of {len(QUESTIONS)}"
    return discord.Embed(title=title, description="\n".join(lines), colour=ACCENT)


def said(given: Sequence[int]) -> list[str]:
    """The answers so far, in words."""
    return [
        f"{asked.short}: {asked.options[number - 1]}" for asked, number in zip(QUESTIONS, given, strict=False)
    ]


def suggestion(
    found: Suggestion, pages: Sequence[Page], choice: Choice | None, given: Sequence[int], today: date
) -> discord.Embed:
    """What fits best and why, what speaks against it, and what it would take."""
    by_id = {page.sheet.id: page for page in pages}
    first = by_id[found.first.cert]
    embed = discord.Embed(
        title=f"{first.sheet.id} fits best"
        if found.first.fits
        else f"None fits well yet: {first.sheet.id} comes closest",
        description=f"**{first.sheet.name}**\n{first.sheet.body} · {first.sheet.about}\n\n-# {' · '.join(said(given))}",
        colour=ACCENT,
    )
    _add(embed, "Why", _reasons(found.first.pros, first, today))
    _add(embed, "What speaks against it", _reasons(found.first.cons, first, today))
    _add(embed, "Bear in mind", "\n".join(found.notes))
    if found.second:
        second = by_id[found.second.cert]
        _add(
            embed,
            f"Next best: {second.sheet.id}, {second.sheet.name}",
            _next_best(found.second, second, today),
        )
    _add(embed, "Not for now", "\n".join(f"• {cert}: {why}" for cert, why in found.out.items()))
    if choice:
        _add(embed, "The guide says", f"{choice.text}\n-# {choice.source} · {ages.say(choice.as_of, today)}")
    _add(embed, "In this region", texts.one_fact(first, "demand", today) or "")
    _add(embed, "Study", _study(found))
    learn = by_id[found.learn] if found.learn else None
    why = found.learn_why
    if learn:
        why += f"\n**{learn.sheet.name}**\n"
        why += texts.way_within(learn, today, texts.FIELD_HOLDS - len(why))
    _add(embed, "To learn it", why)
    return embed.set_footer(text=_FOOT)


def _next_best(candidate: Candidate, page: Page, today: date) -> str:
    return "\n".join(
        f"{sign} {_reason(rules[0], page, today)}"
        for sign, rules in (("➕", candidate.pros), ("➖", candidate.cons))
        if rules
    )


def _reasons(rules: Sequence[Rule], page: Page, today: date) -> str:
    return "\n".join(f"• {_reason(rule, page, today)}" for rule in rules[:MOST_REASONS])


def _reason(rule: Rule, page: Page, today: date) -> str:
    """The line, and who says so."""
    if not rule.cites:
        return rule.text
    if rule.cites == OWN:
        return f"{rule.text} *(judgement)*"
    if rule.cites == GUIDE:
        return f"{rule.text} *(guide)*"
    figure = page.sheet.figures[rule.cites]
    return f"{rule.text} *({figure.source}; {ages.say(figure.as_of, today)})*"


def _study(found: Suggestion) -> str:
    least, most = found.hours
    first, last = WEEKS
    hours = f"The guide's {first} to {last} weeks at your hours are {least} to {most} hours of study."
    return f"{hours}\nWhen you know your date: `/exam set`."


def _add(embed: discord.Embed, name: str, value: str) -> None:
    if value:
        embed.add_field(name=name[:256], value=texts.cut(value, texts.FIELD_HOLDS), inline=False)
