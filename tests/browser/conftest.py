"""`sit_down("anna")` is a page of Anna's browser, signed in. Whatever goes wrong behind her back fails the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from app.web.door import SESSION_COOKIE
from tests.browser.office import Office, open_office
from tests.browser.watch import Watch

HERE = Path(__file__).parent
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_WAIT_MS = 20_000
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

SitDown = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


def launch(playwright: Playwright) -> Browser:
    path = os.environ.get("MASAKU_CHROMIUM") or None
    return playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with open_office(tmp_path_factory.mktemp("office")) as opened:
        yield opened


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=_WAIT_MS)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def _seat(office: Office, chromium: Browser, who: str, **options: Any) -> tuple[Page, Watch]:
    context = chromium.new_context(
        **{"base_url": office.url, "viewport": DESKTOP, "locale": "en-GB", **options}
    )
    context.set_default_timeout(_WAIT_MS)
    if who != "stranger":
        # A Secure cookie is set by its https address and sent to this machine all the same.
        url = office.url.replace("http:", "https:")
        context.add_cookies(
            [{"name": SESSION_COOKIE, "value": office.sessions[who], "url": url, "secure": True}]
        )
    watch = Watch(office.url)
    context.on("page", watch.over)
    return context.new_page(), watch


@pytest.fixture
def sit_down(office: Office, chromium: Browser) -> Iterator[SitDown]:
    """Options are Playwright's for a new context; `expected` are statuses that are no complaint."""
    seats: list[tuple[Page, Watch]] = []

    def sit(who: str, *, expected: tuple[int, ...] = (), **options: Any) -> Page:
        page, watch = _seat(office, chromium, who, **options)
        watch.expected |= set(expected)
        seats.append((page, watch))
        return page

    yield sit
    for page, _ in seats:
        page.context.close()
    _no_complaints(watch for _, watch in seats)


@pytest.fixture(scope="module")
def seats(office: Office, chromium: Browser) -> Iterator[dict[str, tuple[Page, Watch]]]:
    found: dict[str, tuple[Page, Watch]] = {}
    yield found
    for page, _ in found.values():
        page.context.close()


@pytest.fixture
def come_back(office: Office, chromium: Browser, seats: dict[str, tuple[Page, Watch]]) -> Iterator[SitDown]:
    """Like `sit_down`, on the page that this person had before: for many looks, none of which leaves anything."""
    used: list[tuple[Page, Watch]] = []

    def sit(who: str, *, expected: tuple[int, ...] = ()) -> Page:
        if who not in seats:
            seats[who] = _seat(office, chromium, who)
        page, watch = seats[who]
        page.set_viewport_size(DESKTOP)
        page.emulate_media(color_scheme="light")
        watch.expected = Watch(office.url).expected | set(expected)
        watch.complaints.clear()
        used.append((page, watch))
        return page

    yield sit
    for page, _ in used:
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
    _no_complaints(watch for _, watch in used)


def _no_complaints(watches: Iterable[Watch]) -> None:
    complaints = [each for watch in watches for each in watch.complaints]
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def anna(sit_down: SitDown) -> Page:
    return sit_down("anna")
