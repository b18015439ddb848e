"""Before a region serves: its number series and the vault's marks agree, whichever of the two went back in time."""

from __future__ import annotations

from app.invoices import numbering
from app.regions import Region


def agree_on_numbers(region: Region, at: str) -> None:
    """The marks are read first: a number drawn meanwhile makes the series higher than them, never lower."""
    raise_marks(region)
    marks = region.vault.number_marks(region.code)
    series = region.read(numbering.series)
    if any(last > series.get(key, 0) for key, last in marks.items()):
        region.write_now(numbering.reconcile, marks, at)


def raise_marks(region: Region) -> None:
    """What a region's series have given out, the vault knows too."""
    marks = region.vault.number_marks(region.code)
    for (name, year), last in region.read(numbering.series).items():
        if last > marks.get((name, year), 0):
            region.vault.raise_number_mark(region.code, name, year, last)
