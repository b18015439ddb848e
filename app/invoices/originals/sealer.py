"""Seals what was issued: at once, and after a crash at the next start.

Issuing does not wait for paper: the PDF bears the number, and the number is drawn in the transaction. So the
transaction leaves a mark that this document is not sealed yet, and what is issued never changes: whenever it is
printed, it is the same.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from app.clock import Clock, stamp
from app.errors import MasakuError, TooMany
from app.invoices.originals import sealing, store
from app.invoices.printing import Printing
from app.invoices.store import load_document
from app.jobs.rounds import Rounds
from app.regions import Region, Regions

log = logging.getLogger("masaku")
EVERY_SECONDS = 60.0
_CLOSING_SECONDS = 5.0
# Twice as long after each try.
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=12)


class Sealer(Rounds):
    def __init__(self, regions: Regions, clock: Clock, printing: Printing) -> None:
        super().__init__(regions, "originals", EVERY_SECONDS)
        self._clock, self._printing = clock, printing
        # What could not be printed: how often, and when it is tried again.
        self._failed: dict[tuple[str, int], tuple[int, datetime]] = {}

    async def close(self, within_seconds: float | None = _CLOSING_SECONDS) -> None:
        await super().close(within_seconds)

    async def begin(self) -> None:
        self._failed.clear()
        self.codes.update(self.regions.codes())

    async def visit(self, region: Region) -> bool:
        await self.seal_all(region)
        return not region.read(store.unsealed, limit=1)

    async def seal_all(self, region: Region) -> None:
        """One that cannot be printed does not hold up the others."""
        last = 0
        while ids := region.read(store.unsealed, last):
            for invoice_id in ids:
                if self.closing:
                    return
                await self._try(region, invoice_id)
            last = ids[-1]

    async def _try(self, region: Region, invoice_id: int) -> None:
        """Later and later where it fails for a reason of its own."""
        key, now = (region.code, invoice_id), self._clock.now()
        tries, again_at = self._failed.get(key, (0, now))
        if now < again_at:
            return
        try:
            await self.seal(region, invoice_id)
            self._failed.pop(key, None)
        except TooMany:
            raise
        except Exception as error:
            expected = isinstance(error, MasakuError)
            log.warning(
                "invoice %s of %s is not sealed yet: %s",
                invoice_id,
                region.code,
                error,
                exc_info=not expected,
            )
            wait = min(_FIRST_WAIT * 2 ** min(tries, 20), _LONGEST_WAIT)
            self._failed[key] = (tries + 1, now + wait)

    async def seal(self, region: Region, invoice_id: int) -> None:
        document = region.read(load_document, invoice_id)
        parts = await self._printing.originals(document)
        years, at = region.definition.retention_years["invoice"], stamp(self._clock.now())
        sealed = await asyncio.to_thread(
            sealing.seal, invoice_id, document.invoice.issued_on, parts, region.keys, region.code, years, at
        )
        # Visible, so that the region remembers how many keys its vault must know.
        await region.write(store.add, invoice_id, sealed)
