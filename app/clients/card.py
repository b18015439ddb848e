"""The client card: its head and tabs. Later features add a tab or a panel by one line in app/services.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app import sqlite, vat_id
from app.access.log import AccessLog
from app.clients import contacts, store
from app.clients.labels import Label, LabelsOf
from app.clients.model import KINDS, STATUSES, Client, ContactPerson, gaps
from app.i18n import N_, Message, translate
from app.web.context import region_of, user_of
from app.web.shell import locale_of
from app.web.user import WebRequest


@dataclass(frozen=True)
class CardTab:
    """`path` is appended to the client's address; `count` is asked with (db, client id)."""

    key: str
    label: str
    path: str
    count: Callable[[sqlite.Connection, int], int] | None = None


@dataclass(frozen=True)
class CardPanel:
    """A part of the overview that is loaded from its own address, beside the data or, where it is `wide`, below."""

    title: str
    path: str
    wide: bool = False


OVERVIEW = CardTab("overview", N_("Overview"), "")
DATA = CardTab("data", N_("Data"), "/data")


@dataclass(frozen=True)
class CardTabView:
    """A tab as the template draws it."""

    key: str
    label: str
    href: str
    count: int | None
    current: bool


@dataclass(frozen=True)
class CardHead:
    client: Client
    changed_by: str
    contacts: tuple[ContactPerson, ...]
    labels: tuple[Label, ...]
    counts: dict[str, int]


def load(db: sqlite.Connection, client_id: int, tabs: Sequence[CardTab], labels: LabelsOf) -> CardHead:
    """Everything the head of the card shows, in one snapshot. Raises NotFound."""
    client = store.find(db, client_id)
    counts = {tab.key: tab.count(db, client_id) for tab in tabs if tab.count}
    people = tuple(contacts.list_contacts(db, client_id))
    labelled = labels(db, (client_id,)).get(client_id, ())
    return CardHead(client, store.changed_by(db, client_id), people, labelled, counts)


def card_context(request: WebRequest, client_id: int, current: str) -> dict[str, Any]:
    """The context of clients/card_base.html, which every tab's page extends."""
    region, user, locale = region_of(request), user_of(request), locale_of(request)
    tabs: Sequence[CardTab] = request.app.state.card_tabs
    head = region.read(load, client_id, tabs, request.app.state.client_labels)
    base = f"/{region.code}/clients/{client_id}"
    return {
        "client": head.client,
        "contacts": head.contacts,
        "client_labels": head.labels,
        "changed_by": head.changed_by,
        "gaps": tuple(gaps(head.client)),
        "doubts": vat_id.check(head.client.vat_id, head.client.country).problems,
        "tabs": tuple(
            CardTabView(
                key=tab.key,
                label=translate(Message(tab.label), locale),
                href=base + tab.path,
                count=head.counts.get(tab.key),
                current=tab.key == current,
            )
            for tab in tabs
        ),
        "base": base,
        "list": f"/{region.code}/clients",
        "statuses": tuple(STATUSES),
        "kind": KINDS[head.client.kind],
        "may_edit": user.at_least(region.code, "editor"),
        "module": "clients",
    }


def note_look(request: WebRequest, client_id: int, what: str) -> None:
    """For the access log: this person has seen this client's data."""
    access: AccessLog = request.app.state.access
    access.note(region_of(request), user_of(request), "card", (client_id,), what)
