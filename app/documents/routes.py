"""The documents of one client: kept, shown, sent out and removed."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Sequence
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Stream

from app.access.log import AccessLog
from app.clients import store as clients
from app.clients.card import CardPanel, card_context
from app.clock import stamp
from app.documents import store
from app.documents.intake import take_in
from app.documents.model import MAX_MEGABYTES, MAX_REQUEST_BYTES, Document
from app.documents.preview import MEDIA_TYPE
from app.documents.sealing import open_part, open_preview
from app.errors import NotFound, Problem, Refused
from app.i18n import N_
from app.regions import Region
from app.vault import Key
from app.web.context import acting, region_of, user_of
from app.web.files import file_answer, file_headers
from app.web.pages import go, page, wants_part
from app.web.references import references
from app.web.user import User, WebRequest

PANEL = CardPanel(N_("Documents"), "/documents")
PAGE_DOCUMENTS = 50
PANEL_DOCUMENTS = 5


class Documents(Controller):
    path = "/clients/{client_id:int}/documents"

    @get(opt={"right": "documents.see"})
    async def show_all(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        """The whole list as a page; as a part the newest few, or what follows `before`."""
        return _list(request, client_id)

    @post(opt={"right": "documents.write"}, request_max_body_size=MAX_REQUEST_BYTES)
    async def add(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        region = region_of(request)
        client = region.read(clients.find, client_id)
        sent = await take_in(request, client.uuid)
        if sent.problems:
            return _list(request, client_id, sent.problems, status=422)
        actor, now = acting(request)
        await region.write(
            store.add, region.keys, client_id, sent.sealed, actor, stamp(now), upload=sent.upload
        )
        if not wants_part(request):
            return go(request, f"/{region.code}/clients/{client_id}/documents")
        answer = _list(request, client_id, added=len(sent.sealed))
        answer.headers["HX-Trigger"] = "documents-added"
        return answer

    @get("/{document_id:int}", opt={"right": "documents.see"})
    async def show(
        self, request: WebRequest, client_id: FromPath[int], document_id: FromPath[int]
    ) -> Response[Any]:
        region, document = region_of(request), _find(request, client_id, document_id)
        _note_access(request, document)
        removable = may_remove(user_of(request), region, document)
        context = card_context(request, client_id, "timeline")
        orders = references(request, "orders_of_documents", [document_id]).get(document_id, ())
        return page(
            request, "documents/show.html", document=document, may_remove=removable, orders=orders, **context
        )

    @get("/{document_id:int}/file", opt={"right": "documents.see"})
    async def download(
        self, request: WebRequest, client_id: FromPath[int], document_id: FromPath[int]
    ) -> Response[Any]:
        return await _sent_out(request, _find(request, client_id, document_id))

    @get("/{document_id:int}/view", opt={"right": "documents.see"})
    async def view(
        self, request: WebRequest, client_id: FromPath[int], document_id: FromPath[int]
    ) -> Response[Any]:
        """The file itself in the browser, for the few kinds that can do no harm there."""
        document = _find(request, client_id, document_id)
        if not document.inline_safe:
            raise NotFound()
        return await _sent_out(request, document, inline=True)

    @get("/{document_id:int}/preview", opt={"right": "documents.see"})
    async def preview(
        self, request: WebRequest, client_id: FromPath[int], document_id: FromPath[int]
    ) -> Response[bytes]:
        region, document = region_of(request), _find(request, client_id, document_id)
        sealed = region.read(store.preview, document.id)
        _note_access(request, document)
        return file_answer(open_preview(document, sealed, _key(region, document)), MEDIA_TYPE)

    @get("/{document_id:int}/removal", opt={"right": "documents.write"})
    async def ask(
        self, request: WebRequest, client_id: FromPath[int], document_id: FromPath[int]
    ) -> Response[Any]:
        document = _own(request, client_id, document_id)
        _note_access(request, document)
        return page(
            request, "documents/removal.html", part="documents/_removal.html", document=document,
            **card_context(request, client_id, "timeline"),
        )  # fmt: skip

    @post("/{document_id:int}/removal", opt={"right": "documents.write"})
    async def remove(
        self, request: WebRequest, client_id: FromPath[int], document_id: FromPath[int]
    ) -> Response[Any]:
        region, document = region_of(request), _own(request, client_id, document_id)
        actor, now = acting(request)
        await region.write(store.remove, region.keys, document, actor, stamp(now))
        return go(request, f"/{region.code}/clients/{client_id}/documents")


def may_remove(user: User, region: Region, document: Document) -> bool:
    own = document.added_by_id == user.actor_id and user.at_least(region.code, "editor")
    return own or user.at_least(region.code, "manager")


def _list(
    request: WebRequest, client_id: int, problems: Sequence[Problem] = (), status: int = 200, added: int = 0
) -> Response[Any]:
    region, query = region_of(request), request.query_params
    before = store.read_place(query.get("before", ""))
    rows = region.read(store.listed, client_id, before=before or store.LAST, limit=PAGE_DOCUMENTS + 1)
    access: AccessLog = request.app.state.access
    access.note(region, user_of(request), "card", (client_id,), "documents")
    part = "documents/_rows.html" if before else "documents/_panel.html"
    return page(
        request, "documents/list.html", part=part, status=status, added=added, problems=problems,
        documents=rows[:PAGE_DOCUMENTS], newest=rows[:PANEL_DOCUMENTS], more=len(rows) > PAGE_DOCUMENTS,
        orders=references(request, "orders_of_documents", [each.id for each in rows]),
        count=region.read(store.count, client_id), submission=secrets.token_hex(16), max_megabytes=MAX_MEGABYTES,
        **card_context(request, client_id, "timeline"),
    )  # fmt: skip


def _find(request: WebRequest, client_id: int, document_id: int) -> Document:
    return region_of(request).read(store.find, client_id, document_id)


def _own(request: WebRequest, client_id: int, document_id: int) -> Document:
    document = _find(request, client_id, document_id)
    if not may_remove(user_of(request), region_of(request), document):
        raise Refused(N_("Only who added a document, or a manager, may remove it."))
    return document


def _key(region: Region, document: Document) -> Key:
    key = region.keys.find(document.key_owner)
    if key is None:
        raise NotFound(N_("This document was erased."))
    return key


def _note_access(request: WebRequest, document: Document) -> None:
    access: AccessLog = request.app.state.access
    access.note(
        region_of(request), user_of(request), "document", (document.client_id,), f"document:{document.id}"
    )


async def _sent_out(request: WebRequest, document: Document, *, inline: bool = False) -> Response[Any]:
    """Opened part by part while it is sent, so that a large file never lies whole in the memory."""
    region = region_of(request)
    key = _key(region, document)

    async def opened(part: int) -> bytes:
        sealed = await region.read_slow(store.part, document.id, part)
        return open_part(document, part, sealed, key)

    # The first part is opened before anything is sent: a failure is then still an error page.
    first = await opened(0)

    async def content() -> AsyncIterator[bytes]:
        yield first
        for part in range(1, document.parts):
            yield await opened(part)

    _note_access(request, document)
    kind = document.kind.served_as
    return Stream(
        content(),
        media_type="text/plain; charset=utf-8" if inline and kind == "text/plain" else kind,
        headers=file_headers(document.filename, size=document.size, inline=inline),
    )


ROUTES = [Documents]
