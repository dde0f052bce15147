"""How mnemonics read: values in, embeds out."""

import unicodedata
from collections.abc import Sequence

import discord

from bot.features.mnemonics.model import (
    Added,
    Asks,
    Case,
    Found,
    Mnemonic,
    Note,
    NoteKind,
    Page,
    Period,
    Sharing,
    Shown,
    State,
    Tally,
)
from bot.ui import ACCENT, plain

# So much of a text stands in a list; all of it when it is opened.
HOOK_IN_LIST, MEANING_IN_LIST = 120, 160
# From so many tries on it is told what was to be expected without it.
TELLING = 10
TAKEN_BACK = "This mnemonic was taken back."
LOOKED_AT = "This mnemonic has been changed. A moderator looks at it first."
ALL_TAKEN_BACK = "The mnemonics that stood here are not shown any more."
_ISOLATED = "\u2068{}\u2069"
_STATES = {
    State.WAITING: "⏳ a moderator looks at it first",
    State.DECLINED: "✖️ declined; edit it to ask again",
}
_SHARED = {Sharing.ASKED: "⏳ asked to share it with all servers", Sharing.YES: "🌍 shared with all servers"}
_ASKS = {
    Asks.POST: "to be posted here",
    Asks.SHARE: "to be shared with all servers",
    Asks.REPORT: "was reported",
}
_TOLD = {
    NoteKind.APPROVED: "A moderator has approved your mnemonic",
    NoteKind.EDITED: "A moderator has mended the words of your mnemonic and approved it",
    NoteKind.DECLINED: "A moderator has declined your mnemonic. You can change it and ask again: `/mnemonic mine`",
    NoteKind.TAKEN_DOWN: "A moderator has taken your mnemonic down. You can change it and ask again: `/mnemonic mine`",
    NoteKind.SHARED: "Your mnemonic is shared with all servers now",
    NoteKind.NOT_SHARED: "Your mnemonic stays in this server: a moderator would rather not share it",
    NoteKind.UNSHARED: "Your mnemonic is not shared with other servers any more: several did not want to see it",
    NoteKind.BANNED: "A moderator asks you not to post mnemonics here any more. You can read and vote as before",
}


def said(text: str) -> str:
    """What a member wrote, without any effect on what stands around it."""
    kept = plain(text)
    turns = any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text)
    return _ISOLATED.format(kept) if turns else kept


def one(shown: Shown, *, title: str = "💡") -> discord.Embed:
    """All of one."""
    mnemonic = shown.mnemonic
    embed = discord.Embed(
        title=f"{title} {plain(shown.topic_name)}"[:256], description=body(mnemonic), colour=ACCENT
    )
    lines = [_figures(shown.tally, full=True), _by(mnemonic), *map(plain, mnemonic.sources[:2])]
    if shown.own:
        lines += [_STATES.get(mnemonic.state, ""), _SHARED.get(mnemonic.sharing, "")]
    if shown.own_vote:
        lines.append(f"You voted {'👍' if shown.own_vote > 0 else '👎'}; the same again takes it back.")
    notes = "\n".join(f"-# {line}" for line in lines if line)
    embed.description = f"{embed.description}\n\n{notes}" if notes else embed.description
    return embed


def body(mnemonic: Mnemonic) -> str:
    """Hook, what it stands for, story."""
    texts = mnemonic.texts
    parts = [f"**{said(texts.hook)}**"]
    if texts.stands_for:
        parts.append(said(texts.stands_for))
    if texts.story:
        parts.append(f"📖 {said(texts.story)}")
    return "\n\n".join(parts)


def found(result: Found) -> discord.Embed:
    """What a search came to."""
    return _listed("Found", result.shown, result.remark)


def top(shown: Sequence[Shown], period: Period) -> discord.Embed:
    """The best, or how they get there."""
    over = "this week" if period is Period.WEEK else "of all time"
    if shown:
        return _listed(f"The best {over}", shown, "")
    return discord.Embed(
        title=f"The best {over}",
        description="None has helped or been voted for yet. After a wrong answer, press “Show the hook”: your next "
        "answer on the topic tells whether it helps.",
        colour=ACCENT,
    )


def best_of(shown: Sequence[Shown]) -> discord.Embed:
    """The week's best, for all to see."""
    embed = _listed("💡 The mnemonics of the week", shown, "")
    return embed.set_footer(text="Ranked by what they did for memory first, by votes second. /mnemonic find")


def mine(page: Page) -> discord.Embed:
    """A member's own."""
    if not page.shown:
        return discord.Embed(
            title="Yours", description="None here yet. `/mnemonic add` makes the first.", colour=ACCENT
        )
    return _listed("Yours, newest first", page.shown, "Press a number to edit, share or delete it.")


def _listed(title: str, shown: Sequence[Shown], remark: str) -> discord.Embed:
    lines = [f"-# {plain(remark)}"] if remark else []
    lines += [_line(number, item) for number, item in enumerate(shown, 1)]
    return discord.Embed(title=title, description="\n".join(lines), colour=ACCENT)


def _line(number: int, item: Shown) -> str:
    mnemonic = item.mnemonic
    rest = [plain(item.topic_name), _figures(item.tally)]
    if item.own:
        rest += [_STATES.get(mnemonic.state, ""), _SHARED.get(mnemonic.sharing, "")]
    text = f"**{number}. {said(cut(mnemonic.texts.hook, HOOK_IN_LIST))}**"
    if mnemonic.texts.stands_for:
        text += f"\n{said(cut(mnemonic.texts.stands_for, MEANING_IN_LIST))}"
    return f"{text}\n-# {' · '.join(part for part in rest if part)}"


def cut(text: str, longest: int) -> str:
    """Its beginning, where it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _figures(tally: Tally, *, full: bool = False) -> str:
    parts = []
    if tally.tried:
        helped = f"helped {tally.helped} of {tally.tried}"
        usual = f" (without it about {tally.expected:.0f})" if full and tally.tried >= TELLING else ""
        parts.append(f"{helped}{usual}")
    if tally.up or tally.down:
        parts.append(f"👍 {tally.up} 👎 {tally.down}")
    return " · ".join(parts)


def _by(mnemonic: Mnemonic) -> str:
    if mnemonic.bundled:
        return "comes with Crosswalk"
    return f"by <@{mnemonic.author_id}>" if mnemonic.author_id else "by a member"


def posted(shown: Shown) -> discord.Embed:
    """A new one in the server's channel."""
    return one(shown, title="💡 New:")


def not_shown(mnemonic: Mnemonic) -> discord.Embed:
    """In the place of one that is shown no more, or not yet again."""
    waits = mnemonic.state is State.WAITING
    return discord.Embed(description=LOOKED_AT if waits else TAKEN_BACK, colour=ACCENT)


def none_left() -> discord.Embed:
    """In the place of the week's best when all of them are gone."""
    return discord.Embed(description=ALL_TAKEN_BACK, colour=ACCENT)


def added(result: Added) -> discord.Embed:
    """What became of a post: posted, waiting, or first a look at what is like it."""
    if result.near:
        return near(result.near, result.mnemonic)
    waits = result.mnemonic.state is State.WAITING
    embed = discord.Embed(
        title="Thank you! A moderator looks at it first" if waits else f"Added to {plain(result.topic_name)}",
        description=body(result.mnemonic),
        colour=ACCENT,
    )
    told = (
        "You hear from me what was decided."
        if waits
        else "Others see whether it helps them, and so will you."
    )
    return embed.set_footer(text=f"{told} Yours: /mnemonic mine")


def near(others: Sequence[Mnemonic], own: Mnemonic) -> discord.Embed:
    """What is like one's own already."""
    lines = [f"• **{said(other.texts.hook)}**" for other in others]
    embed = discord.Embed(
        title="There is something like it already",
        description="\n".join(lines),
        colour=ACCENT,
    )
    return embed.add_field(name="Yours", value=said(own.texts.hook)[:1024])


def case(waiting: Case) -> discord.Embed:
    """One thing for a moderator to decide."""
    mnemonic = waiting.shown.mnemonic
    embed = one(waiting.shown, title=f"{waiting.left} to decide ·")
    embed.add_field(name="Why it is here", value=_ASKS[waiting.asks], inline=False)
    if waiting.reasons:
        reasons = "\n".join(f"• {said(reason)}" for reason in waiting.reasons)
        embed.add_field(name="Reported", value=cut(reasons, 1024), inline=False)
    if mnemonic.bundled or waiting.asks is Asks.SHARE:
        hint = (
            "Declining hides it in this server; /admin mnemonics unhide takes that back."
            if mnemonic.bundled
            else "All servers with this bot would see it."
        )
        embed.set_footer(text=hint)
    return embed


def note(told: Note, server: str | None = None) -> str:
    """A word to an author. server: its name, when this is read outside of it."""
    where = f"**{plain(server)}**: " if server else ""
    reason = f"\nWhy: {said(told.detail)}" if told.detail else ""
    hook = f"\n> {said(cut(told.hook, HOOK_IN_LIST))}" if told.hook else ""
    return f"{where}{_TOLD[told.kind]}.{hook}{reason}"
