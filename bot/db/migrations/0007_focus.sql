-- Focus sessions. Times are epoch seconds UTC. guild_id NULL: solo, in direct messages.
-- Phases are not kept: they follow from started_at and the numbers. ends_at: the planned end, or the earlier one.
CREATE TABLE focus_sessions (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER,
    channel_id INTEGER NOT NULL,
    message_id INTEGER,
    started_by INTEGER,
    topic TEXT,
    minutes INTEGER NOT NULL,
    break_minutes INTEGER NOT NULL,
    rounds INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT CHECK (outcome IN ('done', 'ended', 'deserted', 'trouble')),
    trouble TEXT,
    version INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX focus_sessions_starter ON focus_sessions (started_by) WHERE ended_at IS NULL;
CREATE INDEX focus_sessions_channel ON focus_sessions (channel_id) WHERE ended_at IS NULL;

-- Who takes part. counted_to: up to when their time is in focus_times. untold: they have not heard why it broke off.
CREATE TABLE focus_presences (
    session_id INTEGER NOT NULL REFERENCES focus_sessions (id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL,
    work TEXT,
    joined_at INTEGER NOT NULL,
    left_at INTEGER,
    counted_to INTEGER NOT NULL,
    learned TEXT,
    untold INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (session_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX focus_presences_member ON focus_presences (member_id, session_id);

-- Time of focus that counts. began_at: from when on, in that round.
CREATE TABLE focus_times (
    member_id INTEGER NOT NULL,
    session_id INTEGER NOT NULL REFERENCES focus_sessions (id) ON DELETE CASCADE,
    round INTEGER NOT NULL,
    began_at INTEGER NOT NULL,
    seconds INTEGER NOT NULL,
    PRIMARY KEY (member_id, session_id, round)
) STRICT, WITHOUT ROWID;
CREATE INDEX focus_times_session ON focus_times (session_id, member_id);
