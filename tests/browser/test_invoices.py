"""An invoice by keyboard: begun from the card, its lines typed and counted meanwhile."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import SitDown


def begin(page: Page, client: int = 2) -> None:
    page.goto(f"/de/clients/{client}")
    page.keyboard.press("f")
    expect(page).to_have_url(re.compile("/invoices/new"))


def test_lines_are_typed_with_enter_and_tab_and_counted_meanwhile(sit_down: SitDown) -> None:
    page = sit_down("anna")
    begin(page)
    page.locator("#f-line_1_text").fill("Wartung")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.locator("#f-line_1_price").fill("100.00")
    page.locator("#f-line_1_vat").select_option("S 1900")
    expect(page.locator("#net-1")).to_have_text("200.00")
    page.locator("#f-line_1_price").press("Enter")
    expect(page.locator("#f-line_2_price")).to_be_focused()
    page.keyboard.type("50")
    page.locator("#f-line_2_text").fill("Anfahrt")
    expect(page.locator("#outcome")).to_contain_text("250.00")
    page.locator("#f-line_2_text").press("Alt+ArrowUp")
    expect(page.locator("#f-line_1_text")).to_have_value("Anfahrt")
    expect(page.locator("#net-1")).to_have_text("50.00")
    expect(page.locator("#net-2")).to_have_text("200.00")
    page.locator("#f-line_2_text").press("Alt+Enter")
    expect(page.locator("[name=line_2_detail]")).to_be_focused()
    page.locator("#f-line_2_text").press("Alt+Delete")
    expect(page.locator("#f-line_1_text")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("H-500")
    expect(page.locator("#f-line_2_text")).to_have_value(re.compile("^Domain "))
    expect(page.locator("#f-line_2_text")).to_be_focused()
    expect(page.locator("#outcome")).to_contain_text("199.00")
    page.locator("#f-line_1_price").press("ArrowDown")
    expect(page.locator("#f-line_2_price")).to_have_value("149.00")
    expect(page.locator("#f-line_2_price")).to_be_focused()
