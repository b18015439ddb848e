"""What the pages of an import show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.i18n import N_, Message, counted
from app.imports.fields import FIELDS
from app.imports.forms import NAMES, field_name, known_by_name
from app.imports.inspection import Column, Inspection
from app.imports.model import KNOWN_BY, Options
from app.imports.progress import Progress
from app.imports.reading import ENCODINGS, FileKind, Format
from app.imports.sources import SOURCES
from app.jobs.messages import Json

STEPS = (N_("File"), N_("Mapping"), N_("Preview"), N_("Importing"), N_("Result"))
PHASES = {
    "reading": N_("Reading the file"),
    "checking": N_("Checking the rows"),
    "waiting": N_("Waiting for the region"),
    "writing": N_("Writing the clients"),
    "indexing": N_("Making the clients findable"),
}
DELIMITER_NAMES = {";": N_("semicolon"), ",": N_("comma"), "\t": N_("tab"), "|": N_("vertical bar")}
_RECOGNISED = {
    "heading": N_("by its heading"),
    "values": N_("by its values"),
    "guess": N_("guessed, please check"),
}


@dataclass(frozen=True)
class ColumnView:
    """`how` is "heading", "values", "guess", "chosen", "empty" or "none"."""

    name: str
    heading: Message | str
    samples: tuple[str, ...]
    percent: int
    field: str
    how: str
    recognition: str


def column_views(inspection: Inspection, options: Options) -> list[ColumnView]:
    mapping = options.mapping
    return [
        ColumnView(
            field_name(place),
            column.heading or Message(N_("Column {n}"), {"n": place + 1}),
            column.samples,
            _percent(column.filled, inspection.rows),
            mapping.get(place, ""),
            *_recognition(column, mapping.get(place, ""), options.remembered.get(place)),
        )
        for place, column in enumerate(inspection.columns)
    ]


def _percent(part: int, whole: int) -> int:
    """Only what is full shows 100, only what is empty 0."""
    if not part or not whole:
        return 0
    return 100 if part >= whole else min(99, max(1, round(100 * part / whole)))


def _recognition(column: Column, chosen: str, remembered: str | None) -> tuple[str, str]:
    found, how, filled = column.match.field, column.match.how, column.filled
    if chosen == remembered and chosen != found:
        return ("chosen", N_("as last time")) if chosen else ("none", N_("left out as last time"))
    if chosen and chosen != found:
        return "chosen", N_("chosen by you")
    if chosen:
        return how, _RECOGNISED[how]
    if not filled:
        return "empty", N_("empty, left out")
    return ("none", N_("left out")) if found else ("none", N_("not recognised, left out"))


def mapping_context(inspection: Inspection, options: Options) -> dict[str, Any]:
    mapping = options.mapping
    used = list(mapping.values())
    return {
        "columns": column_views(inspection, options),
        "fields": list(FIELDS.items()),
        "assigned": len(used),
        "has_name": bool(NAMES & set(used)),
        "several": sorted({field for field in used if used.count(field) > 1}),
        "labels": FIELDS,
        "known_by": [
            (known_by_name(reason), label, reason in options.known_by) for reason, label in KNOWN_BY.items()
        ],
    }


def format_words(format: Format) -> list[Message]:
    """How the file is read, in a few words."""
    words: list[Message] = []
    if format.kind is FileKind.CSV:
        words.append(Message(DELIMITER_NAMES.get(format.delimiter, "{mark}"), {"mark": format.delimiter}))
    if format.kind and format.kind.is_workbook:
        words.append(Message(N_("sheet “{name}”"), {"name": format.sheet}))
    if format.encoding:
        words.append(Message("{name}", {"name": ENCODINGS.get(format.encoding, format.encoding)}))
    if format.kind is not FileKind.VCARD:
        line = format.header_line or 0
        words.append(
            Message(N_("header in line {n}"), {"n": line}) if line else Message(N_("without header"))
        )
    return words


def file_context(inspection: Inspection | None, source: str) -> dict[str, Any]:
    if inspection is None:
        return {"inspection": None, "source_label": "", "format_words": []}
    known = SOURCES.get(source)
    return {
        "inspection": inspection,
        "source_label": known.label if known else "",
        "format_words": format_words(inspection.format),
        "file_words": [
            counted("{n} row", "{n} rows", inspection.rows),
            counted("{n} column", "{n} columns", len(inspection.columns)),
        ],
    }


def to_progress(found: Json | None) -> Progress:
    return Progress(**found) if found else Progress("reading", 0, 0, 0.0)
