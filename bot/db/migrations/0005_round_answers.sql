-- Deleting a practice round looks for answers that point to it; without this each round read all answers there are.
CREATE INDEX answers_round ON answers (round_id) WHERE round_id IS NOT NULL;
