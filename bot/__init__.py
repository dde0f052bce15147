"""Crosswalk: a Discord bot for communities that prepare for medical-coding certification."""

__version__ = "0.1.0"
