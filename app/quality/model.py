"""What is looked for in the data of a region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.i18n import N_

Remedy = Literal["edit", "confirm"]
# After so long somebody should look whether name and address are still right, before an invoice goes there.
STALE_AFTER_DAYS = 365


@dataclass(frozen=True)
class Check:
    """`filters` are those of the clients list that show whom it concerns; `field` is where the remedy begins."""

    key: str
    title: str
    why: str
    filters: Mapping[str, str]
    remedy: Remedy = "edit"
    field: str = ""


def checks(today: date) -> tuple[Check, ...]:
    """In the order of their weight; each concerns clients that are not archived."""
    stale = date.fromordinal(today.toordinal() - STALE_AFTER_DAYS)
    return (
        Check(
            "incomplete",
            N_("Incomplete for invoicing"),
            N_("The law wants name and address on an invoice, and for most firms the VAT ID."),
            {"incomplete": "1"},
        ),
        Check(
            "no_email",
            N_("Without an email address"),
            N_("Invoices and reminders cannot be sent to them."),
            {"missing": "email"},
            field="email",
        ),
        Check(
            "unreachable",
            N_("Without email and phone"),
            N_("Nobody can ask them what else is missing."),
            {"missing": "email,phone"},
            field="phone",
        ),
        Check(
            "stale",
            N_("Not looked at for a year"),
            N_("Nothing about them was changed or confirmed since: the address may be an old one."),
            {"changed_to": stale.isoformat()},
            "confirm",
        ),
    )
