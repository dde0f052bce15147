-- Servers' own questions. Times are epoch seconds UTC; flags are 0 or 1.

-- version: raised with every change of what a server asks; what was built under another one is out of date.
-- last_number: the number of the newest question. Numbers are never used again: answers name them.
CREATE TABLE bank_servers (
    guild_id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    last_number INTEGER NOT NULL
) STRICT;

-- One uploaded file, or (format 'suggested') what members of the server suggested.
-- waiting: some of its rows failed, and nobody has said yet whether the others are to be imported.
-- No id comes twice: the buttons under an upload that is gone must not speak of another one.
CREATE TABLE banks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    imported_by INTEGER,
    imported_at INTEGER NOT NULL,
    waiting INTEGER NOT NULL
) STRICT;
CREATE INDEX banks_server ON banks (guild_id);

-- content: the question as JSON, checked before it was kept.
CREATE TABLE bank_questions (
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    bank_id INTEGER NOT NULL REFERENCES banks (id) ON DELETE CASCADE,
    content TEXT NOT NULL,
    author_id INTEGER,
    PRIMARY KEY (guild_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX bank_questions_bank ON bank_questions (bank_id);
CREATE INDEX bank_questions_author ON bank_questions (author_id) WHERE author_id IS NOT NULL;
