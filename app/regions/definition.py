"""What a region is: a small TOML file that an admin can read and a tax adviser can correct."""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from app.errors import MasakuError
from app.i18n import N_, Message
from app.settings import ROOT
from app.vat.conversion import OwnCurrency
from app.vat.limits import Limit
from app.vat.notes import Note
from app.vat.rates import Rate
from app.vat.reading import read_limits, read_notes, read_own_currency, read_rates

log = logging.getLogger("masaku")
CODE = re.compile(r"[a-z]{2,8}")
# First parts of paths that are not regions, and names of files beside the regions.
RESERVED = frozenset(
    {
        "login",
        "logout",
        "admin",
        "static",
        "portal",
        "health",
        "hello",
        "account",
        "invite",
        "instance",
        "vault",
    }
)
_REMINDER_DAYS = (10, 10, 7)
COLOURS = ("de", "at", "pl", "slate", "olive", "violet", "rust")


@dataclass(frozen=True)
class Definition:
    """`reminder_days` are the terms of the three reminders. `numbering` has a template for each series; types without
    one of their own are numbered with the invoices. From `clearance_from` on the state gives invoices between
    businesses a number first."""

    code: str
    names: dict[str, str]
    country: str
    languages: tuple[str, ...]
    currency: str
    timezone: ZoneInfo
    colour: str
    payment_term_days: int
    reminder_days: tuple[int, ...]
    vat_rates: tuple[Rate, ...]
    vat_notes: tuple[Note, ...]
    invoice_limits: tuple[Limit, ...]
    numbering: dict[str, str]
    clearance_from: date | None
    vat_in_own_currency: OwnCurrency | None
    retention_years: dict[str, int]

    def name(self, locale: str) -> str:
        return self.names.get(locale) or self.names["en"]


def read_definition(path: Path) -> Definition:
    """The definition in one file, whose name is its code. Raises MasakuError naming file and fault."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        return Definition(
            code=path.stem,
            names=found["name"],
            country=found["country"],
            languages=tuple(found["languages"]),
            currency=found["currency"],
            timezone=ZoneInfo(found["timezone"]),
            colour=found["colour"] if found["colour"] in COLOURS else "slate",
            payment_term_days=found["payment_term_days"],
            reminder_days=_three_terms(found.get("reminder_days", _REMINDER_DAYS)),
            vat_rates=read_rates(found["vat_rates"]),
            vat_notes=read_notes(found.get("vat_notes", ())),
            invoice_limits=read_limits(found.get("invoice_limits", ())),
            numbering=found["numbering"],
            clearance_from=found.get("clearance", {}).get("valid_from"),
            vat_in_own_currency=read_own_currency(found.get("vat_in_own_currency")),
            retention_years=found["retention_years"],
        )
    except (OSError, KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise MasakuError(
            N_("The region file {path} cannot be used: {reason}"), path=path, reason=error
        ) from error


def _three_terms(days: Sequence[int]) -> tuple[int, ...]:
    if len(days) != len(_REMINDER_DAYS) or not all(0 < each <= 365 for each in days):
        raise ValueError(f"reminder_days: {days}")
    return tuple(days)


def definition_file(data: Path, code: str) -> Path:
    """Where a known region's definition stands: the instance's own file before the program's."""
    own = data / f"{code}.toml"
    return own if own.exists() else ROOT / "regions" / f"{code}.toml"


@cache
def _read_once(path: Path, _changed_at: int) -> Definition | Message:
    """The data directory changes with every file SQLite makes beside a region; the definitions in it hardly ever do."""
    try:
        return read_definition(path)
    except MasakuError as error:
        log.error("%s", error)
        return error.message


def definitions(data: Path) -> dict[str, Definition]:
    """All that can be used, by code: the ones that come with the program, then the instance's own."""
    found = _definitions(data)
    return {code: each for code, each in found.items() if isinstance(each, Definition)}


def defined_codes(data: Path) -> list[str]:
    """Also those whose definition cannot be used."""
    return [*_definitions(data)]


def find_definition(data: Path, code: str) -> Definition | None:
    """None where there is none of this code. Raises MasakuError where its file cannot be used: the program's own
    definition never stands in for one with other VAT rates."""
    found = _definitions(data).get(code)
    if isinstance(found, Message):
        raise MasakuError(found)
    return found


def _definitions(data: Path) -> dict[str, Definition | Message]:
    """A file that cannot be used takes no other region along: what is wrong with it stands in its place."""
    found: dict[str, Definition | Message] = {}
    for folder in (ROOT / "regions", data):
        for path in sorted(folder.glob("*.toml")):
            if CODE.fullmatch(path.stem) and path.stem not in RESERVED and not path.is_symlink():
                with suppress(FileNotFoundError):
                    found[path.stem] = _read_once(path, path.stat().st_mtime_ns)
    return found
