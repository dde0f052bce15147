"""What is delivered, in words: each kind as it stands in “Discord did not take …”."""

DELIVERIES = {
    "quiz.post": "the daily question",
    "quiz.close": "the answer under a daily question",
    "quiz.correct": "the correction of a daily question",
    "admin.notice": "a word to the admins",
    "challenges.call": "a call for the editors",
    "challenges.news": "news of a disputed question",
    "mnemonic.best": "the memory hooks of the week",
    "mnemonic.best.show": "the memory hooks of the week as they are now",
    "mnemonic.post": "a memory hook",
    "mnemonic.show": "a memory hook as it is now",
    "mnemonic.note": "a word about a memory hook",
    "mnemonic.ring": "a word to those who look at memory hooks",
    "buddies.round": "the choosing of buddies",
    "buddies.quick": "the choosing of buddies",
    "buddies.back": "the end of a buddy's pause",
    "buddies.pair": "a pair's thread",
    "buddies.hello": "a buddy's introduction",
    "buddies.checkin": "a pair's check-in",
    "buddies.checkin_dm": "a pair's check-in",
    "buddies.still": "a question to a silent pair",
    "buddies.still_dm": "a question to a silent pair",
    "buddies.end": "the end of a check-in",
    "buddies.mini": "news of a pair's mini-quiz",
    "buddies.refresh": "a pair's message as it is now",
    "buddies.out": "taking a member out of a pair's thread",
    "buddies.farewell": "a pair's farewell",
    "buddies.note": "a word about buddies",
    "focus.post": "a focus session",
    "focus.phase": "a focus session's bell",
    "focus.show": "a focus session as it is now",
    "exam.remind": "a reminder of an exam",
    "exam.week": "a week of a study plan",
    "exam.board": "the countdown board",
    "exam.board_show": "the countdown board",
    "exam.cohort": "an exam week's thread",
    "exam.cohort_end": "the end of an exam week's thread",
    "exam.role": "the role of who passed",
    "ceu.remind": "a reminder of credits that are due",
}


def named_delivery(kind: str) -> str:
    """A delivery by the name of its kind."""
    return DELIVERIES.get(kind, f"a message ({kind.partition('.')[0]})")
