"""The letters of a region: the list, one of them, what a person may decide about it, and it as a file."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.access.log import AccessLog
from app.clients import store as clients
from app.clock import stamp
from app.errors import NotFound, Problem
from app.i18n import N_
from app.letters import originals, store
from app.letters.assembling import Assembly
from app.letters.forms import read_recipient
from app.letters.model import PAUSES, STATES, Letter
from app.letters.postman import Postman
from app.mail import without_server
from app.web.context import acting, region_of, user_of
from app.web.files import file_answer
from app.web.forms import sent, whole_number
from app.web.pages import go, page
from app.web.user import WebRequest

_LISTED = 50


class Letters(Controller):
    path = "/letters"

    @get(opt={"right": "letters.see"})
    async def show_all(self, request: WebRequest) -> Response[Any]:
        """`?state=failed` shows those only; `?before=` the older ones."""
        region, user, query = region_of(request), user_of(request), request.query_params
        state = query.get("state", "") if query.get("state", "") in STATES else ""
        before = whole_number(query.get("before", "")) or 2**63 - 1
        found = region.read(store.listed, state, before=before, limit=_LISTED + 1)
        letters = found[:_LISTED]
        names = region.read(clients.find_many, {each.client_id for each in letters})
        access: AccessLog = request.app.state.access
        access.note(region, user, "list", tuple(names), "letters")
        return page(
            request, "letters/list.html", module="letters", base=f"/{region.code}/letters", letters=letters,
            more=len(found) > _LISTED, state=state, states=STATES, counts=region.read(store.counts),
            clients=names, pause=region.read(store.pause_of), pauses=PAUSES,
            without_server=without_server(request.app.state.settings),
            may_release=user.at_least(region.code, "manager"),
        )  # fmt: skip

    @get("/{letter_id:int}", opt={"right": "letters.see"})
    async def show(self, request: WebRequest, letter_id: FromPath[int]) -> Response[Any]:
        return await _shown(request, _find(request, letter_id))

    @get("/{letter_id:int}/eml", opt={"right": "letters.see"})
    async def eml(self, request: WebRequest, letter_id: FromPath[int]) -> Response[bytes]:
        """The whole mail with its attachments, to be sent by a program of one's own."""
        region, letter = region_of(request), _find(request, letter_id)
        assembly: Assembly = request.app.state.assembly
        try:
            content = await assembly.eml(region, letter)
        except ValueError as error:
            raise NotFound(N_("This letter cannot be made into a mail.")) from error
        return file_answer(content, "message/rfc822", f"{letter.subject}.eml")

    @get("/{letter_id:int}/original", opt={"right": "originals.read"})
    async def original(self, request: WebRequest, letter_id: FromPath[int]) -> Response[bytes]:
        """Exactly the mail that went out with an invoice."""
        region, letter = region_of(request), _find(request, letter_id)
        kept = region.read(originals.find, letter_id)
        content = await asyncio.to_thread(originals.opened, kept, region.keys)
        return file_answer(content, "message/rfc822", f"{letter.subject}.eml")

    @post("/{letter_id:int}/again", opt={"right": "letters.send"})
    async def again(self, request: WebRequest, letter_id: FromPath[int]) -> Response[Any]:
        """At once, to the address that stands in the form."""
        region, letter, form = region_of(request), _find(request, letter_id), await sent(request)
        typed = form.get("recipient", letter.recipient)
        recipient, problems = read_recipient(typed)
        if any(each.kind == "error" for each in problems):
            return await _shown(request, replace(letter, recipient=typed), problems, status=422)
        actor, now = acting(request)
        await region.write(store.go_again, region.keys, letter, actor, stamp(now), recipient=recipient)
        _call(request)
        return go(request, f"/{region.code}/letters/{letter_id}")

    @post("/{letter_id:int}/withdrawal", opt={"right": "letters.send"})
    async def withdraw(self, request: WebRequest, letter_id: FromPath[int]) -> Response[Any]:
        region, letter = region_of(request), _find(request, letter_id)
        actor, now = acting(request)
        await region.write(store.withdraw, region.keys, letter, actor, stamp(now))
        return go(request, f"/{region.code}/letters/{letter_id}")


def _find(request: WebRequest, letter_id: int) -> Letter:
    region = region_of(request)
    letter = region.read(store.find, letter_id)
    access: AccessLog = request.app.state.access
    access.note(region, user_of(request), "card", (letter.client_id,), f"letter:{letter_id}")
    return letter


async def _shown(
    request: WebRequest, letter: Letter, problems: list[Problem] | None = None, status: int = 200
) -> Response[Any]:
    region, user = region_of(request), user_of(request)
    assembly: Assembly = request.app.state.assembly
    return page(
        request, "letters/show.html", module="letters", status=status, base=f"/{region.code}/letters", letter=letter,
        client=region.read(clients.find, letter.client_id), states=STATES, problems=problems or [],
        attached=await assembly.names(region, letter), pause=region.read(store.pause_of),
        may_send=user.at_least(region.code, "editor"),
        without_server=without_server(request.app.state.settings),
    )  # fmt: skip


def _call(request: WebRequest) -> None:
    postman: Postman = request.app.state.postman
    postman.call(region_of(request).code)
