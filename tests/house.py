"""The whole application with data in it, asked without a socket: any address, any header, any bytes in a path.

DE has two clients of everything, AT one whose numbers exist in AT only.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import re
import shutil
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode

import pypdfium2
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from app.access.shelf import Shelf
from app.accounts import invitations
from app.accounts import store as accounts
from app.actor import Actor
from app.belongings import BELONGINGS
from app.catalogue import store as catalogue
from app.catalogue.lines import LineValues
from app.catalogue.model import Product
from app.clients import contacts
from app.clients import store as clients
from app.clients.model import Client, ContactPerson
from app.clock import FixedClock, stamp
from app.demo.files import png
from app.documents import store as documents
from app.documents.forms import accept
from app.documents.sealing import seal_all
from app.duplicates import merging, scans
from app.duplicates.model import Pair, Reason
from app.exports import store as exports
from app.exports.model import Wanted
from app.exports.staging import folder_of as export_folder
from app.groups import carried, groups, tags
from app.groups.carried import GROUP, TAG
from app.imports import store as imports
from app.imports.job import Job
from app.imports.model import Counts
from app.imports.staging import folder_of
from app.imports.work import look
from app.instance import Instance
from app.invoices import drafts, issuing
from app.invoices.law import Law
from app.invoices.model import Invoice, InvoiceLine
from app.invoices.originals import sealing
from app.invoices.originals import store as originals
from app.letters import store as letters
from app.letters.model import Letter
from app.lists import views
from app.main import application, serve
from app.mass import store as mass
from app.mass.model import Action, Scope
from app.notes import store as notes
from app.notes.model import Note
from app.orders import store as orders
from app.orders.model import Order
from app.paper import Presses
from app.payments import store as payments
from app.payments.model import Payment
from app.regions import Region
from app.seller import store as sellers
from app.seller.model import Seller
from app.settings import Settings
from app.sqlite import Connection, one
from app.undo import store as undo
from app.web.assets import asset_url
from app.web.door import SESSION_COOKIE, Door
from tests.conftest import CAST, NOW, open_instance, session_of

AT = stamp(NOW)
ANNA = Actor("staff:1", "Anna Krüger")
BERGMANN = Client(
    "Bergmann & Söhne GmbH", contact_name="Sabine Bergmann", email="info@bergmann.example", phone="+49 711 2041140",
    vat_id="DE136695976", street="Heilbronner Straße 128", postal_code="70192", city="Stuttgart", country="DE",
    website="https://bergmann.example", industry="Maschinenbau", notes="Zahlt pünktlich.",
)  # fmt: skip
FIRM = Seller(
    "Nordwerk Software GmbH", "Lindenallee 14", "10435", "Berlin", "DE", "DE287654324", "37/455/21901",
    iban="DE89370400440532013000", bic="COBADEFFXXX", logo=png(0),
)  # fmt: skip
TRAINING = Product({"de": "Schulung, online"}, code="S-300", unit="HUR", prices={"EUR": 1_200_000})
FIRST_NUMBER_IN_AT = 1000


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key == name)

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class RouteOf:
    """One method of one route, with its right."""

    method: str
    path: str
    right: str | None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_of_a_region(self) -> bool:
        return self.path.startswith("/{region}")


@dataclass
class House:
    instance: Instance
    places: Mapping[str, str]
    routes_of: Litestar = field(default_factory=application)
    presses: Presses | None = None
    _sessions: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.app = serve(self.routes_of, self.instance, presses=self.presses)
        self._runner = asyncio.Runner()
        self._inbox: asyncio.Queue[Any] = asyncio.Queue()
        self._outbox: asyncio.Queue[Any] = asyncio.Queue()
        self._life = self._runner.run(self._open())

    async def _open(self) -> asyncio.Task[None]:
        scope: Any = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
        life = asyncio.create_task(self.app(scope, self._inbox.get, self._outbox.put))
        await self._inbox.put({"type": "lifespan.startup"})
        assert (await self._outbox.get())["type"] == "lifespan.startup.complete"
        return life

    def close(self) -> None:
        async def end() -> None:
            await self._inbox.put({"type": "lifespan.shutdown"})
            await self._life

        self._runner.run(end())
        self._runner.close()

    @property
    def litestar(self) -> Litestar:
        return inside(self.app)

    def routes(self) -> list[RouteOf]:
        found = [
            RouteOf(method, route.path_format, handler.opt.get("right"))
            for route in self.litestar.routes
            if isinstance(route, HTTPRoute)
            for handler in route.route_handlers
            for method in handler.http_methods
            if method != "OPTIONS"
        ]
        return sorted(found, key=str)

    def region(self, code: str = "de") -> Region:
        return self.instance.regions.find(code)

    def address(self, route: RouteOf | str, **other: str) -> str:
        """The route's path with real numbers of DE in it; `other` replaces some of them."""
        path = route if isinstance(route, str) else route.path
        given = {**self.places, **other}
        if path.endswith("/view") and "document_id" not in other:
            given["document_id"] = given["text_document_id"]
        if path.endswith(("/refused", "/undo")) and "import_id" not in other:
            given["import_id"] = given["done_import_id"]
        missing = set(re.findall(r"\{(\w+)\}", path)) - set(given)
        assert not missing, f"{path}: furnish in tests/house.py gives no value for {missing}"
        address = re.sub(r"/?\{(\w+)\}", lambda found: "/" + given[found[1]].lstrip("/"), path)
        return f"{address}?ids=1,2" if path.endswith("/duplicates/merge") else address

    def session(self, who: str) -> str:
        if who not in self._sessions:
            self._sessions[who] = session_of(self.instance, who)
        return self._sessions[who]

    def ask(self, who: str, method: str, path: str, **given: Any) -> Answer:
        return self._runner.run(self._ask(who, method, path, **given))

    def get(self, who: str, path: str, **given: Any) -> Answer:
        return self.ask(who, "GET", path, **given)

    def post(self, who: str, path: str, **form: str) -> Answer:
        return self.ask(who, "POST", path, form=form)

    def looked(self) -> None:
        """The server has noticed what the command line asks of it."""
        self._runner.run(self.litestar.state.maintenance.look())

    def written(self) -> None:
        """What was looked at is in the access log."""
        self._runner.run(self.litestar.state.access.flush())

    async def _ask(
        self,
        who: str,
        method: str,
        path: str,
        *,
        form: Mapping[str, str] | None = None,
        body: bytes = b"",
        headers: Mapping[str, str | None] = {},
        more: tuple[tuple[bytes, bytes], ...] = (),
        partial: bool = False,
        scheme: str = "https",
        client: str = "127.0.0.1",
    ) -> Answer:
        raw, _, query = path.partition("?")
        sent: dict[str, str | None] = {"host": "masaku.test", "sec-fetch-site": "same-origin"}
        if who != "stranger":
            sent["cookie"] = f"{SESSION_COOKIE}={self.session(who)}"
        if partial:
            sent |= {"hx-request": "true", "hx-request-type": "partial"}
        if form is not None:
            body, sent["content-type"] = urlencode(form).encode(), "application/x-www-form-urlencoded"
        if body:
            sent["content-length"] = str(len(body))
        sent |= headers
        scope: Any = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1",
            "method": method, "scheme": scheme, "path": unquote(raw), "raw_path": raw.encode(),
            "query_string": query.encode(), "root_path": "", "client": (client, 50000), "server": ("masaku.test", 443),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in sent.items() if value is not None]
            + list(more),
        }  # fmt: skip
        return await _answered(self.app, scope, body)

    def state(self, *, besides: frozenset[str] = frozenset({"access"})) -> dict[str, str]:
        """A digest of every table of every file: equal means that nothing was changed."""
        found = {}
        for name, file in (
            ("de", self.region()), ("at", self.region("at")), ("instance", self.instance.accounts),
        ):  # fmt: skip
            found |= {
                f"{name}.{table}": digest
                for table, digest in file.read(_digests).items()
                if table not in besides
            }
        found["vault"] = hashlib.sha256(
            repr([self.instance.vault.mark(code) for code in ("de", "at")]).encode()
        ).hexdigest()
        return found


def inside(door: Door) -> Litestar:
    """The application behind what stands in front of it."""
    shelf = door._app
    assert isinstance(shelf, Shelf) and isinstance(shelf.app, Litestar)
    return shelf.app


async def _answered(app: Door, scope: Any, body: bytes) -> Answer:
    messages: list[Any] = []
    pending = [{"type": "http.request", "body": body, "more_body": False}]
    complete = asyncio.Event()

    async def receive() -> Any:
        if pending:
            return pending.pop()
        await complete.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        messages.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            complete.set()

    await app(scope, receive, send)
    start = messages[0]
    content = b"".join(message.get("body", b"") for message in messages[1:])
    headers = tuple((name.decode().lower(), value.decode("latin-1")) for name, value in start["headers"])
    return Answer(start["status"], headers, content)


def _digests(db: Connection) -> dict[str, str]:
    tables = [
        row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    ]
    return {
        table: hashlib.sha256(
            repr([tuple(row) for row in db.execute(f"SELECT * FROM '{table}'")]).encode()
        ).hexdigest()
        for table in tables
    }


def furnish(data: Path) -> dict[str, str]:
    """An instance with data in both regions; the numbers of DE's first client and of what belongs to it."""
    instance = open_instance(data, FixedClock(NOW))
    try:
        region, other = instance.regions.find("de"), instance.regions.find("at")
        other.write_now(_start_higher)
        _client(other, replace(BERGMANN, name="Grazer Geheimnis GmbH", country="AT"))
        _labels(other, FIRST_NUMBER_IN_AT + 1)
        other.write_now(catalogue.add, other.keys, TRAINING, ANNA, AT)
        _order(other, FIRST_NUMBER_IN_AT + 1)
        staff = instance.accounts.read(accounts.find_by_email, CAST["anna"][1])
        region.write_now(
            views.add, "clients", staff.id, "Süden", "?q=stuttgart", AT, by=ANNA.name, shared=True
        )
        token = instance.accounts.write_now(
            invitations.invite, instance.accounts.read(accounts.find_by_email, CAST["bartek"][1]).id,
            actor="test", now=NOW,
        )  # fmt: skip
        places = _client(region, BERGMANN)
        _client(region, replace(BERGMANN, name="Huber OHG", email="office@huber.example"))
        places |= _labels(region, int(places["client_id"]))
        places |= {"operation_id": _mass_action(region, int(places["client_id"]))}
        region.write_now(_found_twice)
        region.write_now(sellers.change, region.keys, FIRM, ANNA, AT, version=0)
        product = region.write_now(catalogue.add, region.keys, TRAINING, ANNA, AT)
        return places | {
            "merge_id": _merged_and_parted(region),
            "invoice_id": _invoice(region, int(places["client_id"])), "original_kind": "pdf",
            "payment_id": "1",
            "letter_id": _letter(region, int(places["client_id"]), int(places["document_id"])),
            "product_id": str(product.id), "order_id": _order(region, 1),
            "export_id": _export(data, region, f"staff:{staff.id}"),
            "import_id": _import(data, region, f"staff:{staff.id}", done=False),
            "done_import_id": _import(data, region, f"staff:{staff.id}", done=True),
            "region": "de", "code": "de", "view_id": "1", "seq": "2", "field": "name", "which": "filter",
            "token": token,
            "path": asset_url("app.css").removeprefix("/static"), "session_id": "999", "staff_id": "2",
        }  # fmt: skip
    finally:
        instance.close()


def _forget_looks(db: Connection) -> None:
    """Nobody has looked yet. What is there to stop this is away for a moment."""
    guard = one(db, "SELECT sql FROM sqlite_schema WHERE name = 'access_no_delete'")
    db.execute("DROP TRIGGER access_no_delete")
    db.execute("DELETE FROM access")
    db.execute(guard)


def _start_higher(db: Connection) -> None:
    for table in (
        "client",
        "contact",
        "note",
        "document",
        "import_batch",
        "tag",
        "client_group",
        "export",
        "product",
        "client_order",
    ):
        db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, FIRST_NUMBER_IN_AT))


def _found_twice(db: Connection) -> None:
    """A search for duplicates that has found DE's two clients."""
    number = str(uuid.uuid4())
    scans.begin(db, number, ANNA, AT)
    scans.finish(db, number, 2, [Pair(1, 2, 75, (Reason("same_vat_id", 75),))], AT)


def _merged_and_parted(region: Region) -> str:
    """The number of a merge of DE's two clients that was undone."""
    one, other = (region.read(clients.find, number) for number in (1, 2))
    number = region.write_now(merging.merge, region.keys, BELONGINGS, one, [other], ANNA, AT)
    region.write_now(merging.take_back, region.keys, BELONGINGS, number, ANNA, AT)
    return str(number)


def _client(region: Region, client: Client) -> dict[str, str]:
    keys = region.keys
    added = region.write_now(clients.add, keys, client, ANNA, AT)
    region.write_now(clients.change, keys, replace(added, city="Ulm"), ANNA, AT, version=1)
    person = ContactPerson("Tom Ober", "Einkauf", "tom@bergmann.example", "+49 711 20411499")
    contact = region.write_now(contacts.add, keys, added.id, person, ANNA, AT)
    note = region.write_now(notes.add, keys, Note(added.id, "note", "Angebot besprochen.", AT), ANNA, AT)
    assert note is not None
    files, problems = accept([("angebot.pdf", _pdf()), ("notiz.txt", b"Nur Text.")])
    assert not problems
    sealed = seal_all(files, added.uuid, keys)
    pdf, text = region.write_now(documents.add, keys, added.id, sealed, ANNA, AT, upload=None)
    return {
        "client_id": str(added.id), "contact_id": str(contact), "note_id": str(note.id), "document_id": str(pdf),
        "text_document_id": str(text),
    }  # fmt: skip


def _labels(region: Region, client_id: int) -> dict[str, str]:
    """A tag and a group that this client carries."""
    group_id = region.write_now(groups.add, "Stammkunden", "static", "", ANNA, AT)
    region.write_now(carried.change, region.keys, GROUP, client_id, ANNA, AT, add=(group_id,))
    region.write_now(tags.attach, region.keys, client_id, ["Maschinenbau"], ANNA, AT)
    [tag_id] = region.read(carried.ids_named, TAG, ["Maschinenbau"])
    return {"group_id": str(group_id), "tag_id": str(tag_id), "label_kind": "tag"}


def _mass_action(region: Region, client_id: int) -> str:
    """One that is done, and can be undone."""
    operation = region.write_now(
        mass.begin, Scope((client_id,)), Action("tag", "Messe"), 1, "a-random-key-of-a-form", ANNA, AT
    )
    region.write_now(mass.step, region.keys, operation, ANNA, AT)
    return str(operation)


def _import(data: Path, region: Region, staff_id: str, *, done: bool) -> str:
    """A file of Anna's that was uploaded and looked at."""
    folder = folder_of(data, region.code, str(uuid.uuid4()))
    assert folder.make()
    folder.file.write_text("Nazwa;Miasto\nHuber OHG;Wien\n", encoding="utf-8")
    folder.refused.write_text("Nazwa;Miasto;#;!\n", encoding="utf-8")
    job = Job("inspect", "klienci.csv")
    look(job, folder)
    actor = Actor(staff_id, "Anna Krüger")
    number = region.write_now(
        imports.add, folder.uuid, "klienci.csv", "0" * 64, actor, job.options, AT, rows=1
    )
    if done:
        region.write_now(imports.checked, folder.uuid, 1)
        region.write_now(imports.begin, number, job.options, AT)
        operation = region.write_now(undo.begin, "import", {"import": number}, actor, AT)
        region.write_now(imports.finish, folder.uuid, Counts(1, refused=1), AT, operation_id=operation)
    return str(number)


def _order(region: Region, client_id: int) -> str:
    order = Order(client_id, "2026-11-20", "2026-11-22", reference="4500183377", currency="EUR")
    ordered = [LineValues("Schulung, online", quantity=35_000, unit="HUR", price=1_200_000, rate=1900)]
    added = region.write_now(orders.add, region.keys, order, ordered, "AU-{year}-{number:04}", ANNA, AT)
    return str(added.id)


def _export(data: Path, region: Region, staff_id: str) -> str:
    """A small file of Anna's that waits to be fetched."""
    folder = export_folder(data, region.code, str(uuid.uuid4()))
    assert folder.make()
    folder.file.write_bytes(b"Name\r\nHuber OHG\r\n")
    wanted, actor = Wanted("csv", "Weihnachtskarten", query="?country=DE"), Actor(staff_id, "Anna Krüger")
    number = region.write_now(exports.add, folder.uuid, wanted, 1, actor, AT)
    region.write_now(exports.finish, folder.uuid, 1, 1, [2], actor, AT)
    region.note_now(_forget_looks)
    return str(number)


def _invoice(region: Region, client_id: int) -> str:
    """One that is issued, and sealed with something that is no PDF: nobody opens it without the grant."""
    line = InvoiceLine("Wartung", price=1_000_000, rate=1900)
    head = Invoice(client_id, language="de", supplied_until=AT[:10], due_on="2026-12-07")
    draft = region.write_now(drafts.add, region.keys, head, [line], ANNA, AT)
    law, marks = Law.of(region.definition), region.vault.number_marks(region.code)
    issued = region.write_now(
        issuing.issue, region.keys, draft.id, law, marks, ANNA, AT, version=draft.version, today=AT[:10]
    )
    region.vault.raise_number_mark(region.code, issued.series, issued.year, issued.sequence)
    sealed = sealing.seal(issued.id, issued.issued_on, {"pdf": b"Kein PDF."}, region.keys, region.code, 8, AT)
    region.write_now(originals.add, issued.id, sealed)
    region.write_now(payments.add, region.keys, Payment(issued.id, 5_000, AT[:10]), ANNA, AT)
    return str(issued.id)


def _letter(region: Region, client_id: int, document_id: int) -> str:
    """One that waits: tests have no mail server."""
    letter = Letter(
        client_id, "info@bergmann.example", "Angebot", "Anbei.", attachments=(f"document:{document_id}",)
    )
    added = region.write_now(letters.add, region.keys, letter, ANNA, AT)
    region.note_now(_forget_looks)
    return str(added.id)


def _pdf() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(60, 80)
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()


def open_house(data: Path, places: Mapping[str, str], **settings: Any) -> Iterator[House]:
    house = House(Instance.open(Settings(data=data, **settings), FixedClock(NOW)), places)
    yield house
    house.close()


def encoded(text: str) -> str:
    return quote(text, safe="")


def count(db: Connection, table: str) -> int:
    return int(one(db, f"SELECT count(*) FROM {table}"))


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    data = tmp_path_factory.mktemp("furnished") / "data"
    return data, furnish(data)


@pytest.fixture(scope="session")
def house(
    furnished: tuple[Path, dict[str, str]], presses: Presses, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """One for all tests that only look."""
    yield from _house(furnished, presses, tmp_path_factory.mktemp("house") / "data", application())


@pytest.fixture
def fresh_house(furnished: tuple[Path, dict[str, str]], presses: Presses, tmp_path: Path) -> Iterator[House]:
    """One of its own, for a test that changes something."""
    yield from _house(furnished, presses, tmp_path / "data", _routes_of_fresh_ones())


@cache
def _routes_of_fresh_ones() -> Litestar:
    """Made once: that takes longer than most tests."""
    return application()


def _house(
    furnished: tuple[Path, dict[str, str]], presses: Presses, data: Path, routes: Litestar
) -> Iterator[House]:
    source, places = furnished
    shutil.copytree(source, data)
    house = House(Instance.open(Settings(data=data), FixedClock(NOW)), places, routes, presses)
    yield house
    house.close()
