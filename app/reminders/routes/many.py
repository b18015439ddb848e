"""Everything that is due to be reminded of, and many reminders at once, after a page that says to whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post

from app.access.log import AccessLog
from app.clients.model import INVOICE_LANGUAGES
from app.clock import stamp
from app.errors import Refused
from app.i18n import N_, Message
from app.letters.model import STATES
from app.letters.postman import Postman
from app.reminders.model import TITLES, term
from app.reminders.planning import COUNTED, MOST, Planned, count_due, due, letters_for, plan
from app.reminders.writing import Changed, send_many
from app.web.context import acting, region_of, today_of, user_of
from app.web.forms import new_submission, pairs, submission_of, whole_number
from app.web.pages import go, page
from app.web.user import WebRequest

_KEY = re.compile(r"[0-9]{1,18}-[1-3]-[0-9]{1,18}")


class Many(Controller):
    path = "/invoices/reminders"

    @get(opt={"right": "reminders.see"})
    async def show(self, request: WebRequest) -> Response[Any]:
        region, today = region_of(request), today_of(request)
        planned = await region.read_slow(due, today)
        _note(request, planned)
        return page(
            request, "reminders/due.html", part="reminders/_due.html", module="invoices", planned=planned,
            count=await region.read_slow(count_due, today), counted=COUNTED, titles=TITLES, states=STATES,
            base=f"/{region.code}/invoices", today=today,
            may_send=user_of(request).at_least(region.code, "editor"),
        )  # fmt: skip

    @get("/new", opt={"right": "reminders.send"})
    async def ask(self, request: WebRequest) -> Response[Any]:
        """`?id=7&id=8`: what would be sent to whom; nothing is changed."""
        ids = [whole_number(value) for name, value in request.query_params.multi_items() if name == "id"]
        if not ids:
            return go(request, f"/{region_of(request).code}/invoices/reminders")
        return await _asked(request, ids)

    @post(opt={"right": "reminders.send"})
    async def send(self, request: WebRequest) -> Response[Any]:
        region, (actor, now) = region_of(request), acting(request)
        form = await pairs(request)
        wanted = list(
            dict.fromkeys(value for name, value in form if name == "reminder" and _KEY.fullmatch(value))
        )
        if not wanted:
            return go(request, f"/{region.code}/invoices/reminders")
        _bounded(wanted)
        try:
            await region.write(
                send_many, region.keys, wanted, region.definition.reminder_days, actor, today_of(request),
                stamp(now), submission=submission_of(dict(form), user_of(request).id),
            )  # fmt: skip
        except Changed as changed:
            ids = [int(each.partition("-")[0]) for each in wanted]
            return await _asked(request, ids, changed.message)
        postman: Postman = request.app.state.postman
        postman.call(region.code)
        return go(request, f"/{region.code}/letters")


def _bounded(wanted: Sequence[object]) -> None:
    if len(wanted) > MOST:
        raise Refused(N_("At most {n} at once, please."), n=MOST)


def _note(request: WebRequest, planned: Sequence[Planned]) -> None:
    access: AccessLog = request.app.state.access
    shown = tuple(dict.fromkeys(each.client.id for each in planned))
    access.note(region_of(request), user_of(request), "list", shown, "reminders")


async def _asked(request: WebRequest, ids: Sequence[int], conflict: Message | None = None) -> Response[Any]:
    region, today = region_of(request), today_of(request)
    unique = list(dict.fromkeys(ids))
    _bounded(unique)
    planned = await region.read_slow(plan, unique, today)
    _note(request, planned)
    days = region.definition.reminder_days
    return page(
        request, "reminders/many.html", module="invoices", status=409 if conflict else 200, conflict=conflict,
        letters=letters_for(planned),
        others=[each for each in planned if each.reason is not None], titles=TITLES,
        terms={level: term(today, level, days) for level in TITLES}, base=f"/{region.code}/invoices",
        languages=INVOICE_LANGUAGES, submission=new_submission(),
    )  # fmt: skip
