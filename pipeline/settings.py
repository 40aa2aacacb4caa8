"""The settings."""

import difflib
import os
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings.exceptions import SettingsError as Unreadable

from schemas.errors import SettingsError
from schemas.types import Url, http_url

VERSION = "0.1.0"
SECRETS = {"api_token", "editors_webhook", "operator_webhook", "purge_token", "smtp_password"}
"""What the crawler has no use for."""
HANDED = "POLIFLASH_HANDED"
"""The variable in which `serve` hands its crawler the settings, any password in `database` too:
every user of a machine can read its command lines.
"""


def _template(value: str) -> str:
    if "{path}" not in value and "{url}" not in value:
        raise ValueError("says neither {path} nor {url}: which document is meant?")
    return http_url(value)


MOST_DAYS = 36_500
"""A hundred years: what no store holds, and what every calendar does."""


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
    pages: tuple[Path, ...] = ()
    """Folders of page files: texts, figures, platforms and contacts that editors keep."""
    templates: Path | None = None
    """A folder whose `fragment.html` and `fragment-bootstrap-italia.html` take ours' place."""
    own_sources: bool = True
    """Whether the shipped source files are read."""
    database: str | None = None
    """`postgresql://USER:PASSWORD@HOST/NAME`; without it, SQLite in the data folder."""
    public_url: Url = "http://127.0.0.1:8000"
    """The address everything published is reached at, path prefix allowed, no slash at the end."""
    home_url: Url | None = None
    """The human page that the feeds link to; without it, `public_url`."""
    accessibility: Url | None = None
    """The statement that our pages' feet link to; a page's own file may name its own."""
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
    run_timeout: timedelta = Field(default=timedelta(minutes=10), gt=timedelta(0))
    """The hard limit of one run."""
    crawler_memory: int = Field(default=600, ge=150)
    """MiB at which the crawler process is replaced between runs."""
    recent_days: float = Field(default=3, ge=0, le=MOST_DAYS, allow_inf_nan=False)
    """Stories of a source's first run that are younger than this are news, not history."""
    pages_days: float = Field(default=400, ge=1, le=MOST_DAYS, allow_inf_nan=False)
    """Days after which fetched pages are removed, but for the latest copy of each live story's."""
    pages_mib: int = Field(default=5 * 1024, ge=16)
    """MiB that fetched pages may take in `pages/`; beyond, the oldest are removed."""
    pictures_days: float = Field(default=400, ge=1, le=MOST_DAYS, allow_inf_nan=False)
    """Days that the copy of a picture stays after the last live card that showed it."""
    section_pictures: Path | None = None
    """A folder of stock pictures: `<section>.jpg` for stories of a section without one."""
    hub: Url | None = None
    """A WebSub hub that subscription documents name and that is told when one changed."""
    purge_url: Annotated[str, AfterValidator(_template)] | None = None
    """What a cache is asked at to forget a document; `{path}` or, escaped, `{url}` is put in."""
    purge_method: Literal["PURGE", "POST", "DELETE", "GET"] = "PURGE"
    """How it is asked; PURGE carries the host of `public_url`."""
    purge_token: SecretStr | None = None
    """A bearer token sent with it."""
    editors_webhook: SecretStr | None = None
    """An http(s) address that is POSTed each incident of a source or channel, as JSON."""
    editors_mail: str = ""
    """Mail addresses, separated by commas, that are written about each of them."""
    operator_webhook: SecretStr | None = None
    """The same for faults of this program: store, crawler, scheduler, publishing."""
    operator_mail: str = ""
    """Mail addresses that are written about these."""
    smtp_host: str | None = None
    """The mail server; without it no mail is sent."""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    """Its port."""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is encrypted; a password is never sent over `none`."""
    smtp_user: str | None = None
    """The name to log in with; without it nobody logs in."""
    smtp_password: SecretStr | None = None
    """The password; better in a file."""
    smtp_password_file: Path | None = None
    """A file whose first line is the password."""
    smtp_from: str | None = None
    """The sender of our mail; without it, `contact`."""
    backups: int = Field(default=7, ge=1)
    """Copies of the store that are kept in `backups/`."""

    def recent_span(self) -> timedelta:
        """`recent_days` as a span."""
        return timedelta(days=self.recent_days)

    def pages_span(self) -> timedelta:
        """`pages_days` as a span."""
        return timedelta(days=self.pages_days)

    def pictures_span(self) -> timedelta:
        """`pictures_days` as a span."""
        return timedelta(days=self.pictures_days)

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
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, _file())


def settings_from(**given: Any) -> Settings:
    """The settings in force; `given` wins; SettingsError names where the fault is, and what."""
    unknown = _unknown_variables()
    if unknown:
        raise SettingsError(
            f"no such setting; `poliflash settings` lists them all ({unknown[0]})",
            subject="environment",
        )
    file = _file()
    if "POLIFLASH_FILE" in os.environ and not file.is_file():
        raise SettingsError("no such file; check POLIFLASH_FILE", subject=str(file))
    chosen = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**chosen)
    except ValidationError as error:
        raise _fault(error, chosen) from None
    except Unreadable as error:
        raise SettingsError(f'{error}; write a list as ["a", "b"]', subject="environment") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"not valid TOML: {error}", subject=str(file)) from None
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", subject=str(file)) from None


def _file() -> Path:
    return Path(os.environ.get("POLIFLASH_FILE", "poliflash.toml"))


def _fault(error: ValidationError, given: dict[str, Any]) -> SettingsError:
    """The first fault: in the command line, a variable or the file, the one that has the word."""
    first = error.errors()[0]
    name, variable = ".".join(map(str, first["loc"])), f"POLIFLASH_{first['loc'][0]}".upper()
    if first["type"] == "extra_forbidden":
        near = difflib.get_close_matches(name, Settings.model_fields, n=1)
        hint = f"did you mean {near[0]}?" if near else "`poliflash settings` lists them all"
        return SettingsError(f"{name}: no such setting; {hint}", subject=str(_file()))
    message = first["msg"].removeprefix("Value error, ")
    if first["loc"][0] in given:
        return SettingsError(f"{name}: {message}", subject="settings")
    if variable in map(str.upper, os.environ):
        return SettingsError(message, subject=variable)
    return SettingsError(f"{name}: {message}", subject=str(_file()))


def _unknown_variables() -> list[str]:
    known = {f"POLIFLASH_{name.upper()}" for name in Settings.model_fields} | {"POLIFLASH_FILE"}
    return sorted(n for n in os.environ if n.startswith("POLIFLASH_") and n not in known)
