"""Environment, `.env` and TOML to settings; a bad value stops the start, by name."""

import re
import tomllib
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

# Where the settings may stand beside the environment.
TOML_FILE = "payaid.toml"
ENV_FILE = ".env"

_DATABASES = re.compile(r"sqlite:///|postgres(ql)?://")
# What Telegram takes as a secret. Source: core.telegram.org/bots/api#setwebhook
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")

_EXAMPLES = {
    "token": "BOT_TOKEN=123456789:AAE…, as @BotFather gave it",
    "api_base": "BOT_API_BASE=https://api.telegram.org",
    "database_url": "BOT_DATABASE_URL=sqlite:///var/bot.db or postgresql://user:password@host/name",
    "evidence_url": "BOT_EVIDENCE_URL=file://var/evidence",
    "knowledge_dir": "BOT_KNOWLEDGE_DIR=/srv/payaid/knowledge, holding tables/ and articles/",
    "admin_ids": "BOT_ADMIN_IDS=11111,22222",
    "agent_ids": "BOT_AGENT_IDS=33333,44444",
    "agents_chat": "BOT_AGENTS_CHAT=-1001234567890",
    "agents_language": "BOT_AGENTS_LANGUAGE=zh-Hans, zh-Hant or en",
    "http_bind": "BOT_HTTP_BIND=127.0.0.1:8080",
    "public_url": "BOT_PUBLIC_URL=https://help.example.org",
    "webhook_url": "BOT_WEBHOOK_URL=https://help.example.org/hook",
    "webhook_secret": "BOT_WEBHOOK_SECRET=a word of A-Z, a-z, 0-9, _ and -",
    "send_rate": "BOT_SEND_RATE=25",
    "chat_rate": "BOT_CHAT_RATE=1",
    "group_rate": "BOT_GROUP_RATE=18",
    "newcomer_rate": "BOT_NEWCOMER_RATE=20",
    "transport": "BOT_TRANSPORT=aiohttp or httpx",
    "status_feeds": "BOT_STATUS_FEEDS=on or off",
    "probes": "BOT_PROBES=off or on",
    "log_level": "BOT_LOG_LEVEL=INFO",
}


class SettingsError(Exception):
    """A setting is wrong; the text names it and shows a right one."""


class Settings(BaseSettings):
    """What can be set; nothing has to be.

    Attributes:
        token: of the bot; without one the sandbox starts.
        api_base: address of the Bot API.
        database_url: SQLite file or PostgreSQL server.
        evidence_url: folder of the evidence.
        data_dir: folder of everything else that is kept.
        knowledge_dir: folder of articles and tables; those of the program if it is empty.
        admin_ids: Telegram ids of admins.
        agent_ids: Telegram ids of agents.
        agents_chat: Telegram id of the agents' group; 0 is none.
        agents_language: in which agents are spoken to: zh-Hans, zh-Hant or en.
        http_bind: host and port of our own HTTP server.
        public_url: under which others reach it.
        webhook_url: set: Telegram posts updates there; else the bot polls.
        webhook_secret: what Telegram sends along; made when it is empty.
        send_rate: messages per second of the whole bot; 0 lifts it.
        chat_rate: messages per second to one chat; 0 lifts it.
        group_rate: messages per minute to one group; 0 lifts it.
        newcomer_rate: updates per minute of a new account, after a few at once; 0 lifts it.
        transport: HTTP client of the Bot API calls.
        status_feeds: whether the status pages of providers are read.
        probes: whether admins may have sites of providers looked at; never in the sandbox.
        log_level: how much is logged.
    """

    model_config = SettingsConfigDict(
        env_prefix="BOT_",
        env_file=ENV_FILE,
        toml_file=TOML_FILE,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    token: SecretStr = SecretStr("")
    api_base: str = "https://api.telegram.org"
    database_url: SecretStr = SecretStr("")
    evidence_url: str = ""
    data_dir: Path = Path("var")
    knowledge_dir: Path | None = None
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    agent_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    agents_chat: int = 0
    agents_language: str = Field(default="zh-Hans", pattern="^(zh-Hans|zh-Hant|en)$")
    http_bind: str = "127.0.0.1:8080"
    public_url: str = ""
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    send_rate: float = Field(default=25, ge=0)
    chat_rate: float = Field(default=1, ge=0)
    group_rate: float = Field(default=18, ge=0)
    newcomer_rate: float = Field(default=20, ge=0)
    transport: str = Field(default="aiohttp", pattern="^(aiohttp|httpx)$")
    status_feeds: bool = True
    probes: bool = False
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")

    @field_validator("admin_ids", "agent_ids", mode="before")
    @classmethod
    def _numbers(cls, value: object) -> object:
        if isinstance(value, str):
            return [part for part in value.replace(";", ",").replace(" ", ",").split(",") if part]
        return value

    @field_validator("knowledge_dir")
    @classmethod
    def _folder_of_knowledge(cls, value: Path | None) -> Path | None:
        if value is not None and not (value / "tables").is_dir():
            raise ValueError("must be a folder that holds tables/ and articles/")
        return value

    @field_validator("token")
    @classmethod
    def _token_of_telegram(cls, value: SecretStr) -> SecretStr:
        token = value.get_secret_value()
        bot, colon, secret = token.partition(":")
        if token and not (colon and bot.isdecimal() and len(secret) >= 3):
            raise ValueError("is no bot token")
        return value

    @field_validator("api_base", "public_url", "webhook_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("http", "https"):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _kind_of_database(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not _DATABASES.match(value.get_secret_value()):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @field_validator("evidence_url")
    @classmethod
    def _folder(cls, value: str) -> str:
        if "://" in value and not value.startswith("file://"):
            raise ValueError("must be a folder, or begin with file://")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret_of_telegram(cls, value: SecretStr) -> SecretStr:
        if not _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("holds what Telegram does not take, or is too long")
        return value

    @field_validator("http_bind")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdecimal() or int(port) > 65535:
            raise ValueError("must be host:port")
        return value

    @model_validator(mode="after")
    def _webhook_needs_token(self) -> Self:
        if self.webhook_url and not self.token.get_secret_value():
            raise ValueError("BOT_WEBHOOK_URL needs BOT_TOKEN")
        return self

    @model_validator(mode="after")
    def _others_reach_it_by_https(self) -> Self:
        if not _is_loopback(self.bind[0]) and not self.public_url.startswith("https://"):
            raise ValueError(
                "BOT_HTTP_BIND lets other machines in, so BOT_PUBLIC_URL must be https://…, the "
                "address of the proxy before it"
            )
        return self

    @property
    def is_sandbox(self) -> bool:
        """Whether the bot is tried out on this machine."""
        return not self.token.get_secret_value()

    @property
    def probes_refused(self) -> str:
        """Why sites of providers are not looked at: `sandbox`, `switched_off`, or empty."""
        if self.is_sandbox:
            return "sandbox"
        return "" if self.probes else "switched_off"

    @property
    def kept_in(self) -> Path:
        """The folder of this run's data; a sandbox has its own."""
        return self.data_dir / "sandbox" if self.is_sandbox else self.data_dir

    @property
    def database(self) -> str:
        """The address of the database."""
        given = self.database_url.get_secret_value()
        return given or f"sqlite:///{(self.kept_in / 'bot.db').as_posix()}"

    @property
    def evidence(self) -> Path:
        """The folder of the evidence."""
        return Path(self.evidence_url.removeprefix("file://") or self.kept_in / "evidence")

    @property
    def bind(self) -> tuple[str, int]:
        """Host and port of our own HTTP server."""
        host, _, port = self.http_bind.rpartition(":")
        return host, int(port)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return where settings are looked for, the strongest first."""
        toml = TomlConfigSettingsSource(settings_cls)
        return (init_settings, env_settings, dotenv_settings, toml, file_secret_settings)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def load_settings(**given: object) -> Settings:
    """Return the settings.

    Args:
        given: settings of the command line, which win over all others.

    Raises:
        SettingsError: names each bad setting and shows a right one; holds no value.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic checks them
    except ValidationError as error:
        raise SettingsError("\n".join(_problem(each) for each in error.errors())) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{TOML_FILE} is no TOML: {error}.") from None


def _problem(error: object) -> str:
    location = error["loc"]  # type: ignore[index]  # pydantic's error
    name = str(location[0]) if location else ""
    message = str(error["msg"]).removeprefix("Value error, ")  # type: ignore[index]  # pydantic's error
    variable = f"BOT_{name.upper()}" if name else "Settings"
    example = _EXAMPLES.get(name)
    return f"{variable}: {message}." + (f" Right is for example {example}" if example else "")
