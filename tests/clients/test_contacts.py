"""Contact persons: one of them is the main one, and everything about them is in the history."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from litestar.testing import TestClient

from app import sqlite
from app.clients import contacts
from app.clients import store as clients
from app.clients.model import CONTACT_FIELDS, FIELDS, Client, ContactPerson, Field
from app.history import store as history
from app.instance import Instance
from app.regions import Region
from tests.clients.test_first_day import SOEHNE, add, hidden
from tests.house import ANNA, AT

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
TOM = {"name": "Tom Ober", "position": "Einkauf", "email": "tom@bergmann.example", "phone": "0711 20411499"}


@pytest.fixture
def de(instance: Instance) -> Region:
    return instance.regions.find("de")


@pytest.mark.parametrize(("table", "known"), [("client", FIELDS), ("contact", CONTACT_FIELDS)])
def test_the_database_itself_takes_nothing_longer_than_a_form_and_no_other_choice(
    de: Region, table: str, known: Mapping[str, Field]
) -> None:
    client = de.write_now(clients.add, de.keys, Client("Bergmann"), ANNA, AT)
    de.write_now(contacts.add, de.keys, client.id, ContactPerson("Tom"), ANNA, AT)
    texts = [
        each
        for each in known.values()
        if each.max_length > 6 and not each.choices and each.name != "contact_name"
    ]
    for each in texts:
        de.write_now(
            lambda db, n=each.name, text="x" * each.max_length: db.execute(
                f"UPDATE {table} SET {n} = ?", (text,)
            )
        )
    wrong = [(each.name, "x" * max(601, each.max_length + 1)) for each in texts]
    if table == "client":
        wrong.append(("vat_treatment", "none"))
    for name, text in wrong:
        with pytest.raises(sqlite.IntegrityError, match=r"cannot have this|CHECK constraint"):
            de.write_now(
                lambda db, name=name, text=text: db.execute(f"UPDATE {table} SET {name} = ?", (text,))
            )


def send(browser: TestClient, address: str, status: int = 303, **fields: str) -> str:
    answer = browser.post(address, data=fields, follow_redirects=False)
    assert answer.status_code == status, answer.text
    return answer.text


def seen(browser: TestClient, address: str, form: str = "edit") -> str:
    """What a form that was just opened carries along."""
    found = re.search('name="version" value="([^"]+)"', browser.get(f"{address}/{form}").text)
    assert found
    return found[1]


def take_out(browser: TestClient, address: str) -> None:
    send(browser, f"{address}/removal", version=seen(browser, address, "removal"))


def people(region: Region) -> list[tuple[str, bool]]:
    return [(each.name, each.main) for each in region.read(contacts.list_contacts, 1)]


def recorded(region: Region, object_name: str) -> list[tuple[str, str, str | None, str | None]]:
    entries = region.read(history.of_object, region.keys, 1, object_name)
    return [(each.action, each.field, each.old, each.new) for each in reversed(entries)]


def test_a_contact_is_added_and_stands_on_the_card(anna: TestClient, de: Region) -> None:
    address = add(anna)
    send(anna, f"{address}/contacts", **TOM)
    assert people(de) == [("Sabine Bergmann", True), ("Tom Ober", False)]
    page = anna.get(f"{address}/data").text
    assert "Tom Ober" in page and "+49 711 20411499" in page
    assert [field for _, field, *_ in recorded(de, "contact:2")] == ["name", "position", "email", "phone"]


def test_a_phone_without_a_country_is_one_of_the_clients(anna: TestClient, de: Region) -> None:
    address = add(anna, country="AT", vat_id="", vat_id_missing_reason="-", postal_code="6020")
    send(anna, f"{address}/contacts", name="Resi", phone="0512 123456")
    assert de.read(contacts.list_contacts, 1)[1].phone == "+43 512 123456"


def test_the_first_contact_is_the_main_one(anna: TestClient, de: Region) -> None:
    address = add(anna, contact_name="")
    send(anna, f"{address}/contacts", **TOM)
    assert people(de) == [("Tom Ober", True)]
    assert "Tom Ober" in anna.get(f"{address}/edit").text


def test_there_is_one_main_contact_and_the_history_says_who_was_it(anna: TestClient, de: Region) -> None:
    address = add(anna)
    send(anna, f"{address}/contacts", **TOM, main="1")
    assert people(de) == [("Tom Ober", True), ("Sabine Bergmann", False)]
    assert recorded(de, "contact:1") == [("change", "main", "1", "")]
    one = f"{address}/contacts/1"
    send(anna, one, name="Sabine Bergmann", main="1", version=seen(anna, one))
    assert people(de) == [("Sabine Bergmann", True), ("Tom Ober", False)]
    assert recorded(de, "contact:2")[-1] == ("change", "main", "1", "")
    shown = anna.get(f"{address}/history").text
    assert "Contact Sabine Bergmann: Main contact" in shown and ">yes<" in shown and ">1<" not in shown


def test_every_change_of_a_contact_is_recorded(anna: TestClient, de: Region) -> None:
    address = add(anna)
    send(anna, f"{address}/contacts", **TOM)
    two = f"{address}/contacts/2"
    send(anna, two, **TOM | {"position": "Leiter Einkauf"}, version=seen(anna, two))
    assert recorded(de, "contact:2")[-1] == ("change", "position", "Einkauf", "Leiter Einkauf")
    assert "Leiter Einkauf" in anna.get(f"{address}/history").text


def test_a_removed_contact_is_gone_from_the_card_and_kept_in_the_history(
    anna: TestClient, de: Region
) -> None:
    address = add(anna)
    send(anna, f"{address}/contacts", **TOM)
    take_out(anna, f"{address}/contacts/2")
    assert people(de) == [("Sabine Bergmann", True)]
    assert ("remove", "email", "tom@bergmann.example", "") in recorded(de, "contact:2")
    for gone in ("2/edit", "2", "2/removal"):
        answer = anna.request("GET" if "edit" in gone else "POST", f"{address}/contacts/{gone}", data=TOM)
        assert answer.status_code == 404
    page = anna.get(f"{address}/history").text
    assert "Tom Ober" in page and "Tom Ober" not in anna.get(f"{address}/data").text


def test_a_contact_is_removed_only_by_who_was_asked(anna: TestClient, de: Region) -> None:
    address = add(anna)
    send(anna, f"{address}/contacts", **TOM)
    question = anna.get(f"{address}/contacts/2/removal").text
    assert "Tom Ober" in question and "Remove this contact?" in question and "main contact;" not in question
    assert "until you choose another one" in anna.get(f"{address}/contacts/1/removal").text
    send(anna, f"{address}/contacts/1/removal", 409)
    assert people(de) == [("Sabine Bergmann", True), ("Tom Ober", False)]


def test_a_contact_that_somebody_changed_meanwhile_is_read_again_before_it_goes(
    anna: TestClient, de: Region
) -> None:
    address = add(anna)
    one = f"{address}/contacts/1"
    asked = seen(anna, one, "removal")
    send(anna, one, name="Sabine Berg", main="1", version=seen(anna, one))
    said = send(anna, f"{one}/removal", 409, version=asked)
    assert "Somebody changed this contact meanwhile." in said and "Sabine Berg<" in said
    assert people(de) == [("Sabine Berg", True)]


@pytest.mark.parametrize(("tab", "path"), [("overview", ""), ("data", "/data")])
def test_who_removes_a_contact_stays_on_the_tab(anna: TestClient, tab: str, path: str) -> None:
    address = add(anna)
    asking = f"{address}/contacts/1/removal?tab={tab}"
    assert f'href="{asking}" hx-get="{asking}"' in anna.get(address + path).text
    part = anna.get(asking, headers=PART).text
    assert part.strip().startswith("<li>") and f'href="{address}{path}"' in part
    form = {"version": seen(anna, f"{address}/contacts/1"), "tab": tab}
    answer = anna.post(f"{address}/contacts/1/removal", data=form, follow_redirects=False)
    assert answer.headers["location"] == address + path


def test_a_client_without_its_main_contact_has_none(anna: TestClient, de: Region) -> None:
    address = add(anna)
    take_out(anna, f"{address}/contacts/1")
    client = de.read(clients.find, 1)
    assert (people(de), client.contact_name) == ([], "")
    assert anna.get("/de/clients", params={"q": "sabine"}).text.count("data-row") == 0


def test_a_contact_that_changed_changes_the_client(anna: TestClient, instance: Instance, de: Region) -> None:
    address = add(anna)
    for act in ("contacts", "contacts/2", "contacts/2/removal"):
        before = de.read(clients.find, 1).changed_at
        instance.clock.advance(minutes=1)  # type: ignore[attr-defined]
        also = {"version": seen(anna, f"{address}/contacts/2")} if "2" in act else {}
        send(anna, f"{address}/{act}", **TOM, **also)
        assert de.read(clients.find, 1).changed_at > before


def test_nothing_typed_is_lost_when_something_is_wrong(anna: TestClient, de: Region) -> None:
    address = add(anna)
    page = send(anna, f"{address}/contacts", 422, **TOM | {"name": "", "email": "tom@@x"})
    assert "Please fill in the name." in page and 'value="tom@@x"' in page and 'value="Einkauf"' in page
    assert people(de) == [("Sabine Bergmann", True)]


def test_a_field_is_checked_as_soon_as_it_is_left(anna: TestClient) -> None:
    address = add(anna, country="AT", vat_id="", vat_id_missing_reason="-", postal_code="6020")
    form = anna.get(f"{address}/contacts/new").text
    assert "novalidate" in form and f'hx-post="{address}/contacts/checks/phone"' in form

    def check(field: str, text: str) -> str:
        answer = anna.post(f"{address}/contacts/checks/{field}", data={field: text}, headers=PART)
        return answer.text if answer.status_code == 200 else str(answer.status_code)

    assert "No such number is known" in check("phone", "+49 123 456 789")
    assert "help" not in check("phone", "0512 123456"), "a number of the client's country"
    assert "aria-invalid" in check("email", "tom@@x") and "Please fill in the name." in check("name", "")
    assert 'hx-post="' in check("position", "Chef") and check("id", "1") == "404"


def test_a_form_sent_twice_adds_one_contact(anna: TestClient, de: Region) -> None:
    address = add(anna)
    key = re.search('name="submission" value="([^"]+)"', anna.get(f"{address}/contacts/new").text)
    assert key is not None
    for _ in range(2):
        send(anna, f"{address}/contacts", **TOM, submission=key[1])
    assert people(de) == [("Sabine Bergmann", True), ("Tom Ober", False)]
    send(anna, f"{address}/contacts", **TOM | {"name": "Eva Ober"}, submission=key[1])
    assert len(people(de)) == 3, "the page came back from the browser's memory, with something new in it"


def test_a_form_opened_before_the_main_contact_changed_does_not_bring_the_old_one_back(
    anna: TestClient, de: Region
) -> None:
    address = add(anna)
    send(anna, f"{address}/contacts", **TOM, main="1")
    page = send(anna, address, 409, **SOEHNE | {"city": "Ulm", "version": "1"})
    assert "Sabine Bergmann" in page and "Tom Ober" in page
    assert people(de)[0] == ("Tom Ober", True)


def test_naming_somebody_known_in_the_clients_form_makes_them_the_main_contact(
    anna: TestClient, de: Region
) -> None:
    address = add(anna)
    send(anna, f"{address}/contacts", **TOM)
    send(anna, address, **SOEHNE | {"contact_name": "Tom Ober", "version": "1"})
    assert people(de) == [("Tom Ober", True), ("Sabine Bergmann", False)]
    assert de.read(contacts.find, 1, 2).email == "tom@bergmann.example"


def test_whoever_follows_as_the_main_contact_does_not_get_the_others_address(
    anna: TestClient, de: Region
) -> None:
    address = add(anna)
    send(anna, f"{address}/contacts", **TOM, main="1")
    version = str(de.read(clients.find, 1).version)
    send(anna, address, **SOEHNE | {"contact_name": "Resi Huber", "version": version})
    assert people(de) == [("Resi Huber", True), ("Sabine Bergmann", False), ("Tom Ober", False)]
    assert de.read(contacts.list_contacts, 1)[0].email == ""
    assert de.read(contacts.find, 1, 2).email == "tom@bergmann.example"


def test_a_slip_in_the_main_contacts_name_is_corrected_in_the_clients_form(
    anna: TestClient, de: Region
) -> None:
    address = add(anna)
    send(anna, f"{address}/contacts", **TOM | {"name": "Tom Obber"}, main="1")
    version = str(de.read(clients.find, 1).version)
    send(anna, address, **SOEHNE | {"contact_name": "Tom Ober", "version": version})
    assert people(de) == [("Tom Ober", True), ("Sabine Bergmann", False)]
    assert de.read(contacts.list_contacts, 1)[0].email == "tom@bergmann.example"


def test_a_main_contact_that_was_taken_away_comes_back_as_the_same_person(
    anna: TestClient, de: Region
) -> None:
    address = add(anna)
    send(anna, address, **SOEHNE | {"contact_name": "", "version": "1"})
    assert people(de) == [("Sabine Bergmann", False)]
    send(anna, f"{address}/history/2/restoration")
    assert people(de) == [("Sabine Bergmann", True)]


def test_who_only_reads_changes_no_contact(anna: TestClient, bartek: TestClient, de: Region) -> None:
    address = add(anna)
    send(bartek, f"{address}/contacts", 403, **TOM)
    send(bartek, f"{address}/contacts/1/removal", 403)
    assert people(de) == [("Sabine Bergmann", True)]
    assert "/contacts/new" not in bartek.get(f"{address}/data").text


def test_of_several_main_contacts_the_last_one_stays(de: Region) -> None:
    client = de.write_now(clients.add, de.keys, Client("Bergmann", kind="person"), ANNA, AT)
    person = ContactPerson("Eva", main=True)
    for name in ("Eva", "Ida", "Ute"):
        de.write_now(contacts.add, de.keys, client.id, replace(person, name=name), ANNA, AT)
    assert people(de) == [("Ute", True), ("Eva", False), ("Ida", False)]


def test_two_people_who_change_one_contact_see_both_values(anna: TestClient, de: Region) -> None:
    address = add(anna)
    one = f"{address}/contacts/1"
    before = seen(anna, one)
    send(anna, one, name="Sabine Bergmann", main="1", phone="0711 20411499", version=before)
    said = send(anna, one, 409, name="Sabine Bergmann", main="1", phone="0711 20411400", version=before)
    assert "+49 711 20411499" in said and "0711 20411400" in said
    assert people(de) == [("Sabine Bergmann", True)]
    again = re.search('name="version" value="([^"]+)"', said)
    assert again
    send(anna, one, name="Sabine Bergmann", main="1", phone="0711 20411400", version=again[1])
    assert [each.phone for each in de.read(contacts.list_contacts, 1)] == ["+49 711 20411400"]


def test_what_one_of_two_left_alone_stays_as_the_other_saved_it(anna: TestClient, de: Region) -> None:
    address = add(anna)
    send(anna, f"{address}/contacts", **TOM)
    two = f"{address}/contacts/2"
    opened = hidden(anna.get(f"{two}/edit").text)
    send(anna, two, **TOM | opened | {"phone": "+49 711 20411498", "position": "Leiter Einkauf", "main": "1"})
    mine = TOM | {"phone": "0711 20411400"}
    said = send(anna, two, 409, **mine | opened)
    table = said[said.index("<tbody>") : said.index("</tbody>")]
    assert "+49 711 20411400" in table and "Einkauf" not in table and "Main contact" not in table
    assert 'value="Leiter Einkauf"' in said and "checked" in said
    send(anna, two, **mine | hidden(said) | {"position": "Leiter Einkauf", "main": "1"})
    tom = de.read(contacts.find, 1, 2)
    assert (tom.position, tom.phone, tom.main) == ("Leiter Einkauf", "+49 711 20411400", True)


def test_of_what_only_one_changed_no_second_value_is_shown(anna: TestClient, de: Region) -> None:
    address = add(anna)
    send(anna, f"{address}/contacts", **TOM)
    two = f"{address}/contacts/2"
    opened = hidden(anna.get(f"{two}/edit").text)
    send(anna, two, **TOM | opened | {"position": "Leiter Einkauf"})
    said = send(anna, two, 409, **TOM | opened | {"phone": "0711 20411400"})
    assert "You changed other fields." in said and "<tbody>" not in said
    assert 'value="Leiter Einkauf"' in said and 'value="0711 20411400"' in said


def test_who_typed_nothing_over_is_not_asked_about_the_others_change(anna: TestClient, de: Region) -> None:
    address = add(anna)
    send(anna, f"{address}/contacts", **TOM | {"phone": ""})
    two = f"{address}/contacts/2"
    opened = hidden(anna.get(f"{two}/edit").text)
    send(anna, two, **TOM | opened | {"position": "Leiter Einkauf"})
    send(anna, two, 303, **TOM | opened | {"phone": ""})
    assert de.read(contacts.find, 1, 2).position == "Leiter Einkauf"


def test_a_contact_form_that_does_not_say_what_it_saw_changes_nothing(anna: TestClient, de: Region) -> None:
    address = add(anna)
    send(anna, f"{address}/contacts/1", 409, name="Otto")
    assert people(de) == [("Sabine Bergmann", True)]
