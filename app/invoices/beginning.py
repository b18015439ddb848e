"""How a draft begins: with what the client is usually sent, or with what another document says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.catalogue.lines import PARTS
from app.clients.model import Client
from app.errors import Refused
from app.i18n import N_, Message, translate
from app.invoices.counting import totals_of
from app.invoices.law import Law
from app.invoices.model import Invoice, InvoiceLine, Type
from app.seller.model import Seller
from app.vat.rates import rates_on
from app.vat.treatment import DOMESTIC, ProductKind, category_for

# What may be made of what, once it is issued.
FOLLOWERS: dict[str, tuple[Type, ...]] = {
    "invoice": ("cancellation", "corrective", "credit_note", "debit_note"),
    "debit_note": ("cancellation",),
    "credit_note": ("cancellation",),
    "corrective": ("cancellation",),
    "proforma": ("invoice",),
    "cancellation": (),
}


def draft_for(client: Client, today: str) -> Invoice:
    due = date.fromisoformat(today) + timedelta(client.payment_term_days)
    return Invoice(
        client.id, currency=client.currency, language=client.invoice_language, due_on=due.isoformat(),
        discount_percent=client.discount, buyer_reference=client.buyer_reference, buyer_name=client.name,
    )  # fmt: skip


def vat_for(
    client: Client, seller: Seller, law: Law, day: str, kind: ProductKind = "service"
) -> tuple[str, int]:
    """What a new line bears: the category that follows from both parties, and the standard rate where there is one."""
    category = category_for(
        law.country, seller.small_business, client.country, client.is_business, client.vat_id,
        client.vat_treatment, kind,
    )  # fmt: skip
    if category != DOMESTIC:
        return category, 0
    standard = [each for each in rates_on(law.rates, date.fromisoformat(day)) if each.key == "standard"]
    return (standard[0].category, standard[0].basis_points) if standard else ("Z", 0)


def following(
    original: Invoice, lines: Sequence[InvoiceLine], kind: Type, client: Client, today: str
) -> tuple[Invoice, tuple[InvoiceLine, ...]]:
    """A draft about an issued document. Raises Refused for what cannot be made of it."""
    if original.is_draft or kind not in FOLLOWERS[original.type]:
        raise Refused(N_("This cannot be made of it."))
    if original.cancelled_by is not None:
        raise Refused(N_("It is cancelled already."))
    plain = draft_for(client, today)
    head = replace(
        original, **_cleared(plain), type=kind, reference_id=original.id,
        due_on="" if kind in _NOT_DUE else plain.due_on, corrects_buyer=kind == "corrective",
    )  # fmt: skip
    if original.type == "proforma":  # its rate of exchange was of another day
        head = replace(head, vat_currency="", exchange_rate=0, exchange_on="", exchange_source="")
    copies = tuple(replace(line, id=0, position=0, order_line_id=None) for line in lines)
    if kind == "corrective":
        # The difference: what was, taken back, and what is right instead.
        copies += _discount_lines(original, lines)
        return replace(head, discount_amount=0), (
            *(replace(line, quantity=-line.quantity) for line in copies),
            *copies,
        )
    return head, () if kind == "debit_note" else copies


def to_zero(corrective: Invoice, lines: Sequence[InvoiceLine]) -> tuple[Invoice, tuple[InvoiceLine, ...]]:
    """All of it taken back, from the buyer as the invoice names them: what KSeF wants where the NIP was wrong."""
    return replace(corrective, corrects_buyer=False), tuple(lines[: len(lines) // 2])


def _discount_lines(original: Invoice, lines: Sequence[InvoiceLine]) -> tuple[InvoiceLine, ...]:
    """A discount given as an amount, as lines: on a difference that comes to nothing it could not be shared out."""
    if not original.discount_amount:
        return ()
    text = translate(Message(N_("Discount")), original.language)
    return tuple(
        InvoiceLine(
            text, -PARTS, int(group.allowance.decimal * PARTS), category=group.category, rate=group.rate
        )
        for group in totals_of(original, lines).groups
        if group.allowance
    )


_NOT_DUE = frozenset({"credit_note", "cancellation"})


def _cleared(plain: Invoice) -> dict[str, Any]:
    """What the new document gets for itself."""
    names = (
        "id", "uuid", "version", "number", "series", "year", "sequence", "paid", "credited", "cancelled_by",
        "issued_on", "issued_at", "issued_by", "created_at", "created_by", "changed_at", "reason",
        "ksef_number", "number_elsewhere", "client_id",
    )  # fmt: skip
    return {name: getattr(plain, name) for name in names}
