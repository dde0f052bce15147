-- What the admins of a server must know: told once, by a delivery. recipient_id: whoever set up what it is about.
CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    recipient_id INTEGER,
    text TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    told_at INTEGER,
    untold_reason TEXT
) STRICT;
CREATE INDEX notices_guild ON notices (guild_id, created_at);
