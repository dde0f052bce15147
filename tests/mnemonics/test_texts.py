"""Texts of members: nothing in them acts, and what cannot be used is refused with a sentence."""

import re
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.features.mnemonics.model import (
    HOOK_LONGEST,
    STANDS_FOR_LONGEST,
    STORY_LONGEST,
    Asks,
    Case,
    Found,
    Mnemonic,
    Note,
    NoteKind,
    Shown,
    Tally,
    Texts,
)
from bot.features.mnemonics.texts import alike, checked, key_of, ref_in
from cogs.mnemonics import texts

PINGS = re.compile(r"@(everyone|here)\b|<@[!&]?\d+>|<#\d+>|<id:|<t:|</\w|<a?:\w")
TRICKS = st.sampled_from(
    [
        "@everyone",
        "@here",
        "<@1234567890123456789>",
        "<@&1234567890123456789>",
        "<#1234567890123456789>",
        "</quiz today:12345678901234567>",
        "<t:0:F>",
        "https://evil.example/x",
        "http://evil.example",
        "[click](https://evil.example)",
        "<https://evil.example>",
        "discord.gg/abcdef", "DISCORD.GG/abcdef", "Discord.com/invite/abcdef", "HTTPS://evil.example",
        "**", "__", "~~", "||", "`", "```", "> ", ">>> ", "# ", "- ", "-# ", "\\",
        "\u202e", "\u2066", "\u200f", "\u200b", "\ufeff", "\u00ad", "\u3164",
        "\n", "\r\n", "\t", "a\u0300\u0301\u0302\u0303\u0304\u0305", "עברית", "العربية",
        "'; DROP TABLE mnemonics; --", '" OR 1=1', "NEAR(", "hook:", "*", "💡", "👩‍👩‍👧",
    ]
)  # fmt: skip
WILD = st.lists(st.one_of(TRICKS, st.text(max_size=12), st.just("word")), max_size=12).map("".join)


def shown_of(said: Texts) -> Shown:
    """One that somebody else wrote."""
    return Shown(Mnemonic("12", 1, 99, "neoplasms", said), "Neoplasms", Tally(3, 1, 23, 18, 11))


def cleaned(hook: str, stands_for: str, story: str) -> Texts | None:
    """As it would be kept; None where it is refused."""
    with suppress(BadInput):
        return checked(hook, stands_for, story)
    return None


@settings(max_examples=300, deadline=None)
@given(WILD, WILD, WILD)
def test_nothing_pings_or_links_and_no_layout_breaks(hook: str, stands_for: str, story: str) -> None:
    said = cleaned(f"word {hook}", stands_for, story)
    if said is None:
        return
    shown = shown_of(said)
    embeds = [
        texts.one(shown),
        texts.found(Found([shown] * 5, "Nothing is called that.")),
        texts.posted(shown),
        texts.best_of([shown] * 5),
        texts.case(Case(shown, Asks.REPORT, [said.hook], 3)),
    ]
    note = texts.note(Note(1, 1, 99, NoteKind.DECLINED, said.hook, said.hook), said.hook)
    assert len(note) <= 2000
    for embed in embeds:
        assert len(embed) <= 6000
        assert len(embed.description or "") <= 4096
        assert len(embed.title or "") <= 256
    for text in (note, *(embed.description or "" for embed in embeds)):
        acting = PINGS.sub(lambda hit: "" if hit[0] == "<@99>" else hit[0], text)
        assert not PINGS.search(acting), acting
        assert not re.search(r"https?://\S", text, re.IGNORECASE), text
        assert not re.search(r"discord\.(gg|com/invite)/", text, re.IGNORECASE), text


@settings(max_examples=300, deadline=None)
@given(WILD)
def test_what_is_kept_is_one_line_that_can_be_seen(hook: str) -> None:
    said = cleaned(f"word {hook}", "", "")
    if said is None:
        return
    assert said.hook == " ".join(said.hook.split())
    assert not any(
        unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") for char in said.hook if char != "\u200d"
    )
    again = checked(said.hook)
    assert again.hook == said.hook, "cleaning twice changes nothing"


@settings(max_examples=200, deadline=None)
@given(WILD)
@example("[click](https://evil.example)**[click](https://evil.example)")
def test_markdown_is_escaped_so_that_the_bold_ends_where_it_should(hook: str) -> None:
    said = cleaned(f"word {hook}", "", "")
    if said is None:
        return
    line = texts.said(said.hook)
    bare = re.sub(r"\\.", "", line, flags=re.DOTALL)
    assert not re.search(r"[*_~`|]", bare), line


@pytest.mark.parametrize("empty", ["", "   ", "\n\n", "\u200b\u200b", "\u202e\u202c", "\u3164", "\u00ad"])
def test_an_empty_hook(empty: str) -> None:
    with pytest.raises(BadInput, match="empty"):
        checked(empty)


@pytest.mark.parametrize("signs", ["🎉🎉🎉", "!!!", "👩‍👩‍👧", "*** ___", "…"])
def test_a_hook_of_signs_only(signs: str) -> None:
    with pytest.raises(BadInput, match="in words"):
        checked(signs)


def test_too_long_is_told_with_both_numbers() -> None:
    with pytest.raises(BadInput, match="The hook has 2,001 characters; 200 fit"):
        checked("x" * 2001)
    for longest, place in ((STANDS_FOR_LONGEST, 1), (STORY_LONGEST, 2)):
        parts = ["a word here", "", ""]
        parts[place] = "y" * (longest + 1)
        with pytest.raises(BadInput, match=f"{longest} fit"):
            checked(*parts)
    assert checked("x" * HOOK_LONGEST).hook == "x" * HOOK_LONGEST


def test_a_text_that_turns_direction_keeps_it_to_itself() -> None:
    shown = texts.said("אבג")
    assert shown.startswith("\u2068")
    assert shown.endswith("\u2069")
    assert checked("abc\u202edef ghi").hook == "abcdef ghi"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Give the slice, not the cake", "give the SLICE not the cake!!", True),
        ("Give the slice, not the cake", "Give the slise, not the cake", True),
        ("Give the slice, not the cake", "Not the cake: give the slice", True),
        ("Give the slice, not the cake", "On old Olympus' towering tops", False),
        ("A for Active", "D for Done", False),
    ],
)
def test_what_says_the_same(one: str, other: str, same: bool) -> None:
    assert alike(key_of(one), key_of(other)) is same


@pytest.mark.parametrize(
    ("typed", "ref"),
    [("#12", "12"), (" #b:mn-ads ", "b:mn-ads"), ("12", None), ("# 12", None), ("#b:MN", None), ("#x", None)],
)
def test_what_was_picked_from_the_list(typed: str, ref: str | None) -> None:
    assert ref_in(typed) == ref


@pytest.mark.parametrize("char", ["*", "@", "<", "_", "#", "|", "א", "💡"])
def test_the_longest_texts_fit_into_what_discord_takes(char: str) -> None:
    said = Texts(char * HOOK_LONGEST, char * STANDS_FOR_LONGEST, char * STORY_LONGEST)
    shown = shown_of(said)
    reasons = [char * 300] * 5
    for embed in (texts.case(Case(shown, Asks.REPORT, reasons, 3)), texts.found(Found([shown] * 5))):
        assert len(embed.description or "") <= 4096
        assert all(len(field.value or "") <= 1024 for field in embed.fields)
        assert len(embed) <= 6000
