"""Servers' own questions: imported, listed, exported, and laid over the bundled ones."""
