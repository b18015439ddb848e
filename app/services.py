"""What is at work behind a served instance: the log of looks, workers, loops, and what handlers find in `app.state`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from litestar.datastructures import State

from app import mail
from app.access.log import AccessLog
from app.access.shelf import Shelf
from app.belongings import BELONGINGS
from app.clients.card import DATA, OVERVIEW
from app.clients.routes.history import TAB as HISTORY_TAB
from app.documents.routes import PANEL as DOCUMENTS_PANEL
from app.duplicates.staging import SHELF as DUPLICATES_FILES
from app.duplicates.staging import Books as DuplicatesBooks
from app.duplicates.staging import workers_for as duplicates_workers
from app.exports.staging import SHELF as EXPORT_FILES
from app.exports.sweep import Books as ExportBooks
from app.exports.workers import Workers as ExportWorkers
from app.groups.carried import labels as client_labels
from app.groups.filters import CLIENT_LIST
from app.groups.history import ATTRIBUTES
from app.groups.routes import PANEL as LABELS_PANEL
from app.history.marks import keep_marking
from app.imports.staging import SHELF as IMPORT_FILES
from app.imports.sweep import Books as ImportBooks
from app.imports.undoings import Undoings
from app.imports.workers import Workers
from app.instance import Instance
from app.invoices.originals.sealer import Sealer
from app.invoices.paper_routes import PANEL as EINVOICE_PANEL
from app.invoices.printing import Printing
from app.invoices.routes import PANEL as INVOICES_PANEL
from app.invoices.routes import TAB as INVOICES_TAB
from app.jobs.sweep import Sweep
from app.letters import assembling
from app.letters.assembling import Assembly
from app.letters.postman import Postman
from app.mass.runs import Runs
from app.notes.routes import PANEL as TIMELINE_PANEL
from app.notes.routes import TAB as TIMELINE_TAB
from app.orders.attachments import of_documents
from app.orders.billing import of_invoices
from app.orders.routes import PANEL as ORDERS_PANEL
from app.orders.routes import TAB as ORDERS_TAB
from app.paper import Presses
from app.readings import READINGS
from app.regions.watch import Watch
from app.reminders.rewording import reword_outdated
from app.replicas.keeper import Keeper


class Services:
    """Of one instance; without a keeper nothing is replicated (tests)."""

    def __init__(
        self, instance: Instance, keeper: Keeper | None = None, presses: Presses | None = None
    ) -> None:
        """`presses` that are given may serve others too: whoever gave them closes them."""
        settings, clock, regions = instance.settings, instance.clock, instance.regions
        self.instance, self.keeper = instance, keeper
        self.watch = Watch(settings.data, regions, instance.accounts, self._is_replicated)
        self.access = AccessLog(clock)
        self.shelf = Shelf(regions, self.access, clock)
        self.imports, self.undoings = Workers(settings, clock), Undoings(clock)
        self.exports = ExportWorkers(settings, clock)
        self.duplicates = duplicates_workers(settings)
        self.mass = Runs(clock)
        self.presses, self._closes_presses = presses or Presses(), presses is None
        self.printing = Printing(self.presses)
        self.sealer = Sealer(regions, clock, self.printing)
        senders = {"document": assembling.document, "invoice": assembling.of_invoice(self.printing)}
        self.assembly = Assembly(settings, clock, senders)
        self.postman = Postman(regions, clock, self.assembly.eml, reword_outdated)

    def _is_replicated(self) -> bool:
        return self.keeper is not None and self.keeper.litestream.is_running

    def state(self) -> State:
        instance = self.instance
        return State(
            {
                "services": self,
                "instance": instance.accounts, "regions": instance.regions, "vault": instance.vault,
                "clock": instance.clock, "settings": instance.settings, "access": self.access, "shelf": self.shelf,
                "maintenance": self.watch, "keeper": self.keeper, "imports": self.imports,
                "import_undoings": self.undoings, "duplicates": self.duplicates, "exports": self.exports,
                "mass": self.mass, "printing": self.printing, "sealer": self.sealer,
                "assembly": self.assembly, "postman": self.postman,
                "mail": partial(mail.send, instance.settings),
                "card_tabs": (OVERVIEW, TIMELINE_TAB, INVOICES_TAB, ORDERS_TAB, DATA, HISTORY_TAB),
                "card_panels": (
                    LABELS_PANEL, INVOICES_PANEL, TIMELINE_PANEL, ORDERS_PANEL, DOCUMENTS_PANEL, EINVOICE_PANEL
                ),
                "orders_of_invoices": of_invoices, "orders_of_documents": of_documents,
                "belongings": BELONGINGS,
                "client_list": CLIENT_LIST,
                "client_labels": client_labels,
                "client_attributes": ATTRIBUTES,
                "history_readings": READINGS,
            }
        )  # fmt: skip

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Everything at work until the block ends; then what is in hand is finished and the instance closed."""
        tasks = [asyncio.create_task(each) for each in self._loops()]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await self._close()

    def _loops(self) -> tuple[Coroutine[Any, Any, None], ...]:
        regions, clock = self.instance.regions, self.instance.clock
        return (
            self.watch.migrate(),
            self.watch.run(),
            self.access.run(),
            keep_marking(regions, self.instance.vault),
            self.postman.run(),
            self.sealer.run(),
            Sweep(regions, clock, IMPORT_FILES, ImportBooks()).run(),
            Sweep(regions, clock, EXPORT_FILES, ExportBooks()).run(),
            Sweep(regions, clock, DUPLICATES_FILES, DuplicatesBooks()).run(),
        )

    async def _close(self) -> None:
        ending = [
            each.close()
            for each in (
                self.postman,
                self.sealer,
                self.imports,
                self.undoings,
                self.exports,
                self.duplicates,
                self.mass,
            )
        ]
        if self._closes_presses:
            ending.append(asyncio.to_thread(self.presses.close))
        await asyncio.gather(*ending)
        await self.access.flush()
        if self.keeper:
            self.keeper.stop()
        self.instance.close()
