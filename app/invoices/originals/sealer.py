"""Seals what was issued: at once, and after a crash at the next start.

Issuing does not wait for paper: the PDF bears the number, and the number is drawn in the transaction. So the
transaction leaves a mark that this document is not sealed yet, and what is issued never changes: whenever it is
printed, it is the same.
"""

from __future__ import annotations

import asyncio

from app.clock import Clock, stamp
from app.invoices.originals import sealing, store
from app.invoices.printing import Printing
from app.invoices.store import load_document
from app.jobs.rounds import Rounds
from app.regions import Region, Regions

EVERY_SECONDS = 60.0


class Sealer(Rounds):
    def __init__(self, regions: Regions, clock: Clock, printing: Printing) -> None:
        super().__init__(regions, "originals", EVERY_SECONDS)
        self._clock, self._printing = clock, printing

    async def begin(self) -> None:
        self.codes.update(self.regions.codes())

    async def visit(self, region: Region) -> bool:
        await self.seal_all(region)
        return True

    async def seal_all(self, region: Region) -> None:
        while ids := region.read(store.unsealed):
            for invoice_id in ids:
                if self.closing:
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
