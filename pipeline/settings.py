"""The settings."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from schemas.errors import SettingsError
from schemas.types import Url

VERSION = "0.1.0"


class Settings(BaseSettings):
    """Everything an operator can set, from `POLIFLASH_*` variables or `poliflash.toml`."""

    model_config = SettingsConfigDict(
        env_prefix="POLIFLASH_",
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
    )

    data: Path = Path("var")
    """The folder of the database, stored pages and backups."""
    public: Path = Path("public")
    """The folder of everything published."""
    sources: tuple[Path, ...] = ()
    """Folders of source files that add to or override the shipped ones."""
    channels: tuple[Path, ...] = ()
    """Folders of channel files that add to or override the shipped ones."""
    own_sources: bool = True
    """Whether the shipped source files are read."""
    database: str | None = None
    """A SQLAlchemy address of the store; without it, SQLite in the data folder."""
    public_url: Url = "http://127.0.0.1:8000"
    """The address everything published is reached at, path prefix allowed, no slash at the end."""
    home_url: Url | None = None
    """The human page that the feeds link to; without it, `public_url`."""
    contact: str | None = None
    """An address newsrooms can write to; without it nothing but loopback is crawled."""
    api_token: SecretStr | None = None
    """The operator's bearer token; without it every POST answers 401."""
    host: str = "127.0.0.1"
    """The address `serve` listens on."""
    port: int = Field(default=8000, ge=0, le=65535)
    """The port `serve` listens on."""
    crawls: int = Field(default=4, ge=1, le=32)
    """Runs at the same time, each of another host."""
    run_timeout: timedelta = timedelta(minutes=10)
    """The hard limit of one run."""
    crawler_memory: int = Field(default=600, ge=150)
    """MiB at which the crawler process is replaced between runs."""
    recent_days: float = Field(default=3, ge=0)
    """Stories of a source's first run that are younger than this are news, not history."""
    pages_days: float = Field(default=400, ge=1)
    """Days after which fetched pages are removed, but for the latest copy of each live story's."""
    pages_mib: int = Field(default=5 * 1024, ge=16)
    """MiB that fetched pages may take in `pages/`; beyond, the oldest are removed."""
    backups: int = Field(default=7, ge=1)
    """Copies of the store that are kept in `backups/`."""

    def recent_span(self) -> timedelta:
        """`recent_days` as a span."""
        return timedelta(days=self.recent_days)

    def pages_span(self) -> timedelta:
        """`pages_days` as a span."""
        return timedelta(days=self.pages_days)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # pydantic's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # likewise
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line, then environment, then `poliflash.toml` (or what POLIFLASH_FILE names)."""
        file = Path(os.environ.get("POLIFLASH_FILE", "poliflash.toml"))
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, file)


def settings_from(**given: Any) -> Settings:
    """The settings in force; `given` wins; SettingsError names the setting and what is wrong."""
    unknown = _unknown_variables()
    if unknown:
        raise SettingsError(
            f"no such setting; `poliflash settings` lists them all ({unknown[0]})",
            subject="environment",
        )
    try:
        return Settings(**{k: v for k, v in given.items() if v is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{name}: {first['msg']}", subject="settings") from None
    except ValueError as error:
        raise SettingsError(f"cannot be read: {error}", subject="poliflash.toml") from None


def _unknown_variables() -> list[str]:
    known = {f"POLIFLASH_{name.upper()}" for name in Settings.model_fields} | {"POLIFLASH_FILE"}
    return sorted(n for n in os.environ if n.startswith("POLIFLASH_") and n not in known)
