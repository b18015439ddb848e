"""The server: every feature's routes behind one door."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from litestar import Litestar, Response, Router, get
from litestar.datastructures import State
from litestar.response import Redirect
from litestar.types import ASGIApp

from app import mail
from app.access.log import AccessLog
from app.access.shelf import Shelf
from app.accounts import sessions
from app.accounts.cookies import send_renewed
from app.accounts.guards import PasswordNeeded, guard
from app.accounts.model import SEEN_EVERY
from app.accounts.routes import ROUTES as ACCOUNTS
from app.accounts.routes.confirmation import ask_password
from app.belongings import BELONGINGS
from app.catalogue.routes import ROUTES as CATALOGUE
from app.clients.card import DATA, OVERVIEW
from app.clients.routes import ROUTES as CLIENTS
from app.clients.routes.history import TAB as HISTORY_TAB
from app.clients.routes.moved import not_found
from app.clock import stamp
from app.documents.routes import PANEL as DOCUMENTS_PANEL
from app.documents.routes import ROUTES as DOCUMENTS
from app.duplicates.routes import ROUTES as DUPLICATES
from app.duplicates.staging import SHELF as DUPLICATES_FILES
from app.duplicates.staging import Books as DuplicatesBooks
from app.duplicates.staging import workers_for as duplicates_workers
from app.errors import MasakuError, NotFound
from app.exports.routes import ROUTES as EXPORTS
from app.exports.staging import SHELF as EXPORT_FILES
from app.exports.sweep import Books as ExportBooks
from app.exports.workers import Workers as ExportWorkers
from app.groups.carried import labels as client_labels
from app.groups.filters import CLIENT_LIST
from app.groups.history import ATTRIBUTES
from app.groups.routes import PANEL as LABELS_PANEL
from app.groups.routes import ROUTES as GROUPS
from app.history.marks import keep_marking
from app.imports.routes import ROUTES as IMPORTS
from app.imports.staging import SHELF as IMPORT_FILES
from app.imports.sweep import Books as ImportBooks
from app.imports.undoings import Undoings
from app.imports.workers import Workers
from app.instance import Instance
from app.invoices.originals.sealer import Sealer
from app.invoices.paper_routes import PANEL as EINVOICE_PANEL
from app.invoices.paper_routes import ROUTES as PAPERS
from app.invoices.printing import Printing
from app.invoices.routes import PANEL as INVOICES_PANEL
from app.invoices.routes import ROUTES as INVOICES
from app.invoices.routes import TAB as INVOICES_TAB
from app.jobs.sweep import Sweep
from app.letters import assembling
from app.letters.assembling import Assembly
from app.letters.postman import Postman
from app.letters.routes import ROUTES as LETTERS
from app.mass.routes import ROUTES as MASS
from app.mass.runs import Runs
from app.notes.routes import PANEL as TIMELINE_PANEL
from app.notes.routes import ROUTES as NOTES
from app.notes.routes import TAB as TIMELINE_TAB
from app.paper import Presses
from app.quality.routes import ROUTES as QUALITY
from app.regions.watch import Watch
from app.replicas.keeper import Keeper
from app.replicas.routes import ROUTES as REPLICAS
from app.seller.routes import ROUTES as SELLER
from app.web.assets import static_file
from app.web.door import Door, Identify
from app.web.errors import HANDLERS
from app.web.pages import page
from app.web.user import User, WebRequest


@get("/", opt={"right": "signed_in"}, sync_to_thread=False)
def home(request: WebRequest) -> Response[bytes] | Redirect:
    """The first region somebody works in."""
    user = request.user
    assert user is not None
    codes = [code for code in request.app.state.regions.codes() if user.role(code)]
    if codes:
        return Redirect(f"/{codes[0]}/clients", status_code=303)
    if user.admin:
        return Redirect("/admin/regions", status_code=303)
    return page(request, "accounts/nothing.html")


@get("/health", opt={"right": "public"}, sync_to_thread=False)
def health(request: WebRequest) -> dict[str, str]:
    """That the server answers; nothing about anybody."""
    return {"status": "ok"}


def create_app(instance: Instance, keeper: Keeper | None = None) -> ASGIApp:
    """The whole application, on an opened instance; without a keeper nothing is replicated (tests)."""
    watch = Watch(
        instance.settings.data,
        instance.regions,
        instance.accounts,
        lambda: keeper is not None and keeper.litestream.is_running,
    )
    access = AccessLog(instance.clock)
    shelf = Shelf(instance.regions, access, instance.clock)
    imports, undoings = Workers(instance.settings, instance.clock), Undoings(instance.clock)
    exports = ExportWorkers(instance.settings, instance.clock)
    duplicates = duplicates_workers(instance.settings)
    mass = Runs(instance.clock)
    presses = Presses()
    printing = Printing(presses)
    sealer = Sealer(instance.regions, instance.clock, printing)
    assembly = Assembly(
        instance.settings,
        instance.clock,
        {"document": assembling.document, "invoice": assembling.of_invoice(printing)},
    )
    postman = Postman(instance.regions, instance.clock, assembly.eml)

    @asynccontextmanager
    async def background(_: Litestar) -> AsyncIterator[None]:
        loops = (
            watch.run(),
            access.run(),
            keep_marking(instance.regions, instance.vault),
            postman.run(),
            sealer.run(),
            Sweep(instance.regions, instance.clock, IMPORT_FILES, ImportBooks()).run(),
            Sweep(instance.regions, instance.clock, EXPORT_FILES, ExportBooks()).run(),
            Sweep(instance.regions, instance.clock, DUPLICATES_FILES, DuplicatesBooks()).run(),
        )
        tasks = [asyncio.create_task(each) for each in loops]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await postman.close()
            await sealer.close()
            await imports.close()
            await undoings.close()
            await exports.close()
            await duplicates.close()
            await mass.close()
            await asyncio.to_thread(presses.close)
            await access.flush()
            if keeper:
                keeper.stop()
            instance.close()

    app = Litestar(
        route_handlers=[
            home, health, static_file, *ACCOUNTS, *REPLICAS,
            Router(
                "/{region:str}",
                route_handlers=[
                    *CLIENTS, *GROUPS, *MASS, *DOCUMENTS, *NOTES, *DUPLICATES, *QUALITY, *SELLER, *CATALOGUE, *PAPERS,
                    *INVOICES, *LETTERS, *EXPORTS, *IMPORTS
                ],
            ),
        ],
        guards=[guard],
        exception_handlers={**HANDLERS, NotFound: not_found, PasswordNeeded: ask_password},
        before_send=[send_renewed],
        lifespan=[background],
        openapi_config=None,
        state=State(
            {
                "instance": instance.accounts, "regions": instance.regions, "vault": instance.vault,
                "clock": instance.clock, "settings": instance.settings, "access": access, "shelf": shelf,
                "maintenance": watch, "keeper": keeper, "imports": imports, "import_undoings": undoings,
                "duplicates": duplicates, "exports": exports, "mass": mass, "printing": printing, "sealer": sealer,
                "assembly": assembly, "postman": postman,
                "mail": partial(mail.send, instance.settings),
                "card_tabs": (OVERVIEW, TIMELINE_TAB, INVOICES_TAB, DATA, HISTORY_TAB),
                "card_panels": (LABELS_PANEL, INVOICES_PANEL, TIMELINE_PANEL, DOCUMENTS_PANEL, EINVOICE_PANEL),
                "belongings": BELONGINGS,
                "client_list": CLIENT_LIST,
                "client_labels": client_labels,
                "client_attributes": ATTRIBUTES,
            }
        ),
        debug=False,
        request_max_body_size=1_000_000,
    )  # fmt: skip
    return Door(shelf.before(app), instance.settings, identify_with(instance))


def identify_with(instance: Instance) -> Identify:
    def identify(token: str) -> User | None:
        now = instance.clock.now()
        try:
            minute = int(now.timestamp()) // 60  # sessions end by the clock too
            found = instance.accounts.ask_again((token, minute), sessions.identify, token, now)
        except MasakuError:
            return None  # being restored: the guard says so
        if found is None:
            return None
        user, seen_at = found
        if seen_at <= stamp(now - SEEN_EVERY):
            asyncio.get_running_loop().create_task(instance.accounts.note(sessions.seen, user.session, now))
        return user

    return identify
