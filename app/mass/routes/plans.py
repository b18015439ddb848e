"""Before a mass action: the bar under a selection, and the page that says what would happen to whom."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Controller, Response, get, post

from app.access.log import AccessLog
from app.clients.listing import count_and_cap
from app.clients.model import STATUSES
from app.clock import stamp
from app.errors import Conflict
from app.i18n import Message, translate
from app.lists.menus import read_state
from app.mass import store
from app.mass.forms import Asked, read_asked
from app.mass.model import Plan
from app.mass.routes.starting import start, submission_of
from app.mass.words import told
from app.web.context import acting, region_of, user_of
from app.web.formats import number
from app.web.forms import pairs, whole_number
from app.web.pages import go, page
from app.web.shell import locale_of
from app.web.user import WebRequest


class Plans(Controller):
    path = "/mass"
    opt = {"right": "mass.run"}  # noqa: RUF012 (Litestar reads it from the class)

    @get("/bar")
    async def bar(self, request: WebRequest) -> Response[Any]:
        """Asked for when the first row is selected."""
        region, state = region_of(request), read_state(request, request.app.state.client_list)
        count, cap = await region.read_slow(count_and_cap, state)
        return page(
            request, "mass/bar.html", part="mass/_bar.html", module="clients", state=state, statuses=STATUSES,
            count=count, cap=cap, base=f"/{region.code}",
        )  # fmt: skip

    @get("/new")
    async def show(self, request: WebRequest) -> Response[Any]:
        """All that a list shows, or the clients that stand in the address."""
        pairs = request.query_params.multi_items()
        sent = [*pairs, ("query", read_state(request, request.app.state.client_list).query())]
        return await _planned(request, _asked(request, sent))

    @post("/new")
    async def plan(self, request: WebRequest) -> Response[Any]:
        """Changes nothing. Sent by POST because a selection may be long."""
        return await _planned(request, _asked(request, await pairs(request)))

    @post()
    async def begin(self, request: WebRequest) -> Response[Any]:
        region, sent = region_of(request), await pairs(request)
        asked, form = _asked(request, sent), dict(sent)
        if asked.action is None:
            return await _planned(request, asked)
        actor, now = acting(request)
        key = submission_of(request, form)
        expected = whole_number(form.get("expected", ""))
        try:
            operation = await region.write(
                store.begin, asked.scope, asked.action, expected, key, actor, stamp(now)
            )
        except store.Changed as changed:
            return await _planned(request, asked, changed)
        await start(request, operation, actor)
        return go(request, f"/{region.code}/mass/{operation}")


def _asked(request: WebRequest, sent: Sequence[tuple[str, str]]) -> Asked:
    region = region_of(request)
    return region.read(read_asked, sent, region.definition.timezone)


def _labels(request: WebRequest, known: Mapping[str, str]) -> list[tuple[str, str]]:
    locale = locale_of(request)
    return [(value, translate(Message(label), locale)) for value, label in known.items()]


def _by_status(request: WebRequest, plan: Plan) -> list[tuple[str, str]]:
    labels, locale = dict(_labels(request, STATUSES)), locale_of(request)
    return [(labels[status], number(n, locale)) for status, n in plan.by_status.items()]


async def _planned(request: WebRequest, asked: Asked, conflict: Conflict | None = None) -> Response[Any]:
    region = region_of(request)
    plan = await region.read_slow(store.plan, asked.scope, asked.action)
    access: AccessLog = request.app.state.access
    access.note(region, user_of(request), "list", [client_id for client_id, _ in plan.first], "mass")
    status = 409 if conflict else 422 if asked.problems else 200
    return page(
        request, "mass/new.html", module="clients", status=status, asked=asked, plan=plan, statuses=STATUSES,
        telling=told(asked.action, plan.touched) if asked.action else Message(""), base=f"/{region.code}",
        options=_labels(request, STATUSES), status_facts=_by_status(request, plan),
        conflict=conflict.message if conflict else None, submission=secrets.token_urlsafe(18),
    )  # fmt: skip
