"""Exam dates: reminders on the way there, how it went, the study plan, and what servers show of it."""
