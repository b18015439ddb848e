"""Texts that try to become markup, code or a template: in every field, on every page that shows it.

The word "probe" marks what came from outside: it must never be the name of a tag or an attribute, stand in a script,
an id, a class or anything htmx reads, nor be where a link leads.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.accounts import store as accounts
from app.actor import Actor
from app.clients import contacts
from app.clients import store as clients
from app.clients.model import FIELDS, ContactPerson
from app.documents import store as documents
from app.documents.content import find_type
from app.documents.model import File
from app.documents.sealing import seal_all
from app.lists import views
from app.notes import store as notes
from app.notes.model import Note
from app.web.files import disposition
from tests.conftest import CAST
from tests.house import AT, BERGMANN, House, encoded, open_house

HOSTILE = {
    "script": "<script>probe()</script>",
    "broken script": "<scr<script>ipt>probe()</scr</script>ipt>",
    "end of a title": "</title><probe>",
    "end of a textarea": "</textarea><probe x=1>",
    "end of an option": "</option></select><probe>",
    "end of a comment": "--><probe>",
    "event handler": '<img src=x onerror="probe()">',
    "out of double quotes": '" autofocus onfocus="probe()" x="',
    "out of single quotes": "' onmouseover='probe()' x='",
    "out of no quotes": "x onclick=probe() ",
    "backtick": "` onclick=probe() `",
    "htmx": '<a hx-get="/probe" hx-trigger="load" hx-on:click="probe()">x</a>',
    "swap elsewhere": '<div id="main" hx-swap-oob="true">probe</div>',
    "partial of htmx": '<hx-partial hx-target="#main">probe</hx-partial>',
    "svg": '<svg><animate onbegin=probe() attributeName=x dur=1s><use href="data:image/svg+xml,probe">',
    "mathml": '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=probe()&gt;">',
    "style": "</style><style>@import 'probe'</style><p style=background:url(probe)>",
    "clobbering": '<form id="client-form" name="probe"><input name="probe">',
    "javascript address": "javascript:probe()",
    "data address": "data:text/html,<script>probe()</script>",
    "address with another's name": "https://masaku.test@probe.example/",
    "template": "{{ 7*7 }}{% raw %}{{ probe }}{% endraw %}{# probe #}${7*7}<%= 7*7 %>",
    "format": "{probe} %(probe)s %s {0.__class__}",
    "entities": "&lt;script&gt;probe()&lt;/script&gt;&#60;probe&#62;",
    "line ends": "probe\r\nSet-Cookie: probe=1\r\n\r\n<probe>",
    "separators": "probe\u2028probe\u2029</script>",
    "right to left": "probe\u202etxt.exe\u202c\u2066\u200b\ufeff",
    "mixed": "\"'><probe/onprobe=1//<!--\\",
}
# Where a value may stand: shown, sent back, or part of an address of ours.
ADDRESSES = ("href", "src", "action", "hx-get", "hx-post")
INERT = (*ADDRESSES, *"value title aria-label alt placeholder content data-draft label download".split())
UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\ufeff\0]")


class Tags(HTMLParser):
    """What the word does inside of tags and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "probe" in tag:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            text = value or ""
            if "probe" in name or ("probe" in text and name not in INERT):
                self.wrong.append(f'{tag} {name}="{text}"')
            if "probe" in text and name in ADDRESSES and not text.startswith("/de/"):
                self.wrong.append(f"{tag} leads to {text}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"comment {data[:80]}")


TAG = re.compile(r"""<[a-z!/](?:"[^"]*"|'[^']*'|[^>"'])*>""", re.IGNORECASE)
CODE = re.compile(r"<(script|style)\b[^>]*>[^<]*probe", re.IGNORECASE)


def check(html: str, text: str, *, editing: bool = False) -> None:
    tags = Tags()
    for tag in TAG.findall(html):
        if "probe" in tag:
            tags.feed(tag)
    assert tags.wrong == []
    assert not CODE.search(html)
    if any(mark in text for mark in "<>\"'"):
        assert text not in html, "raw"
    assert "49{" not in html and "$49" not in html, "evaluated"
    assert editing or not UNSEEN.search(html), "characters nobody sees"


@pytest.fixture(scope="module")
def stage(
    furnished: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """For each text a client that is made of nothing else, as an import or an older version may have left it."""
    source, places = furnished
    data = tmp_path_factory.mktemp("stage") / "data"
    shutil.copytree(source, data)
    for house in open_house(data, places):
        for text in HOSTILE.values():
            add(house, text)
        yield house


def add(house: House, text: str) -> None:
    region, actor = house.region(), Actor("staff:1", text, source=text)
    keys = region.keys
    everywhere = dict.fromkeys(
        ("name", "contact_name", "email", "phone", "vat_id", "vat_id_missing_reason", "street", "postal_code", "city",
         "website", "industry", "notes"), text,
    ) | {"postal_code": text[:20]}  # fmt: skip
    client = region.write_now(clients.add, keys, replace(BERGMANN, **everywhere), actor, AT)  # type: ignore[arg-type]
    changed = replace(client, city=f"{text} ", notes=f"{text}!")
    region.write_now(clients.change, keys, changed, actor, AT, version=1)
    region.write_now(contacts.add, keys, client.id, ContactPerson(text, text, text, text), actor, AT)
    for kind in ("note", "email"):
        note = Note(client.id, kind, text, AT, subject=text, people=text, pinned=True)  # type: ignore[arg-type]
        region.write_now(notes.add, keys, note, actor, AT)
    sealed = seal_all([File(text, b"Text", find_type(b"Text", "a.txt"))], client.uuid, keys)
    region.write_now(documents.add, keys, client.id, sealed, actor, AT, upload=None)
    staff = house.instance.accounts.read(accounts.find_by_email, CAST["anna"][1])
    region.write_now(views.add, "clients", staff.id, text[:60], f"?q={encoded(text)}"[:2000], AT)


def numbers(house: House, text: str) -> dict[str, int]:
    """The ids of what `add` made of this text."""
    client = 3 + list(HOSTILE.values()).index(text)
    at = client - 3
    return {"client": client, "note": 3 + 2 * at, "document": 5 + at, "contact": 6 + 2 * at}


@pytest.fixture(params=HOSTILE.values(), ids=HOSTILE)
def text(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


def test_it_is_shown_as_text_on_every_page(stage: House, text: str) -> None:
    known = numbers(stage, text)
    base = f"/de/clients/{known['client']}"
    pages = (
        base, f"{base}/data", f"{base}/history", f"{base}/timeline", f"{base}/documents", f"{base}/timeline?q=probe",
        f"{base}/notes/{known['note']}", f"{base}/notes/{known['note']}/removal", f"{base}/contacts/new",
        f"{base}/documents/{known['document']}",
    )  # fmt: skip
    parts = (
        f"{base}/timeline?panel=1", f"{base}/documents", f"{base}/notes/{known['note']}/removal",
        f"{base}/history?field={encoded(text)}&actor={encoded(text)}",
    )  # fmt: skip
    for path in (*pages, *parts):
        answer = stage.get("anna", path, partial=path in parts)
        assert (path, answer.status) == (path, 200)
        check(answer.text, text)


def test_it_is_text_in_every_form(stage: House, text: str) -> None:
    known = numbers(stage, text)
    base = f"/de/clients/{known['client']}"
    for path in (f"{base}/edit", f"{base}/notes/{known['note']}/edit", f"{base}/contacts/{known['contact']}/edit",
                 f"/de/clients/new?name={encoded(text)}&notes={encoded(text)}&country={encoded(text)}"):  # fmt: skip
        answer = stage.get("anna", path)
        assert (path, answer.status) == (path, 200)
        check(answer.text, text, editing=True)


COLUMNS = "&columns=".join(
    ("", "name", "vat_id", "contact", "email", "phone", "city", "industry", "country", "status")
)


def test_it_is_text_in_the_list_the_filters_and_the_marks(stage: House, text: str) -> None:
    term = encoded(text)
    filters = f"name={term}&vat_id={term}&country={term}&status={term}&kind={term}&changed_from={term}"
    for query in (f"q={term}{COLUMNS}", f"{filters}&sort={term}&after={term}&columns={term}"):
        for partial in (False, True):
            answer = stage.get("anna", f"/de/clients?{query}", partial=partial)
            assert answer.status == 200
            check(answer.text, text, editing=True)
    for which in ("filter", "columns", "view"):
        check(stage.get("anna", f"/de/clients/options/{which}?q={term}&{filters}").text, text, editing=True)


@pytest.mark.parametrize("query", ["q=probe", "status=all", "q=probe&sort=name"])
def test_all_of_it_is_text_in_one_list(stage: House, query: str) -> None:
    answer = stage.get("anna", f"/de/clients?{query}{COLUMNS}")
    assert answer.text.count("<tr data-row") >= len(HOSTILE)
    for text in HOSTILE.values():
        check(answer.text, text)


NOTE_FIELDS = "kind body subject people minutes at version submission".split()


def test_it_is_text_where_what_was_typed_is_shown_again(stage: House, text: str) -> None:
    everything = dict.fromkeys((*FIELDS, "submission", "version", "client_id"), text)
    note, parts = dict.fromkeys(NOTE_FIELDS, text), "/de/clients/checks/"
    asked = [
        ("/de/clients", everything), ("/de/clients/1", everything), ("/de/clients/similar", everything),
        *((f"{parts}{name}", everything) for name in ("name", "vat_id", "country", "website", "notes")),
        ("/de/clients/1/contacts", {"name": "", "email": text, "phone": text, "position": text}),
        ("/de/clients/1/notes", note), ("/de/clients/1/notes/1", note), ("/de/clients/1/status", {"status": text}),
        ("/de/clients/1", {"name": "Bergmann", "kind": "person", "version": "1", "notes": text}),
    ]  # fmt: skip
    for path, form in asked:
        answer = stage.ask("anna", "POST", path, form=form, partial=path.startswith(parts))
        assert answer.status in (200, 403, 409, 422), (path, answer.status)
        check(answer.text, text, editing=True)


def test_it_is_text_on_the_page_of_signing_in(stage: House) -> None:
    text = HOSTILE["mixed"]  # argon2 is slow on purpose: one stands for all
    answer = stage.post("stranger", "/login", email=text, password=text, next=text)
    assert answer.status == 422
    check(answer.text, text, editing=True)


def test_it_gets_into_no_header(stage: House, text: str) -> None:
    known = numbers(stage, text)
    document = f"/de/clients/{known['client']}/documents/{known['document']}"
    term = encoded(text)
    asked = [
        f"{document}/file",
        f"{document}/view",
        f"/de/clients?q={term}",
        f"/{term}/clients",
        f"/login?next={term}",
    ]
    for path in asked:
        answer = stage.get("anna", path)
        for name, value in answer.headers:
            assert name in ("content-disposition", "location", "allow") or "probe" not in value, name
            assert value.isprintable() and value.isascii()
        assert not [
            name
            for name, _ in answer.headers
            if name.startswith("hx-") or "probe" in name or name == "set-cookie"
        ]


def test_a_filename_stays_one_value_of_its_header(text: str) -> None:
    header = disposition(text)
    assert header.startswith('attachment; filename="') and header.isascii() and header.isprintable()
    assert header.count('"') == 2 and header.count(";") == 2


@pytest.mark.parametrize("kind", ["script", "out of double quotes", "template", "right to left", "mixed"])
def test_what_staff_are_called_is_text_too(fresh_house: House, kind: str) -> None:
    text = HOSTILE[kind]
    fresh_house.instance.accounts.write_now(lambda db: db.execute("UPDATE staff SET name = ?", (text,)))
    shown = {"anna": ["/account", "/de/clients"], "adam": ["/admin/staff", "/admin/staff/2", "/admin/staff/history"],
             "stranger": [fresh_house.address("/invitation/{token}")]}  # fmt: skip
    for who, path in ((who, path) for who, paths in shown.items() for path in paths):
        answer = fresh_house.get(who, path)
        assert answer.status == 200
        check(answer.text, text, editing=path.startswith(("/admin/staff/2", "/invitation/")))
