"""Value types that the records are made of."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    StringConstraints,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from schemas.meanings import meanings

ROME = ZoneInfo("Europe/Rome")
"""The zone of naive times on the pages we read, and of the borders of days."""


_HTTP_URL = re.compile(r"https?://[^\s<>\"/?#]+(?:[/?#][^\s<>\"]*)?")


class Record(BaseModel):
    """A frozen value whose unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Each field with what it means.

        As `use_attribute_docstrings` does, which reads the source of every record at each start.
        """
        schema = handler(core_schema)
        described = handler.resolve_ref_schema(schema).get("properties", {})
        said = meanings(cls)
        for name, field in cls.model_fields.items():
            if name in said and field.description is None:
                described[field.alias or name]["description"] = said[name]
        return schema

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic's, but what was worked out from the fields is worked out anew."""
        copied = super().model_copy(update=update, deep=deep)
        fields = type(self).model_fields
        if len(copied.__dict__) > len(fields):
            for name in copied.__dict__.keys() - fields.keys():
                del copied.__dict__[name]
        return copied


def _utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


def http_url(value: str) -> str:
    """The address unchanged, if it is an absolute http(s) one without spaces; else ValueError."""
    if _HTTP_URL.fullmatch(value) is None:
        raise ValueError(f"not an absolute http(s) address: {value[:200]!r}")
    return value


Instant = Annotated[AwareDatetime, AfterValidator(_utc)]
"""A moment in time, always UTC inside."""

Url = Annotated[str, AfterValidator(http_url)]
"""An absolute http(s) address."""

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
"""An ISO 639-1 code; the interface languages are `it` and `en`."""

InterfaceLanguage = Literal["it", "en"]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]

CardId = Annotated[
    str,
    StringConstraints(
        pattern=r"^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
    ),
]
"""`urn:uuid:<uuid4>`, minted once; RSS guid, Atom id and JSON Feed id are this very string."""

Section = Literal["research_innovation", "at_polito", "students", "awards", "external"]

Kind = Literal["story", "event", "call", "release"]
"""What sort of story a card tells."""

Precision = Literal["minute", "day", "unknown"]


class Moment(Record):
    """When something was published, as precisely as the source says it."""

    day: date
    """The calendar day in the source's own zone (Europe/Rome where it names none)."""
    instant: Instant | None = None
    """The exact moment, where the source gives a time of day."""

    @property
    def precision(self) -> Precision:
        """`minute` where a time of day is known, else `day`."""
        return "day" if self.instant is None else "minute"


class Bilingual(Record):
    """A text in both interface languages."""

    it: str
    en: str

    def in_language(self, language: str | None) -> str:
        """The Italian text for `it`, the English one for everything else."""
        return self.it if language == "it" else self.en


class Rights(Record):
    """What a source allows us to publish; every output obeys it."""

    text: Literal["full", "teaser", "title"] = "teaser"
    images: Literal["copy", "hotlink", "none"] = "none"
    licence: str | None = None
    """A licence's address or SPDX name, where the source states one."""
    attribution: str | None = None
    """The words a republisher must show, where the source asks for them."""

    @model_validator(mode="after")
    def _named_if_full(self) -> "Rights":
        if self.text == "full" and not (self.licence or self.attribution):
            raise ValueError("rights.text = 'full' needs a licence or an attribution")
        return self
