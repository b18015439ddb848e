"""What is printed: every kind in every language, compared with pictures that a person has looked at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from app.i18n import Message, translate
from app.invoices.counting import vat_converted
from app.invoices.model import TYPES, Document, InvoiceLine
from app.invoices.paper import MOST_LINES, as_issued, foot, payment, sheet, words
from app.money import Money
from app.paper import Press
from app.web.formats import NARROW_SPACE
from tests.invoices.documents import BERGMANN, EARLIER, LINES, NORDWERK, WARTA, document

PICTURES = Path(__file__).parent / "pictures"
# New pictures are written where this is set, to be looked at and committed.
ACCEPT = bool(os.environ.get("MASAKU_TEST_ACCEPT_PICTURES"))
WIDTH = 620  # pixels: what is wrong can be seen
# Other versions of the rasteriser draw edges a little differently: so much of the page may differ noticeably.
MAY_DIFFER = 0.002

INTROS = {
    "de": (
        "Sehr geehrte Frau Bergmann, für unsere Leistungen im Oktober 2026 berechnen wir:",
        "Vielen Dank für die Zusammenarbeit.",
    ),
    "en": ("Dear Ms Bergmann, for our services in October 2026 we charge:", "Thank you for working with us."),
    "pl": (
        "Szanowna Pani, za usługi w październiku 2026 r. wystawiamy fakturę:",
        "Dziękujemy za współpracę. Zażółć gęślą jaźń.",
    ),
}
POLISH = (
    InvoiceLine("Utrzymanie sklepu internetowego", price=12_500_000, unit="MON", rate=2300, detail="październik 2026"),
    InvoiceLine("Szkolenie redakcji", 65_000, 2_400_000, "HUR", 1_000, rate=2300),
    InvoiceLine("Podręcznik „Łódź”", 120_000, 389_900, rate=500),
)  # fmt: skip
NABYWCA = replace(
    BERGMANN, name="Żółw i Spółka sp. z o.o.", contact_name="Grzegorz Brzęczyszczykiewicz",
    street="ul. Piotrkowska 104", postal_code="90-926", city="Łódź", country="PL", vat_id="PL5252248481",
    number="88",
)  # fmt: skip


def of(kind: str, language: str) -> Document:
    intro, notes = INTROS[language]
    head = {"type": kind, "language": language, "intro": intro, "notes": notes}
    if kind != "invoice":
        head |= {
            "intro": "",
            "reference": EARLIER,
            "reason": {
                "de": "Zeitraum doppelt berechnet",
                "en": "Period charged twice",
                "pl": "Okres policzono dwukrotnie",
            }[language],
        }
    if kind == "proforma":
        head |= {"reference": None, "reason": ""}
    if language == "pl":
        head |= {"seller": WARTA, "buyer": NABYWCA, "currency": "PLN", "number": "FV/2026/0412"}
        return document(POLISH, **head)
    if kind == "corrective":
        less = (replace(LINES[0], quantity=-10_000), replace(LINES[0], price=25_000_000))
        return document(less, **head)
    return document(**head)


def long_document() -> Document:
    lines = [
        replace(LINES[number % 4], text=f"{LINES[number % 4].text} {number + 1}") for number in range(70)
    ]
    return document(lines, discount_percent=250)


LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG_NAME = "Gesellschaft für besonders lange Firmennamen und noch längere Anschriften mbH & Co. KG"
TALKATIVE = replace(
    NORDWERK, name="Nordwerk Software- und Beratungsgesellschaft mbH & Co. KG",
    directors="Jana Wolff, Dr. Maximilian Oberhuber, Katharina Mayr-Unterweger",
    footer="Gerichtsstand ist Berlin.\nWir sind Mitglied der IHK.",
)  # fmt: skip
KINDS = {
    **{f"{kind}-{language}": of(kind, language) for kind in TYPES for language in INTROS},
    "draft-de": document(number=""),
    "discount-de": document(discount_amount=50_000),
    "long-de": long_document(),
    "small-business-de": document(
        [InvoiceLine("Klavierstunde", 40_000, 450_000, "HUR", category="E")],
        seller=replace(
            NORDWERK, name="Jana Wolff", directors="", register="", vat_id="", small_business=True
        ),
    ),
    "reverse-charge-en": document(
        [InvoiceLine("Consulting", 80_000, 1_200_000, "HUR", category="AE")],
        language="en",
        intro="",
        notes="",
        buyer=replace(
            BERGMANN,
            name="Dublin Widgets Ltd",
            country="IE",
            city="Dublin",
            postal_code="D02 X285",
            vat_id="IE6388047V",
        ),
    ),
    "crowded-de": document(
        [InvoiceLine(LONG_WORD, 123_456_789, 999_999_999, "KGM", 1_250, rate=1900)],
        seller=TALKATIVE,
        buyer=replace(
            BERGMANN, name=LONG_NAME, street="An der sehr langen Straße hinter dem alten Bahnhof 128 a"
        ),
        buyer_reference="04011000-12345-67",
        order_reference="4500183377-2026-0000000001",
        ksef_number="7792369887-20261031-010080615740-E4",
        number="RE-2026-0413",
    ),
}


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press() as found:
        yield found


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def picture_of(pdf: bytes) -> Image.Image:
    """The first and, where there are more, the last page, side by side."""
    with pypdfium2.PdfDocument(pdf) as document:
        chosen = [document[0], document[len(document) - 1]] if len(document) > 1 else [document[0]]
        pages = [page.render(scale=WIDTH / page.get_width()).to_pil().convert("L") for page in chosen]
    whole = Image.new("L", (sum(each.width for each in pages), pages[0].height), 255)
    for number, each in enumerate(pages):
        whole.paste(each, (number * pages[0].width, 0))
    return whole


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_looks_as_it_did_when_somebody_looked(name: str, press: Press, tmp_path: Path) -> None:
    shown = picture_of(press.print(sheet(KINDS[name])))
    known = PICTURES / f"{name}.png"
    if ACCEPT:
        PICTURES.mkdir(exist_ok=True)
        shown.quantize(16).save(known, optimize=True)
        return
    before = Image.open(known).convert("L")
    shown.save(tmp_path / known.name)
    assert shown.size == before.size
    different = sum(ImageChops.difference(shown, before).histogram()[64:]) / (shown.width * shown.height)
    assert different <= MAY_DIFFER, f"{different:.2%} differ: {tmp_path / known.name}"


def test_a_picture_that_differs_is_noticed(press: Press) -> None:
    before = picture_of(press.print(sheet(KINDS["invoice-de"])))
    after = picture_of(press.print(sheet(document(LINES[:3]))))
    assert (
        sum(ImageChops.difference(before, after).histogram()[64:]) / (before.width * before.height)
        > MAY_DIFFER
    )


def test_all_that_the_law_wants_stands_on_it(press: Press) -> None:
    [page] = pages_of(press.print(sheet(document())))
    for text in (
        "Rechnung RE-2026-0412", "Nordwerk Software GmbH", "Lindenallee 14", "37/455/21901", "DE 136 695 976",
        "Bergmann & Söhne Maschinenbau GmbH", "Heilbronner Straße 128", "70192 Stuttgart", "31.10.2026",
        "01.10.–31.10.2026", "24 Std.", "100,00", "5 %", "5.600,00 1.064,00 6.664,00", "166,82 11,68 178,50",
        "5.766,82", "1.075,68", "6.842,50 €", "14.11.2026", "DE89 3704 0044 0532 0130 00", "Seite 1 von 1",
    ):  # fmt: skip
        assert text in page.replace("\u202f", " ").replace("\xa0", " "), text


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("language", INTROS)
def test_nothing_that_gives_back_is_ever_called_gutschrift(kind: str, language: str) -> None:
    made = sheet(of(kind, language))
    assert "gutschrift" not in f"{made.html} {made.metadata}".lower()
    assert b"gutschrift" not in made.style.lower()  # what a style sheet writes by itself


def test_a_long_document_repeats_its_head_and_counts_its_pages(press: Press) -> None:
    pages = pages_of(press.print(sheet(long_document())))
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"Seite {number} von {len(pages)}" in page and "Nordwerk Software GmbH" in page
        assert ("Einzelpreis" in page) == ("Rechnung RE-2026-0412" in page) or number == len(pages)
    assert "Handbuch Teilekonfigurator, gedruckt 68" in " ".join(pages)


@pytest.mark.slow
def test_the_longest_document_can_be_printed(press: Press) -> None:
    lines = [replace(LINES[number % 4], text=f"Posten {number + 1}") for number in range(MOST_LINES)]
    pages = pages_of(press.print(sheet(document(lines))))
    assert "Posten 1000" in " ".join(pages) and 20 < len(pages) < 80


def test_more_of_the_page_is_left_to_a_firm_that_says_more_at_its_foot() -> None:
    assert foot.style(NORDWERK) == foot.style(WARTA) == b""
    assert foot.style(TALKATIVE) == b"@page { margin-bottom: 44.0mm }"


def test_only_what_can_be_paid_by_transfer_in_euro_has_a_code() -> None:
    assert payment.code(document()) is not None
    assert payment.code(document(number="")) is None
    assert payment.code(document(seller=replace(NORDWERK, iban=""))) is None
    assert payment.code(of("invoice", "pl")) is None
    for kind in ("credit_note", "cancellation"):
        assert payment.code(of(kind, "de")) is None
    assert payment.code(KINDS["corrective-de"]) is None, "less than before is no payment"


def test_the_code_says_whom_how_much_and_what_for(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, object] = {}
    real = payment.helpers.make_epc_qr

    def noted(**given: object) -> object:
        told.update(given)
        return real(**given)

    monkeypatch.setattr(payment.helpers, "make_epc_qr", noted)
    payment.code(document())
    assert told == {
        "name": "Nordwerk Software GmbH", "iban": "DE89370400440532013000", "amount": document().totals.gross.decimal,
        "text": "RE-2026-0412", "bic": "COBADEFFXXX",
    }  # fmt: skip


def test_payments_that_came_later_change_nothing_on_the_paper() -> None:
    paid = document()
    totals = replace(paid.totals, prepaid=Money(100, "EUR"), due=Money(684_150, "EUR"))
    assert as_issued(replace(paid, totals=totals)) == document()


def test_markup_in_any_text_is_text(press: Press) -> None:
    evil = '<img src="file:///etc/passwd"><b>fett</b> {{ 7*7 }} & "'
    made = document(
        [InvoiceLine(evil, price=10_000, rate=1900, detail=evil)], intro=evil, notes=evil, order_reference=evil[:60],
        buyer=replace(BERGMANN, name=evil, contact_name=evil, street=evil), seller=replace(NORDWERK, footer=evil),
    )  # fmt: skip
    page = "".join("".join(pages_of(press.print(sheet(made)))).split())
    assert page.count("".join(evil.split())) >= 7


def test_vat_in_the_country_s_own_currency_stands_beside_the_other_with_its_rate() -> None:
    """Art. 106e (11) VAT Act: 23 % and 5 % apart and together, each rounded once to the grosz."""
    rate = {"vat_currency": "PLN", "exchange_rate": 425_370_000, "exchange_on": "2026-10-30"}
    made = document(
        POLISH, seller=WARTA, buyer=NABYWCA, language="pl", exchange_source="212/A/NBP/2026", **rate
    )
    page = sheet(made).html
    assert [str(each.decimal) for each in vat_converted(made.invoice, made.totals)] == ["2596.54", "99.49"]
    assert made.totals.vat.decimal == Decimal("633.81")
    for text in ("VAT w PLN", "2 596,54".replace(" ", NARROW_SPACE), "2 696,03".replace(" ", NARROW_SPACE),
                 "1 EUR = 4,2537 PLN, 30.10.2026, 212/A/NBP/2026"):  # fmt: skip
        assert text in page, text
    assert "Kurs przeliczenia" not in sheet(document(language="pl")).html


def test_what_is_corrected_is_named_with_its_ksef_number() -> None:
    """Art. 106j (2) no. 2a VAT Act."""
    taken_in = replace(EARLIER, ksef_number="5265877635-20250826-0100001AF629-AF")
    assert "RE-2026-0398 (KSeF 5265877635-20250826-0100001AF629-AF)" in words.refers_to(
        document(type="corrective", reference=taken_in), "pl"
    )


def test_what_is_cancelled_is_called_by_its_name() -> None:
    credit = replace(EARLIER, type="credit_note", number="RK-2026-0007")
    made = document(type="cancellation", reference=credit, reason="Irrtum")
    assert words.refers_to(made, "de") == "Storniert Rechnungskorrektur RK-2026-0007 vom 30.09.2026"
    assert translate(words.closing(made) or Message(""), "de") == (
        "Mit diesem Beleg ist der oben genannte storniert."
    )


def test_a_correction_of_the_buyer_alone_speaks_of_no_money() -> None:
    line = document().lines[0]
    nothing = document(
        (line, replace(line, quantity=-line.quantity, net=-line.net)), type="corrective", reference=EARLIER
    )
    assert nothing.totals.due.minor == 0
    assert words.closing(nothing) is None
    assert words.closing(
        document(
            (replace(line, quantity=-line.quantity, net=-line.net),), type="corrective", reference=EARLIER
        )
    )


@pytest.mark.parametrize(
    ("country", "vat_id", "label"),
    [
        ("PL", "PL5252248481", "NIP nabywcy"),
        ("DE", "DE136695976", "Nr VAT UE nabywcy"),
        ("GR", "EL094259216", "Nr VAT UE nabywcy"),
        ("CH", "CHE116281710", "Nr podatkowy nabywcy"),
    ],
)
def test_only_a_polish_number_is_called_nip(country: str, vat_id: str, label: str) -> None:
    paper = document(language="pl", seller=WARTA, buyer=replace(NABYWCA, country=country, vat_id=vat_id))
    assert f"<th>{label}</th>" in sheet(paper).html
