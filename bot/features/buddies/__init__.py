"""Study buddies: members who prepare together, matched well, introduced kindly and kept in touch."""
