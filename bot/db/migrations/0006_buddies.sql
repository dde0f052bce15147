-- Study buddies. Times are epoch seconds UTC; months and dates are text; flags are 0 or 1; lists are JSON.

-- A server's choices, made with defaults when its first member joins.
CREATE TABLE buddy_servers (
    guild_id INTEGER PRIMARY KEY,
    channel_id INTEGER,                  -- where pairs get their threads; NULL: by direct message
    every TEXT NOT NULL DEFAULT 'week' CHECK (every IN ('week', 'two weeks', 'month')),
    anchor_date TEXT NOT NULL,           -- a round's nominal date, from which every second week is counted
    off INTEGER NOT NULL DEFAULT 0 CHECK (off IN (0, 1)),
    gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),  -- deleted, or the bot was removed from it
    set_by INTEGER,
    quick_due_at INTEGER,                -- a quick match is under way for then
    told_trouble TEXT                    -- what the admins were last told is missing: told once
) STRICT;

CREATE TABLE buddy_rounds (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    delivery_key TEXT NOT NULL,          -- server and nominal date: what makes a repeat find the round done
    ran_at INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    pairs INTEGER NOT NULL,
    alone INTEGER NOT NULL,
    UNIQUE (kind, delivery_key)
) STRICT;
CREATE INDEX buddy_rounds_guild ON buddy_rounds (guild_id, ran_at);

CREATE TABLE buddy_pairs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- delivery keys hold it, so it must never come back
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    certification TEXT NOT NULL,
    formed_at INTEGER NOT NULL,
    ended_at INTEGER,
    end_reason TEXT CHECK ((end_reason IS NULL) = (ended_at IS NULL)),
    thread_id INTEGER,
    message_id INTEGER,
    direct INTEGER NOT NULL DEFAULT 0 CHECK (direct IN (0, 1)),  -- no thread: messages go to each of them
    parts TEXT NOT NULL,                 -- the score by its parts
    UNIQUE (guild_id, number)
) STRICT;
CREATE INDEX buddy_pairs_going ON buddy_pairs (guild_id) WHERE ended_at IS NULL;
CREATE INDEX buddy_pairs_thread ON buddy_pairs (thread_id) WHERE thread_id IS NOT NULL;

-- Who was in a pair, also after its end: nobody is put together again for twelve weeks.
CREATE TABLE buddy_pair_members (
    pair_id INTEGER NOT NULL REFERENCES buddy_pairs (id),
    place INTEGER NOT NULL CHECK (place BETWEEN 0 AND 2),
    member_id INTEGER NOT NULL,
    signed_at INTEGER NOT NULL,          -- the last sign of them in the pair
    asked_at INTEGER,                    -- when they were asked whether they are still there
    nudged_at INTEGER,
    left_at INTEGER,
    PRIMARY KEY (pair_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX buddy_pair_members_member ON buddy_pair_members (member_id, pair_id);

CREATE TABLE buddy_memberships (
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    certification TEXT NOT NULL,
    zone TEXT NOT NULL,
    weekday_hours INTEGER NOT NULL CHECK (weekday_hours BETWEEN 0 AND 16777215),  -- bit 0: midnight to one
    weekend_hours INTEGER NOT NULL CHECK (weekend_hours BETWEEN 0 AND 16777215),
    hours_text TEXT NOT NULL,
    exam_month TEXT CHECK (exam_month IS NULL OR length(exam_month) = 7),
    goals TEXT NOT NULL,
    languages TEXT NOT NULL,
    about TEXT NOT NULL,
    shares TEXT NOT NULL,                -- what buddies may see
    helper INTEGER NOT NULL DEFAULT 0 CHECK (helper IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'paired', 'paused')),
    waiting_since INTEGER,
    priority INTEGER NOT NULL DEFAULT 0 CHECK (priority IN (0, 1)),
    paused_until INTEGER,
    pair_id INTEGER REFERENCES buddy_pairs (id),
    told_alone INTEGER NOT NULL DEFAULT 0 CHECK (told_alone IN (0, 1)),  -- knows that nobody was found, until one is
    asked_exam TEXT,                     -- the exam month they were last asked about
    joined_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, member_id),
    CHECK ((state = 'waiting') = (waiting_since IS NOT NULL)),
    CHECK ((state = 'paired') = (pair_id IS NOT NULL)),
    CHECK (paused_until IS NULL OR state = 'paused')
) STRICT, WITHOUT ROWID;
CREATE INDEX buddy_memberships_member ON buddy_memberships (member_id);
CREATE INDEX buddy_memberships_state ON buddy_memberships (guild_id, state);
CREATE INDEX buddy_memberships_pair ON buddy_memberships (pair_id) WHERE pair_id IS NOT NULL;

-- Whom a member never wants to meet, anywhere. The other stands here as a one-way mark only, so that the block
-- holds when they have their own data removed and come back.
CREATE TABLE buddy_blocks (
    member_id INTEGER NOT NULL,
    blocked_mark TEXT NOT NULL,
    blocked_at INTEGER NOT NULL,
    PRIMARY KEY (member_id, blocked_mark)
) STRICT, WITHOUT ROWID;

CREATE TABLE buddy_checkins (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- delivery keys hold it
    pair_id INTEGER NOT NULL REFERENCES buddy_pairs (id),
    nominal_date TEXT NOT NULL,
    prompt TEXT,                         -- the area to explain to each other
    sent_at INTEGER,                     -- NULL: not sent (yet); one that never was counts against nobody
    UNIQUE (pair_id, nominal_date)
) STRICT;

CREATE TABLE buddy_checkin_answers (
    checkin_id INTEGER NOT NULL REFERENCES buddy_checkins (id),
    member_id INTEGER NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('done', 'partly', 'struggling')),
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (checkin_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX buddy_checkin_answers_member ON buddy_checkin_answers (member_id);

-- The week's mini-quiz of a pair: the same questions for everybody, each as a practice round of their own.
CREATE TABLE buddy_quizzes (
    pair_id INTEGER NOT NULL REFERENCES buddy_pairs (id),
    week TEXT NOT NULL,
    questions TEXT NOT NULL,
    PRIMARY KEY (pair_id, week)
) STRICT, WITHOUT ROWID;

CREATE TABLE buddy_quiz_rounds (
    pair_id INTEGER NOT NULL,
    week TEXT NOT NULL,
    member_id INTEGER NOT NULL,
    round_id INTEGER NOT NULL,           -- no foreign key: rounds belong to the quiz
    PRIMARY KEY (pair_id, week, member_id),
    FOREIGN KEY (pair_id, week) REFERENCES buddy_quizzes (pair_id, week)
) STRICT, WITHOUT ROWID;
CREATE INDEX buddy_quiz_rounds_member ON buddy_quiz_rounds (member_id);

-- A word in private, brought by a delivery or shown at the next command.
CREATE TABLE buddy_notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    pair_number INTEGER,
    created_at INTEGER NOT NULL,
    told_at INTEGER,
    untold_reason TEXT
) STRICT;
CREATE INDEX buddy_notes_member ON buddy_notes (member_id, guild_id);
