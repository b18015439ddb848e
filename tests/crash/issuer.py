"""Issues one draft after another, many at once, and says each number it was told: until somebody kills it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from app.actor import SYSTEM
from app.clock import stamp
from app.instance import Instance
from app.invoices import drafts, issuing
from app.invoices.law import Law
from app.invoices.model import Invoice, InvoiceLine
from app.regions import Region
from app.settings import Settings

AT_ONCE = 20
_LINES = [InvoiceLine("Wartung", price=1_000_000, rate=1900)]


async def issue(instance: Instance, region: Region) -> None:
    now = instance.clock.now()
    at, today = stamp(now), now.date().isoformat()
    draft = await region.write(drafts.add, region.keys, Invoice(1, language="de"), _LINES, SYSTEM, at)
    law, marks = Law.of(region.definition), region.vault.number_marks("de")
    done = await region.write(
        issuing.issue, region.keys, draft.id, law, marks, SYSTEM, at, version=1, today=today
    )
    print(done.number, flush=True)
    region.vault.raise_number_mark("de", done.series, done.year, done.sequence)


async def work(data: Path) -> None:
    instance = Instance.open(Settings(data=data))
    region = instance.regions.find("de")
    print("ready", flush=True)
    while True:
        await asyncio.gather(*(issue(instance, region) for _ in range(AT_ONCE)))


if __name__ == "__main__":
    asyncio.run(work(Path(sys.argv[1])))
