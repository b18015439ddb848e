"""Rows of a list as HTML, kept as long as nothing about them differs.

A list is mostly its rows, and rendering them is most of what a list costs. The key is everything a row shows, so what
has changed has a new row at once and nobody can be shown another's.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cache, lru_cache

from markupsafe import Markup

from app.web.templates import environment

_KEPT = 4_000


@lru_cache(_KEPT)
def row_html(template: str, locale: str, *shown: Hashable) -> Markup:
    """The template's macro `row` for all that is shown."""
    return _macro(template, locale)(*shown)


@cache
def _macro(template: str, locale: str) -> Callable[..., Markup]:
    row: Callable[..., Markup] = environment(locale).get_template(template).module.row  # type: ignore[attr-defined]
    return row


def joined(rows: Iterable[Markup]) -> Markup:
    """All of them as one, so that the page they go into does not look at each."""
    return Markup("".join(rows))  # noqa: S704 (each of them is Markup)
