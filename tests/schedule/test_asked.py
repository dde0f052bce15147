"""What admins type about when something is to come, over how it was."""

from datetime import time

import pytest

from bot.errors import BadInput
from bot.schedule import Asked, Recurrence

BEFORE = Recurrence(frozenset({0, 2}), time(8), "Europe/Berlin")
ONE_DAY = "Choose one day."


def test_what_is_given_is_changed_and_the_rest_stays() -> None:
    assert Asked.read(days="Fri").over(BEFORE) == Recurrence(frozenset({4}), time(8), "Europe/Berlin")
    assert Asked.read(time="midnight").over(BEFORE) == Recurrence(BEFORE.weekdays, time(0), "Europe/Berlin")
    assert Asked.read(timezone="Tokyo").over(BEFORE) == Recurrence(BEFORE.weekdays, time(8), "Asia/Tokyo")


@pytest.mark.parametrize("asked", [Asked(), Asked.read(), Asked.read(days="", time="", timezone="")])
def test_nothing_given_is_told_from_something(asked: Asked) -> None:
    assert not asked
    assert asked.over(BEFORE) == BEFORE
    assert all((Asked.read(time="midnight"), Asked.read(days="daily"), Asked.read(timezone="UTC")))


def test_several_days_are_refused_where_one_is_meant() -> None:
    assert Asked.read(days="Mon, Wed").weekdays == frozenset({0, 2})
    assert Asked.read(days="Wed", one_day=ONE_DAY).weekdays == frozenset({2})
    with pytest.raises(BadInput, match=ONE_DAY):
        Asked.read(days="Mon, Wed", one_day=ONE_DAY)


@pytest.mark.parametrize("typed", [{"days": "someday"}, {"time": "25:00"}, {"timezone": "Nowhere"}])
def test_what_cannot_be_read_is_refused(typed: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        Asked.read(**typed)
