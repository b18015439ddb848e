"""What was chosen for a table is offered again when one with the same headings, or of the same program, comes."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from app import sqlite
from app.actor import Actor
from app.imports.exchange import of_options, to_options
from app.imports.inspection import Inspection
from app.imports.model import Options
from app.imports.sources.model import key


def names_of(headings: Sequence[str]) -> list[str]:
    """What each column is remembered by: its heading, and which of that name it is."""
    seen: Counter[str] = Counter()
    names = []
    for heading in map(key, headings):
        seen[heading] += 1
        names.append(f"{heading}#{seen[heading]}")
    return names


def remember(
    db: sqlite.Connection, headings: Sequence[str], source: str, options: Options, actor: Actor, at: str
) -> None:
    """Under the headings, in whatever order they stand."""
    names = names_of(headings)
    fields = {name: options.mapping.get(place, "") for place, name in enumerate(names)}
    chosen = {**of_options(replace(options, mapping={}, remembered={})), "fields": fields}
    db.execute(
        "INSERT INTO import_mapping (headings, source, chosen, staff_name, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (headings) DO UPDATE SET source = excluded.source, chosen = excluded.chosen,"
        " staff_name = excluded.staff_name, at = excluded.at",
        (_digest(names), source, json.dumps(chosen), actor.name, at),
    )


def as_last_time(db: sqlite.Connection, inspection: Inspection, options: Options) -> Options:
    """The options that were found, with the columns and defaults of the last time. What a duplicate does is asked anew:
    nothing is written over because it once was."""
    names = names_of([column.heading for column in inspection.columns])
    row = db.execute(
        "SELECT chosen FROM import_mapping WHERE headings = ? OR (source = ? AND source <> '')"
        " ORDER BY headings = ? DESC, at DESC LIMIT 1",
        (_digest(names), inspection.source, _digest(names)),
    ).fetchone()
    if row is None:
        return options
    chosen = json.loads(row["chosen"])
    last, fields = to_options(chosen), chosen["fields"]
    remembered = {place: fields[name] for place, name in enumerate(names) if name in fields}
    mapping = {**options.mapping, **remembered}
    return replace(
        last,
        format=options.format,
        on_duplicate=options.on_duplicate,
        leaves_alike_out=options.leaves_alike_out,
        mapping={place: field for place, field in mapping.items() if field},
        remembered=remembered,
    )


def _digest(names: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()
