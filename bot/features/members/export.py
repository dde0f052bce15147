"""A member's data as a zip file: documented JSON, and the answers as a table. Pure."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

from bot.features.members.model import Rows

ANSWERS = "answers"

ABOUT = """\
This is everything Crosswalk keeps about you.

data.json
  about      your Discord id, and when this file was made (UTC)
  settings   your choices under /me settings; empty when you never changed any
  answers    each first answer, to daily questions and in practice: the question's id, the option chosen, whether
             it was right (1) or not (0), whether it counted for leaderboards (scored), and when (answered_at).
             ruled: the same by a ruling of the server, where there is one; -1: the question was thrown out.
             An option keeps its letter here; posts shuffle them, so you may have pressed another one.
  boards     your running totals, by server, track (0: all tracks of the server) and period
  streaks    your streak on each track, the best so far, and freezes held. answered_row: answers in a row towards
             the next freeze. folded_number: the day of the track up to which all this is counted.
  practice   practice rounds you started; their answers are under answers, with the round's id
  practice_questions
             what you were asked in them, in which order the options stood, and which you chose, if any
  tracks     tracks that you set up as an admin
  focus      focus sessions you took part in: what you worked on and learned, when you joined and left
  focus_times
             the time in them that counts, in seconds, by round
  focus_started
             focus sessions that you started
  buddies    what you said when you joined the study buddies, by server. weekday_hours, weekend_hours: bits, the
             first for midnight to one, by your own clock. shares: what you let your buddies see.
  buddy_pairs
             pairs you are or were in, and your own part in them; nobody else's
  buddy_checkins
             what you answered at check-ins
  buddy_quizzes
             mini-quizzes with your buddies; each is a practice round
  buddy_blocks
             whom you blocked, as marks that nobody can read back
  buddy_servers
             servers whose buddies you set up as an admin
  mnemonics  memory hooks you wrote. state: whether they are shown; sharing: with all servers or not
  mnemonics_judged
             what they said when they were voted on or seen after a wrong answer; your edits are compared with it
  mnemonic_votes
             your votes. ref: a mnemonic's number, or b: and the name of one that comes with the bot
  mnemonics_seen
             which ones you saw after a wrong answer, and whether your next answer on the topic was right (helped)
  mnemonic_trials
             topics of your last wrong answers, until you answer a question on them again
  mnemonic_reports
             what you reported, and why
  mnemonic_servers
             servers for which you set up where mnemonics are posted
  challenges what you said is wrong with a question, and what became of it
  challenges_decided
             challenges that you decided
  suggestions
             questions that you suggested; written: what you typed, by field
  suggestions_decided
             suggested questions that you decided on
  challenge_news
             what you were told of decisions. effect: whether they changed your own answer
  banks      files of questions that you imported for a server
  bank_questions
             questions you suggested that a server took in
  exams      your exam dates, reminders and results. milestones_off: days before it on which you want no reminder;
             -1: the day after. hour_minute, at_minute: minutes since midnight. trouble: why one did not reach you
  exam_drafts
             the exam date that you typed last, until you say which one is meant
  guide_corrections
             figures of the certification guide that you corrected for a server
  plans      your study plans, by exam. days: of the week, 0 for Monday; begun_on: what you did from then on counts;
             exports: how often you took one as a calendar
  plan_parts practice exams that you ticked off, in parts
  plan_events
             sessions in the calendars you took
  ceu_records
             continuing education, by body: your cycle (begins_on, ends_on), what it asks for where you said so
             (asked, in hundredths of a credit), and which reminder came last (told: days before told_on)
  ceu_credentials
             credentials you keep with continuing education
  ceu_credits
             credits you logged, in hundredths
  exam_weeks exam weeks in which you meet others
  exam_servers
             servers whose countdown board you set up as an admin
  messages   messages to you in private. topic: about buddies, or about your mnemonics; about: the number of the pair
             or mnemonic; told_at: when you got it; untold_reason: why it could not be sent
  notices    messages to you as an admin
  reports    what you reported to the moderators of a server
  Times ending in _at are seconds since 1970-01-01 UTC, except made_at. Discord's ids are text, so that no program
  rounds them; small whole numbers are Crosswalk's own ids.

answers.csv
  The same answers as a table, with times written out (UTC).

To have all of it removed: /me delete
"""


def archive(member_id: int, tables: Mapping[str, Rows], now: int) -> bytes:
    """The zip file's bytes."""
    data: dict[str, object] = {
        "about": {"member_id": str(member_id), "made_at": _written(now)},
        **{name: [_plain(row) for row in rows] for name, rows in tables.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("README.txt", ABOUT)
        bundle.writestr("data.json", json.dumps(data, indent=2, ensure_ascii=False))
        bundle.writestr("answers.csv", _as_csv(tables.get(ANSWERS, [])))
    return buffer.getvalue()


def _plain(row: dict[str, object]) -> dict[str, object]:
    return {name: str(value) if _is_discord_id(name) and value else value for name, value in row.items()}


def _is_discord_id(name: str) -> bool:
    return name in {
        "member_id",
        "guild_id",
        "channel_id",
        "message_id",
        "created_by",
        "ping_role_id",
        "recipient_id",
        "set_by",
        "thread_id",
        "started_by",
        "imported_by",
        "author_id",
        "decided_by",
    }


def _as_csv(rows: Rows) -> str:
    columns = list(rows[0]) if rows else ["question_id", "chosen", "correct", "scored", "answered_at"]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(name, row[name]) for name in columns])
    return out.getvalue()


def _cell(name: str, value: object) -> object:
    return _written(value) if name.endswith("_at") and isinstance(value, int) else value


def _written(instant: int) -> str:
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%d %H:%M:%S")
