"""What stands in a letter before anybody has typed, in the language of whoever gets it."""

from __future__ import annotations

from app.clients.model import Client
from app.i18n import N_, Message, translate
from app.invoices.model import PAYABLE, TYPES, Document
from app.invoices.paper import figures
from app.letters.forms import Typed

_GREETING = N_("Dear {name},")
_GREETING_NOBODY = N_("Dear Sir or Madam,")
_REGARDS = N_("Kind regards")
_ATTACHED = N_("attached you find our {document} {number} of {date} over {amount}.")
_PAY_BY = N_("Please transfer the amount by {date}.")


def draft(client: Client, writer: str, text: str = "", language: str = "") -> str:
    """Greeting, `text` or a place for one, and the name of whoever writes."""
    language = language or client.invoice_language
    return "\n\n".join([greeting(client, language), text, regards(writer, language)])


def greeting(client: Client, language: str) -> str:
    name = client.contact_name or (client.name if client.kind == "person" else "")
    return translate(Message(_GREETING, {"name": name}) if name else Message(_GREETING_NOBODY), language)


def regards(writer: str, language: str) -> str:
    return f"{translate(Message(_REGARDS), language)}\n{writer}"


def for_invoice(document: Document, client: Client, writer: str) -> Typed:
    invoice, language = document.invoice, document.invoice.language
    title = translate(Message(TYPES[invoice.type]), language)
    amount = figures.with_currency(document.totals.gross, language)
    day = figures.day(invoice.issued_on, language)
    said = {"document": title, "number": invoice.number, "date": day, "amount": amount}
    text = translate(Message(_ATTACHED, said), language)
    if invoice.type in PAYABLE and invoice.due_on and invoice.cancelled_by is None and invoice.still_open > 0:
        by = {"date": figures.day(invoice.due_on, language)}
        text = f"{text} {translate(Message(_PAY_BY, by), language)}"
    subject = f"{title} {invoice.number}"
    return Typed(document.buyer.email or client.email, subject, draft(client, writer, text, language))
