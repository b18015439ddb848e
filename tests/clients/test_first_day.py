"""The first day: sign in, add a client, find it, change it, see who changed what."""

from __future__ import annotations

import re

from litestar.testing import TestClient

from tests.conftest import PASSWORD

SOEHNE = {
    "kind": "company", "name": "Bergmann & Söhne Maschinenbau GmbH", "email": "info@bergmann.example",
    "vat_id": "DE 136 695 976", "street": "Heilbronner Straße 128", "postal_code": "70192", "city": "Stuttgart",
    "country": "DE", "contact_name": "Sabine Bergmann", "phone": "+49 711 2041140",
}  # fmt: skip


def add(browser: TestClient, **fields: str) -> str:
    answer = browser.post("/de/clients", data=SOEHNE | fields, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_a_stranger_signs_in_and_sees_the_list(stranger: TestClient) -> None:
    assert (
        stranger.get("/de/clients", follow_redirects=False).headers["location"] == "/login?next=/de/clients"
    )
    form = {"email": " ANNA@masaku.example", "password": PASSWORD, "next": "/de/clients"}
    answer = stranger.post("/login", data=form, follow_redirects=False)
    assert answer.headers["location"] == "/de/clients"
    assert "No clients yet" in stranger.get("/de/clients").text


def test_what_was_added_is_found_by_any_spelling(anna: TestClient) -> None:
    add(anna)
    for words in (
        "soehne",
        "Söhne",
        "sohne",
        "asch",
        "136695976",
        "DE 136-695",
        "0711 204",
        "stuttgart berg",
        "sabine",
    ):
        assert "Maschinenbau GmbH" in anna.get("/de/clients", params={"q": words}).text.replace(
            "<mark>", ""
        ).replace("</mark>", ""), words
    assert "Maschinenbau" not in anna.get("/de/clients", params={"q": "mueller"}).text


def test_every_change_is_in_the_history_and_can_be_taken_back(anna: TestClient) -> None:
    address = add(anna)
    answer = anna.post(address, data=SOEHNE | {"city": "Ulm", "version": "1"}, follow_redirects=False)
    assert answer.headers["location"] == address
    page = anna.get(f"{address}/history").text
    assert "<del>Stuttgart</del>" in page and "<ins>Ulm</ins>" in page and "Anna Krüger" in page
    anna.post(f"{address}/history/2/restoration")
    assert "Stuttgart" in anna.get(address).text


def test_what_is_too_long_is_told_and_not_cut_off(anna: TestClient) -> None:
    assert "maxlength" not in anna.get("/de/clients/new").text
    answer = anna.post("/de/clients/checks/name", data=SOEHNE | {"name": "x" * 5000})
    assert "Up to 200 characters, 5000 typed." in answer.text and "x" * 5000 in answer.text


def test_two_people_at_once_lose_nothing(anna: TestClient) -> None:
    address = add(anna)
    anna.post(address, data=SOEHNE | {"city": "Ulm", "version": "1"})
    answer = anna.post(address, data=SOEHNE | {"city": "Köln", "version": "1"})
    assert answer.status_code == 409
    assert "Ulm" in answer.text and "Köln" in answer.text


def test_what_one_of_two_left_alone_stays_as_the_other_saved_it(anna: TestClient) -> None:
    address = add(anna)
    opened = hidden(anna.get(f"{address}/edit").text)
    anna.post(address, data=SOEHNE | {"phone": "0711 204 11 99", "version": "1"})
    answer = anna.post(address, data=SOEHNE | opened | {"city": "Köln"})
    assert answer.status_code == 409
    assert "You changed other fields." in answer.text and "Saved by somebody else" not in answer.text
    assert 'value="+49 711 2041199"' in answer.text and 'value="Köln"' in answer.text
    anna.post(address, data=SOEHNE | hidden(answer.text) | {"phone": "+49 711 2041199", "city": "Köln"})
    assert "+49 711 2041199" in anna.get(address).text and "Köln" in anna.get(address).text
    same = anna.post(address, data=SOEHNE | opened | {"city": "Köln"}, follow_redirects=False)
    assert same.headers["location"] == address, "both typed the same"


def test_only_what_both_changed_is_shown_with_both_values(anna: TestClient) -> None:
    address = add(anna)
    opened = hidden(anna.get(f"{address}/edit").text)
    anna.post(address, data=SOEHNE | {"phone": "0711 204 11 99", "city": "Ulm", "version": "1"})
    answer = anna.post(address, data=SOEHNE | opened | {"city": "Köln", "street": "Domplatz 1"})
    table = answer.text[answer.text.index("<tbody>") : answer.text.index("</tbody>")]
    assert "Ulm" in table and "Köln" in table
    assert "Domplatz" not in table and "2041199" not in table
    assert 'value="Domplatz 1"' in answer.text


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(version|shown)" value="([^"]*)"', page))


def test_a_form_sent_twice_adds_one_client(anna: TestClient) -> None:
    key = {"submission": "a-random-key-of-the-form"}
    assert add(anna, **key) == add(anna, **key)
    assert "1 in region Germany" in anna.get("/de/clients").text


def test_who_adds_another_is_told_that_the_first_is_saved(anna: TestClient) -> None:
    page = anna.post("/de/clients", data={"kind": "person", "name": "Erika <Muster>", "then": "another"}).text
    assert "Saved:" in page and "Erika &lt;Muster&gt;</a>" in page and page.count("Muster") == 1
    assert "Saved:" not in anna.get("/de/clients/new?added=x").text


def test_a_form_from_the_browsers_memory_with_somebody_new_in_it_adds_another(anna: TestClient) -> None:
    key = {"submission": "a-random-key-of-the-form"}
    first, other = add(anna, **key), add(anna, **key, name="Huber OHG")
    assert first != other
    assert "Huber OHG" in anna.get(other).text and "Bergmann" in anna.get(first).text
