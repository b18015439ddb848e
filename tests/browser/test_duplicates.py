"""Clients that stand twice are found, compared, merged and parted again."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.axe import examine
from tests.browser.conftest import SitDown

# A process of its own is started for it.
_SEARCHED_MS = 30_000
BERGMANN = "Bergmann & Söhne Maschinenbau GmbH"


def search_the_region(page: Page) -> None:
    page.goto("/de/duplicates")
    page.locator(".actions").get_by_role("button").click()
    expect(page.get_by_role("region", name="Duplicates")).to_contain_text(BERGMANN, timeout=_SEARCHED_MS)


def compare(page: Page) -> None:
    page.get_by_role("link", name=f"Compare and merge {BERGMANN}").click()
    expect(page.get_by_role("heading", name="Merge clients")).to_be_visible()


def test_a_pair_that_is_none_is_remembered_and_taken_back(sit_down: SitDown) -> None:
    page = sit_down("nina")
    search_the_region(page)
    pair = page.locator("tr[data-row]", has_text="Bergmann").first
    pair.get_by_role("button", name="Not a duplicate").click()
    expect(page.get_by_text("Not a duplicate, remembered")).to_be_visible()
    expect(page.get_by_role("button", name="Take back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not a duplicate, remembered")).to_have_count(0)
    expect(pair.get_by_role("button", name="Not a duplicate")).to_be_focused()


def test_clients_are_merged_field_by_field_and_parted_again(sit_down: SitDown) -> None:
    page = sit_down("nina")
    search_the_region(page)
    examine(page)
    search_the_region(page)
    compare(page)
    fields = page.get_by_role("region", name="Merge clients")
    street = fields.get_by_role("row", name=re.compile("^Street"))
    text = street.locator("input:not(:checked)").first.get_attribute("aria-label") or ""
    other = street.get_by_role("radio", name=text, exact=True)
    other.focus()
    page.keyboard.press("Space")
    expect(street.locator(".result")).to_have_text(text.partition(": ")[2].partition(" (")[0])
    expect(other).to_be_focused()
    expect(page).to_have_url(re.compile("take-street="))
    page.get_by_role("radio", name=re.compile("^No. 4")).check()
    expect(page.get_by_role("button", name=re.compile(r"entries into No\. 4$"))).to_be_visible()
    numbers = [int(each) for each in page.locator("#merge input[name=ids]").input_value().split(",")]
    examine(page)
    page.reload()
    page.get_by_role("button", name=re.compile(r"^Merge \d+ entries")).click()
    expect(page.locator(".note.ok")).to_contain_text("are one client now")
    examine(page)
    survivor = page.locator(".narrow a").first.get_attribute("href")
    for number in numbers:
        page.goto(f"/de/clients/{number}")
        expect(page).to_have_url(re.compile(f"{survivor}$"))
    page.go_back()
    page.goto("/de/duplicates/merges")
    page.locator("[data-open]").first.click()
    page.get_by_role("button", name=re.compile("^Part")).click()
    expect(page.locator(".note.ok")).to_contain_text("Everybody is there again")
    for number in numbers:
        page.goto(f"/de/clients/{number}")
        expect(page).to_have_url(re.compile(f"/{number}$"))


def test_who_is_like_the_client_being_edited_can_be_told_apart(sit_down: SitDown) -> None:
    page = sit_down("nina")
    search_the_region(page)
    page.locator("tr[data-row] .name a", has_text=BERGMANN).first.click()
    page.goto(f"{page.url}/edit")
    similar = page.locator("#similar article").first
    similar.get_by_role("button", name="Not a duplicate").click()
    expect(similar).to_contain_text("remembered")
    similar.get_by_role("button", name="Take back").click()
    expect(similar).not_to_contain_text("remembered")


def test_it_works_without_a_script(sit_down: SitDown) -> None:
    search_the_region(sit_down("nina"))
    page = sit_down("nina", java_script_enabled=False)
    page.goto("/de/duplicates")
    compare(page)
    page.get_by_role("button", name=re.compile("^Take everything")).nth(1).click()
    taken = page.locator("td.taken")
    assert taken.count() > 2
    expect(page.get_by_role("button", name="Show the result")).to_be_visible()
