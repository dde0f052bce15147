"""How the guide reads: values in, embeds out. One figure a paragraph, so that it is read on a phone; no tables."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import discord

from bot.features.guide import ages
from bot.features.guide.model import UNDATED, Comparison, Fact, Page, Pair, Sheet, SheetKind
from bot.library import Outline
from bot.ui import ACCENT, plain

# Discord takes 1,024 characters in a field, and 6,000 in a message's embeds.
FIELD_HOLDS, EMBED_HOLDS = 1024, 5800
_UNDATED = "Undated: the source gives no date, so the figure may be years old."
_NO_FIGURES = (
    "The guide names this credential and gives no figures for it. Ask {body}; admins of a server can add what holds in "
    "their region: `/admin guide correct`."
)
# What is left out first when a server's own figures make it long: what earlier sources said, then the guide's own, then
# the ends of what the server wrote; never whose a figure is, and how old.
_EVERYTHING, _NO_HISTORY, _OWN_ALONE, _OWN_CUT = range(4)
_OWN_HOLDS = 40

Fields = Sequence[tuple[str, str]]


def info(page: Page, today: date) -> discord.Embed:
    """A credential with its figures, each with source and age."""
    sheet = page.sheet
    lines = [f"**{sheet.body}** · {sheet.about}"]
    if page.choices:
        lines.append(f"Choose it when you want {'; or '.join(choice.wants for choice in page.choices)}.")
        said = dict.fromkeys((choice.source, choice.as_of) for choice in page.choices)
        lines += [_source(source, as_of, today) for source, as_of in said]
    if sheet.specialty:
        lines.append(f"-# {sheet.specialty.source} · {sheet.specialty.as_of}")
    if not page.facts:
        lines += ["", _NO_FIGURES.format(body=sheet.body)]
    embed = discord.Embed(title=sheet.title, description="\n".join(lines), colour=ACCENT)
    return _filled(embed, lambda much: [(fact.name, _fact(fact, today, much)) for fact in page.facts])


def areas(sheet: Sheet, today: date) -> discord.Embed:
    """What an exam asks, by its outline; older outlines as history."""
    assert sheet.certification is not None
    now, *before = sheet.certification.outlines
    embed = discord.Embed(title=f"What {sheet.id} asks", description=_outline(now, today), colour=ACCENT)
    for old in before:
        embed.add_field(
            name=f"History, not today's: {old.name}"[:256],
            value=cut(_outline(old, today), FIELD_HOLDS),
            inline=False,
        )
    return embed


def comparison(found: Comparison, today: date) -> discord.Embed:
    """Two credentials, figure by figure, one below the other."""
    left, right = found.left.sheet, found.right.sheet
    embed = discord.Embed(title=f"{left.id} and {right.id}", colour=ACCENT)
    embed.description = "\n".join(
        f"**{one.id}** {one.name}\n{one.body} · {one.about}" for one in (left, right)
    )

    def fields(much: int) -> Fields:
        shown = [(pair.name, _pair(pair, left.id, right.id, today, much)) for pair in found.pairs]
        return [*shown, *_only(found)]

    return _filled(embed, fields)


def learning(pages: Sequence[Page], today: date) -> discord.Embed:
    """The ways to learn, with time and cost."""
    embed = discord.Embed(title="Ways to learn the trade", colour=ACCENT)

    def fields(much: int) -> Fields:
        return [(page.sheet.name, way(page, today, much)) for page in pages]

    return _filled(embed, fields)


def way(page: Page, today: date, much: int = _EVERYTHING) -> str:
    """A way to learn in a few lines."""
    known = page.sheet.education
    assert known is not None
    lines = [f"{fact.name}: {_value(fact, much)}{_own(fact, today, much)}" for fact in page.facts]
    return "\n".join([*lines, known.text, _source(known.source, known.as_of, today)])


def way_within(page: Page, today: date, most: int) -> str:
    """The same, in so many characters."""
    told = (way(page, today, much) for much in range(_OWN_CUT + 1))
    return next((text for text in told if len(text) <= most), way(page, today, _OWN_CUT)[:most])


def worth(page: Page, today: date) -> discord.Embed:
    """Pay and standing."""
    embed = discord.Embed(title=page.sheet.name, description="Averages, not promises.", colour=ACCENT)
    return _filled(embed, lambda much: [(fact.name, _fact(fact, today, much)) for fact in page.facts])


def corrected(page: Page, key: str, today: date) -> discord.Embed:
    """One figure as it reads now."""
    fact = next((one for one in page.facts if one.key == key), None)
    embed = discord.Embed(title=page.sheet.title, colour=ACCENT)
    if fact is None:
        embed.description = "Your server's own figure is gone. The guide has none, so nothing is shown."
        return embed
    return embed.add_field(
        name=fact.name, value=cut(_fact(fact, today, _EVERYTHING), FIELD_HOLDS), inline=False
    )


def cut(text: str, most: int) -> str:
    """The text, or its beginning."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def one_fact(page: Page, key: str, today: date) -> str | None:
    """A figure in the same words as everywhere, if the page has it."""
    found = next((fact for fact in page.facts if fact.key == key), None)
    return cut(_fact(found, today, _EVERYTHING), FIELD_HOLDS) if found else None


def _fact(fact: Fact, today: date, much: int) -> str:
    lines = [_value(fact, much)]
    if fact.own:
        lines[0] += _own(fact, today, much)
    elif fact.figure:
        lines.append(_source(fact.figure.source, fact.figure.as_of, today))
    if fact.figure and much == _EVERYTHING:
        lines += [f"-# Earlier: {old.value} ({old.source}, {old.as_of})" for old in fact.figure.older]
    return "\n".join(lines)


def _value(fact: Fact, much: int) -> str:
    return f"📌 {_theirs(fact.value, much)}" if fact.own else fact.value


def _theirs(text: str, much: int) -> str:
    """What somebody of the server wrote, without effect."""
    return plain(cut(text, _OWN_HOLDS) if much == _OWN_CUT else text)


def _own(fact: Fact, today: date, much: int) -> str:
    """Whose a server's own figure is, and what the guide has instead."""
    own = fact.own
    if own is None:
        return ""
    told = [f"This server's own figure, by {_theirs(own.role, much)}, <t:{own.set_at}:D>"]
    told += [_theirs(own.source, much)] if own.source else []
    told.append(ages.say(own.as_of, today))
    lines = [f"\n-# {' · '.join(told)}"]
    if fact.figure and much < _OWN_ALONE:
        guides = fact.figure
        lines.append(f"-# The guide: {guides.value} ({guides.source}; {ages.say(guides.as_of, today)})")
    return "\n".join(lines)


def _source(source: str, as_of: str, today: date) -> str:
    return f"-# {source} · {ages.say(as_of, today)}"


def _pair(pair: Pair, left: str, right: str, today: date, much: int) -> str:
    one, other = pair.left, pair.right
    much = max(much, _NO_HISTORY)
    if one and other and one.own is None and other.own is None and one.figure == other.figure:
        return f"**Both** {_fact(one, today, much)}"
    return "\n".join(
        f"**{name}** {_fact(fact, today, much) if fact else '– not stated'}"
        for name, fact in ((left, one), (right, other))
    )


def _only(found: Comparison) -> Iterator[tuple[str, str]]:
    left, right = found.left.sheet, found.right.sheet
    if found.outlined:
        for sheet, names in ((left, found.only_left), (right, found.only_right)):
            yield f"Asked by {sheet.id} only", cut(", ".join(names) or "nothing", FIELD_HOLDS)
        yield (
            "How these areas are known",
            "Crosswalk's own reading of both outlines. See “What it asks” under `/cert info`.",
        )
        return
    lacking = [one.id for one in (left, right) if not (one.certification and one.certification.areas)]
    if SheetKind.SPECIALTY not in (left.kind, right.kind):
        yield (
            "What they ask",
            f"No outline of {' and '.join(lacking)} is at hand, so areas can't be compared.",
        )


def _outline(outline: Outline, today: date) -> str:
    lines = [f"• {area.name}: {area.stated}" for area in outline.areas]
    return "\n".join([*lines, outline.note, _source(outline.source, outline.as_of, today)])


def _filled(embed: discord.Embed, fields: Callable[[int], Fields]) -> discord.Embed:
    """As much as fits: everything, else without history, … else each cut to its share."""
    for much in range(_OWN_CUT + 1):
        shown = [(name[:256], value) for name, value in fields(much)]
        fits = all(len(value) <= FIELD_HOLDS for _, value in shown)
        if fits and len(embed) + _length(shown) <= EMBED_HOLDS:
            break
    else:
        share = (EMBED_HOLDS - len(embed) - sum(len(name) for name, _ in shown)) // len(shown)
        shown = [(name, cut(value, min(share, FIELD_HOLDS))) for name, value in shown]
    for name, value in shown:
        embed.add_field(name=name, value=value, inline=False)
    if any(UNDATED in value for _, value in shown):
        embed.set_footer(text=_UNDATED)
    return embed


def _length(fields: Fields) -> int:
    return sum(len(name) + len(value) for name, value in fields)
