"""Three reminders one after the other, of nothing but what is overdue: the program says why not, the file refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import sqlite
from app.clients.model import Client
from app.errors import MasakuError
from app.history import store as history
from app.i18n import Message, translate
from app.invoices.model import Invoice
from app.letters import store as letters
from app.readings import READINGS
from app.regions import Region
from app.regions.definition import read_definition
from app.reminders import store
from app.reminders.model import NOTHING_TO_PAY
from app.reminders.store import NotReminded
from app.settings import ROOT
from tests.invoices.conftest import AT, add_draft
from tests.payments.conftest import GROSS, book, issue
from tests.reminders.conftest import TODAY, cancel, letter_of, now, remind

INSERT = (
    "INSERT INTO reminder (invoice_id, level, made_on, due_on, made_at, made_by)"
    " VALUES (?, ?, ?, ?, 'now', 'Anna')"
)


def insert(
    region: Region, invoice: Invoice, level: int = 1, made_on: str = TODAY, due_on: str = "2027-01-02"
) -> None:
    region.write_now(lambda db: db.execute(INSERT, (invoice.id, level, made_on, due_on)))


def test_each_is_written_down_with_its_letter_and_in_the_clients_history(
    region: Region, invoice: Invoice
) -> None:
    made = remind(region, invoice, fee=500)
    assert (made.level, made.due_on, made.fee, made.made_by) == (1, "2027-01-02", 500, "Anna Krüger")
    assert letter_of(region, invoice).invoice_id == invoice.id
    entry = next(
        each
        for each in region.read(history.of_client, region.keys, invoice.client_id, limit=5)
        if each.field == "reminder"
    )
    assert entry.new == "1, 2027-01-02, 5.00 EUR"
    for recorded in (entry.new, "Payment reminder, 2027-01-02, 5.00 EUR"):
        read = READINGS["invoice", "reminder"](recorded)
        assert (
            isinstance(read, Message) and translate(read, "de") == "Zahlungserinnerung, 02.01.2027, 5.00 EUR"
        )


@pytest.mark.parametrize(
    ("written", "days"), [("reminder_days = [14, 14, 10]", (14, 14, 10)), ("", (10, 10, 7))]
)
def test_a_region_says_how_long_each_term_is(tmp_path: Path, written: str, days: tuple[int, ...]) -> None:
    """A file of an instance's own may be older than reminders."""
    assert read_definition(definition(tmp_path, written)).reminder_days == days


@pytest.mark.parametrize("days", ["[10, 10]", "[10, 10, 0]", "[10, 10, 400]"])
def test_a_region_has_three_terms_of_at_least_a_day(tmp_path: Path, days: str) -> None:
    with pytest.raises(MasakuError, match="reminder_days"):
        read_definition(definition(tmp_path, f"reminder_days = {days}"))


def definition(folder: Path, written: str) -> Path:
    known = (ROOT / "regions" / "de.toml").read_text(encoding="utf-8")
    assert "reminder_days = [10, 10, 7]" in known
    path = folder / "de.toml"
    path.write_text(known.replace("reminder_days = [10, 10, 7]", written), encoding="utf-8")
    return path


def test_three_follow_one_another_and_none_comes_after(region: Region, invoice: Invoice) -> None:
    for level in (1, 2, 3):
        assert remind(region, invoice, level).level == level
    for level in (1, 3, 4):
        with pytest.raises(NotReminded):
            remind(region, invoice, level)
    assert len(region.read(store.of_invoice, invoice.id)) == 3


def test_none_is_left_out_or_sent_a_second_time(region: Region, invoice: Invoice) -> None:
    with pytest.raises(NotReminded, match="was sent meanwhile"):
        remind(region, invoice, 2)
    remind(region, invoice)
    with pytest.raises(NotReminded, match="was sent meanwhile"):
        remind(region, invoice)
    assert region.read(letters.counts) == {"waiting": 1}


def test_a_form_sent_twice_reminds_once(region: Region, invoice: Invoice) -> None:
    first, second = (remind(region, invoice, submission="a-random-key-of-a-form") for _ in range(2))
    assert first == second
    assert region.read(letters.counts) == {"waiting": 1}


def test_the_fee_stays_out_of_what_the_invoice_owes(region: Region, invoice: Invoice) -> None:
    remind(region, invoice, fee=500)
    assert (now(region, invoice).gross, now(region, invoice).paid) == (GROSS, 0)


def test_nobody_is_reminded_of_what_is_paid_not_due_or_no_demand(region: Region, bergmann: Client) -> None:
    paid = issue(region, bergmann)
    book(region, paid, GROSS)
    later, proforma = issue(region, bergmann, due_on=TODAY), issue(region, bergmann, type="proforma")
    reasons = {
        paid.id: "is paid", later.id: "not overdue", proforma.id: "No payment is asked for",
        add_draft(region, bergmann).id: "No payment is asked for",
    }  # fmt: skip
    for each, reason in reasons.items():
        with pytest.raises(NotReminded, match=reason):
            remind(region, Invoice(id=each, client_id=bergmann.id))
        with pytest.raises(sqlite.IntegrityError, match="only what is overdue"):
            insert(region, Invoice(id=each))


def test_nobody_is_reminded_of_what_was_cancelled_meanwhile(region: Region, invoice: Invoice) -> None:
    cancelled = cancel(region, invoice)
    with pytest.raises(NotReminded, match="is cancelled"):
        remind(region, cancelled)
    with pytest.raises(sqlite.IntegrityError, match="only what is overdue"):
        insert(region, cancelled)


def test_the_file_itself_keeps_the_order(region: Region, invoice: Invoice) -> None:
    with pytest.raises(sqlite.IntegrityError, match="follow one another"):
        insert(region, invoice, 2)
    insert(region, invoice)
    for level in (1, 3):
        with pytest.raises(sqlite.IntegrityError, match="follow one another"):
            insert(region, invoice, level)
    with pytest.raises(sqlite.IntegrityError, match="CHECK"):
        insert(region, invoice, 2, due_on=TODAY)


@pytest.mark.parametrize(
    "act", ["UPDATE reminder SET fee = 5", "UPDATE reminder SET letter_id = 9", "DELETE FROM reminder",
            "INSERT OR REPLACE INTO reminder SELECT id, invoice_id, 2, made_on, due_on, fee, NULL, made_at, made_by,"
            " NULL, 0 FROM reminder"],
)  # fmt: skip
def test_what_was_sent_is_never_changed(region: Region, invoice: Invoice, act: str) -> None:
    remind(region, invoice)
    with pytest.raises(sqlite.IntegrityError, match="never changed"):
        region.write_now(lambda db: db.execute(act))


def test_a_letter_that_is_erased_leaves_the_reminder(region: Region, invoice: Invoice) -> None:
    remind(region, invoice)

    def erase(db: sqlite.Connection) -> None:
        db.execute("UPDATE reminder SET letter_id = NULL")
        db.execute("DELETE FROM letter")

    region.write_now(erase)
    (left,) = region.read(store.of_invoice, invoice.id)
    assert (left.letter_id, left.letter_state) == (None, "")


def test_who_pays_before_the_letter_goes_is_not_reminded(region: Region, invoice: Invoice) -> None:
    remind(region, invoice)
    book(region, invoice, GROSS - 1)
    assert letter_of(region, invoice).state == "waiting"
    book(region, invoice, 1)
    letter = letter_of(region, invoice)
    assert letter.state == "withdrawn" and letter.error is not None and letter.error.id == NOTHING_TO_PAY


def test_what_went_out_stays_sent_when_it_is_paid(region: Region, invoice: Invoice) -> None:
    remind(region, invoice)
    letter = letter_of(region, invoice)
    region.write_now(letters.begin, letter.id, letter.version)
    region.write_now(letters.sent, region.keys, letter.id, AT)
    book(region, invoice, GROSS)
    assert letter_of(region, invoice).state == "sent"


def test_a_cancellation_withdraws_the_letter_too(region: Region, invoice: Invoice) -> None:
    remind(region, invoice)
    cancel(region, invoice)
    assert letter_of(region, invoice).state == "withdrawn"
