"""Dates in the shapes newsrooms print them."""

import datetime as dt
from email.utils import format_datetime
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")
MONTHS_IT = (
    *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
    *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
)
MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS_IT = ("lun", "mar", "mer", "gio", "ven", "sab", "dom")


def slashed(moment: dt.datetime) -> str:
    """`18/12/2025`, in Rome."""
    return moment.astimezone(ROME).strftime("%d/%m/%Y")


def dotted(moment: dt.datetime) -> str:
    """`18.12.2025`, in Rome."""
    return moment.astimezone(ROME).strftime("%d.%m.%Y")


def long_italian(moment: dt.datetime) -> str:
    """`10 Aprile 2020`, with the month's capital as the archive prints it."""
    local = moment.astimezone(ROME)
    return f"{local.day} {MONTHS_IT[local.month - 1].capitalize()} {local.year}"


def long_english(moment: dt.datetime) -> str:
    """`10 April 2020`."""
    local = moment.astimezone(ROME)
    return f"{local.day} {MONTHS_EN[local.month - 1]} {local.year}"


def italian_pubdate(moment: dt.datetime) -> str:
    """`dom, 02 ott 2022 18:55:00 GMT`: RFC 822 with Italian names, which readers choke on."""
    utc = moment.astimezone(dt.UTC)
    day, month = WEEKDAYS_IT[utc.weekday()], MONTHS_IT[utc.month - 1][:3]
    return f"{day}, {utc:%d} {month} {utc:%Y %H:%M:%S} GMT"


def zulu_pubdate(moment: dt.datetime) -> str:
    """`Tue, 15 Nov 2022 20:15:04 Z`."""
    return format_datetime(moment.astimezone(dt.UTC)).replace("+0000", "Z")


def offset_pubdate(moment: dt.datetime) -> str:
    """`Tue, 15 Nov 2022 21:15:04 +0100`, Rome's offset."""
    return format_datetime(moment.astimezone(ROME))


def utc_pubdate(moment: dt.datetime) -> str:
    """`Tue, 15 Nov 2022 20:15:04 +0000`, WordPress's shape."""
    return format_datetime(moment.astimezone(dt.UTC))


def http_date(moment: dt.datetime) -> str:
    """`Tue, 15 Nov 2022 20:15:04 GMT` (RFC 9110, 5.6.7)."""
    return format_datetime(moment.astimezone(dt.UTC), usegmt=True)
