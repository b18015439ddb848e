"""An import: a file, what its columns mean, and what became of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Literal

from app.clock import parse_stamp
from app.i18n import N_, Message
from app.imports.reading import TO_BE_FOUND, Format
from app.jobs.messages import ENDED_FROM_OUTSIDE

State = Literal["uploaded", "checked", "running", "done", "failed", "cancelled"]
OnDuplicate = Literal["skip", "fill", "update", "create"]

STATES: Mapping[State, str] = {
    "uploaded": N_("Uploaded"),
    "checked": N_("Checked"),
    "running": N_("Under way"),
    "done": N_("Done"),
    "failed": N_("Broken off"),
    "cancelled": N_("Given up"),
}
ON_DUPLICATE: Mapping[OnDuplicate, str] = {
    "skip": N_("skip the row"),
    "fill": N_("fill its empty fields"),
    "update": N_("update what differs"),
    "create": N_("create it anyway"),
}
# By what a row is the client that is there already: names of `clients.known.REASONS`, and the id of another program.
KNOWN_BY: Mapping[str, str] = {
    "external_id": N_("External ID"),
    "vat_id": N_("VAT ID"),
    "email": N_("Email and name"),
    "postal_code": N_("Name and postal code"),
}
# Numbers of programs nobody knows count only where somebody says so: any two tables have a client 1.
KNOWN_BY_DEFAULT = frozenset(KNOWN_BY) - {"external_id"}
# While it is in one of these, the file is there and columns can be chosen anew.
OPEN_STATES = frozenset({"uploaded", "checked", "failed"})
BROKEN_OFF = ENDED_FROM_OUTSIDE


@dataclass(frozen=True)
class Options:
    """How a file is read. `mapping` is column (counted from 0) -> field, `defaults` stand in for empty cells.

    `remembered` are the columns that were chosen so the last time, "" for those that were left out; `remember` says
    that this choice is to be offered the next time. Rows that only look like a client of the region become new ones,
    unless it `leaves_alike_out`.
    """

    format: Format = TO_BE_FOUND
    mapping: Mapping[int, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    on_duplicate: OnDuplicate = "skip"
    known_by: Set[str] = KNOWN_BY_DEFAULT
    remembered: Mapping[int, str] = field(default_factory=dict)
    remember: bool = True
    leaves_alike_out: bool = False


NOTHING_CHOSEN = Options()


@dataclass(frozen=True)
class Counts:
    """`rows` are those of the file; the others, without `alike`, add up to them. `alike` looked like a client of the
    region; they were created or, with those that are known already, skipped."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    refused: int = 0
    alike: int = 0


@dataclass(frozen=True)
class Batch:
    """`staff_id` is the actor's ("staff:3"); `source` names the program that wrote the file, or is "".

    `operation_id` is what undoing needs, 0 while nothing was written.
    """

    id: int
    uuid: str
    state: State
    filename: str
    file_sha256: str
    source: str
    staff_id: str
    staff_name: str
    uploaded_at: str
    started_at: str
    finished_at: str
    options: Options
    counts: Counts
    error: Message | None
    operation_id: int = 0
    undone_at: str = ""

    @property
    def seconds(self) -> int:
        """How long it ran."""
        if not (self.started_at and self.finished_at):
            return 0
        return int((parse_stamp(self.finished_at) - parse_stamp(self.started_at)).total_seconds())

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
