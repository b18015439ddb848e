"""Texts in the user's language: English message ids, gettext catalogues for Polish and German."""

from __future__ import annotations

import gettext
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Protocol, runtime_checkable

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = ("en", "de", "pl")
DATE = {"pl": "dd.MM.yyyy", "de": "dd.MM.yyyy", "en": "dd/MM/yyyy"}
CATALOGUES = Path(__file__).resolve().parent.parent / "locales"


def N_(message_id: str) -> str:
    """Marks a text for the catalogues where it stands; it is translated where it is shown."""
    return message_id


@runtime_checkable
class Localised(Protocol):
    """A value inside a message that has a form of its own in each language, such as a country."""

    def localised(self, locale: str) -> str: ...


@dataclass(frozen=True)
class Day:
    """A day inside a message: 26.11.2026 in German."""

    day: date

    def localised(self, locale: str) -> str:
        return format_date(self.day, DATE[locale], locale)

    def __str__(self) -> str:
        return self.day.isoformat()


@dataclass(frozen=True)
class Message:
    """A text that is translated when it is shown; `plural` and params["n"] choose the plural form."""

    id: str
    params: Mapping[str, object] = field(default_factory=dict)
    plural: str = ""

    def __hash__(self) -> int:
        return hash((self.id, self.plural, tuple(self.params.items())))

    def __str__(self) -> str:
        return translate(self, "en")


def counted(one: str, many: str, n: int, **params: object) -> Message:
    """A text with a number in it, `{n}`, in as many forms as a language has for it."""
    return Message(one, {"n": n, **params}, many)


class _Texts(gettext.GNUTranslations):
    def gettext(self, message: str) -> str:
        """Also of a text that is counted elsewhere, and stands in the catalogue in that form only: before 3.11.7
        Python does not look there."""
        found = super().gettext(message)
        return self.ngettext(message, message, 1) if found == message else found


@cache
def catalogue(locale: str) -> gettext.NullTranslations:
    """The compiled catalogue, made from the .po file at first use: no build step to forget."""
    source = CATALOGUES / locale / "LC_MESSAGES" / "messages.po"
    if locale not in LOCALES or not source.exists():
        return gettext.NullTranslations()
    with source.open("rb") as file:
        parsed = read_po(file, locale=locale)
    compiled = io.BytesIO()
    write_mo(compiled, parsed)
    compiled.seek(0)
    return _Texts(compiled)


def translate(message: Message, locale: str) -> str:
    texts = catalogue(locale)
    if message.plural:
        number = message.params.get("n", 0)
        text = texts.ngettext(message.id, message.plural, number if isinstance(number, int) else 0)
    else:
        # To an empty id gettext answers with the head of the catalogue.
        text = texts.gettext(message.id) if message.id else ""
    shown = {key: _shown(value, locale) for key, value in message.params.items()}
    return text.format(**shown) if shown else text


def _shown(value: object, locale: str) -> object:
    if isinstance(value, Message):
        return translate(value, locale)
    return value.localised(locale) if isinstance(value, Localised) else value
