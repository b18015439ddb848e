"""The editor: a form that is saved as one types, works without JavaScript, and issues what it shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.catalogue import store as catalogue
from app.catalogue.units import choices as unit_choices
from app.clients import store as clients
from app.clients.card import note_look
from app.clients.form_layout import CURRENCIES
from app.clients.model import INVOICE_LANGUAGES, Client
from app.clock import stamp
from app.errors import Problem
from app.i18n import N_, Message, translate
from app.invoices import drafts, issuing, store
from app.invoices.beginning import draft_for, vat_for
from app.invoices.drafts import Stale
from app.invoices.forms import DraftForm, as_typed, moved, read_draft, rows
from app.invoices.issuing import BuyerChanged, NotReady
from app.invoices.model import Document, Invoice, InvoiceLine
from app.invoices.originals.sealer import Sealer
from app.invoices.products import with_products
from app.invoices.routes.listing import law_of
from app.invoices.views import buyer_rows, differences, vat_options
from app.seller import store as sellers
from app.vat.totals import Beyond
from app.web.context import acting, region_of, today_of, user_of
from app.web.forms import new_submission, sent, submission_of, whole_number
from app.web.pages import go, page, wants_part
from app.web.references import references
from app.web.shell import locale_of
from app.web.user import WebRequest

_EMPTY_ROWS = 1
_MOST_PRODUCTS = 12


class Drafts(Controller):
    path = "/invoices"

    @get("/new", opt={"right": "invoices.edit"})
    async def new(self, request: WebRequest) -> Response[Any]:
        """For a client the whole editor; without one, whom it is for."""
        region, number = region_of(request), whole_number(request.query_params.get("client", ""))
        if not number:
            return _choose(request)
        client = region.read(clients.find, number)
        note_look(request, client.id, "invoice")
        draft = draft_for(client, today_of(request))
        typed = as_typed(draft, (), locale_of(request)) | {"submission": new_submission()}
        return _editor(request, draft, client, (), typed)

    @get("/products", opt={"right": "invoices.edit"})
    async def products(self, request: WebRequest) -> Response[Any]:
        """What the catalogue has for what is being typed into a line."""
        typed = next((value for name, value in request.query_params.items() if name.startswith("text-")), "")
        region = region_of(request)
        found = region.read(catalogue.search, typed[:200], _MOST_PRODUCTS) if typed.strip() else []
        return page(
            request, "invoices/products.html", part="invoices/products.html", products=found,
            language=region.definition.languages[0], currency=region.definition.currency,
        )  # fmt: skip

    @post(opt={"right": "invoices.edit"})
    async def save(self, request: WebRequest) -> Response[Any]:
        """Every change of the form comes here: the first makes the draft, `act` says what else is wanted."""
        form = await sent(request)
        region, number = region_of(request), whole_number(form.get("invoice_id", ""))
        if number:
            current = region.read(store.find, number)
        else:
            client = region.read(clients.find_many, [whole_number(form.get("client_id", ""))])
            if not client:
                return _choose(request, status=422)
            current = draft_for(next(iter(client.values())), today_of(request))
        if not current.is_draft:
            return go(request, f"/{region.code}/invoices/{current.id}")
        read = read_draft(form, current, locale_of(request))
        lines = moved(
            region.read(with_products, read.lines, read.invoice, law_of(request)), form.get("act", "")
        )
        try:
            draft = await _saved(request, form, read.invoice, lines)
        except Stale as stale:
            return _stale(request, stale, read, form)
        except Beyond as beyond:
            return _again(request, current, read, form, [Problem("lines", beyond.message)])
        if wants_part(request) and lines == read.lines:
            return _outcome(request, draft, read.problems)
        if read.problems:
            return _again(request, draft, read, form, read.problems)
        if form.get("act") == "issue":
            return await _issue(request, draft, form)
        return go(
            request, f"/{region.code}/invoices/{draft.id}/edit#{_focus(form.get('act', ''), len(lines))}"
        )


class Edit(Controller):
    path = "/invoices/{invoice_id:int}"

    @get("/edit", opt={"right": "invoices.edit"})
    async def show(self, request: WebRequest, invoice_id: FromPath[int]) -> Response[Any]:
        region = region_of(request)
        draft = region.read(store.find, invoice_id)
        if not draft.is_draft:
            return go(request, f"/{region.code}/invoices/{invoice_id}")
        note_look(request, draft.client_id, "invoice")
        client = region.read(clients.find, draft.client_id)
        return _editor(request, draft, client, region.read(store.lines_of, invoice_id))

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
        return _stored(request, draft, refused.problems)
    except BuyerChanged as changed:
        return _stored(
            request, draft, [], status=409, differing=differences(buyer_rows(changed.seen), buyer_rows(changed.now)),
            notice=changed.message,
        )  # fmt: skip
    except Stale as stale:
        if not stale.current.is_draft:
            return go(request, f"/{region.code}/invoices/{draft.id}")
        return _stored(request, stale.current, [], status=409, notice=stale.message)
    region.vault.raise_number_mark(region.code, done.series, done.year, done.sequence)
    sealer: Sealer = request.app.state.sealer
    sealer.call(region.code)
    return go(request, f"/{region.code}/invoices/{done.id}")


def _stored(
    request: WebRequest, draft: Invoice, problems: Sequence[Problem], *, status: int = 422, **context: Any
) -> Response[Any]:
    """The editor with what is stored, and why that cannot be issued."""
    region = region_of(request)
    client = region.read(clients.find, draft.client_id)
    lines = region.read(store.lines_of, draft.id)
    return _editor(request, draft, client, lines, problems=problems, status=status, **context)


def _again(
    request: WebRequest, draft: Invoice, read: DraftForm, form: Mapping[str, str], problems: Sequence[Problem]
) -> Response[Any]:
    """Everything as it was typed, with what is wrong."""
    client = region_of(request).read(clients.find, draft.client_id)
    return _editor(request, draft, client, read.lines, dict(form), problems=problems, status=422)


def _stale(request: WebRequest, stale: Stale, read: DraftForm, form: Mapping[str, str]) -> Response[Any]:
    """409 with both; saving again with the new version decides. What is issued meanwhile is shown."""
    region, locale, current = region_of(request), locale_of(request), stale.current
    if not current.is_draft:
        return go(request, f"/{region.code}/invoices/{current.id}")
    theirs = as_typed(current, region.read(store.lines_of, current.id), locale)
    mine = as_typed(read.invoice, read.lines, locale)
    client = region.read(clients.find, current.client_id)
    return _editor(
        request, current, client, read.lines, dict(form), status=409, notice=stale.message,
        differing=differences(theirs, mine),
    )  # fmt: skip


def _outcome(request: WebRequest, draft: Invoice, problems: Sequence[Problem]) -> Response[Any]:
    """What the server makes of what was typed: totals, what is missing, and where the draft is now."""
    region = region_of(request)
    document = region.read(store.load_document, draft.id, today_of(request), region.definition.vat_notes)
    missing = region.read(issuing.problems, draft.id, law_of(request), today_of(request))
    answer = page(
        request, "invoices/_outcome.html", part="invoices/_outcome.html", document=document, draft=document.invoice,
        problems=problems, missing=missing, base=f"/{region.code}/invoices", partial=True,
        saved_at=request.app.state.clock.now(), buyer=drafts.digest(document.buyer),
    )  # fmt: skip
    answer.headers["HX-Replace-Url"] = f"/{region.code}/invoices/{draft.id}/edit"
    return answer


def _choose(request: WebRequest, status: int = 200) -> Response[Any]:
    region = region_of(request)
    return page(
        request, "invoices/choose.html", module="invoices", status=status, base=f"/{region.code}/invoices"
    )


def _editor(
    request: WebRequest,
    draft: Invoice,
    client: Client,
    lines: Sequence[InvoiceLine],
    typed: Mapping[str, str] | None = None,
    *,
    problems: Sequence[Problem] = (),
    status: int = 200,
    notice: Message | None = None,
    differing: Sequence[tuple[str, str, str]] = (),
) -> Response[Any]:
    region, locale, today = region_of(request), locale_of(request), today_of(request)
    law, seller = law_of(request), region.read(sellers.load)
    typed = as_typed(draft, lines, locale) if typed is None else typed
    document: Document | None = None
    missing: Sequence[Problem] = ()
    if draft.id:
        document = region.read(store.load_document, draft.id, today, law.notes)
        missing = region.read(issuing.problems, draft.id, law, today)
    shown = max([len(lines), *_row_numbers(typed)]) + _EMPTY_ROWS
    category, rate = vat_for(client, seller, law, draft.last_day_of_supply or today)
    return page(
        request, "invoices/edit.html", module="invoices", status=status, draft=draft, client=client,
        typed=defaultdict(str, typed), rows=range(1, shown + 1), problems=problems, missing=missing, document=document,
        notice=notice, differing=differing,
        base=f"/{region.code}/invoices", today=today, units=unit_choices(locale),
        vat_options=vat_options(law, draft.last_day_of_supply or today, lines, locale),
        usual_vat=f"{category}-{rate}", currencies=[(code, code) for code in CURRENCIES],
        languages=[(code, translate(Message(label), locale)) for code, label in INVOICE_LANGUAGES.items()],
        buyer=drafts.digest(document.buyer) if document else "", labels=_LABELS, partial=False,
        reference=document.reference if document else None,
        origins=references(request, "orders_of_invoices", [draft.id]).get(draft.id, ()),
    )  # fmt: skip


def _row_numbers(typed: Mapping[str, str]) -> list[int]:
    return rows(
        {name: value for name, value in typed.items() if value and not name.startswith(("unit-", "vat-"))}
    )


def _focus(act: str, count: int) -> str:
    return f"f-text-{count + 1}" if act == "add" else "lines"


_LABELS = {
    "client_id": N_("Client"), "seller": N_("Your firm"), "lines": N_("Lines"), "issued_on": N_("Issued on"),
    "due_on": N_("Due on"), "supplied_from": N_("Supplied from"), "supplied_until": N_("Supplied until"),
    "discount": N_("Discount"), "reason": N_("Reason"), "ksef_number": N_("KSeF number"), "reference": N_("Reference"),
}  # fmt: skip
