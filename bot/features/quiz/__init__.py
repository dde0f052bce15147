"""The daily quiz: tracks, occurrences, answers, boards, streaks and practice rounds."""

from bot.features.quiz.hearing import AnswerListener, Given, Moved, RulingListener

__all__ = ["AnswerListener", "Given", "Moved", "RulingListener"]
