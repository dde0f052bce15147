-- When somebody among the buddies said that they had passed (epoch seconds), so that they are congratulated once.
ALTER TABLE buddy_memberships ADD COLUMN passed_at INTEGER;
