"""Study buddies: who is put together, and what keeps a pair alive."""
