-- What a server's admins say instead of the guide's figures, for their region. Times are epoch seconds UTC.

-- sheet: what it is about (CPC, CASCC, a way to learn, pay). figure: which of its figures (fee, salary, cost).
-- as_of: the age of the value, as the guide writes it. role: what whoever wrote it was in the server, by name.
CREATE TABLE guide_corrections (
    guild_id INTEGER NOT NULL,
    sheet TEXT NOT NULL,
    figure TEXT NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,
    as_of TEXT NOT NULL,
    role TEXT NOT NULL,
    set_by INTEGER,
    set_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, sheet, figure)
) STRICT, WITHOUT ROWID;
