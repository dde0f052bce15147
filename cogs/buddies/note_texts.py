"""How words in private read."""

from bot.features.buddies.model import Note
from bot.features.buddies.terms import Ended, NoteKind, Result
from bot.ui import plain
from cogs.buddies.saying import mention, when

# What partners are told of the one who is out. A block reads like any other rematch.
_DID = {
    Ended.LEFT: "has left the study buddies",
    Ended.PAUSED: "is taking a break",
    Ended.GONE: "is not in the server any more",
    Ended.SILENT: "has not been heard of for a while",
}
FIRST = "You go first when I look again"
WELCOME_BACK = "Welcome back! You are waiting for a buddy again. `/buddy status` shows when I look next."
_EXAM = {
    Result.PASSED: (
        "Congratulations 🎉 You can stay and help somebody who is still on the way: a buddy who has done it is worth "
        "a lot. If you would rather go, `/buddy leave` in the server."
    ),
    Result.NOT_YET: (
        "Thank you for telling me. Many pass at the second try, and you know now what to look at. When you have a new "
        "date, `/buddy join` in the server takes it; your pair goes on meanwhile."
    ),
    Result.MOVED: "Good to know. When you have the new month, `/buddy join` in the server takes it.",
}


def note(told: Note, server: str | None = None) -> str:
    """server: its name, when this is read outside of it."""
    where = f"**{plain(server)}**: " if server else ""
    text = _text(told)
    return f"{where}{text if where else text[:1].upper() + text[1:]}"


def exam(result: Result, certification: str | None) -> str:
    """What is said once somebody has told how their exam went."""
    return f"**{certification}**: {_EXAM[result]}" if certification else _EXAM[result]


def _text(told: Note) -> str:
    match told.kind:
        case NoteKind.ALONE:
            return (
                f"nobody fits right now. You keep your place. {_next(told, 'I try again on')} Do you know somebody "
                "who would like a buddy? Tell them about `/buddy join`."
            )
        case NoteKind.ENDED:
            did = _did(told)
            why = (
                f"your buddy {did}" if did else "people look for different things, and that is nobody's fault"
            )
            return f"your pair has come to its end: {why}. {_next(told, f'{FIRST}:')}"
        case NoteKind.SMALLER:
            return f"one of your buddies {_did(told) or 'has moved on'}. The rest of you go on together."
        case NoteKind.NUDGE:
            who = mention(int(told.detail)) if told.detail.isdecimal() else "your buddy"
            return f"👋 {who} is thinking of you. How is it going?"
        case NoteKind.QUIZ:
            return "your buddy has done this week's mini-quiz. `/buddy status` in the server has yours."
        case NoteKind.RELEASED:
            return (
                "it has been quiet for a while, so I ended your pair, without hard feelings, and you are taking a "
                "break. Come back whenever you like."
            )
        case NoteKind.EXAM:
            return "your exam month has passed. How did it go? Only you see this."
        case NoteKind.HELLO:
            return "you have a study buddy now 🤝 `/buddy status` in the server shows who."


def _did(told: Note) -> str | None:
    return next((text for ended, text in _DID.items() if ended.value == told.detail), None)


def _next(told: Note, saying: str) -> str:
    if told.next_round_at is None:
        return "I look again as soon as the admins switch matching on."
    return f"{saying} {when(told.next_round_at)}, or sooner, when somebody fits."
