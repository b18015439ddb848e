"""No letter is ever lost; none goes twice but where the server's answer was lost, and then it says so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from app import sqlite
from app.belongings import BELONGINGS
from app.clients import store as clients
from app.clients.model import Client
from app.clock import FixedClock, parse_stamp, stamp
from app.documents import store as documents
from app.documents.forms import accept
from app.documents.sealing import seal_all
from app.duplicates import merging
from app.errors import NotFound
from app.history import store as history
from app.i18n import Message
from app.instance import Instance
from app.invoices import drafts
from app.invoices.model import Invoice, InvoiceLine
from app.letters import assembling, originals, postman, store
from app.letters.assembling import Assembly
from app.letters.model import BACK_OFF, Letter
from app.letters.postman import Postman
from app.notes import store as notes
from app.regions import Region
from app.vault import Keyring
from tests.conftest import NOW
from tests.house import ANNA, AT
from tests.letters.server import Server


@pytest.fixture
def region(instance: Instance) -> Region:
    region = instance.regions.find("de")
    region.write_now(clients.add, region.keys, Client("Bergmann & Söhne GmbH", country="DE"), ANNA, AT)
    return region


def write(region: Region, recipient: str = "info@bergmann.example", **other: object) -> Letter:
    letter = Letter(1, recipient, "Rechnung für Łódź", "Guten Tag,\nanbei.", language="de")
    letter = Letter(**{**vars(letter), **other})  # type: ignore[arg-type]
    return region.write_now(store.add, region.keys, letter, ANNA, AT)


def post(
    instance: Instance, server: Server, *, rounds: int = 1, running: bool = True, restoring: str = ""
) -> None:
    """The postman goes his rounds; at the start this region is being restored."""

    async def go() -> None:
        async def work() -> None:
            settings = server.settings(instance.settings)
            instance.regions.settings = settings
            assembly = Assembly(settings, instance.clock, {"document": assembling.document})
            man = Postman(instance.regions, instance.clock, assembly.eml)
            marker = settings.data / f"{restoring}.maintenance"
            if restoring:
                marker.touch()
            await man.begin()
            marker.unlink(missing_ok=True)
            for _ in range(rounds):
                await man.go_round()

        if not running:
            await work()
            return
        async with server.running():
            await work()

    asyncio.run(go())


def of(region: Region, letter: Letter) -> Letter:
    return region.read(store.find, letter.id)


def in_timeline(region: Region) -> list[tuple[str, str, str]]:
    return [(each.kind, each.subject, each.people) for each in region.read(notes.listed, 1, ["email"])]


def test_a_letter_arrives_with_its_attachment_and_stands_in_the_timeline(
    instance: Instance, region: Region
) -> None:
    client = region.read(clients.find, 1)
    files, _ = accept([("größe.txt", b"Nur Text.")])
    [number] = region.write_now(
        documents.add, region.keys, 1, seal_all(files, client.uuid, region.keys), ANNA, AT, upload=None
    )
    letter = write(region, attachments=(f"document:{number}",))
    server = Server()
    post(instance, server)
    [message] = server.messages
    assert message["Subject"] == "Rechnung für Łódź" and message["To"] == "info@bergmann.example"
    assert message["From"] == "Nordwerk <post@nordwerk.example>"
    assert message["Message-ID"] == f"<{letter.uuid}@nordwerk.example>"
    body, attached = message.get_body(), list(message.iter_attachments())
    assert body is not None and body.get_content().splitlines() == ["Guten Tag,", "anbei."]
    assert [(each.get_filename(), each.get_content().strip()) for each in attached] == [
        ("größe.txt", "Nur Text.")
    ]
    found = of(region, letter)
    assert (found.state, found.sent_at, found.tries, found.doubtful) == ("sent", AT, 1, False)
    assert in_timeline(region) == [("email", "Rechnung für Łódź", "info@bergmann.example")]


def test_what_was_done_with_a_letter_stands_in_the_history(instance: Instance, region: Region) -> None:
    letter = write(region)
    post(instance, Server())
    entries = region.read(history.of_object, region.keys, 1, f"letter:{letter.id}")
    assert [(each.action, each.old, each.new) for each in entries] == [
        ("change", "waiting", "sent"), ("create", "", "info@bergmann.example: Rechnung für Łódź"),
    ]  # fmt: skip


def test_a_letter_goes_once_however_often_the_postman_comes(instance: Instance, region: Region) -> None:
    write(region)
    server = Server()
    post(instance, server, rounds=5)
    post(instance, server, rounds=5)
    assert len(server.messages) == 1 and len(in_timeline(region)) == 1


def test_a_server_that_is_down_is_tried_again_later_and_later(
    instance: Instance, region: Region, clock: FixedClock
) -> None:
    letter = write(region)
    server = Server()
    waits = []
    for _ in BACK_OFF:
        post(instance, server, running=False, rounds=3)
        found = of(region, letter)
        assert found.state == "waiting" and found.error is not None
        waits.append(found.next_try_at)
        clock.advance(seconds=2 * 24 * 3600)
    assert of(region, letter).tries == len(BACK_OFF)
    spans = [wait_of(at, index) for index, at in enumerate(waits)]
    assert spans == list(BACK_OFF)
    post(instance, server)
    assert of(region, letter).state == "sent" and len(server.messages) == 1


def wait_of(at: str, index: int) -> timedelta:
    return parse_stamp(at) - (NOW + index * timedelta(days=2))


def test_after_the_last_try_a_letter_waits_for_a_person(
    instance: Instance, region: Region, clock: FixedClock
) -> None:
    letter = write(region)
    server = Server()
    server.port = 1
    for _ in range(len(BACK_OFF) + 2):
        post(instance, server, running=False)
        clock.advance(seconds=2 * 24 * 3600)
    assert of(region, letter).state == "failed"
    region.write_now(store.go_again, region.keys, letter, ANNA, stamp(clock.now()))
    server.port = 0
    post(instance, server)
    assert of(region, letter).state == "sent"


def test_a_wrong_address_is_told_at_once_and_does_not_hold_up_the_others(
    instance: Instance, region: Region
) -> None:
    wrong, right = write(region, "nobody@bergmann.example"), write(region)
    server = Server()
    post(instance, server)
    failed = of(region, wrong)
    assert failed.state == "failed" and "No such person here" in str(failed.error) and failed.tries == 1
    assert of(region, right).state == "sent"
    region.write_now(store.go_again, region.keys, wrong, ANNA, AT, recipient="somebody@bergmann.example")
    post(instance, server)
    assert of(region, wrong).state == "sent" and len(server.messages) == 2


def test_a_server_that_says_later_gets_it_later(
    instance: Instance, region: Region, clock: FixedClock
) -> None:
    letter = write(region)
    server = Server("451 Please come again")
    post(instance, server, rounds=3)
    found = of(region, letter)
    assert (found.state, found.tries, found.doubtful) == ("waiting", 1, False)
    server.says = "250 OK"
    post(instance, server)
    assert server.messages == []  # its time has not come
    clock.advance(minutes=1)
    post(instance, server)
    assert of(region, letter).state == "sent" and not of(region, letter).doubtful


def test_a_lost_answer_means_that_it_goes_again_and_says_so(
    instance: Instance, region: Region, clock: FixedClock
) -> None:
    letter = write(region)
    server = Server("drop")
    post(instance, server)
    found = of(region, letter)
    assert (found.state, found.doubtful) == ("waiting", True) and in_timeline(region) == []
    server.says = "250 OK"
    clock.advance(minutes=1)
    post(instance, server)
    assert of(region, letter).state == "sent" and of(region, letter).doubtful
    first, second = server.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert len(in_timeline(region)) == 1


def while_it_hangs(instance: Instance, server: Server, then: Callable[[Postman], Awaitable[None]]) -> None:
    """`then` is done while the server holds the letter and says nothing."""

    async def go() -> None:
        async with server.running():
            settings = server.settings(instance.settings)
            instance.regions.settings = settings
            man = Postman(instance.regions, instance.clock, Assembly(settings, instance.clock, {}).eml)
            await man.begin()
            task = asyncio.create_task(man.go_round())
            await server.asked.wait()
            await then(man)
            server.goes_on.set()
            await task

    asyncio.run(go())


def test_a_mail_with_an_invoice_is_sealed_as_it_went_out(instance: Instance, region: Region) -> None:
    head = Invoice(1, language="de")
    line = InvoiceLine("Wartung", price=1_000_000, rate=1900)
    draft = region.write_now(drafts.add, region.keys, head, [line], ANNA, AT)
    letter, plain = write(region, invoice_id=draft.id), write(region)
    server = Server()
    post(instance, server)
    kept = region.read(originals.find, letter.id)
    assert (kept.owner, kept.retained_until) == ("originals:de:2032", "2032-12-31")
    mail = originals.opened(kept, region.keys)
    assert mail.replace(b"\r\n", b"\n").strip().endswith(b"anbei.") and letter.uuid.encode() in mail
    assert region.read(originals.broken, region.keys) == (1, [])
    with pytest.raises(NotFound):
        region.read(originals.find, plain.id)
    with pytest.raises(sqlite.DatabaseError, match="never changes"):
        region.write_now(lambda db: db.execute("DELETE FROM letter_original"))


def test_a_letter_that_is_withdrawn_before_the_server_has_it_does_not_go(
    instance: Instance, region: Region
) -> None:
    letter = write(region)
    server = Server(hangs="recipient")

    async def withdraw(_: Postman) -> None:
        await region.write(store.withdraw, region.keys, letter, ANNA, AT)

    while_it_hangs(instance, server, withdraw)
    assert server.messages == [] and of(region, letter).state == "withdrawn"


def test_a_recipient_that_is_corrected_while_it_is_prepared_gets_it(
    instance: Instance, region: Region
) -> None:
    letter, corrected = write(region), "buchhaltung@bergmann.example"
    server = Server(hangs="recipient")

    async def correct(_: Postman) -> None:
        await region.write(store.go_again, region.keys, letter, ANNA, AT, recipient=corrected)

    while_it_hangs(instance, server, correct)
    assert [message["To"] for message in server.messages] == [corrected]
    assert of(region, letter).state == "sent"


def test_a_recipient_that_is_corrected_while_the_wrong_one_is_refused_gets_it(
    instance: Instance, region: Region
) -> None:
    letter, corrected = write(region, "nobody@bergmann.example"), "buchhaltung@bergmann.example"
    server = Server(hangs="recipient")

    async def correct(_: Postman) -> None:
        await region.write(store.go_again, region.keys, letter, ANNA, AT, recipient=corrected)

    while_it_hangs(instance, server, correct)
    assert [message["To"] for message in server.messages] == [corrected]


def test_a_letter_whose_client_becomes_another_while_it_is_handed_over_stands_in_that_ones_timeline(
    instance: Instance, region: Region
) -> None:
    absorbed = region.write_now(clients.add, region.keys, Client("Bergmann", country="DE"), ANNA, AT)
    letter, next_one = write(region, client_id=absorbed.id), write(region)
    server = Server(hangs="message")

    async def merge(_: Postman) -> None:
        wanted, other = (region.read(clients.find, each) for each in (1, absorbed.id))
        await region.write(merging.merge, region.keys, BELONGINGS, wanted, [other], ANNA, AT)

    while_it_hangs(instance, server, merge)
    assert [of(region, each).state for each in (letter, next_one)] == ["sent", "sent"]
    assert len(server.messages) == len(in_timeline(region)) == 2


def test_an_address_in_other_letters_is_written_as_mail_servers_know_it_or_said_to_be_impossible(
    instance: Instance, region: Region
) -> None:
    domain, name = write(region, "info@straße.example"), write(region, "żółw@bergmann.example")
    server = Server()
    post(instance, server)
    assert [message["To"] for message in server.messages] == ["info@xn--strae-oqa.example"]
    assert of(region, domain).state == "sent"
    assert of(region, name).state == "failed" and "żółw@bergmann.example" in str(of(region, name).error)


def test_a_region_that_cannot_write_holds_up_no_other(
    instance: Instance, region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    austria, full = instance.regions.find("at"), store.sent
    austria.write_now(clients.add, austria.keys, Client("Huber OHG", country="AT"), ANNA, AT)
    stuck, other = write(austria, "info@huber.example"), write(region)

    def refuse(db: sqlite.Connection, keys: object, letter_id: int, *rest: object) -> None:
        if store.find(db, letter_id).recipient == stuck.recipient:
            raise OSError("the disk is full")
        full(db, keys, letter_id, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(postman.store, "sent", refuse)
    post(instance, Server())
    assert (of(austria, stuck).state, of(region, other).state) == ("sending", "sent")


def test_a_letter_in_the_servers_hand_is_said_to_be_and_cannot_be_withdrawn(
    instance: Instance, region: Region
) -> None:
    letter = write(region)

    async def look(_: Postman) -> None:
        assert of(region, letter).state == "sending"
        assert not of(region, letter).may_be_withdrawn

    while_it_hangs(instance, Server(hangs="message"), look)
    assert of(region, letter).state == "sent"


@pytest.mark.parametrize(("hangs", "state"), [("message", "sent"), ("recipient", "waiting")])
def test_closing_waits_for_the_letter_that_the_server_has_and_no_other(
    instance: Instance, region: Region, hangs: str, state: str
) -> None:
    letter = write(region)
    server = Server(hangs=hangs)

    async def go() -> None:
        async with server.running():
            settings = server.settings(instance.settings)
            instance.regions.settings = settings
            man = Postman(instance.regions, instance.clock, Assembly(settings, instance.clock, {}).eml)
            running = asyncio.create_task(man.run())
            await server.asked.wait()
            running.cancel()
            asyncio.get_running_loop().call_later(0.05, server.goes_on.set)
            await man.close()
            assert server.goes_on.is_set() == (state == "sent")

    asyncio.run(go())
    assert of(region, letter).state == state and len(server.messages) == (state == "sent")


def test_while_everything_is_held_back_nothing_goes_and_then_everything(
    instance: Instance, region: Region
) -> None:
    letters = [write(region) for _ in range(3)]
    region.write_now(store.pause, "restore", AT)
    server = Server()
    post(instance, server, rounds=3)
    assert server.messages == [] and {of(region, each).state for each in letters} == {"waiting"}
    region.write_now(store.release)
    post(instance, server)
    assert len(server.messages) == 3


def test_without_a_server_letters_wait_and_use_up_no_tries(instance: Instance, region: Region) -> None:
    letter = write(region)

    async def go() -> None:
        man = Postman(instance.regions, instance.clock, Assembly(instance.settings, instance.clock, {}).eml)
        await man.begin()
        await man.go_round()

    asyncio.run(go())
    assert (of(region, letter).state, of(region, letter).tries) == ("waiting", 0)


@pytest.mark.parametrize("restoring", ["", "de"])
def test_what_was_in_hand_when_the_program_ended_goes_again_and_says_so(
    instance: Instance, region: Region, restoring: str
) -> None:
    letter = write(region)
    region.write_now(store.begin, letter.id, letter.version)
    post(instance, Server(), restoring=restoring)
    found = of(region, letter)
    assert (found.state, found.doubtful, found.tries) == ("sent", True, 2)


def test_a_line_end_in_an_address_or_subject_adds_no_header_and_the_letter_waits_for_a_person(
    instance: Instance, region: Region
) -> None:
    bad = write(region, "a@b.example\nBcc: evil@evil.example")
    good = write(region)
    server = Server()
    post(instance, server)
    assert of(region, bad).state == "failed" and of(region, good).state == "sent"
    assert [message["Bcc"] for message in server.messages] == [None]


def test_a_letter_whose_attachment_is_gone_is_not_sent_without_it(instance: Instance, region: Region) -> None:
    letter = write(region, attachments=("document:99",))
    server = Server()
    post(instance, server)
    assert server.messages == [] and of(region, letter).state != "sent"


def test_what_the_server_took_is_written_down_even_if_the_disk_refuses_at_first(
    instance: Instance, region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = write(region)
    server = Server()
    full = store.sent

    def refuse(*_: object) -> None:
        monkeypatch.setattr(postman.store, "sent", full)
        raise OSError("the disk is full")

    monkeypatch.setattr(postman.store, "sent", refuse)
    post(instance, server, rounds=2)
    assert of(region, letter).state == "sent" and not of(region, letter).doubtful
    assert len(server.messages) == 1


def test_a_letter_that_a_restore_took_back_meanwhile_holds_up_no_other(
    instance: Instance, region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, other = write(region), write(region)
    sent = store.sent

    def restored(db: sqlite.Connection, keys: Keyring, letter_id: int, at: str, original: None) -> None:
        if letter_id == gone.id:
            raise NotFound()
        sent(db, keys, letter_id, at, original)

    monkeypatch.setattr(postman.store, "sent", restored)
    post(instance, Server(), rounds=2)
    assert of(region, other).state == "sent"


def test_what_the_server_refused_is_written_down_even_if_the_disk_refuses_at_first(
    instance: Instance, region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = write(region)
    full = store.not_sent

    def refuse(*_: object, **__: object) -> None:
        monkeypatch.setattr(postman.store, "not_sent", full)
        raise OSError("the disk is full")

    monkeypatch.setattr(postman.store, "not_sent", refuse)
    post(instance, Server("554 This is not wanted"), rounds=2)
    assert of(region, letter).state == "failed"


def test_a_message_that_says_why_is_kept_in_words_that_can_be_translated(region: Region) -> None:
    letter = write(region)
    reason = Message(
        "The mail server {host} did not take the message: {reason}", {"host": "h", "reason": "r"}
    )
    region.write_now(store.not_sent, letter, reason, NOW, final=False, doubtful=False)
    assert of(region, letter).error == reason
