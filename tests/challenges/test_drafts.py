"""A question that is being written: nothing typed is lost, and its codes are looked up."""

import os
from datetime import date
from pathlib import Path

import pytest

from bot.features.challenges.suggested import entry, unusable
from bot.features.challenges.suggested_codes import codes_of, faults, recast
from bot.features.codes.model import Kind, Node, Validity
from tests.challenges.test_suggestions import now
from tests.challenges.writing import AREA, QUESTION, TRAPS, WRONG, fill_in, topic, written
from tests.codes.conftest import tables_path
from tests.community import Community, community

__all__ = ["tables_path"]  # a fixture


async def test_a_field_that_cannot_be_used_takes_nothing_else_with_it(town: Community) -> None:
    author = town.learners[0]
    asked = await author.slash("quiz suggest", area=AREA, topic=topic(town.content))
    reply = await author.submit(asked.modal, {**QUESTION, "right": "🙂", "doc": ["own"]})
    assert "The right answer has no words in it" in reply.text()
    again = await author.click(reply.message, "1 Question")
    assert again.modal is not None
    assert QUESTION["stem"] in str(again.modal.components)
    assert QUESTION["right_why"] in str(again.modal.components)
    mended = await author.submit(again.modal, {"right": QUESTION["right"]})
    assert "To mend" not in mended.text()
    assert "Form 2" in mended.text()


async def test_a_draft_is_there_again_when_its_message_is_gone(town: Community) -> None:
    author = town.learners[0]
    asked = await author.slash("quiz suggest", area=AREA, topic=topic(town.content))
    first = await author.submit(asked.modal, {**QUESTION, "doc": ["own"]})
    assert "/quiz suggest brings it back" in first.text()
    again = await author.slash("quiz suggest", area=AREA, topic=topic(town.content))
    assert QUESTION["stem"] in str(again.modal and again.modal.components)
    reply = await author.submit(again.modal, {})
    pressed = await author.click(reply.message, "2 Wrong answers")
    second = await author.submit(pressed.modal, WRONG)
    assert "Form 3" in second.text()

    asked_first = await author.click(second.message, "Start over")
    assert "Dismiss this message to keep it" in asked_first.text()
    kept = await author.click(second.message, "1 Question")
    assert QUESTION["stem"] in str(kept.modal and kept.modal.components), "one press takes nothing away"
    over = await author.click(asked_first.message, "Yes, start over")
    assert "Form 1" in over.text()
    assert QUESTION["stem"] not in over.text()
    assert [button.label for button in over.message.buttons()] == ["1 Question", "2 Wrong answers", "3 Traps"]
    empty = await author.slash("quiz suggest", area=AREA, topic=topic(town.content))
    assert QUESTION["stem"] not in str(empty.modal and empty.modal.components)


async def test_nobody_else_can_empty_a_draft(town: Community) -> None:
    author, other, _ = town.learners
    reply = await fill_in(town, author)
    asked_first = await author.click(reply.message, "Start over")
    for shown in (reply, asked_first):
        ident = next(str(b.custom_id) for b in shown.message.buttons() if "tart over" in b.label)
        thief = await other.press_raw(town.quiz, shown.message, ident)
        assert "somebody else's question" in thief.text()
    await author.click(reply.message, "Send it to the moderators")
    late = await author.click(asked_first.message, "Yes, start over")
    assert "with the moderators already" in late.text()
    assert "Suggested" in (await town.admin.slash("admin challenges list")).text(), "what was sent stays"


async def test_moderators_go_from_one_suggestion_to_the_next(town: Community) -> None:
    for number, word in enumerate(("arm", "leg", "skin")):
        stem = f"Number {number}: which {word} {word}s {word}ed {number * 7} {word}ing it?"
        await written(town, town.learners[number].user.id, stem=stem)
    queue = await town.admin.slash("admin challenges list")
    first = await town.admin.click(queue.message, "First suggestion")
    taken = await town.admin.click(first.message, "Take it into the bank")
    second = await town.admin.click(taken.message, "Next suggestion")
    form = await town.admin.click(second.message, "Decline")
    declined = await town.admin.submit(form.modal, {"reason": "Not now"})
    third = await town.admin.click(declined.message, "Next suggestion")
    last = await town.admin.click(third.message, "Take it into the bank")
    assert last.message.buttons() == []
    decided = await town.admin.click(queue.message, "First suggestion")
    assert decided.message.buttons() == [], "what is decided cannot be decided again"
    await now(town)
    assert "taken into the bank" in town.learners[2].dms()[-1].text()


async def test_what_would_not_fit_into_a_post_is_refused(town: Community) -> None:
    """Each sign that means something to Discord takes two places."""
    stem = f"Which sac is it {'@' * 1120}?"
    wrong = {
        "wrong1": f"Endocardium {'@' * 188}\nIt is the lining.",
        "wrong2": f"Myocardium {'@' * 188}\nIt is the muscle.",
        "wrong3": f"Mediastinum {'@' * 188}\nIt is the space.",
    }
    reply = await fill_in(town, town.learners[0], stem=stem, right=f"Pericardium {'@' * 188}", **wrong)
    assert "It is too long to be shown" in reply.text()
    assert "Send it to the moderators" not in [button.label for button in reply.message.buttons()]


def node(code: str, *, billable: bool = True, first: int = 0, last: int = 9999) -> Node:
    """A line of the tables."""
    return Node(1, code, code, Kind.CODE, billable, None, 1, first, last)


KNOWN = Validity(
    {
        "E11.9": node("E11.9"),
        "E11": node("E11", billable=False),
        "E11.6": node("E11.6", billable=False),
        "F32.8": node("F32.8", last=2016),
        "E66.88": node("E66.88", first=2027),
    }
)


def suggestion(**changed: str) -> dict[str, str]:
    """All that is typed, by field."""
    fields = {**QUESTION, **TRAPS, "certification": "CPC", "area": "anatomy", "topic": "heart"}
    for number in "123":
        option, _, why = WRONG[f"wrong{number}"].partition("\n")
        fields |= {f"wrong{number}": option, f"why{number}": why}
    return {**fields, **changed}


@pytest.mark.parametrize(
    ("changed", "year", "said"),
    [
        ({"right": "E11.9"}, 2027, []),
        ({"right": "E11.99"}, 2027, ["There is no ICD-10-CM code E11.99. Correct it."]),
        ({"right": "F32.8"}, 2027, ["it was deleted, and last valid in FY2016"]),
        ({"right": "E66.88"}, 2026, ["E66.88 is not valid in FY2026: it begins with FY2027"]),
        ({"right": "E66.88"}, 2027, []),
        ({"right": "E66.88"}, 2031, []),  # further than the tables reach: what they know last
        ({"right_why": "See E11.99 there"}, 2027, ["There is no ICD-10-CM code E11.99", "say in its reason"]),
        ({"wrong1": "E11.99"}, 2027, ["There is no ICD-10-CM code E11.99", "say in its reason"]),
        ({"wrong1": "E11.99", "why1": "There is no such code in the tabular."}, 2027, []),
        ({"wrong1": "F32.8", "why1": "This code was deleted in 2016."}, 2027, []),
        ({"wrong1": "E11.9", "why1": "This code is not valid."}, 2027, ["E11.9 is valid in FY2027"]),
        ({"wrong1": "E11.6"}, 2027, []),  # a heading, as wrong answers often are
        ({"stem": "Her A1C is 9, every Q6H in room B13: which?"}, 2027, []),
        ({"right": "0DTJ4ZZ with J1100"}, 2027, []),  # in no table of ours
    ],
)
def test_codes_are_held_against_the_tables(changed: dict[str, str], year: int, said: list[str]) -> None:
    fields = suggestion(**changed)
    codes = recast(codes_of(fields, "123"), fields, "123", KNOWN)
    found = " ".join(faults(codes, KNOWN, year))
    assert bool(found) == bool(said), found
    for part in said:
        assert part in found


def test_headings_are_declared_as_such_and_only_with_tables() -> None:
    fields = suggestion(wrong1="E11.6", right="E11.9")
    roles = {code["code"]: code["role"] for code in entry(fields, "", date(2026, 11, 2), KNOWN)["codes"]}
    assert roles == {"E11.9": "answer", "E11.6": "category"}
    without = {code["code"]: code["role"] for code in entry(fields, "", date(2026, 11, 2))["codes"]}
    assert without == {"E11.9": "answer", "E11.6": "distractor"}


def test_a_whole_wrong_answer_in_one_line_is_kept_and_explained() -> None:
    fields = suggestion(wrong1="x" * 350, why1="")
    assert [text.partition(";")[0] for text in unusable(fields)] == [
        "Wrong answer 1 has 350 characters",
        "Why wrong answer 1 is wrong (below it, on a new line) is empty. Write it in words.",
    ]


async def test_codes_of_a_suggestion_are_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tables_path: Path
) -> None:
    monkeypatch.setenv("CROSSWALK_CODES", os.fspath(tables_path))
    async with community(tmp_path) as town, town.bot():
        reply = await fill_in(town, town.learners[0], right="E11.99")
        assert "There is no ICD-10-CM code E11.99" in reply.text()
        assert "Send it to the moderators" not in [button.label for button in reply.message.buttons()]
        pressed = await town.learners[0].click(reply.message, "1 Question")
        mended = await town.learners[0].submit(pressed.modal, {"right": "E11.9 with J1100"})
        assert "It passes all checks" in mended.text()
        assert "nobody has checked J1100" in mended.text()


async def test_without_tables_it_is_said_and_nothing_is_held_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSWALK_CODES", str(tmp_path / "none.sqlite3"))
    async with community(tmp_path) as town, town.bot():
        author = town.learners[0]
        reply = await fill_in(town, author, right="E11.99")
        assert "The code tables are missing here" in reply.text()
        await author.click(reply.message, "Send it to the moderators")
        queue = await town.admin.slash("admin challenges list")
        shown = await town.admin.click(queue.message, "First suggestion")
        assert "The code tables are missing here" in shown.text()
        await town.admin.click(shown.message, "Take it into the bank")
        await now(town)
        assert "taken into the bank" in author.dms()[-1].text()
