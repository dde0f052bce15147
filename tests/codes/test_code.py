"""`/code lookup` as members meet it, on the local Discord."""

from pathlib import Path

import pytest

from sandbox.members import MemberDriver
from sandbox.seen import LiveMessage
from tests.community import Community, community


def labels(message: LiveMessage) -> list[str]:
    """What its buttons say."""
    return [button.label for button in message.buttons()]


async def test_a_code_with_its_notes_validity_and_neighbours(town: Community) -> None:
    reply = await town.learners[0].slash("code lookup", text=" e1122 ")
    assert reply.message.ephemeral
    text = reply.text()
    assert text.startswith("E11.22 · Type 2 diabetes mellitus with diabetic chronic kidney disease")
    assert "✅ **Billable**: valid in FY2027 (in force now) and FY2026" in text
    assert "Chapter 4 Endocrine" in text
    assert "› E11 Type 2 diabetes mellitus ›" in text
    assert "• code to identify stage of chronic kidney disease (N18.1-N18.6)" in text
    assert "-# from E11\n• code to identify control using:" in text
    assert "`E11.21`" in text
    assert "ICD-10-CM FY2026 (April 2026 tables); validity also for FY2027." in text
    assert labels(reply.message) == ["E11.21", "E11.29", "⬆ E11.2", "All notes"]


async def test_in_direct_messages_too(town: Community) -> None:
    alone = MemberDriver(town.local, None, town.learners[0].user)
    assert "COVID-19" in (await alone.slash("code lookup", text="u07.1")).text()
    assert (await alone.autocomplete("code lookup", "text", "u07"))[0]["value"] == "U07"


async def test_by_words_with_the_list_that_appears_while_typing(town: Community) -> None:
    member = town.learners[0]
    offered = await member.autocomplete("code lookup", "text", "heart fai")
    assert offered[0] == {"name": "I50.- Heart failure", "value": "I50"}
    assert len(offered) <= 25
    assert "I50 · Heart failure" in (await member.slash("code lookup", text=str(offered[0]["value"]))).text()
    found = await member.slash("code lookup", text="heart failure")
    assert "▸ `I50` Heart failure" in found.text()
    assert "✅ `I50.9` Heart failure, unspecified" in found.text()
    opened = found.message
    await member.click(opened, "I50.9")
    assert "I50.9 · Heart failure, unspecified" in opened.text(), "in the list's place"


async def test_an_incomplete_code_says_what_is_missing_down_to_the_complete_one(town: Community) -> None:
    member = town.learners[0]
    message = (await member.slash("code lookup", text="S52.53")).message
    assert "❌ **Not billable**: more characters are needed. Choose below." in message.text()
    assert "**A** initial encounter for closed fracture" in message.text()
    await member.click(message, "S52.531")
    assert "❌ **Not billable**: it needs a 7th character. Choose below." in message.text()
    assert "✅ `S52.531A` initial encounter for closed fracture" in message.text()
    await member.click(message, "S52.531A")
    assert "✅ **Billable**" in message.text()
    await member.click(message, "⬆ S52.531")
    assert "S52.531 · Colles' fracture of right radius" in message.text()


async def test_a_long_list_and_long_notes_have_pages(town: Community) -> None:
    member = town.learners[0]
    message = (await member.slash("code lookup", text="W20-W49")).message
    assert "**Below it 1 to 20 of 26**" in message.text()
    await member.click(message, "More below")
    assert "**Below it 21 to 26 of 26**" in message.text()
    assert "More below" not in labels(message)

    message = (await member.slash("code lookup", text="V00.148A")).message
    assert "more: All notes" in message.text()
    pages = []
    await member.click(message, "All notes")
    while "More notes" in labels(message):
        pages.append(message.text())
        await member.click(message, "More notes")
    pages.append(message.text())
    assert len(pages) > 1
    assert f"Notes for V00.148A · 1 of {len(pages)}" in pages[0]
    assert "fall due to non-transport collision with other person (W03)" in "".join(pages)
    assert "• S: sequela" in pages[-1]
    await member.click(message, "Back to V00.148A")
    assert "✅ **Billable**" in message.text()


@pytest.mark.parametrize(
    ("start", "typed", "says"),
    [
        ("2026-11-02", "I42.0", "❌ **Deleted**: not valid since 1 October 2026 (FY2027). Valid in FY2026."),
        ("2026-11-02", "I42.0", "Look at `I42.00`, `I42.01`, `I42.09` instead."),
        ("2026-11-02", "S23.420A", "What took its place is not in my tables"),
        ("2026-11-02", "I42.00", "✅ **Billable** from FY2027 (1 October 2026) on. It is new"),
        ("2026-11-02", "I42.00", "(its title is not in the FY2026 tables)"),
        ("2026-11-02", "S30.1XXA", "❌ **Deleted**: last valid in FY2025. Look at `S30.11XA`"),
        ("2026-11-02", "G35", "It was a complete code until FY2025."),
        ("2026-09-02", "I42.0", "✅ **Billable** in FY2026 (in force now), but deleted from FY2027"),
        ("2026-09-02", "I42.00", "⏳ **Not billable yet**: a new code from FY2027 (1 October 2026) on."),
        ("2026-09-02", "I10", "valid in FY2027 and FY2026 (in force now)"),
        ("2027-11-02", "I10", "✅ **Billable** in FY2027. My tables end there: check it for FY2028."),
        ("2026-11-02", "I10-I1A", "❌ **Not billable**: a heading. Choose below."),
    ],
)
async def test_the_years(tmp_path: Path, start: str, typed: str, says: str) -> None:
    async with community(tmp_path, start=f"{start}T12:00:00+00:00") as town, town.bot():
        assert says in (await town.learners[0].slash("code lookup", text=typed)).text()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("asdfqwer zxcv", "Nothing in ICD-10-CM is called “asdfqwer zxcv”. Try fewer or other words"),
        ("😀", "There are no letters or digits in that."),
        ("99213", "“99213” looks like a CPT code."),
        ("x" * 6000, "That is more than 200 characters."),
        ("**@everyone** <@1> zzqx", "Nothing in ICD-10-CM is called “everyone 1 zzqx”."),
    ],
)
async def test_what_cannot_be_found_is_a_private_sentence_that_pings_nobody(
    town: Community, typed: str, says: str
) -> None:
    reply = await town.learners[0].slash("code lookup", text=typed)
    assert says in reply.text()
    assert reply.message.ephemeral
    assert not reply.message.mentions


async def test_buttons_outlive_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        member = town.learners[0]
        async with town.bot():
            message = (await member.slash("code lookup", text="E11.22")).message
        async with town.bot():
            await member.click(message, "⬆ E11.2")
            assert "E11.2 · Type 2 diabetes mellitus with kidney complications" in message.text()
            await member.click(message, "All notes")
            assert "Notes for E11.2" in message.text()


async def test_a_forged_button_does_nothing(town: Community) -> None:
    member = town.learners[0]
    message = (await member.slash("code lookup", text="E11.22")).message
    for forged in ("co:E99.99:0", "co:%:0", "co:E11.22:999", "cn:'--:0"):
        reply = await member.press_raw(town.quiz, message, forged)
        assert "not in use any more" in reply.text(), forged


async def test_without_the_tables_it_says_what_to_run_and_takes_them_when_they_come(
    tmp_path: Path, tables_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = tmp_path / "late.sqlite3"
    monkeypatch.setenv("CROSSWALK_CODES", str(late))
    async with community(tmp_path) as town, town.bot():
        member = town.learners[0]
        reply = await member.slash("code lookup", text="I10")
        assert "Whoever runs this bot has to run: `crosswalk codes build`" in reply.text()
        assert await member.autocomplete("code lookup", "text", "I1") == []
        late.symlink_to(tables_path)
        assert "Essential (primary) hypertension" in (await member.slash("code lookup", text="I10")).text()
