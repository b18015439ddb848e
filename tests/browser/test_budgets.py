"""What the network carries: counted in bytes, which are the same on every machine."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watch import settle, traffic

FIRST_LOAD_BYTES, FIRST_LOAD_REQUESTS = 30_000, 4
INTERACTION_BYTES = 4_000


def test_the_first_visit_of_the_list_is_small(anna: Page) -> None:
    with traffic(anna) as carried:
        anna.goto("/de/clients")
    assert len(carried.transfers) <= FIRST_LOAD_REQUESTS, carried
    assert carried.body <= FIRST_LOAD_BYTES, carried


def test_an_unchanged_list_is_not_sent_again(anna: Page) -> None:
    anna.goto("/de/clients")
    with traffic(anna) as carried:
        anna.goto("/de/clients")
    assert carried.body == 0, carried


def _search(page: Page) -> None:
    page.locator("#search").fill("bergmann")
    expect(page.locator("mark").first).to_be_visible()


def _search_with_many_hits(page: Page) -> None:
    page.locator("#search").fill("gmbh")
    expect(page.locator("mark").first).to_be_visible()


def _sort(page: Page) -> None:
    page.locator("thead a", has_text="City").click()
    expect(page.locator("th[aria-sort]")).to_contain_text("City")


def _turn_the_page(page: Page) -> None:
    page.get_by_role("link", name="Next").click()
    expect(page.locator("#pager")).to_contain_text("51–")


def _open_the_filter(page: Page) -> None:
    page.locator("#clients summary", has_text="Filter").click()
    expect(page.get_by_role("button", name="Apply filters")).to_be_visible()


@pytest.mark.parametrize("act", [_search, _search_with_many_hits, _sort, _turn_the_page, _open_the_filter])
def test_an_interaction_is_one_small_request(anna: Page, act: Callable[[Page], None]) -> None:
    anna.goto("/de/clients")
    settle(anna)
    with traffic(anna) as carried:
        act(anna)
    assert len(carried.transfers) == 1 and carried.body <= INTERACTION_BYTES, carried


def test_a_check_of_a_field_is_one_small_request(anna: Page) -> None:
    anna.goto("/de/clients/new")
    expect(anna.locator("#similar")).to_contain_text("Nobody like this")
    with traffic(anna) as carried:
        anna.locator("#f-email").fill("anna@masaku.example")
        anna.locator("#f-email").press("Tab")
        anna.wait_for_timeout(700)
    checked = [each for each in carried.transfers if "/checks/" in each.address]
    assert len(checked) == 1 and carried.body <= INTERACTION_BYTES, carried
