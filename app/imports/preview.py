"""What the preview of an import shows: how many rows of which kind, and the first of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.clients.model import FIELDS as CLIENT_FIELDS
from app.duplicates.model import Reason
from app.duplicates.views import Entry
from app.i18n import N_, Message, counted
from app.imports.fields import FIELDS
from app.imports.model import ON_DUPLICATE, Options
from app.imports.rows import ROW
from app.jobs.messages import Json, to_message

TABS = {
    "new": N_("New"),
    "updated": N_("Changes"),
    "unchanged": N_("Unchanged"),
    "duplicates": N_("Possible duplicates"),
    "errors": N_("Errors"),
}


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


@dataclass(frozen=True)
class AlikeView:
    """A row and the client it may be; that one is None once it is gone."""

    row: Mapping[str, Any]
    client: Entry | None
    score: int
    reasons: tuple[Reason, ...]


def preview_context(result: Json, tab: str, options: Options, there: Mapping[int, Entry]) -> dict[str, Any]:
    """`there` are the clients that rows look like."""
    way, alike = result["ways"][options.on_duplicate], result["alike"]
    left_out = alike if options.leaves_alike_out else 0
    skipped, created = way["skipped"] + left_out, way["created"] + alike - left_out
    rows = {**result["shown"], **way["shown"]}
    counts = {
        "new": result["new"] - alike,
        "updated": way["updated"],
        "unchanged": way["unchanged"],
        "duplicates": skipped + created,
        "errors": result["refused"],
    }
    shown = tab if tab in TABS else next((key for key in ("errors", "updated") if counts[key]), "new")
    alike_rows = alike_views(rows["alike"], there) if shown == "duplicates" else []
    return {
        "result": result,
        "way": way,
        "counts": counts,
        "tab": shown,
        "tabs": [(key, label, counts[key]) for key, label in TABS.items()],
        "rows": change_views(rows[shown]) if shown == "updated" else row_views(rows[shown]),
        "alike_rows": alike_rows,
        "shown": len(rows[shown]) + len(alike_rows),
        "of": counts[shown],
        "options": options,
        "ways": ON_DUPLICATE,
        "skipped": skipped,
        "created": created,
        "writes": counts["new"] + created + way["updated"],
    }


def alike_of(result: Json) -> list[int]:
    """The clients that the rows to be shown look like."""
    return [row["alike"]["id"] for row in result["shown"]["alike"]]


def alike_views(rows: Sequence[Json], there: Mapping[int, Entry]) -> list[AlikeView]:
    return [
        AlikeView(row, there.get(each["id"]), each["score"], tuple(Reason(*one) for one in each["reasons"]))
        for row in rows
        for each in [row["alike"]]
    ]


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
