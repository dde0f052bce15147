"""Errors as members read them: expected ones as a sentence, all others as an id that is in the log too."""

import inspect
import logging
import re
from typing import Any

import discord
import pytest
from discord import app_commands

from bot import errors
from bot.errors import BadInput, CrosswalkError, NotAllowed, NotFound, Refusal, StorageError
from bot.ui import checking, message_for

SECRET = "/srv/secret/path"


def tree() -> list[type[CrosswalkError]]:
    """Every error that Crosswalk raises on purpose."""
    return [
        kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, CrosswalkError)
    ]


@pytest.mark.parametrize("kind", [kind for kind in tree() if issubclass(kind, Refusal)])
def test_a_refusal_is_shown_as_it_is_and_is_no_fault(
    kind: type[Refusal], caplog: pytest.LogCaptureFixture
) -> None:
    assert message_for(kind("Pick another one.")) == "Pick another one."
    assert caplog.records == []


@pytest.mark.parametrize("kind", [kind for kind in tree() if issubclass(kind, StorageError)])
def test_trouble_with_the_database_is_put_in_the_members_words(
    kind: type[StorageError], caplog: pytest.LogCaptureFixture
) -> None:
    error = kind("Give this user the right to write /srv/db.")
    error.__cause__ = OSError("disk I/O error")
    text = message_for(error)
    assert text.startswith("I could not save that, because ")
    assert "Nothing was changed. Try again" in text
    assert "/srv" not in text
    assert "/srv" in caplog.text, "whoever runs the bot reads the rest in the log"
    assert "Traceback" not in caplog.text, "many may press while a disk is full: a line each"


def test_the_reasons_of_storage_errors_differ() -> None:
    kinds = [kind for kind in tree() if issubclass(kind, StorageError)]
    texts = {message_for(kind("x")) for kind in kinds}
    assert len(texts) >= 5


def test_an_unexpected_error_shows_an_id_and_nothing_of_itself(caplog: pytest.LogCaptureFixture) -> None:
    text = message_for(KeyError(SECRET))
    found = re.search(r"`([0-9a-f]{8})`", text)
    assert found
    assert SECRET not in text
    assert "Something went wrong on our side" in text
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert found[1] in record.getMessage()
    assert SECRET in caplog.text
    again = message_for(KeyError(SECRET))
    assert again != text, "each incident has its own id"


def command() -> app_commands.Command[Any, ..., None]:
    """Some command."""

    async def callback(interaction: discord.Interaction) -> None: ...

    return app_commands.Command(name="some", description="some", callback=callback)


def test_what_the_library_wraps_is_unwrapped() -> None:
    inner = app_commands.CommandInvokeError(command(), NotFound("It is not here."))
    assert message_for(inner) == "It is not here."
    assert message_for(app_commands.CommandInvokeError(command(), inner)) == "It is not here."


def test_a_checks_refusal_comes_through() -> None:
    with pytest.raises(app_commands.CheckFailure) as caught, checking():
        raise NotAllowed("Only admins may.")
    assert message_for(caught.value) == "Only admins may."
    assert message_for(app_commands.CheckFailure("internal words")) == "You may not use that command here."


def test_checking_leaves_other_errors_alone() -> None:
    with pytest.raises(KeyError), checking():
        raise KeyError("x")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (app_commands.NoPrivateMessage(), "works in a server only"),
        (app_commands.CommandNotFound("old", []), "has changed since Discord loaded it"),
        (app_commands.CommandSignatureMismatch(command()), "has changed since Discord loaded it"),
        (
            app_commands.TransformerError(
                "x" * 500, discord.AppCommandOptionType.channel, app_commands.Transformer()
            ),
            "can't be used there. Pick it from the list",
        ),
    ],
)
def test_the_librarys_own_errors_have_words(error: Exception, said: str) -> None:
    text = message_for(error)
    assert said in text
    assert len(text) < 250


def test_every_error_belongs_to_the_tree_and_says_what_it_is() -> None:
    assert {BadInput, NotFound, NotAllowed} <= set(tree())
    for kind in tree():
        assert kind.__doc__
        assert kind("A sentence.").message == "A sentence."
        assert str(kind("A sentence.")) == "A sentence."
