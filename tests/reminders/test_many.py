"""Many at once: a list of what is due, a page that says what would be made for whom, and exactly that."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

import pytest
from litestar.testing import TestClient

from app import sqlite
from app.clients import store as clients
from app.clients.model import Client
from app.clock import FixedClock
from app.errors import Conflict
from app.i18n import Message
from app.invoices.model import Invoice
from app.letters import store as letters
from app.letters.model import Letter
from app.payments import store as payments
from app.regions import Region
from app.reminders import planning, store, writing
from app.reminders.model import NONE_LEFT, Reminder
from app.reminders.rewording import reword_outdated
from app.reminders.writing import ATTACHED
from tests.conftest import NOW
from tests.invoices.conftest import ANNA, AT, BERGMANN
from tests.payments.conftest import GROSS, book, issue
from tests.reminders.conftest import TODAY, follow, letter_of, remind

LIST, ASK = "/de/invoices/reminders", "/de/invoices/reminders/new"


@pytest.fixture
def huber(region: Region) -> Client:
    """Nobody can write to them."""
    return region.write_now(clients.add, region.keys, replace(BERGMANN, name="Huber OHG", email=""), ANNA, AT)


def asked(anna: TestClient, *invoices: Invoice) -> str:
    return anna.get(f"{ASK}?{'&'.join(f'id={each.id}' for each in invoices)}").text


def form_of(page: str) -> dict[str, list[str]]:
    found = re.findall(r'name="(submission|reminder)" value="([^"]+)"', page)
    return {name: [value for key, value in found if key == name] for name in ("submission", "reminder")}


def test_due_is_what_nobody_was_reminded_of_and_whose_term_has_passed(
    region: Region, bergmann: Client, invoice: Invoice
) -> None:
    passed, running, last = (issue(region, bergmann) for _ in range(3))
    remind(region, passed, day="2026-12-10", due_on="2026-12-20")
    remind(region, running)
    for level in (1, 2, 3):
        remind(region, last, level, day="2026-12-10", due_on="2026-12-20")
    book(region, issue(region, bergmann), GROSS)
    issue(region, bergmann, due_on=TODAY)
    found = region.read(planning.due, TODAY)
    assert [(each.invoice.id, each.level) for each in found] == [(invoice.id, 1), (passed.id, 2)]
    assert region.read(planning.count_due, TODAY) == 2


def test_the_page_says_to_whom_and_sends_just_that_once(
    anna: TestClient, region: Region, bergmann: Client, huber: Client, invoice: Invoice
) -> None:
    second, unreachable = issue(region, bergmann, language="pl"), issue(region, huber)
    page = asked(anna, invoice, second, unreachable)
    assert (
        "2 letters will be made" in page
        and "for 1 client" in page
        and "Send 2 reminders" in page
        and "info@bergmann.example" in page
    )
    assert "The client has no email address." in page and "Huber OHG" in page
    assert region.read(letters.counts) == {}
    for _ in range(2):
        answer = anna.post(LIST, data=form_of(page), follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/de/letters")
    assert region.read(letters.counts) == {"waiting": 2}
    assert letter_of(region, invoice).subject.startswith("Zahlungserinnerung")
    assert letter_of(region, second).subject.startswith("Przypomnienie")
    assert region.read(store.of_invoice, unreachable.id) == []


def test_a_page_that_comes_again_with_another_invoice_ticked_is_not_taken_for_the_first(
    anna: TestClient, region: Region, bergmann: Client, invoice: Invoice
) -> None:
    first = form_of(asked(anna, invoice))
    second = form_of(asked(anna, issue(region, bergmann)))
    anna.post(LIST, data=first)
    answer = anna.post(LIST, data=first | {"reminder": [*first["reminder"], *second["reminder"]]})
    assert answer.status_code == 409 and "Nothing was sent" in answer.text
    assert region.read(letters.counts) == {"waiting": 1}


def test_one_letter_names_all_that_a_client_has_not_paid(
    anna: TestClient, region: Region, bergmann: Client, invoice: Invoice
) -> None:
    second, foreign = issue(region, bergmann, due_on="2026-12-08"), issue(region, bergmann, currency="PLN")
    remind(region, second, day="2026-12-10", due_on="2026-12-20")
    book(region, invoice, 100)
    page = asked(anna, invoice, second, foreign)
    assert "1 letter will be made" in page and "Send 1 reminder" in page and "13,684.00" in page
    anna.post(LIST, data=form_of(page))
    (letter,) = {letter_of(region, each) for each in (invoice, second, foreign)}
    for each in (invoice, second, foreign):
        assert region.read(letters.of_invoice, each.id)[0] == letter
    assert [region.read(store.of_invoice, each.id)[-1].level for each in (invoice, second, foreign)] == [
        1,
        2,
        1,
    ]
    assert letter.attachments == ("invoice:pdf", f"invoice:pdf:{second.id}", f"invoice:pdf:{foreign.id}")
    assert letter.subject == "1. Mahnung: 3 Rechnungen"
    for said in (
        f"{invoice.number} vom 23.11.2026, fällig seit 07.12.2026: 6.841,50",
        "von 6.842,50",
        "(1. Mahnung, bitte zahlen bis 02.01.2027)",
        "Zusammen: 13.684,00",
        "Zusammen: 6.842,50",
        f"{invoice.number}, {second.number}, {foreign.number}",
    ):
        assert said in letter.body, (said, letter.body)


def together(region: Region, *invoices: Invoice) -> Letter:
    keys = [each.key for each in region.read(planning.plan, [each.id for each in invoices], TODAY)]
    region.write_now(
        writing.send_many, region.keys, keys, (10, 10, 10), ANNA, TODAY, AT, submission="a-random-key-of-it"
    )
    return letter_of(region, invoices[0])


def test_what_is_paid_leaves_its_letter_and_the_rest_goes(
    region: Region, bergmann: Client, invoice: Invoice, clock: FixedClock
) -> None:
    second, third = issue(region, bergmann), issue(region, bergmann)
    letter = together(region, invoice, second, third)
    book(region, invoice, GROSS)
    old = region.read(letters.find, letter.id)
    with pytest.raises(Conflict):  # nobody sends what names a paid invoice, not even in the last moment
        region.write_now(letters.begin, letter.id, old.version)
    for left in ((second, third), (third,)):
        asyncio.run(reword_outdated(region, clock))
        now = region.read(letters.find, letter.id)
        copies = (*ATTACHED, *(f"{ATTACHED[0]}:{each.id}" for each in left[1:]))
        assert (now.state, now.attachments, now.invoice_id) == ("waiting", copies, left[0].id)
        named = [each.number in now.body for each in (invoice, second, third)]
        assert named == [each in left for each in (invoice, second, third)]
        book(region, left[0], GROSS)
    gone = region.read(letters.find, letter.id)
    assert (gone.state, str(gone.error)) == ("withdrawn", NONE_LEFT)
    assert region.read(store.outdated) == []


def test_a_level_that_was_withdrawn_before_it_went_is_free_again(
    region: Region, bergmann: Client, invoice: Invoice
) -> None:
    second = issue(region, bergmann)
    letter = together(region, invoice, second)
    payment = book(region, invoice, GROSS)
    region.write_now(payments.reverse, region.keys, invoice.id, payment.id, "", ANNA, AT)
    assert [each.level for each in region.read(planning.due, TODAY)] == [1]
    remind(region, invoice)
    region.write_now(letters.withdraw, region.keys, region.read(letters.find, letter.id), ANNA, AT)
    assert [each.invoice.id for each in region.read(planning.due, TODAY)] == [second.id]
    region.write_now(letters.go_again, region.keys, letter, ANNA, AT)
    states = [region.read(store.of_invoice, each.id)[0].letter_state for each in (invoice, second)]
    assert states == ["withdrawn", "waiting"]
    region.write_now(letters.withdraw, region.keys, letter, ANNA, AT)
    book(region, second, GROSS)
    with pytest.raises(Conflict, match="meanwhile"):
        region.write_now(letters.go_again, region.keys, letter, ANNA, AT)


def test_who_pays_while_the_mail_server_had_the_letter_and_refused_it_is_not_reminded(
    region: Region, invoice: Invoice
) -> None:
    remind(region, invoice)
    letter = letter_of(region, invoice)
    region.write_now(letters.begin, letter.id, letter.version)
    book(region, invoice, GROSS)
    region.write_now(letters.not_sent, letter, Message("Later."), NOW, final=False, doubtful=False)
    assert letter_of(region, invoice).state == "withdrawn"


def test_a_letter_reminds_one_client(region: Region, huber: Client, invoice: Invoice) -> None:
    reminder = Reminder(invoice.id, 1, TODAY, "2027-01-02")
    letter = Letter(huber.id, "info@huber.example", "Mahnung", "Bitte.", "de")
    with pytest.raises(sqlite.IntegrityError, match="one client"):
        region.write_now(store.add, region.keys, reminder, letter, ANNA, AT)


def test_what_changed_meanwhile_is_shown_and_nothing_is_sent(
    anna: TestClient, region: Region, bergmann: Client, invoice: Invoice
) -> None:
    form = form_of(asked(anna, invoice, issue(region, bergmann)))
    book(region, invoice, GROSS)
    answer = anna.post(LIST, data=form)
    assert answer.status_code == 409 and "Nothing was sent" in answer.text
    assert "1 letter will be made" in answer.text and "This invoice is paid" in answer.text
    assert region.read(letters.counts) == {}


def test_who_is_not_reminded_with_the_others_and_why(
    region: Region, bergmann: Client, invoice: Invoice
) -> None:
    failed = issue(region, bergmann)
    remind(region, failed, day="2026-12-10", due_on="2026-12-20")
    region.write_now(
        letters.not_sent, letter_of(region, failed), Message("No."), NOW, final=True, doubtful=False
    )
    running = issue(region, bergmann)
    remind(region, running)
    credited = follow(region, issue(region, bergmann), "credit_note")
    ids = [failed.id, running.id, credited.id, invoice.id]
    reasons = [str(each.reason) for each in region.read(planning.plan, ids, TODAY)]
    begin = [
        "The last reminder did not go out",
        "The term of the last reminder",
        "This invoice is credited as a whole",
        "None",
    ]
    assert all(reason.startswith(each) for reason, each in zip(reasons, begin, strict=True))


def test_of_what_was_credited_in_part_the_rest_is_asked_for(
    anna: TestClient, region: Region, bergmann: Client, invoice: Invoice
) -> None:
    credited = follow(region, issue(region, bergmann), "credit_note", 1)
    assert GROSS > credited.still_open > 0
    page = asked(anna, invoice, credited)
    assert "1 letter will be made" in page and "after a credit of 3,451.00" in page
    anna.post(LIST, data=form_of(page))
    body = letter_of(region, credited).body
    assert f"{credited.number} vom 23.11.2026, fällig seit 07.12.2026: 3.391,50" in body


def test_a_list_of_any_length_takes_the_same_number_of_statements(region: Region, bergmann: Client) -> None:
    def statements(db: sqlite.Connection) -> int:
        asked: list[str] = []
        db.set_trace_callback(asked.append)
        try:
            planning.due(db, TODAY)
        finally:
            db.set_trace_callback(None)
        return len(asked)

    issue(region, bergmann)
    few = region.read(statements)
    for _ in range(5):
        remind(region, issue(region, bergmann), day="2026-12-10", due_on="2026-12-20")
    assert len(region.read(planning.due, TODAY)) == 6
    assert region.read(statements) == few


def test_no_more_than_a_person_looks_through_at_once(
    anna: TestClient, region: Region, bergmann: Client, invoice: Invoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "MOST", 1)
    issue(region, bergmann)
    page = anna.get(LIST).text
    assert "The 1 that have been due longest of 2." in page
    too_many = "&".join(f"id={number}" for number in range(1, 202))
    assert anna.get(f"{ASK}?{too_many}").status_code == 403


def test_the_ageing_page_leads_to_it(anna: TestClient, invoice: Invoice) -> None:
    assert f'hx-get="{LIST}"' in anna.get("/de/invoices/ageing").text
    page = anna.get(LIST).text
    assert f'name="id" value="{invoice.id}"' in page and "Payment reminder" in page
    assert anna.get(ASK, follow_redirects=False).headers["location"] == LIST
