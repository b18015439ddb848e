"""Nina's first day: she signs in, adds a client, corrects it, and is told what is wrong where it is wrong."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from app.web.door import SESSION_COOKIE
from tests.browser.conftest import SitDown
from tests.browser.office import Office

VALID_VAT_ID, WRONG_CHECK_DIGIT, MALFORMED = "DE136695976", "DE136695977", "DE1366"


def help_of(page: Page, field: str) -> str:
    return page.locator(f"#f-{field}-help").inner_text()


def leave(page: Page, field: str, text: str) -> None:
    """Types into a field, goes on to the next one and waits for the check of the one left."""
    box = page.locator(f"#f-{field}")
    box.fill(text)
    with page.expect_response(f"**/checks/{field}"):
        box.press("Tab")


def fill_company(page: Page, name: str, vat_id: str) -> None:
    page.goto("/de/clients/new")
    for field, text in {
        "name": name, "vat_id": vat_id, "street": "Hafenstraße 3", "postal_code": "20457", "city": "Hamburg",
    }.items():  # fmt: skip
        page.locator(f"#f-{field}").fill(text)


def test_who_is_not_signed_in_signs_in_and_arrives_where_they_wanted_to_go(
    sit_down: SitDown, office: Office
) -> None:
    page = sit_down("stranger")
    page.goto("/de/clients?sort=city")
    page.get_by_label("Email").fill(office.email("nina"))
    page.get_by_label("Password").fill("not my password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Password")).to_be_focused()
    assert help_of(page, "password") == "Email or password is wrong."
    expect(page.get_by_label("Email")).to_have_value(office.email("nina"))
    page.get_by_label("Password").fill(office.password)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url("**/de/clients?sort=city")
    expect(page.get_by_role("heading", name="Clients", level=1)).to_be_visible()


def test_signing_out_leaves_nothing_behind(sit_down: SitDown, office: Office) -> None:
    page = sit_down("stranger")
    page.goto("/login")
    page.get_by_label("Email").fill(office.email("nina"))
    page.get_by_label("Password").fill(office.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/de/clients")
    page.locator(".me summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login")
    assert SESSION_COOKIE not in {each["name"] for each in page.context.cookies()}
    page.go_back()
    page.wait_for_url("**/login?next=**")


def test_a_mistake_is_told_at_its_field_when_the_field_is_left(sit_down: SitDown) -> None:
    page = sit_down("nina")
    page.goto("/de/clients/new")
    leave(page, "vat_id", MALFORMED)
    expect(page.locator("#f-vat_id")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#f-vat_id")).to_have_value(MALFORMED)
    described = page.locator("#f-vat_id").get_attribute("aria-describedby")
    assert described == "f-vat_id-help" and help_of(page, "vat_id")
    expect(page.locator("#f-vat_id_missing_reason")).to_be_focused()
    page.locator("#f-vat_id").press_sequentially("9")
    expect(page.locator("#f-vat_id")).not_to_have_attribute("aria-invalid", "true")
    leave(page, "vat_id", VALID_VAT_ID)
    expect(page.locator("#f-vat_id-help")).to_have_count(0)
    leave(page, "email", "nina@")
    expect(page.locator("#f-email")).to_have_attribute("aria-invalid", "true")


def test_a_long_word_in_a_message_stays_below_its_field(sit_down: SitDown) -> None:
    page = sit_down("nina")
    page.goto("/de/clients/new")
    leave(page, "email", f"nina@{'segelmacherei' * 4}.con")
    expect(page.locator("#f-email-help")).to_contain_text("segelmacherei")
    assert page.locator("#f-email-help").evaluate("each => each.scrollWidth <= each.clientWidth")


def test_another_country_checks_its_numbers_again(sit_down: SitDown) -> None:
    page = sit_down("nina")
    page.goto("/de/clients/new")
    leave(page, "vat_id", "PL7173277437")
    leave(page, "postal_code", "1010")
    expect(page.locator("#f-vat_id-help")).to_contain_text("This is a VAT ID of Poland")
    expect(page.locator("#f-postal_code-help")).to_have_text("In Germany 5 digits, 4 typed.")
    page.locator("#f-country").select_option("PL")
    expect(page.locator("#f-vat_id-help")).to_have_count(0)
    expect(page.locator("#f-postal_code-help")).to_have_text("In Poland 5 digits (00-000), 4 typed.")
    page.locator("#f-country").select_option("AT")
    expect(page.locator("#f-vat_id-help")).to_contain_text("This is a VAT ID of Poland")
    expect(page.locator("#f-postal_code-help")).to_have_count(0)
    expect(page.locator("#f-postal_code")).to_have_value("1010")


def test_a_field_that_holds_nothing_is_not_asked_about_when_the_country_changes(sit_down: SitDown) -> None:
    page, asked = sit_down("nina"), list[str]()
    page.goto("/de/clients/new")
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.locator("#f-country").select_option("PL")
    with page.expect_response("**/similar"):
        page.locator("#f-name").fill("Sklep Zielony")
    assert not {"vat_id", "postal_code", "phone"} & set(asked)


def test_a_refused_form_keeps_everything_and_leads_to_its_first_mistake(sit_down: SitDown) -> None:
    page = sit_down("nina")
    fill_company(page, "Nordwind Reederei GmbH", MALFORMED)
    page.locator("#f-email").fill("kontor@")
    page.get_by_role("button", name="Save client").click()
    expect(page.locator("#f-email")).to_be_focused()
    expect(page.locator("#f-name")).to_have_value("Nordwind Reederei GmbH")
    expect(page.locator("#f-vat_id")).to_have_value(MALFORMED)
    expect(page.locator(".bottom")).to_contain_text("2 errors")
    page.locator(".bottom").get_by_role("link", name="VAT ID").click()
    expect(page.locator("#f-vat_id")).to_be_focused()


def test_a_doubt_is_shown_and_never_blocks(sit_down: SitDown) -> None:
    page = sit_down("nina")
    fill_company(page, "Alster Segelmacherei GmbH", VALID_VAT_ID)
    leave(page, "vat_id", WRONG_CHECK_DIGIT)
    expect(page.locator("#f-vat_id")).to_have_class("input doubt")
    expect(page.locator("#f-vat_id-help")).to_have_class("help warn")
    page.get_by_role("button", name="Save client").click()
    expect(page.get_by_role("heading", name="Alster Segelmacherei GmbH", level=1)).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("DE 136 695 977")


def test_clients_like_the_one_being_typed_appear_before_it_is_saved(sit_down: SitDown) -> None:
    page = sit_down("nina")
    page.goto("/de/clients/new")
    expect(page.locator("#similar")).to_contain_text("Nobody like this")
    page.locator("#f-name").press_sequentially("bergmann & soehne maschinenbau gmbh", delay=5)
    found = page.locator("#similar article").first
    expect(found).to_contain_text("Bergmann")
    expect(page.locator("#f-name")).to_be_focused()
    expect(page.locator("#announce")).to_have_text(re.compile(r"^\d+ similar clients?$"))
    found.get_by_role("link", name="Open this client").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bergmann")


def test_two_people_change_one_client_and_both_values_are_shown(sit_down: SitDown) -> None:
    nina, anna = sit_down("nina"), sit_down("anna")
    fill_company(nina, "Werft am Kai GmbH", VALID_VAT_ID)
    nina.get_by_role("button", name="Save client").click()
    nina.get_by_role("link", name="Edit").first.click()
    nina.wait_for_url("**/edit")
    anna.goto(nina.url)
    anna.locator("#f-city").fill("Bremen")
    anna.get_by_role("button", name="Save client").click()
    expect(anna.get_by_role("heading", level=1)).to_have_text("Werft am Kai GmbH")
    nina.locator("#f-city").fill("Kiel")
    nina.get_by_role("button", name="Save client").click()
    expect(nina.get_by_role("alert").filter(has_text="Somebody else changed")).to_be_focused()
    row = nina.get_by_role("row", name="City")
    expect(row).to_contain_text("Bremen")
    expect(row).to_contain_text("Kiel")
    expect(nina.locator("#f-city")).to_have_value("Kiel")
    nina.get_by_role("button", name="Save client").click()
    expect(nina.locator(".head .facts")).to_contain_text("Kiel")
