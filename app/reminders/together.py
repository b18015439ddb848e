"""What one letter says that reminds of several invoices. Levels may differ: then each invoice says its own."""

from __future__ import annotations

from collections.abc import Mapping

from app.clients.model import Client
from app.i18n import N_, Message, counted, translate
from app.invoices.model import TYPES
from app.invoices.paper import figures
from app.letters.texts import greeting, regards
from app.money import Money
from app.reminders.model import LAST, TITLES, Reminder
from app.reminders.planning import Planned, Together
from app.reminders.texts import PAY_BY, TOGETHER, account, reference
from app.seller.model import Seller

_MIXED = 0
_OPENING: Mapping[int, str] = {
    _MIXED: N_(
        "According to our records the following invoices are still open; whether we have reminded of them before stands"
        " with each. Please transfer the amounts by the days named below."
    ),
    1: N_(
        "Perhaps it has escaped your notice: according to our records the following invoices are still open. We kindly"
        " ask you to transfer the amount by the day named below."
    ),
    2: N_(
        "We have reminded you of the following invoices, but according to our records they are still open. Please"
        " transfer the amount by the day named below."
    ),
    3: N_(
        "In spite of our reminders the following invoices are still open according to our records. We ask you for the"
        " last time to transfer the amount by the day named below. After that day we may have to claim it in court."
    ),
}
_LAST_AMONG_THEM = N_("What is marked as last reminder we may have to claim in court after its day.")
_CLOSING = N_(
    "If you have paid in the meantime, please take this letter as settled. If you cannot pay the whole amount at once,"
    " or something about the invoices is not right, please talk to us. Copies of them are attached."
)
_OPEN = N_("{document} {number} of {date}, due since {due}: {amount}")
_OPEN_OF = N_("{document} {number} of {date}, due since {due}: {amount} of {total}")
_LEVEL = N_("{title}, please pay by {date}")


def subject(letter: Together) -> str:
    """The last of their levels names it: what is written for the last time must not be overlooked."""
    title = translate(Message(TITLES[max(each.level for each in letter.parts)]), letter.language)
    return f"{title}: {translate(counted('{n} invoice', '{n} invoices', len(letter.parts)), letter.language)}"


def opening(letter: Together) -> str:
    level = _level_of_all(letter)
    said = [_OPENING[level]]
    if level == _MIXED and any(each.level == LAST for each in letter.parts):
        said.append(_LAST_AMONG_THEM)
    client: Client = letter.client
    text = " ".join(translate(Message(each), letter.language) for each in said)
    return f"{greeting(client, letter.language)}\n\n{text}"


def closing(letter: Together, writer: str, firm: Seller) -> str:
    signed = f"{regards(writer, letter.language)}\n{firm.name}".rstrip()
    return f"{translate(Message(_CLOSING), letter.language)}\n\n{signed}"


def particulars(letter: Together, reminders: Mapping[int, Reminder], firm: Seller) -> str:
    """A line for each invoice, one sum for each currency, and where to pay; `reminders` by their invoices."""
    language, same = letter.language, _level_of_all(letter) != _MIXED
    lines: list[Message | str] = []
    for each in letter.parts:
        line = translate(_invoice(each), language)
        if not same:
            day = figures.day(reminders[each.invoice.id].due_on, language)
            line += f" ({translate(Message(_LEVEL, {'title': Message(TITLES[each.level]), 'date': day}), language)})"
        lines.append(line)
    lines += ["", *(_amount(TOGETHER, each, language) for each in letter.totals), ""]
    if same:
        day = figures.day(reminders[letter.parts[0].invoice.id].due_on, language)
        lines.append(Message(PAY_BY, {"date": day}))
    lines += [*account(firm), reference([each.invoice.number for each in letter.parts])]
    return "\n".join(translate(each, language) if isinstance(each, Message) else each for each in lines)


def _level_of_all(letter: Together) -> int:
    levels = {each.level for each in letter.parts}
    return levels.pop() if len(levels) == 1 else _MIXED


def _invoice(planned: Planned) -> Message:
    invoice = planned.invoice
    said = {
        "document": Message(TYPES[invoice.type]), "number": invoice.number,
        "date": figures.day(invoice.issued_on, invoice.language), "due": figures.day(invoice.due_on, invoice.language),
        "amount": figures.with_currency(Money(invoice.still_open, invoice.currency), invoice.language),
    }  # fmt: skip
    if invoice.still_open == invoice.gross:
        return Message(_OPEN, said)
    total = figures.with_currency(Money(invoice.gross, invoice.currency), invoice.language)
    return Message(_OPEN_OF, said | {"total": total})


def _amount(text: str, amount: Money, language: str) -> Message:
    return Message(text, {"amount": figures.with_currency(amount, language)})
