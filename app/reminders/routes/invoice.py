"""The reminders of one invoice, and the form of the next one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.clients import store as clients
from app.clients.card import note_look
from app.clock import stamp
from app.errors import Conflict
from app.i18n import Message
from app.invoices import store as invoices
from app.invoices.model import Invoice, status
from app.letters.model import STATES
from app.letters.postman import Postman
from app.reminders import store, texts
from app.reminders.forms import LABELS, Typed, read
from app.reminders.model import TITLES, Reminder, term, why_not
from app.reminders.planning import corrections_of, due_of_client
from app.reminders.writing import send_one
from app.seller import store as sellers
from app.web.context import acting, region_of, today_of, user_of
from app.web.forms import new_submission, sent, submission_of, whole_number
from app.web.pages import go, page
from app.web.shell import locale_of
from app.web.user import WebRequest


class OfInvoice(Controller):
    path = "/invoices/{invoice_id:int}/reminders"

    @get(opt={"right": "reminders.see"})
    async def show(self, request: WebRequest, invoice_id: FromPath[int]) -> Response[Any]:
        region, today = region_of(request), today_of(request)
        invoice = region.read(invoices.find, invoice_id)
        reminders = region.read(store.of_invoice, invoice_id)
        note_look(request, invoice.client_id, "invoice")
        return page(
            request, "reminders/list.html", part="reminders/_panel.html", module="invoices", invoice=invoice,
            reminders=reminders, level=store.next_level(reminders), reason=why_not(invoice, today), titles=TITLES,
            states=STATES, status_of=status(invoice, today), base=f"/{region.code}/invoices",
            may_send=user_of(request).at_least(region.code, "editor"),
        )  # fmt: skip

    @get("/new", opt={"right": "reminders.send"})
    async def new(self, request: WebRequest, invoice_id: FromPath[int]) -> Response[Any]:
        """`?due_on=` and `?fee=` say what the particulars would be with those."""
        invoice, usual = _usual(request, invoice_id)
        if why_not(invoice, today_of(request)) or not usual.level:
            return go(request, _there(request, invoice_id))
        values = _drafted(request, invoice, usual)
        asked = {
            name: request.query_params[name] for name in ("due_on", "fee") if name in request.query_params
        }
        typed = read(values | asked | {"attach": "1"}, invoice, usual, locale_of(request))
        kept = tuple(each for each in typed.problems if each.field in asked)
        return _form(request, invoice, replace(typed, problems=kept))

    @post(opt={"right": "reminders.send"})
    async def add(self, request: WebRequest, invoice_id: FromPath[int]) -> Response[Any]:
        region, form, (actor, now) = region_of(request), await sent(request), acting(request)
        invoice, usual = _usual(request, invoice_id)
        level = whole_number(form.get("level", ""))
        usual = replace(usual, level=level if level in TITLES else usual.level or 1)
        typed = read(form, invoice, usual, locale_of(request))
        if typed.errors:
            return _form(request, invoice, typed, submission=form.get("submission", ""), status_code=422)
        try:
            await region.write(
                send_one, region.keys, typed, whole_number(form.get("open", "")), actor, stamp(now),
                submission=submission_of(form, user_of(request).id),
            )  # fmt: skip
        except Conflict as refused:
            invoice = region.read(invoices.find, invoice_id)
            return _form(request, invoice, typed, refused=refused.message, status_code=409)
        postman: Postman = request.app.state.postman
        postman.call(region.code)
        return go(request, _there(request, invoice_id))


def _there(request: WebRequest, invoice_id: int) -> str:
    return f"/{region_of(request).code}/invoices/{invoice_id}/reminders"


def _usual(request: WebRequest, invoice_id: int) -> tuple[Invoice, Reminder]:
    """The next reminder as it is made where nobody types anything else; level 0 after the last one."""
    region, today = region_of(request), today_of(request)
    invoice = region.read(invoices.find, invoice_id)
    level = store.next_level(region.read(store.of_invoice, invoice_id))
    due_on = term(today, level or 1, region.definition.reminder_days)
    return invoice, Reminder(invoice_id, level, today, due_on)


def _drafted(request: WebRequest, invoice: Invoice, usual: Reminder) -> dict[str, str]:
    region = region_of(request)
    client = region.read(clients.find, invoice.client_id)
    buyer = region.read(invoices.party_of, invoice.id, "buyer")
    firm = region.read(sellers.load)
    return {
        "recipient": client.email or buyer.email,
        "due_on": usual.due_on,
        "fee": "",
        "subject": texts.subject(invoice, usual.level),
        "opening": texts.opening(invoice, client, usual.level),
        "closing": texts.closing(invoice, usual.level, user_of(request).name, firm),
    }


def _form(
    request: WebRequest,
    invoice: Invoice,
    typed: Typed,
    *,
    refused: Message | None = None,
    submission: str = "",
    status_code: int = 200,
) -> Response[Any]:
    region, today = region_of(request), today_of(request)
    note_look(request, invoice.client_id, "reminder")
    reminders = region.read(store.of_invoice, invoice.id)
    values: Mapping[str, str] = typed.values
    return page(
        request, "reminders/new.html", part="reminders/_particulars.html", module="invoices", status=status_code,
        invoice=invoice, typed=values, problems=typed.problems, labels=LABELS, titles=TITLES, refused=refused,
        level=typed.reminder.level, attached=typed.attached, last=store.last_of(reminders), states=STATES,
        particulars=texts.particulars(invoice, typed.reminder, region.read(sellers.load)),
        possible=not why_not(invoice, today) and store.next_level(reminders) == typed.reminder.level,
        corrected=region.read(corrections_of, invoice.id), due=region.read(due_of_client, invoice.client_id, today),
        today=today, base=f"/{region.code}/invoices",
        status_of=status(invoice, today), submission=submission or new_submission(),
    )  # fmt: skip
