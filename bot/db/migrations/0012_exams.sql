-- Exam dates. Times are epoch seconds UTC, dates the local ones of the exam's zone; flags are 0 or 1.

CREATE TABLE exams (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- delivery keys and buttons hold it, so it must never come back
    member_id INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,             -- 0: set in direct messages
    certification TEXT NOT NULL,
    on_date TEXT NOT NULL,
    at_minute INTEGER,                     -- of the day; NULL: not said
    zone TEXT NOT NULL,
    zone_given INTEGER NOT NULL CHECK (zone_given IN (0, 1)),  -- 0: follows the member's own zone
    place TEXT NOT NULL,
    listed INTEGER NOT NULL CHECK (listed IN (0, 1)),
    channel_id INTEGER,                    -- NULL: reminded by direct message
    milestones_off TEXT NOT NULL,          -- days before the exam, with commas
    hour_minute INTEGER NOT NULL,          -- of reminders, by the member's own clock
    state TEXT NOT NULL CHECK (state IN ('ahead', 'passed', 'not_yet', 'moved')),
    revision INTEGER NOT NULL DEFAULT 0,   -- names the reminders that hold
    made_at INTEGER NOT NULL,
    decided_at INTEGER,
    reminded_on TEXT,                      -- the local date of the last reminder
    snoozed_days INTEGER,                  -- days before the exam of a reminder that was put off
    dm_channel_id INTEGER,                 -- the member's direct messages, once known: asking Discord is a request more
    trouble TEXT                           -- why a reminder could not be brought; NULL once the member knows
) STRICT;
CREATE INDEX exams_member ON exams (member_id, on_date);
CREATE INDEX exams_ahead ON exams (guild_id, on_date) WHERE state = 'ahead';
CREATE INDEX exams_decided ON exams (guild_id, certification, state) WHERE state IN ('passed', 'not_yet');
CREATE INDEX exams_trouble ON exams (member_id) WHERE trouble IS NOT NULL;

-- An exam that was typed and waits for the member's word: which date was meant, or what becomes of the one there is.
CREATE TABLE exam_drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- buttons hold it
    member_id INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    certification TEXT NOT NULL,
    on_date TEXT NOT NULL,
    other_date TEXT,                       -- the second reading
    at_minute INTEGER,
    zone TEXT NOT NULL,
    zone_given INTEGER NOT NULL CHECK (zone_given IN (0, 1)),
    place TEXT NOT NULL,
    listed INTEGER CHECK (listed IN (0, 1)),      -- NULL: nothing was said
    exam_id INTEGER,                       -- of the exam that is to be moved; NULL: a new one
    made_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX exam_drafts_member ON exam_drafts (member_id);
