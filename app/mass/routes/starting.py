"""How every run begins: once per form, and with a moment's wait for those that are done at once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from app.actor import Actor
from app.mass.runs import Runs
from app.web.context import region_of, user_of
from app.web.user import WebRequest

_SHORTEST_KEY, _LONGEST_KEY = 16, 40


def submission_of(request: WebRequest, form: Mapping[str, str]) -> str:
    key = f"{user_of(request).id}-{form.get('submission', '')}"
    return key if _SHORTEST_KEY <= len(key) <= _LONGEST_KEY else secrets.token_urlsafe(18)


async def start(request: WebRequest, operation_id: int, actor: Actor) -> None:
    region, runs = region_of(request), request.app.state.mass
    assert isinstance(runs, Runs)
    runs.go_on(region, operation_id, actor)
    await runs.settle(region, operation_id)
