"""The guide as members and admins meet it."""

from pathlib import Path

import pytest

from sandbox.members import MemberDriver
from sandbox.reply import Reply
from tests.community import Community, community


def labels(reply: Reply) -> list[str]:
    """What can be pressed."""
    return [button.label for button in reply.message.buttons()]


async def correct(town: Community, **given: object) -> Reply:
    """The admin puts a figure in place."""
    said: dict[str, object] = {"about": "CPC", "figure": "salary", "value": "$52,000 to $61,000"}
    return await town.admin.slash("admin guide correct", {**said, **given})


async def test_info_is_for_the_member_alone_and_leads_on(town: Community) -> None:
    member = town.learners[0]
    reply = await member.slash("cert info", certification="cpc")
    assert reply.message.ephemeral
    assert "CPC · Certified Professional Coder" in reply.text()
    assert "100 multiple choice, 4 h, pass 70 %, open book\n-# AAPC FAQ · undated" in reply.text()
    assert labels(reply) == ["What it asks", "Ways to learn", "Is it worth it?", "Which one fits me?"]
    asks = await member.click(reply.message, "What it asks")
    assert asks.message.ephemeral
    assert "Surgical procedures: 36 of 100" in asks.text()
    ways = await member.click(reply.message, "Ways to learn")
    assert "Time: 2 years" in ways.text()
    assert "Cost: $1,000–3,000" in ways.text()
    worth = await member.click(reply.message, "Is it worth it?")
    assert "$66,979 a year\n-# AAPC 2025 survey, third-party report · 2025, last year" in worth.text()
    fits = await member.click(reply.message, "Which one fits me?")
    assert "1 of 5" in fits.text()
    assert "Salary range" in reply.text(), "what was read before stays"


async def test_a_credential_is_found_while_typing_specialties_too(town: Community) -> None:
    member = town.learners[0]
    first = await member.autocomplete("cert info", "certification", "")
    assert [choice["value"] for choice in first[:8]] == [
        "CCA", "CCS", "CCS-P", "CIC", "COC", "CPC", "CPC-P", "CRC",
    ]  # fmt: skip
    assert len(first) == 25
    (found,) = await member.autocomplete("cert compare", "second", "urology")
    assert found == {"name": "CUC · Certified Urology Coder", "value": "CUC"}
    reply = await member.slash("cert info", certification="CUC")
    assert labels(reply) == ["Ways to learn", "Is it worth it?", "Which one fits me?"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [("CPC-A", "Did you mean CPC"), ("xyzzy", "no credential called “xyzzy”"), ("@everyone", "“everyone”")],
)
async def test_what_is_no_credential_is_told_in_private(town: Community, typed: str, says: str) -> None:
    reply = await town.learners[0].slash("cert info", certification=typed)
    assert reply.message.ephemeral
    assert says in reply.text()


async def test_two_side_by_side(town: Community) -> None:
    member = town.learners[0]
    reply = await member.slash("cert compare", first="CPC", second="ccs")
    assert "CPC and CCS" in reply.text()
    assert (
        "**CCS** 107 questions (97 scored), 4 h, pass 300 of 400\n-# third party · May 2026, 6 months old"
        in (reply.text())
    )
    assert labels(reply) == ["About CPC", "About CCS", "Which one fits me?"]
    about = await member.click(reply.message, "About CCS")
    assert "Certified Coding Specialist" in about.text()
    same = await member.slash("cert compare", first="CPC", second="CPC")
    assert "Choose two different ones" in same.text()


async def answer(member: MemberDriver, reply: Reply, *choices: str) -> Reply:
    """Press these answers, one after the other."""
    for choice in choices:
        reply = await member.click(reply.message, choice)
    return reply


async def test_five_questions_lead_to_a_suggestion_with_both_sides(town: Community) -> None:
    member = town.learners[0]
    asked = await member.slash("cert path")
    assert asked.message.ephemeral
    message = asked.message
    found = await answer(
        member,
        asked,
        "Physician's office or clinic",
        "Not yet",
        "High-school diploma",
        "5 to 9",
        "AAPC's (CPC, COC, CIC, CRC)",
    )
    assert found.message.id == message.id, "in place, so that nothing piles up"
    text = found.text()
    assert "CPC fits best" in text
    assert "Can be passed before you have any experience. *(AAPC FAQ; undated)*" in text
    assert "What speaks against it\n• You are CPC-A" in text
    assert "Next best: CCA" in text
    assert "40 to 117 hours of study" in text
    assert "Diploma or certificate program" in text
    assert "Cost: $1,000–3,000" in text
    assert labels(found) == ["About CPC", "Compare CPC and CCA", "Ways to learn", "Start over"]
    both = await member.click(found.message, "Compare CPC and CCA")
    assert "CPC and CCA" in both.text()
    again = await member.click(found.message, "Start over")
    assert "1 of 5" in again.text()


async def test_back_leads_to_the_question_before(town: Community) -> None:
    member = town.learners[0]
    asked = await member.slash("cert path")
    assert "Back" not in labels(asked)
    second = await answer(member, asked, "Hospital stays")
    assert "2 of 5" in second.text()
    assert "Setting: Hospital stays" in second.text()
    third = await answer(member, second, "Not yet", "Back")
    assert "2 of 5" in third.text()
    first = await answer(member, third, "Back")
    assert "1 of 5" in first.text()


async def test_the_questions_survive_a_restart_at_each_step(tmp_path: Path) -> None:
    choices = (
        "Outpatient hospital, surgery center",
        "I have CPC or CPC-A",
        "A coding course",
        "10 to 14",
        "Both alike",
    )
    async with community(tmp_path) as town:
        member = town.learners[0]
        async with town.bot():
            reply = await member.slash("cert path")
        for choice in choices:
            async with town.bot():
                reply = await member.click(reply.message, choice)
        assert "COC fits best" in reply.text()
        assert "CPC: You have it." in reply.text()
        async with town.bot():
            about = await member.click(reply.message, "About COC")
            assert "Certified Outpatient Coder" in about.text()


async def test_forged_answers_are_refused(town: Community) -> None:
    member = town.learners[0]
    asked = await member.slash("cert path")
    forged = await member.press_raw(member._place(True), asked.message, "gp:55555")
    assert "not in use any more" in forged.text()


async def test_it_works_in_direct_messages_with_the_guides_figures(town: Community) -> None:
    await correct(town)
    alone = MemberDriver(town.local, None, town.learners[0].user)
    reply = await alone.slash("cert info", certification="CPC")
    assert "$27,419 – $51,753" in reply.text()
    assert "📌" not in reply.text()
    found = await answer(
        alone,
        await alone.slash("cert path"),
        "I don't know yet",
        "Not yet",
        "High-school diploma",
        "Up to 4",
        "Both alike",
    )
    assert "CCA fits best" in found.text()


async def test_a_servers_own_figure_is_marked_as_theirs_with_role_and_date(town: Community) -> None:
    reply = await correct(town, source="County job board", as_of="4/2026")
    assert reply.message.ephemeral
    assert "Members of this server read now:" in reply.text()
    shown = (await town.learners[0].slash("cert info", certification="CPC")).text()
    day = int(town.clock.time())
    assert (
        f"📌 $52,000 to $61,000\n-# This server's own figure, by Moderator, <t:{day}:D> · County job board · "
        "April 2026, 7 months old\n-# The guide: $27,419 – $51,753 (Founding guide; undated)"
    ) in shown
    gone = await town.admin.slash("admin guide reset", about="CPC", figure="salary")
    assert "$27,419 – $51,753" in gone.text()
    assert "📌" not in (await town.learners[0].slash("cert info", certification="CPC")).text()


async def test_what_the_guide_lacks_is_added_and_gone_again(town: Community) -> None:
    added = await correct(town, about="CCC", figure="demand", value="Two hospitals look for it")
    assert "Demand in this region" in added.text()
    assert (
        "Two hospitals look for it" in (await town.learners[0].slash("cert info", certification="CCC")).text()
    )
    gone = await town.admin.slash("admin guide reset", about="CCC", figure="demand")
    assert "nothing is shown" in gone.text()


async def test_the_lists_help_while_typing(town: Community) -> None:
    abouts = await town.admin.autocomplete("admin guide correct", "about", "diploma")
    assert abouts == [{"name": "Diploma or certificate program", "value": "diploma"}]
    figures = await town.admin.autocomplete("admin guide correct", "figure", "exam fee", about="CCA")
    assert figures == [{"name": "Exam fee: $199 AHIMA members, $299 others", "value": "fee"}]
    none = await town.admin.autocomplete("admin guide correct", "figure", "fee", about="CPC")
    assert none == [{"name": "Exam fee: none in the guide", "value": "fee"}]
    assert await town.admin.autocomplete("admin guide correct", "figure", "", about="nonsense") == []
    assert await town.admin.autocomplete("admin guide reset", "about", "") == []
    await correct(town)
    assert await town.admin.autocomplete("admin guide reset", "about", "") == [
        {"name": "CPC · Certified Professional Coder", "value": "CPC"}
    ]
    assert await town.admin.autocomplete("admin guide reset", "figure", "", about="CPC") == [
        {"name": "Salary range: $52,000 to $61,000", "value": "salary"}
    ]


async def test_members_cannot_correct_and_what_is_typed_has_no_effect(town: Community) -> None:
    refused = await town.learners[0].slash(
        "admin guide correct", about="CPC", figure="salary", value="$1", force=True
    )
    assert "Manage Server" in refused.text()
    await correct(town, value="@everyone **free** https://x.example <@1>", source="[here](https://x.example)")
    shown = (await town.learners[0].slash("cert info", certification="CPC")).text()
    assert "@everyone" not in shown
    assert "**free**" not in shown
    assert "https://" not in shown
    assert "<@1>" not in shown


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"as_of": "2031"}, "still to come"),
        ({"value": "x" * 201}, "200 fit"),
        ({"figure": "weather"}, "Choose one of"),
        ({"about": "weather"}, "nothing in the guide"),
    ],
)
async def test_bad_input_is_told_what_would_work(town: Community, given: dict[str, str], says: str) -> None:
    reply = await correct(town, **given)
    assert reply.message.ephemeral
    assert says in reply.text()


async def test_the_owner_is_named_as_such(town: Community) -> None:
    owner = town.local.member(town.guild, town.owner).at(town.lounge)
    reply = await owner.slash(
        "admin guide correct", about="pay", figure="certified_average", value="$58,000 here"
    )
    assert "This server's own figure, by the owner, <t:" in reply.text()
    shown = await town.learners[0].slash("cert info", certification="CPC")
    worth = await town.learners[0].click(shown.message, "Is it worth it?")
    assert "📌 $58,000 here" in worth.text()


async def test_five_answers_and_the_way_back_fit_below_each_other(town: Community) -> None:
    member = town.learners[0]
    second = await answer(member, await member.slash("cert path"), "Hospital stays")
    rows = [[button["label"] for button in row["components"]] for row in second.message.components]
    assert [row[0] for row in rows] == [
        "Not yet",
        "Under two years",
        "Two years or more",
        "I have CPC or CPC-A",
        "I have another credential",
    ]
    assert rows[-1][1:] == ["Back"]
