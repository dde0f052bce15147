-- The channel in which an attempt may have left it, while that is in doubt. NULL: tried nowhere, or its place is fixed.
ALTER TABLE deliveries ADD COLUMN tried_in INTEGER;
