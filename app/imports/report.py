"""The report of an import: how many rows of which kind, the first of each, and the refused ones as a file."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from app.formulas import defused
from app.history.model import Change
from app.i18n import N_, Message, translate
from app.imports.fields import FIELDS
from app.imports.model import Counts, OnDuplicate, Options
from app.imports.outcome import changes_of, fate_of
from app.imports.rows import Outcome, Reason
from app.jobs.messages import Json, of_message

SHOWN = 50
# Headings that no field is recognised by: the file can be imported again as it is.
LINE, REASON = N_("Line in the file"), N_("Refused because")
_WIDEST_VALUE = 120
_FIELDS = ("vat_id", "email", "postal_code", "city", "country")


class Report:
    """Collects outcomes; to be left (`with`) before the refused rows are read.

    `alike` are those among the new that look like a client of the region. `ways` are those for which it is told what
    becomes of known rows.
    """

    def __init__(
        self, refused: Path, headings: Sequence[str], delimiter: str, locale: str, ways: Sequence[OnDuplicate]
    ) -> None:
        self._locale, self._width = locale, len(headings)
        self._file = refused.open("w", encoding="utf-8-sig", newline="")
        self._refused = csv.writer(self._file, delimiter=delimiter or ";")
        names = [*headings, *(translate(Message(text), locale) for text in (LINE, REASON))]
        self._refused.writerow(map(defused, names))
        self.new = self.known = self.refused = self.doubtful = self.alike = 0
        self._shown: dict[str, list[Json]] = {"new": [], "alike": [], "errors": []}
        self._known = {way: _Known() for way in ways}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @property
    def rows(self) -> int:
        return self.new + self.known + self.refused

    def add(self, outcome: Outcome) -> None:
        if outcome.client is None:
            self.refused += 1
            self._show("errors", outcome)
            self._write(outcome)
            return
        if outcome.twin is None:
            self.new += 1
            self.doubtful += bool(outcome.reasons)
            self.alike += outcome.alike is not None
            self._show("alike" if outcome.alike else "new", outcome)
            return
        self.known += 1
        for way, known in self._known.items():
            known.add(outcome, way)

    def counts(self, options: Options) -> Counts:
        """What an import with these choices does."""
        way = self._known[options.on_duplicate].as_json()
        left_out = self.alike if options.leaves_alike_out else 0
        created, skipped = self.new + way["created"] - left_out, way["skipped"] + left_out
        return Counts(self.rows, created, way["updated"], way["unchanged"], skipped, self.refused, self.alike)

    def as_json(self) -> Json:
        return {
            "rows": self.rows,
            "new": self.new,
            "known": self.known,
            "refused": self.refused,
            "doubtful": self.doubtful,
            "alike": self.alike,
            "shown": self._shown,
            "ways": {way: known.as_json() for way, known in self._known.items()},
        }

    def _show(self, kind: str, outcome: Outcome) -> None:
        if len(self._shown[kind]) < SHOWN:
            self._shown[kind].append(_row(outcome, ()))

    def _write(self, outcome: Outcome) -> None:
        reasons = "; ".join(map(self._sentence, outcome.reasons))
        lacking = [""] * (self._width - len(outcome.cells))
        self._refused.writerow(map(defused, (*outcome.cells, *lacking, str(outcome.line), reasons)))

    def _sentence(self, reason: Reason) -> str:
        text = translate(reason.message, self._locale)
        if reason.field not in FIELDS:
            return text
        return f"{translate(Message(FIELDS[reason.field]), self._locale)}: {text}"


class _Known:
    """The rows that are known, as they fare one way: how many are created, updated, unchanged, skipped."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._fields = 0
        self._shown: dict[str, list[Json]] = {"updated": [], "unchanged": [], "duplicates": []}

    def add(self, outcome: Outcome, way: OnDuplicate) -> None:
        changes = changes_of(outcome, way)
        fate = fate_of(outcome, way, changes)
        self._counts[fate] += 1
        self._fields += len(changes)
        shown = self._shown[fate if fate in self._shown else "duplicates"]
        if len(shown) < SHOWN:
            shown.append(_row(outcome, changes))

    def as_json(self) -> Json:
        counts = {fate: self._counts[fate] for fate in ("created", "updated", "unchanged", "skipped")}
        return {**counts, "fields": self._fields, "shown": self._shown}


def _row(outcome: Outcome, changes: Sequence[Change]) -> Json:
    client, twin = outcome.client, outcome.twin
    fields = {name: getattr(client, name) for name in _FIELDS} if client else {}
    reasons = [
        {"field": each.field, "value": each.value[:_WIDEST_VALUE], "message": of_message(each.message)}
        for each in outcome.reasons
    ]
    same = (
        {"reason": twin.reason, "id": twin.client_id, "name": twin.name, "line": twin.line} if twin else None
    )
    pair = outcome.alike
    alike = {"id": pair.second, "score": pair.score, "reasons": pair.reasons} if pair else None
    differing = [
        {"field": each.field, "old": each.old[:_WIDEST_VALUE], "new": each.new[:_WIDEST_VALUE]}
        for each in changes
    ]
    name = outcome.name[:_WIDEST_VALUE]
    return {
        "line": outcome.line, "name": name, "reasons": reasons, "twin": same, "alike": alike,
        "changes": differing, **fields,
    }  # fmt: skip
