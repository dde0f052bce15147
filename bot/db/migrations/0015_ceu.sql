-- Continuing education. Dates are local dates as text, times epoch seconds UTC, credits hundredths of one.
-- One record a member and body. begins_on, ends_on: its first cycle; later ones follow by the body's rule.
-- asked: what the first cycle asks for, where the member said so. remind_at: minutes after midnight, the member's clock.
-- planned: number of the cycle whose reminders are planned, 0 for the first. told: the last reminder, in days before the
-- end (told_on) of its cycle; -1: the word that it has ended. untold: that one could not be brought.
CREATE TABLE ceu_records (
    id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    body TEXT NOT NULL,
    zone TEXT NOT NULL,
    begins_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    asked INTEGER,
    remind_at INTEGER NOT NULL,
    reminds INTEGER NOT NULL DEFAULT 1,
    revision INTEGER NOT NULL DEFAULT 1,
    planned INTEGER NOT NULL DEFAULT 0,
    told INTEGER,
    told_on TEXT,
    untold INTEGER NOT NULL DEFAULT 0,
    UNIQUE (member_id, body)
) STRICT;

-- exam_id: the exam here that brought it, if any.
CREATE TABLE ceu_credentials (
    id INTEGER PRIMARY KEY,
    record_id INTEGER NOT NULL REFERENCES ceu_records (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    certification TEXT NOT NULL,
    earned_on TEXT NOT NULL,
    exam_id INTEGER,
    UNIQUE (record_id, certification)
) STRICT;
CREATE INDEX ceu_credentials_member ON ceu_credentials (member_id);

-- draft: looks like one that is there; the member has been asked.
CREATE TABLE ceu_credits (
    id INTEGER PRIMARY KEY,
    record_id INTEGER NOT NULL REFERENCES ceu_records (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    earned_on TEXT NOT NULL,
    provider TEXT NOT NULL,
    title TEXT NOT NULL,
    category TEXT NOT NULL CHECK (category IN ('body', 'approved', 'field', 'work')),
    hundredths INTEGER NOT NULL CHECK (hundredths > 0),
    draft INTEGER NOT NULL,
    logged_at INTEGER NOT NULL
) STRICT;
CREATE INDEX ceu_credits_record ON ceu_credits (record_id, earned_on);
CREATE INDEX ceu_credits_member ON ceu_credits (member_id);
