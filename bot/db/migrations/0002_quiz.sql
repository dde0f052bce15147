-- The daily quiz. Times are epoch seconds UTC; nominal dates are local dates as text; flags are 0 or 1.

CREATE TABLE tracks (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    certification TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    ping_role_id INTEGER,
    created_by INTEGER,
    created_at INTEGER NOT NULL,
    removed_at INTEGER,
    -- How large the bank was when the admins were last told that it runs out: told once a size.
    warned_bank_size INTEGER
) STRICT;
CREATE UNIQUE INDEX tracks_once ON tracks (guild_id, certification, channel_id) WHERE removed_at IS NULL;

CREATE TABLE occurrences (
    id INTEGER PRIMARY KEY,
    track_id INTEGER NOT NULL REFERENCES tracks (id),
    number INTEGER NOT NULL,
    nominal_date TEXT NOT NULL,
    question_id TEXT,
    option_order TEXT,
    due_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'open', 'closed', 'missed')),
    late INTEGER NOT NULL DEFAULT 0,
    channel_id INTEGER,
    message_id INTEGER,
    answered INTEGER NOT NULL DEFAULT 0,
    shown_answered INTEGER NOT NULL DEFAULT 0,
    UNIQUE (track_id, number),
    UNIQUE (track_id, nominal_date)
) STRICT;
CREATE INDEX occurrences_question ON occurrences (track_id, question_id, number);
CREATE INDEX occurrences_open ON occurrences (track_id) WHERE state = 'open';

-- The answer log: what was answered first, and never changed.
CREATE TABLE answers (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    track_id INTEGER REFERENCES tracks (id),
    occurrence_id INTEGER REFERENCES occurrences (id),
    round_id INTEGER REFERENCES rounds (id),
    question_id TEXT NOT NULL,
    chosen TEXT NOT NULL,
    correct INTEGER NOT NULL,
    scored INTEGER NOT NULL,
    answered_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX answers_once ON answers (occurrence_id, member_id) WHERE occurrence_id IS NOT NULL;
CREATE INDEX answers_member ON answers (member_id, answered_at);

-- Running totals for leaderboards. track_id 0: all the server's tracks together.
-- The member comes first in the key: an answer's six rows stand side by side, and a member's rows are found by it.
CREATE TABLE board_totals (
    guild_id INTEGER NOT NULL,
    track_id INTEGER NOT NULL,
    period TEXT NOT NULL,
    member_id INTEGER NOT NULL,
    correct INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    listed INTEGER NOT NULL,
    PRIMARY KEY (member_id, guild_id, track_id, period)
) STRICT, WITHOUT ROWID;
-- Not partial, although only listed = 1 is asked for: a partial index does not cover its own condition in SQLite.
CREATE INDEX board_places ON board_totals (guild_id, track_id, period, listed, correct DESC, answered);

-- How a community answers in each area of a blueprint; names nobody.
CREATE TABLE area_totals (
    guild_id INTEGER NOT NULL,
    certification TEXT NOT NULL,
    area TEXT NOT NULL,
    correct INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    PRIMARY KEY (guild_id, certification, area)
) STRICT, WITHOUT ROWID;

-- folded_number: the last occurrence of the track that is counted in here.
CREATE TABLE streaks (
    member_id INTEGER NOT NULL,
    track_id INTEGER NOT NULL REFERENCES tracks (id),
    length INTEGER NOT NULL,
    best INTEGER NOT NULL,
    freezes INTEGER NOT NULL,
    answered_row INTEGER NOT NULL,
    folded_number INTEGER NOT NULL,
    PRIMARY KEY (member_id, track_id)
) STRICT, WITHOUT ROWID;

-- Practice rounds: a few questions in private.
CREATE TABLE rounds (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    certification TEXT NOT NULL,
    started_at INTEGER NOT NULL
) STRICT;
CREATE INDEX rounds_member ON rounds (member_id);

CREATE TABLE round_questions (
    round_id INTEGER NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    question_id TEXT NOT NULL,
    option_order TEXT NOT NULL,
    chosen TEXT,
    PRIMARY KEY (round_id, position)
) STRICT, WITHOUT ROWID;
