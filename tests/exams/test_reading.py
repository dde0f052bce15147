"""Exam dates as people write them, in several languages, and what is refused with what would work."""

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.features.exams.reading import read_date, read_past_date

TODAY = date(2026, 11, 22)  # a Sunday
THIRD_OF_MARCH = date(2027, 3, 3)
# Ten weeks from that Sunday.
TEN_WEEKS = date(2027, 1, 31)


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("en-US", "March 3", THIRD_OF_MARCH),
        ("en-US", "3/3/27", THIRD_OF_MARCH),
        ("en-US", "in 10 weeks", TEN_WEEKS),
        ("en-US", "10 weeks from today", TEN_WEEKS),
        ("en-US", "March 3rd, '27", THIRD_OF_MARCH),
        ("en-US", "Wednesday, March 3rd", THIRD_OF_MARCH),
        ("en-US", "the 3rd of March", THIRD_OF_MARCH),
        ("en-US", "2027-03-03", THIRD_OF_MARCH),
        ("en-US", "20270303", THIRD_OF_MARCH),
        ("en-US", "4/13/27", date(2027, 4, 13)),
        ("en-US", "11/23", date(2026, 11, 23)),
        ("en-US", "in three months", date(2027, 2, 22)),
        ("en-US", "next Friday", date(2026, 11, 27)),
        ("en-US", "today", TODAY),
        ("en-US", "29 February", date(2028, 2, 29)),
        ("en-GB", "3 March 2027", THIRD_OF_MARCH),
        ("en-GB", "22/11/2026", TODAY),
        ("de", "3. März 2027", THIRD_OF_MARCH),
        ("de", "am 3. März", THIRD_OF_MARCH),
        ("de", "3.4.27", date(2027, 4, 3)),
        ("de", "Samstag, 3.4.27", date(2027, 4, 3)),
        ("de", "in 10 Wochen", TEN_WEEKS),
        ("de", "nächsten Freitag", date(2026, 11, 27)),
        ("es-ES", "3 de marzo de 2027", THIRD_OF_MARCH),
        ("es-419", "el 3 de marzo", THIRD_OF_MARCH),
        ("es-ES", "en 10 semanas", TEN_WEEKS),
        ("fr", "le 3 mars 2027", THIRD_OF_MARCH),
        ("fr", "1er mars", date(2027, 3, 1)),
        ("fr", "dans 10 semaines", TEN_WEEKS),
        ("pt-BR", "3 de março de 2027", THIRD_OF_MARCH),
        ("ja", "2027年3月3日", THIRD_OF_MARCH),
        ("ja", "10週間後", TEN_WEEKS),
        ("ko", "2027년 3월 3일", THIRD_OF_MARCH),
        ("zh-CN", "2027年3月3日", THIRD_OF_MARCH),
        ("no", "3. mars 2027", THIRD_OF_MARCH),
    ],
)
def test_common_ways_of_writing_a_date(locale: str, text: str, expected: date) -> None:
    reading = read_date(text, TODAY, locale)
    assert (reading.days, reading.unsure) == ((expected,), False)


@pytest.mark.parametrize(
    ("locale", "first", "second"),
    [
        ("en-US", date(2027, 3, 4), date(2027, 4, 3)),
        ("en-GB", date(2027, 4, 3), date(2027, 3, 4)),
        ("de", date(2027, 4, 3), date(2027, 3, 4)),
        ("fr", date(2027, 4, 3), date(2027, 3, 4)),
    ],
)
def test_what_may_be_two_days_is_asked_back_in_the_writers_order(
    locale: str, first: date, second: date
) -> None:
    reading = read_date("3/4/27", TODAY, locale)
    assert (reading.days, reading.unsure) == ((first, second), True)


def test_years_first_where_that_is_the_custom() -> None:
    assert read_date("27/3/4", TODAY, "ja").days[0] == date(2027, 3, 4)


def test_noon_behind_a_date_is_its_time() -> None:
    reading = read_date("March 3 at noon", TODAY, "en-US")
    assert (reading.days, reading.at) == ((THIRD_OF_MARCH,), time(12))


def test_of_two_readings_one_that_is_over_is_not_offered_but_asked_about() -> None:
    # On 1 March, 1/3/27 is today in the one order and two months over in the other.
    reading = read_date("1/3/27", date(2027, 3, 1), "en-US")
    assert (reading.days, reading.unsure) == ((date(2027, 3, 1),), True)


def test_a_month_and_a_year_in_numbers_are_not_taken_for_a_day_unasked() -> None:
    assert read_date("3/27", TODAY, "en-US").unsure


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-US", "March 3 at 9am"),
        ("en-US", "2027-03-03 09:00"),
        ("en-US", "2027-03-03T09:00"),
        ("de", "3. März um 9 Uhr"),
        ("fr", "3 mars à 9h"),
        ("en-US", "9am on March 3"),
        ("en-US", "March 3 0900"),
        ("en-US", "March 3 at 9 in the morning"),
        ("en-US", "3/3/27 at 9 a.m."),
        ("de", "um 9 Uhr am 3. März"),
        ("de", "3.3.27 um 9.00 Uhr"),
        ("fr", "le 3 mars à 9 heures"),
        ("es-ES", "3 de marzo a las 9 de la mañana"),
        ("pt-BR", "3 de março às 9h"),
    ],
)
def test_a_time_may_stand_behind_it(locale: str, text: str) -> None:
    reading = read_date(text, TODAY, locale)
    assert (reading.days, reading.at) == ((THIRD_OF_MARCH,), time(9))
    assert not reading.unsure
    assert not reading.unsure_at


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-US", "March 3 at 9"),
        ("en-US", "Wed March 3 @ 9"),
        ("en-US", "3/3 at 9"),
        ("en-US", "at 9 on March 3"),
        ("en-GB", "3 March at 9"),
        ("de", "3. März um 9"),
        ("de", "3.3. um 9"),
        ("fr", "3 mars à 9"),
        ("es-ES", "el 3 de marzo a las 9"),
    ],
)
def test_an_hour_by_itself_is_read_and_asked_back(locale: str, text: str) -> None:
    reading = read_date(text, TODAY, locale)
    assert (reading.days, reading.at, reading.unsure_at) == ((THIRD_OF_MARCH,), time(9), True)


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("en-US", "March 3 10.30", time(10, 30)),
        ("en-US", "March 3, 10.30", time(10, 30)),
        ("en-US", "3/3/27 10.30", time(10, 30)),
        ("en-US", "2027-03-03 10.30", time(10, 30)),
        ("en-US", "3.3.27 10.30", time(10, 30)),
        ("en-GB", "3 March 10.30", time(10, 30)),
        ("de", "3.3.27 10.30", time(10, 30)),
        ("de", "3.3. 10.30", time(10, 30)),
        ("de", "3. 3. 10.30", time(10, 30)),
        ("de", "3. März 10.30", time(10, 30)),
        ("fr", "3 mars 10.30", time(10, 30)),
        ("fr", "3 mars 10h30", time(10, 30)),
        ("fr", "3/3/27 10h30", time(10, 30)),
        ("es-ES", "3 de marzo 10.30", time(10, 30)),
        ("pt-BR", "3 de março 10.30", time(10, 30)),
        ("ja", "2027年3月3日 10.30", time(10, 30)),
        ("no", "3. mars 10.30", time(10, 30)),
        ("en-GB", "3 March 09.30", time(9, 30)),
        ("fr", "3 mars 9 h 30", time(9, 30)),
        ("fr", "3 mars à 14h30", time(14, 30)),
        ("de", "3. März 9:30 Uhr", time(9, 30)),
        ("en-US", "March 3 at 21", time(21)),
        ("en-US", "9am March 3", time(9)),
    ],
)
def test_no_time_is_dropped_or_taken_for_a_year(locale: str, text: str, expected: time) -> None:
    reading = read_date(text, TODAY, locale)
    assert (reading.days, reading.at) == ((THIRD_OF_MARCH,), expected)


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-US", "March 3 9"),
        ("en-US", "March 3, 2027, 9"),
        ("en-US", "3/3 9"),
        ("en-US", "2027-03-03 9"),
        ("en-US", "March 3 900"),
        ("en-GB", "3 March 9"),
        ("de", "3. März 9"),
        ("de", "3.3.27 9"),
        ("de", "3.3. 9"),
        ("fr", "le 3 mars 9"),
        ("es-ES", "3 de marzo de 2027 9"),
        ("pt-BR", "3 de março 9"),
    ],
)
def test_a_number_that_can_be_no_day_and_no_year_is_the_hour_and_asked_back(locale: str, text: str) -> None:
    reading = read_date(text, TODAY, locale)
    assert (reading.days, reading.at, reading.unsure_at) == ((THIRD_OF_MARCH,), time(9), True)


def test_a_time_behind_what_may_be_two_days_stays_with_both() -> None:
    reading = read_date("3/4/27 10.30", TODAY, "en-US")
    assert (len(reading.days), reading.unsure, reading.at) == (2, True, time(10, 30))


@pytest.mark.parametrize("text", ["March 3 2.30", "March 3 2:30", "3/3/27 2.30", "March 3 at 2:30"])
def test_a_time_that_would_be_in_the_night_is_asked_back(text: str) -> None:
    reading = read_date(text, TODAY, "en-US")
    assert (reading.days, reading.at, reading.unsure_at) == ((THIRD_OF_MARCH,), time(2, 30), True)
    for sure in (f"{text}pm", f"{text}am", "March 3 02:30", "March 3 10:30"):
        assert not read_date(sure, TODAY, "en-US").unsure_at


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-US", "tomorrow 9"),
        ("de", "morgen 9"),
        ("fr", "demain 9"),
        ("es-ES", "mañana 9"),
        ("pt-BR", "amanhã 9"),
        ("ja", "明日 9"),
        ("ko", "내일 9"),
        ("zh-CN", "明天 9"),
        ("no", "i morgen 9"),
    ],
)
def test_the_hour_behind_tomorrow_is_asked_back(locale: str, text: str) -> None:
    reading = read_date(text, TODAY, locale)
    assert (reading.days, reading.at, reading.unsure_at) == ((date(2026, 11, 23),), time(9), True)


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("en-GB", "3 March 27", THIRD_OF_MARCH),
        ("en-US", "March 3 27", THIRD_OF_MARCH),
        ("en-US", "Monday 30", date(2026, 11, 30)),
        ("en-US", "Friday 27", date(2026, 11, 27)),
        ("de", "3.3. 27", THIRD_OF_MARCH),
        ("ja", "27 3 3", THIRD_OF_MARCH),
    ],
)
def test_what_can_be_a_day_or_a_year_is_no_hour(locale: str, text: str, expected: date) -> None:
    reading = read_date(text, TODAY, locale)
    assert (reading.days[0], reading.at) == (expected, None)


@pytest.mark.parametrize("text", ["3. 3.27", "3.3.27", "3 .3 .27"])
def test_a_date_with_dots_holds_no_time(text: str) -> None:
    reading = read_date(text, TODAY, "de")
    assert (reading.days, reading.at) == ((THIRD_OF_MARCH,), None)


@pytest.mark.parametrize(
    ("locale", "text", "near"),
    [
        ("en-US", "end of March", "31 March 2027"),
        ("en-US", "by the end of March 2028", "31 March 2028"),
        ("en-US", "mid-April", "15 April 2027"),
        ("en-US", "the middle of April", "15 April 2027"),
        ("en-US", "early June", "1 June 2027"),
        ("en-US", "early November", "1 November 2027"),  # this year's is over
        ("en-US", "end of the month", "30 November 2026"),
        ("en-US", "end of next month", "31 December 2026"),
        ("en-US", "end of February 2028", "29 February 2028"),
        ("de", "Ende März", "31 March 2027"),
        ("de", "Ende Dezember", "31 December 2026"),
        ("de", "Ende des Monats", "30 November 2026"),
        ("de", "Mitte April", "15 April 2027"),
        ("fr", "fin mars", "31 March 2027"),
        ("fr", "mi-avril", "15 April 2027"),
        ("fr", "fin d'août", "31 August 2027"),
        ("es-ES", "a finales de marzo", "31 March 2027"),
        ("es-ES", "mediados de abril", "15 April 2027"),
        ("pt-BR", "fim de março", "31 March 2027"),
    ],
)
def test_a_part_of_a_month_is_refused_with_the_day_that_is_nearest(locale: str, text: str, near: str) -> None:
    with pytest.raises(BadInput, match=f"names no single day.*“{near}”"):
        read_date(text, TODAY, locale)
    (day,) = read_date(near, TODAY, locale).days
    assert f"{day.day} {day:%B %Y}" == near, "what is offered works"


@pytest.mark.parametrize(
    ("text", "offered", "at"),
    [
        ("March 3 at 2", "3 March 2027 at 2pm", time(14)),
        ("3/4/27 at 2", "3/4/27 at 2pm", time(14)),
        ("Friday 9", "27 November 2026 at 9am", time(9)),
        ("tomorrow 2", "23 November 2026 at 2pm", time(14)),
        ("March 3, 2", "3 March 2027 at 2pm", time(14)),
    ],
)
def test_a_time_that_is_not_safe_to_read_is_refused_with_words_that_work(
    text: str, offered: str, at: time
) -> None:
    with pytest.raises(BadInput, match=f"“{offered}”"):
        read_date(text, TODAY, "en-US")
    assert read_date(offered, TODAY, "en-US").at == at


@pytest.mark.parametrize(
    ("locale", "text", "said"),
    [
        ("en-US", "1/2/2026", "Friday, 2 January 2026 is over"),
        ("en-US", "2027-03-03 or 2027-03-05", "names more than one day"),
        ("en-US", "3/4/27 or 4/4/27", "names more than one day"),
        ("en-US", "noon", "names no single day"),
        ("en-US", "9:30am", "names no single day"),
        ("en-US", "3 days ago", "Thursday, 19 November 2026 is over"),
        ("en-US", "30 February", "no such day as “30 February”: February 2027 ends with the 28th"),
        ("en-US", "2/30/27", "February 2027 ends with the 28th"),
        ("en-US", "31 April 2027", "April 2027 ends with the 30th"),
        ("en-US", "29 Feb 2027", "February 2027 ends with the 28th"),
        ("de", "30. Februar 2027", "February 2027 ends with the 28th"),
        ("es-ES", "30 de febrero", "February 2027 ends with the 28th"),
        ("fr", "30 février", "February 2027 ends with the 28th"),
        ("de", "31.4.27", "April 2027 ends with the 30th"),
        ("en-US", "next month", "“next month” names no single day"),
        ("en-US", "next week", "names no single day"),
        ("de", "nächsten Monat", "names no single day"),
        ("es-ES", "el próximo mes", "names no single day"),
        ("fr", "le mois prochain", "names no single day"),
        ("ja", "来月", "names no single day"),
        ("en-US", "March 2027", "names no single day"),
        ("en-US", "2027", "names no single day"),
        ("en-US", "10", "names no single day"),
        ("en-US", "in 10 years", "Saturday, 22 November 2036 is too far off"),
        ("en-US", "3 March 2036", "too far off: dates up to 3 years ahead work"),
        ("en-US", "March 3 CST", "names a time zone: it goes into “timezone”"),
        ("en-US", "Saturday, 3 March 2027", "That would be Wednesday, 3 March 2027"),
        ("en-US", "March 3 25:00", "past the end of the day"),
        ("en-US", "March 3 at 25", "past the end of the day"),
        ("en-US", "March 3 at 9 EST", "names a time zone: it goes into “timezone”"),
        ("en-US", "3 March 2027 8:00am - 12:00pm", "more than one time"),
        ("de", "3. März 0.01 0:00", "more than one time"),
        ("en-US", "March at 9", "names no single day"),
        ("en-US", "at 9", "names no single day"),
        ("en-US", "end of March 2020", "names no single day"),
        ("en-US", "end of the semester", "names no single day"),
        ("en-US", "3 days from tomorrow", "I don't know what 3 means there"),
        ("en-US", "9 tomorrow", "I don't know what 9 means there"),
        ("en-US", "tomorrow 99", "I don't know what 99 means there"),
        ("en-US", "tomorrow 9 10", "I don't know what 9 and 10 mean there"),
        ("en-US", "March 3 10.75", "past the end of the day"),
        ("en-US", "29 Feb 27", "February 2027 ends with the 28th"),
        ("en-US", "March 3 30", "3 March 2030 is too far off"),
        ("de", "Freitag 9", "If 9 is the time, write it like “27 November 2026 at 9am”"),
        ("en-US", "13/13/27", "months go from 1 to 12"),
        ("en-US", "9999-99-99", "months go from 1 to 12"),
        ("en-US", "0/0/0", "months go from 1 to 12"),
        ("en-US", "banana", "“banana” is not a date I can read. Write it like 3 March 2027"),
        ("en-US", "<@123>", "“123” is not a date"),
        ("en-US", "in 99999999999 days", "not a date"),
        ("en-US", "", "not a date"),
        ("en-US", "3 March " * 50, "not a date"),
    ],
)
def test_what_is_refused_says_what_was_understood(locale: str, text: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_date(text, TODAY, locale)
    assert said in refused.value.message


@given(st.text(max_size=80), st.sampled_from(["en-US", "de", "ja", "xx"]))
@settings(max_examples=200, deadline=None)
def test_whatever_is_typed_is_a_day_ahead_or_a_sentence(text: str, locale: str) -> None:
    days: tuple[date, ...] = ()
    with suppress(BadInput):
        days = read_date(text, TODAY, locale).days
    assert all(TODAY <= day <= date(2029, 11, 22) for day in days)


DAYS_AS_WRITTEN = {
    "en-US": ("March 3", "March 3, 2027", "3/3/27", "tomorrow", "in 10 weeks", "Friday", "2027-03-03"),
    "en-GB": ("3 March", "3rd March 2027", "3/3/27", "today", "Monday"),
    "de": ("3. März", "3.3.", "3.3.27", "morgen", "am 3.3.2027", "in 10 Wochen", "Freitag"),
    "fr": ("3 mars", "le 3 mars 2027", "3/3/27", "demain", "vendredi"),
    "es-ES": ("3 de marzo", "3 de marzo de 2027", "mañana", "en 10 semanas"),
    "pt-BR": ("3 de março", "amanhã", "em 10 semanas"),
    "ja": ("2027年3月3日", "明日", "10週間後"),
}


@st.composite
def with_numbers(draw: st.DrawFn) -> tuple[str, str, list[str]]:
    """A locale, a day with one or two numbers about it, and these numbers."""
    locale = draw(st.sampled_from(sorted(DAYS_AS_WRITTEN)))
    day = draw(st.sampled_from(DAYS_AS_WRITTEN[locale]))
    number = st.one_of(
        st.integers(0, 99).map(str),
        st.integers(100, 2400).map(str),
        st.tuples(st.integers(0, 30), st.integers(0, 70)).map(lambda both: f"{both[0]}.{both[1]:02}"),
        st.tuples(st.integers(0, 30), st.integers(0, 70)).map(lambda both: f"{both[0]}:{both[1]:02}"),
    )
    numbers = draw(st.lists(number, min_size=1, max_size=2))
    parts = [*numbers, day]
    if draw(st.integers(0, 3)):
        parts = [day, *numbers]
    return locale, draw(st.sampled_from((" ", ", "))).join(parts), numbers


@given(with_numbers())
@settings(max_examples=150, deadline=None)
def test_no_number_is_ever_dropped(typed: tuple[str, str, list[str]]) -> None:
    """What was typed shows in the day or the time, or is refused in a sentence; and no day is in the past."""
    locale, text, numbers = typed
    try:
        reading = read_date(text, TODAY, locale)
    except BadInput:
        return
    assert all(TODAY <= day <= date(2029, 11, 22) for day in reading.days)
    shown = {int(part) for day in reading.days for part in (day.day, day.month, day.year, day.year % 100)}
    if reading.at is not None:
        shown |= {reading.at.hour, reading.at.hour % 12 or 12, reading.at.minute}
        shown.add(reading.at.hour * 100 + reading.at.minute)
    for number in numbers:
        assert {int(part) for part in number.replace(":", ".").split(".")} <= shown, (text, reading)


@given(st.dates(TODAY, date(2029, 11, 20)))
@settings(max_examples=100, deadline=None)
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    for text in (day.isoformat(), f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%b} {day.year}"):
        assert read_date(text, TODAY, "en-US").days == (day,)
    assert day in read_date(f"{day.month}/{day.day}/{day.year}", TODAY, "en-US").days
    assert day in read_date(f"{day.day}.{day.month}.{day.year}", TODAY, "de").days


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 3", date(2026, 3, 3)),
        ("yesterday", date(2026, 11, 21)),
        ("3/3/26", date(2026, 3, 3)),
        ("last Friday", date(2026, 11, 20)),
        ("2026-11-22", TODAY),
    ],
)
def test_the_day_of_an_exam_that_was_taken(text: str, expected: date) -> None:
    assert read_past_date(text, TODAY, "en-US") == expected


@pytest.mark.parametrize("text", ["yesterday 9", "in 3 yesterday", "9 yesterday", "March 3 1.50"])
def test_a_number_that_says_nothing_is_refused_where_no_time_is_asked(text: str) -> None:
    with pytest.raises(BadInput):
        read_past_date(text, TODAY, "en-US")


def test_an_exam_to_come_was_not_taken() -> None:
    with pytest.raises(BadInput, match="still to come"):
        read_past_date("2027-03-03", TODAY, "en-US")
