"""On a phone nothing is lost sideways, and the thumb finds its bar."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SitDown
from tests.browser.watch import settle

PAGES = (
    "/de/clients", "/de/clients?q=gmbh&status=active", "/de/clients/2", "/de/clients/2/data", "/de/clients/2/history",
    "/de/clients/2/timeline", "/de/clients/2/documents", "/de/clients/new", "/de/clients/2/edit",
    "/de/clients/2/contacts/new", "/account", "/de/invoices", "/de/invoices/new?client=2", "/de/clients/2/invoices",
    "/de/clients/2/statement",
    "/de/letters", "/de/clients/2/letters/new", "/de/settings/seller", "/de/products", "/de/products/new",
    "/de/orders", "/de/orders/new?client=2", "/de/invoices/ageing", "/de/invoices/reminders",
)  # fmt: skip
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter(each => each.checkVisibility() && !each.closest(".scroll:not(:has(.labelled)), .tabs, .chips, [popover]"))
  .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
  .map(each => each.outerHTML.slice(0, 120)).slice(0, 3)"""
TOO_SMALL = """() => [...document.querySelectorAll("a.button, button, summary, .tabbar a, .tabs a, .input")]
  .filter(each => each.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .map(each => [each.getBoundingClientRect(), each.outerHTML.slice(0, 90)])
  .filter(([box]) => box.width > 1 && (box.width < 24 || box.height < 24)).map(([, html]) => html)"""


@pytest.fixture
def phone(sit_down: SitDown) -> Page:
    return sit_down("anna", viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.mark.parametrize("width", [390, 320])
def test_no_page_scrolls_sideways(phone: Page, width: int) -> None:
    phone.set_viewport_size({"width": width, "height": 844})
    for address in PAGES:
        phone.goto(address)
        settle(phone)
        found = phone.evaluate("document.scrollingElement.scrollWidth"), phone.evaluate(TOO_WIDE)
        assert found == (width, []), f"{address} at {width}"


def test_the_bar_below_leads_to_the_modules_and_to_the_rest(phone: Page) -> None:
    phone.goto("/de/clients")
    bar = phone.get_by_role("navigation", name="Main modules")
    expect(bar.get_by_role("link", name="Clients")).to_have_attribute("aria-current", "page")
    bar.get_by_role("button", name="More").tap()
    expect(phone.get_by_role("button", name="Sign out")).not_to_be_visible()
    phone.locator("#navigation .me summary").tap()
    expect(phone.get_by_role("button", name="Sign out")).to_be_visible()


def test_on_a_task_the_save_bar_takes_the_place_of_the_modules(phone: Page) -> None:
    phone.goto("/de/clients/new")
    expect(phone.get_by_role("navigation", name="Main modules")).not_to_be_visible()
    save = phone.get_by_role("button", name="Save client")
    expect(save).to_be_in_viewport()


def test_everything_to_tap_is_large_enough(phone: Page) -> None:
    """Links inside of text are excepted, as the rule itself does."""
    for address in ("/de/clients", "/de/clients/2", "/de/clients/new"):
        phone.goto(address)
        settle(phone)
        assert not phone.evaluate(TOO_SMALL), address


def test_the_tab_one_is_on_is_in_sight(phone: Page) -> None:
    phone.goto("/de/clients/2/history")
    expect(phone.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.99)


def test_what_the_head_of_the_card_offers_is_within_reach_of_the_thumb(phone: Page) -> None:
    phone.goto("/de/clients/2")
    head = phone.locator(".head")
    head.locator("summary[aria-label=More]").tap()
    for name in ("Issue invoice", "Write an email", "Export"):
        expect(head.get_by_role("link", name=name)).to_be_in_viewport(ratio=1)
