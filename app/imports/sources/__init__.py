"""The programs whose files are recognised, one sibling file each. To add one: a file like the others, a line here."""

from __future__ import annotations

from collections.abc import Sequence

from app.imports.sources import fakturownia, google, hubspot, infakt, outlook, pipedrive, salesforce
from app.imports.sources.model import Source

SOURCES: dict[str, Source] = {
    module.SOURCE.name: module.SOURCE
    for module in (fakturownia, infakt, salesforce, hubspot, pipedrive, google, outlook)
}


def find_source(headings: Sequence[str]) -> Source | None:
    """The program that wrote a file with these headings, as far as they tell."""
    marks = {name: source.marks_in(headings) for name, source in SOURCES.items()}
    best = max(SOURCES.values(), key=lambda source: marks[source.name])
    return best if marks[best.name] >= best.marks_needed else None
