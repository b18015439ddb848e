"""The report of an import: how many rows of which kind, the first of each, and the refused ones as a file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from app.i18n import N_, Message, translate
from app.imports.fields import FIELDS
from app.imports.rows import Outcome, Reason
from app.jobs.messages import Json, of_message

SHOWN = 50
# Headings that no field is recognised by: the file can be imported again as it is.
LINE, REASON = N_("Line in the file"), N_("Refused because")
_COMPUTED = ("=", "+", "-", "@", "\t", "\r")
_WIDEST_VALUE = 120
_FIELDS = ("vat_id", "email", "postal_code", "city", "country")


class Report:
    """Collects outcomes; to be left (`with`) before the refused rows are read."""

    def __init__(self, refused: Path, headings: Sequence[str], delimiter: str, locale: str) -> None:
        self._locale = locale
        self._file = refused.open("w", encoding="utf-8-sig", newline="")
        self._refused = csv.writer(self._file, delimiter=delimiter or ";")
        names = [*headings, *(translate(Message(text), locale) for text in (LINE, REASON))]
        self._refused.writerow(map(defused, names))
        self.new = self.known = self.refused = self.doubtful = 0
        self._shown: dict[str, list[Json]] = {"new": [], "duplicates": [], "errors": []}

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
        self.doubtful += bool(outcome.reasons)
        if outcome.twin:
            self.known += 1
            self._show("duplicates", outcome)
        else:
            self.new += 1
            self._show("new", outcome)

    def as_json(self) -> Json:
        return {
            "rows": self.rows,
            "new": self.new,
            "known": self.known,
            "refused": self.refused,
            "doubtful": self.doubtful,
            "shown": self._shown,
        }

    def _show(self, kind: str, outcome: Outcome) -> None:
        shown = self._shown[kind]
        if len(shown) >= SHOWN:
            return
        client, twin = outcome.client, outcome.twin
        fields = {name: getattr(client, name) for name in _FIELDS} if client else {}
        reasons = [
            {"field": each.field, "value": each.value[:_WIDEST_VALUE], "message": of_message(each.message)}
            for each in outcome.reasons
        ]
        same = (
            {"reason": twin.reason, "id": twin.client_id, "name": twin.name, "line": twin.line}
            if twin
            else None
        )
        name = outcome.name[:_WIDEST_VALUE]
        shown.append({"line": outcome.line, "name": name, "reasons": reasons, "twin": same, **fields})

    def _write(self, outcome: Outcome) -> None:
        reasons = "; ".join(map(self._sentence, outcome.reasons))
        self._refused.writerow(map(defused, (*outcome.cells, str(outcome.line), reasons)))

    def _sentence(self, reason: Reason) -> str:
        text = translate(reason.message, self._locale)
        if reason.field not in FIELDS:
            return text
        return f"{translate(Message(FIELDS[reason.field]), self._locale)}: {text}"


def defused(cell: str) -> str:
    """Spreadsheets compute what begins like a formula; `conversion` takes the mark away again."""
    return f"'{cell}" if cell.startswith(_COMPUTED) and cell.strip("-") else cell
