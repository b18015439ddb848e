"""Walking through the clients list as a person does, page after page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.clients.listing import KIND, ClientRow, list_clients
from app.lists import ListState, Page
from app.regions import Region


def state(**query: str) -> ListState:
    return ListState.read(KIND, query)


def listed(region: Region, **query: str) -> Page[ClientRow]:
    return region.read(list_clients, state(**query))


def forward(region: Region, *, between: Callable[[], None] = lambda: None, **query: str) -> list[ClientRow]:
    """Every row from the first page to the last; `between` happens after each page."""
    shown, rows = state(**query), []
    while True:
        page = region.read(list_clients, shown)
        rows += page.rows
        if not page.next:
            return rows
        shown = replace(shown, after=page.next)
        between()


def last_page(region: Region, **query: str) -> Page[ClientRow]:
    shown = state(**query)
    while following := (page := region.read(list_clients, shown)).next:
        shown = replace(shown, after=following)
    return page


def backward(region: Region, page: Page[ClientRow], **query: str) -> list[ClientRow]:
    """Every row before this page, in the order of the list."""
    shown, rows = state(**query), list[ClientRow]()
    while page.previous:
        shown = replace(shown, after="", before=page.previous)
        page = region.read(list_clients, shown)
        rows = [*page.rows, *rows]
    return rows


def found(region: Region, words: str, **query: str) -> set[int]:
    return {row.id for row in forward(region, q=words, **query)}
