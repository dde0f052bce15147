"""Migration 0018: the tables of challenges made anew with their content, so that no number of theirs comes twice."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.db.older import upgraded

BEFORE = """
INSERT INTO challenges VALUES
    (3, 1, 'q-one', 'ABCD', 'upheld', 100, 200, 9, 'BC', 'The note says so', 'I.C.9'),
    (5, 1, 'q-two', 'DCBA', 'open', 300, NULL, NULL, NULL, NULL, NULL),
    (8, 1, '', 'ABCD', 'declined', 400, 400, NULL, NULL, NULL, NULL);
INSERT INTO challenge_voices VALUES
    (3, 71, 'typo', 'A letter', '', 'ABCD', 100),
    (5, 72, 'other', 'Both', 'I.B.14', 'DCBA', 300);
INSERT INTO suggestions VALUES
    (2, 1, 71, 'approved', '{"stem": "What?"}', 10, 20, 30, 9, '', 's1-1'),
    (4, 0, 0, 'declined', '{}', 10, NULL, NULL, NULL, NULL, NULL);
INSERT INTO challenge_news VALUES
    (6, 1, 71, 3, NULL, 'gained', 1, 200, 210),
    (7, 1, 71, NULL, 2, '', 0, 30, NULL),
    (9, 0, 0, NULL, NULL, '', 0, 40, 40);
INSERT INTO mnemonics (id, guild_id, author_id, topic, hook, stands_for, story, hook_key, state, created_at) VALUES
    (1, 1, 71, 't', 'Voted for', 'This', '', 'voted for', 'shown', 1),
    (2, 1, 71, 't', 'Only posted', '', '', 'only posted', 'shown', 1);
INSERT INTO mnemonic_votes VALUES ('1', 72, 1, 1, 5), ('b:some', 72, 1, 1, 5);
"""


def rows(connection: sqlite3.Connection, sql: str) -> list[tuple[object, ...]]:
    """All that a query finds."""
    return list(connection.execute(sql))


@pytest.fixture
async def migrated(tmp_path: Path) -> Path:
    """A database with content from 0017, brought up to date."""
    return await upgraded(tmp_path, "0018", BEFORE)


async def test_content_is_kept_but_for_rows_that_only_held_a_number(migrated: Path) -> None:
    with closing(sqlite3.connect(migrated)) as connection:
        assert rows(connection, "SELECT * FROM challenges ORDER BY id") == [
            (3, 1, "q-one", "ABCD", "upheld", 100, 200, 9, "BC", "The note says so", "I.C.9"),
            (5, 1, "q-two", "DCBA", "open", 300, None, None, None, None, None),
        ]
        assert rows(connection, "SELECT challenge_id, member_id FROM challenge_voices") == [(3, 71), (5, 72)]
        assert rows(connection, "SELECT * FROM suggestions") == [
            (2, 1, 71, "approved", '{"stem": "What?"}', 10, 20, 30, 9, "", "s1-1")
        ]
        assert rows(connection, "SELECT * FROM challenge_news ORDER BY id") == [
            (6, 1, 71, 3, None, "gained", 1, 200, 210),
            (7, 1, 71, None, 2, "", 0, 30, None),
        ]
        assert rows(connection, "SELECT * FROM mnemonic_judged") == [(1, "Voted for", "This")]


async def test_numbers_go_on_after_the_highest_there_ever_was(migrated: Path) -> None:
    with closing(sqlite3.connect(migrated)) as connection:
        new = """INSERT INTO challenges (guild_id, question_id, option_order, state, opened_at)
            VALUES (1, 'q-three', 'ABCD', 'open', 500) RETURNING id"""
        assert rows(connection, new) == [(9,)]
        connection.execute("DELETE FROM challenges WHERE id = 9")
        assert rows(connection, new) == [(10,)]
        suggested = """INSERT INTO suggestions (guild_id, author_id, state, written, begun_at)
            VALUES (1, 7, 'draft', '{}', 1) RETURNING id"""
        assert rows(connection, suggested) == [(5,)]
        news = """INSERT INTO challenge_news (guild_id, member_id, effect, as_message, created_at)
            VALUES (1, 7, '', 0, 1) RETURNING id"""
        assert rows(connection, news) == [(10,)]


async def test_what_points_at_them_and_what_finds_them_is_as_before(migrated: Path) -> None:
    with closing(sqlite3.connect(migrated)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        found = rows(
            connection,
            """SELECT tbl_name, name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL
                AND tbl_name IN ('challenges', 'suggestions', 'challenge_news') ORDER BY name""",
        )
        assert found == [
            ("challenge_news", "challenge_news_member"),
            ("challenge_news", "challenge_news_untold"),
            ("challenges", "challenges_open"),
            ("suggestions", "suggestions_author"),
            ("suggestions", "suggestions_waiting"),
        ]
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            connection.execute(
                "INSERT INTO challenges VALUES (20, 1, 'q-two', '', 'open', 1, 0, 0, '', '', '')"
            )
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            connection.execute("INSERT INTO challenge_voices VALUES (77, 1, '', '', '', '', 1)")
        connection.execute("DELETE FROM challenges WHERE id = 3")
        connection.execute("DELETE FROM suggestions WHERE id = 2")
        assert rows(connection, "SELECT challenge_id FROM challenge_voices") == [(5,)]
        assert rows(connection, "SELECT id FROM challenge_news") == []
