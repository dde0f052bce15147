-- Study plans: what a member chose and ticked off. The plan itself is worked out anew at each look. Dates are the local
-- ones of the member; flags are 0 or 1.

CREATE TABLE plans (
    exam_id INTEGER PRIMARY KEY,
    member_id INTEGER NOT NULL,
    begun_on TEXT NOT NULL,                -- what was done from then on counts
    days TEXT NOT NULL,                    -- of the week, 0 = Monday, with commas
    minutes INTEGER NOT NULL,              -- a day
    hour INTEGER NOT NULL,                 -- when sessions begin, by the member's clock
    weekly INTEGER NOT NULL CHECK (weekly IN (0, 1)),
    exports INTEGER NOT NULL DEFAULT 0     -- how often it was given out as a calendar
) STRICT;
CREATE INDEX plans_member ON plans (member_id);

-- Parts of practice exams that the member has ticked off.
CREATE TABLE plan_parts (
    exam_id INTEGER NOT NULL REFERENCES plans (exam_id) ON DELETE CASCADE,
    exercise TEXT NOT NULL,
    part INTEGER NOT NULL,
    done_on TEXT NOT NULL,
    PRIMARY KEY (exam_id, exercise, part)
) STRICT, WITHOUT ROWID;

-- Sessions that stand in the calendar a member took, so that those which are no more can be called off in the next one.
CREATE TABLE plan_events (
    exam_id INTEGER NOT NULL REFERENCES plans (exam_id) ON DELETE CASCADE,
    on_date TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (exam_id, on_date, number)
) STRICT, WITHOUT ROWID;
