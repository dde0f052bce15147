"""What the admins of a server need: notices that reach them once."""
