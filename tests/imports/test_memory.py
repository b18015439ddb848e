"""What was chosen for a table is offered again."""

from __future__ import annotations

import html
import re

from litestar.testing import TestClient

from tests.imports.journey import checked, chosen, imported, uploaded

TABLE = "Nazwa;Opiekun;Farbe\nHuber OHG;Tom;blau\n"
OTHER_ORDER = "Farbe;Nazwa;Opiekun\nrot;Neu GmbH;Ina\n"
SALESFORCE = "Account Name,Billing City,Tier__c\nHuber OHG,Graz,gold\n"
MORE_OF_SALESFORCE = "Account Name,Billing Street,Billing City,Tier__c\nNeu GmbH,Ring 1,Ulm,silver\n"


def how(page: str, heading: str) -> str:
    row = next(row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if f">{heading}</th>" in row)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", row.rpartition("</select>")[2])).split())


def run(browser: TestClient, table: str, **other: str) -> None:
    address = uploaded(browser, table)
    checked(browser, address, **other)
    imported(browser, address, on_duplicate="fill")


def test_columns_and_what_a_client_is_known_by_are_as_last_time(anna: TestClient) -> None:
    run(
        anna,
        TABLE,
        **{"column-1": "", "column-2": "notes", "known-by": "1", "known-vat_id": "1", "remember": "1"},
    )
    address = uploaded(anna, TABLE.replace("Huber", "Moser"))
    page = anna.get(address).text
    assert chosen(page) | {"country": ""} == chosen(page)
    assert (chosen(page)["column-1"], chosen(page)["column-2"]) == ("", "notes")
    assert how(page, "Farbe") == "as last time" and how(page, "Opiekun") == "left out as last time"
    assert how(page, "Nazwa") == "by its heading"
    assert re.search(r'name="known-vat_id" value="1" checked', page)
    assert not re.search(r'name="known-email" value="1" checked', page)
    assert re.search(r'value="skip" checked', checked(anna, address)), "what a duplicate does is asked anew"


def test_in_another_order_too(anna: TestClient) -> None:
    run(anna, TABLE, **{"column-2": "notes"})
    assert chosen(anna.get(uploaded(anna, OTHER_ORDER)).text)["column-0"] == "notes"


def test_another_table_of_the_same_program_gets_what_it_has_in_common(anna: TestClient) -> None:
    run(anna, SALESFORCE, **{"column-2": "industry"})
    found = chosen(anna.get(uploaded(anna, MORE_OF_SALESFORCE)).text)
    assert (found["column-1"], found["column-3"]) == ("street", "industry")


def test_nothing_is_remembered_where_somebody_does_not_want_it(anna: TestClient) -> None:
    run(anna, TABLE, **{"column-2": "notes", "known-by": "1", "known-vat_id": "1"})
    assert chosen(anna.get(uploaded(anna, TABLE)).text)["column-2"] == ""


def test_what_was_only_looked_at_is_not_remembered(anna: TestClient) -> None:
    checked(anna, uploaded(anna, TABLE), **{"column-2": "notes"})
    assert chosen(anna.get(uploaded(anna, TABLE)).text)["column-2"] == ""
