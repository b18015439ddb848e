"""Seals what was issued: at once, and after a crash at the next start.

Issuing does not wait for paper: the PDF bears the number, and the number is drawn in the transaction. So the
transaction leaves a mark that this document is not sealed yet, and what is issued never changes: whenever it is
printed, it is the same.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from app.clock import Clock, stamp
from app.errors import MasakuError
from app.invoices.originals import sealing, store
from app.invoices.printing import Printing
from app.invoices.store import load_document
from app.regions import Region, Regions

log = logging.getLogger("masaku")
EVERY_SECONDS = 60.0


class Sealer:
    def __init__(self, regions: Regions, clock: Clock, printing: Printing) -> None:
        self._regions, self._clock, self._printing = regions, clock, printing
        self._called = asyncio.Event()
        self._codes: set[str] = set()
        self._round: asyncio.Task[None] | None = None
        self._closing = False

    def call(self, code: str) -> None:
        """Something was issued in this region."""
        self._codes.add(code)
        self._called.set()

    async def run(self) -> None:
        """At the start every region, then those that were named; what could not be sealed again a minute later."""
        self._codes.update(self._regions.codes())
        while True:
            self._round = asyncio.create_task(self.go_round())
            await asyncio.shield(self._round)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._called.wait(), EVERY_SECONDS)
            self._called.clear()

    async def close(self) -> None:
        """The one in hand is finished, the others at the next start."""
        self._closing = True
        if self._round is not None:
            await asyncio.wait([self._round])

    async def go_round(self) -> None:
        for code in sorted(self._codes):
            try:
                await self.seal_all(self._regions.find(code))
                self._codes.discard(code)
            except MasakuError as error:
                log.warning("originals of %s wait: %s", code, error)
            except Exception:
                log.exception("originals of %s", code)
            await asyncio.sleep(0)  # there may be hundreds of regions

    async def seal_all(self, region: Region) -> None:
        while ids := region.read(store.unsealed):
            for invoice_id in ids:
                if self._closing:
                    return
                await self.seal(region, invoice_id)

    async def seal(self, region: Region, invoice_id: int) -> None:
        document = region.read(load_document, invoice_id)
        parts = await self._printing.originals(document)
        years, at = region.definition.retention_years["invoice"], stamp(self._clock.now())
        sealed = await asyncio.to_thread(
            sealing.seal, invoice_id, document.invoice.issued_on, parts, region.keys, region.code, years, at
        )
        # Visible, so that the region remembers how many keys its vault must know.
        await region.write(store.add, invoice_id, sealed)
