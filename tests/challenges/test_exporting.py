"""Rulings as a patch to the content: it applies, and says what was ruled and why."""

import asyncio
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.features.challenges.exporting import patch
from bot.features.challenges.ruling_store import Cited
from bot.library.check import check
from bot.library.reading import read
from tests.challenges.test_challenges import decide, opened
from tests.community import CONTENT, Community, community
from tests.program import crosswalk

AT = 1_790_000_000


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the content."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def first_question(content: Path) -> tuple[Path, str, str]:
    """Some file, its second question's id and answer."""
    path = sorted((content / "questions").rglob("*.yaml"))[3]
    question = read(content, path).data["questions"][1]
    return path, question["id"], question["answer"]


def apply(content: Path, diff: str) -> None:
    """As an editor does."""
    subprocess.run(
        ["git", "apply", "-p1"], cwd=content.parent, input=diff.encode(), check=True, capture_output=True
    )


def ruling(
    question_id: str, accepted: str, reason: str = "The note says so", citation: str = "I.C.9"
) -> Cited:
    """One."""
    return Cited(question_id, frozenset(accepted), reason, citation, AT)


def test_another_answer_is_put_in_place_with_reason_and_citation(content: Path) -> None:
    path, ident, answer = first_question(content)
    other = "A" if answer != "A" else "B"
    exported = patch(content, [ruling(ident, other)])
    before = path.read_text()
    apply(content, exported.diff)
    document = read(content, path)
    assert document.data["questions"][1]["answer"] == other
    assert (
        f"# challenge: a server accepts {other} (2026-09-21). The note says so [I.C.9]\n" in path.read_text()
    )
    assert len(path.read_text().splitlines()) == len(before.splitlines()) + 1
    told = [problem for problem in check(content) if problem.question == ident]
    assert any("has a trap" in problem.what for problem in told), "the check says what is left to do"


@pytest.mark.parametrize("keys", [["AB"], [""], ["A", "B"], ["C", "D"]])
def test_where_no_single_answer_follows_the_answer_stays(content: Path, keys: list[str]) -> None:
    path, ident, answer = first_question(content)
    exported = patch(content, [ruling(ident, accepted) for accepted in keys])
    apply(content, exported.diff)
    document = read(content, path)
    assert document.problems == []
    assert document.data["questions"][1]["answer"] == answer
    assert path.read_text().count("# challenge: ") == len(keys)


def test_what_was_typed_cannot_leave_the_comment(content: Path) -> None:
    path, ident, _ = first_question(content)
    before = read(content, path).data
    exported = patch(content, [ruling(ident, "AB", "line one\nanswer: D\r\n- id: x\u2028y", "a\nb")])
    apply(content, exported.diff)
    assert read(content, path).data == before


def test_own_questions_of_servers_are_left_out(content: Path) -> None:
    exported = patch(content, [ruling("s123-4", "A")])
    assert exported.diff == ""
    assert "Left out: 1" in exported.summary
    assert patch(content, []).summary == "No server has ruled on a question."


def test_the_command_reads_a_database_and_names_nobody(tmp_path: Path) -> None:
    async def rule() -> tuple[str, Community]:
        async with community(tmp_path) as town, town.bot():
            _, question = await opened(town)
            await decide(
                town, "Correct the answer", right=[question.key(question.wrong[0])], citation="OCG I.B.14"
            )
            return question.question.id, town

    ident, town = asyncio.run(rule())
    outcome = crosswalk(
        tmp_path,
        "content",
        "challenges",
        CROSSWALK_DATABASE_URL=f"sqlite:///{tmp_path}/bot.sqlite3",
        CROSSWALK_CONTENT=str(CONTENT),
    )
    assert outcome.code == 0, outcome.err
    assert outcome.out.startswith("--- a/content/questions/")
    assert "The note says so [OCG I.B.14]" in outcome.out
    assert f"id: {ident}" in outcome.out
    assert "Rulings on 1 question of content/." in outcome.err
    people = [town.owner, town.admin.user, *(member.user for member in town.learners)]
    assert all(str(one) not in outcome.out for one in [town.guild.id, *(person.id for person in people)])


def test_without_a_database_it_says_so(tmp_path: Path) -> None:
    outcome = crosswalk(
        tmp_path, "content", "challenges", CROSSWALK_DATABASE_URL=f"sqlite:///{tmp_path}/no.sqlite3"
    )
    assert outcome.code == 1
    assert "There is no database at" in outcome.err
