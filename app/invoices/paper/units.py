"""Units of measure on paper, by their codes of UN/ECE Recommendation 20."""

from __future__ import annotations

from app.i18n import Message, counted, translate
from app.invoices.model import PARTS, InvoiceLine

_MANY = 5  # the form for parts and large numbers, in every language of ours


def unit(line: InvoiceLine, locale: str) -> str:
    """ "Monat" after 1, "Monate" after 2 and 1,5; a code that has no word here stands for itself."""
    number = abs(line.quantity) // PARTS if line.quantity % PARTS == 0 else _MANY
    word = _words(line.unit, number)
    return translate(word, locale) if word else line.unit


def _words(code: str, n: int) -> Message | None:
    known = {
        "C62": counted("pc.", "pcs.", n),
        "H87": counted("pc.", "pcs.", n),
        "HUR": counted("hr.", "hrs.", n),
        "MIN": counted("min.", "mins.", n),
        "DAY": counted("day", "days", n),
        "WEE": counted("week", "weeks", n),
        "MON": counted("month", "months", n),
        "ANN": counted("year", "years", n),
        "KGM": counted("kg", "kg", n),
        "GRM": counted("g", "g", n),
        "TNE": counted("t", "t", n),
        "MTR": counted("m", "m", n),
        "KMT": counted("km", "km", n),
        "MTK": counted("m²", "m²", n),
        "MTQ": counted("m³", "m³", n),
        "LTR": counted("l", "l", n),
        "KWH": counted("kWh", "kWh", n),
        "P1": counted("%", "%", n),
        "LS": counted("lump sum", "lump sums", n),
    }
    return known.get(code)
