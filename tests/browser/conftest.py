"""`sit_down("anna")` is a page of Anna's browser, signed in. Whatever goes wrong behind her back fails the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
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
_WAIT_MS = 8_000
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


@pytest.fixture
def sit_down(office: Office, chromium: Browser) -> Iterator[SitDown]:
    """Options are Playwright's for a new context; `expected` are statuses that are no complaint."""
    watches: list[Watch] = []
    contexts = []

    def sit(who: str, *, expected: tuple[int, ...] = (), **options: Any) -> Page:
        context = chromium.new_context(
            **{"base_url": office.url, "viewport": DESKTOP, "locale": "en-GB", **options}
        )
        contexts.append(context)
        context.set_default_timeout(_WAIT_MS)
        if who != "stranger":
            # A Secure cookie is set by its https address and sent to this machine all the same.
            url = office.url.replace("http:", "https:")
            context.add_cookies(
                [{"name": SESSION_COOKIE, "value": office.sessions[who], "url": url, "secure": True}]
            )
        watch = Watch(office.url)
        watch.expected |= set(expected)
        watches.append(watch)
        context.on("page", watch.over)
        return context.new_page()

    yield sit
    for context in contexts:
        context.close()
    complaints = [each for watch in watches for each in watch.complaints]
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def anna(sit_down: SitDown) -> Page:
    return sit_down("anna")
