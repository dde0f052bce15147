"""Rate limits: what the headers and refusals say, and when a window refills."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.errors import DiscordError
from sandbox.ratelimits import DEFAULT, LIMITS, RateLimiter

SEND = "/channels/{channel_id}/messages"
EDIT = "/channels/{channel_id}/messages/{message_id}"
START = 1_700_000_000.0


class Time:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def limiter(time: Time) -> RateLimiter:
    return RateLimiter(time)


def refused(limiter: RateLimiter, method: str = "POST", route: str = SEND, major: str = "1") -> DiscordError:
    with pytest.raises(DiscordError) as caught:
        limiter.take("bot", method, route, major)
    assert caught.value.status == 429
    return caught.value


def test_five_messages_pass_and_the_sixth_is_refused(limiter: RateLimiter) -> None:
    left = [int(limiter.take("bot", "POST", SEND, "1")["X-RateLimit-Remaining"]) for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    error = refused(limiter)
    assert error.body() == {"message": "You are being rate limited.", "retry_after": 5.0, "global": False}
    assert error.headers["Retry-After"] == "5"
    assert error.headers["X-RateLimit-Scope"] == "user"
    assert error.headers["X-RateLimit-Remaining"] == "0"
    assert "Via" in error.headers  # without it discord.py takes the answer for a ban
    assert "X-RateLimit-Global" not in error.headers


def test_headers_tell_the_bucket_and_when_it_refills(limiter: RateLimiter, time: Time) -> None:
    limiter.take("bot", "POST", SEND, "1")
    time.now += 1.5
    headers = limiter.take("bot", "POST", SEND, "1")
    assert headers["X-RateLimit-Limit"] == "5"
    assert headers["X-RateLimit-Reset-After"] == "3.500"
    assert float(headers["X-RateLimit-Reset"]) == START + 5
    assert len(headers["X-RateLimit-Bucket"]) == 32


def test_a_window_refills_at_its_end_and_not_before(limiter: RateLimiter, time: Time) -> None:
    for _ in range(5):
        limiter.take("bot", "POST", SEND, "1")
    time.now = START + 4.999
    assert refused(limiter).body()["retry_after"] == 0.001
    time.now = START + 5
    assert limiter.take("bot", "POST", SEND, "1")["X-RateLimit-Remaining"] == "4"


def test_waiting_as_long_as_told_is_enough(limiter: RateLimiter, time: Time) -> None:
    for _ in range(5):
        limiter.take("bot", "POST", SEND, "1")
    time.now += 1.23
    wait = refused(limiter).body()["retry_after"]
    assert isinstance(wait, float)
    time.now += wait
    limiter.take("bot", "POST", SEND, "1")


def test_channels_and_bots_have_windows_of_their_own(limiter: RateLimiter) -> None:
    for _ in range(5):
        limiter.take("bot", "POST", SEND, "1")
    assert limiter.take("bot", "POST", SEND, "2")["X-RateLimit-Remaining"] == "4"
    assert limiter.take("other", "POST", SEND, "1")["X-RateLimit-Remaining"] == "4"


def test_creating_and_editing_share_a_bucket_and_deleting_does_not(limiter: RateLimiter) -> None:
    sent = limiter.take("bot", "POST", SEND, "1")
    edited = limiter.take("bot", "PATCH", EDIT, "1")
    deleted = limiter.take("bot", "DELETE", EDIT, "1")
    assert sent["X-RateLimit-Bucket"] == edited["X-RateLimit-Bucket"] != deleted["X-RateLimit-Bucket"]
    assert edited["X-RateLimit-Remaining"] == "3"


def test_names_of_parameters_do_not_matter(limiter: RateLimiter) -> None:
    limiter.take("bot", "POST", "/channels/{channel_id}/messages", "1")
    assert limiter.take("bot", "post", "/channels/{id}/messages", "1")["X-RateLimit-Remaining"] == "3"


def test_fifty_a_second_over_all_routes(limiter: RateLimiter, time: Time) -> None:
    for number in range(50):
        limiter.take("bot", "POST", SEND, str(number))
    error = refused(limiter, major="50")
    assert error.body()["global"] is True
    assert error.headers["X-RateLimit-Scope"] == "global"
    assert error.headers["X-RateLimit-Global"] == "true"
    limiter.take("other", "POST", SEND, "50")
    time.now += 1
    limiter.take("bot", "POST", SEND, "50")


def test_interactions_are_outside_the_global_limit(limiter: RateLimiter) -> None:
    for number in range(50):
        limiter.take("bot", "POST", SEND, str(number))
    for number in range(500):
        route = "/interactions/{interaction_id}/{interaction_token}/callback"
        assert limiter.take("bot", "POST", route, str(number)) == {}
    limiter.take("bot", "POST", "/webhooks/{webhook_id}/{webhook_token}", "1:token")
    refused(limiter, "GET", "/webhooks/{webhook_id}", "1")


def test_follow_ups_have_a_limit_for_each_interaction(limiter: RateLimiter) -> None:
    route = "/webhooks/{webhook_id}/{webhook_token}"
    for _ in range(5):
        limiter.take("bot", "POST", route, "1:token")
    assert refused(limiter, route=route, major="1:token").body()["retry_after"] == 2.0
    limiter.take("bot", "POST", route, "1:other")


def test_a_clock_that_jumps_ahead_refills_and_one_set_back_starts_anew(
    limiter: RateLimiter, time: Time
) -> None:
    for _ in range(5):
        limiter.take("bot", "POST", SEND, "1")
    time.now += 86_400
    for _ in range(5):
        limiter.take("bot", "POST", SEND, "1")
    time.now = START - 86_400
    assert limiter.take("bot", "POST", SEND, "1")["X-RateLimit-Reset-After"] == "5.000"


def test_old_windows_are_not_kept_for_ever(limiter: RateLimiter, time: Time) -> None:
    for number in range(10_000):
        time.now += 1
        limiter.take("bot", "POST", SEND, str(number))
    assert len(limiter._windows) < 5_000


def _later(time: Time, seconds: float, limiter: RateLimiter) -> bool:
    time.now += seconds
    return limiter.banned


def test_the_ban_comes_with_the_10000th_invalid_request_and_goes_with_time(
    limiter: RateLimiter, time: Time
) -> None:
    for number in range(9_999):
        limiter.note_status((401, 403, 429)[number % 3])
        limiter.note_status((200, 400, 404, 500)[number % 4])
        limiter.note_status(429, scope="shared")
    assert not limiter.banned
    assert limiter.invalid_count == 9_999
    limiter.note_status(403)
    assert [limiter.banned, _later(time, 599, limiter), _later(time, 1, limiter)] == [True, True, False]


def test_10000_invalid_requests_in_more_than_ten_minutes_are_no_ban(limiter: RateLimiter, time: Time) -> None:
    for _ in range(30_000):
        time.now += 0.0601
        limiter.note_status(403)
        assert not limiter.banned


@given(steps=st.lists(st.floats(0, 3), max_size=60))
def test_no_window_of_five_seconds_lets_more_than_five_through_from_its_start(steps: list[float]) -> None:
    time = Time()
    limiter = RateLimiter(time)
    window, passed = -math.inf, 0
    for step in steps:
        time.now += step
        if time.now >= window + 5:
            window, passed = time.now, 0
        if passed < 5:
            limiter.take("bot", "POST", SEND, "1")
            passed += 1
        else:
            told = refused(limiter).body()["retry_after"]
            assert told == pytest.approx(max(0.001, window + 5 - time.now), abs=0.001)


def test_the_table_is_sound() -> None:
    buckets: dict[str, tuple[int, float]] = {}
    for route, limit in {**LIMITS, "any other": DEFAULT}.items():
        assert limit.count > 0
        assert limit.seconds > 0
        assert buckets.setdefault(limit.bucket or route, (limit.count, limit.seconds)) == (
            limit.count,
            limit.seconds,
        )
