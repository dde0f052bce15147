"""The words of study buddies: kinds of deliveries, and what can be chosen or happen."""

from enum import StrEnum

# The kinds of deliveries. A key names a member by their place in the pair (0 to 2), never by id: deliveries outlive
# what is kept about members.
ROUND = (
    "buddies.round"  # scheduled; subject: the server. Needs no Discord: the round's runner carries it itself
)
QUICK = "buddies.quick"  # one-off; subject: the server. As above
BACK = "buddies.back"  # one-off; key server:instant, subject: the server. Pauses are over. Needs no Discord
PAIR = "buddies.pair"  # one-off; key and subject: the pair. Its private thread with the introduction
HELLO = "buddies.hello"  # one-off; key pair:place, subject: the pair. The introduction as a direct message
CHECKIN = "buddies.checkin"  # scheduled; subject: the pair. In the thread; a pair without one gets CHECKIN_DM
CHECKIN_DM = "buddies.checkin_dm"  # one-off; key check-in:place, subject: the check-in
STILL = "buddies.still"  # one-off; key check-in:place, subject: the check-in. "Still there?"
STILL_DM = "buddies.still_dm"  # one-off; as STILL, in private where the thread takes no messages any more
END = "buddies.end"  # one-off; key check-in:place, subject: the check-in. Needs no Discord: carried by its own kind
MINI = "buddies.mini"  # one-off; key pair:place:week, subject: the pair. Somebody has done the mini-quiz
REFRESH = "buddies.refresh"  # one-off; key: see shown.py, subject: the pair. A message is edited
OUT = "buddies.out"  # one-off; key pair:instant, subject: the pair. Whoever left it goes out of its thread
FAREWELL = "buddies.farewell"  # one-off; key and subject: the pair. The last message in the thread
NOTE = "buddies.note"  # one-off; key and subject: the note. A word in private


class State(StrEnum):
    """Where a membership stands."""

    WAITING = "waiting"
    PAIRED = "paired"
    PAUSED = "paused"


class Goal(StrEnum):
    """What a member wants of a buddy. The values are what is stored and shown."""

    ACCOUNTABILITY = "accountability"
    EXPLAINING = "explaining"
    PRACTICE = "practice"


class Share(StrEnum):
    """What a member may let their buddies see. Nothing of it is shown without their yes."""

    STREAK = "streak"
    AREAS = "areas"
    EXAM = "exam"
    ABOUT = "about"


class Every(StrEnum):
    """How often a server has rounds."""

    WEEK = "week"
    TWO_WEEKS = "two weeks"
    MONTH = "month"


class Answer(StrEnum):
    """What a member says at a check-in."""

    DONE = "done"
    PARTLY = "partly"
    STRUGGLING = "struggling"


class Result(StrEnum):
    """What became of a member's exam."""

    PASSED = "passed"
    NOT_YET = "not yet"
    MOVED = "moved"


class Ended(StrEnum):
    """Why a pair ended, or why a member left it."""

    LEFT = "left"  # they left the buddies
    REMATCH = "rematch"  # they asked for another buddy
    BLOCKED = "blocked"  # never told as such
    SILENT = "silent"  # no sign for weeks
    PAUSED = "paused"
    GONE = "gone"  # no longer on the server


class NoteKind(StrEnum):
    """What a word in private is about."""

    ALONE = "alone"  # nobody fits; the same word whatever the cause, since another would give a block away
    ENDED = "ended"  # the pair ended; `detail`: an `Ended`, as it may be told
    SMALLER = "smaller"  # a trio goes on as two; `detail` as above
    NUDGE = "nudge"  # a buddy says hello (pairs without a thread)
    RELEASED = "released"  # paused after weeks of silence, welcome back at any time
    QUIZ = "quiz"  # a buddy has done the week's mini-quiz (pairs without a thread)
    EXAM = "exam"  # the exam month has passed: how did it go?
    HELLO = "hello"  # paired, and the introduction could not be brought: `/buddy status` shows it
