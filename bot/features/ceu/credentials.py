"""The credentials that can be kept: those of the guide, specialties too, whose body's rules are known. Pure."""

from collections.abc import Iterator
from difflib import get_close_matches

from bot.dates import quoted
from bot.errors import NotFound
from bot.library import Library


class Credentials:
    """Finds them by what people type."""

    def __init__(self, library: Library) -> None:
        known = [(one.id, one.name, one.body, "") for one in library.certifications.values()]
        known += [(one.id, one.name, one.body, one.field) for one in library.guide.specialties]
        self._all = {each[0]: each for each in known if library.renewal(each[2])}
        # Where two share a word, that which is listed first has it.
        self._by_key = {key: each for each in reversed(self._all.values()) for key in _keys(*each)}

    def body(self, credential: str) -> str | None:
        """Who gives it; None for one that is not known here."""
        found = self._all.get(credential)
        return found[2] if found else None

    def find(self, text: str) -> tuple[str, str]:
        """The credential that somebody typed, and its body. NotFound names near ones."""
        wanted = _key(text)
        if found := self._by_key.get(wanted):
            return found[0], found[2]
        close = get_close_matches(wanted[:80], self._by_key, n=3, cutoff=0.6)
        near = list(dict.fromkeys(self._by_key[key][0] for key in close))
        hint = f"Did you mean {' or '.join(near)}? " if near else ""
        raise NotFound(
            f"There is no credential called “{quoted(text)}” here. {hint}Pick one from the list that appears while you "
            "type, such as CPC; specialties are in it too."
        )

    def suggest(self, typed: str, most: int = 25) -> list[tuple[str, str]]:
        """Ids and labels that go with what is being typed."""
        start, words = _key(typed), typed.casefold().split()
        found = [
            (each[0], _label(*each))
            for each in self._all.values()
            if (start and _key(each[0]).startswith(start))
            or all(word in f"{_label(*each)} {each[3]}".casefold() for word in words)
        ]
        return sorted(found, key=lambda each: not _key(each[0]).startswith(start))[:most]


def _label(credential: str, name: str, _body: str, _field: str) -> str:
    return f"{credential} · {name}"


def _keys(credential: str, name: str, body: str, field: str) -> Iterator[str]:
    yield from (_key(credential), _key(name), _key(_label(credential, name, body, field)))
    if field:
        yield _key(field)


def _key(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
