"""Checks of single fields, with the codes and texts that Discord puts into an invalid form.

Source of codes and texts: Discord's documentation, "Error Messages", and answers quoted in public issue
trackers. A field that is null counts as absent, as it does for Discord.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import FormErrors, invalid_form

Path = tuple[str | int, ...]

WEB = ("http", "https")
_URL = re.compile(r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://(?P<rest>[^\s/?#]+\S*)", re.ASCII)


@dataclass(slots=True)
class Form:
    """The errors of one body, nested under the paths of their fields."""

    errors: FormErrors = field(default_factory=dict)

    def add(self, path: Path, code: str, message: str) -> None:
        node = self.errors
        for step in path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def finish(self) -> None:
        """Raises 50035 when anything was added."""
        if self.errors:
            raise invalid_form(self.errors)


@dataclass(slots=True)
class Part:
    """One object of the body and where it stands. Each check returns the value, or None when it is no use."""

    form: Form
    path: Path
    data: Mapping[str, Any]

    def fail(self, key: str | None, code: str, message: str) -> None:
        """Notes an error at the field ``key``, or at this object itself."""
        self.form.add((*self.path, key) if key is not None else self.path, code, message)

    def given(self, key: str) -> bool:
        return self.data.get(key) is not None

    def _value(self, key: str, required: bool) -> Any:
        value = self.data.get(key)
        if required and (value is None or value == ""):
            self.fail(key, "BASE_TYPE_REQUIRED", "This field is required")
            return None
        return value

    def text(self, key: str, most: int, *, least: int = 0, required: bool = False) -> str | None:
        """A text of ``least`` to ``most`` code points."""
        value = self._value(key, required)
        if value is None:
            return None
        if not isinstance(value, str):
            self.fail(key, "STRING_TYPE_CONVERT", f"Could not interpret {value!r} as string.")
            return None
        self._length(key, len(value), least, most)
        return value

    def _length(self, key: str, length: int, least: int, most: int) -> None:
        if least <= length <= most:
            return
        if least:
            self.fail(key, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        else:
            self.fail(key, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")

    def integer(self, key: str, low: int, high: int, *, required: bool = False) -> int | None:
        value = self._value(key, required)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.fail(key, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
            return None
        if value < low:
            self.fail(key, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {low}.")
        elif value > high:
            self.fail(key, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {high}.")
        return value

    def boolean(self, key: str) -> bool | None:
        value = self.data.get(key)
        if value is None or isinstance(value, bool):
            return value
        self.fail(key, "BOOLEAN_TYPE_CHOICES", "Must be either true or false.")
        return None

    def choice(self, key: str, allowed: Iterable[Any], *, required: bool = False) -> Any:
        """A value out of a fixed list."""
        value = self._value(key, required)
        values = tuple(allowed)
        if value is not None and (isinstance(value, bool) or value not in values):
            self.fail(key, "BASE_TYPE_CHOICES", f"Value must be one of {values}.")
            return None
        return value

    def items(self, key: str, most: int, *, least: int = 0, required: bool = False) -> list[Any]:
        """A list of ``least`` to ``most``; an empty one when it is absent or too long to be looked into."""
        value = self._value(key, required)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.fail(key, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        self._length(key, len(value), least, most)
        return list(value) if len(value) <= most else []

    def parts(self, key: str, most: int, *, least: int = 0, required: bool = False) -> list[Part]:
        """A list of objects."""
        found = []
        for number, value in enumerate(self.items(key, most, least=least, required=required)):
            if isinstance(value, Mapping):
                found.append(Part(self.form, (*self.path, key, number), value))
            else:
                self.form.add(
                    (*self.path, key, number), "MODEL_TYPE_CONVERT", "Expected an object/dictionary."
                )
        return found

    def part(self, key: str, *, required: bool = False) -> Part | None:
        """An object."""
        value = self._value(key, required)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.fail(key, "MODEL_TYPE_CONVERT", "Expected an object/dictionary.")
            return None
        return Part(self.form, (*self.path, key), value)

    def url(
        self, key: str, most: int = 2048, *, schemes: tuple[str, ...] = WEB, required: bool = False
    ) -> str | None:
        """An address with one of the schemes; None when it is not one."""
        value = self.text(key, most, required=required)
        if not value:
            return None
        match = _URL.fullmatch(value)
        if match is None:
            self.fail(key, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
            return None
        if match["scheme"].lower() not in schemes:
            self.fail(
                key,
                "URL_TYPE_INVALID_SCHEME",
                f'Scheme "{match["scheme"]}" is not supported. Scheme must be one of {schemes}.',
            )
            return None
        return value

    def snowflake(self, key: str, *, required: bool = False) -> int | None:
        """An id, as text or number."""
        value = self._value(key, required)
        if value is None:
            return None
        if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,20}", str(value)):
            self.fail(key, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
            return None
        return int(value)

    def union(self, allowed: tuple[int, ...]) -> int | None:
        """The ``type`` of a component or option, when it may stand here."""
        value = self._value("type", True)
        if value is None or (not isinstance(value, bool) and value in allowed):
            return value
        self.fail(
            None, "UNION_TYPE_CHOICES", f'Value of field "type" must be one of {tuple(sorted(allowed))}.'
        )
        return None
