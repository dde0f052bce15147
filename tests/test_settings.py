"""Settings: from the environment and .env; a wrong one is one sentence with its name, its problem and an example."""

import logging
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import DISCORD_API, LogFormat, LogLevel, Settings, load_settings
from tests.program import crosswalk

NAMES = (
    "DISCORD_TOKEN",
    "CROSSWALK_DATABASE_URL",
    "CROSSWALK_DISCORD_API",
    "CROSSWALK_START_AT",
    "CROSSWALK_CONTENT",
    "CROSSWALK_CODES",
    "CROSSWALK_LOG_LEVEL",
    "CROSSWALK_LOG_FORMAT",
)
SECRET = "a-very-secret-token"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting from outside, and no .env here."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_defaults_need_nothing() -> None:
    found = load_settings()
    assert found.discord_api == DISCORD_API
    assert not found.is_local
    assert found.database_url == "sqlite:///data/crosswalk.sqlite3"
    assert (found.content / "questions").is_dir()
    assert found.start_instant is None
    assert (found.log_level, found.log_format) == (LogLevel.INFO, LogFormat.TEXT)


def test_every_setting_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {
        "DISCORD_TOKEN": f" {SECRET}\n",
        "CROSSWALK_DATABASE_URL": "sqlite:///other.sqlite3",
        "CROSSWALK_DISCORD_API": "http://127.0.0.1:9/api/v10/",
        "CROSSWALK_START_AT": "2027-03-14T08:55:00+01:00",
        "CROSSWALK_CONTENT": str(tmp_path),
        "CROSSWALK_CODES": "other-codes.sqlite3",
        "CROSSWALK_LOG_LEVEL": "debug",
        "CROSSWALK_LOG_FORMAT": "JSON",
    }.items():
        monkeypatch.setenv(name, value)
    found = load_settings()
    assert found.token == SECRET
    assert found.database_url == "sqlite:///other.sqlite3"
    assert found.discord_api == "http://127.0.0.1:9/api/v10"
    assert found.is_local
    assert found.start_instant == 1_805_010_900
    assert found.content == tmp_path
    assert found.codes == Path("other-codes.sqlite3")
    assert (found.log_level, found.log_format) == (LogLevel.DEBUG, LogFormat.JSON)


def test_the_env_file_is_read_and_the_environment_goes_before_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("DISCORD_TOKEN=from-the-file\nCROSSWALK_LOG_LEVEL=ERROR\nOTHER=thing\n")
    monkeypatch.setenv("CROSSWALK_LOG_LEVEL", "WARNING")
    found = load_settings()
    assert found.token == "from-the-file"
    assert found.log_level is LogLevel.WARNING


def test_a_start_without_a_zone_is_utc_and_empty_settings_are_as_if_not_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CROSSWALK_START_AT", "2027-03-14T07:55:00")
    monkeypatch.setenv("DISCORD_TOKEN", "")
    assert load_settings().start_instant == 1_805_010_900
    for name in NAMES:
        monkeypatch.setenv(name, "")
    assert load_settings() == Settings(_env_file=None)  # type: ignore[call-arg]


WRONG = [
    (
        "CROSSWALK_DATABASE_URL",
        "postgres://host/db",
        "sqlite:/// and a file name",
        "sqlite:///data/crosswalk.sqlite3",
    ),
    (
        "CROSSWALK_DATABASE_URL",
        "crosswalk.db",
        "sqlite:/// and a file name",
        "sqlite:///data/crosswalk.sqlite3",
    ),
    (
        "CROSSWALK_DATABASE_URL",
        "sqlite:///",
        "sqlite:/// and a file name",
        "sqlite:///data/crosswalk.sqlite3",
    ),
    ("CROSSWALK_DATABASE_URL", "sqlite:////tmp", "names a folder", "sqlite:///data/crosswalk.sqlite3"),
    ("CROSSWALK_DISCORD_API", "discord.com", "starts with http:// or https://", DISCORD_API),
    ("CROSSWALK_DISCORD_API", "http://", "it names no host", DISCORD_API),
    ("CROSSWALK_DISCORD_API", "http://localhost:notaport/api/v10", "port", DISCORD_API),
    ("CROSSWALK_START_AT", "tomorrow", "date and time", "2027-03-14T08:55:00+00:00"),
    ("CROSSWALK_START_AT", "2027-02-30T00:00:00", "date and time", "2027-03-14T08:55:00+00:00"),
    ("CROSSWALK_CONTENT", "/no/such/folder", "no such folder", "content"),
    ("CROSSWALK_CODES", "/tmp", "that is a folder", "build/codes.sqlite3"),
    ("CROSSWALK_LOG_LEVEL", "loud", "it is none of DEBUG, INFO, WARNING, ERROR", "INFO"),
    ("CROSSWALK_LOG_FORMAT", "xml", "it is none of text, json", "text"),
]


@pytest.mark.parametrize(
    ("name", "value", "problem", "example"), WRONG, ids=[f"{n}={v}" for n, v, *_ in WRONG]
)
def test_a_wrong_setting_is_named_with_its_problem_and_an_example(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, problem: str, example: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    sentence = caught.value.message
    assert sentence.startswith(f"{name} can't be used (it is “{value}”): ")
    assert problem in sentence
    assert sentence.endswith(f"Example: {example}")
    assert "\n" not in sentence


def test_an_address_with_a_password_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSWALK_DATABASE_URL", f"postgres://me:{SECRET}@host/db")
    with pytest.raises(SettingsError, match="CROSSWALK_DATABASE_URL can't be used:") as caught:
        load_settings()
    assert SECRET not in caught.value.message


def test_an_empty_line_in_the_env_file_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DISCORD_TOKEN=\nCROSSWALK_START_AT=\nCROSSWALK_CONTENT=\n")
    assert load_settings() == Settings(_env_file=None)  # type: ignore[call-arg]


def test_an_env_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"DISCORD_TOKEN=\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"\.env is not UTF-8 text"):
        load_settings()


def test_secrets_are_never_printed(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", SECRET)
    found = load_settings()
    logging.getLogger("any").warning("settings: %s %r", found, found)
    assert SECRET not in caplog.text
    assert SECRET not in repr(found) + str(found) + str(found.model_dump()) + found.model_dump_json()
    monkeypatch.setenv("CROSSWALK_LOG_LEVEL", "LOUD")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert SECRET not in str(caught.value)


def test_without_a_token_a_sentence_says_how_to_get_one() -> None:
    with pytest.raises(SettingsError) as caught:
        _ = load_settings().token
    assert "discord.com/developers" in caught.value.message
    assert "`make demo`" in caught.value.message


@pytest.mark.parametrize("token", ["two words", "two\nlines", "a\x00b"])
def test_what_cannot_be_a_token_is_refused_before_discord_is_asked(
    token: str,
) -> None:
    """A line break would end in an error of the HTTP library, over and over."""
    with pytest.raises(SettingsError, match="one line without spaces") as caught:
        _ = Settings.model_validate({"DISCORD_TOKEN": token}).token
    assert token not in caught.value.message


def test_every_setting_is_explained_in_the_example_file() -> None:
    text = (Path(__file__).resolve().parent.parent / ".env.example").read_text(encoding="utf-8")
    for name in NAMES:
        assert f"{name}=" in text, name
    assert {field.validation_alias.choices[0] for field in Settings.model_fields.values()} == set(NAMES)  # type: ignore[union-attr]


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, value, *_ in WRONG[::4]])
def test_the_program_stops_with_that_one_sentence(tmp_path: Path, name: str, value: str) -> None:
    outcome = crosswalk(tmp_path, "run", **{"DISCORD_TOKEN": SECRET, name: value})
    assert outcome.code == 1
    (sentence,) = outcome.err.splitlines()
    assert sentence.startswith(f"{name} can't be used")
    assert outcome.out == ""
    assert SECRET not in outcome.err
    assert list(tmp_path.iterdir()) == [], "nothing was made on the way"
