"""Focus sessions: studying side by side, in rounds with breaks."""
