"""What a reminder says: in the invoice's language, with everything one needs to pay, and nothing the law forbids."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.clients.model import Client
from app.invoices.model import Invoice
from app.reminders import texts, together
from app.reminders.model import Reminder
from app.reminders.planning import Planned, Together
from app.seller.model import Seller

FIRM = Seller(
    "Nordwerk Software GmbH", bank="Commerzbank Köln", iban="DE89370400440532013000", bic="COBADEFFXXX"
)
BERGMANN = Client("Bergmann & Söhne GmbH", contact_name="Sabine Bergmann", invoice_language="en")
INVOICE = Invoice(
    1, number="RE-2026-0001", issued_on="2026-11-23", due_on="2026-12-07", gross=684_250, paid=100_000
)
LEVELS = pytest.mark.parametrize("level", [1, 2, 3])
LANGUAGES = pytest.mark.parametrize("language", ["en", "de", "pl"])


def written(language: str, level: int, fee: int = 0, firm: Seller = FIRM) -> tuple[str, str]:
    """Subject and text."""
    invoice = replace(INVOICE, language=language)
    between = texts.particulars(invoice, Reminder(1, level, "2026-12-23", "2027-01-02", fee), firm)
    before, after = (
        texts.opening(invoice, BERGMANN, level),
        texts.closing(invoice, level, "Anna Krüger", firm),
    )
    return texts.subject(invoice, level), texts.body(before, between, after)


@pytest.mark.parametrize(
    ("language", "subjects", "said"),
    [
        (
            "en",
            ["Payment reminder: Invoice", "Second reminder: Invoice", "Last reminder: Invoice"],
            ["Dear Sabine Bergmann,", "Invoice RE-2026-0001 of 23/11/2026", "€5,842.50", "by: 02/01/2027"],
        ),
        (
            "de",
            ["Zahlungserinnerung: Rechnung", "1. Mahnung: Rechnung", "Letzte Mahnung: Rechnung"],
            ["Rechnung RE-2026-0001 vom 23.11.2026", "Fällig am: 07.12.2026", "5.842,50", "bis: 02.01.2027"],
        ),
        (
            "pl",
            ["Przypomnienie o płatności: Faktura", "Wezwanie do zapłaty: Faktura",
             "Ostateczne wezwanie do zapłaty: Faktura"],
            ["RE-2026-0001 z dnia 23.11.2026", "Termin płatności: 07.12.2026", "842,50", "do: 02.01.2027"],
        ),
    ],
)  # fmt: skip
def test_it_names_document_days_amount_and_account_in_the_invoices_language(
    language: str, subjects: list[str], said: list[str]
) -> None:
    for level, subject in enumerate(subjects, 1):
        found, text = written(language, level)
        assert found == f"{subject} RE-2026-0001"
        assert [each for each in said if each not in text] == []
        assert "IBAN: DE89 3704 0044 0532 0130 00" in text and "BIC: COBADEFFXXX" in text
        assert text.endswith("Anna Krüger\nNordwerk Software GmbH")


@LANGUAGES
def test_each_level_has_a_text_of_its_own_and_only_the_last_speaks_of_court(language: str) -> None:
    bodies = [written(language, level)[1] for level in (1, 2, 3)]
    assert len(set(bodies)) == 3
    courts = ("in court", "gerichtlich", "drodze sądowej")
    assert [any(each in body for each in courts) for body in bodies] == [False, False, True]


@LANGUAGES
@LEVELS
def test_nothing_is_threatened_or_asked_for_that_the_law_does_not_allow(language: str, level: int) -> None:
    text = written(language, level)[1].lower()
    forbidden = (
        "schufa", "anzeige", "strafrechtlich", "zinsen", "inkasso", "gebühr", "police", "criminal", "interest", "fee",
        "credit bureau", "odsetk", "krd", "big infomonitor", "prokurat", "policj", "opłat",
    )  # fmt: skip
    assert [each for each in forbidden if each in text] == []


def test_a_fee_that_was_typed_is_added_up_in_the_letter() -> None:
    text = written("en", 2, fee=500)[1]
    assert "Reminder fee: €5.00" in text and "Together: €5,847.50" in text


def test_what_was_paid_is_said_and_without_an_account_none_is_named() -> None:
    text = written("en", 1, firm=Seller("Nordwerk"))[1]
    assert "Invoice amount: €6,842.50" in text and "Paid so far: €1,000.00" in text and "IBAN" not in text


@LANGUAGES
@LEVELS
def test_several_invoices_stand_in_one_letter_with_one_sum(language: str, level: int) -> None:
    invoices = [replace(INVOICE, id=number, number=f"RE-{number}", language=language) for number in (1, 2)]
    letter = Together(tuple(Planned(each, BERGMANN, level, "info@bergmann.example") for each in invoices))
    reminders = {number: Reminder(number, level, "2026-12-23", "2027-01-02") for number in (1, 2)}
    said = together.particulars(letter, reminders, FIRM)
    assert said.count("2027") == 1 and "RE-1, RE-2" in said
    assert re.search("11.685.00", said) and said.count("DE89") == 1
    both = together.opening(letter) + together.closing(letter, "Anna Krüger", FIRM)
    assert "Sabine Bergmann" in both and "Nordwerk" in both and "{" not in both + said
