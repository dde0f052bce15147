"""`/me`: choices, a copy of everything, and its removal, as members see them."""

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

from bot.features.buddies.model import JoinForm
from bot.features.buddies.terms import Answer
from sandbox.members import MemberDriver
from sandbox.reply import Reply
from tests.banks import traces as bank_traces
from tests.ceu import traces as ceu_traces
from tests.challenges.writing import left_traces
from tests.community import Community, at, community
from tests.exams import traces as exam_traces
from tests.guide import traces as guide_traces
from tests.mnemonics import traces
from tests.quiz.asked import asked


async def busy(town: Community, member: MemberDriver) -> None:
    """A member who has left traces in every feature there is: the admin, who also answers."""
    await town.add_track("CPC", "9am", "UTC")
    await town.travel("2026-11-03T09:00:00+00:00")
    post = town.posts()[-1]
    await member.click(post, asked(post).right)
    await town.learners[1].click(post, asked(post).wrong[0])
    await town.travel("2026-11-04T09:00:00+00:00")
    late = town.posts()[0]
    await town.learners[2].click(late, "A")
    await member.click(town.posts()[-1], asked(town.posts()[-1]).wrong[0])
    practice = await member.slash("quiz practice", area="CPC/anatomy", count=2)
    await member.click(practice.message, "A")
    await member.slash("me settings", timezone="Chicago", reminders=False)
    await member.at(town.lounge).slash("focus start", minutes=20, rounds=1)
    await left_traces(town, member.user.id)
    await traces.left_traces(town, member.user.id)
    await bank_traces.left_traces(town, member.user.id)
    await guide_traces.left_traces(town, member.user.id)
    await exam_traces.left_traces(town, member.user.id)
    await ceu_traces.left_traces(town, member.user.id)
    await town.admin.slash("admin track pause", track=1)
    town.local.delete_channel(town.quiz)
    await town.admin.slash("admin track edit", track=1, time="10am")
    await town.travel("2026-11-06T12:00:00+00:00")


async def buddied(town: Community, member: MemberDriver, partner: MemberDriver) -> None:
    """The member has left traces in every table of the buddies, as one of a pair that goes on."""
    assert town.app is not None
    buddies, guild_id = town.app.services.buddies, town.guild.id
    for one in (member.user.id, partner.user.id):
        await buddies.members.join(
            guild_id=guild_id, member_id=one, certification="CPC", zone="UTC", form=JoinForm(hours="evenings")
        )
    await town.travel("2026-11-14T12:00:00+00:00")
    pair = (await buddies.checkins.latest(guild_id, member.user.id)).pair
    checkin = await buddies.checkins.latest(guild_id, member.user.id)
    await buddies.checkins.answer(checkin.id, member.user.id, Answer.DONE)
    await buddies.minis.start(pair.id, member.user.id)
    await buddies.pairs.nudge(pair.id, partner.user.id)
    await buddies.safety.block(guild_id=guild_id, member_id=member.user.id, other_id=1, reason="rude")
    await buddies.servers.set(guild_id=guild_id, set_by=member.user.id, channel_id=town.lounge.id)


async def test_settings_are_shown_changed_one_by_one_and_kept(town: Community) -> None:
    member = town.learners[0]
    text = (await member.slash("me settings")).text()
    assert "the server's" in text
    assert "you are listed" in text
    assert "allowed by direct message" in text
    reply = await member.slash("me settings", timezone="chicago")
    assert reply.message.ephemeral
    assert "America/Chicago" in reply.text()
    assert "you are listed" in reply.text()
    reply = await member.slash("me settings", leaderboards=False, reminders=False, language="English")
    assert "America/Chicago" in reply.text(), "what is not named stays"
    assert "you are not listed" in reply.text()
    assert "none" in reply.text()
    assert "the server's" in (await town.learners[1].slash("me settings")).text()
    alone = MemberDriver(town.local, None, member.user)
    assert "America/Chicago" in (await alone.slash("me settings")).text(), "also in direct messages"
    assert "the server's" in (await member.slash("me settings", timezone="Server")).text(), "and back again"


async def test_settings_that_cannot_be(town: Community) -> None:
    member = town.learners[0]
    reply = await member.slash("me settings", timezone="Amercia/Chicgo", leaderboards=False)
    assert "“Amercia/Chicgo” is not a time zone I know. Did you mean America/Chicago" in reply.text()
    reply = await member.slash("me settings", language="klingon", force=True)
    assert "There are: English" in reply.text()
    assert "you are listed" in (await member.slash("me settings")).text(), "a refused change changes nothing"


async def bundle(reply: Reply) -> zipfile.ZipFile:
    """The file in a private reply."""
    message = await reply.wait()
    assert message.ephemeral
    (file,) = message.attachments
    assert file.filename == "crosswalk-my-data.zip"
    assert file.content is not None
    return zipfile.ZipFile(io.BytesIO(file.content))


async def test_the_export_holds_everything_and_says_what_it_is(town: Community) -> None:
    admin = town.admin.at(town.lounge)
    await busy(town, admin)
    pack = await bundle(await admin.slash("me export"))
    assert sorted(pack.namelist()) == ["README.txt", "answers.csv", "data.json"]
    data = json.loads(pack.read("data.json"))
    about = pack.read("README.txt").decode()
    me = str(admin.user.id)
    assert data["about"] == {"member_id": me, "made_at": "2026-11-06 12:00:00"}
    assert [(a["correct"], a["scored"]) for a in data["answers"]][:2] == [(1, 1), (0, 1)]
    assert len(data["answers"]) == 3, "two daily answers and one in practice"
    assert data["answers"][0]["answered_at"] == at("2026-11-03T09:00:00+00:00")
    assert {row["period"] for row in data["boards"]} == {"2026-W45", "2026-11", "all"}
    assert data["streaks"] == [
        {
            "member_id": me,
            "track_id": 1,
            "length": 2,
            "best": 2,
            "freezes": 0,
            "answered_row": 2,
            "folded_number": 2,
        }
    ]
    assert data["settings"][0]["zone"] == "America/Chicago"
    assert len(data["practice"]) == 1
    asked = [(row["round_id"], row["position"], row["chosen"] is None) for row in data["practice_questions"]]
    assert asked == [(1, 0, False), (1, 1, True)], "the one not answered yet is kept too"
    assert data["tracks"][0]["created_by"] == me
    mine = {"settings", "answers", "boards", "streaks", "practice", "practice_questions", "tracks", "notices"}
    mine |= {"focus", "focus_times", "focus_started"}
    mine |= {"buddies", "buddy_pairs", "buddy_checkins", "buddy_quizzes", "buddy_blocks", "messages"}
    mine |= {"buddy_servers", "reports"}
    mine |= traces.EXPORTED | bank_traces.EXPORTED | guide_traces.EXPORTED | exam_traces.EXPORTED
    mine |= ceu_traces.EXPORTED
    mine |= {"challenges", "challenges_decided", "challenge_news", "suggestions", "suggestions_decided"}
    assert set(data) == {"about", *mine}
    assert all(re.search(rf"^  {name}\b", about, re.MULTILINE) for name in data), (
        "each part of it is explained"
    )
    for name in ("guild_id", "member_id", "channel_id", "created_by", "started_by"):
        values = [
            row[name] for rows in data.values() if isinstance(rows, list) for row in rows if name in row
        ]
        assert all(isinstance(value, str | None) for value in values), f"{name} is text, so nothing rounds it"
    table = list(csv.DictReader(io.StringIO(pack.read("answers.csv").decode())))
    assert [row["answered_at"] for row in table] == [
        "2026-11-03 09:00:00",
        "2026-11-04 09:00:00",
        "2026-11-04 09:00:00",
    ]
    assert [row["question_id"] for row in table] == [row["question_id"] for row in data["answers"]]
    everything = json.dumps(data) + pack.read("answers.csv").decode()
    assert all(str(other.user.id) not in everything for other in town.learners), "of nobody else"


async def test_the_export_of_somebody_unknown_is_empty_and_whole(town: Community) -> None:
    pack = await bundle(await town.learners[0].slash("me export"))
    data = json.loads(pack.read("data.json"))
    assert {name: rows for name, rows in data.items() if name != "about" and rows} == {}
    assert pack.read("answers.csv").decode().startswith("question_id,chosen,correct,scored,answered_at")


def holding(file: Path, member_id: int) -> set[str]:
    """table.column of every value anywhere in the database that is this id, or text that holds it."""
    connection = sqlite3.connect(file)
    try:
        return set(_holding(connection, member_id))
    finally:
        connection.close()


def _holding(connection: sqlite3.Connection, member_id: int) -> Iterator[str]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        for _, column, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall():
            found = connection.execute(
                f"SELECT 1 FROM {table} WHERE instr(CAST({column} AS TEXT), ?) > 0 LIMIT 1", [str(member_id)]
            ).fetchone()
            if found:
                yield f"{table}.{column}"


def covered(town: Community) -> set[str]:
    """table.column of everything that features say they hold about members."""
    assert town.app is not None
    features = town.app.services.members.personal
    return {
        f"{t}.{c}" for feature in features for t, columns in feature.personal_columns.items() for c in columns
    }


async def test_delete_asks_once_more_then_removes_every_trace_and_counts(town: Community) -> None:
    admin = town.admin.at(town.lounge)
    await busy(town, admin)
    await buddied(town, admin, town.learners[2])
    file = town.folder / "bot.sqlite3"
    before = holding(file, admin.user.id)
    assert before == covered(town) | {"notices.text"}, "this test leaves traces in every table"
    others = holding(file, town.learners[1].user.id)
    question = await admin.slash("me delete")
    assert question.message.ephemeral
    assert "cannot be undone" in question.text()
    assert "`/me export`" in question.text()
    assert holding(file, admin.user.id) == before, "asking removes nothing"

    thief = (
        await town.learners[0]
        .at(town.lounge)
        .press_raw(town.lounge, question.message, question.message.buttons()[0].custom_id or "")
    )
    assert "belongs to somebody else" in thief.text()
    assert holding(file, admin.user.id) == before

    done = await admin.click(question.message, "Delete all my data")
    assert done.message.buttons() == []
    counts = dict(line.rsplit(": ", 1) for line in done.text().splitlines()[1:])
    assert int(counts.pop(traces.SEEN)) >= 2, "a look, and topics that were got wrong"
    assert counts == {
        **traces.COUNTED,
        **bank_traces.COUNTED,
        **guide_traces.COUNTED,
        **exam_traces.COUNTED,
        **ceu_traces.COUNTED,
        "settings": "1",
        "notices": "1",
        "answers": "3",
        "leaderboard totals": "6",
        "streaks": "1",
        "practice rounds": "2",
        "tracks set up (now without your id)": "1",
        "buddy memberships": "1",
        "buddy pairs": "1",
        "check-ins": "1",
        "mini-quizzes": "1",
        "buddy blocks": "1",
        "messages to you": "2",
        "buddies set up (now without your id)": "1",
        "focus sessions": "1",
        "focus sessions started (now without your id)": "1",
        "challenges": "1",
        "challenges decided (now without your id)": "1",
        "news of challenges": "2",
        "suggested questions": "1",
    }
    assert holding(file, admin.user.id) == set()
    assert holding(file, town.learners[1].user.id) == others, "of others everything stays"
    await town.travel("2026-11-14T12:01:00+00:00")
    assert town.app is not None
    left = await town.app.services.buddies.members.status(
        guild_id=town.guild.id, member_id=town.learners[2].user.id
    )
    assert left.membership.priority, "the buddy goes first in the next round"
    assert holding(file, admin.user.id) == set(), "and what they are told names nobody"
    assert "no streak here yet" in (await admin.slash("quiz streak")).text()
    assert "the server's" in (await admin.slash("me settings")).text()
    assert (
        f"<@{admin.user.id}>" not in (await town.learners[1].at(town.lounge).slash("quiz leaderboard")).text()
    )
    assert "CPC" in (await admin.slash("admin track list")).text(), "tracks belong to their server"
    nothing = await admin.slash("me delete")
    again = await admin.click(nothing.message, "Delete all my data")
    assert "There was nothing to remove." in again.text()


async def test_notices_are_kept_without_the_member(town: Community) -> None:
    await town.add_track("CPC", "9am", "UTC")
    town.local.close_dms(town.admin.user)
    town.local.close_dms(town.owner)
    town.local.delete_channel(town.quiz)
    await town.travel("2026-11-03T09:00:00+00:00")
    file = town.folder / "bot.sqlite3"
    assert "notices.recipient_id" in holding(file, town.admin.user.id)
    pack = await bundle(await town.admin.slash("me export"))
    assert "its channel was deleted" in json.loads(pack.read("data.json"))["notices"][0]["text"]
    question = await town.admin.slash("me delete")
    await town.admin.click(question.message, "Delete all my data")
    assert holding(file, town.admin.user.id) == set()
    assert "its channel was deleted" in (await town.admin.slash("admin track list")).text()


async def test_an_answer_that_was_removed_leaves_the_open_count_and_can_be_given_anew(
    town: Community,
) -> None:
    await town.add_track("CPC", "9am", "UTC")
    await town.travel("2026-11-03T09:00:00+00:00")
    (post,) = town.posts()
    one, two, _ = town.learners
    await one.click(post, "A")
    await two.click(post, "A")
    assert town.app is not None
    await town.app.refresh()
    assert "2 answered" in post.text()
    question = await one.slash("me delete")
    await one.click(question.message, "Delete all my data")
    await town.app.refresh()
    assert "1 answered" in post.text()
    anew = await one.click(post, "B")
    assert "Your answer: B" in anew.text()
    await town.travel("2026-11-04T09:00:00+00:00")
    assert "2 took part" in post.text()


async def test_the_delete_button_works_after_a_restart(tmp_path: Path) -> None:
    async with community(tmp_path) as town:
        async with town.bot():
            await town.learners[0].slash("me settings", reminders=False)
            question = await town.learners[0].slash("me delete")
        async with town.bot():
            done = await town.learners[0].click(question.message, "Delete all my data")
            assert "settings: 1" in done.text()


async def test_all_or_nothing(town: Community) -> None:
    """The last feature of the deletion fails: nothing is removed, and the member is told that it failed."""
    member = town.learners[0]
    await member.slash("me settings", reminders=False)
    assert town.app is not None
    db = town.app.services.db
    await db.write(
        lambda tx: tx.run(
            """INSERT INTO notices (guild_id, recipient_id, text, created_at) VALUES (1, :member, 'x', 1)""",
            {"member": member.user.id},
        )
    )
    connection = sqlite3.connect(town.folder / "bot.sqlite3")
    connection.execute(
        "CREATE TRIGGER broken BEFORE UPDATE ON notices BEGIN SELECT RAISE(ABORT, 'broken'); END"
    )
    connection.close()
    question = await member.slash("me delete")
    reply = await member.click(question.message, "Delete all my data")
    assert "Something went wrong on our side" in reply.text()
    assert "none" in (await member.slash("me settings")).text(), "the choices are still there"
