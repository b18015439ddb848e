"""An order is typed: a new one, and one that changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.actor import Actor
from app.catalogue.grid import Typed, acted, label_of, named, typed_rows
from app.catalogue.grid import as_typed as line_as_typed
from app.catalogue.lines import LineValues, totals_of
from app.clients import store as clients
from app.clients.card import note_look
from app.clients.form_layout import CURRENCIES
from app.clients.model import Client
from app.clients.routes.choosing import choose_client
from app.clock import stamp
from app.errors import Problem, Refused
from app.i18n import N_, Message, translate
from app.invoices.grid import grid, nets, with_products
from app.invoices.law import Law
from app.invoices.opening import raise_marks
from app.invoices.views import vat_options
from app.money import currencies
from app.orders import store
from app.orders.forms import FIELDS, OrderForm, as_typed, begun, day_of, read_discount, read_order
from app.orders.model import PRIORITIES, Order, pattern_of
from app.orders.routes.shown import common
from app.vat.totals import Beyond
from app.web.context import acting, region_of, today_of, user_of
from app.web.forms import new_submission, sent, submission_of, whole_number
from app.web.pages import go, page, wants_part
from app.web.shell import locale_of
from app.web.user import WebRequest


class Editor(Controller):
    path = "/orders"

    @get("/new", opt={"right": "orders.edit"})
    async def new(self, request: WebRequest) -> Response[Any]:
        """`client` says whose; without one it is asked."""
        region, number = region_of(request), whole_number(request.query_params.get("client", ""))
        if not number:
            return await choose_client(request, "orders", N_("New order"))
        client = region.read(clients.find, number)
        order = begun(client, today_of(request))
        typed = as_typed(order, locale_of(request)) | {"submission": new_submission()}
        return _form(request, order, typed, [], [])

    @post(opt={"right": "orders.edit"})
    async def add(self, request: WebRequest) -> Response[Any]:
        form = await sent(request)
        number = whole_number(form.get("client_id", ""))
        if not number:
            raise Refused(N_("Say whose order it is."))
        client = region_of(request).read(clients.find, number)
        return await _save(request, form, begun(client, today_of(request)))

    @get("/{order_id:int}/edit", opt={"right": "orders.edit"})
    async def edit(self, request: WebRequest, order_id: FromPath[int]) -> Response[Any]:
        region, locale = region_of(request), locale_of(request)
        order = region.read(store.find, order_id)
        values = [line.values for line in region.read(store.lines, order_id)]
        lines = [line_as_typed(each, order.currency, locale) for each in values]
        head = as_typed(order, locale) | {"version": str(order.version)}
        return _form(request, order, head, lines, values)

    @post("/{order_id:int}", opt={"right": "orders.edit"})
    async def change(self, request: WebRequest, order_id: FromPath[int]) -> Response[Any]:
        order = region_of(request).read(store.find, order_id)
        return await _save(request, await sent(request), order)


async def _save(request: WebRequest, form: Mapping[str, str], order: Order) -> Response[Any]:
    region, locale, act, rows = (
        region_of(request),
        locale_of(request),
        form.get("act", "save"),
        typed_rows(form),
    )
    day = day_of(form.get("ordered_on", ""), today_of(request))
    client = region.read(clients.find, order.client_id)
    typed = [*rows.values()]
    lines = with_products(request, client, typed, client.invoice_language, form.get("currency", ""), day)
    lines = acted(lines, act)
    read = read_order(form, lines, dict(vat_options(Law.of(region.definition), day, (), locale)), locale)
    if wants_part(request):
        return _counted(request, order, client, read, [*rows], None if lines == typed else lines)
    head = {**read.typed, "version": form.get("version", ""), "submission": form.get("submission", "")}
    wanted = read.changing(order)
    if act != "save" or wanted is None:
        problems = read.problems if act == "save" else ()
        return _form(request, order, head, lines, read.lines, problems, status=422 if problems else 200)
    actor, now = acting(request)
    try:
        saved = await _written(request, wanted, read.lines, actor, stamp(now), form)
    except store.Stale as stale:
        return _conflict(request, stale.current, wanted, head, lines, read.lines)
    except Beyond as beyond:
        problem = Problem("line_1_price", beyond.message)
        return _form(request, order, head, lines, read.lines, [problem], status=422)
    return go(request, f"/{region.code}/orders/{saved.id}")


async def _written(
    request: WebRequest, wanted: Order, lines: Sequence[LineValues], actor: Actor, at: str, form: Mapping[str, str]
) -> Order:  # fmt: skip
    region = region_of(request)
    if wanted.id:
        version = whole_number(form.get("version", ""))
        return await region.write(store.change, region.keys, wanted, lines, actor, at, version=version)
    pattern = pattern_of(region.definition.numbering)
    submission, marks = submission_of(form, user_of(request).id), region.vault.number_marks(region.code)
    added = await region.write(
        store.add, region.keys, wanted, lines, pattern, actor, at, submission=submission, marks=marks
    )
    raise_marks(region)
    return added


def _counted(
    request: WebRequest, order: Order, client: Client, read: OrderForm, places: Sequence[int],
    lines: Sequence[Typed] | None,
) -> Response[Any]:  # fmt: skip
    """What comes of it so far, and the amounts of the lines at `places`; the grid as a whole where the catalogue has
    filled in `lines`. Nothing is saved."""
    currency, locale = read.values["currency"] or order.currency, locale_of(request)
    day = read.values["ordered_on"] or today_of(request)
    changed = (
        {}
        if lines is None
        else grid(request, client, day, currency, client.invoice_language, lines, read.lines)
    )
    return page(
        request, "orders/_counted.html", part="orders/_counted.html", currency=currency, problems=(),
        totals=totals_of(read.lines, currency, read.values["discount_percent"]), filled=lines is not None,
        nets=dict(zip(places, nets(read.lines, currency, locale), strict=False)), **changed,
    )  # fmt: skip


def _form(
    request: WebRequest, order: Order, typed: Mapping[str, str], lines: Sequence[Typed], values: Sequence[LineValues],
    problems: Sequence[Problem] = (), *, status: int = 200, differing: Sequence[tuple[str, str, str]] = (),
) -> Response[Any]:  # fmt: skip
    region, locale = region_of(request), locale_of(request)
    client = region.read(clients.find, order.client_id)
    note_look(request, client.id, "order")
    currency = typed["currency"] if typed["currency"] in currencies() else order.currency
    day = day_of(typed["ordered_on"], today_of(request))
    return page(
        request, "orders/edit.html", status=status, order=order, client=client, typed=typed, problems=problems,
        differing=differing, currency=currency,
        totals=totals_of(values, currency, read_discount(typed["discount_percent"], locale) or 0),
        labels={name: translate(Message(label), locale) for name, label in FIELDS.items()},
        priority_choices=[(key, translate(Message(label), locale)) for key, label in PRIORITIES.items()],
        currencies=[(code, code) for code in dict.fromkeys((order.currency, *CURRENCIES))],
        **grid(request, client, day, currency, client.invoice_language, lines, values), **common(request),
    )  # fmt: skip


def _conflict(
    request: WebRequest, current: Order, wanted: Order, typed: Mapping[str, str], lines: Sequence[Typed],
    values: Sequence[LineValues],
) -> Response[Any]:  # fmt: skip
    """409 with both values of every field that differs; saving again with the new version decides."""
    locale = locale_of(request)
    there = [
        line_as_typed(line.values, current.currency, locale)
        for line in region_of(request).read(store.lines, current.id)
    ]
    theirs, mine = as_typed(current, locale) | named(there), as_typed(wanted, locale) | named(lines)
    differing = [
        (label, theirs.get(name, ""), mine.get(name, ""))
        for name in dict.fromkeys([*theirs, *mine])
        if theirs.get(name, "") != mine.get(name, "") and (label := FIELDS.get(name) or label_of(name))
    ]
    head = {**typed, "version": str(current.version)}
    return _form(request, current, head, lines, values, status=409, differing=differing)
