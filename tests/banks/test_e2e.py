"""`/admin bank …` as a moderator, and what members are asked then."""

import io
import json
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.db import Tx
from bot.features.banks import imports
from bot.library import Library
from sandbox.reply import Reply
from sandbox.seen import LiveMessage
from tests.banks.making import BASIC, YAML, apkg, package, plain_csv, sound, table
from tests.community import Community, community, library
from tests.quiz.bank import question

OTHER = [["stem", "A", "B", "answer"], ["Which is theirs?", "this", "that", "B"]]
MINE = [["stem", "A", "B", "C", "answer"], ["Which one is ours, 99213?", "this", "that", "none of it", "B"]]


def one_question() -> Library:
    """The bundled content, with one question on anatomy."""
    return replace(library(), questions={"q1": question("q1", "anatomy")}, _banks={})


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[Community]:
    """A community whose bundled bank has one question on anatomy."""
    async with community(tmp_path) as town:
        town.content = one_question()
        async with town.bot():
            yield town


async def upload(town: Community, name: str, raw: bytes | str, **options: object) -> Reply:
    """The moderator imports a file."""
    file = town.admin.upload(name, raw.encode() if isinstance(raw, str) else raw)
    given = {"file": file, "certification": "CPC", "area": "Anatomy", **options}
    reply = await town.admin.slash("admin bank import", {k: v for k, v in given.items() if v is not None})
    await settled(reply)
    return reply


async def settled(reply: Reply) -> None:
    """Until a deferred answer is there."""
    await reply.wait()


async def banks(town: Community) -> str:
    """What /admin bank list says."""
    reply = await town.admin.slash("admin bank list")
    await settled(reply)
    return reply.text()


async def practised(town: Community, count: int = 20) -> set[str]:
    """Stems that a learner is asked in practice on anatomy."""
    seen: set[str] = set()
    reply = await town.learners[0].slash("quiz practice", area="CPC: Anatomy", count=count)
    while True:
        seen.add(str(reply.message.embeds[0]["description"]).split("\n")[0])
        answered = await town.learners[0].click(reply.message, "A")
        following = [b for b in answered.message.buttons() if b.label == "Next question"]
        if not following:
            return seen
        reply = await town.learners[0].click(answered.message, "Next question")


async def test_a_file_is_imported_listed_exported_and_removed(small: Community) -> None:
    reply = await upload(
        small,
        "our bank.yaml",
        YAML + "- stem: And the longest bone?\n  options: {A: {text: Femur}, B: {text: Ulna}}\n  answer: A\n",
    )
    assert "Imported: 2 questions" in reply.text()
    assert "our bank.yaml" in await banks(small)
    assert "2 questions, CPC 2, CCS 1" in await banks(small)

    exported = await small.admin.slash("admin bank export")
    await settled(exported)
    (file,) = exported.message.attachments
    assert file.filename == "questions.yaml"

    (choice,) = await small.admin.autocomplete("admin bank remove", "bank", "our")
    removed = await small.admin.slash("admin bank remove", bank=choice["value"])
    await settled(removed)
    assert removed.message.attachments[0].content == file.content
    assert "None yet" in await banks(small)

    again = await upload(small, "again.yaml", file.content or b"")
    assert "Imported: 2 questions" in again.text()
    third = await small.admin.slash("admin bank export")
    await settled(third)
    assert third.message.attachments[0].content == file.content


async def test_members_are_asked_the_servers_own_questions_in_practice(small: Community) -> None:
    assert await practised(small) == {"What about q1?"}
    await upload(small, "ours.csv", table(MINE))
    assert await practised(small) == {"What about q1?", "Which one is ours, 99213?"}


async def test_the_daily_question_comes_from_the_servers_own_bank(small: Community) -> None:
    await upload(small, "ours.csv", table(MINE))
    await small.add_track()
    await small.travel("2026-11-03T09:01:00+00:00")
    await small.travel("2026-11-04T09:01:00+00:00")
    stems = {str(post.embeds[0]["description"]).split("\n")[0] for post in small.posts()}
    assert stems == {"What about q1?", "Which one is ours, 99213?"}
    post = next(p for p in small.posts() if "ours" in p.text())
    assert [button.label for button in post.buttons()] == ["A", "B", "C"]


async def answered(town: Community, post: LiveMessage) -> Reply:
    """A learner presses the first letter."""
    return await town.learners[0].click(post, "A")


async def test_an_answer_says_whose_question_it_is_and_that_reasons_are_missing(small: Community) -> None:
    await upload(small, "ours.csv", table(MINE))
    await small.add_track()
    for day in ("03", "04"):
        await small.travel(f"2026-11-{day}T09:01:00+00:00")
        post = small.posts()[-1]
        if "ours" in post.text():
            break
    reply = await answered(small, post)
    assert "From this server's own bank." in reply.text()
    assert "No reason is given." in reply.text()
    assert "None is given." in reply.text()
    assert "Your streak" in reply.text()


async def test_another_server_is_not_asked_them(small: Community) -> None:
    await upload(small, "ours.csv", table(MINE))
    owner = small.local.create_user("other owner")
    other = small.local.create_guild("Other", owner)
    room = small.local.create_channel(other, "room")
    small.local.install(small.token, other, (2**53 - 1) & 0)
    driver = small.local.member(other, owner).at(room)
    reply = await driver.slash("quiz practice", area="CPC: Anatomy", count=20)
    assert "Practice 1 of 1" in reply.text()
    listed = await driver.slash("admin bank list")
    await settled(listed)
    assert "None yet" in listed.text()
    removed = await driver.slash("admin bank remove", bank=1)
    await settled(removed)
    assert "no such bank" in removed.text()


async def test_nothing_is_imported_where_rows_fail_until_somebody_says_so(small: Community) -> None:
    reply = await upload(small, "mixed.csv", plain_csv(40, broken=25))
    assert "Nothing imported yet: 25 of 40 rows failed" in reply.text()
    assert "row 2" in reply.text()
    assert "row 21" in reply.text()
    assert "row 22" not in reply.text()
    assert "and 5 more" in reply.text()
    assert "None yet" in await banks(small)
    assert len(await practised(small)) == 1

    pressed = await small.admin.click(reply.message, "Import the 15 good ones")
    assert "Imported: 15 questions" in (await pressed.wait()).text()
    assert reply.message.buttons() == []
    assert "15 questions" in await banks(small)
    assert len(await practised(small)) == 16


async def test_the_good_ones_can_be_left_and_pressing_twice_does_nothing_more(small: Community) -> None:
    reply = await upload(small, "mixed.csv", plain_csv(3, broken=1))
    await small.admin.click(reply.message, "Import nothing")
    assert "None yet" in await banks(small)
    assert reply.message.buttons() == []


async def test_a_choice_that_is_gone_or_somebody_elses_is_refused(small: Community) -> None:
    first = await upload(small, "mixed.csv", plain_csv(3, broken=1))
    second = await upload(small, "mixed.csv", plain_csv(4, broken=1))
    late = await small.admin.click(first.message, "Import the 2 good ones")
    assert "no such bank" in (await late.followup()).text()
    await (await small.admin.click(second.message, "Import the 3 good ones")).wait()
    assert "3 questions" in await banks(small)


async def test_who_may_not_any_more_cannot_say_yes(small: Community) -> None:
    reply = await upload(small, "mixed.csv", plain_csv(3, broken=1))
    small.local.change_member(small.guild, small.admin.user, roles=[])
    for label in ("Import the 2 good ones", "Import nothing"):
        pressed = await small.admin.click(reply.message, label)
        assert "Manage Server" in pressed.text()
    owner = small.local.member(small.guild, small.owner).at(small.lounge)
    listed = await owner.slash("admin bank list")
    assert "None yet" in (await listed.wait()).text()


async def test_a_choice_waits_through_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        town.content = one_question()
        async with town.bot():
            reply = await upload(town, "mixed.csv", plain_csv(3, broken=1))
        async with town.bot():
            pressed = await town.admin.click(reply.message, "Import the 2 good ones")
            assert "Imported: 2 questions" in (await pressed.wait()).text()
            assert "2 questions" in await banks(town)


async def test_a_file_all_of_whose_rows_fail(small: Community) -> None:
    reply = await upload(small, "bad.csv", plain_csv(1000, broken=1000))
    assert "Nothing imported: all 1,000 rows failed" in reply.text()
    assert "and 980 more" in reply.text()
    assert reply.message.buttons() == []


REFUSED: list[tuple[str, bytes, str]] = [
    (
        "bomb.apkg",
        package({"collection.anki2": b"SQLite format 3\0" + b"\0" * 39_000_000}),
        "unpacks to far more",
    ),
    ("empty.csv", b" ", "empty"),
    ("latin.csv", "stem,A,B,answer\nWo fährt er?,a,b,A".encode("latin-1"), "not UTF-8"),
    ("x.exe", b"MZ\x90", "don't know that kind"),
]


@pytest.mark.parametrize(("name", "raw", "expected"), REFUSED, ids=[name for name, *_ in REFUSED])
async def test_what_cannot_be_read_is_answered_with_a_sentence(
    small: Community, name: str, raw: bytes, expected: str
) -> None:
    assert expected in (await upload(small, name, raw)).text()
    assert "None yet" in await banks(small)


async def test_a_file_that_is_too_large_is_not_even_fetched(small: Community) -> None:
    reply = await upload(small, "large.csv", b"x" * 5_000_001)
    assert "I read up to 5 MB" in reply.text()
    assert not reply.deferred


async def test_wrong_words_are_answered_before_anything_is_read(small: Community) -> None:
    assert "no certification “XYZ”" in (await upload(small, "b.csv", table(MINE), certification="XYZ")).text()
    assert "has no area “Cooking”" in (await upload(small, "b.csv", table(MINE), area="Cooking")).text()
    assert "names no area" in (await upload(small, "b.csv", table(MINE), area=None)).text()


async def test_only_who_manages_the_server_may(small: Community) -> None:
    learner = small.learners[0]
    file = learner.upload("b.csv", table(MINE).encode())
    for command, options in (
        ("admin bank import", {"file": file, "certification": "CPC"}),
        ("admin bank list", {}),
        ("admin bank export", {}),
        ("admin bank remove", {"bank": 1}),
    ):
        reply = await learner.slash(command, options, force=True)
        assert "Manage Server" in reply.text()


async def test_the_same_file_twice_brings_nothing_twice(small: Community) -> None:
    await upload(small, "ours.csv", table(MINE))
    reply = await upload(small, "ours.csv", table(MINE))
    assert "is the same question as in the server's bank" in reply.text()


async def test_anki_decks_say_where_their_wrong_options_come_from(small: Community) -> None:
    reply = await upload(
        small, "deck.apkg", apkg(*((BASIC, [f"Prefix {n}?", f"Meaning {n}"]) for n in range(6)))
    )
    assert "Imported: 6 questions" in reply.text()
    assert "other cards' backs" in reply.text()


async def test_a_server_cannot_have_more_than_its_share(
    small: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "MOST_IN_SERVER", 4)
    assert "Imported: 3" in (await upload(small, "one.csv", plain_csv(3))).text()
    more = table([["stem", "A", "B", "answer"], *([f"Another {n}?", "this", "that", "A"] for n in range(2))])
    assert "Remove one first" in (await upload(small, "two.csv", more)).text()


async def test_a_forged_place_is_refused(small: Community) -> None:
    """A question of two options has no fourth."""
    await upload(small, "ours.csv", table([["stem", "A", "B", "answer"], ["Which?", "this", "that", "A"]]))
    reply = await small.learners[0].slash("quiz practice", area="CPC: Anatomy", count=20)
    while "Which?" not in reply.text():
        pressed = await small.learners[0].click(reply.message, "A")
        reply = await small.learners[0].click(pressed.message, "Next question")
    assert [button.label for button in reply.message.buttons()] == ["A", "B"]
    ident = str(reply.message.buttons()[0].custom_id).rsplit(":", 1)[0]
    services = small.app.services if small.app else None
    assert services
    round_id, position = (int(part) for part in ident.split(":")[1:])
    with pytest.raises(Exception, match="no such option"):
        await services.practice.answer(
            round_id=round_id, position=position, place=3, member_id=small.learners[0].user.id
        )


async def test_who_imported_is_in_their_data_and_is_forgotten_on_request(small: Community) -> None:
    await upload(small, "ours.csv", table(MINE))
    services = small.app.services if small.app else None
    assert services
    person = small.admin.user.id
    await services.db.write(
        lambda tx: services.banks.add(tx, small.guild.id, sound("b.csv", table(OTHER))[0], person)
    )
    with zipfile.ZipFile(io.BytesIO(await services.members.export(person))) as bundle:
        data = json.loads(bundle.read("data.json"))
    assert [bank["name"] for bank in data["banks"]] == ["ours.csv"]
    assert "Which is theirs?" in data["bank_questions"][0]["content"]
    counts = await services.members.delete(person)
    assert counts["banks imported (now without your id)"] == 1
    assert counts["questions suggested (now without your id)"] == 1

    async def authors(tx: Tx) -> set[int | None]:
        return {q.author_id for q in (await services.banks.library(tx, small.guild.id)).questions.values()}

    assert await services.db.read(authors) == {None}
    assert "2 questions" in await banks(small) or "1 question" in await banks(small)
