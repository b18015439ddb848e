"""Rows of the list as HTML, kept as long as nothing about them differs.

A list is mostly its rows, and rendering them is most of what a list costs. The key is everything a row shows, so a
changed client has a new row at once and nobody can be shown another's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import tzinfo
from functools import cache, lru_cache

from markupsafe import Markup

from app.clients.labels import Label
from app.clients.listing import ClientRow
from app.web.templates import environment

_KEPT = 4_000


@lru_cache(_KEPT)
def row_html(
    row: ClientRow,
    columns: tuple[str, ...],
    terms: tuple[str, ...],
    locale: str,
    zone: tzinfo,
    base: str,
    may_edit: bool,
    labels: tuple[Label, ...] = (),
) -> Markup:
    return _macro(locale)(row, columns, terms, zone, base, may_edit, labels)


@cache
def _macro(locale: str) -> Callable[..., Markup]:
    row: Callable[..., Markup] = environment(locale).get_template("clients/_row.html").module.row  # type: ignore[attr-defined]
    return row


def joined(rows: Iterable[Markup]) -> Markup:
    """All of them as one, so that the page they go into does not look at each."""
    return Markup("".join(rows))  # noqa: S704 (each of them is Markup)
