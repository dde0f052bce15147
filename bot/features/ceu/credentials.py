"""The credentials that can be kept: those of the guide, specialties too, whose body's rules are known. Pure."""

from bot.errors import NotFound
from bot.library import Library


class Credentials:
    """Finds them by what people type."""

    def __init__(self, library: Library) -> None:
        self._library = library
        known = [(one.id, one.name, one.body) for one in library.certifications.values()]
        known += [(one.id, one.name, one.body) for one in library.guide.specialties]
        self._all = {each[0]: each for each in known if library.renewal(each[2])}

    def body(self, credential: str) -> str | None:
        """Who gives it; None for one that is not known here."""
        found = self._all.get(credential)
        return found[2] if found else None

    def find(self, text: str) -> tuple[str, str]:
        """The credential that somebody typed, and its body. NotFound names near ones."""
        wanted = " ".join(text.split()).casefold()
        for credential, name, body in self._all.values():
            if wanted in (credential.casefold(), name.casefold()):
                return credential, body
        found = self._library.certification(text)
        raise NotFound(f"I don't know what {found.body} asks for to keep {found.id}.")

    def suggest(self, typed: str, most: int = 25) -> list[tuple[str, str]]:
        """Ids and labels that go with what is being typed."""
        wanted = " ".join(typed.split()).casefold()
        labels = [(each[0], f"{each[0]} · {each[1]}") for each in self._all.values()]
        found = [each for each in labels if wanted in each[1].casefold()]
        return sorted(found, key=lambda each: not each[0].casefold().startswith(wanted))[:most]
