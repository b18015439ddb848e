"""An order is typed: a new one, and one that changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.actor import Actor
from app.catalogue import units
from app.catalogue.lines import EMPTY, LineValues, Typed, acted, filled, totals_of
from app.catalogue.lines import as_typed as line_as_typed
from app.clients import store as clients
from app.clients.card import note_look
from app.clients.form_layout import CURRENCIES
from app.clock import stamp
from app.errors import Problem, Refused
from app.i18n import N_, Message, translate
from app.orders import store
from app.orders.forms import FIELDS, OrderForm, as_typed, begun, read_order
from app.orders.model import PRIORITIES, Order, pattern_of
from app.orders.routes.shown import common
from app.vat.rates import percent, rates_on
from app.vat.totals import Beyond
from app.web.context import acting, region_of, today_of, user_of
from app.web.formats import amount
from app.web.forms import new_submission, sent, submission_of, whole_number
from app.web.pages import go, page
from app.web.shell import locale_of
from app.web.user import WebRequest

_FREE = {
    "E": N_("Exempt from VAT"),
    "AE": N_("Reverse charge"),
    "K": N_("Intra-EU supply"),
    "G": N_("Export outside the EU"),
}


class Editor(Controller):
    path = "/orders"

    @get("/new", opt={"right": "orders.edit"})
    async def new(self, request: WebRequest) -> Response[Any]:
        """`client` says whose; without one the way begins among the clients."""
        region, number = region_of(request), whole_number(request.query_params.get("client", ""))
        if not number:
            return go(request, f"/{region.code}/clients")
        client = region.read(clients.find, number)
        order = begun(client, today_of(request))
        typed = as_typed(order, locale_of(request)) | {"submission": new_submission()}
        return _form(request, order, typed, [EMPTY])

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
        lines = [line_as_typed(line.values, locale) for line in region.read(store.lines, order_id)]
        return _form(request, order, as_typed(order, locale) | {"version": str(order.version)}, lines)

    @post("/{order_id:int}", opt={"right": "orders.edit"})
    async def change(self, request: WebRequest, order_id: FromPath[int]) -> Response[Any]:
        order = region_of(request).read(store.find, order_id)
        return await _save(request, await sent(request), order)


async def _save(request: WebRequest, form: Mapping[str, str], order: Order) -> Response[Any]:
    region, locale = region_of(request), locale_of(request)
    read = read_order(form, dict(_vat_choices(request, form.get("ordered_on", ""))), locale)
    typed = {**read.typed, "version": form.get("version", ""), "submission": form.get("submission", "")}
    act = form.get("act", "save")
    if act != "save":
        return _again(request, order, read, typed, act)
    wanted = read.changing(order)
    if wanted is None:
        return _form(request, order, typed, read.typed_lines, read.problems, status=422)
    actor, now = acting(request)
    try:
        saved = await _written(request, wanted, read.lines, actor, stamp(now), form)
    except store.Stale as stale:
        return _conflict(request, stale.current, wanted, typed, read.typed_lines)
    except Beyond as beyond:
        problem = Problem("line_1_price", beyond.message)
        return _form(request, order, typed, read.typed_lines, [problem], status=422)
    return go(request, f"/{region.code}/orders/{saved.id}")


async def _written(
    request: WebRequest, wanted: Order, lines: Sequence[LineValues], actor: Actor, at: str, form: Mapping[str, str]
) -> Order:  # fmt: skip
    region = region_of(request)
    if wanted.id:
        version = whole_number(form.get("version", ""))
        return await region.write(store.change, region.keys, wanted, lines, actor, at, version=version)
    pattern = pattern_of(region.definition.numbering)
    submission = submission_of(form, user_of(request).id)
    return await region.write(
        store.add, region.keys, wanted, lines, pattern, actor, at, submission=submission
    )


def _again(
    request: WebRequest, order: Order, read: OrderForm, typed: Mapping[str, str], act: str
) -> Response[Any]:
    """A button of the grid was pressed: nothing is saved yet."""
    region, locale = region_of(request), locale_of(request)
    vat = _vat_keys(request, typed["ordered_on"])
    language = region.read(clients.find, order.client_id).invoice_language
    lines = acted(read.typed_lines, act)
    lines = region.read(filled, lines, language, typed["currency"], vat, locale)
    return _form(request, order, typed, lines)


def _form(
    request: WebRequest, order: Order, typed: Mapping[str, str], lines: Sequence[Typed],
    problems: Sequence[Problem] = (), *, status: int = 200, differing: Sequence[tuple[str, str, str]] = (),
) -> Response[Any]:  # fmt: skip
    region, locale = region_of(request), locale_of(request)
    client = region.read(clients.find, order.client_id)
    note_look(request, client.id, "order")
    form = {**typed, **_sent_again(lines)}
    read = read_order(form, dict(_vat_choices(request, typed["ordered_on"])), locale)
    totals = totals_of(read.lines, typed["currency"] or order.currency, read.values["discount_percent"])
    nets = dict(zip(read.places, (each.net for each in totals.lines), strict=True)) if totals else {}
    return page(
        request, "orders/edit.html", part="orders/_editor.html", status=status, order=order, client=client,
        typed=typed, lines=lines or [EMPTY], problems=problems, differing=differing, totals=totals,
        line_nets={place: amount(net.minor, net.currency, locale) for place, net in nets.items()},
        line_currency=typed["currency"], line_language=client.invoice_language,
        unit_choices=units.choices(locale), vat_choices=_vat_choices(request, typed["ordered_on"]),
        labels={name: translate(Message(label), locale) for name, label in FIELDS.items()},
        priority_choices=[(key, translate(Message(label), locale)) for key, label in PRIORITIES.items()],
        currencies=[(code, code) for code in dict.fromkeys((order.currency, *CURRENCIES))], **common(request),
    )  # fmt: skip


def _conflict(
    request: WebRequest, current: Order, wanted: Order, typed: Mapping[str, str], lines: Sequence[Typed]
) -> Response[Any]:
    """409 with both values of every field that differs; saving again with the new version decides."""
    locale = locale_of(request)
    theirs, mine = as_typed(current, locale), as_typed(wanted, locale)
    differing = [(FIELDS[name], theirs[name], mine[name]) for name in FIELDS if theirs[name] != mine[name]]
    told = "; ".join(line.values.text for line in region_of(request).read(store.lines, current.id))
    differing.append((N_("Lines"), told, "; ".join(line["text"] for line in lines)))
    typed = {**typed, "version": str(current.version)}
    return _form(request, current, typed, lines, status=409, differing=differing)


def _sent_again(lines: Sequence[Typed]) -> dict[str, str]:
    return {
        f"line_{place}_{name}": value for place, line in enumerate(lines, 1) for name, value in line.items()
    }


def _vat_choices(request: WebRequest, day: str) -> list[tuple[str, str]]:
    """What a line can bear on that day: ("S 1900", "19 %"), and what is free of VAT."""
    found = rates_on(region_of(request).definition.vat_rates, _day(request, day))
    rates = {f"{rate.category} {rate.basis_points}": f"{percent(rate.basis_points)} %" for rate in found}
    locale = locale_of(request)
    free = {f"{code} 0": translate(Message(label), locale) for code, label in _FREE.items()}
    return [*(rates | free).items()]


def _vat_keys(request: WebRequest, day: str) -> dict[str, str]:
    found = rates_on(region_of(request).definition.vat_rates, _day(request, day))
    rates = {f"{rate.category} {rate.key}": f"{rate.category} {rate.basis_points}" for rate in found}
    return rates | {"E exempt": "E 0"}


def _day(request: WebRequest, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.fromisoformat(today_of(request))
