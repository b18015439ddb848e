"""What of a later feature a page names: app/services.py holds that feature's function, asked for by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app import sqlite
from app.references import References
from app.web.context import region_of
from app.web.user import WebRequest

ReferencesOf = Callable[[sqlite.Connection, Sequence[int]], References]


def references(request: WebRequest, name: str, ids: Sequence[int]) -> References:
    asked: ReferencesOf = getattr(request.app.state, name)
    return region_of(request).read(asked, ids) if ids else {}
