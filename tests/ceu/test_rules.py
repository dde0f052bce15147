"""Cycles, what they ask for, pace, shares, and what counts as the same credit."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.ceu.cycles import anniversary, begin_of, cycle_on, end_of, nth
from bot.features.ceu.model import Category, Credential, Credit, Record, Said
from bot.features.ceu.standing import asked, is_like, standing
from bot.library.guide import Renewal
from tests.community import library

BEGINS, ENDS = date(2025, 3, 4), date(2027, 3, 3)
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def rule(body: str) -> Renewal:
    """A body's rule, from the content."""
    found = library().renewal(body)
    assert found is not None
    return found


def record(body: str = "AAPC", held: int = 1, own: int | None = None) -> Record:
    """One whose first cycle is BEGINS to ENDS."""
    credentials = tuple(Credential(number, f"C{number}", BEGINS, None) for number in range(held))
    return Record(7, 1, 0, body, "UTC", BEGINS, ENDS, own, time(9), True, 1, 0, None, credentials)


def credit(hundredths: int, on: date = date(2026, 1, 1), category: Category = Category.BODY) -> Credit:
    """One that counts."""
    return Credit(1, 7, Said(on, "AAPC", "", category, hundredths), False, 0)


@given(begins=DAYS, months=st.integers(1, 36), number=st.integers(0, 12))
def test_cycles_follow_each_other_without_gap(begins: date, months: int, number: int) -> None:
    ends = end_of(begins, months)
    one, after = nth(begins, ends, months, number), nth(begins, ends, months, number + 1)
    assert after.begins == one.ends + timedelta(days=1)
    assert one.begins <= one.ends


@given(begins=DAYS, months=st.integers(1, 36), later=st.integers(0, 9000))
def test_every_day_lies_in_its_cycle(begins: date, months: int, later: int) -> None:
    ends, day = end_of(begins, months), begins + timedelta(days=later)
    assert cycle_on(begins, ends, months, day).holds(day)


@given(ends=DAYS, months=st.sampled_from((12, 24, 36)), later=st.integers(1, 9000))
def test_every_day_lies_in_a_cycle_whatever_end_the_body_gave(ends: date, months: int, later: int) -> None:
    begins, day = begin_of(ends, months), ends + timedelta(days=later)
    assert cycle_on(begins, ends, months, day).holds(day)


@given(ends=DAYS, months=st.integers(1, 36))
def test_a_cycle_by_its_end_has_its_length(ends: date, months: int) -> None:
    begins = begin_of(ends, months)
    assert 0 <= (end_of(begins, months) - ends).days <= 3, "never a day short; months have different lengths"


@given(begins=DAYS, months=st.integers(1, 36))
def test_no_cycle_is_a_day_short(begins: date, months: int) -> None:
    """It ends the day before the same day of the month comes, or would have come."""
    after = end_of(begins, months) + timedelta(days=1)
    year, month = divmod(begins.year * 12 + begins.month - 1 + months, 12)
    if after.day == begins.day:
        assert (after.year, after.month) == (year, month + 1)
    else:
        last = after - timedelta(days=1)
        assert (last.year, last.month, after.day) == (year, month + 1, 1), "a shorter month: to its end"
        assert last.day < begins.day


@given(begins=DAYS)
def test_the_year_after_a_leap_day_ends_with_february(begins: date) -> None:
    """All cycles of two years that begin on 29 February or 1 March end on the last day of February."""
    leap = date(begins.year - begins.year % 4 if begins.year >= 2004 else 2004, 2, 29)
    for first in (leap, date(leap.year, 3, 1)):
        ends = end_of(first, 24)
        for number in range(6):
            last = nth(first, ends, 24, number).ends
            assert (last + timedelta(days=1)).day == 1
            assert last.month == 2


@pytest.mark.parametrize(
    ("passed", "ends"),
    [
        (date(2027, 3, 4), date(2029, 3, 3)),
        (date(2028, 2, 29), date(2030, 2, 28)),
        (date(2028, 2, 28), date(2030, 2, 27)),
        (date(2028, 3, 1), date(2030, 2, 28)),
        (date(2026, 3, 1), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2028, 12, 30)),
        (date(2027, 1, 1), date(2028, 12, 31)),
    ],
)
def test_two_years_from_a_pass(passed: date, ends: date) -> None:
    assert end_of(passed, 24) == ends


def test_cycles_do_not_wander() -> None:
    """Counted from the first end, the last day of February stays the last."""
    ends = [nth(date(2026, 3, 1), date(2028, 2, 29), 24, number).ends for number in range(5)]
    assert ends == [date(year, 2, 29 if year % 4 == 0 else 28) for year in range(2028, 2037, 2)]
    odd = [nth(date(2030, 3, 1), date(2032, 2, 28), 24, number).ends for number in range(1, 4)]
    assert odd == [date(2034, 2, 28), date(2036, 2, 28), date(2038, 2, 28)]


def test_a_day_that_its_month_lacks_comes_with_the_next_one() -> None:
    assert anniversary(date(2027, 1, 31), 1) == date(2027, 3, 1)
    assert anniversary(date(2028, 2, 29), 12) == date(2029, 3, 1)
    assert anniversary(date(2028, 2, 29), 48) == date(2032, 2, 29)
    assert anniversary(date(2027, 12, 31), 1) == date(2028, 1, 31)
    assert anniversary(date(2027, 10, 31), -1) == date(2027, 10, 1)
    assert begin_of(date(2030, 2, 28), 24) == date(2028, 3, 1)
    assert begin_of(date(2032, 2, 28), 24) == date(2030, 3, 1)


@pytest.mark.parametrize(
    ("body", "held", "expected"),
    [
        ("AAPC", 0, 0),
        ("AAPC", 1, 36),
        ("AAPC", 2, 40),
        ("AAPC", 5, 52),
        ("AAPC", 9, 52),
        ("AHIMA", 1, 20),
        ("AHIMA", 2, 30),
    ],
)
def test_what_a_cycle_asks_for(body: str, held: int, expected: int) -> None:
    cycle = nth(BEGINS, ENDS, 24, 0)
    assert asked(record(body, held), rule(body), cycle) == expected * 100


def test_a_credential_of_later_asks_for_nothing_before() -> None:
    held = (*record().credentials, Credential(2, "COC", date(2027, 6, 1), None))
    both = replace(record(), credentials=held)
    assert asked(both, rule("AAPC"), nth(BEGINS, ENDS, 24, 0)) == 3600
    assert asked(both, rule("AAPC"), nth(BEGINS, ENDS, 24, 1)) == 4000


def test_what_the_member_said_holds_for_the_first_cycle_only() -> None:
    own = record(own=1800)
    assert asked(own, rule("AAPC"), nth(BEGINS, ENDS, 24, 0)) == 1800
    assert asked(own, rule("AAPC"), nth(BEGINS, ENDS, 24, 1)) == 3600


def test_pace_and_what_is_missing() -> None:
    half = BEGINS + timedelta(days=365)
    cycle = nth(BEGINS, ENDS, 24, 0)
    behind = standing(record(), rule("AAPC"), cycle, [credit(1000)], half)
    assert (behind.have, behind.missing, behind.expected) == (1000, 2600, 1800)
    # 26 over 11.99 months, rounded up to a quarter.
    assert behind.per_month == 225
    done = standing(record(), rule("AAPC"), cycle, [credit(4000)], half)
    assert (done.missing, done.per_month) == (0, 0)
    late = standing(record(), rule("AAPC"), cycle, [], ENDS - timedelta(days=10))
    assert (late.per_month, late.days_left) == (None, 10)
    first = standing(record(), rule("AAPC"), cycle, [], BEGINS)
    assert first.expected == 0


@given(
    have=st.integers(0, 6000),
    today=st.dates(BEGINS, ENDS),
)
def test_keeping_the_pace_is_enough(have: int, today: date) -> None:
    cycle = nth(BEGINS, ENDS, 24, 0)
    found = standing(record(), rule("AAPC"), cycle, [credit(have)] if have else [], today)
    if found.per_month is not None:
        assert found.per_month * found.days_left / 30.4375 >= found.missing - 0.001
    assert 0 <= found.expected <= found.asked


def test_drafts_and_other_cycles_do_not_count() -> None:
    cycle = nth(BEGINS, ENDS, 24, 1)
    credits = [
        replace(credit(100, date(2027, 5, 1)), draft=True),
        credit(200, date(2026, 5, 1)),
        credit(300, date(2027, 5, 2)),
        credit(500, BEGINS - timedelta(days=1)),
    ]
    found = standing(record(), rule("AAPC"), cycle, credits, date(2027, 6, 1))
    assert (found.have, found.outside) == (300, 500)


def test_ahimas_shares() -> None:
    cycle, today = nth(BEGINS, ENDS, 24, 0), date(2026, 6, 1)
    elsewhere = [credit(1200, category=Category.FIELD), credit(800, category=Category.WORK)]
    found = standing(record("AHIMA"), rule("AHIMA"), cycle, elsewhere, today)
    assert found.missing == 0, "twenty are there"
    own, domain = found.shares
    assert (own.needed, own.have, own.missing) == (800, 0, 800), "40 % from AHIMA"
    assert (domain.needed, domain.have, domain.missing) == (1600, 1200, 400), "80 % in the field"
    assert found.warnings == found.shares, "what is missing can't bring it: nothing is missing"
    early = standing(record("AHIMA"), rule("AHIMA"), cycle, elsewhere[:1], today)
    assert (early.missing, early.needs, early.warnings) == (800, early.shares, ()), "the eight still can"
    good = [credit(800), credit(800, category=Category.APPROVED), credit(400, category=Category.WORK)]
    assert standing(record("AHIMA"), rule("AHIMA"), cycle, good, today).shares[0].missing == 0
    assert standing(record("AHIMA"), rule("AHIMA"), cycle, good, today).warnings == ()


def test_aapc_wants_all_from_its_list() -> None:
    found = standing(
        record(), rule("AAPC"), nth(BEGINS, ENDS, 24, 0), [credit(3600, category=Category.FIELD)], BEGINS
    )
    assert found.warnings[0].missing == 3600


@pytest.mark.parametrize(
    ("provider", "title", "on", "expected"),
    [
        ("aapc ", "", 0, True),
        ("AAPC", "", 1, False),
        ("AAPC", "Modifiers!", 0, True),
        ("AAPC", "modifiers", 30, True),
        ("AAPC", "Anesthesia", 0, False),
        ("AHIMA", "Modifiers", 0, False),
    ],
)
def test_what_looks_like_the_same_credit(provider: str, title: str, on: int, expected: bool) -> None:
    old = Said(date(2026, 5, 1), "AAPC", "Modifiers", Category.BODY, 100)
    new = Said(date(2026, 5, 1) + timedelta(days=on), provider, title, Category.BODY, 150)
    assert is_like(new, old) is expected
