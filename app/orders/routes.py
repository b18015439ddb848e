"""Orders: the list, a new one, one with where it may go, and those of a client."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from babel.numbers import format_decimal
from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.access.log import AccessLog
from app.actor import Actor
from app.catalogue import units
from app.catalogue.lines import EMPTY, PARTS, LineValues, Typed, acted, filled, totals_of
from app.catalogue.lines import as_typed as line_as_typed
from app.clients import store as clients
from app.clients.card import CardPanel, CardTab, card_context, note_look
from app.clients.form_layout import CURRENCIES
from app.clock import stamp
from app.errors import Problem, Refused
from app.i18n import N_, Message, translate
from app.invoices.model import STATUSES as INVOICE_STATUSES
from app.invoices.model import status as invoice_status
from app.lists import ListState
from app.money import Money, read_number
from app.orders import billing, store
from app.orders.forms import FIELDS, OrderForm, as_typed, begun, read_order
from app.orders.listing import KIND, list_orders
from app.orders.model import PRIORITIES, STATES, Order, OrderLine, State
from app.vat.rates import percent, rates_on
from app.vat.totals import MAX_PRICE, Beyond
from app.web.context import acting, region_of, user_of
from app.web.forms import new_submission, sent, submission_of, whole_number
from app.web.pages import go, page
from app.web.shell import locale_of
from app.web.user import WebRequest

PANEL = CardPanel(N_("Orders"), "/orders")
TAB = CardTab("orders", N_("Orders"), "/orders", store.count)
_SHOWN, _IN_PANEL = 50, 5


class Orders(Controller):
    path = "/orders"

    @get(opt={"right": "orders.see"})
    async def show_all(self, request: WebRequest) -> Response[Any]:
        region = region_of(request)
        state = ListState.read(KIND, dict(request.query_params.items()), region.definition.timezone)
        found = await region.read_slow(list_orders, state, _today(request))
        access: AccessLog = request.app.state.access
        access.note(region, user_of(request), "list", [each.client_id for each in found.rows], "orders")
        return page(request, "orders/list.html", state=state, page=found, **_common(request))

    @get("/new", opt={"right": "orders.edit"})
    async def new(self, request: WebRequest) -> Response[Any]:
        """`client` says whose; without one the way begins among the clients."""
        region, number = region_of(request), whole_number(request.query_params.get("client", ""))
        if not number:
            return go(request, f"/{region.code}/clients")
        client = region.read(clients.find, number)
        order = begun(client, _today(request))
        typed = as_typed(order, locale_of(request)) | {"submission": new_submission()}
        return _form(request, order, typed, [EMPTY])

    @post(opt={"right": "orders.edit"})
    async def add(self, request: WebRequest) -> Response[Any]:
        form = await sent(request)
        number = whole_number(form.get("client_id", ""))
        if not number:
            raise Refused(N_("Say whose order it is."))
        client = region_of(request).read(clients.find, number)
        return await _save(request, form, begun(client, _today(request)))

    @get("/{order_id:int}", opt={"right": "orders.see"})
    async def show(self, request: WebRequest, order_id: FromPath[int]) -> Response[Any]:
        region = region_of(request)
        order = region.read(store.find, order_id)
        lines = region.read(store.lines, order_id)
        note_look(request, order.client_id, "order")
        return page(
            request, "orders/show.html", order=order, lines=lines, billing=region.read(billing.billing, order_id),
            billable=order.state in billing.BILLABLE and not order.on_hold, submission=new_submission(),
            invoice_statuses=INVOICE_STATUSES, invoice_status=invoice_status,
            totals=totals_of([line.values for line in lines], order.currency, order.discount_percent),
            **_common(request),
        )  # fmt: skip

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

    @post("/{order_id:int}/state", opt={"right": "orders.edit"})
    async def move(self, request: WebRequest, order_id: FromPath[int]) -> Response[Any]:
        region, form = region_of(request), await sent(request)
        region.read(store.find, order_id)
        state, (actor, now) = form.get("state", ""), acting(request)
        if state not in STATES:
            raise Refused(N_("This status does not exist."))
        await region.write(
            store.move, region.keys, order_id, cast(State, state), actor, stamp(now),
            version=whole_number(form.get("version", "")),
        )  # fmt: skip
        return go(request, f"/{region.code}/orders/{order_id}")

    @post("/{order_id:int}/invoices", opt={"right": "invoices.edit"})
    async def invoice(self, request: WebRequest, order_id: FromPath[int]) -> Response[Any]:
        """A draft of what is left, or of so much of each line as was typed (`quantity_12`)."""
        region, form = region_of(request), await sent(request)
        wanted = (
            None
            if form.get("all")
            else _quantities(region.read(store.lines, order_id), form, locale_of(request))
        )
        region.read(store.find, order_id)
        actor, now = acting(request)
        await region.write(
            billing.invoice, region.keys, order_id, wanted, actor, stamp(now),
            version=whole_number(form.get("version", "")), submission=submission_of(form, user_of(request).id),
        )  # fmt: skip
        return go(request, f"/{region.code}/orders/{order_id}")

    @post("/{order_id:int}/hold", opt={"right": "orders.edit"})
    async def hold(self, request: WebRequest, order_id: FromPath[int]) -> Response[Any]:
        """`on_hold` 1 or 0: taken back as easily as set."""
        region, form = region_of(request), await sent(request)
        actor, now = acting(request)
        wanted = form.get("on_hold") == "1"
        await region.write(store.hold, region.keys, order_id, actor, stamp(now), on_hold=wanted)
        return go(request, f"/{region.code}/orders/{order_id}")


class OfClient(Controller):
    path = "/clients/{client_id:int}/orders"

    @get(opt={"right": "orders.see"})
    async def show(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        """The tab of the card as a page, the newest few as a part."""
        region = region_of(request)
        found = region.read(store.of_client, client_id, _SHOWN + 1)
        context = card_context(request, client_id, "orders")
        note_look(request, client_id, "orders")
        common = {name: value for name, value in _common(request).items() if name not in context}
        return page(
            request, "orders/of_client.html", part="orders/_panel.html", orders=found[:_SHOWN],
            newest=found[:_IN_PANEL], more=len(found) > _SHOWN, count=region.read(store.count, client_id),
            orders_at=f"/{region.code}/orders", **context, **common,
        )  # fmt: skip


def _quantities(lines: Sequence[OrderLine], form: Mapping[str, str], locale: str) -> dict[int, int]:
    """Raises Refused for what is no quantity."""
    found = {}
    for line in lines:
        text = form.get(f"quantity_{line.id}", "").strip()[:40]
        number = read_number(text, locale) if text else Decimal(0)
        if number is None or not 0 <= number <= MAX_PRICE or number * PARTS != int(number * PARTS):
            raise Refused(N_("“{typed}” is no quantity. Nothing was invoiced."), typed=text)
        found[line.id] = int(number * PARTS)
    return found


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
    pattern = region.definition.numbering.get("order", "O-{year}-{number:04}")
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
    amount = _amount(locale)
    return page(
        request, "orders/edit.html", part="orders/_editor.html", status=status, order=order, client=client,
        typed=typed, lines=lines or [EMPTY], problems=problems, differing=differing, totals=totals,
        line_nets={place: amount(net) for place, net in nets.items()},
        line_currency=typed["currency"], line_language=client.invoice_language,
        unit_choices=units.choices(locale), vat_choices=_vat_choices(request, typed["ordered_on"]),
        labels={name: translate(Message(label), locale) for name, label in FIELDS.items()},
        priority_choices=[(key, translate(Message(label), locale)) for key, label in PRIORITIES.items()],
        currencies=[(code, code) for code in dict.fromkeys((order.currency, *CURRENCIES))], **_common(request),
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


_FREE = {
    "E": N_("Exempt from VAT"),
    "AE": N_("Reverse charge"),
    "K": N_("Intra-EU supply"),
    "G": N_("Export outside the EU"),
}


def _day(request: WebRequest, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.fromisoformat(_today(request))


def _amount(locale: str) -> Callable[[Money], str]:
    """12345 minor units of EUR as "123,45"; the currency stands in the head of its column."""

    def shown(amount: Money) -> str:
        return str(format_decimal(amount.decimal, format="#,##0.00", locale=locale)).replace("-", "\u2212")

    return shown


def _number(parts: int, pattern: str, locale: str) -> str:
    """Ten-thousandths as a person reads them."""
    return str(format_decimal(Decimal(parts) / PARTS, format=pattern, locale=locale))


def _common(request: WebRequest) -> dict[str, Any]:
    region = region_of(request)
    amount = _amount(locale_of(request))
    return {
        "module": "orders",
        "base": f"/{region.code}/orders",
        "may_edit": user_of(request).at_least(region.code, "editor"),
        "states": STATES,
        "priorities": PRIORITIES,
        "today": _today(request),
        "amount": amount,
        "minor": lambda number, currency: amount(Money(number, currency)),
        "parts": lambda number: _number(number, "#,##0.####", locale_of(request)),
        "price": lambda number: _number(number, "#,##0.00##", locale_of(request)),
        "unit_short": lambda code, quantity: units.short(code, locale_of(request), quantity),
    }


def _today(request: WebRequest) -> str:
    zone = region_of(request).definition.timezone
    return str(request.app.state.clock.now().astimezone(zone).date().isoformat())


ROUTES = [Orders, OfClient]
