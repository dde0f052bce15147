-- Of the last reminder of an exam, so many days before it was (-1: the question afterwards). NULL: none since the date was set.
ALTER TABLE exams ADD COLUMN reminded_days INTEGER;
