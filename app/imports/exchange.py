"""Imports as JSON: what a batch remembers, and what the server and the process that reads the file tell each other."""

from __future__ import annotations

from collections.abc import Mapping
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
    return {
        "format": of_format(options.format),
        "mapping": _of_columns(options.mapping),
        "defaults": dict(options.defaults),
        "on_duplicate": options.on_duplicate,
        "known_by": sorted(options.known_by),
        "remembered": _of_columns(options.remembered),
        "remember": options.remember,
        "leaves_alike_out": options.leaves_alike_out,
    }


def to_options(found: Json) -> Options:
    return Options(
        to_format(found["format"]), _to_columns(found["mapping"]), found["defaults"], found["on_duplicate"],
        frozenset(found.get("known_by", KNOWN_BY_DEFAULT)), _to_columns(found.get("remembered", {})),
        found.get("remember", True), found.get("leaves_alike_out", False),
    )  # fmt: skip


def _of_columns(fields: Mapping[int, str]) -> Json:
    """Columns become texts: JSON knows no other keys."""
    return {str(column): field for column, field in fields.items()}


def _to_columns(found: Json) -> dict[int, str]:
    return {int(column): field for column, field in found.items()}


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
