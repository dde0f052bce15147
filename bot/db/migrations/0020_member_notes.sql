-- Words to members, brought by a delivery or shown at the next command: those of all features in one table.
CREATE TABLE member_notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- in delivery keys and buttons, so none ever comes back
    topic TEXT NOT NULL,                   -- whose it is: the kind of its delivery
    guild_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    about INTEGER,                         -- a number of the topic's: the pair, the mnemonic
    created_at INTEGER NOT NULL,
    told_at INTEGER,
    untold_reason TEXT
) STRICT;
CREATE INDEX member_notes_member ON member_notes (member_id, guild_id);

INSERT INTO member_notes (id, topic, guild_id, member_id, kind, detail, about, created_at, told_at, untold_reason)
SELECT id, 'buddies.note', guild_id, member_id, kind, detail, pair_number, created_at, told_at, untold_reason
FROM buddy_notes;

-- Buttons hold the ids of words about buddies, so these stay. Those about mnemonics move behind every id that the
-- others ever had, and their deliveries with them; the keys stay, by which one that may have arrived is found again.
INSERT INTO member_notes (id, topic, guild_id, member_id, kind, detail, about, created_at, told_at, untold_reason)
SELECT id + coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'buddy_notes'), 0), 'mnemonic.note', guild_id,
    member_id, kind, detail, nullif(number, 0), noted_at, told_at, untold_reason
FROM mnemonic_notes;
UPDATE deliveries
SET subject_id = subject_id + coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'buddy_notes'), 0)
WHERE kind = 'mnemonic.note';

-- New ids come after all there ever were in either table, so that no new key is like an old one.
DELETE FROM sqlite_sequence WHERE name = 'member_notes';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'member_notes', coalesce(sum(seq), 0) FROM sqlite_sequence WHERE name IN ('buddy_notes', 'mnemonic_notes');

DROP TABLE buddy_notes;
DROP TABLE mnemonic_notes;
