-- What a server does with its members' exams. Times are epoch seconds UTC, dates local; flags are 0 or 1.

CREATE TABLE exam_servers (
    guild_id INTEGER PRIMARY KEY,
    board_id INTEGER,                    -- the channel of the countdown board; NULL: none
    message_id INTEGER,                  -- the board's message, and the channel where it stands
    message_channel_id INTEGER,
    threads_id INTEGER,                  -- the channel where exam weeks get their threads; NULL: none
    role_id INTEGER,                     -- given to who has passed; NULL: none
    set_by INTEGER,
    CHECK ((message_id IS NULL) = (message_channel_id IS NULL))
) STRICT;

-- Those with the same exam in the same week, as far as they want to meet.
CREATE TABLE exam_cohorts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- delivery keys and buttons hold it
    guild_id INTEGER NOT NULL,
    certification TEXT NOT NULL,
    monday TEXT NOT NULL,                  -- the first day of the week of their exams
    opens_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    turns INTEGER NOT NULL DEFAULT 0,      -- deliveries asked for so far: what makes their keys new
    thread_id INTEGER,
    closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
    UNIQUE (guild_id, certification, monday)
) STRICT;

CREATE TABLE exam_cohort_members (
    exam_id INTEGER NOT NULL,              -- no foreign key: a removed exam is taken out by its listener
    cohort_id INTEGER NOT NULL REFERENCES exam_cohorts (id),
    member_id INTEGER NOT NULL,
    leaving INTEGER NOT NULL DEFAULT 0 CHECK (leaving IN (0, 1)),  -- still has to be taken out of the thread
    PRIMARY KEY (exam_id, cohort_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX exam_cohort_members_cohort ON exam_cohort_members (cohort_id);
CREATE INDEX exam_cohort_members_member ON exam_cohort_members (member_id);
