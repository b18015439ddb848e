"""The form of a draft as it is shown: new, stored, refused, counted, or beside what somebody else saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response

from app.catalogue.grid import Typed, named
from app.catalogue.lines import LineValues
from app.clients import store as clients
from app.clients.form_layout import CURRENCIES
from app.clients.model import INVOICE_LANGUAGES, Client
from app.errors import Problem
from app.i18n import N_, Message, translate
from app.invoices import drafts, issuing, store
from app.invoices.counting import own_vat
from app.invoices.drafts import Stale
from app.invoices.forms import DraftForm, as_typed, lines_as_typed
from app.invoices.grid import grid, nets
from app.invoices.law import Law
from app.invoices.model import BEGINNINGS, TYPES, Document, Invoice, buyer_differences
from app.invoices.parties import buyer_party
from app.invoices.routes.listing import law_of
from app.invoices.views import differences, labelled
from app.web.context import region_of, today_of
from app.web.pages import go, page, wants_part
from app.web.references import references
from app.web.shell import locale_of
from app.web.user import WebRequest

_LABELS = {
    "corrects_buyer": N_("The buyer is corrected as well"),
    "client_id": N_("Client"), "seller": N_("Your firm"), "lines": N_("Lines"), "issued_on": N_("Issued on"),
    "due_on": N_("Due on"), "supplied_from": N_("Supplied from"), "supplied_until": N_("Supplied until"),
    "discount": N_("Discount"), "reason": N_("Reason"), "ksef_number": N_("KSeF number"), "reference": N_("Reference"),
    "number_elsewhere": N_("Number in the other program"), "exchange_rate": N_("Rate of exchange"),
    "exchange_on": N_("Day of the rate"), "exchange_source": N_("Table of rates"),
}  # fmt: skip


def begun(request: WebRequest, draft: Invoice, client: Client, submission: str) -> Response[Any]:
    typed = as_typed(draft, locale_of(request)) | {"submission": submission}
    return _editor(request, draft, client, typed, [], [])


def stored(
    request: WebRequest,
    draft: Invoice,
    problems: Sequence[Problem] = (),
    *,
    status: int = 200,
    **context: Any,
) -> Response[Any]:
    """What is stored, and why that cannot be issued."""
    region, locale = region_of(request), locale_of(request)
    client = region.read(clients.find, draft.client_id)
    lines = region.read(store.lines_of, draft.id)
    typed = lines_as_typed(lines, draft.currency, locale)
    return _editor(
        request, draft, client, as_typed(draft, locale), typed, lines, problems=problems, status=status, **context
    )  # fmt: skip


def refused(
    request: WebRequest, draft: Invoice, read: DraftForm, form: Mapping[str, str], lines: Sequence[Typed],
    problems: Sequence[Problem],
) -> Response[Any]:  # fmt: skip
    """Everything as it was typed, with what is wrong."""
    client = region_of(request).read(clients.find, draft.client_id)
    return _editor(request, draft, client, form, lines, read.lines, problems=problems, status=422)


def beside(
    request: WebRequest, stale: Stale, read: DraftForm, form: Mapping[str, str], lines: Sequence[Typed]
) -> Response[Any]:
    """409 with both; saving again with the new version decides. What is issued meanwhile is shown."""
    region, locale, current = region_of(request), locale_of(request), stale.current
    if not current.is_draft:
        return go(request, f"/{region.code}/invoices/{current.id}")
    theirs = lines_as_typed(region.read(store.lines_of, current.id), current.currency, locale)
    differing = differences(
        as_typed(current, locale) | named(theirs), as_typed(read.invoice, locale) | named(lines)
    )
    client = region.read(clients.find, current.client_id)
    return _editor(
        request, current, client, form, lines, read.lines, status=409, notice=stale.message, differing=differing
    )  # fmt: skip


def counted(
    request: WebRequest,
    draft: Invoice,
    read: DraftForm,
    places: Sequence[int],
    lines: Sequence[Typed] | None,
    before: Invoice,
) -> Response[Any]:
    """What the server makes of what was typed: totals, what is missing, where the draft is now, and the amounts of the
    lines at `places`; the grid as a whole where the catalogue has filled in `lines`."""
    region, locale, today = region_of(request), locale_of(request), today_of(request)
    document = region.read(store.load_document, draft.id, today, region.definition.vat_notes)
    law, client = law_of(request), region.read(clients.find, draft.client_id)
    missing = region.read(issuing.problems, draft.id, law, today)
    changed = {} if lines is None else _grid(request, draft, client, lines, read.lines)
    answer = page(
        request, "invoices/_outcome.html", part="invoices/_outcome.html", document=document, draft=document.invoice,
        problems=read.problems, missing=missing, base=f"/{region.code}/invoices", partial=True,
        saved_at=request.app.state.clock.now(), buyer=drafts.digest(buyer_party(client)), filled=lines is not None,
        currency_changed=draft.currency != before.currency, typed=as_typed(draft, locale),
        recorded=law.wants_clearance(draft, client, today), **_exchange(draft, document, law),
        nets=dict(zip(places, nets(read.lines, draft.currency, locale), strict=False)), **changed,
    )  # fmt: skip
    answer.headers["HX-Replace-Url"] = f"/{region.code}/invoices/{draft.id}/edit"
    return answer


def _editor(
    request: WebRequest,
    draft: Invoice,
    client: Client,
    typed: Mapping[str, str],
    lines: Sequence[Typed],
    values: Sequence[LineValues],
    *,
    problems: Sequence[Problem] = (),
    status: int = 200,
    notice: Message | None = None,
    differing: Sequence[tuple[str, str, str]] = (),
) -> Response[Any]:
    region, locale, today = region_of(request), locale_of(request), today_of(request)
    law = law_of(request)
    document: Document | None = None
    missing: Sequence[Problem] = ()
    if draft.id:
        document = region.read(store.load_document, draft.id, today, law.notes)
        missing = region.read(issuing.problems, draft.id, law, today)
    answer = page(
        request, "invoices/edit.html", module="invoices", status=status, draft=draft, client=client,
        typed=defaultdict(str, typed), problems=problems, missing=missing, document=document, notice=notice,
        differing=differing, base=f"/{region.code}/invoices", today=today, labels=_LABELS, partial=False,
        types=[(each, translate(Message(TYPES[each]), locale)) for each in BEGINNINGS],
        currencies=[(code, code) for code in CURRENCIES],
        languages=[(code, translate(Message(label), locale)) for code, label in INVOICE_LANGUAGES.items()],
        buyer=drafts.digest(buyer_party(client)) if draft.id else "",
        corrected=_corrected(document, client),
        clearance_from=law.clearance_from, recorded=law.wants_clearance(draft, client, today),
        **_exchange(draft, document, law),
        reference=document.reference if document else None,
        origins=references(request, "orders_of_invoices", [draft.id]).get(draft.id, ()),
        **_grid(request, draft, client, lines, values),
    )  # fmt: skip
    if wants_part(request):  # the form sends every change in the background: this is not what it asked for
        answer.headers.update({"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerHTML"})
    return answer


def _corrected(document: Document | None, client: Client) -> list[tuple[str, str, str]]:
    """What a corrective would say otherwise about the buyer, whether it is wanted or not."""
    before = document.buyer_before if document else None
    return labelled(buyer_differences(before, buyer_party(client))) if before else []


def _exchange(draft: Invoice, document: Document | None, law: Law) -> dict[str, Any]:
    """What the VAT is in the region's own currency, of an invoice in another one."""
    rule = law.vat_in_own_currency
    return {
        "own_currency": "" if draft.currency == law.currency else law.currency,
        "rate_before_supply": rule is not None and rule.before_supply,
        "own_vat": own_vat(document.invoice, document.totals) if document else None,
    }


def _grid(
    request: WebRequest, draft: Invoice, client: Client, lines: Sequence[Typed], values: Sequence[LineValues]
) -> dict[str, Any]:
    day = draft.last_day_of_supply or today_of(request)
    return grid(request, client, day, draft.currency, draft.language, lines, values)
