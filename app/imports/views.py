"""What the pages of an import show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.clients.model import FIELDS as CLIENT_FIELDS
from app.i18n import N_, Message, counted
from app.imports.fields import FIELDS
from app.imports.forms import NAMES, field_name, known_by_name
from app.imports.inspection import Column, Inspection
from app.imports.model import KNOWN_BY, ON_DUPLICATE, OnDuplicate, Options
from app.imports.progress import Progress
from app.imports.reading import ENCODINGS, FileKind, Format
from app.imports.rows import ROW
from app.imports.sources import SOURCES
from app.jobs.messages import Json, to_message

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
TABS = {
    "new": N_("New"),
    "updated": N_("Changes"),
    "unchanged": N_("Unchanged"),
    "duplicates": N_("Possible duplicates"),
    "errors": N_("Errors"),
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


@dataclass(frozen=True)
class RowView:
    """A line of the preview. Of several reasons or changes only the first shows line and name."""

    line: int
    name: str
    field: str
    value: Message | str
    message: Message | None
    is_first: bool
    row: Mapping[str, Any]
    old: Message | str = ""
    new: Message | str = ""
    warnings: tuple[Message, ...] = ()


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


def preview_context(result: Json, tab: str, on_duplicate: OnDuplicate) -> dict[str, Any]:
    way = result["ways"][on_duplicate]
    rows = {**result["shown"], **way["shown"]}
    counts = {
        "new": result["new"],
        "updated": way["updated"],
        "unchanged": way["unchanged"],
        "duplicates": way["skipped"] + way["created"],
        "errors": result["refused"],
    }
    shown = tab if tab in TABS else next((key for key in ("errors", "updated") if counts[key]), "new")
    return {
        "result": result,
        "way": way,
        "counts": counts,
        "tab": shown,
        "tabs": [(key, label, counts[key]) for key, label in TABS.items()],
        "rows": change_views(rows[shown]) if shown == "updated" else row_views(rows[shown]),
        "shown": len(rows[shown]),
        "of": counts[shown],
        "on_duplicate": on_duplicate,
        "ways": ON_DUPLICATE,
        "writes": result["new"] + way["created"] + way["updated"],
    }


def row_views(rows: Sequence[Json]) -> list[RowView]:
    found = []
    for row in rows:
        for place, reason in enumerate(row["reasons"] or [None]):
            field, value, message = _told(reason) if reason else ("", "", None)
            found.append(RowView(row["line"], row["name"], field, value, message, place == 0, row))
    return found


def change_views(rows: Sequence[Json]) -> list[RowView]:
    """Field by field what is there and what it becomes."""
    return [
        RowView(
            row["line"], row["name"], FIELDS[change["field"]], "", None, place == 0, row,
            _shown(change["field"], change["old"]), _shown(change["field"], change["new"]),
            tuple(to_message(reason["message"]) for reason in row["reasons"]),
        )
        for row in rows
        for place, change in enumerate(row["changes"])
    ]  # fmt: skip


def _shown(field: str, value: str) -> Message | str:
    return CLIENT_FIELDS[field].shown(value) if field in CLIENT_FIELDS else value


def _told(reason: Json) -> tuple[str, Message | str, Message]:
    message = to_message(reason["message"])
    if reason["field"] == ROW:
        return N_("Row"), counted("{n} cell", "{n} cells", int(reason["value"])), message
    return FIELDS.get(reason["field"], reason["field"]), reason["value"], message


def to_progress(found: Json | None) -> Progress:
    return Progress(**found) if found else Progress("reading", 0, 0, 0.0)
