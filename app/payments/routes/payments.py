"""The payments of one invoice: booked, and reversed where that was wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.clients.card import note_look
from app.clock import stamp
from app.errors import Problem
from app.invoices import store as invoices
from app.invoices.model import TYPES, status
from app.payments import store
from app.payments.forms import DIRECTIONS, LABELS, note_problems, read_payment, usual
from app.payments.model import METHODS, Payment, is_payable
from app.text import clean_line
from app.web.context import acting, region_of, today_of, user_of
from app.web.forms import new_submission, sent, submission_of
from app.web.pages import go, page
from app.web.shell import locale_of
from app.web.user import WebRequest


class Payments(Controller):
    path = "/invoices/{invoice_id:int}/payments"

    @get(opt={"right": "payments.see"})
    async def show(self, request: WebRequest, invoice_id: FromPath[int]) -> Response[Any]:
        invoice = region_of(request).read(invoices.find, invoice_id)
        typed = usual(invoice, today_of(request), locale_of(request))
        return _page(request, invoice_id, typed | {"submission": new_submission()})

    @post(opt={"right": "payments.book"})
    async def add(self, request: WebRequest, invoice_id: FromPath[int]) -> Response[Any]:
        region, form, (actor, now) = region_of(request), await sent(request), acting(request)
        invoice = region.read(invoices.find, invoice_id)
        payment, problems = read_payment(form, invoice, today_of(request), locale_of(request))
        if payment is None:
            return _page(request, invoice_id, form, problems, status_code=422)
        try:
            await region.write(
                store.add, region.keys, payment, actor, stamp(now),
                submission=submission_of(form, user_of(request).id), again=form.get("again") == "1",
            )  # fmt: skip
        except store.NotBooked as refused:
            return _page(request, invoice_id, form, [Problem("amount", refused.message)], status_code=422)
        except store.PaidTwice as twice:
            return _page(request, invoice_id, form, earlier=twice.earlier, status_code=409)
        return go(request, _there(request, invoice_id))

    @get("/{payment_id:int}/reversal", opt={"right": "payments.book"})
    async def ask(
        self, request: WebRequest, invoice_id: FromPath[int], payment_id: FromPath[int]
    ) -> Response[Any]:
        return _reversal(request, invoice_id, payment_id, {})

    @post("/{payment_id:int}/reversal", opt={"right": "payments.book"})
    async def reverse(
        self, request: WebRequest, invoice_id: FromPath[int], payment_id: FromPath[int]
    ) -> Response[Any]:
        region, form, (actor, now) = region_of(request), await sent(request), acting(request)
        region.read(store.find, invoice_id, payment_id)
        problems = note_problems(form.get("note", ""))
        if problems:
            return _reversal(request, invoice_id, payment_id, form, problems)
        note = clean_line(form.get("note", ""))
        try:
            await region.write(store.reverse, region.keys, invoice_id, payment_id, note, actor, stamp(now))
        except store.NotBooked as refused:
            return _reversal(request, invoice_id, payment_id, form, [Problem("note", refused.message)])
        return go(request, _there(request, invoice_id))


def _there(request: WebRequest, invoice_id: int) -> str:
    return f"/{region_of(request).code}/invoices/{invoice_id}/payments"


def _page(
    request: WebRequest,
    invoice_id: int,
    typed: Mapping[str, str],
    problems: Sequence[Problem] = (),
    *,
    status_code: int = 200,
    earlier: Payment | None = None,
) -> Response[Any]:
    region, today = region_of(request), today_of(request)
    invoice = region.read(invoices.find, invoice_id)
    note_look(request, invoice.client_id, "invoice")
    return page(
        request, "payments/list.html", part="payments/_panel.html", module="invoices", status=status_code,
        invoice=invoice, payments=region.read(store.of_invoice, invoice_id), status_of=status(invoice, today),
        typed=typed, problems=problems, earlier=earlier, labels=LABELS, methods=METHODS, directions=DIRECTIONS,
        types=TYPES, today=today, base=f"/{region.code}/invoices", payable=is_payable(invoice),
        may_book=user_of(request).at_least(region.code, "editor"),
    )  # fmt: skip


def _reversal(
    request: WebRequest,
    invoice_id: int,
    payment_id: int,
    typed: Mapping[str, str],
    problems: Sequence[Problem] = (),
) -> Response[Any]:
    region = region_of(request)
    invoice = region.read(invoices.find, invoice_id)
    payment = region.read(store.find, invoice_id, payment_id)
    note_look(request, invoice.client_id, "invoice")
    return page(
        request, "payments/reversal.html", module="invoices", status=422 if problems else 200, invoice=invoice,
        payment=payment, typed=typed, problems=problems, labels=LABELS, methods=METHODS,
        base=f"/{region.code}/invoices",
    )  # fmt: skip
