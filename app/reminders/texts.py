"""What a reminder says, in the language of the invoice.

Nothing is threatened but what everybody may do: to go to court. Neither interest nor costs are asked for by
themselves: a fee is what a person typed, and whether it may be asked for depends on contract and law.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.clients.model import Client
from app.i18n import N_, Message, translate
from app.invoices.model import TYPES, Invoice
from app.invoices.paper import figures
from app.letters.texts import greeting, regards
from app.money import Money
from app.reminders.model import TITLES, Reminder
from app.seller.model import Seller

_OPENING: Mapping[int, str] = {
    1: N_(
        "Perhaps it has escaped your notice: according to our records the following invoice is still open. We kindly"
        " ask you to transfer the amount by the day named below."
    ),
    2: N_(
        "We have reminded you of the following invoice, but according to our records it is still open. Please transfer"
        " the amount by the day named below."
    ),
    3: N_(
        "In spite of our reminders the following invoice is still open according to our records. We ask you for the"
        " last time to transfer the amount by the day named below. After that day we may have to claim it in court."
    ),
}
_CLOSING: Mapping[int, str] = {
    1: N_(
        "If you have paid in the meantime, please take this letter as settled. A copy of the invoice is attached."
    ),
    2: N_(
        "If you have paid in the meantime, please take this letter as settled. If something about the invoice is not"
        " right, please tell us. A copy of it is attached."
    ),
    3: N_(
        "If you have paid in the meantime, please take this letter as settled. If you cannot pay the whole amount at"
        " once, or something about the invoice is not right, please talk to us. A copy of it is attached."
    ),
}
_DOCUMENT = N_("{document} {number} of {date}")
_WAS_DUE = N_("Was due on: {date}")
_TOTAL = N_("Invoice amount: {amount}")
_CREDITED = N_("Credited: {amount}")
_PAID = N_("Paid so far: {amount}")
_OPEN = N_("Amount due: {amount}")
_FEE = N_("Reminder fee: {amount}")
TOGETHER = N_("Together: {amount}")
PAY_BY = N_("Please pay by: {date}")
_ACCOUNT = N_("Account holder: {name}")
_REFERENCE = N_("Payment reference: {number}")


def subject(invoice: Invoice, level: int) -> str:
    title, document = (
        translate(Message(each), invoice.language) for each in (TITLES[level], TYPES[invoice.type])
    )
    return f"{title}: {document} {invoice.number}"


def opening(invoice: Invoice, client: Client, level: int) -> str:
    text = translate(Message(_OPENING[level]), invoice.language)
    return f"{greeting(client, invoice.language)}\n\n{text}"


def closing(invoice: Invoice, level: int, writer: str, firm: Seller) -> str:
    text = translate(Message(_CLOSING[level]), invoice.language)
    signed = f"{regards(writer, invoice.language)}\n{firm.name}".rstrip()
    return f"{text}\n\n{signed}"


def particulars(invoice: Invoice, reminder: Reminder, firm: Seller) -> str:
    """What stands between the two: counted, never typed, so that it is right whatever the text around it says."""
    lines = [*_what(invoice), *_how_much(invoice, reminder.fee), "", *_where_to(invoice, reminder, firm)]
    return "\n".join(
        translate(each, invoice.language) if isinstance(each, Message) else each for each in lines
    )


def body(before: str, between: str, after: str) -> str:
    return "\n\n".join(each for each in (before, between, after) if each)


def _what(invoice: Invoice) -> list[Message]:
    language = invoice.language
    issued, due = (figures.day(each, language) for each in (invoice.issued_on, invoice.due_on))
    document = {"document": Message(TYPES[invoice.type]), "number": invoice.number, "date": issued}
    return [Message(_DOCUMENT, document), Message(_WAS_DUE, {"date": due})]


def _how_much(invoice: Invoice, fee: int) -> list[Message]:
    still_open = invoice.still_open
    less = [(_CREDITED, invoice.credited), (_PAID, invoice.paid)]
    found = [_amount(text, minor, invoice) for text, minor in less if minor]
    if found:
        found.insert(0, _amount(_TOTAL, invoice.gross, invoice))
    found.append(_amount(_OPEN, still_open, invoice))
    if fee:
        found += [_amount(_FEE, fee, invoice), _amount(TOGETHER, still_open + fee, invoice)]
    return found


def _where_to(invoice: Invoice, reminder: Reminder, firm: Seller) -> list[Message | str]:
    pay_by = Message(PAY_BY, {"date": figures.day(reminder.due_on, invoice.language)})
    return [pay_by, *account(firm), reference([invoice.number])]


def account(firm: Seller) -> list[Message | str]:
    if not firm.iban:
        return []
    bank = [each for each in (firm.bank, firm.bic and f"BIC: {firm.bic}") if each]
    return [Message(_ACCOUNT, {"name": firm.name}), f"IBAN: {figures.iban(firm.iban)}", *bank]


def reference(numbers: Sequence[str]) -> Message:
    return Message(_REFERENCE, {"number": ", ".join(numbers)})


def _amount(text: str, minor: int, invoice: Invoice) -> Message:
    return Message(text, {"amount": figures.with_currency(Money(minor, invoice.currency), invoice.language)})
