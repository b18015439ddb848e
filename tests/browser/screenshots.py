"""The pictures in docs/screenshots, taken of an instance with demo data. bin/screenshots runs this."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app.accounts import store as accounts
from app.accounts.model import Role
from app.accounts.passwords import hash_password
from app.actor import Actor
from app.clock import stamp
from app.demo.load import fill_all
from app.demo.staff import STAFF
from app.instance import Instance
from app.settings import Settings
from tests.browser.conftest import DESKTOP, PHONE, launch
from tests.browser.office import ROOT, serving
from tests.browser.watch import settle

TARGET = ROOT / "docs" / "screenshots"
CLIENTS = {"de": 412, "at": 301, "pl": 340}
MOST_BYTES = 150_000
COLOURS = 128
_EMAIL, _PASSWORD = "anna@masaku.example", "a-password-for-pictures"
# A folder stands in for the machine elsewhere that an instance in use would copy to.
_ELSEWHERE = """() => document.querySelectorAll("main *:not(:has(*))").forEach(each => {
  each.textContent = each.textContent.replace(/\\/\\S+elsewhere/, "backup.example:/masaku") })"""
_REPLICA = "replica:\n  type: file\n  path: {path}\n  off-machine: backup.example\n"
_CSV = "Firma;E-Mail;USt-IdNr.;Straße;PLZ;Ort;Land\n" + "".join(
    f"{name};info@{domain}.example;{vat_id};{street};{place};Deutschland\n"
    for name, domain, vat_id, street, place in (
        (
            "Bergmann & Söhne Maschinenbau GmbH",
            "bergmann",
            "DE136695976",
            "Heilbronner Straße 128",
            "70192;Stuttgart",
        ),
        ("Nordwind Reederei GmbH", "nordwind", "", "Kai 4", "20457;Hamburg"),
        ("Glashütte Rhön KG", "glasrhoen", "DE1366", "Am Ofen 2", "36129;Gersfeld"),
        ("Druckerei Sauer OHG", "sauer", "", "Letterweg 9", "9903;Erfurt"),
    )
)


def _furnish(data: Path) -> None:
    instance = Instance.open(Settings(data=data))
    now = instance.clock.now()
    for code in CLIENTS:
        instance.regions.add(code)
    anna = instance.accounts.write_now(
        accounts.add, email=_EMAIL, name="Anna Krüger", admin=True, locale="en", actor="first start", at=stamp(now),
        granted=[Role(code, "manager") for code in CLIENTS],
    )  # fmt: skip
    instance.accounts.write_now(accounts.set_password, anna, hash_password(_PASSWORD))
    everybody: Mapping[str, Actor] = {
        each.email: Actor(f"staff:{number}", each.name) for number, each in enumerate(STAFF, anna)
    }
    for code, count in CLIENTS.items():
        fill_all(instance.regions.find(code), count, until=now, actors=everybody)
    instance.close()


def _signed_in(browser: Browser, url: str, **options: object) -> Page:
    page = browser.new_context(base_url=url, locale="en-GB", **options).new_page()
    page.goto("/login?next=/de/clients")
    page.get_by_label("Email").fill(_EMAIL)
    page.get_by_label("Password").fill(_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/de/clients")
    return page


def _clients(page: Page) -> None:
    page.goto("/de/clients?sort=-changed")
    page.locator("[data-row]").nth(7).hover()


def _card(page: Page) -> None:
    page.goto("/de/clients?q=bergmann+söhne")
    page.get_by_role("link", name="Bergmann & Söhne Maschinenbau GmbH", exact=True).click()


def _history(page: Page) -> None:
    _card(page)
    page.get_by_role("link", name="Edit", exact=True).click()
    for field, value in {"phone": "+49 711 2041141", "payment_term_days": "30", "discount": "3"}.items():
        page.locator(f"#f-{field}").fill(value)
    page.locator("#f-discount").press("Control+s")
    page.get_by_role("navigation", name="Card").get_by_role("link", name="Change history").click()
    page.locator("tr:has(del)").nth(1).hover()


def _import(page: Page) -> None:
    page.goto("/de/imports/new")
    file = {"name": "kunden.csv", "mimeType": "text/csv", "buffer": _CSV.encode()}
    page.get_by_label("File").set_input_files([file])
    page.get_by_role("button", name="Upload and choose columns").click()
    expect(page.get_by_label("Field for Firma")).to_be_visible()


def _invoice(page: Page) -> None:
    _card(page)
    page.keyboard.press("f")
    lines = (("Betrieb und Wartung B2B-Shop", "1"), ("Schulung, online", "3.5"), ("Workshop vor Ort", "2"))
    for place, (text, quantity) in enumerate(lines, 1):
        page.locator(f"#f-line_{place}_text").fill(text)
        page.locator(f"#f-line_{place}_quantity").fill(quantity)
        expect(page.locator(f"#net-{place}")).not_to_be_empty()
    page.locator("#f-line_2_quantity").focus()
    expect(page.locator("#preview img")).to_have_attribute("src", re.compile("preview"))
    page.wait_for_timeout(3_000)  # the page is printed once nobody has typed for a moment


def _regions(page: Page) -> None:
    page.goto("/admin/regions")
    page.get_by_role("button", name="Drill the restore of all").click()
    expect(page.locator("#replicas").get_by_text("all sums agree")).to_have_count(3, timeout=120_000)
    page.reload()
    page.evaluate(_ELSEWHERE)


PICTURES: Mapping[str, Callable[[Page], None]] = {
    "clients": _clients, "card": _card, "history": _history, "import": _import, "invoice": _invoice,
    "regions": _regions,
}  # fmt: skip


def _take(page: Page, name: str, act: Callable[[Page], None]) -> None:
    act(page)
    settle(page)
    picture = Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide")))
    path = TARGET / f"{name}.png"
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    assert size < MOST_BYTES, f"{path} has {size} bytes"
    print(f"{path.relative_to(ROOT)} {size // 1000} kB")


def main(*wanted: str) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder)
        config = data / "litestream.yml"
        config.write_text(_REPLICA.format(path=data / "elsewhere"))
        _furnish(data)
        with serving(data, MASAKU_LITESTREAM_CONFIG=str(config)) as url:
            browser = launch(playwright)
            page = _signed_in(browser, url, viewport=DESKTOP)
            for name in [each for each in PICTURES if not wanted or each in wanted]:
                _take(page, name, PICTURES[name])
            if not wanted or "phone" in wanted:
                phone = _signed_in(
                    browser, url, viewport=PHONE, is_mobile=True, has_touch=True, color_scheme="dark"
                )
                _take(phone, "phone", _card)
            browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
