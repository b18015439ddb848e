"""The page of one document, and what is made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.catalogue.units import short
from app.clients import store as clients
from app.clients.card import note_look
from app.clock import stamp
from app.errors import Refused
from app.i18n import N_
from app.invoices import drafts, store
from app.invoices.beginning import FOLLOWERS, following, to_zero
from app.invoices.counting import own_vat
from app.invoices.einvoice import has_xml
from app.invoices.model import TYPES, Invoice, status
from app.invoices.views import labelled
from app.web.context import acting, region_of, today_of, user_of
from app.web.forms import sent, submission_of
from app.web.pages import go, page
from app.web.references import references
from app.web.user import WebRequest


class Show(Controller):
    path = "/invoices/{invoice_id:int}"

    @get(opt={"right": "invoices.see"})
    async def show(self, request: WebRequest, invoice_id: FromPath[int]) -> Response[Any]:
        region, user, today = region_of(request), user_of(request), today_of(request)
        document = region.read(store.load_document, invoice_id, today, region.definition.vat_notes)
        invoice, may_edit = document.invoice, user.at_least(region.code, "editor")
        if invoice.is_draft and may_edit:
            return go(request, f"/{region.code}/invoices/{invoice_id}/edit")
        note_look(request, invoice.client_id, "invoice")
        return page(
            request, "invoices/show.html", module="invoices", document=document, invoice=invoice,
            status_of=status(invoice, today), base=f"/{region.code}/invoices", may_edit=may_edit, types=TYPES,
            related=region.read(store.referring_to, invoice_id), today=today,
            followers=_followers(invoice.type, invoice.cancelled_by), unit=short, filled=_filled,
            has_xml=has_xml(document), own_vat=own_vat(invoice, document.totals),
            corrected=labelled(document.corrected_buyer),
            origins=references(request, "orders_of_invoices", [invoice_id]).get(invoice_id, ()),
        )  # fmt: skip

    @post("/followers", opt={"right": "invoices.edit"})
    async def follow(self, request: WebRequest, invoice_id: FromPath[int]) -> Response[Any]:
        """A draft that corrects it (`to_zero`: all of it), cancels it, or invoices it; asked twice, the same one."""
        region, form = region_of(request), await sent(request)
        original = region.read(store.find, invoice_id)
        whole = form.get("kind") == "to_zero"
        kind = "corrective" if whole else form.get("kind", "")
        if kind not in FOLLOWERS[original.type]:
            raise Refused(N_("This cannot be made of it."))
        begun = [
            each
            for each in region.read(store.referring_to, invoice_id)
            if _is_begun(original.type, kind, each) and (not whole or each.gross == -original.gross)
        ]
        if not begun:
            client = region.read(clients.find, original.client_id)
            lines = region.read(store.lines_of, invoice_id)
            head, rows = following(original, lines, kind, client, today_of(request))
            head, rows = to_zero(head, rows) if whole else (head, rows)
            actor, now = acting(request)
            key = submission_of(form, user_of(request).id)
            added = await region.write(drafts.add, region.keys, head, rows, actor, stamp(now), submission=key)
            begun = [added]
        where = "/edit" if begun[0].is_draft else ""
        return go(request, f"/{region.code}/invoices/{begun[0].id}{where}")


def _filled(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [row for row in rows if row[1]]


def _is_begun(original: str, kind: str, found: Invoice) -> bool:
    """A draft of the same; of a pro forma also the invoice that was made of it and stands."""
    stands = original == "proforma" and found.cancelled_by is None
    return found.type == kind and (found.is_draft or stands)


def _followers(kind: str, cancelled_by: int | None) -> tuple[str, ...]:
    return () if cancelled_by is not None else FOLLOWERS[kind]
