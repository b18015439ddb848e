"""What an invoice was made from. Later features say so through `invoice_origins` in app/services.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app import sqlite
from app.web.context import region_of
from app.web.user import WebRequest


@dataclass(frozen=True)
class Origin:
    """`path` lies below the region's address."""

    number: str
    path: str


OriginsOf = Callable[[sqlite.Connection, int], Sequence[Origin]]


def origins_of(request: WebRequest, invoice_id: int) -> Sequence[Origin]:
    """Of a draft that is not saved yet (0): none."""
    asked: OriginsOf = request.app.state.invoice_origins
    return region_of(request).read(asked, invoice_id) if invoice_id else ()
