"""The bodies of the page's requests, checked. Anything that is not asked for is refused."""

from typing import Annotated

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    model_validator,
)

from sandbox.travel import Goal, Speed
from sandbox.trouble import Order

MOST_VALUES = 25
MOST_FILES = 10
# 5 MB, the most that the bot reads of a file.
MOST_BASE64 = 5 * 1024 * 1024 * 4 // 3 + 4

ID_PATTERN = r"^[0-9]{1,20}$"
Id = Annotated[str, Field(pattern=ID_PATTERN)]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
Text = Annotated[str, Field(max_length=6000)]


class Ask(BaseModel):
    """The body of a request. Anything that is not asked for is refused."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Thing(Ask):
    """A user, role or channel by its id, as the value of an option."""

    id: Id


class File(Ask):
    """A file that is uploaded. content: in base64."""

    file: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^/\\\x00-\x1f]+$")]
    content: Annotated[str, Field(max_length=MOST_BASE64)]


OptionValue = (
    StrictBool | StrictInt | StrictFloat | Annotated[StrictStr, Field(max_length=6000)] | Thing | File
)
Files = Annotated[list[File], Field(max_length=MOST_FILES)]
FormValue = StrictBool | Text | Annotated[list[Text], Field(max_length=MOST_VALUES)] | Files


class Act(Ask):
    """Who does something, and where."""

    user: Id
    channel: Id


class Press(Act):
    """A button of a message."""

    message: Id
    custom_id: Name


class Choose(Press):
    """Values in a menu of a message."""

    values: Annotated[list[Text], Field(max_length=MOST_VALUES)]


class Slash(Act):
    """A slash command, such as "quiz practice"."""

    command: Name
    options: Annotated[dict[str, OptionValue], Field(max_length=MOST_VALUES)] = {}


class Complete(Slash):
    """What the bot offers while something is typed into an option."""

    option: Name
    typed: Text


class Submit(Act):
    """A form that was opened by an interaction."""

    interaction: Id
    values: Annotated[dict[str, FormValue], Field(max_length=MOST_VALUES)] = {}


class Say(Act):
    """A message, of words or of files at least."""

    text: Annotated[str, Field(max_length=2000)]
    files: Files = []

    @model_validator(mode="after")
    def _not_empty(self) -> "Say":
        if not self.text.strip() and not self.files:
            raise ValueError("a message needs words or a file")
        return self


class Travel(Ask):
    """Where the clock is to go. user: whose exam."""

    to: Goal
    user: Id | None = None


class Pace(Ask):
    """How fast the clock is to run."""

    speed: Speed


class Fault(Ask):
    """Trouble on order."""

    do: Order
