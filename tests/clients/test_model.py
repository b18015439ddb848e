"""What is incomplete for invoicing."""

from dataclasses import replace

from app.clients.model import FIELDS, KINDS, Client, gaps
from app.i18n import Message

WHOLE = Client(
    "Bergmann GmbH", vat_id="DE136695976", street="Heilbronner Straße 128", postal_code="70192", city="Stuttgart",
    country="DE",
)  # fmt: skip


def missing(client: Client) -> list[str]:
    return [gap.field for gap in gaps(client)]


def test_a_stored_discount_is_read_in_percent() -> None:
    assert [FIELDS["discount"].shown(stored) for stored in ("0", "250", "300", "")] == ["0", "2.5", "3", ""]


def test_a_whole_client_has_no_gaps() -> None:
    assert gaps(WHOLE) == []


def test_an_invoice_needs_the_whole_address() -> None:
    assert missing(Client("Bergmann", kind="person")) == ["street", "postal_code", "city", "country"]


def test_a_country_without_postal_codes_needs_none() -> None:
    assert missing(replace(WHOLE, country="AE", postal_code="")) == []


def test_a_company_without_vat_id_is_incomplete_unless_there_is_a_reason() -> None:
    nameless = replace(WHOLE, vat_id="")
    assert missing(nameless) == ["vat_id"]
    assert missing(replace(nameless, vat_id_missing_reason="Small business")) == []
    assert missing(replace(nameless, kind="person")) == missing(replace(nameless, kind="sole_trader")) == []


def test_reverse_charge_needs_the_vat_id_of_anybody() -> None:
    client = replace(
        WHOLE, vat_id="", kind="person", vat_treatment="reverse_charge", vat_id_missing_reason="none"
    )
    assert [str(gap.message) for gap in gaps(client)] == ["Reverse charge needs the client's VAT ID."]


def test_a_stored_value_is_shown_by_its_label() -> None:
    assert FIELDS["kind"].shown("sole_trader") == Message(KINDS["sole_trader"])
    assert FIELDS["city"].shown("Ulm") == "Ulm"
