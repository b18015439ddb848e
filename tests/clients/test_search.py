"""A client is found by any part of any of its words, however they are spelled; no text breaks the search."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from app import sqlite
from app.clients import contacts, listing, search_index
from app.clients import store as clients
from app.clients.bulk import add_many
from app.clients.filters import selection
from app.clients.model import Client, ContactPerson
from app.clients.search import text_query
from app.regions import Region
from app.text import PART_OF_WORD_LENGTH, compact, fold
from app.vat_id import display
from app.web.formats import marked
from tests.clients.conftest import many
from tests.clients.walking import forward, found, listed, state
from tests.house import ANNA, AT, House, encoded

PEOPLE = many()
SOMEBODY = st.sampled_from([each for each in PEOPLE if each.status != "archived"])
FEWER = settings(max_examples=30)  # each example walks through a list
TEXTS = ("name", "contact_name", "email", "street", "postal_code", "city", "website", "industry", "notes")
SYNTAX = st.lists(
    st.sampled_from(
        [
            *"\"'*(){}:^-+,%_[]?\\\0ü;\ud800",
            "AND",
            " OR ",
            "NOT",
            "NEAR(",
            "name:",
            "ab",
            "müll",
            "12",
            "1234",
            "--",
            "/*",
        ]
    ),
    max_size=8,
).map("".join)
ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)


def words_of(client: Client) -> list[str]:
    return [word for field in TEXTS for word in getattr(client, field).split() if fold(word)]


def is_long(word: str) -> bool:
    """Long enough to be found inside of a word too."""
    return max(map(len, fold(word).split()), default=0) >= PART_OF_WORD_LENGTH


@FEWER
@given(SOMEBODY, st.data())
def test_a_client_is_found_by_any_word_of_its_texts(
    crowd: Region, client: Client, data: st.DataObject
) -> None:
    word = data.draw(st.sampled_from(words_of(client)))
    assume(is_long(word))
    assert client.id in found(crowd, word)
    assert client.id in found(crowd, word.upper())


@FEWER
@given(SOMEBODY, st.data())
def test_two_letters_find_a_client_by_the_beginning_of_any_word(
    crowd: Region, client: Client, data: st.DataObject
) -> None:
    words = fold(" ".join(words_of(client))).split()
    begun = data.draw(st.sampled_from([word[:2] for word in words if len(word) > 1]))
    assert client.id in found(crowd, begun)


@pytest.mark.parametrize(
    "asked", ["KG", "kg schrauben", "AG", "S.A.", "s. a.", "e.K.", "z o.o.", "sp. z o.o.", "12", "I.B.I.S."]
)
def test_what_firms_are_called_by_is_found_alone(own_crowd: Region, asked: str) -> None:
    names = (
        "Schrauben Müller GmbH & Co. KG",
        "Holz AG",
        "Żabka S.A.",
        "Bergmann e.K.",
        "Lis Sp. z o.o.",
        "Ring 12",
        "I.B.I.S. Bau",
    )
    ids = {name: _added(own_crowd, Client(name, kind="person")).id for name in names}
    fits = {each for name, each in ids.items() if f" {fold(asked)}" in f" {fold(name)}"}
    assert found(own_crowd, asked) & {*ids.values()} == (fits or {ids["Schrauben Müller GmbH & Co. KG"]})


@FEWER
@given(SOMEBODY, st.data())
def test_words_are_found_in_any_order_short_ones_too(
    crowd: Region, client: Client, data: st.DataObject
) -> None:
    words = data.draw(st.lists(st.sampled_from(words_of(client)), min_size=1, max_size=4))
    words.append(data.draw(st.sampled_from([word for word in words_of(client) if is_long(word)])))
    asked = " ".join(data.draw(st.permutations(words)))
    assume(not text_query(asked).any_of)  # digits alone are one number, however they are spaced
    assert client.id in found(crowd, asked)


@FEWER
@given(SOMEBODY, st.data())
def test_a_client_is_found_by_any_part_of_a_word(crowd: Region, client: Client, data: st.DataObject) -> None:
    word = data.draw(
        st.sampled_from([piece for word in words_of(client) for piece in re.findall(r"\w+", word)])
    )
    start = data.draw(st.integers(0, len(word) - 1))
    part = word[start : data.draw(st.integers(start + 1, len(word)))]
    # Of "ae" only the "a" is kept: a part that begins between them is another word.
    assume(is_long(part) and fold(part) in fold(word))
    assert client.id in found(crowd, part)


@FEWER
@given(SOMEBODY, st.data())
def test_german_letters_are_spelled_either_way(crowd: Region, client: Client, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(words_of(client)))
    assume(is_long(word))
    for letter, spelled in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("Ü", "Ue"), ("Ö", "Oe")):
        assert client.id in found(crowd, word.replace(letter, spelled))
        assert client.id in found(crowd, word.replace(spelled, letter))
        assert client.id in found(crowd, word.replace(letter, spelled.removesuffix("e")))


@pytest.mark.parametrize(
    "spellings",
    [
        ("Łódzka Fabryka Żarówek", "lodzka fabryka zarowek", "ŁÓDZKA FABRYKA ŻARÓWEK"),
        ("Zażółć Gęślą Jaźń", "zazolc gesla jazn"),
        ("Straße & Größe", "strasse groesse", "STRASSE GROSSE"),
        ("Sp. z o.o. Muller", "sp z o o Müller", "sp. z o.o. mueller"),
        ("Bäckerei Öz Überall", "baeckerei oez ueberall", "backerei oz uberall"),
    ],
)
def test_all_spellings_find_each_other(own_crowd: Region, spellings: tuple[str, ...]) -> None:
    ids = {_added(own_crowd, Client(spelling, kind="person")).id for spelling in spellings}
    for spelling in spellings:
        assert ids <= found(own_crowd, spelling)
        assert ids <= found(own_crowd, "", name=spelling)


WITH_VAT_ID = SOMEBODY.filter(lambda client: client.vat_id and client.country != "CH")


@FEWER
@given(WITH_VAT_ID, st.sampled_from([" ", "-", ".", "/"]), st.data())
def test_a_vat_id_is_found_however_it_is_grouped(
    crowd: Region, client: Client, mark: str, data: st.DataObject
) -> None:
    vat_id = data.draw(st.sampled_from([client.vat_id, client.vat_id[2:], display(client.vat_id)]))
    place = data.draw(st.integers(1, len(vat_id) - 1))
    for typed in (vat_id, f"{vat_id[:place]}{mark}{vat_id[place:]}", vat_id.lower(), f" {vat_id} "):
        assert client.id in found(crowd, typed)
        assert client.id in found(crowd, "", vat_id=typed)


def test_a_swiss_number_is_found_with_its_marks_and_its_tax(crowd: Region) -> None:
    client = next(each for each in PEOPLE if each.vat_id.startswith("CHE"))
    for typed in (client.vat_id, display(client.vat_id), client.vat_id[3:12], client.vat_id[:12]):
        assert found(crowd, typed, status="all") == {client.id}, typed


@FEWER
@given(WITH_VAT_ID, st.data())
def test_a_fragment_of_a_vat_id_finds_it(crowd: Region, client: Client, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(client.vat_id) - PART_OF_WORD_LENGTH))
    part = client.vat_id[start : data.draw(st.integers(start + PART_OF_WORD_LENGTH, len(client.vat_id)))]
    assert client.id in found(crowd, part)
    assert client.id in found(crowd, "", vat_id=part)


@FEWER
@given(SOMEBODY.filter(lambda client: client.phone and " " in client.phone))
def test_a_phone_number_is_found_nationally_and_internationally(crowd: Region, client: Client) -> None:
    country, _, rest = client.phone.partition(" ")
    area, _, number = rest.partition(" ")
    for typed in (
        client.phone, compact(client.phone), f"00{country[1:]} {rest}", f"{country} (0) {rest}", f"{country}(0){rest}",
        f"0{rest}", f"0{rest}".replace(" ", ""), f"0{area}/{number}", f"(0{area}) {number}", f"0{area}-{number}",
        number,
    ):  # fmt: skip
        assert client.id in found(crowd, typed), typed


def test_a_number_with_an_area_is_found_beside_a_word(own_crowd: Region) -> None:
    added = _added(own_crowd, Client("Quarzwerk", kind="person", phone="+49 711 2041140", city="Stuttgart"))
    for words in ("quarz 0711", "0711 quarzwerk", "quarzwerk 2041140"):
        assert found(own_crowd, words) == {added.id}, words


@pytest.mark.parametrize(
    "words",
    [
        "2024-1187",
        "2024/1187",
        "1187",
        "Nr. 2024-1187",
        "17.03.2025",
        "17. 03. 2025",
        "0815",
        "24/7",
        "12 12 3456",
    ],
)
def test_numbers_in_notes_are_found_as_they_are_written(own_crowd: Region, words: str) -> None:
    notes = "Rahmenvertrag Nr. 2024-1187 vom 17.03.2025, Schlüssel 0815, Notdienst 24/7, Serie 12 12 3456"
    added = _added(own_crowd, Client("Bergmann GmbH", kind="person", notes=notes))
    assert added.id in found(own_crowd, f"{words} rahmen" if words == "24/7" else words)


@pytest.mark.parametrize("words", ["65 89076", "89076 65", "8907 65", "65 2041140", "6589076", "711 89076"])
def test_digits_are_found_as_one_number_and_where_they_stand_apart(own_crowd: Region, words: str) -> None:
    apart = Client("Quarzwerk", phone="+49 711 2041140", street="Ring 65", postal_code="89076", city="Ulm")
    both = _added(own_crowd, apart)
    one = _added(own_crowd, Client("Zementwerk", notes="Serie 16589076"))
    hits = found(own_crowd, words)
    assert (both.id in hits) == (words != "6589076")
    assert (one.id in hits) == (words in ("65 89076", "6589076"))


def test_the_reason_for_no_vat_id_is_a_text_like_any_other(own_crowd: Region) -> None:
    added = _added(
        own_crowd, Client("Bergmann GmbH", vat_id_missing_reason="Umsatz unterhalb der Bagatellgrenze")
    )
    assert found(own_crowd, "bagatell") == {added.id}


def test_contact_persons_find_their_client(own_crowd: Region) -> None:
    tom = ContactPerson("Tomáš Übermütig", "Werkstattleiter", "tom@zweigwerk.example", "+49 711 20411499")
    number = own_crowd.write_now(contacts.add, own_crowd.keys, 7, tom, ANNA, AT)
    for words in (
        "uebermuetig",
        "tomas",
        "werkstattl",
        "tom@zweigwerk.example",
        "0711 204114 99",
        "+49 711 20411499",
    ):
        assert 7 in found(own_crowd, words), words
    own_crowd.write_now(contacts.change, own_crowd.keys, 7, number, replace(tom, name="Tom Ober"), ANNA, AT)
    assert found(own_crowd, "uebermuetig") == set()
    own_crowd.write_now(contacts.remove, own_crowd.keys, 7, number, ANNA, AT)
    assert found(own_crowd, "werkstattl") == set()


def test_what_a_client_is_no_longer_called_does_not_find_it(own_crowd: Region) -> None:
    added = _added(own_crowd, Client("Quarzwerk GmbH", kind="person", notes="Zebrastreifen"))
    wanted = replace(added, name="Quendel AG", notes="")
    own_crowd.write_now(clients.change, own_crowd.keys, wanted, ANNA, AT, version=1)
    assert found(own_crowd, "quarzwerk") == found(own_crowd, "zebra") == set()
    assert found(own_crowd, "quendel") == {added.id}


def test_archived_clients_are_hidden_until_somebody_asks(crowd: Region) -> None:
    gone = next(each for each in PEOPLE if each.status == "archived")
    assert gone.id not in found(crowd, gone.name)
    assert gone.id in found(crowd, gone.name, status="archived")
    assert gone.id in found(crowd, gone.name, status="all")


def test_every_word_has_to_fit(own_crowd: Region) -> None:
    added = _added(own_crowd, Client("Xylo Yacht AG", kind="person"))
    assert found(own_crowd, "xylo yacht ag") == {added.id}
    assert found(own_crowd, "xylo qq") == found(own_crowd, "xy qq") == found(own_crowd, "xylo qqq") == set()
    assert found(own_crowd, "xy ya") == found(own_crowd, "xy") == {added.id}


def test_every_word_of_a_name_filter_has_to_fit(own_crowd: Region) -> None:
    added = _added(own_crowd, Client("Xylo Yacht AG", kind="person"))
    assert found(own_crowd, "", name="yacht ag") == found(own_crowd, "", name="xy") == {added.id}
    assert found(own_crowd, "", name="xylo kg") == found(own_crowd, "", name="yachten") == set()


@pytest.mark.parametrize("sort", ["", "name", "-changed"])
@pytest.mark.parametrize("words", ["gmbh", "de gmbh", "straße", "0711 gmbh"])
def test_words_that_nearly_everybody_has_find_the_same_clients(
    crowd: Region, monkeypatch: pytest.MonkeyPatch, words: str, sort: str
) -> None:
    """Of more than FEW hits the list walks its order and tries row by row."""
    expected = found(crowd, words, sort="name")
    monkeypatch.setattr(listing, "FEW", 20)
    if sort:
        assert found(crowd, words, sort=sort) == expected
    else:
        assert found(crowd, words) <= expected


def test_names_that_begin_so_come_first(own_crowd: Region) -> None:
    names = ("Zenit Anlagen", "Alpha Zenit", "Alphazenith", "Ganz anders")
    for name in reversed(names):
        _added(own_crowd, Client(name, kind="person", notes="zenit"))
    assert [row.name for row in listed(own_crowd, q="zenit").rows] == list(names)


@FEWER
@given(SYNTAX | ANY_TEXT)
@example('"')
@example('name:x" OR "1')
@example("0000")
@example("(0)")
def test_no_text_breaks_the_search(crowd: Region, text: str) -> None:
    for query in ({"q": text}, {"name": text}, {"vat_id": text}, {"q": text, "name": text, "sort": "-city"}):
        assert listed(crowd, **query).count >= 0


@pytest.mark.parametrize(
    "text", ['"', "NEAR(", "a* OR b", "name:müller", "%00", "' OR 1=1 --", "{name}:x", "(0)", "ü"]
)
@pytest.mark.parametrize(
    "where", ["q", "name", "vat_id", "country", "status", "changed_from", "after", "sort"]
)
def test_every_address_of_the_list_is_answered(house: House, where: str, text: str) -> None:
    assert house.get("anna", f"/de/clients?{where}={encoded(text)}").status == 200


def test_the_index_is_asked_and_not_the_table(crowd: Region) -> None:
    assert crowd.read(selection, state(q="müller 0711")).match == '("muller" AND "711")'


def plain(markup: str) -> str:
    return html.unescape(re.sub("</?mark>", "", markup))


@given(ANY_TEXT, SYNTAX | ANY_TEXT | st.sampled_from(["amp", "mark", "lt", "b", "script"]))
@example("<b>&amp; Müller</b>", "b amp lt")
@example("2024-1187 Müller", "2024-1187")
def test_highlighting_never_breaks_markup(text: str, query: str) -> None:
    markup = str(marked(text, list(text_query(query).terms)))
    assert text.isascii() <= (plain(markup) == text)
    assert re.sub("</?mark>", "", markup).count("<") == 0
    assert re.findall("</?mark>", markup) == ["<mark>", "</mark>"] * markup.count("<mark>")


@FEWER
@given(SOMEBODY, st.data())
def test_what_was_found_is_marked(client: Client, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from([word for word in client.name.split() if is_long(word)]))
    hits = re.findall("<mark>(.*?)</mark>", str(marked(client.name, list(text_query(word).terms))))
    assert all(piece in fold(html.unescape(" ".join(hits))) for piece in fold(word).split() if is_long(piece))


def test_the_list_marks_what_was_found(house: House) -> None:
    page = house.get("anna", "/de/clients?q=soehne").text
    assert "Bergmann &amp; <mark>Söhne</mark> GmbH" in page


def _added(region: Region, client: Client) -> Client:
    return region.write_now(clients.add, region.keys, client, ANNA, AT)


def test_the_whole_crowd_is_listed_once(crowd: Region) -> None:
    assert sorted(row.id for row in forward(crowd, status="all")) == [each.id for each in PEOPLE]


def test_many_at_once_are_indexed_like_one_by_one(own_crowd: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    """In several statements, the last of them not full."""
    monkeypatch.setattr(search_index, "_INDEXED_AT_ONCE", 7)
    more = [replace(each, uuid=str(uuid4()), name=f"Zuletzt {each.name}") for each in PEOPLE]
    keys = own_crowd.keys.make(each.uuid for each in more)

    def whole(db: sqlite.Connection) -> int:
        db.execute("INSERT INTO client_search (client_search, rank) VALUES ('integrity-check', 1)")
        found = "SELECT count(*) FROM client_search WHERE client_search MATCH 'zuletzt'"
        return int(sqlite.one(db, found))

    def parts(db: sqlite.Connection) -> int:
        """FTS5's own table: the part is the upper half of each block's number."""
        return int(sqlite.one(db, "SELECT count(DISTINCT id >> 37) FROM client_search_data WHERE id > 10"))

    own_crowd.write_now(add_many, keys, more, [ANNA] * len(more), AT)
    assert own_crowd.write_now(whole) == len(more)
    assert own_crowd.read(parts) == 1
