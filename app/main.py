"""The server: every feature's routes behind one door."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar, Response, Router, get
from litestar.response import Redirect

from app.accounts.admission import PasswordNeeded, admit
from app.accounts.cookies import send_renewed
from app.accounts.presence import Presence
from app.accounts.routes import ROUTES as ACCOUNTS
from app.accounts.routes.confirmation import ask_password
from app.catalogue.routes import ROUTES as CATALOGUE
from app.clients.routes import ROUTES as CLIENTS
from app.clients.routes.moved import not_found
from app.documents.routes import ROUTES as DOCUMENTS
from app.duplicates.routes import ROUTES as DUPLICATES
from app.errors import NotFound
from app.exports.routes import ROUTES as EXPORTS
from app.groups.routes import ROUTES as GROUPS
from app.imports.routes import ROUTES as IMPORTS
from app.instance import Instance
from app.invoices.paper_routes import ROUTES as PAPERS
from app.invoices.routes import ROUTES as INVOICES
from app.letters.routes import ROUTES as LETTERS
from app.lists.menus import Views
from app.mass.routes import ROUTES as MASS
from app.notes.routes import ROUTES as NOTES
from app.orders.routes import ROUTES as ORDERS
from app.paper import Presses
from app.payments.routes import ROUTES as PAYMENTS
from app.quality.routes import ROUTES as QUALITY
from app.reminders.routes import ROUTES as REMINDERS
from app.replicas.founding_routes import ROUTES as FOUNDING
from app.replicas.keeper import Keeper
from app.replicas.routes import ROUTES as REPLICAS
from app.seller.routes import ROUTES as SELLER
from app.services import Services
from app.web.context import region_of
from app.web.door import Door
from app.web.errors import HANDLERS
from app.web.pages import page
from app.web.static_files import static_file
from app.web.user import WebRequest


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


@get("/", opt={"right": "clients.see"}, sync_to_thread=False)
def region_home(request: WebRequest) -> Redirect:
    """Where work in a region begins."""
    return Redirect(f"/{region_of(request).code}/clients", status_code=303)


@get("/health", opt={"right": "public"}, sync_to_thread=False)
def health(request: WebRequest) -> dict[str, str]:
    """That the server answers; nothing about anybody."""
    return {"status": "ok"}


def create_app(instance: Instance, keeper: Keeper | None = None) -> Door:
    """The whole application, on an opened instance; without a keeper nothing is replicated (tests)."""
    return serve(application(), instance, keeper)


def application() -> Litestar:
    """All routes. What they work with comes by `serve`."""
    return Litestar(
        route_handlers=[
            home, health, static_file, *ACCOUNTS, *FOUNDING, *REPLICAS,
            Router(
                "/{region:str}",
                route_handlers=[
                    region_home, Views, *CLIENTS, *GROUPS, *MASS, *DOCUMENTS, *NOTES, *DUPLICATES, *QUALITY, *SELLER,
                    *CATALOGUE, *PAPERS, *INVOICES, *PAYMENTS, *LETTERS, *REMINDERS, *ORDERS, *EXPORTS, *IMPORTS
                ],
            ),
        ],
        before_request=admit,
        exception_handlers={**HANDLERS, NotFound: not_found, PasswordNeeded: ask_password},
        before_send=[send_renewed],
        lifespan=[_running],
        openapi_config=None,
        debug=False,
        request_max_body_size=1_000_000,
    )  # fmt: skip


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    services: Services = app.state.services
    async with services.running():
        yield


def serve(
    app: Litestar, instance: Instance, keeper: Keeper | None = None, presses: Presses | None = None
) -> Door:
    """Puts an instance behind the routes, in place of one that was there before."""
    services = Services(instance, keeper, presses)
    app.state = services.state()
    return Door(
        services.shelf.before(app), instance.settings, Presence(instance.accounts, instance.clock).identify
    )
