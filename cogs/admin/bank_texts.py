"""How own banks read to admins."""

import discord

from bot.features.banks.imports import FIRST_FAILED
from bot.features.banks.model import SUGGESTED, Bank, Imported, Progress
from bot.ui import ACCENT, plain

EXPORTED = "Your own questions. `/admin bank import` brings the file in again, here or elsewhere."
DROPPED = "Nothing is imported, and I have forgotten the file."
_WHY_HOLDS = 160
_PRIVATE = (
    "Only this server is asked them: in the daily question, in practice, and wherever else I ask something."
)


def progress(now: Progress) -> str:
    """How far an upload is."""
    if not now.total:
        return "Reading the file…"
    return f"Checking the questions: {now.done:,} of {now.total:,}…"


def imported(upload: Imported) -> discord.Embed:
    """What became of an upload, and which rows failed."""
    if not upload.failed_count:
        return _done(upload.name, upload.good, upload.notes, upload.format)
    title = (
        f"Nothing imported yet: {upload.failed_count:,} of {upload.good + upload.failed_count:,} rows failed"
    )
    if not upload.good:
        title = f"Nothing imported: all {upload.failed_count:,} rows failed"
    lines = [
        f"**{row.where}**{f' “{plain(row.name)}”' if row.name else ''}: {plain(row.why)[:_WHY_HOLDS]}"
        for row in upload.failed
    ]
    if upload.failed_count > len(upload.failed):
        lines.append(
            f"… and {upload.failed_count - len(upload.failed):,} more; here are the first {FIRST_FAILED}."
        )
    embed = discord.Embed(title=title, description="\n".join(lines)[:4096], colour=ACCENT)
    mend = "Mend these rows and upload the file again"
    if upload.good:
        mend += ", or import the good ones now. Until you choose, nothing is changed."
    embed.add_field(name=f"{upload.name} ({upload.format})", value=mend, inline=False)
    return _noted(embed, upload.notes)


def accepted(bank: Bank) -> discord.Embed:
    """The sound rows of an upload are in."""
    return _done(bank.name, bank.questions, (), bank.format)


def _done(name: str, count: int, notes: tuple[str, ...], format_: str) -> discord.Embed:
    title = f"Imported: {_questions(count)}"
    embed = discord.Embed(
        title=title, description=f"From {plain(name)} ({format_}). {_PRIVATE}", colour=ACCENT
    )
    embed.set_footer(text="/admin bank list shows all, /admin bank remove takes a bank out again.")
    return _noted(embed, notes)


def _noted(embed: discord.Embed, notes: tuple[str, ...]) -> discord.Embed:
    return embed.add_field(name="Please note", value=plain("\n".join(notes))[:1024]) if notes else embed


def banks(found: list[Bank]) -> discord.Embed:
    """All banks of a server."""
    embed = discord.Embed(title="Banks of this server", colour=ACCENT)
    embed.description = "\n".join(_line(bank) for bank in found)[:4096] or (
        "None yet. `/admin bank import` brings questions in from a file: our YAML, CSV, GIFT, Aiken or Anki."
    )
    return embed


def removed(bank: Bank) -> str:
    """A bank is out."""
    return (
        f"{plain(bank.name)} is removed, {_questions(bank.questions)}. What members answered is kept. Import this file "
        "to have it back."
    )


def _line(bank: Bank) -> str:
    certifications = ", ".join(f"{name} {count:,}" for name, count in bank.certifications.items())
    by = f" by <@{bank.imported_by}>" if bank.imported_by else ""
    what = "" if bank.format == SUGGESTED else f" ({bank.format})"
    held = f"{_questions(bank.questions)}, {certifications}"
    return f"**{plain(bank.name)}**{what}: {held} · <t:{bank.imported_at}:d>{by}"


def _questions(count: int) -> str:
    return f"{count:,} question{'' if count == 1 else 's'}"
