"""Letters in the browser: written, looked at, sent again, withdrawn, held back and let go, taken away as a file."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from app.letters import store
from app.letters.model import Letter
from tests.house import ANNA, AT, Answer, House

NEW = {
    "recipient": "info@bergmann.example", "subject": "Angebot", "body": "Guten Tag,\r\nanbei.",
    "submission": "abcdefghijklmnop",
}  # fmt: skip


def letter_of(answer: Answer, house: House) -> Letter:
    assert answer.status == 303, answer.text
    return house.region().read(store.find, int(answer.header("location").rpartition("/")[2]))


def write(house: House, **other: str) -> Letter:
    return letter_of(house.post("anna", "/de/clients/1/letters", **{**NEW, **other}), house)


def test_a_new_letter_is_addressed_greets_and_is_signed_in_the_clients_language(house: House) -> None:
    page = house.get("anna", "/de/clients/1/letters/new").text
    assert 'value="info@bergmann.example"' in page
    assert "Dear Tom Ober," in page or "Dear Sabine Bergmann," in page
    assert "Kind regards\nAnna Krüger" in page and "angebot.pdf" in page


def test_a_letter_waits_in_the_outbox_with_what_was_typed_and_chosen(fresh_house: House) -> None:
    letter = write(fresh_house, attach="document:1")
    assert (letter.recipient, letter.subject, letter.body) == (
        "info@bergmann.example", "Angebot", "Guten Tag,\nanbei.",
    )  # fmt: skip
    assert letter.attachments == ("document:1",) and letter.state == "waiting"
    page = fresh_house.get("bartek", f"/de/letters/{letter.id}").text
    assert "Angebot" in page and "angebot.pdf" in page and "No mail server is set up" in page
    assert "Send now" not in page, "who only looks sends nothing"


def test_a_document_of_another_client_is_never_attached(fresh_house: House) -> None:
    assert write(fresh_house, attach="document:3").attachments == ()


def test_a_form_sent_twice_writes_one_letter(fresh_house: House) -> None:
    first = write(fresh_house)
    assert write(fresh_house).id == first.id
    changed = write(fresh_house, subject="Angebot, berichtigt")
    assert changed.id != first.id, "gone back to and written anew it is another letter"


def test_everything_that_is_wrong_is_said_at_once_and_nothing_typed_is_lost(house: House) -> None:
    answer = house.post(
        "anna",
        "/de/clients/1/letters",
        recipient="kein@",
        subject="",
        body="Mein <b>Text</b>",
        attach="document:1",
    )
    assert answer.status == 422
    assert "The subject is missing." in answer.text and 'value="kein@"' in answer.text
    assert "Mein &lt;b&gt;Text&lt;/b&gt;" in answer.text and 'value="document:1" checked' in answer.text


def test_a_letter_can_be_taken_away_as_a_file_that_any_mail_program_opens(fresh_house: House) -> None:
    letter = write(fresh_house, attach="document:1")
    answer = fresh_house.get("bartek", f"/de/letters/{letter.id}/eml")
    assert answer.header("content-type") == "message/rfc822"
    assert "attachment" in answer.header("content-disposition") and "Angebot.eml" in answer.header(
        "content-disposition"
    )
    message = message_from_bytes(answer.body, _class=EmailMessage, policy=default)
    assert message["To"] == "info@bergmann.example"
    assert [each.get_filename() for each in message.iter_attachments()] == ["angebot.pdf"]


def test_a_letter_is_withdrawn_and_sent_again_to_another_address(fresh_house: House) -> None:
    letter = write(fresh_house)
    fresh_house.post("anna", f"/de/letters/{letter.id}/withdrawal")
    assert fresh_house.region().read(store.find, letter.id).state == "withdrawn"
    assert fresh_house.post("anna", f"/de/letters/{letter.id}/withdrawal").status == 409
    refused = fresh_house.post("anna", f"/de/letters/{letter.id}/again", recipient="kein@")
    assert refused.status == 422 and 'value="kein@"' in refused.text
    fresh_house.post("anna", f"/de/letters/{letter.id}/again", recipient="post@bergmann.example")
    found = fresh_house.region().read(store.find, letter.id)
    assert (found.state, found.recipient) == ("waiting", "post@bergmann.example")


def test_after_a_restore_a_manager_looks_and_lets_the_letters_go(fresh_house: House) -> None:
    write(fresh_house)
    fresh_house.region().write_now(store.pause, "restore", AT)
    page = fresh_house.get("anna", "/de/letters").text
    assert "restored from its replica" in page and "Let 2 letters go" in page
    assert "Let 2 letters go" not in fresh_house.get("bartek", "/de/letters").text
    assert fresh_house.post("bartek", "/de/letters/release").status == 403
    assert fresh_house.post("anna", "/de/letters/release").status == 303
    assert fresh_house.region().read(store.pause_of) is None


def test_a_manager_can_stop_all_mail_in_one_click(fresh_house: House) -> None:
    fresh_house.post("anna", "/de/letters/pause")
    assert "Somebody has stopped all outgoing mail." in fresh_house.get("anna", "/de/letters").text


def test_the_list_shows_one_state_and_older_ones_on_their_own_page(fresh_house: House) -> None:
    region = fresh_house.region()
    for number in range(60):
        region.write_now(
            store.add, region.keys, Letter(1, "a@b.example", f"Brief {number}", "Text"), ANNA, AT
        )
    first = fresh_house.get("anna", "/de/letters").text
    assert first.count("<tr data-row>") == 50 and "Brief 59" in first
    oldest = region.read(store.listed, "", before=2**63 - 1, limit=50)[-1].id
    second = fresh_house.get("anna", f"/de/letters?before={oldest}").text
    assert "Brief 9<" in second and "Brief 10<" not in second
    assert "No letters here" in fresh_house.get("anna", "/de/letters?state=failed").text


def test_letters_follow_a_client_that_becomes_part_of_another_and_come_back(fresh_house: House) -> None:
    from app.belongings import BELONGINGS
    from app.clients import store as clients
    from app.duplicates import merging

    region = fresh_house.region()
    letter = write(fresh_house)
    one, other = (region.read(clients.find, number) for number in (2, 1))
    number = region.write_now(merging.merge, region.keys, BELONGINGS, one, [other], ANNA, AT)
    assert region.read(store.find, letter.id).client_id == 2
    region.write_now(merging.take_back, region.keys, BELONGINGS, number, ANNA, AT)
    assert region.read(store.find, letter.id).client_id == 1
