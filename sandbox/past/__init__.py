"""The demo community's last three months, and how it goes on: played through the real bot, nothing is written into
its tables. Each chapter is a list of what members do when; a feature that is to be met in the demo gets one more."""

from sandbox.past.play import Life, play_past
from sandbox.past.story import DAYS, Story, start_of_past

__all__ = ["DAYS", "Life", "Story", "play_past", "start_of_past"]
