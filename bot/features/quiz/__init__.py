"""The daily quiz: tracks, occurrences, answers, boards, streaks and practice rounds."""
