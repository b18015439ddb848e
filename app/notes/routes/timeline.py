"""The timeline of one client: a page, its continuation, and the panel of the overview."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath

from app.access.shelf import Shelf
from app.clients.card import CardPanel, CardTab, card_context
from app.documents.model import MAX_MEGABYTES
from app.errors import Problem
from app.i18n import N_
from app.notes import timeline
from app.notes.forms import LABELS, Read
from app.notes.model import FILTERS, KINDS, Note, Question
from app.regions import Region
from app.text import query_terms
from app.web.context import region_of, user_of
from app.web.pages import page, state_of, unchanged, wants_part
from app.web.user import User, WebRequest

TAB = CardTab("timeline", N_("Timeline"), "/timeline", timeline.size)
PANEL = CardPanel(N_("Timeline"), "/timeline?panel=1")


class Timeline(Controller):
    path = "/clients/{client_id:int}/timeline"

    @get(opt={"right": "timeline.see"})
    async def show(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        """As parts: the panel of the overview (`?panel=1`), what follows a cursor, or entries and filters."""
        shelf: Shelf = request.app.state.shelf
        query = request.query_params
        etag = state_of(request)
        answer = unchanged(request, etag)
        if answer is None:
            panel = wants_part(request) and "panel" in query
            name = "_newest" if panel else "_older" if "before" in query else "_timeline"
            answer = await timeline_page(
                request, client_id, part=f"notes/{name}.html", etag=etag, in_panel=panel
            )
        return shelf.keep(request, answer, "card", (client_id,), "timeline")


def may_change(user: User, region: Region, note: Note) -> bool:
    """Its author, as long as they may write at all, or a manager."""
    own = note.author_id == user.actor_id and user.at_least(region.code, "editor")
    return own or user.at_least(region.code, "manager")


async def timeline_page(
    request: WebRequest,
    client_id: int,
    *,
    part: str,
    status: int = 200,
    etag: str = "",
    read: Read | None = None,
    problems: Sequence[Problem] = (),
    in_panel: bool = False,
) -> Response[Any]:
    region, query = region_of(request), request.query_params
    show, q = query.get("show", ""), query.get("q", "")[:200]
    question = Question(client_id, show if show in FILTERS else "everything", tuple(query_terms(q)))
    limit = timeline.PANEL_ENTRIES if in_panel else timeline.PAGE_ENTRIES
    before = query.get("before", "")
    # A search reads every text of the client; without one the page is a few steps along two indexes.
    if question.terms:
        view = await region.read_slow(timeline.view, question, before, limit)
    else:
        view = region.read(timeline.view, question, before, limit)
    months = timeline.by_month(view.stretch.entries, region.definition.timezone, before)
    return page(
        request, "notes/timeline.html", part=part, status=status, etag=etag, months=months, view=view,
        question=question, q=q, filters=FILTERS, whole=False, in_panel=in_panel, typed=read.typed if read else {},
        problems=problems, labels=LABELS, **rights(request), **card_context(request, client_id, "timeline"),
    )  # fmt: skip


def rights(request: WebRequest) -> dict[str, Any]:
    """What entries and the composer ask of the person, and a fresh key against sending twice."""
    region, user = region_of(request), user_of(request)
    return {
        "may_change": lambda note: may_change(user, region, note),
        "note_kinds": KINDS,
        "max_megabytes": MAX_MEGABYTES,
        "submission": secrets.token_hex(16),
    }
