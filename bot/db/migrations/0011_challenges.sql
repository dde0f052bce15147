-- Disputed questions, the rulings on them, and questions that members suggest. Times are epoch seconds UTC.

-- The second verdict on an answer, by the server's ruling: 1 right, 0 not right, -1 thrown out (counts for streaks only),
-- NULL where nobody ruled. `correct` stays what it was when the member answered.
ALTER TABLE answers ADD COLUMN ruled INTEGER;
-- Answers to a daily question are found by their occurrence; those in practice by this, which daily presses need not keep up.
CREATE INDEX answers_practised ON answers (question_id, guild_id) WHERE round_id IS NOT NULL;

-- Who decides besides members with Manage Server, and where they are told.
CREATE TABLE challenge_editors (
    guild_id INTEGER PRIMARY KEY,
    role_id INTEGER,
    channel_id INTEGER
) STRICT;

-- accepted: of an upheld one, the keys that count as right; empty where the question was thrown out.
CREATE TABLE challenges (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    question_id TEXT NOT NULL,
    option_order TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'upheld', 'declined')),
    opened_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by INTEGER,
    accepted TEXT,
    reason TEXT,
    citation TEXT
) STRICT;
CREATE UNIQUE INDEX challenges_open ON challenges (guild_id, question_id) WHERE state = 'open';

CREATE TABLE challenge_voices (
    challenge_id INTEGER NOT NULL REFERENCES challenges (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    citation TEXT NOT NULL,
    option_order TEXT NOT NULL,
    said_at INTEGER NOT NULL,
    PRIMARY KEY (challenge_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX challenge_voices_member ON challenge_voices (member_id);

-- What is in force in a server. accepted: keys that count as right; empty: thrown out.
CREATE TABLE rulings (
    guild_id INTEGER NOT NULL,
    question_id TEXT NOT NULL,
    accepted TEXT NOT NULL,
    reason TEXT NOT NULL,
    citation TEXT NOT NULL,
    ruled_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, question_id)
) STRICT, WITHOUT ROWID;

-- Questions that members suggest. written: what was typed, as JSON. question_id: under which the server's bank holds it.
CREATE TABLE suggestions (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'approved', 'declined')),
    written TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    sent_at INTEGER,
    decided_at INTEGER,
    decided_by INTEGER,
    reason TEXT,
    question_id TEXT
) STRICT;
CREATE INDEX suggestions_waiting ON suggestions (guild_id, sent_at) WHERE state = 'waiting';
CREATE INDEX suggestions_author ON suggestions (author_id);

-- What a member has to hear, once: by direct message where `as_message`, else at their next use of the quiz there.
CREATE TABLE challenge_news (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    challenge_id INTEGER REFERENCES challenges (id) ON DELETE CASCADE,
    suggestion_id INTEGER REFERENCES suggestions (id) ON DELETE CASCADE,
    effect TEXT NOT NULL,
    as_message INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    told_at INTEGER
) STRICT;
CREATE INDEX challenge_news_untold ON challenge_news (guild_id, member_id) WHERE told_at IS NULL;
CREATE INDEX challenge_news_member ON challenge_news (member_id);
