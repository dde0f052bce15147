-- What a member chose. No row: everything as it is by default.
CREATE TABLE members (
    member_id INTEGER PRIMARY KEY,
    zone TEXT,
    language TEXT NOT NULL,
    listed INTEGER NOT NULL,
    reminders INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
