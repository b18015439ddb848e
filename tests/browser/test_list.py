"""Finding clients: search, filters, columns, order, pages, saved views. The address is the state."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.watch import traffic


def rows(page: Page) -> Locator:
    return page.locator("#clients tbody tr")


def names(page: Page) -> list[str]:
    return page.locator("#clients tbody [data-open]").all_inner_texts()


def column(page: Page, name: str) -> Locator:
    return page.locator("#clients thead th", has_text=name)


def open_sheet(page: Page, name: str) -> Locator:
    page.locator("#clients summary", has_text=name).click()
    return page.locator("#clients details[open] .sheet form").first


def test_the_list_narrows_while_one_types(anna: Page) -> None:
    anna.goto("/de/clients")
    anna.evaluate("window.same = true")
    for typed in ("berg", "mann"):  # two answers, one step of the history
        anna.locator("#search").press_sequentially(typed, delay=15)
        anna.wait_for_url(f"**?q=*{typed}")
    expect(anna.locator("#clients mark").first).to_have_text("Bergmann")
    assert all("bergmann" in name.lower() for name in names(anna))
    assert anna.evaluate("window.same"), "the page itself stays"
    expect(anna.locator("#search")).to_be_focused()
    expect(anna.locator("#pager [role=status]")).to_contain_text(f"of {len(names(anna))}")
    anna.go_back()
    expect(rows(anna)).to_have_count(50)
    expect(anna.locator("#search")).to_have_value("")


def test_enter_adds_no_step_to_the_history(anna: Page) -> None:
    anna.goto("/de/clients")
    anna.locator("#search").press_sequentially("berg", delay=15)
    anna.wait_for_url("**?q=berg")
    with traffic(anna) as carried:
        anna.locator("#search").press("Enter")
        anna.wait_for_timeout(400)
    assert carried.transfers == []
    anna.go_back()
    anna.wait_for_url("**/de/clients")


def test_a_search_without_a_hit_says_so_and_offers_the_way_back(anna: Page) -> None:
    anna.goto("/de/clients?status=active")
    anna.locator("#search").fill("qqqq")
    expect(anna.get_by_role("heading", name="No client fits")).to_be_visible()
    anna.get_by_role("link", name="Clear search and filters").click()
    expect(rows(anna)).to_have_count(50)


def test_a_heading_sorts_and_turns_the_order(anna: Page) -> None:
    anna.goto("/de/clients")
    column(anna, "City").get_by_role("link").click()
    expect(column(anna, "City")).to_have_attribute("aria-sort", "ascending")
    assert anna.url.endswith("?sort=city")
    column(anna, "City").get_by_role("link").click()
    expect(column(anna, "City")).to_have_attribute("aria-sort", "descending")
    assert anna.url.endswith("?sort=-city")
    anna.go_back()
    expect(column(anna, "City")).to_have_attribute("aria-sort", "ascending")


def test_pages_are_turned_forward_and_back(anna: Page) -> None:
    anna.goto("/de/clients?sort=changed")
    first = names(anna)
    anna.get_by_role("link", name="Next").click()
    expect(anna.locator("#pager")).to_contain_text("51–")
    assert not set(first) & set(names(anna)) and "after=" in anna.url
    anna.get_by_role("link", name="Previous").click()
    expect(anna.locator("#pager")).to_contain_text("1–50")
    assert names(anna) == first


def test_filters_are_set_in_a_menu_and_taken_off_one_by_one(anna: Page) -> None:
    anna.goto("/de/clients?sort=city")
    sheet = open_sheet(anna, "Filter")
    sheet.get_by_label("Country").select_option("AT")
    sheet.get_by_label("Status").select_option("active")
    sheet.get_by_role("button", name="Apply filters").click()
    expect(anna.locator(".chip")).to_have_count(2)
    expect(anna.locator(".chip").first).to_contain_text("Country: Austria")
    assert {"country=AT", "status=active", "sort=city"} <= set(anna.url.split("?")[1].split("&"))
    assert set(anna.locator("td.c-country").all_inner_texts()) == {"AT"}
    anna.get_by_role("link", name="Remove filter Country").click()
    expect(anna.locator(".chip")).to_have_count(1)
    anna.get_by_role("link", name="Clear", exact=True).click()
    expect(anna.locator(".chip")).to_have_count(0)


def test_columns_are_chosen_and_stay_while_one_goes_on(anna: Page) -> None:
    anna.goto("/de/clients")
    sheet = open_sheet(anna, "Columns")
    for label in ("Country", "City", "Contact person"):
        sheet.get_by_label(label).uncheck()
    sheet.get_by_label("Industry").check()
    sheet.get_by_role("button", name="Show these columns").click()
    expect(column(anna, "Industry")).to_be_visible()
    expect(column(anna, "City")).to_have_count(0)
    column(anna, "Industry").get_by_role("link").click()
    expect(column(anna, "Industry")).to_have_attribute("aria-sort", "ascending")
    expect(column(anna, "City")).to_have_count(0)


def test_a_view_is_saved_under_a_name_and_removed_again(anna: Page) -> None:
    anna.goto("/de/clients?country=AT&sort=-changed")
    sheet = open_sheet(anna, "Save view")
    sheet.get_by_label("Name of the view").fill("Österreich zuletzt")
    sheet.get_by_role("button", name="Save view").click()
    tab = anna.get_by_role("navigation", name="Saved views").get_by_role("link", name="Österreich zuletzt")
    expect(tab).to_have_attribute("aria-current", "page")
    anna.goto("/de/clients")
    tab.click()
    expect(anna.locator(".chip")).to_contain_text("Country: Austria")
    anna.locator("#clients summary", has_text="Save view").click()
    anna.get_by_role("button", name="Remove “Österreich zuletzt”").click()
    expect(tab).to_have_count(0)


def test_only_one_menu_is_open_at_a_time_and_a_click_beside_closes_it(anna: Page) -> None:
    anna.goto("/de/clients")
    open_sheet(anna, "Filter")
    open_sheet(anna, "Columns")
    expect(anna.locator("details.menu[open]")).to_have_count(1)
    anna.locator("h1").click()
    expect(anna.locator("details.menu[open]")).to_have_count(0)


def test_a_name_too_long_for_its_column_is_told_in_full(anna: Page) -> None:
    anna.set_viewport_size({"width": 1024, "height": 700})
    anna.goto("/de/clients?q=Hanseatische")
    cell = anna.locator("td.name").first
    cell.hover()
    expect(cell).to_have_attribute("title", re.compile("Hanseatische Versicherungs"))


def test_a_client_opens_from_the_list_and_back_leads_to_the_same_place(anna: Page) -> None:
    anna.goto("/de/clients?sort=city")
    anna.get_by_role("link", name="Next").click()
    expect(anna.locator("#pager")).to_contain_text("51–")
    shown = names(anna)
    anna.locator("#clients [data-open]").first.click()
    expect(anna.get_by_role("heading", level=1)).to_have_text(shown[0])
    anna.go_back()
    expect(rows(anna)).to_have_count(len(shown))
    assert names(anna) == shown
