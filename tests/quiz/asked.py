"""Reads a posted question back: which one it is, and which letter stands before which option."""

from dataclasses import dataclass

from discord.utils import escape_markdown

from bot.library import Library, Question
from sandbox.seen import SeenMessage
from tests.community import library

# The letters of a bundled question.
LETTERS = "ABCD"


@dataclass(frozen=True)
class Asked:
    """A question as a message shows it. keys: the option's key in the file, by the letter shown."""

    question: Question
    keys: dict[str, str]

    def key(self, letter: str) -> str:
        """The key of the option behind a letter."""
        return self.keys[letter]

    @property
    def right(self) -> str:
        """The letter of the answer."""
        return next(letter for letter, key in self.keys.items() if key == self.question.answer)

    @property
    def wrong(self) -> list[str]:
        """The three other letters."""
        return [letter for letter in self.keys if letter != self.right]

    def why(self, letter: str) -> str:
        """The reason behind a letter, as messages write it."""
        return escape_markdown(self.question.option(self.keys[letter]).why)

    @property
    def source(self) -> str:
        """Where to look it up."""
        return escape_markdown(self.question.sources[0].label)


def asked(message: SeenMessage, content: Library | None = None) -> Asked:
    """What the first embed of a message asks."""
    text = str(message.embeds[0]["description"])
    known = (content or library()).questions.values()
    question = next(q for q in known if text.startswith(f"{escape_markdown(q.stem)}\n\n"))
    shown = {line[2]: line[7:] for line in text.splitlines() if line[:2] == "**" and line[3:7] == "**  "}
    by_text = {escape_markdown(option.text): option.key for option in question.options}
    keys = {letter: by_text[option] for letter, option in shown.items()}
    assert sorted(keys) == list("ABCDE"[: len(question.options)])
    assert sorted(keys.values()) == sorted(keys)
    return Asked(question, keys)
