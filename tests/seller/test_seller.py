"""The firm's own data: entered by a manager, seen by everybody, complete enough for an invoice or not."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace

import pytest
from litestar.testing import TestClient

from app.demo.files import png
from app.demo.firm import FIRMS, logo
from app.history import store as history
from app.instance import Instance
from app.seller import store
from app.seller.forms import as_typed, read_seller, wrong_with_logo
from app.seller.model import Seller, gaps
from tests.clients.test_first_day import add as add_client
from tests.house import ANNA, AT, FIRM

PAGE = "/de/settings/seller"
TYPED = {"name": "Nordwerk Software GmbH", "street": "Lindenallee 14", "postal_code": "10435", "city": "Berlin",
         "country": "DE", "tax_number": "37/455/21901", "iban": "DE89 3704 0044 0532 0130 00", "bic": "cobadeffxxx",
         "version": "0"}  # fmt: skip


def save(browser: TestClient, **typed: str) -> int:
    return browser.post(PAGE, data={**TYPED, **typed}, follow_redirects=False).status_code


def test_a_manager_enters_the_firm_and_everybody_of_the_region_sees_it(
    anna: TestClient, bartek: TestClient, clara: TestClient
) -> None:
    assert "name is missing" in anna.get(PAGE).text
    assert save(anna) == 303
    assert "Lindenallee 14" in bartek.get(PAGE).text and "<input" not in _main(bartek.get(PAGE).text)
    assert "DE89 3704 0044 0532 0130 00" in anna.get(PAGE).text
    assert "Lindenallee" not in clara.get("/at/settings/seller").text
    assert clara.get(PAGE).status_code == 404


def test_an_editor_and_a_viewer_change_nothing(anna: TestClient, bartek: TestClient) -> None:
    assert save(bartek) == 403
    assert bartek.post(f"{PAGE}/logo/removal").status_code == 403
    assert "Lindenallee" not in anna.get(PAGE).text


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "", "Please fill in the name."),
        ("iban", "DE89 3704 0044 0532 0130 01", "This is no IBAN"),
        ("iban", "Robert'); DROP TABLE seller", "This is no IBAN"),
        ("bic", "COBA", "This is no BIC."),
        ("postal_code", "1043", "5 digits"),
        ("email", "nobody", "email"),
        ("vat_id", "DE12", "VAT ID"),
        ("name", "tab\x00", "Control characters"),
        ("name", "x" * 201, "Up to 200 characters"),
    ],
)
def test_what_cannot_be_is_refused_with_everything_typed(
    anna: TestClient, field: str, typed: str, says: str
) -> None:
    answer = anna.post(PAGE, data={**TYPED, "directors": "Jana Wolff", field: typed})
    assert answer.status_code == 422 and says in answer.text and 'value="Jana Wolff"' in answer.text
    assert anna.get(PAGE).text.count("Jana Wolff") == 0


def test_all_problems_are_said_at_once(anna: TestClient) -> None:
    answer = anna.post(PAGE, data={**TYPED, "name": "", "iban": "x", "bic": "y"})
    assert answer.text.count('aria-invalid="true"') == 3


def test_the_same_form_sent_twice_changes_once(anna: TestClient, instance: Instance) -> None:
    assert save(anna) == 303 and save(anna) == 303
    region = instance.regions.find("de")
    assert region.read(store.load).version == 1


def test_two_managers_at_once_lose_nothing(anna: TestClient) -> None:
    save(anna)
    assert save(anna, version="1", city="Hamburg", postal_code="20095") == 303
    answer = anna.post(PAGE, data={**TYPED, "version": "1", "street": "Lindenallee 15"})
    assert answer.status_code == 409
    assert (
        "Hamburg" in answer.text
        and 'value="Lindenallee 15"' in answer.text
        and 'name="version" value="2"' in answer.text
    )


def test_every_field_is_in_the_history_and_the_chain_is_whole(anna: TestClient, instance: Instance) -> None:
    save(anna)
    save(anna, version="1", iban="", directors="Jana Wolff")
    region = instance.regions.find("de")
    entries = region.read(store.changes, region.keys)
    assert {(each.field, each.old, each.new) for each in entries} >= {
        ("iban", "DE89370400440532013000", ""), ("directors", "", "Jana Wolff"), ("city", "", "Berlin"),
    }  # fmt: skip
    assert region.read(history.verify, region.keys).whole
    text = anna.get(PAGE).text
    assert "<del>DE89370400440532013000</del>" in text and "Anna Krüger" in text


def test_the_firms_history_is_no_clients_history(anna: TestClient) -> None:
    save(anna)
    address = add_client(anna)
    assert "Lindenallee" not in anna.get(f"{address}/history").text
    assert anna.get("/de/clients/0/history").status_code == 404


def test_a_logo_is_put_up_shown_and_taken_away(anna: TestClient, bartek: TestClient) -> None:
    assert _logo(anna, png(0)) == 409  # no firm yet
    save(anna)
    assert _logo(anna, png(0)) == 303
    answer = bartek.get(f"{PAGE}/logo")
    assert answer.content == png(0) and answer.headers["content-type"] == "image/png"
    assert "sandbox" in answer.headers["content-security-policy"]
    anna.post(f"{PAGE}/logo/removal")
    assert bartek.get(f"{PAGE}/logo").status_code == 404
    assert "Lindenallee 14" in bartek.get(PAGE).text


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"<svg onload=alert(1)>", png(0) + b"<script>", png(0)[:-8], b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff",
     png(0) + b"\0" * 600_000],
)  # fmt: skip
def test_what_is_no_small_picture_is_no_logo(anna: TestClient, content: bytes) -> None:
    save(anna)
    assert _logo(anna, content) == 422
    assert anna.get(f"{PAGE}/logo").status_code == 404


def test_a_picture_of_a_hundred_thousand_pixels_a_side_is_refused_unread() -> None:
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    bomb = png(0)[:12] + b"IHDR" + head
    bomb += struct.pack(">I", zlib.crc32(b"IHDR" + head)) + png(0)[33:]
    assert wrong_with_logo(bomb) is not None


def test_what_is_stored_reads_back_as_it_was() -> None:
    for country, firm in FIRMS.items():
        read = read_seller(as_typed(firm), country)
        assert read.problems == () and read.changing(firm) == firm and gaps(firm) == []
    assert wrong_with_logo(logo()) is None


@pytest.mark.parametrize(
    ("seller", "missing"),
    [
        (FIRM, []),
        (replace(FIRM, vat_id=""), []),  # the tax number does in Germany
        (replace(FIRM, vat_id="", tax_number=""), ["tax_number"]),
        (replace(FIRM, country="AT", vat_id=""), ["vat_id"]),
        (replace(FIRM, country="AT", vat_id="", small_business=True), []),
        (replace(FIRM, country="PL", vat_id="", small_business=True), ["vat_id"]),
        (replace(FIRM, street=" ".strip(), city=""), ["street", "city"]),
        (Seller(), ["name", "street", "postal_code", "city", "country", "tax_number"]),
    ],
)
def test_gaps_say_what_an_invoice_would_lack(seller: Seller, missing: list[str]) -> None:
    assert [gap.field for gap in gaps(seller)] == missing


def test_an_unknown_version_of_nothing_is_stale(instance: Instance) -> None:
    region = instance.regions.find("de")
    with pytest.raises(store.Stale):
        region.write_now(store.change, region.keys, FIRM, ANNA, AT, version=7)
    assert region.read(store.load) == Seller()


def _logo(browser: TestClient, content: bytes) -> int:
    files = {"logo": ("logo.png", content, "image/png")}
    return browser.post(f"{PAGE}/logo", files=files, follow_redirects=False).status_code


def _main(html: str) -> str:
    return html[html.index("<main") : html.index("</main")]
