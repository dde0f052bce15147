-- Recurring schedules, and the deliveries that carry their occurrences (and one-off messages) to Discord.
-- Instants are epoch seconds in UTC; dates are local nominal dates as text, YYYY-MM-DD.
-- wake_at is the only column a tick looks for: the instant at which a row next needs work, NULL when it never will.

CREATE TABLE schedules (
    -- AUTOINCREMENT: delivery keys hold this id, so the id of a removed schedule must never come back.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind <> ''),
    subject_id INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    weekdays INTEGER NOT NULL CHECK (weekdays BETWEEN 1 AND 127),      -- bit 0 = Monday … bit 6 = Sunday
    wall_minute INTEGER NOT NULL CHECK (wall_minute BETWEEN 0 AND 1439),
    zone TEXT NOT NULL CHECK (zone <> ''),
    paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
    pause_reason TEXT CHECK (pause_reason IS NULL OR paused = 1),
    next_date TEXT CHECK (next_date IS NULL OR length(next_date) = 10),
    next_due_at INTEGER,
    wake_at INTEGER,                                                   -- next_due_at, or later when planning failed
    floor_at INTEGER NOT NULL,                                         -- made, changed or resumed: nothing new is due before
    last_date TEXT CHECK (last_date IS NULL OR length(last_date) = 10), -- the latest nominal date planned so far
    UNIQUE (kind, subject_id),
    CHECK ((paused = 1) = (next_date IS NULL)),
    CHECK ((next_date IS NULL) = (next_due_at IS NULL)),
    CHECK ((next_due_at IS NULL) = (wake_at IS NULL)),
    CHECK (wake_at IS NULL OR wake_at >= next_due_at)
) STRICT;

CREATE INDEX schedules_wake ON schedules (wake_at) WHERE wake_at IS NOT NULL;

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind <> ''),
    key TEXT NOT NULL CHECK (key <> ''),
    subject_id INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    schedule_id INTEGER,                  -- no foreign key: history outlives a removed schedule
    nominal_date TEXT CHECK (nominal_date IS NULL OR length(nominal_date) = 10),
    due_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL CHECK (expires_at > due_at),
    state TEXT NOT NULL DEFAULT 'pending'
        CHECK (state IN ('pending', 'sending', 'sent', 'skipped', 'failed', 'withdrawn')),
    wake_at INTEGER,                      -- pending: when to send or retry; sending: when the lease ends
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    unsure INTEGER NOT NULL DEFAULT 0 CHECK (unsure IN (0, 1)),      -- an attempt may have reached Discord
    unwanted INTEGER NOT NULL DEFAULT 0 CHECK (unwanted IN (0, 1)),  -- no longer to be sent; adopted if it was
    reason TEXT,
    message_id INTEGER,
    channel_id INTEGER,
    sent_at INTEGER,
    done_at INTEGER,                      -- when it reached its last state
    UNIQUE (kind, key),
    CHECK ((schedule_id IS NULL) = (nominal_date IS NULL)),
    CHECK ((state IN ('pending', 'sending')) = (wake_at IS NOT NULL)),
    CHECK ((wake_at IS NULL) = (done_at IS NOT NULL)),
    CHECK ((state = 'sent') = (message_id IS NOT NULL)),
    CHECK ((message_id IS NULL) = (channel_id IS NULL)),
    CHECK ((message_id IS NULL) = (sent_at IS NULL)),
    CHECK (state <> 'failed' OR reason IS NOT NULL)
) STRICT;

CREATE INDEX deliveries_wake ON deliveries (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX deliveries_open ON deliveries (schedule_id) WHERE wake_at IS NOT NULL AND schedule_id IS NOT NULL;
CREATE INDEX deliveries_done ON deliveries (done_at) WHERE done_at IS NOT NULL AND schedule_id IS NULL;
