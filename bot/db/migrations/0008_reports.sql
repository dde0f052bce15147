-- Reports are notices that only the staff may read, and never whom they are about.
ALTER TABLE notices ADD COLUMN private INTEGER NOT NULL DEFAULT 0 CHECK (private IN (0, 1));

-- Whom a report is about, until it has been read, and by whom it is: nobody sends many in a day.
CREATE TABLE notice_people (
    notice_id INTEGER NOT NULL REFERENCES notices (id),
    member_id INTEGER NOT NULL,
    reports INTEGER NOT NULL CHECK (reports IN (0, 1)),  -- 1: it is their report; 0: it is about them
    forget INTEGER NOT NULL DEFAULT 0 CHECK (forget IN (0, 1)),  -- had their data removed: gone once it is read
    PRIMARY KEY (notice_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_people_member ON notice_people (member_id);

-- One word for everybody who stays without a buddy: two of them would give a block away.
UPDATE buddy_notes SET kind = 'alone' WHERE kind = 'no choice';
