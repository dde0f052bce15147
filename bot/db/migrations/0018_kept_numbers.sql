-- Ids of challenges, suggestions and news are in delivery keys and buttons, so they must never come back: AUTOINCREMENT,
-- which needs the tables made anew. Until now a deletion left the newest row of each empty instead; those rows go.

CREATE TABLE challenges_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    question_id TEXT NOT NULL,
    option_order TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'upheld', 'declined')),
    opened_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by INTEGER,
    accepted TEXT,                         -- of an upheld one, the keys that count as right; empty: thrown out
    reason TEXT,
    citation TEXT
) STRICT;
INSERT INTO challenges_new (id, guild_id, question_id, option_order, state, opened_at, decided_at, decided_by, accepted,
    reason, citation)
SELECT id, guild_id, question_id, option_order, state, opened_at, decided_at, decided_by, accepted, reason, citation
FROM challenges;
DROP TABLE challenges;
ALTER TABLE challenges_new RENAME TO challenges;
CREATE UNIQUE INDEX challenges_open ON challenges (guild_id, question_id) WHERE state = 'open';

CREATE TABLE suggestions_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'approved', 'declined')),
    written TEXT NOT NULL,                 -- what was typed, as JSON
    begun_at INTEGER NOT NULL,
    sent_at INTEGER,
    decided_at INTEGER,
    decided_by INTEGER,
    reason TEXT,
    question_id TEXT                       -- under which the server's bank holds it
) STRICT;
INSERT INTO suggestions_new (id, guild_id, author_id, state, written, begun_at, sent_at, decided_at, decided_by, reason,
    question_id)
SELECT id, guild_id, author_id, state, written, begun_at, sent_at, decided_at, decided_by, reason, question_id
FROM suggestions;
DROP TABLE suggestions;
ALTER TABLE suggestions_new RENAME TO suggestions;
CREATE INDEX suggestions_waiting ON suggestions (guild_id, sent_at) WHERE state = 'waiting';
CREATE INDEX suggestions_author ON suggestions (author_id);

CREATE TABLE challenge_news_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    challenge_id INTEGER REFERENCES challenges (id) ON DELETE CASCADE,
    suggestion_id INTEGER REFERENCES suggestions (id) ON DELETE CASCADE,
    effect TEXT NOT NULL,
    as_message INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    told_at INTEGER
) STRICT;
INSERT INTO challenge_news_new (id, guild_id, member_id, challenge_id, suggestion_id, effect, as_message, created_at,
    told_at)
SELECT id, guild_id, member_id, challenge_id, suggestion_id, effect, as_message, created_at, told_at
FROM challenge_news;
DROP TABLE challenge_news;
ALTER TABLE challenge_news_new RENAME TO challenge_news;
CREATE INDEX challenge_news_untold ON challenge_news (guild_id, member_id) WHERE told_at IS NULL;
CREATE INDEX challenge_news_member ON challenge_news (member_id);

DELETE FROM challenges WHERE question_id = '';
DELETE FROM suggestions WHERE author_id = 0;
DELETE FROM challenge_news WHERE member_id = 0;

-- The words that votes were given to or that were seen in a trial: an edit is held against all of them.
CREATE TABLE mnemonic_judged (
    number INTEGER NOT NULL,
    hook TEXT NOT NULL,
    stands_for TEXT NOT NULL,
    PRIMARY KEY (number, hook, stands_for)
) STRICT, WITHOUT ROWID;
INSERT INTO mnemonic_judged (number, hook, stands_for)
SELECT id, hook, stands_for FROM mnemonics
WHERE state NOT IN ('draft', 'deleted')
    AND CAST(id AS TEXT) IN (
        SELECT ref FROM mnemonic_votes UNION SELECT ref FROM mnemonic_seen
        UNION SELECT ref FROM mnemonic_tallies WHERE up + down + tried > 0
    );
