"""Checks that what is quoted as a code's title is the table's."""

import re
from collections.abc import Callable, Iterator

from bot.library.codesets import CodeSets, words_of
from bot.library.gather import Gathered
from bot.library.reading import Document, Where
from bot.library.texts import each_text

_CODE = r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?"
# A title stands behind its code after a comma or in brackets, and begins with a capital.
_BEHIND = re.compile(rf"\b({_CODE})(?:\.?-)?(?:, | \()(?=[A-Z][a-z])")
# A colon or a dash may also bring a remark.
_PERHAPS = re.compile(
    rf"\b({_CODE})(?:\.?-)?(?:: | [=–—-] |,?(?: is(?: called| titled)?| means| reads)? \(?[“\"‘'])(?=[A-Z][a-z])"
)
# Words in quotation marks before a code may also be the provider's.
_BEFORE = re.compile(rf"[“\"‘']([A-Z][^”\"’']+)[”\"’'],? \(?({_CODE})(?![\w-]|\.\w)")
# Of the quoted words and the table's.
_Judge = Callable[[list[str], list[str]], bool]
_STOP = re.compile(r"[;:.?!”\"’]")
# From so many shared words on, a remark behind a colon is a title.
_ALIKE = 0.6


def check_titles(found: Gathered, tables: CodeSets) -> None:
    """Note what is written like a code's title and is not the table's."""
    for document, where, text in each_text(found):
        _titles(document, where, text, tables)


def _titles(document: Document, where: Where, text: str, tables: CodeSets) -> None:
    for code, quoted, is_title in _quoted(text, tables):
        title = tables.description(code)
        called = _cut(quoted, title)
        words, own = words_of(called), words_of(title)
        if not title or _begins(own, words) or _begins(words, own):
            continue
        if is_title(words, own):
            what = f"{code} is called “{called[:60].strip()}”; the table says “{title}”"
            document.complain(where, what, "Quote the table, or do not write it like a title")


def _quoted(text: str, tables: CodeSets) -> Iterator[tuple[str, str, _Judge]]:
    """Each code with what may be its title, and what tells whether it is meant as one."""
    for hit in _BEHIND.finditer(text):
        yield hit[1], text[hit.end() :], lambda words, own: True
    for hit in _PERHAPS.finditer(text):
        yield hit[1], text[hit.end() :], _alike
    for hit in _BEFORE.finditer(text):
        yield (
            hit[2],
            hit[1],
            lambda words, own: _one_off(words, own) or (len(words) > 1 and tables.begins_a_title(words)),
        )


def _cut(text: str, title: str) -> str:
    """As far as a quotation reaches: to the end of the clause, or to a bracket unless the title has some too."""
    depth = 0
    for place, character in enumerate(text):
        if _STOP.match(character):
            return text[:place]
        if character == "(":
            if "(" not in title:
                return text[:place]
            depth += 1
        elif character == ")":
            depth -= 1
            if depth < 0:
                return text[:place]
    return text


def _begins(longer: list[str], shorter: list[str]) -> bool:
    return longer[: len(shorter)] == shorter


def _one_off(words: list[str], own: list[str]) -> bool:
    """Whether the words are the title with one of three or more changed."""
    return len(words) == len(own) > 2 and sum(map(str.__ne__, words, own)) == 1


def _alike(words: list[str], own: list[str]) -> bool:
    """Whether the words begin like the title, or most of them are its own."""
    shared = sum(word in own for word in words)
    return words[:1] == own[:1] or shared >= _ALIKE * len(words)
