"""A document as files: PDF, XML and a picture for whoever sees invoices, sealed originals for the archive."""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath

from app.access.log import AccessLog
from app.clients.card import CardPanel, card_context, note_look
from app.documents.filenames import safe_filename
from app.documents.preview import MEDIA_TYPE
from app.errors import NotFound
from app.i18n import N_
from app.invoices.einvoice import PROFILES, missing, trial
from app.invoices.model import Document
from app.invoices.naming import name_of
from app.invoices.originals import sealing
from app.invoices.originals import store as originals
from app.invoices.originals.model import KINDS, MEDIA_TYPES
from app.invoices.parties import buyer_party, seller_party
from app.invoices.printing import Printing
from app.invoices.store import find, load_document
from app.seller import store as sellers
from app.web.context import region_of, today_of, user_of
from app.web.files import file_answer
from app.web.pages import page
from app.web.user import WebRequest

PANEL = CardPanel(N_("E-invoice"), "/einvoice")


class Papers(Controller):
    path = "/invoices/{invoice_id:int}"

    @get("/pdf", opt={"right": "invoices.see"})
    async def pdf(self, request: WebRequest, invoice_id: FromPath[int]) -> Response[bytes]:
        """Printed from what was issued, or from the draft as it is."""
        document = _load(request, invoice_id)
        return file_answer(
            await _printing(request).pdf(document), "application/pdf", name_of(document, "pdf")
        )

    @get("/xml", opt={"right": "invoices.see"})
    async def xml(self, request: WebRequest, invoice_id: FromPath[int]) -> Response[bytes]:
        """`?profile=en16931` or `xrechnung`; without it the one that the buyer wants."""
        document = _load(request, invoice_id)
        profile = PROFILES.get(request.query_params.get("profile", ""))
        content = await _printing(request).xml(document, profile)
        return file_answer(content, "application/xml", name_of(document, "xml"))

    @get("/preview.png", opt={"right": "invoices.see"})
    async def preview(self, request: WebRequest, invoice_id: FromPath[int]) -> Response[bytes]:
        content = await _printing(request).picture(_load(request, invoice_id))
        return file_answer(content, MEDIA_TYPE)


class Originals(Controller):
    path = "/invoices/{invoice_id:int}/originals"

    @get("/{original_kind:str}", opt={"right": "originals.read"})
    async def show(
        self, request: WebRequest, invoice_id: FromPath[int], original_kind: FromPath[str]
    ) -> Response[bytes]:
        """Exactly the bytes that were sealed when it was issued. Each look is in the access log."""
        if original_kind not in KINDS:
            raise NotFound()
        region = region_of(request)
        invoice = region.read(find, invoice_id)
        _note(request, invoice.client_id, f"original:{invoice_id}:{original_kind}")
        found = region.read(originals.find, invoice_id, original_kind)
        content = await asyncio.to_thread(sealing.opened, found, region.keys)
        ending = "pdf" if original_kind == "pdf" else "xml"
        name = safe_filename(f"{invoice.number} {original_kind}.{ending}".replace("/", "-"))
        return file_answer(content, MEDIA_TYPES[original_kind], name)


class Readiness(Controller):
    path = "/clients/{client_id:int}/einvoice"

    @get(opt={"right": "invoices.see"})
    async def show(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        """What an e-invoice to this client would lack, before anybody writes one."""
        region = region_of(request)
        context = card_context(request, client_id, "overview")
        note_look(request, client_id, "einvoice")
        document = trial(seller_party(region.read(sellers.load)), buyer_party(context["client"]))
        lacking = {profile.label: missing(document, profile) for profile in PROFILES.values()}
        return page(
            request,
            "invoices/einvoice.html",
            part="invoices/_einvoice.html",
            lacking=lacking,
            **context,
        )


def _load(request: WebRequest, invoice_id: int) -> Document:
    region = region_of(request)
    document = region.read(load_document, invoice_id, today_of(request), region.definition.vat_notes)
    _note(request, document.invoice.client_id, f"invoice:{invoice_id}")
    return document


def _note(request: WebRequest, client_id: int, detail: str) -> None:
    access: AccessLog = request.app.state.access
    access.note(region_of(request), user_of(request), "document", (client_id,), detail)


def _printing(request: WebRequest) -> Printing:
    printing: Printing = request.app.state.printing
    return printing


ROUTES = [Papers, Originals, Readiness]
