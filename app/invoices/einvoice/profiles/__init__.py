"""The kinds of e-invoice, one sibling file each. To add one: a file like the others, a line here."""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n import Message
from app.invoices.einvoice.profiles import en16931, xrechnung
from app.invoices.einvoice.profiles.model import Profile
from app.invoices.model import Document

EN16931, XRECHNUNG = en16931.PROFILE, xrechnung.PROFILE
PROFILES: Mapping[str, Profile] = {each.key: each for each in (EN16931, XRECHNUNG)}
# A pro forma would be booked as an invoice by whoever reads it by machine.
_NEVER = frozenset({"proforma"})


def has_xml(document: Document) -> bool:
    """Whether this is a document that machines are meant to read, once issued. What was issued elsewhere has its
    structured original there: a second one would be a second invoice."""
    invoice = document.invoice
    return bool(invoice.number) and invoice.type not in _NEVER and not invoice.is_recorded


def missing(document: Document, profile: Profile = EN16931) -> list[Message]:
    """What this document lacks to be a valid e-invoice of the kind; nothing for types that never become one."""
    return [] if document.invoice.type in _NEVER else profile.missing(document)


def best(document: Document) -> Profile:
    """XRechnung for whoever gave a reference for it (public buyers, a Leitweg-ID), if nothing is missing."""
    wanted = document.invoice.buyer_reference and document.seller.country == "DE"
    return XRECHNUNG if wanted and not XRECHNUNG.missing(document) else EN16931


__all__ = ["EN16931", "PROFILES", "XRECHNUNG", "Profile", "best", "has_xml", "missing"]
