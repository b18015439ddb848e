"""The words that cells hold where the product has its own: for recognising a column and for reading a cell."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from app.clients.model import VAT_TREATMENTS
from app.i18n import LOCALES, Message, translate
from app.text import fold

# What people write into a cell that must not be empty, and what Excel writes for a failed formula.
_NOTHING = frozenset(
    "-|--|---|—|–|.|?|/|brak|brak danych|nie dotyczy|n/d|nd|n.d.|n. d.|kein|keine|keiner|keine angabe|k.a.|k. a.|"
    "entfällt|none|n/a|na|nil|null|#n/a|#n/d!|#nv|#brak!|#ref!|#adr!|#value!|#arg!|#wert!|unknown|unbekannt|nieznany|(brak)|"
    "(leer)".split("|")
)
_LONGEST_NOTHING = max(map(len, _NOTHING))  # a longer cell need not be looked at
_KINDS = {
    "company": "company|firma|spółka|przedsiębiorstwo|unternehmen|gesellschaft|geschäftskunde|b2b|business|"
    "organization|organisation|osoba prawna|juristische person|1|x|true|yes|y|tak|t|ja|j|wahr|prawda",
    "sole_trader": "sole trader|jdg|jednoosobowa działalność gospodarcza|jednoosobowa działalność|przedsiębiorca|"
    "działalność gospodarcza|einzelunternehmen|einzelunternehmer|freiberufler|selbständig|freelancer|self employed",
    "person": "person|private|private person|individual|consumer|b2c|osoba|osoba prywatna|osoba fizyczna|prywatny|"
    "klient indywidualny|konsument|privat|privatperson|privatkunde|natürliche person|verbraucher|"
    "0|false|no|n|nie|nein|falsch|fałsz",
}
_STATUSES = {
    "active": "active|aktywny|aktywna|aktiv|aktuell|current|customer|bestandskunde",
    "inactive": "inactive|nieaktywny|nieaktywna|inaktiv|former|ehemalig|były",
    "archived": "archived|zarchiwizowany|zarchiwizowana|archiwalny|archiviert|closed|gesperrt|"
    "usunięty|deleted|gelöscht",
    "problematic": "problematic|problematyczny|problematyczna|problematisch|mahnung|inkasso|windykacja",
}
_CURRENCIES = {
    "EUR": "eur|euro",
    "PLN": "pln|zł|złoty|złote|zloty|pol zł",
    "USD": "usd|dollar|dolar|us dollar",
    "CHF": "chf|frank|franken|sfr",
    "GBP": "gbp|pound|pfund|funt",
    "CZK": "czk|kč|korona czeska",
}
_CURRENCY_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
_LANGUAGES = {
    "pl": "pl|polski|polska|polnisch|polish",
    "de": "de|niemiecki|deutsch|german",
    "en": "en|angielski|englisch|english|gb|us",
}


def _index(words: Mapping[str, str]) -> Mapping[str, str]:
    return {fold(word): value for value, text in words.items() for word in (value, *text.split("|"))}


_KIND_INDEX = _index(_KINDS)
_STATUS_INDEX = _index(_STATUSES)
_CURRENCY_INDEX = _index(_CURRENCIES)
_LANGUAGE_INDEX = _index(_LANGUAGES)


def is_nothing(text: str) -> bool:
    """Whether the cell only says that there is nothing in it."""
    return not text or (len(text) <= _LONGEST_NOTHING and text.lower() in _NOTHING)


@cache
def _treatments() -> Mapping[str, str]:
    labels = VAT_TREATMENTS.items()
    return {fold(translate(Message(label), locale)): value for value, label in labels for locale in LOCALES}


def treatment(text: str) -> str:
    """A VAT treatment by our own name for it, in any language: nobody else has these."""
    return _treatments().get(fold(text), "")


def kind(text: str) -> str:
    """ "company", "sole_trader", "person", or "" for an unknown word; 1 and 0 answer "is it a firm?"."""
    return _KIND_INDEX.get(fold(text), "")


def status(text: str) -> str:
    return _STATUS_INDEX.get(fold(text), "")


def currency(text: str) -> str:
    """The ISO code of the currencies around us; other codes are left to the form."""
    return _CURRENCY_SIGNS.get(text.strip()) or _CURRENCY_INDEX.get(fold(text), "")


def language(text: str) -> str:
    return _LANGUAGE_INDEX.get(fold(text), "")
