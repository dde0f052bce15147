-- The community's memory hooks. Times are epoch seconds UTC; flags are 0 or 1.
-- ref: what names a mnemonic everywhere: its number in mnemonics, or b:<id> for one that comes with the bot.

CREATE TABLE mnemonics (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- delivery keys and buttons hold it, so it must never come back
    guild_id INTEGER NOT NULL,
    author_id INTEGER,                     -- NULL: taken out on the author's wish
    topic TEXT NOT NULL,
    hook TEXT NOT NULL,
    stands_for TEXT NOT NULL,
    story TEXT NOT NULL,
    hook_key TEXT NOT NULL,                -- the hook's words alone: finds what was posted before
    state TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'shown', 'declined', 'deleted')),
    sharing TEXT NOT NULL DEFAULT 'no' CHECK (sharing IN ('no', 'asked', 'yes')),
    created_at INTEGER NOT NULL,
    channel_id INTEGER,                    -- where the server's channel shows it
    message_id INTEGER,
    version INTEGER NOT NULL DEFAULT 0     -- counts what that message has to follow
) STRICT;
CREATE INDEX mnemonics_key ON mnemonics (guild_id, hook_key);
CREATE INDEX mnemonics_author ON mnemonics (author_id, guild_id, id) WHERE author_id IS NOT NULL;
CREATE INDEX mnemonics_queue ON mnemonics (guild_id, id) WHERE state = 'waiting' OR sharing = 'asked';

-- What is known of a mnemonic. home: its server, 0 for the bot's own. everywhere: shared with all servers.
-- expected: how many of those who tried would have been right without it, in thousandths. score: in millionths.
CREATE TABLE mnemonic_tallies (
    ref TEXT PRIMARY KEY,
    number INTEGER,                        -- NULL: the bot's own
    home INTEGER NOT NULL,
    topic TEXT NOT NULL,
    shown INTEGER NOT NULL CHECK (shown IN (0, 1)),
    everywhere INTEGER NOT NULL CHECK (everywhere IN (0, 1)),
    up INTEGER NOT NULL DEFAULT 0,
    down INTEGER NOT NULL DEFAULT 0,
    tried INTEGER NOT NULL DEFAULT 0,
    helped INTEGER NOT NULL DEFAULT 0,
    expected INTEGER NOT NULL DEFAULT 0,
    score INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX mnemonic_tallies_topic ON mnemonic_tallies (home, topic, score) WHERE shown = 1;
CREATE INDEX mnemonic_tallies_new ON mnemonic_tallies (home, topic, number) WHERE shown = 1 AND tried < 10;
CREATE INDEX mnemonic_tallies_best ON mnemonic_tallies (home, score) WHERE shown = 1;
CREATE INDEX mnemonic_tallies_number ON mnemonic_tallies (home, number) WHERE shown = 1;
CREATE INDEX mnemonic_tallies_shared_topic ON mnemonic_tallies (topic, score) WHERE shown = 1 AND everywhere = 1;
CREATE INDEX mnemonic_tallies_shared_best ON mnemonic_tallies (score) WHERE shown = 1 AND everywhere = 1;

CREATE TABLE mnemonic_votes (
    ref TEXT NOT NULL,
    member_id INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    vote INTEGER NOT NULL CHECK (vote IN (-1, 1)),
    voted_at INTEGER NOT NULL,
    PRIMARY KEY (ref, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mnemonic_votes_member ON mnemonic_votes (member_id);
CREATE INDEX mnemonic_votes_week ON mnemonic_votes (guild_id, voted_at);

-- A trial begins with a wrong answer on a topic, and ends with the member's next first answer on it.
CREATE TABLE mnemonic_trials (
    member_id INTEGER NOT NULL,
    topic TEXT NOT NULL,
    guild_id INTEGER NOT NULL,
    began_at INTEGER NOT NULL,
    PRIMARY KEY (member_id, topic)
) STRICT, WITHOUT ROWID;

-- What was seen in a trial. helped and expected (thousandths): NULL until it has ended.
CREATE TABLE mnemonic_seen (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL,
    member_id INTEGER NOT NULL,
    topic TEXT NOT NULL,
    guild_id INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    ended_at INTEGER,
    helped INTEGER,
    expected INTEGER
) STRICT;
CREATE UNIQUE INDEX mnemonic_seen_open ON mnemonic_seen (member_id, topic, ref) WHERE ended_at IS NULL;
CREATE INDEX mnemonic_seen_member ON mnemonic_seen (member_id);
CREATE INDEX mnemonic_seen_ref ON mnemonic_seen (guild_id, ref, helped) WHERE ended_at IS NOT NULL;
CREATE INDEX mnemonic_seen_week ON mnemonic_seen (guild_id, ended_at) WHERE ended_at IS NOT NULL;

-- All trials that have ended, by server and topic ('': all of them); names nobody.
CREATE TABLE mnemonic_topics (
    guild_id INTEGER NOT NULL,
    topic TEXT NOT NULL,
    tried INTEGER NOT NULL,
    helped INTEGER NOT NULL,
    PRIMARY KEY (guild_id, topic)
) STRICT, WITHOUT ROWID;

CREATE TABLE mnemonic_reports (
    id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL,
    guild_id INTEGER NOT NULL,
    member_id INTEGER,
    reason TEXT NOT NULL,
    reported_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX mnemonic_reports_open ON mnemonic_reports (guild_id, ref, member_id) WHERE closed_at IS NULL;
CREATE INDEX mnemonic_reports_member ON mnemonic_reports (member_id) WHERE member_id IS NOT NULL;

-- What a server does not want to see of what is not its own.
CREATE TABLE mnemonic_hidden (
    guild_id INTEGER NOT NULL,
    ref TEXT NOT NULL,
    hidden_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX mnemonic_hidden_ref ON mnemonic_hidden (ref);

-- Who may not post. A one-way mark stands for the member, so that it holds when they have their data removed.
CREATE TABLE mnemonic_bans (
    guild_id INTEGER NOT NULL,
    member_mark TEXT NOT NULL,
    banned_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, member_mark)
) STRICT, WITHOUT ROWID;

-- A server's choices. No row: everything as it is by default.
CREATE TABLE mnemonic_servers (
    guild_id INTEGER PRIMARY KEY,
    channel_id INTEGER,
    approve_first INTEGER NOT NULL CHECK (approve_first IN (0, 1)),
    hourly INTEGER NOT NULL,
    others INTEGER NOT NULL CHECK (others IN (0, 1)),  -- whether those that other servers share are shown
    set_by INTEGER
) STRICT;

-- A word to an author, brought by a delivery or shown at their next command.
CREATE TABLE mnemonic_notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    number INTEGER NOT NULL,               -- of the mnemonic
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    noted_at INTEGER NOT NULL,
    told_at INTEGER,
    untold_reason TEXT
) STRICT;
CREATE INDEX mnemonic_notes_member ON mnemonic_notes (member_id, guild_id);

-- Full-text search. place: g<server>, and all for what is shared. hook, rest: the words of the hook, and all others, in
-- small letters, without accents, in the singular.
CREATE VIRTUAL TABLE mnemonic_words USING fts5 (
    place, topic, hook, rest, tokenize = 'unicode61 remove_diacritics 0', detail = 'column', columnsize = 0
);
-- Every word there is, to mend mistyped ones with. home: 0 for what is shared with all servers.
CREATE TABLE mnemonic_vocabulary (
    home INTEGER NOT NULL,
    word TEXT NOT NULL,
    uses INTEGER NOT NULL,
    PRIMARY KEY (home, word)
) STRICT, WITHOUT ROWID;
