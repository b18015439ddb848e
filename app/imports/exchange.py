"""Imports as JSON: what a batch remembers, and what the server and the process that reads the file tell each other."""

from __future__ import annotations

from dataclasses import asdict

from app.imports.inspection import Column, Inspection
from app.imports.model import KNOWN_BY_DEFAULT, Options
from app.imports.reading import FileKind, Format
from app.imports.recognition import Match
from app.jobs.messages import Json


def of_format(format: Format) -> Json:
    return {**asdict(format), "kind": format.kind.value if format.kind else None}


def to_format(found: Json) -> Format:
    return Format(**{**found, "kind": FileKind(found["kind"]) if found["kind"] else None})


def of_options(options: Options) -> Json:
    """Columns become texts: JSON knows no other keys."""
    mapping = {str(column): field for column, field in options.mapping.items()}
    return {
        "format": of_format(options.format),
        "mapping": mapping,
        "defaults": dict(options.defaults),
        "on_duplicate": options.on_duplicate,
        "known_by": sorted(options.known_by),
    }


def to_options(found: Json) -> Options:
    mapping = {int(column): field for column, field in found["mapping"].items()}
    known_by = frozenset(found.get("known_by", KNOWN_BY_DEFAULT))
    return Options(to_format(found["format"]), mapping, found["defaults"], found["on_duplicate"], known_by)


def of_inspection(inspection: Inspection) -> Json:
    return {**asdict(inspection), "format": of_format(inspection.format)}


def to_inspection(found: Json) -> Inspection:
    columns = tuple(
        Column(each["heading"], tuple(each["samples"]), each["filled"], Match(**each["match"]))
        for each in found["columns"]
    )
    return Inspection(
        to_format(found["format"]), tuple(found["sheets"]), found["source"], columns, found["rows"],
        found["broken"],
    )  # fmt: skip
