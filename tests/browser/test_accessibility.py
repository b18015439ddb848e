"""axe-core finds nothing on any page: light and dark, on a desk and on a phone. States of pages have a file of their
own, so that two processes share the work."""

from __future__ import annotations

import pytest

from tests.browser.axe import examine
from tests.browser.conftest import SitDown

READER = {
    "the list": "/de/clients",
    "a search": "/de/clients?q=gmbh&status=active",
    "an empty list": "/at/clients",
    "a search without a hit": "/de/clients?q=qqqq",
    "the filter without script": "/de/clients/options/filter",
    "a card": "/de/clients/2",
    "all data": "/de/clients/2/data",
    "the change history": "/de/clients/2/history",
    "the timeline": "/de/clients/2/timeline",
    "documents": "/de/clients/2/documents",
    "a new client": "/de/clients/new",
    "a client being edited": "/de/clients/2/edit",
    "a new contact person": "/de/clients/2/contacts/new",
    "the groups": "/de/groups",
    "a group": "/de/groups/1",
    "the tags": "/de/tags",
    "a tag": "/de/tags/1",
    "a client's groups and tags": "/de/clients/2/labels",
    "changing many": "/de/mass/new?country=AT",
    "what was done to many": "/de/operations",
    "invoices": "/de/invoices",
    "a new invoice": "/de/invoices/new?client=2",
    "a client's invoices": "/de/clients/2/invoices",
    "a client's account": "/de/clients/2/statement",
    "orders": "/de/orders",
    "a new order": "/de/orders/new?client=2",
    "what is open by age": "/de/invoices/ageing",
    "what is due to be reminded of": "/de/invoices/reminders",
    "outgoing mail": "/de/letters",
    "a new email": "/de/clients/2/letters/new",
    "the firm": "/de/settings/seller",
    "products and services": "/de/products",
    "a new product": "/de/products/new",
    "imports": "/de/imports",
    "a new import": "/de/imports/new",
    "my account": "/account",
    "a page that does not exist": "/de/clients/987654",
    "sign-in": "/login",
    "the staff": "/admin/staff",
    "a new account": "/admin/staff/new",
    "the staff's history": "/admin/staff/history",
    "the regions": "/admin/regions",
    "a new region": "/admin/regions/new",
    "an invoice for nobody yet": "/de/invoices/new",
    "many invoices": "/pl/invoices",
    "an issued invoice": "/pl/invoices/40",
    "a paid invoice": "/pl/invoices/1",
    "payments": "/pl/invoices/1/payments",
    "a client's many invoices": "/pl/clients/1/invoices",
    "a filled account": "/pl/clients/1/statement",
    "many orders": "/pl/orders",
    "an order with lines": "/pl/orders/3",
    "an order being edited": "/pl/orders/3/edit",
    "much that is open by age": "/pl/invoices/ageing",
    "several that are due to be reminded of": "/pl/invoices/reminders",
    "a reminder before it is sent": "/pl/invoices/40/reminders/new",
    "reminders before they are sent": "/pl/invoices/reminders/new?id=38&id=39&id=40",
    "an invoice with its email": "/pl/invoices/40/letters/new",
}
# A list with its pager, a card with its tabs, a form with its save bar, an admin's page, one without the frame.
FRAMES = {"the list", "a card", "a client being edited", "a new invoice", "the staff", "sign-in"}
WHO = {"an empty list": "clara", "sign-in": "stranger"}
STAFF = {"admin": "adam", "pl": "zofia"}


@pytest.mark.parametrize("name", READER)
def test_axe_finds_nothing_on(name: str, come_back: SitDown) -> None:
    address = READER[name]
    who = WHO.get(name) or STAFF.get(address.split("/")[1], "anna")
    page = come_back(who, expected=(404,) if "not exist" in name else ())
    page.goto(address)
    examine(page, dark_phone=name in FRAMES)
