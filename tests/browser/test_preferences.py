"""Language, colours and motion are the reader's choice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SitDown
from tests.browser.watch import settle


@pytest.fixture
def petra(sit_down: SitDown) -> Page:
    return sit_down("petra")


def test_the_language_is_changed_in_the_menu_of_the_account(petra: Page) -> None:
    petra.goto("/de/clients")
    for name, code, dates in (
        ("Deutsch", "de", r"\d\d\.\d\d\.\d{4}"), ("Polski", "pl", r"\d\d\.\d\d\.\d{4}"),
        ("English", "en", r"\d\d/\d\d/\d{4}"),
    ):  # fmt: skip
        petra.locator(".me summary").click()
        petra.get_by_role("button", name=name).click()
        expect(petra.locator("html")).to_have_attribute("lang", code)
        expect(petra.locator("td.c-last").first).to_have_text(re.compile(dates))
        assert petra.url.endswith("/de/clients"), "one stays where one was"


def test_dark_is_one_click_and_stays(petra: Page) -> None:
    petra.goto("/de/clients/2")
    light = petra.evaluate("getComputedStyle(document.body).backgroundColor")
    with petra.expect_response("**/preferences"):
        petra.get_by_role("button", name="Dark").click()
    expect(petra.locator("html")).to_have_attribute("data-theme", "dark")
    petra.reload()
    assert petra.evaluate("getComputedStyle(document.body).backgroundColor") != light
    with petra.expect_response("**/preferences"):
        petra.get_by_role("button", name="Light").click()
    petra.reload()
    assert petra.evaluate("getComputedStyle(document.body).backgroundColor") == light


def test_the_system_decides_until_somebody_chooses(sit_down: SitDown) -> None:
    page = sit_down("anna", color_scheme="dark")
    page.goto("/de/clients")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 19, 23)"


def test_nothing_moves_for_those_who_asked_for_stillness(sit_down: SitDown) -> None:
    page = sit_down("anna", reduced_motion="reduce")
    page.goto("/de/clients/2")
    settle(page)
    page.locator("summary.pill").click()
    assert page.evaluate("document.getAnimations().length") == 0
