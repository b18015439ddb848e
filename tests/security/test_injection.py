"""Text that tries to become SQL, a search expression or a cursor."""

from __future__ import annotations

import base64
import json
import time

import pytest

from app import sqlite
from app.lists.paging import read_cursor
from tests.house import House, encoded

SQL = [
    "'", "''", '"', "`", "]", "--", "/*", ";", "\\", "' OR '1'='1", "' OR 1=1 --", "1; DROP TABLE client; --", "x'41'",
    "') UNION SELECT password_hash FROM staff --", "' UNION SELECT 1,2,3,4,5,6,7,8,9,10,11,12,13,14 --", "0x41", "?1",
    "' AND (SELECT count(*) FROM client, client c2, client c3) --", "ATTACH DATABASE 'at.db' AS at", "(SELECT 1)",
    ":key", "$1", "@x", "NULL", "-1", "1e309", "0.5", "99999999999999999999", "9" * 5000, "%", "_", "%_%", "\\%", "*",
    "[a-z]", "{}", "a{1,9999}", "(a+)+$", "\x00", "a\x00b", "\r\n", "\u2028", "\ufffd", "\U0001f600", "ﷺ" * 50,
    "I\u0307", "ß" * 200,
]  # fmt: skip
FTS = [
    '"', '""', '"a', 'a"', "a*", "*", "^a", "a AND", "AND", "OR", "NOT", "a NOT b", "NEAR(a b)", "NEAR/3", "a NEAR b",
    "name:a", "name : a", "{name}: a", "-name: a", "(", ")", "((a)", "a + b", "a - b", "a, b", "rank:", "client_search",
    'abc"; --', "abc*def", "{basics} : (abc)", "abc) OR (def", "+" * 100, "a" * 10_000, "ab " * 3000, "\u200babc",
    "a\u0301" * 300,
]  # fmt: skip
PARAMETERS = """
    q name vat_id country status kind incomplete changed_from changed_to sort after before columns
""".split()


@pytest.fixture(autouse=True)
def unharmed(house: House) -> None:
    assert house.region().read(lambda db: sqlite.one(db, "SELECT count(*) FROM client")) == 2


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_no_parameter_of_the_list_becomes_sql(house: House, parameter: str) -> None:
    for text in (*SQL, *FTS):
        for partial in (False, True):
            answer = house.get("anna", f"/de/clients?{parameter}={encoded(text)}", partial=partial)
            assert (text[:60], answer.status) == (text[:60], 200)
            assert "argon2" not in answer.text and "Grazer" not in answer.text


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_parameter_given_twice_or_as_raw_bytes_breaks_nothing(house: House, parameter: str) -> None:
    for query in (f"{parameter}=a&{parameter}=b", f"{parameter}=%ff%fe", f"{parameter}=%ed%a0%80", f"{parameter}[]=a",
                  f"{parameter}", f"{parameter}=%", "&" * 2000, f"{parameter}=" + "a" * 1_000_000):  # fmt: skip
        assert house.get("anna", f"/de/clients?{query}").status == 200


@pytest.mark.parametrize("text", [*SQL, *FTS])
def test_searching_for_nonsense_with_filters_and_order_fails_nowhere(house: House, text: str) -> None:
    term = encoded(text)
    for query in (
        f"q={term}&sort=-changed",
        f"q=bergmann+{term}",
        f"q={term}&name={term}&vat_id={term}&status=all",
    ):
        assert house.get("anna", f"/de/clients?{query}").status == 200
    assert house.get("anna", f"/de/clients/1/timeline?q={term}&show={term}&before={term}").status == 200
    assert house.get("anna", f"/de/clients/1/history?field={term}&actor={term}&before={term}").status == 200
    assert house.get("anna", f"/de/clients/1/documents?before={term}").status == 200


@pytest.mark.parametrize("text", ["%", "_", "%%", "b_rgmann", "berg%ann", "b\\ergmann", "DE%", "__________"])
def test_wildcards_are_letters_or_nothing(house: House, text: str) -> None:
    """They match no more than the same text without them does."""
    bare = text.replace("%", " ").replace("_", " ").replace("\\", " ")
    for parameter in ("q", "name", "vat_id"):
        assert found(house, parameter, text) == (found(house, parameter, bare) if bare.strip() else 0)
    assert found(house, "name", "bergmann") == 1


def found(house: House, parameter: str, text: str) -> int:
    return house.get("anna", f"/de/clients?{parameter}={encoded(text)}", partial=True).text.count(
        "<tr data-row"
    )


def forged(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


CURSORS = [
    ["x"], [], {}, None, 7, "x", "abc", ["a", 1], ["a", "b", 1], ["a", 1, 1, 1], [None, 1, 1], [[], 1, 1], [{}, 1, 1],
    [1.5, 1, 1], ["a", 1.5, 1], ["a", 2**63, 1], ["a", -(2**63) - 1, 1], [2**63, 1, 1], ["a", 1, 2**63],
    ["\ud800", 1, 1], ["\x00", 1, 1], ["' OR 1=1 --", 1, 1], [True, True, True], ["a" * 300, 1, 1],
    [float("nan"), 1, 1], [float("inf"), 1, 1], ["a", 1, -5],
]  # fmt: skip


@pytest.mark.parametrize("value", CURSORS, ids=repr)
@pytest.mark.parametrize("parameter", ["after", "before"])
def test_a_forged_cursor_breaks_nothing(house: House, parameter: str, value: object) -> None:
    for sort in ("", "name", "-changed", "country"):
        answer = house.get("anna", f"/de/clients?sort={sort}&{parameter}={forged(value)}")
        assert answer.status == 200


@pytest.mark.parametrize(
    "text", ["", "!", "====", "AAAA", "W10", "\udcff", "ä", "W" * 600, forged("[" * 300)]
)
def test_what_is_no_cursor_starts_at_the_beginning(text: str) -> None:
    assert read_cursor(text) is None


def test_only_known_columns_and_orders_are_taken(house: House) -> None:
    plain = house.get("anna", "/de/clients", partial=True)
    for query in (
        "sort=uuid",
        "sort=rowid",
        "sort=name_key",
        "sort=--name",
        "sort=name,id",
        "columns=uuid,notes",
    ):
        answer = house.get("anna", f"/de/clients?{query}", partial=True)
        assert answer.text.count("<tr") == plain.text.count("<tr") and answer.text.count(
            "<th"
        ) == plain.text.count("<th")


def test_ten_thousand_values_of_a_filter_cost_nothing(house: House) -> None:
    started = time.perf_counter()
    for name in ("country", "kind", "status"):
        assert house.get("anna", f"/de/clients?{name}={'DE,' * 10_000}").status == 200
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "text", [*SQL, *FTS, "?q=" + "\U00010348" * 200 + "&name=" + "\U00010348" * 200, "?" + "a=b&" * 5000]
)
def test_a_saved_view_holds_only_what_a_list_understands(fresh_house: House, text: str) -> None:
    answer = fresh_house.post("anna", "/de/clients/views", view="Meine", query=text)
    assert answer.status in (303, 403)
    assert fresh_house.get("anna", "/de/clients").status == 200


def test_no_statement_reaches_a_second_file(house: House) -> None:
    other = house.instance.settings.data / "at.db"
    for statement in (f"ATTACH DATABASE '{other}' AS at", f"ATTACH '{other}' AS at", "DETACH main"):
        with pytest.raises(sqlite.DatabaseError):
            house.region().read(lambda db, sql=statement: db.execute(sql).fetchall())
    with pytest.raises(sqlite.DatabaseError):
        house.region().write_now(lambda db: db.execute(f"VACUUM INTO '{other}.copy'"))
    assert not other.with_suffix(".db.copy").exists()


def test_reading_cannot_write(house: House) -> None:
    with pytest.raises(sqlite.DatabaseError, match="readonly"):
        house.region().read(lambda db: db.execute("UPDATE client SET name = 'x'"))
