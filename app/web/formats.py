"""Numbers, dates and sizes in a reader's language and a region's time zone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_datetime, format_skeleton, format_time
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from app.clock import parse_stamp
from app.countries import name as country_name
from app.i18n import DATE
from app.money import exponent
from app.text import highlight, visible
from app.vat_id import display as vat_id_display

NARROW_SPACE = "\u202f"
# Babel takes a tenth of a millisecond for one number; the same days and amounts stand in lists again and again.
_kept = lru_cache(4_000)


def number(value: int, locale: str) -> str:
    """Grouped by narrow spaces in Polish, points in German, commas in English; a real minus sign."""
    text: str = format_decimal(value, locale=locale, group_separator=True)
    text = text.replace("\u00a0", NARROW_SPACE).replace("-", "\u2212")
    # Babel leaves four digits ungrouped in Polish; in a column of numbers they would not line up.
    if locale == "pl" and 1000 <= abs(value) < 10000 and NARROW_SPACE not in text:
        text = text[:-3] + NARROW_SPACE + text[-3:]
    return text


def size(count: int, locale: str) -> str:
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= factor:
            amount = format_decimal(
                count / factor, format="#,##0.0" if count < 10 * factor else "#,##0", locale=locale
            )
            return f"{amount}{NARROW_SPACE}{unit}"
    return f"{count}{NARROW_SPACE}B"


def percent(basis_points: int, locale: str) -> str:
    amount: str = format_decimal(basis_points / 100, format="#,##0.##", locale=locale)
    return f"{amount}{NARROW_SPACE}%"


@_kept
def amount(minor: int, currency: str, locale: str) -> str:
    """Minor units with all the currency's decimals, without its sign: the column or the sentence names it."""
    places = exponent(currency)
    return _decimal(Decimal(minor).scaleb(-places), f"#,##0.{'0' * places}".rstrip("."), locale)


def _decimal(value: Decimal, pattern: str, locale: str) -> str:
    text: str = format_decimal(value, format=pattern, locale=locale)
    return text.replace("\u00a0", NARROW_SPACE).replace("-", "\u2212")


def marked(text: str, terms: list[str]) -> Markup:
    """The text with what was searched for in <mark>."""
    parts = (
        Markup("<mark>{}</mark>").format(visible(part)) if hit else escape(visible(part))
        for part, hit in highlight(text, list(terms))
    )
    return Markup("").join(parts)


def _moment(value: str | datetime, zone: tzinfo | None) -> datetime:
    moment = parse_stamp(value) if isinstance(value, str) else value
    return moment.astimezone(zone) if zone else moment


@_kept
def _day(value: str, zone: tzinfo | None, locale: str) -> str:
    """A moment's day in this zone, or a day by itself: "2026-11-23"."""
    day = date.fromisoformat(value) if len(value) == 10 else _moment(value, zone).date()
    return format_date(day, format=DATE[locale], locale=locale)


def day(value: str, locale: str) -> str:
    """A day by itself: "2026-11-23"."""
    return _day(value, None, locale)


def filters(locale: str) -> dict[str, Callable[..., Any]]:
    """The filters of one language's environment. Times take the region's zone: `{{ at|day(zone) }}`."""
    return {
        "number": lambda value: number(value, locale),
        "size": lambda value: size(value, locale),
        "day": lambda value, zone=None: (
            _day(value, zone, locale) if isinstance(value, str) else format_date(value, DATE[locale], locale)
        ),
        "time": lambda value, zone=None: format_time(_moment(value, zone), "HH:mm", locale=locale),
        "moment": lambda value, zone=None: format_datetime(
            _moment(value, zone), f"{DATE[locale]}, HH:mm", locale=locale
        ),
        "weekday": lambda value, zone=None: _capital(
            format_date(_moment(value, zone).date(), f"EEEE, {DATE[locale]}", locale)
        ),
        "month": lambda value, zone=None: _capital(
            format_skeleton("yMMMM", _moment(value, zone), locale=locale)
        ),
        "country": lambda code: country_name(code, locale),
        "percent": lambda points: percent(points, locale),
        "vat_id": lambda value: visible(vat_id_display(value)),
        "marked": marked,
        "amount": lambda minor, currency: amount(minor, currency, locale),
        "money": lambda value: f"{amount(value.minor, value.currency, locale)}{NARROW_SPACE}{value.currency}",
        "decimal": lambda value: _decimal(value, "#,##0.####", locale),
        "parts": lambda value: _decimal(Decimal(value).scaleb(-4), "#,##0.####", locale),  # of ten thousand
        "price": lambda value: _decimal(value, "#,##0.00##", locale),
        "date": lambda value: _day(value, None, locale) if value else "",
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
