"""The vault learns from time to time how far each history has come: what is cut off later is missed then."""

from __future__ import annotations

import asyncio
import logging

from app.errors import MasakuError
from app.history import store
from app.regions import Region, Regions
from app.vault import Vault

log = logging.getLogger("masaku")
EVERY_SECONDS = 3600.0


async def keep_marking(regions: Regions, vault: Vault) -> None:
    """Once an hour, for every open region. A region that is being restored is asked the next time."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        for region in regions.open_regions():
            try:
                await asyncio.to_thread(mark, region, vault)
            except Exception as error:
                expected = isinstance(error, MasakuError)
                log.warning("history of %s was not marked: %s", region.code, error, exc_info=not expected)


def mark(region: Region, vault: Vault) -> None:
    """Only onwards from an end that is still in the chain: a history that was cut keeps the mark that shows it."""
    known = vault.history_mark(region.code)
    seq, head = region.read_aside(store.end_after, known)
    if seq:
        vault.set_history_mark(region.code, seq, head)
