"""The whole tour without a mouse."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import SitDown

FOCUSED = "document.activeElement"


def focused_text(page: Page) -> str:
    return str(page.evaluate(f"{FOCUSED}.innerText || {FOCUSED}.getAttribute('aria-label') || ''")).strip()


def test_letters_search_walk_the_rows_open_and_edit(anna: Page) -> None:
    anna.goto("/de/clients")
    anna.keyboard.press("/")
    expect(anna.locator("#search")).to_be_focused()
    anna.keyboard.type("gmbh")
    anna.wait_for_url("**q=gmbh*")  # the answer to the last letter is there
    expect(anna.locator("mark").first).to_be_visible()
    anna.keyboard.press("Escape")
    expect(anna.locator("#search")).not_to_be_focused()
    expect(anna.locator("#search")).to_have_value("gmbh")
    for key in "jjk":
        anna.keyboard.press(key)
    current = anna.locator("[data-row].current")
    expect(current).to_have_count(1)
    name = current.locator("[data-open]").inner_text()
    expect(current.locator("[data-open]")).to_be_focused()
    assert anna.locator("[data-row]").first.locator("[data-open]").inner_text() == name
    anna.keyboard.press("Enter")
    expect(anna.get_by_role("heading", name=name, level=1)).to_be_visible()
    anna.wait_for_load_state()  # nobody is as fast as to press a key before the script is there
    anna.keyboard.press("e")
    expect(anna.get_by_role("heading", name=f"Edit {name}", level=1)).to_be_visible()


def test_a_slash_writes_over_the_former_search(anna: Page) -> None:
    anna.goto("/de/clients?q=gmbh")
    anna.keyboard.press("/")
    anna.keyboard.type("bergmann")
    anna.wait_for_url("**?q=bergmann")


def test_the_current_row_stays_when_the_list_comes_anew(anna: Page) -> None:
    anna.goto("/de/clients?q=gmbh")
    anna.keyboard.press("j")
    anna.keyboard.press("j")
    second = anna.locator("[data-row]").nth(1)
    before = second.element_handle()
    with anna.expect_response("**/de/clients?q=gmb"):
        anna.evaluate("search.value = 'gmb'; search.dispatchEvent(new Event('input', { bubbles: true }))")
    anna.wait_for_function("row => !row.isConnected", arg=before)
    expect(second).to_have_class("current")
    expect(second.locator("[data-open]")).to_be_focused()


def test_e_edits_the_current_row_and_n_begins_a_new_client(anna: Page) -> None:
    anna.goto("/de/clients")
    anna.keyboard.press("j")
    anna.keyboard.press("j")
    second = anna.locator("[data-row]").nth(1).locator("[data-open]").get_attribute("href")
    anna.keyboard.press("e")
    anna.wait_for_url(f"**{second}/edit")
    anna.goto("/de/clients")
    anna.keyboard.press("n")
    anna.wait_for_url("**/de/clients/new")


def test_a_client_is_added_and_saved_without_the_mouse(sit_down: SitDown) -> None:
    page = sit_down("nina")
    page.goto("/de/clients/new")
    page.locator("#f-kind input:checked").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#f-kind input[value=sole_trader]")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.locator("#f-name")).to_be_focused()
    page.keyboard.type("Tastatur & Tinte, Inh. Jo Brandt")
    order = []
    for _ in range(6):
        page.keyboard.press("Tab")
        order.append(page.evaluate(f"{FOCUSED}.name"))
    assert order == ["contact_name", "email", "phone", "vat_id", "vat_id_missing_reason", "street"]
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", name="Tastatur & Tinte, Inh. Jo Brandt", level=1)).to_be_visible()


def test_a_question_mark_shows_the_keys_and_escape_leaves_them(anna: Page) -> None:
    anna.goto("/de/clients")
    anna.keyboard.press("?")
    keys = anna.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_be_visible()
    anna.keyboard.press("Escape")
    expect(keys).not_to_be_visible()


def test_letters_can_be_switched_off(anna: Page) -> None:
    anna.goto("/de/clients")
    anna.keyboard.press("?")
    anna.get_by_label("Single-key shortcuts").uncheck()
    anna.keyboard.press("Escape")
    anna.reload()
    anna.keyboard.press("n")
    anna.keyboard.press("/")
    expect(anna.locator("#search")).not_to_be_focused()
    assert anna.url.endswith("/de/clients")


def test_a_short_menu_opens_downwards_where_there_is_room(anna: Page) -> None:
    anna.goto("/de/clients/2")
    menu = anna.locator("details.menu", has=anna.locator("summary.pill"))
    menu.locator("li").evaluate_all("entries => entries.slice(1).forEach(each => each.remove())")
    menu.locator("summary").click()
    opened, pill = menu.locator("summary + *").bounding_box(), menu.locator("summary").bounding_box()
    assert opened and pill and opened["y"] >= pill["y"] + pill["height"]


def test_a_menu_is_walked_with_arrows_and_gives_the_focus_back(anna: Page) -> None:
    anna.goto("/de/clients/2")
    pill = anna.locator("summary.pill")
    pill.focus()
    anna.keyboard.press("Enter")
    anna.keyboard.press("ArrowDown")
    anna.keyboard.press("ArrowDown")
    assert focused_text(anna) == "Inactive"
    anna.keyboard.press("p")
    assert focused_text(anna) == "Problematic"
    anna.keyboard.press("Escape")
    expect(anna.locator("details.menu[open]")).to_have_count(0)
    expect(pill).to_be_focused()


def test_the_first_tab_skips_to_the_content(anna: Page) -> None:
    anna.goto("/de/clients")
    anna.keyboard.press("Tab")
    assert focused_text(anna) == "Skip to content"
    anna.keyboard.press("Enter")
    expect(anna.locator("#main")).to_be_focused()


def test_every_stop_of_the_tab_key_is_seen(anna: Page) -> None:
    anna.goto("/de/clients")
    for _ in range(30):
        anna.keyboard.press("Tab")
        seen = anna.evaluate(
            """() => {
              const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at)
              const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
              return [ring && box.width > 0, at.outerHTML.slice(0, 90)]
            }"""
        )
        assert seen[0], f"no visible focus on {seen[1]}"


def test_after_a_swap_the_focus_is_not_lost(anna: Page) -> None:
    anna.goto("/de/clients")
    anna.locator("thead a", has_text="City").focus()
    anna.keyboard.press("Enter")
    expect(anna.locator("th[aria-sort]")).to_contain_text("City")
    assert anna.evaluate(f"{FOCUSED} !== document.body"), "the focus fell out of the page"
    anna.locator("a[rel=next]").focus()
    anna.keyboard.press("Enter")
    expect(anna.locator("#pager")).to_contain_text("51–")
    assert anna.evaluate(f"{FOCUSED} !== document.body"), "the focus fell out of the page"


def test_the_region_is_changed_by_keys(sit_down: SitDown) -> None:
    page = sit_down("anna")
    page.goto("/de/clients/1")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/de/clients")
    page.keyboard.press("g")
    page.keyboard.press("r")
    expect(page.locator("#regions a").first).to_be_focused()
