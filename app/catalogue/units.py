"""Units of measure: codes of UN/ECE Recommendation 20, as EN 16931 wants them (BT-130), and what people call them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.i18n import N_, Message, counted, translate


@dataclass(frozen=True)
class Unit:
    """`short` stands behind a quantity: "3.5 h"."""

    code: str
    name: str
    short: str


UNITS: Mapping[str, Unit] = {
    unit.code: unit
    for unit in (
        Unit("C62", N_("Piece"), N_("pcs")),
        Unit("HUR", N_("Hour"), N_("h")),
        Unit("MIN", N_("Minute"), N_("min")),
        Unit("DAY", N_("Day"), "day"),
        Unit("WEE", N_("Week"), "week"),
        Unit("MON", N_("Month"), "month"),
        Unit("ANN", N_("Year"), "year"),
        Unit("LS", N_("Lump sum"), N_("flat")),
        Unit("SET", N_("Set"), N_("set")),
        Unit("NPR", N_("Pair"), N_("pair")),
        Unit("P1", N_("Percent"), "%"),
        Unit("GRM", N_("Gram"), "g"),
        Unit("KGM", N_("Kilogram"), "kg"),
        Unit("TNE", N_("Tonne"), "t"),
        Unit("MTR", N_("Metre"), "m"),
        Unit("KMT", N_("Kilometre"), "km"),
        Unit("MTK", N_("Square metre"), "m²"),
        Unit("MTQ", N_("Cubic metre"), "m³"),
        Unit("LTR", N_("Litre"), "l"),
        Unit("KWH", N_("Kilowatt hour"), "kWh"),
    )
}
_COUNTED: Mapping[str, Callable[[int], Message]] = {
    "DAY": lambda n: counted("day", "days", n),
    "WEE": lambda n: counted("week", "weeks", n),
    "MON": lambda n: counted("month", "months", n),
    "ANN": lambda n: counted("year", "years", n),
}


def short(code: str, language: str, quantity: Decimal | int = 1) -> str:
    """As it stands behind this quantity; of a unit nobody knows its code."""
    if code in _COUNTED:
        whole = abs(int(quantity)) if quantity == int(quantity) else 2  # "1.5 days", "1,5 Tage"
        return translate(_COUNTED[code](whole), language)
    known = UNITS.get(code)
    return translate(Message(known.short), language) if known else code


def choices(language: str) -> list[tuple[str, str]]:
    return [(unit.code, translate(Message(unit.name), language)) for unit in UNITS.values()]
