"""How the quiz reads: nothing goes over Discord's limits with any question of the bank, and nothing can be misread."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import discord
import pytest

from bot.features.quiz.boards import Period, Score, ranked
from bot.features.quiz.model import (
    Answered,
    Board,
    Closed,
    Occurrence,
    OccurrenceState,
    Post,
    RoundAnswer,
    RoundQuestion,
    Shown,
    Standing,
    StreakReport,
    Track,
)
from bot.features.quiz.streaks import Happened, Streak, explain
from bot.library import Question
from cogs.quiz import standing_texts, texts
from cogs.quiz.cog import MOST_AT_ONCE
from sandbox.limits import check_message
from tests.community import library
from tests.quiz.bank import question

BIG_ID = 2**63 - 1
LAST = 9_999_999_999
TRACK = Track(1, BIG_ID, "CPC", BIG_ID, BIG_ID, BIG_ID, LAST, None)
OPEN = Occurrence(
    id=999_999_999,
    track_id=1,
    number=99_999,
    nominal_date=date(2026, 11, 2),
    question_id="",
    order="ABCD",
    due_at=LAST,
    closes_at=LAST,
    state=OccurrenceState.OPEN,
    late=True,
    channel_id=BIG_ID,
    message_id=BIG_ID,
    answered=1_234_567,
)
STREAK = Streak(length=10_000, best=10_000, freezes=2, row=6)
BANK = list(library().questions.values())


def post(asked: Question, order: str = "DCBA") -> Post:
    """An open occurrence of it, with the longest area name there is."""
    area = max((a.name for c in library().certifications.values() for a in c.areas), key=len)
    return Post(replace(OPEN, question_id=asked.id, order=order), TRACK, area, Shown(asked, order))


def answered(asked: Question, chosen: str, **changes: object) -> Answered:
    """A press on that option."""
    base = Answered(1, Shown(asked, "DCBA"), chosen, False, Standing.SCORED, STREAK, True)
    return replace(base, **changes)  # type: ignore[arg-type]  # fields by name


def fits(*embeds: discord.Embed, content: str = "") -> None:
    """Raises what Discord would answer to a message with these embeds."""
    check_message({"content": content, "embeds": [embed.to_dict() for embed in embeds]})


def read(embed: discord.Embed) -> str:
    """Everything there is to read in an embed."""
    fields = [f"{field.name}\n{field.value}" for field in embed.fields]
    return "\n".join([embed.title or "", embed.description or "", *fields, embed.footer.text or ""])


@pytest.mark.parametrize("asked", BANK, ids=lambda q: q.id)
def test_every_question_fits_in_every_message_about_it(asked: Question) -> None:
    shown = post(asked)
    counts = dict.fromkeys("ABCD", 1_000_000)
    fits(texts.question(shown), content=texts.headline(shown))
    fits(texts.closed(Closed(shown, counts)))
    fits(texts.already(shown, "A"))
    fits(texts.reasons(shown.shown, "A"))
    for chosen in "ABCD":
        for again in (False, True):
            fits(texts.answer(answered(asked, chosen, again=again)))
        practice = RoundQuestion(1, 19, 20, shown.area, "CCS-P", shown.shown)
        fits(
            texts.round_question(practice),
            texts.round_answer(RoundAnswer(practice, chosen, False, practice, 19, 20, 1)),
        )


def test_today_fits_with_the_longest_questions_of_several_tracks() -> None:
    longest = sorted(BANK, key=lambda q: len(read(texts.question(post(q)))), reverse=True)[:MOST_AT_ONCE]
    fits(*(texts.question(post(q)) for q in longest))
    fits(*(texts.already(post(q), "A") for q in longest))


@pytest.mark.parametrize("asked", BANK, ids=lambda q: q.id)
def test_an_open_question_gives_nothing_away(asked: Question) -> None:
    """Whatever the order, the text is the same but for the letters' places: no reason, no trap, no mark."""
    seen = read(texts.question(post(asked))) + texts.headline(post(asked))
    for option in asked.options:
        assert discord.utils.escape_markdown(option.why) not in seen
        if option.trap:
            assert f"The trap: {option.trap.label}" not in seen
    assert not set("✅❌") & set(seen)
    lines = {
        tuple(sorted(line[5:] for line in read(texts.question(post(asked, "".join(order)))).splitlines()))
        for order in permutations("ABCD")
    }
    assert len(lines) == 1


def test_letters_follow_the_order_that_is_shown() -> None:
    asked = question("q")
    text = read(texts.question(post(asked, "CADB")))
    assert "**A**  q option C" in text
    assert "**D**  q option B" in text
    assert "Right: D" in read(texts.closed(Closed(post(asked, "CADB"), {})))
    wrong = read(texts.answer(replace(answered(asked, "C"), shown=Shown(asked, "CADB"))))
    assert "Your answer: A" in wrong
    assert "Right answer: D" in wrong


def test_bars_say_how_many_chose_what() -> None:
    asked = question("q")
    text = read(texts.closed(Closed(post(asked, "ABCD"), {"B": 3, "C": 1})))
    assert "4 took part" in text
    lines = [line for line in text.splitlines() if "█" in line or "░" in line]
    assert [line.split("`")[2].strip() for line in lines] == ["0 (0%)", "3 (75%) ✅", "1 (25%)", "0 (0%)"]
    assert [line.count("█") for line in lines] == [0, 8, 2, 0]
    assert all(line.count("█") + line.count("░") == 10 for line in lines)
    nobody = read(texts.closed(Closed(post(asked), {})))
    assert "Nobody took part" in nobody
    assert "█" not in nobody


def test_what_somebody_wrote_is_shown_as_written() -> None:
    """Stars and underscores in a question are characters, never formatting."""
    asked = replace(question("q"), stem="Is *this* __bold__ or `code`? <@123> || ~~x~~")
    description = texts.question(post(asked)).description or ""
    assert description.startswith(r"Is \*this\* \_\_bold\_\_")


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing.SCORED, "10000 in a row"),
        (Standing.LATE, "closed, so your answer teaches but does not score"),
        (Standing.REMOVED, "removed, so your answer teaches but does not score"),
    ],
)
def test_how_a_press_counts_is_said(standing: Standing, expected: str) -> None:
    text = read(texts.answer(answered(question("q"), "A", standing=standing, earned_freeze=False)))
    assert expected in text
    assert ("Not scored" in text) is (standing is not Standing.SCORED)


def test_right_wrong_and_again_are_told_apart_without_colours() -> None:
    asked = question("q")
    right, wrong = texts.answer(answered(asked, "B")), texts.answer(answered(asked, "A"))
    assert right.title == "✅ Right"
    assert wrong.title == "❌ Not this time"
    assert right.colour == wrong.colour
    assert "q reason B" in read(wrong)
    assert "q reason A" in read(wrong)
    assert "The trap: Units" in read(wrong)
    assert "A manual, § 1" in read(right)
    assert texts.answer(answered(asked, "A", again=True)).title == "You answered D before: not right ❌"


def days(happened: Iterable[Happened]) -> StreakReport:
    """A report of those days."""
    start = date(2026, 1, 1)
    account = explain((start + timedelta(n), what) for n, what in enumerate(happened))
    return StreakReport(TRACK, account[-1].after, account)


def test_boards_and_streaks_fit_at_their_largest() -> None:
    top = ranked(Score(BIG_ID - n, 1_000_000, 1_000_000) for n in range(10))
    own = replace(top[0], place=1_000_000, score=Score(1, 999_999, 1_000_000))
    board = standing_texts.board(Board("CCS-P", "2026-W47", top, own, False, 1_000_000), Period.WEEK)
    fits(board)
    assert read(board).count("🥇") == 10, "ten share the first place"
    history = [Happened.ANSWERED] * 10_000 + [Happened.UNANSWERED, Happened.LATE] * 10
    fits(*[standing_texts.streak(days(history))] * MOST_AT_ONCE)


def test_every_day_of_a_streak_says_why() -> None:
    A, U = Happened.ANSWERED, Happened.UNANSWERED  # noqa: N806
    report = days([A] * 7 + [U, Happened.NOT_POSTED, Happened.LATE, U, U, Happened.OPEN])
    lines = read(standing_texts.streak(report)).splitlines()
    told = [line.partition("` ")[2] for line in lines if line.startswith("`")]
    assert told[:7] == [
        "⏳ still open",
        "▫️ no answer",
        "✖️ no answer, the streak ended",
        "🛟 posted late: not counted",
        "🛟 the bot missed this day: not counted",
        "❄️ no answer, a freeze saved your streak of 7",
        "✅ answered, streak 7, earned a freeze ❄️",
    ]
    assert lines[1] == "**Streak: 0** · best 7 · 0 freezes held"
