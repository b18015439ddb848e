"""The editor: a form that is saved as one types, works without JavaScript, and issues what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.catalogue.grid import acted, typed_rows
from app.clients import store as clients
from app.clients.card import note_look
from app.clients.routes.choosing import choose_client
from app.clock import stamp
from app.errors import Problem
from app.i18n import N_
from app.invoices import drafts, issuing, store
from app.invoices.beginning import draft_for
from app.invoices.drafts import NotOfOrder, Stale
from app.invoices.forms import read_draft
from app.invoices.grid import with_products
from app.invoices.issuing import BuyerChanged, NotReady
from app.invoices.model import Invoice, InvoiceLine
from app.invoices.originals.sealer import Sealer
from app.invoices.routes import form as shown
from app.invoices.routes.listing import law_of
from app.invoices.views import buyer_rows, differences
from app.vat.totals import Beyond
from app.web.context import acting, region_of, today_of, user_of
from app.web.forms import new_submission, sent, submission_of, whole_number
from app.web.pages import go, wants_part
from app.web.shell import locale_of
from app.web.user import WebRequest

_NEW = N_("New invoice")


class Drafts(Controller):
    path = "/invoices"

    @get("/new", opt={"right": "invoices.edit"})
    async def new(self, request: WebRequest) -> Response[Any]:
        """For a client the whole editor; without one, whom it is for."""
        region, number = region_of(request), whole_number(request.query_params.get("client", ""))
        if not number:
            return await choose_client(request, "invoices", _NEW)
        client = region.read(clients.find, number)
        note_look(request, client.id, "invoice")
        draft = draft_for(client, today_of(request))
        if request.query_params.get("type") == "proforma":
            draft = replace(draft, type="proforma")
        return shown.begun(request, draft, client, new_submission())

    @post(opt={"right": "invoices.edit"})
    async def save(self, request: WebRequest) -> Response[Any]:
        """Every change of the form comes here: the first makes the draft, `act` says what else is wanted."""
        form, region = await sent(request), region_of(request)
        current = _current(request, form)
        if current is None:
            return await choose_client(request, "invoices", _NEW, status=422)
        if not current.is_draft:
            return go(request, f"/{region.code}/invoices/{current.id}")
        return await _save(request, form, current, form.get("act", ""))


class Edit(Controller):
    path = "/invoices/{invoice_id:int}"

    @get("/edit", opt={"right": "invoices.edit"})
    async def show(self, request: WebRequest, invoice_id: FromPath[int]) -> Response[Any]:
        region = region_of(request)
        draft = region.read(store.find, invoice_id)
        if not draft.is_draft:
            return go(request, f"/{region.code}/invoices/{invoice_id}")
        note_look(request, draft.client_id, "invoice")
        return shown.stored(request, draft)

    @post("/issue", opt={"right": "invoices.issue"})
    async def issue(self, request: WebRequest, invoice_id: FromPath[int]) -> Response[Any]:
        form = await sent(request)
        draft = region_of(request).read(store.find, invoice_id)
        if not draft.is_draft:
            return go(request, f"/{region_of(request).code}/invoices/{invoice_id}")
        return await _issue(request, draft, form, whole_number(form.get("version", "")))

    @post("/removal", opt={"right": "invoices.edit"})
    async def remove(self, request: WebRequest, invoice_id: FromPath[int]) -> Response[Any]:
        region, (actor, now) = region_of(request), acting(request)
        await region.write(drafts.remove, region.keys, invoice_id, actor, stamp(now))
        return go(request, f"/{region.code}/invoices")


def _current(request: WebRequest, form: Mapping[str, str]) -> Invoice | None:
    """What the form is about; None for a new one that is for nobody."""
    region, number = region_of(request), whole_number(form.get("invoice_id", ""))
    if number:
        return region.read(store.find, number)
    found = region.read(clients.find_many, [whole_number(form.get("client_id", ""))])
    return draft_for(next(iter(found.values())), today_of(request)) if found else None


async def _save(request: WebRequest, form: Mapping[str, str], current: Invoice, act: str) -> Response[Any]:
    region, locale, rows = region_of(request), locale_of(request), typed_rows(form)
    typed = [*rows.values()]
    own = region.definition.currency
    head = read_draft(form, (), current, locale, own).invoice
    day = head.last_day_of_supply or today_of(request)
    client = region.read(clients.find, current.client_id)
    lines = acted(with_products(request, client, typed, head.language, head.currency, day), act)
    read = read_draft(form, lines, current, locale, own)
    try:
        draft = await _saved(request, form, read.invoice, read.lines)
    except Stale as stale:
        return shown.beside(request, stale, read, form, lines)
    except (Beyond, NotOfOrder) as beyond:
        return shown.refused(request, current, read, form, lines, [Problem("lines", beyond.message)])
    if wants_part(request):
        return shown.counted(request, draft, read, [*rows], None if lines == typed else lines, current)
    if read.problems:
        return shown.refused(request, draft, read, form, lines, read.problems)
    if act == "issue":
        return await _issue(request, draft, form)
    focus = f"f-line_{len(lines) + 1}_text" if act == "add" else "line-grid"
    return go(request, f"/{region.code}/invoices/{draft.id}/edit#{focus}")


async def _saved(
    request: WebRequest, form: Mapping[str, str], draft: Invoice, lines: Sequence[InvoiceLine]
) -> Invoice:
    region, (actor, now) = region_of(request), acting(request)
    if draft.id:
        version = whole_number(form.get("version", ""))
        return await region.write(
            drafts.save, draft, lines, stamp(now), version=version, seen=form.get("buyer", "")
        )
    submission = submission_of(form, user_of(request).id)
    return await region.write(drafts.add, region.keys, draft, lines, actor, stamp(now), submission=submission)


async def _issue(
    request: WebRequest, draft: Invoice, form: Mapping[str, str], version: int = 0
) -> Response[Any]:
    region, (actor, now), today = region_of(request), acting(request), today_of(request)
    law = law_of(request)
    try:
        done = await region.write(
            issuing.issue, region.keys, draft.id, law, region.vault.number_marks(region.code), actor, stamp(now),
            version=version or draft.version, today=today, buyer_seen=form.get("buyer", ""),
        )  # fmt: skip
    except NotReady as refused:
        return shown.stored(request, draft, refused.problems, status=422)
    except BuyerChanged as changed:
        differing = differences(buyer_rows(changed.seen), buyer_rows(changed.now))
        return shown.stored(request, draft, status=409, differing=differing, notice=changed.message)
    except Stale as stale:
        if not stale.current.is_draft:
            return go(request, f"/{region.code}/invoices/{draft.id}")
        return shown.stored(request, stale.current, status=409, notice=stale.message)
    if not done.is_recorded:
        region.vault.raise_number_mark(region.code, done.series, done.year, done.sequence)
    sealer: Sealer = request.app.state.sealer
    sealer.call(region.code)
    return go(request, f"/{region.code}/invoices/{done.id}")
