"""Writing to a client: a form that is filled in as far as we know, and the letter in the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.access.log import AccessLog
from app.clients.card import card_context
from app.clients.model import Client
from app.clock import stamp
from app.documents import store as documents
from app.errors import Conflict
from app.i18n import N_
from app.invoices.einvoice import XRECHNUNG, best
from app.invoices.model import Document
from app.invoices.naming import name_of
from app.invoices.store import load_document
from app.letters import store, texts
from app.letters.forms import FIELDS, Typed, read
from app.letters.model import Letter
from app.letters.postman import Postman
from app.web.context import acting, region_of, user_of
from app.web.forms import new_submission, pairs, submission_of
from app.web.pages import go, page
from app.web.user import WebRequest

_OFFERED_DOCUMENTS = 10


@dataclass(frozen=True)
class Offered:
    """What can be attached; `size` is 0 where it is made when the letter goes out."""

    reference: str
    filename: str
    size: int = 0


class Writing(Controller):
    path = "/clients/{client_id:int}/letters"

    @get("/new", opt={"right": "letters.send"})
    async def new(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        context = card_context(request, client_id, "timeline")
        client: Client = context["client"]
        _note(request, client_id, "letter")
        typed = Typed(client.email, "", texts.draft(client, user_of(request).name))
        return _form(request, typed, context, _documents(request, client_id), chosen=())

    @post(opt={"right": "letters.send"})
    async def add(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        context = card_context(request, client_id, "timeline")
        return await _add(request, context, _documents(request, client_id))


class Sending(Controller):
    path = "/invoices/{invoice_id:int}/letters"

    @get("/new", opt={"right": "letters.send"})
    async def new(self, request: WebRequest, invoice_id: FromPath[int]) -> Response[Any]:
        """With the invoice attached, in its own language."""
        document = _issued(request, invoice_id)
        context = card_context(request, document.invoice.client_id, "timeline")
        _note(request, document.invoice.client_id, f"letter of invoice:{invoice_id}")
        typed = texts.for_invoice(document, context["client"], user_of(request).name)
        offered = _of_invoice(document)
        return _form(
            request, typed, context, offered, chosen=[each.reference for each in offered], document=document
        )

    @post(opt={"right": "letters.send"})
    async def add(self, request: WebRequest, invoice_id: FromPath[int]) -> Response[Any]:
        document = _issued(request, invoice_id)
        context = card_context(request, document.invoice.client_id, "timeline")
        return await _add(request, context, _of_invoice(document), document)


async def _add(
    request: WebRequest, context: dict[str, Any], offered: Sequence[Offered], document: Document | None = None
) -> Response[Any]:
    region, user = region_of(request), user_of(request)
    client: Client = context["client"]
    sent = await pairs(request)
    form = dict(sent)
    known = {each.reference for each in offered}
    chosen = tuple(value for name, value in sent if name == "attach" and value in known)
    typed = read(form)
    if typed.errors:
        key = form.get("submission", "")
        return _form(
            request, typed, context, offered, chosen=chosen, document=document, status=422, submission=key
        )
    actor, now = acting(request)
    invoice = document.invoice if document else None
    language = invoice.language if invoice else client.invoice_language
    letter = Letter(
        client.id,
        typed.recipient,
        typed.subject,
        typed.body,
        language,
        invoice.id if invoice else None,
        chosen,
    )
    key = submission_of(form, user.id)
    added = await region.write(store.add, region.keys, letter, actor, stamp(now), submission=key)
    postman: Postman = request.app.state.postman
    postman.call(region.code)
    return go(request, f"/{region.code}/letters/{added.id}")


def _issued(request: WebRequest, invoice_id: int) -> Document:
    document = region_of(request).read(load_document, invoice_id)
    if document.invoice.is_draft:
        raise Conflict(N_("A draft is not sent. Please issue it first."))
    return document


def _of_invoice(document: Document) -> list[Offered]:
    found = [Offered("invoice:pdf", name_of(document, "pdf"))]
    if best(document) is XRECHNUNG:
        found.append(Offered("invoice:xrechnung", name_of(document, "xml")))
    return found


def _documents(request: WebRequest, client_id: int) -> list[Offered]:
    newest = region_of(request).read(
        documents.listed, client_id, before=documents.LAST, limit=_OFFERED_DOCUMENTS
    )
    return [Offered(f"document:{each.id}", each.filename, each.size) for each in newest]


def _note(request: WebRequest, client_id: int, detail: str) -> None:
    access: AccessLog = request.app.state.access
    access.note(region_of(request), user_of(request), "card", (client_id,), detail)


def _form(
    request: WebRequest,
    typed: Typed,
    context: dict[str, Any],
    offered: Sequence[Offered],
    *,
    chosen: Sequence[str],
    document: Document | None = None,
    status: int = 200,
    submission: str = "",
) -> Response[Any]:
    region, client = region_of(request), context["client"]
    whose = f"invoices/{document.invoice.id}" if document else f"clients/{client.id}"
    earlier = region.read(store.of_invoice, document.invoice.id) if document else []
    return page(
        request, "letters/new.html", status=status, typed=typed, problems=typed.problems, labels=FIELDS,
        earlier=earlier, address=f"/{region.code}/{whose}/letters", back=context["base"],
        offered=offered, chosen=chosen, submission=submission or new_submission(), **context,
    )  # fmt: skip
