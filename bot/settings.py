"""Settings from the environment and `.env`. A wrong one stops the start with a sentence that says how to mend it."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.db import database_path
from bot.errors import BadInput, SettingsError

DISCORD_API = "https://discord.com/api/v10"
TOKEN_HELP = (
    "DISCORD_TOKEN is not set. Make a bot at discord.com/developers (New Application → Bot → Reset Token), put "
    "DISCORD_TOKEN=… into a file named .env, and start again. To try everything without an account or a token, "
    "run `make demo`."
)


TOKEN_NO_TEXT = (
    "DISCORD_TOKEN can't be used: a token is one line without spaces. Copy it again from discord.com/developers "
    "(your application → Bot → Reset Token)."
)


class LogFormat(StrEnum):
    """How log lines are written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """The least serious kind of log line that is written."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


def _instant(value: object) -> object:
    if value is None or isinstance(value, datetime):
        return value
    try:
        moment = datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError("it is not a date and time as ISO 8601 writes them") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _http_address(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("an address starts with http:// or https://")
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError("its host or its port cannot be read") from None
    if not host:
        raise ValueError("it names no host")
    return value.rstrip("/")


def _database(value: str) -> str:
    try:
        database_path(value)
    except BadInput as refusal:
        # The example follows anyway.
        problem = refusal.message.partition(", such as")[0]
        raise ValueError(problem[:1].lower() + problem[1:]) from None
    return value


def _folder(value: Path) -> Path:
    if not value.is_dir():
        raise ValueError("there is no such folder")
    return value


def _file(value: Path) -> Path:
    if value.is_dir():
        raise ValueError("that is a folder, and a file is needed")
    return value


def _level(value: object) -> object:
    return _one_of(LogLevel, value.upper()) if isinstance(value, str) else value


def _format(value: object) -> object:
    return _one_of(LogFormat, value.lower()) if isinstance(value, str) else value


def _one_of(kind: type[StrEnum], name: str) -> StrEnum:
    try:
        return kind(name.strip())
    except ValueError:
        raise ValueError(f"it is none of {', '.join(kind)}") from None


class Settings(BaseSettings):
    """All settings. Secrets never print."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    discord_token: SecretStr | None = Field(None, validation_alias=AliasChoices("DISCORD_TOKEN"))
    database_url: Annotated[str, AfterValidator(_database)] = Field(
        "sqlite:///data/crosswalk.sqlite3", validation_alias=AliasChoices("CROSSWALK_DATABASE_URL")
    )
    discord_api: Annotated[str, AfterValidator(_http_address)] = Field(
        DISCORD_API, validation_alias=AliasChoices("CROSSWALK_DISCORD_API")
    )
    start_at: Annotated[datetime | None, BeforeValidator(_instant)] = Field(
        None, validation_alias=AliasChoices("CROSSWALK_START_AT")
    )
    content: Annotated[Path, AfterValidator(_folder)] = Field(
        Path(__file__).resolve().parent.parent / "content", validation_alias=AliasChoices("CROSSWALK_CONTENT")
    )
    codes: Annotated[Path, AfterValidator(_file)] = Field(
        Path(__file__).resolve().parent.parent / "build" / "codes.sqlite3",
        validation_alias=AliasChoices("CROSSWALK_CODES"),
    )
    log_level: Annotated[LogLevel, BeforeValidator(_level)] = Field(
        LogLevel.INFO, validation_alias=AliasChoices("CROSSWALK_LOG_LEVEL")
    )
    log_format: Annotated[LogFormat, BeforeValidator(_format)] = Field(
        LogFormat.TEXT, validation_alias=AliasChoices("CROSSWALK_LOG_FORMAT")
    )

    @property
    def is_local(self) -> bool:
        """Whether the bot talks to a local Discord instead of the real one."""
        return self.discord_api != DISCORD_API

    @property
    def start_instant(self) -> float | None:
        """Epoch seconds at which the clock begins, None for the present."""
        return self.start_at.timestamp() if self.start_at else None

    @property
    def token(self) -> str:
        """The bot's token. Raises SettingsError with how to get one, or for what can't be one."""
        secret = self.discord_token.get_secret_value().strip() if self.discord_token else ""
        if not secret:
            raise SettingsError(TOKEN_HELP)
        if any(not char.isprintable() or char.isspace() for char in secret):
            raise SettingsError(TOKEN_NO_TEXT)
        return secret


_EXAMPLES = {
    "DISCORD_TOKEN": "the long text that the developer page shows after Reset Token",
    "CROSSWALK_DATABASE_URL": "sqlite:///data/crosswalk.sqlite3",
    "CROSSWALK_DISCORD_API": DISCORD_API,
    "CROSSWALK_START_AT": "2027-03-14T08:55:00+00:00",
    "CROSSWALK_CONTENT": "content",
    "CROSSWALK_CODES": "build/codes.sqlite3",
    "CROSSWALK_LOG_LEVEL": "INFO",
    "CROSSWALK_LOG_FORMAT": "text",
}


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings. Raises SettingsError naming the setting, what is wrong with it, and an example."""
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        problem = first["msg"].removeprefix("Value error, ").rstrip(".")
        value = str(first["input"])
        # A password may stand before the @ of an address.
        given = "" if name == "DISCORD_TOKEN" or "@" in value else f" (it is “{value[:80]}”)"
        raise SettingsError(
            f"{name} can't be used{given}: {problem}. Example: {_EXAMPLES.get(name, '')}"
        ) from None
    except UnicodeDecodeError:
        raise SettingsError("The file .env is not UTF-8 text. Save it as UTF-8 and start again.") from None
