"""Writing to a client: a form that is filled in as far as we know, and the letter in the outbox."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.access.log import AccessLog
from app.clients.card import card_context
from app.clients.model import Client
from app.clock import stamp
from app.documents import store as documents
from app.documents.model import Document
from app.letters import store, texts
from app.letters.forms import FIELDS, Typed, read
from app.letters.model import Letter
from app.letters.postman import Postman
from app.web.context import acting, region_of, user_of
from app.web.forms import new_submission, submission_of
from app.web.pages import go, page
from app.web.user import WebRequest

_OFFERED_DOCUMENTS = 10


class Writing(Controller):
    path = "/clients/{client_id:int}/letters"

    @get("/new", opt={"right": "letters.send"})
    async def new(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        context = card_context(request, client_id, "timeline")
        client: Client = context["client"]
        access: AccessLog = request.app.state.access
        access.note(region_of(request), user_of(request), "card", (client_id,), "letter")
        typed = Typed(client.email, "", texts.draft(client, user_of(request).name))
        return _form(request, typed, context, chosen=())

    @post(opt={"right": "letters.send"})
    async def add(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        region, user = region_of(request), user_of(request)
        context = card_context(request, client_id, "timeline")
        client: Client = context["client"]
        pairs = [
            (name, value) for name, value in (await request.form()).multi_items() if isinstance(value, str)
        ]
        form = dict(pairs)
        chosen = tuple(value for name, value in pairs if name == "attach")
        offered = {f"document:{each.id}" for each in _documents(request, client_id)}
        attachments = tuple(each for each in chosen if each in offered)
        typed = read(form)
        if typed.errors:
            return _form(
                request, typed, context, chosen=attachments, status=422, submission=form.get("submission", "")
            )
        actor, now = acting(request)
        letter = Letter(
            client_id,
            typed.recipient,
            typed.subject,
            typed.body,
            client.invoice_language,
            attachments=attachments,
        )
        added = await region.write(
            store.add, region.keys, letter, actor, stamp(now), submission=submission_of(form, user.id)
        )
        postman: Postman = request.app.state.postman
        postman.call(region.code)
        return go(request, f"/{region.code}/letters/{added.id}")


def _documents(request: WebRequest, client_id: int) -> list[Document]:
    return region_of(request).read(
        documents.listed, client_id, before=documents.LAST, limit=_OFFERED_DOCUMENTS
    )


def _form(
    request: WebRequest,
    typed: Typed,
    context: dict[str, Any],
    *,
    chosen: tuple[str, ...],
    status: int = 200,
    submission: str = "",
) -> Response[Any]:
    client: Client = context["client"]
    return page(
        request, "letters/new.html", status=status, typed=typed, problems=typed.problems, labels=FIELDS,
        offered=_documents(request, client.id), chosen=chosen, submission=submission or new_submission(), **context,
    )  # fmt: skip
