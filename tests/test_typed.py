"""What people type: nothing invisible is kept, and nothing that is shown has an effect in Discord."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.typed import seen, written
from bot.ui import plain

ANY = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\u202e\u200b<>@#:/*_~|`[]()\\\n"), max_size=80
)


@given(ANY)
@example("\u202eabc\u2066def\u2069")
@example("a\u200bb\ufeffc")
@example("x" + "\u0301" * 50)
def test_only_what_can_be_seen_is_kept(text: str) -> None:
    clean = seen(text)
    assert clean == clean.strip()
    assert "\n\n\n" not in clean
    for char in clean:
        assert char in "\n\u200d" or unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", clean)
    assert seen(clean) == clean


@given(ANY)
@example("@everyone @here <@1> <@&2> <#3> </quiz today:4> <t:1:R> <a:x:5> <id:home>")
@example("https://evil.example http://a.b_c_d discord.gg/abc [x](https://y.z) <https://q.r>")
@example("***x*** __y__ ~~z~~ ||s|| `c` ```d``` # h\n- l\n> q\n-# s")
@example("[one](https://y.z) **bold** ||hidden|| [two](https://y.z)")
def test_what_is_shown_pings_nobody_and_links_nowhere(text: str) -> None:
    shown = plain(text)
    assert not re.search(r"@(?!\u200b)", shown)
    assert not re.search(r"<[@#:/at]", shown)
    assert "://" not in shown
    assert "discord.gg" not in shown
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_~|`[]", shown)


@given(ANY)
def test_what_is_shown_reads_as_it_was_typed(text: str) -> None:
    assert plain(text).replace("\u200b", "").replace("\\", "") == text.replace("\u200b", "").replace("\\", "")


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u2060", "\u202e", "\u2800\u3164", "\u200d\ufe0f"])
def test_nothing_to_see_is_empty(text: str) -> None:
    with pytest.raises(BadInput, match="The reason is empty"):
        written(text, "The reason", most=100)


def test_too_long_says_by_how_much() -> None:
    with pytest.raises(BadInput, match="The reason has 2,001 characters; 600 fit"):
        written("x" * 2001, "The reason", most=600)


def test_emoji_alone_are_no_words() -> None:
    with pytest.raises(BadInput, match="no words"):
        written("👩‍👩‍👧 🎉🎉", "The reason", most=100)
    assert written("good 👩‍👩‍👧 one", "The reason", most=100) == "good 👩‍👩‍👧 one"
