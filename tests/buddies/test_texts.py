"""What pairs read: nothing that somebody keeps to themselves, nothing that Discord would act on."""

from dataclasses import replace

from bot.features.buddies.hours import parse_hours
from bot.features.buddies.matching_model import Candidate
from bot.features.buddies.model import (
    Card,
    Farewell,
    Introduction,
    Note,
    Pair,
)
from bot.features.buddies.scoring import parts, standing
from bot.features.buddies.terms import Ended, Goal, NoteKind
from cogs.buddies import note_texts, pair_texts, saying

NOW = 1_793_620_800  # 2 November 2026, 12:00 UTC
ONE = Card(11, "CPC", "America/Chicago", ("English",), False, None, None, None, None, None, None)
OTHER = replace(ONE, member_id=12, zone="Asia/Kolkata", languages=("English", "Hindi"))
POINTS = {"certification": 300, "hours": 270, "language": 250, "exam": 160, "areas": 80, "goals": 30}


def opened(card: Card) -> Card:
    """Somebody who shows everything."""
    return replace(
        card,
        streak=12,
        areas=("Anatomy",),
        exam_month="2027-05",
        hours="evenings",
        goals=frozenset({Goal.PRACTICE}),
        about="Second try",
    )


def introduced(*cards: Card, shared_hours: int | None = None) -> str:
    """An introduction's text."""
    pair = Pair(1, 5, 12, "CPC", (11, 12), NOW, None, None, None, False, POINTS)
    found = Introduction(pair, 7, cards, (), shared_hours)
    embed = pair_texts.introduction(found, NOW)
    return "\n".join([embed.description or "", *(f"{field.name}\n{field.value}" for field in embed.fields)])


def test_only_certification_languages_and_offset_are_always_shown() -> None:
    text = introduced(ONE, OTHER)
    assert "<@11>** · CPC · UTC−6 · English" in text
    assert "<@12>** · CPC · UTC+5:30 · English and Hindi" in text
    assert "Chicago" not in text
    assert all(word not in text for word in ("Exam:", "Studies:", "Wants:", "streak", "Working on:", "“"))


def test_what_was_agreed_to_is_shown() -> None:
    text = introduced(opened(ONE), OTHER)
    assert "Exam: May 2027\nStudies: evenings (own time)\nWants: practice together\n" in text
    assert "streak 12 days 🔥\nWorking on: Anatomy\n“Second try”" in text


def test_why_they_were_matched_gives_away_nothing_that_one_of_them_hides() -> None:
    hidden = introduced(opened(ONE), OTHER, shared_hours=3)
    assert "The exam: 300 points" in hidden
    assert "Language: 250 points" in hidden
    assert all(f": {points} points" not in hidden for points in (270, 160, 80, 30))
    assert "in common" not in hidden
    assert "stays unsaid" in hidden
    shown = introduced(opened(ONE), opened(OTHER), shared_hours=3)
    reasons = shown.partition("Why you two\n")[2].splitlines()
    assert [line.rpartition(": ")[2].split()[0] for line in reasons[:6]] == [
        "300",
        "270",
        "250",
        "160",
        "80",
        "30",
    ]
    assert "You have 3 hours a week in common." in shown
    assert "stays unsaid" not in shown


def test_every_part_of_the_score_has_words() -> None:
    one, other = (standing(Candidate(member, "CPC"), 20_000) for member in (1, 2))
    assert set(parts(one, other)) == set(POINTS) <= set(pair_texts._WHY)


def test_what_is_a_guess_is_no_reason_and_what_is_related_says_so() -> None:
    assert "Language" not in introduced(replace(ONE, languages=()), OTHER)
    related = introduced(ONE, replace(OTHER, certification="COC"))
    assert "Related exams: 300 points" in related
    assert "The exam:" not in related


def test_hours_are_said_as_they_were_understood() -> None:
    assert saying.clock_hours(parse_hours("weeknights after 8")) == "Mon–Fri 20:00–24:00"
    assert saying.clock_hours(parse_hours("10pm-1am")) == "every day 22:00–1:00"
    assert saying.clock_hours(parse_hours("Sat 9-12, evenings")) == (
        "Mon–Fri 18:00–23:00, Sat and Sun 9:00–12:00 and 18:00–23:00"
    )
    assert saying.clock_hours(parse_hours("anytime")) == "every day at any time"


def test_hours_that_never_meet_are_said() -> None:
    assert "I know of no hours that you share" in introduced(ONE, OTHER, shared_hours=0)


def test_three_are_three() -> None:
    assert "Why you three" in introduced(ONE, OTHER, replace(OTHER, member_id=13))


def test_what_members_typed_has_no_effect() -> None:
    nasty = replace(
        ONE, about="@everyone **bold** <@123456789012345678> [x](https://example.com)", hours="`code` @here"
    )
    text = introduced(nasty, OTHER)
    assert "@everyone" not in text
    assert "@here" not in text
    assert "<@123456789012345678>" not in text
    assert "**bold**" not in text
    assert "\\[x](https" in text, "no link hides behind a word"


def test_a_block_reads_like_any_other_rematch() -> None:
    pair = Pair(1, 5, 12, "CPC", (11, 12), NOW, NOW, 77, None, False, {})
    rematch, blocked = (
        pair_texts.farewell(Farewell(pair, 77, why, (12,), NOW)) for why in (Ended.REMATCH, Ended.BLOCKED)
    )
    assert rematch == blocked
    assert "<@12>: you go first" in rematch
    word = Note(1, 5, 12, NoteKind.ENDED, "rematch", NOW)
    assert note_texts.note(word) == note_texts.note(replace(word, detail="blocked"))


def test_every_word_in_private_can_be_said() -> None:
    for kind in NoteKind:
        for detail in ("", *Ended):
            told = note_texts.note(Note(1, 5, 12, kind, detail, None), "Coders *United*")
            assert told.startswith("**Coders \\*United\\***: ")
            assert "None" not in told


def test_lists_and_offsets_read_well() -> None:
    assert saying.listed(["a"]) == "a"
    assert saying.listed(["a", "b", "c"]) == "a, b and c"
    assert saying.offset("UTC", NOW) == "UTC"
    assert saying.offset("America/St_Johns", NOW) == "UTC−3:30"
    assert saying.offset("Asia/Manila", NOW) == "UTC+8"
    assert saying.month("2027-05") == "May 2027"
