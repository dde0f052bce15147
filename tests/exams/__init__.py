"""Tests of exams: dates, reminders, plans."""
