"""What the pages of invoices show besides the documents themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date

from app.catalogue.grid import label_of
from app.catalogue.lines import LineValues
from app.i18n import N_, Message, translate
from app.invoices.law import Law
from app.invoices.model import BUYER_NAMED, Party
from app.vat.categories import CATEGORIES
from app.vat.rates import rates_on
from app.web.formats import percent

_BUYER = {
    **BUYER_NAMED,
    "contact_name": N_("Contact person"),
    "email": N_("Email"),
    "phone": N_("Phone"),
}
_HEAD = {
    "currency": N_("Currency"), "language": N_("Invoice language"), "issued_on": N_("Issued on"),
    "supplied_from": N_("Supplied from"), "supplied_until": N_("Supplied until"), "due_on": N_("Due on"),
    "order_reference": N_("Order number"), "buyer_reference": N_("Buyer reference (Leitweg-ID)"),
    "ksef_number": N_("KSeF number"), "number_elsewhere": N_("Number in the other program"),
    "exchange_rate": N_("Rate of exchange"), "exchange_on": N_("Day of the rate"),
    "exchange_source": N_("Table of rates"), "intro": N_("Introduction"), "notes": N_("Notes on the invoice"),
    "reason": N_("Reason"), "corrects_buyer": N_("The buyer is corrected as well"), "discount": N_("Discount"),
}  # fmt: skip


def vat_options(law: Law, day: str, lines: Sequence[LineValues], locale: str) -> list[tuple[str, str]]:
    """The rates of the day of supply, the ways to bear none, and what is chosen already."""
    found = {
        f"{rate.category} {rate.basis_points}": percent(rate.basis_points, locale)
        for rate in rates_on(law.rates, date.fromisoformat(day))
    }
    known = dict.fromkeys(note.category for note in law.notes)
    found |= {f"{each} 0": translate(Message(CATEGORIES[each].label), locale) for each in known}
    for line in lines:
        found.setdefault(f"{line.category} {line.rate}", percent(line.rate, locale))
    return list(found.items())


def buyer_rows(party: Party) -> dict[str, str]:
    return {each.name: str(getattr(party, each.name)) for each in fields(party) if each.name in _BUYER}


def differences(theirs: Mapping[str, str], mine: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(label, theirs, mine) of what is not the same, among the fields that have a label."""
    names = dict.fromkeys([*theirs, *mine])
    return [
        (label, theirs.get(name, ""), mine.get(name, ""))
        for name in names
        if theirs.get(name, "") != mine.get(name, "") and (label := _label(name))
    ]


def labelled(rows: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    return [(_label(name), was, now) for name, was, now in rows]


def _label(name: str) -> str:
    return label_of(name) or _HEAD.get(name, _BUYER.get(name, ""))
