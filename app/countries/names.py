"""What countries are called: by Babel in English, German and Polish, and by people in files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache

from babel import Locale

from app.countries.words import ALPHA_3, OTHER_WORDS
from app.text import fold, sort_key

LOCALES = ("en", "de", "pl")
# In CLDR but no country of ISO 3166-1: unions, pseudo-locales, and parts of other countries.
_NO_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())
EU = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
# VAT IDs alone use these: Greece is EL, Northern Ireland (of GB) is XI.
_VAT_PREFIXES = {"GR": "EL"}
_CLOSE_ENOUGH = 0.8
_LONGEST_NAME = 80  # what is remembered and compared of a word


def _territories(locale: str) -> Mapping[str, str]:
    return {
        code: text
        for code, text in Locale(locale).territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }


_NAMES = {locale: _territories(locale) for locale in LOCALES}
CODES = frozenset(_NAMES["en"])


def name(code: str, locale: str) -> str:
    """The name in the user's language; an unknown code stands for itself."""
    return _NAMES.get(locale, _NAMES["en"]).get(code, code)


@dataclass(frozen=True)
class CountryName:
    """A country inside a message, named when the message is shown."""

    code: str

    def localised(self, locale: str) -> str:
        return name(self.code, locale)


@cache
def choices(locale: str) -> tuple[tuple[str, str], ...]:
    """All countries as (code, name), by name."""
    names = _NAMES.get(locale, _NAMES["en"])
    return tuple(sorted(names.items(), key=lambda item: sort_key(item[1])))


def is_eu(code: str) -> bool:
    return code in EU


def vat_prefix(code: str) -> str:
    """The two letters that begin the country's VAT IDs."""
    return _VAT_PREFIXES.get(code, code)


@cache
def _index() -> Mapping[str, tuple[str, str]]:
    """Folded word -> (code, the word as written)."""
    found: dict[str, tuple[str, str]] = {}
    for names in _NAMES.values():
        for code, text in names.items():
            found.setdefault(_key(text), (code, text))
    for code, words in OTHER_WORDS.items():
        for word in words:
            found.setdefault(_key(word), (code, word))
    for short, long in ALPHA_3.items():
        found.setdefault(_key(long), (short, name(short, "en")))
    return found


def _key(word: str) -> str:
    return fold(word).replace(" ", "")


def country_by_name(word: str) -> str:
    """The code for a code or a name in one of our languages or the country's own; else ""."""
    return _code(word[:_LONGEST_NAME])


def suggest(word: str) -> str:
    """The nearest known name for a misspelt one ("Deutchland" -> "Deutschland"); else ""."""
    return _nearest(word[:_LONGEST_NAME])


@lru_cache(maxsize=4_096)
def _code(word: str) -> str:
    code = word.strip().upper()
    return code if code in CODES else _index().get(_key(word), ("", ""))[0]


@lru_cache(maxsize=1_024)
def _nearest(word: str) -> str:
    key = _key(word)
    near = get_close_matches(key, _index(), n=1, cutoff=_CLOSE_ENOUGH) if len(key) >= 4 else []
    return _index()[near[0]][1] if near else ""
