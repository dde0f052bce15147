"""Discord's error answers, with its own codes and message texts.

Source of codes and texts: Discord's documentation, "Opcodes and Status Codes" (JSON error codes) and
"Error Messages" (the nested ``errors`` of an invalid form).
"""

from __future__ import annotations

import json
from typing import Any

FormErrors = dict[str, Any]
"""``{"content": {"_errors": [{"code": .., "message": ..}]}}``, nested like the body; lists by index."""


class DiscordError(Exception):
    """An answer of Discord that is not a success: HTTP status, JSON code and message, sometimes headers."""

    def __init__(
        self,
        status: int,
        code: int,
        message: str,
        errors: FormErrors | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}: {message}" + (f" {json.dumps(errors)}" if errors else ""))
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors
        self.headers = dict(headers or {})

    def body(self) -> dict[str, object]:
        """The JSON of the answer; ``errors`` only when there are any."""
        answer: dict[str, object] = {"message": self.message, "code": self.code}
        if self.errors:
            answer["errors"] = self.errors
        return answer


class RateLimitedError(DiscordError):
    """429. ``retry_after`` in seconds; the body has no ``code``, as Discord's has none here."""

    def __init__(self, retry_after: float, global_: bool, headers: dict[str, str] | None = None) -> None:
        super().__init__(429, 0, "You are being rate limited.", headers=headers)
        self.retry_after = retry_after
        self.global_ = global_

    def body(self) -> dict[str, object]:
        return {"message": self.message, "retry_after": self.retry_after, "global": self.global_}


def rate_limited(
    retry_after: float,
    global_: bool = False,
    *,
    scope: str | None = None,
    headers: dict[str, str] | None = None,
) -> RateLimitedError:
    """429 with the headers clients read. ``scope``: user, global or shared; ``headers``: the bucket's own.

    discord.py takes a 429 without ``Via`` for a ban by Cloudflare and raises at once, so it is always there.
    """
    own = {
        "Retry-After": str(max(1, -int(-retry_after // 1))),  # whole seconds, rounded up
        "X-RateLimit-Scope": scope or ("global" if global_ else "user"),
        "Via": "1.1 google",
    }
    if global_:
        own["X-RateLimit-Global"] = "true"
    return RateLimitedError(round(retry_after, 3), global_, (headers or {}) | own)


# --- 400


def invalid_form(errors: FormErrors) -> DiscordError:
    return DiscordError(400, 50035, "Invalid Form Body", errors)


def bad_json() -> DiscordError:
    return DiscordError(400, 50109, "The request body contains invalid JSON.")


def empty_message() -> DiscordError:
    return DiscordError(400, 50006, "Cannot send an empty message")


def already_acknowledged() -> DiscordError:
    return DiscordError(400, 40060, "Interaction has already been acknowledged.")


def thread_archived() -> DiscordError:
    return DiscordError(400, 50083, "Thread is archived")


def thread_exists() -> DiscordError:
    return DiscordError(400, 160004, "A thread has already been created for this message")


def max_threads() -> DiscordError:
    return DiscordError(400, 160006, "Maximum number of active threads reached")


def max_channels() -> DiscordError:
    return DiscordError(400, 30013, "Maximum number of guild channels reached (500)")


def max_roles() -> DiscordError:
    return DiscordError(400, 30005, "Maximum number of guild roles reached (250)")


def max_pins() -> DiscordError:
    return DiscordError(400, 30003, "Maximum number of pins reached for the channel (250)")


def max_commands() -> DiscordError:
    return DiscordError(400, 30032, "Maximum number of application commands reached (100).")


def wrong_channel_type() -> DiscordError:
    return DiscordError(400, 50024, "Cannot execute action on this channel type")


def bulk_delete_too_old() -> DiscordError:
    return DiscordError(400, 50034, "A message provided was too old to bulk delete")


def too_large() -> DiscordError:
    return DiscordError(413, 40005, "Request entity too large")


# --- 401, 403


def unauthorized() -> DiscordError:
    return DiscordError(401, 0, "401: Unauthorized")


def invalid_webhook_token() -> DiscordError:
    return DiscordError(401, 50027, "Invalid Webhook Token")


def forbidden() -> DiscordError:
    return DiscordError(403, 0, "403: Forbidden")


def missing_access() -> DiscordError:
    return DiscordError(403, 50001, "Missing Access")


def missing_permissions() -> DiscordError:
    return DiscordError(403, 50013, "Missing Permissions")


def cannot_dm() -> DiscordError:
    return DiscordError(403, 50007, "Cannot send messages to this user")


def not_author() -> DiscordError:
    return DiscordError(403, 50005, "Cannot edit a message authored by another user")


# --- 404, 405


def not_found() -> DiscordError:
    """An address that the API does not have."""
    return DiscordError(404, 0, "404: Not Found")


def method_not_allowed() -> DiscordError:
    return DiscordError(405, 0, "405: Method Not Allowed")


def unknown_application() -> DiscordError:
    return DiscordError(404, 10002, "Unknown Application")


def unknown_channel() -> DiscordError:
    return DiscordError(404, 10003, "Unknown Channel")


def unknown_guild() -> DiscordError:
    return DiscordError(404, 10004, "Unknown Guild")


def unknown_member() -> DiscordError:
    return DiscordError(404, 10007, "Unknown Member")


def unknown_message() -> DiscordError:
    return DiscordError(404, 10008, "Unknown Message")


def unknown_overwrite() -> DiscordError:
    return DiscordError(404, 10009, "Unknown Permission Overwrite")


def unknown_role() -> DiscordError:
    return DiscordError(404, 10011, "Unknown Role")


def unknown_user() -> DiscordError:
    return DiscordError(404, 10013, "Unknown User")


def unknown_webhook() -> DiscordError:
    return DiscordError(404, 10015, "Unknown Webhook")


def unknown_interaction() -> DiscordError:
    return DiscordError(404, 10062, "Unknown interaction")


def unknown_command() -> DiscordError:
    return DiscordError(404, 10063, "Unknown application command")


# --- 5xx, for ordered faults


def server_error(status: int = 500) -> DiscordError:
    """500, 502, 503 or 504, as Discord or the proxy before it answers."""
    texts = {500: "500: Internal Server Error", 502: "502: Bad Gateway", 503: "503: Service Unavailable"}
    return DiscordError(status, 0, texts.get(status, "504: Gateway Timeout"))
