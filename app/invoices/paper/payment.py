"""The code that a banking app reads (EPC069-12, "GiroCode"): whom to pay, how much and for what."""

from __future__ import annotations

from markupsafe import Markup
from segno import helpers

from app.invoices.model import Document
from app.invoices.paper.words import asks_for_payment

# What the code's own standard allows.
_MAX_NAME, _MAX_TEXT, _MAX_MINOR = 70, 140, 99_999_999_999
_QUIET_ZONE = 0  # the paper around is white


def code(document: Document) -> Markup | None:
    """As SVG. None where there is nothing to pay, not yet (a draft), or no transfer in euro."""
    invoice, seller, due = document.invoice, document.seller, document.totals.due
    if not invoice.number or not asks_for_payment(document):
        return None
    if due.currency != "EUR" or not seller.iban or due.minor > _MAX_MINOR:
        return None
    qr = helpers.make_epc_qr(
        name=seller.name[:_MAX_NAME], iban=seller.iban, amount=due.decimal, text=invoice.number[:_MAX_TEXT],
        bic=seller.bic or None,
    )  # fmt: skip
    # segno's own output: no text of anybody stands in it, only squares.
    return Markup(qr.svg_inline(border=_QUIET_ZONE, omitsize=True, dark="#000"))  # noqa: S704
