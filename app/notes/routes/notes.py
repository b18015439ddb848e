"""Notes: written, changed by their author or a manager, pinned and removed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.access.log import AccessLog
from app.clients import store as clients
from app.clients.card import card_context, note_look
from app.clock import stamp
from app.documents.forms import accept
from app.documents.intake import submission_of
from app.documents.model import MAX_REQUEST_BYTES
from app.documents.sealing import seal_all
from app.documents.upload import receive
from app.errors import Problem, Refused
from app.i18n import N_, Message
from app.notes import store, timeline
from app.notes.forms import FIELDS, LABELS, Read, read_note, typed_note
from app.notes.model import KINDS, Note, Question
from app.notes.routes.timeline import may_change, rights, timeline_page
from app.web.context import acting, region_of, user_of
from app.web.forms import sent
from app.web.pages import go, page, wants_part
from app.web.user import WebRequest


class Notes(Controller):
    path = "/clients/{client_id:int}/notes"

    @post(opt={"right": "timeline.write"}, request_max_body_size=MAX_REQUEST_BYTES)
    async def add(self, request: WebRequest, client_id: FromPath[int]) -> Response[Any]:
        region = region_of(request)
        client = region.read(clients.find, client_id)
        received = await receive(request)
        actor, now = acting(request)
        read = read_note(
            received.texts, client_id, region.definition.timezone, now, has_files=bool(received.files)
        )
        files, problems = await asyncio.to_thread(accept, received.files, required=False)
        if read.note is None or problems:
            return await _refused(request, client_id, read, problems)
        attached = await asyncio.to_thread(seal_all, files, client.uuid, region.keys)
        submission = submission_of(received.texts)
        await region.write(
            store.add, region.keys, read.note, actor, stamp(now), submission=submission, attached=attached
        )
        if not wants_part(request):
            return go(request, f"{_base(request, client_id)}/timeline")
        panel = received.texts.get("panel", "")
        note_look(request, client_id, "timeline")
        return await timeline_page(request, client_id, part="notes/_added.html", in_panel=bool(panel))

    @get("/{note_id:int}", opt={"right": "timeline.see"})
    async def show(
        self, request: WebRequest, client_id: FromPath[int], note_id: FromPath[int]
    ) -> Response[Any]:
        region = region_of(request)
        edits = region.read(store.edits, region.keys, client_id, note_id)
        return _one(
            request, client_id, note_id, "notes/show.html", "notes/_one.html", whole=True, edits=edits
        )

    @get("/{note_id:int}/edit", opt={"right": "timeline.write"})
    async def edit(
        self, request: WebRequest, client_id: FromPath[int], note_id: FromPath[int]
    ) -> Response[Any]:
        region, note = region_of(request), _own(request, client_id, note_id)
        return _form(request, note, Read(None, typed_note(note, region.definition.timezone), []))

    @post("/{note_id:int}", opt={"right": "timeline.write"})
    async def change(
        self, request: WebRequest, client_id: FromPath[int], note_id: FromPath[int]
    ) -> Response[Any]:
        region, form = region_of(request), await sent(request)
        note = _own(request, client_id, note_id)
        actor, now = acting(request)
        read = read_note(form, client_id, region.definition.timezone, now, was_at=note.at)
        if read.note is None:
            return _form(request, note, read, status=422, version=_version(form))
        wanted = replace(read.note, id=note_id)
        try:
            await region.write(store.change, region.keys, wanted, actor, stamp(now), version=_version(form))
        except store.Stale as stale:
            return _form(request, stale.current, read, status=409)
        return _changed(request, client_id, note_id)

    @post("/{note_id:int}/pin", opt={"right": "timeline.write"})
    async def pin(
        self, request: WebRequest, client_id: FromPath[int], note_id: FromPath[int]
    ) -> Response[Any]:
        region, form = region_of(request), await sent(request)
        note = region.read(store.find, client_id, note_id)
        actor, now = acting(request)
        wanted = form.get("pinned", "") == "1"
        await region.write(store.set_pinned, region.keys, note, wanted, actor, stamp(now))
        return _changed(request, client_id, note_id)

    @get("/{note_id:int}/removal", opt={"right": "timeline.write"})
    async def ask(
        self, request: WebRequest, client_id: FromPath[int], note_id: FromPath[int]
    ) -> Response[Any]:
        _own(request, client_id, note_id)
        return _one(request, client_id, note_id, "notes/removal.html", "notes/_removal.html", stale=False)

    @post("/{note_id:int}/removal", opt={"right": "timeline.write"})
    async def remove(
        self, request: WebRequest, client_id: FromPath[int], note_id: FromPath[int]
    ) -> Response[Any]:
        region, form = region_of(request), await sent(request)
        note = _own(request, client_id, note_id)
        actor, now = acting(request)
        try:
            await region.write(store.remove, region.keys, note, actor, stamp(now), version=_version(form))
        except store.Stale:
            return _one(
                request,
                client_id,
                note_id,
                "notes/removal.html",
                "notes/_removal.html",
                status=409,
                stale=True,
            )
        if wants_part(request):
            return _removed(request, client_id)
        return go(request, f"{_base(request, client_id)}/timeline")


def _own(request: WebRequest, client_id: int, note_id: int) -> Note:
    region = region_of(request)
    note = region.read(store.find, client_id, note_id)
    if not may_change(user_of(request), region, note):
        raise Refused(N_("Only the author of a note, or a manager, may change it."))
    return note


def _base(request: WebRequest, client_id: int) -> str:
    return f"/{region_of(request).code}/clients/{client_id}"


def _version(form: dict[str, str]) -> int:
    """A form without a version changes nothing: no note has version 0."""
    text = form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


async def _refused(
    request: WebRequest, client_id: int, read: Read, problems: Sequence[Problem]
) -> Response[Any]:
    """htmx shows what is wrong and leaves the form with its files alone; a page shows everything typed again."""
    note_look(request, client_id, "timeline")
    answer = await timeline_page(
        request,
        client_id,
        part="notes/_problems.html",
        status=422,
        read=read,
        problems=[*read.problems, *problems],
    )
    answer.headers.update({"HX-Retarget": "#composer-problems", "HX-Reswap": "innerHTML"})
    return answer


def _one(
    request: WebRequest,
    client_id: int,
    note_id: int,
    template: str,
    part: str,
    *,
    status: int = 200,
    **context: Any,
) -> Response[Any]:
    entry = region_of(request).read(timeline.entry_of, client_id, note_id)
    _note_access(request, client_id, note_id)
    shown = {"whole": False, "question": Question(client_id), "labels": LABELS, **rights(request), **context}
    card = card_context(request, client_id, "timeline")
    return page(request, template, part=part, status=status, entry=entry, **shown, **card)


def _form(
    request: WebRequest, note: Note, read: Read, *, status: int = 200, version: int | None = None
) -> Response[Any]:
    """409: what is saved stands beside what was typed, and saving again is based on it."""
    theirs = typed_note(note, region_of(request).definition.timezone)
    differing = [
        (LABELS[name], _shown(name, theirs), _shown(name, read.typed))
        for name in FIELDS
        if theirs[name] != read.typed[name]
    ]
    _note_access(request, note.client_id, note.id)
    return page(
        request, "notes/edit.html", part="notes/_edit.html", status=status, note=note, typed=read.typed,
        problems=read.problems, version=note.version if version is None else version, stale=status == 409,
        differing=differing, labels=LABELS, note_kinds=KINDS, **card_context(request, note.client_id, "timeline"),
    )  # fmt: skip


def _shown(name: str, typed: Mapping[str, str]) -> Message | str:
    return Message(KINDS[typed[name]]) if name == "kind" and typed[name] in KINDS else typed[name]


def _note_access(request: WebRequest, client_id: int, note_id: int) -> None:
    access: AccessLog = request.app.state.access
    access.note(region_of(request), user_of(request), "card", (client_id,), f"note:{note_id}")


def _removed(request: WebRequest, client_id: int) -> Response[Any]:
    answer = page(
        request, "notes/timeline.html", part="notes/_removed.html",
        pinned=region_of(request).read(store.pinned, client_id), **card_context(request, client_id, "timeline"),
    )  # fmt: skip
    answer.headers["HX-Trigger"] = "entry-removed"
    return answer


def _changed(request: WebRequest, client_id: int, note_id: int) -> Response[Any]:
    region = region_of(request)
    if not wants_part(request):
        return go(request, f"{_base(request, client_id)}/notes/{note_id}")
    pinned = region.read(store.pinned, client_id)
    return _one(
        request, client_id, note_id, "notes/show.html", "notes/_changed.html", pinned=pinned, edits=()
    )
