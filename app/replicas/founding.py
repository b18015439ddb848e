"""A new region, never in the place of one that was lost."""

from __future__ import annotations

from app.errors import Refused
from app.i18n import N_
from app.regions import Region, Regions
from app.regions.definition import find_definition
from app.regions.drafting import draft_definition
from app.replicas.destination import destination
from app.replicas.replica import Replica


def found_region(regions: Regions, code: str, source: str = "") -> Region:
    """With `source`, first gives it a definition like that region's. Raises MasakuError."""
    settings = regions.settings
    path = settings.data / f"{code}.db"
    find_definition(settings.data, code)  # what is wrong with it is said first
    if not path.exists() and Replica(destination(settings), path).span():
        raise Refused(
            N_("There was a region “{code}” before. Bring it back with: masaku region restore {code}"),
            code=code,
        )
    if source:
        draft_definition(settings.data, code, source)
    return regions.add(code)
