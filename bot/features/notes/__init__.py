"""A word to a member, told once: by direct message, or else shown at their next command. For features to build on."""
