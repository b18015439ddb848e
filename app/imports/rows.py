"""What becomes of each row of a file: a new client, one that is known, or a refusal with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from app.clients.derived import Keys, keys_of
from app.clients.forms import Defaults, read_client
from app.clients.known import Known, identities
from app.clients.model import Client
from app.errors import Problem
from app.i18n import Message
from app.imports.conversion import convert
from app.imports.model import Options
from app.imports.reading import Row

_AT_ONCE = 1_000
ROW = "row"  # what a reason is about that is about the whole row; its value is the number of cells

FindKnown = Callable[[Sequence[Keys]], Sequence[Known | None]]


@dataclass(frozen=True, slots=True)
class Reason:
    """`field` is one of `fields.FIELDS`, or "row"; `value` is what stands there in the file."""

    field: str
    value: str
    message: Message


@dataclass(frozen=True, slots=True)
class Twin:
    """Why a row is known: the client it is, or (with the id 0) the earlier row of this file."""

    reason: str
    client_id: int
    name: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """Refused rows have no client; `reasons` are then its errors, else its warnings."""

    line: int
    cells: Sequence[str]
    name: str
    client: Client | None
    reasons: tuple[Reason, ...]
    keys: Keys | None = None
    twin: Twin | None = None


def outcomes(
    rows: Iterable[Row], options: Options, defaults: Defaults, known: FindKnown
) -> Iterator[Outcome]:
    """In the order of the file. `known` is asked about many at once."""
    waiting, seen = iter(rows), _Seen()
    while some := list(islice(waiting, _AT_ONCE)):
        read = [_read(row, options, defaults) for row in some]
        found = iter(known([each.keys for each in read if each.keys]))
        for each in read:
            yield _compared(each, each.keys, next(found), seen) if each.keys else each


def _read(row: Row, options: Options, defaults: Defaults) -> Outcome:
    if row.problem:
        return Outcome(row.line, row.cells, "", None, (Reason(ROW, str(len(row.cells)), row.problem),))
    form = read_client(convert(row.cells, options.mapping, options.defaults), defaults, complete=False)
    problems = form.problems and (form.errors or form.warnings)
    reasons = tuple(_reason(problem, form.sent.get(problem.field, "")) for problem in problems)
    client = form.client
    keys = keys_of(client) if client else None
    return Outcome(row.line, row.cells, form.sent.get("name", ""), client, reasons, keys)


def _reason(problem: Problem, value: str) -> Reason:
    return Reason(problem.field, value, problem.message)


def _compared(outcome: Outcome, keys: Keys, known: Known | None, seen: _Seen) -> Outcome:
    earlier = seen.find_or_add(keys, outcome.line)
    if known:
        return replace(outcome, twin=Twin(known.reason, known.id, known.name))
    if earlier:
        reason, line = earlier
        return replace(outcome, twin=Twin(reason, 0, "", line))
    return outcome


class _Seen:
    """The rows so far. Their hashes are enough to know them again and take a fifth of the memory."""

    def __init__(self) -> None:
        self._lines: dict[int, int] = {}

    def find_or_add(self, keys: Keys, line: int) -> tuple[str, int] | None:
        found = None
        for identity in identities(keys):
            first = self._lines.setdefault(hash(identity), line)
            if first != line and found is None:
                found = (identity[0], first)
        return found
