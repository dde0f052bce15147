"""The words of a piece of HTML. Pure."""

from html.parser import HTMLParser

from bot.features.banks.drafts import Fault

_LONGEST = 20_000
_BREAKS = frozenset({"br", "div", "p", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "hr"})
_SILENT = frozenset({"style", "script", "head", "title"})
_PICTURES = frozenset({"img", "svg", "video", "object", "embed"})


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.pictures = False
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pictures |= tag in _PICTURES
        self._silent += tag in _SILENT
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def plain(html: str) -> str:
    """Its words, with line breaks where it has them. Raises Fault when it cannot do without a picture."""
    if len(html) > _LONGEST:
        raise Fault(f"has a text of more than {_LONGEST:,} characters")
    if "<" not in html and "&" not in html:
        return html
    words = _Words()
    words.feed(html.replace("\n", " "))
    words.close()
    if words.pictures:
        raise Fault("has a picture, which cannot be shown here")
    return "\n".join(line for part in "".join(words.parts).split("\n") if (line := part.strip()))
