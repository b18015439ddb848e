"""From a document to what is printed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from app.catalogue.units import short
from app.i18n import translate
from app.invoices.counting import own_vat, vat_converted
from app.invoices.model import Document, InvoiceLine
from app.invoices.paper import figures, foot, payment, words
from app.money import Money
from app.paper import Picture, Sheet
from app.settings import ROOT
from app.web.templates import render

# No document has more (CHECK of invoice_line.position): about thirty pages.
MOST_LINES = 1_000
_STYLE = ROOT / "templates" / "invoices" / "paper" / "invoice.css"
# Characters that have room.
_USUAL_LENGTH, _USUAL_QUANTITY = 12, 10
_PNG = b"\x89PNG"


def _unit(line: InvoiceLine, locale: str) -> str:
    return short(line.unit, locale, line.exact_quantity)


def _is_wide(document: Document, locale: str) -> bool:
    """Whether a figure is too long for the usual columns."""
    currency = document.invoice.currency
    shown = [figures.amount(document.totals.gross, locale)]
    for line in document.lines:
        shown.append(figures.price(line.price, currency, locale))
        shown.append(figures.amount(Money(line.net, currency), locale))
    quantities = [figures.quantity(each.quantity, locale) for each in document.lines]
    return max(map(len, shown)) > _USUAL_LENGTH or max(map(len, quantities), default=0) > _USUAL_QUANTITY


def as_issued(document: Document) -> Document:
    """Without the payments that came later: what is printed again is what was issued."""
    totals = document.totals
    nothing = Money(0, totals.gross.currency)
    return replace(document, totals=replace(totals, prepaid=nothing, due=totals.gross))


def sheet(document: Document, xml: bytes = b"") -> Sheet:
    """With the structured invoice inside, where there is one."""
    invoice, locale = document.invoice, document.invoice.language
    html = render(
        "invoices/paper/invoice.html", locale, document=document, invoice=invoice, seller=document.seller,
        buyer=document.buyer, totals=document.totals, words=words, code=payment.code(document), has_xml=bool(xml),
        wide=_is_wide(document, locale),
        converted=vat_converted(invoice, document.totals), own_vat=own_vat(invoice, document.totals),
        exchange=partial(figures.exchange, locale=locale),
        day=partial(figures.day, locale=locale), period=partial(figures.period, locale=locale),
        in_currency=lambda minor: Money(minor, invoice.currency), iban=figures.iban,
        amount=partial(figures.amount, locale=locale), with_currency=partial(figures.with_currency, locale=locale),
        quantity=partial(figures.quantity, locale=locale),
        rate=partial(words.rate, locale=locale), unit=partial(_unit, locale=locale),
        price=partial(figures.price, currency=invoice.currency, locale=locale),
    )  # fmt: skip
    name = " ".join(filter(None, [translate(words.title(document), locale), invoice.number]))
    metadata = {"title": name, "author": document.seller.name, "subject": name, "keywords": ""}
    return Sheet(
        html,
        _STYLE.read_bytes() + foot.style(document.seller),
        language=locale,
        archival=True,
        xml=xml,
        metadata=metadata,
        pictures=pictures_of(document.logo),
    )


def pictures_of(logo: bytes) -> dict[str, Picture]:
    """What `given:logo` shows, where there is one."""
    kind = "image/png" if logo.startswith(_PNG) else "image/jpeg"
    return {"logo": Picture(kind, logo)} if logo else {}
