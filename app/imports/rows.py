"""What becomes of each row of a file: a client, new or known, a person of one, or a refusal with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from app.clients.derived import Keys
from app.clients.forms import ClientForm
from app.clients.known import Known
from app.clients.labels import Label
from app.clients.model import Client, ContactPerson
from app.duplicates.model import Pair
from app.errors import Problem
from app.i18n import Message

ROW = "row"  # what a reason is about that is about the whole row; its value is the number of cells


class Lookup(Protocol):
    """What the region knows; asked about many rows at once."""

    def clients(self, wanted: Sequence[Keys], external_ids: Sequence[str]) -> Sequence[Known | None]: ...
    def organizations(self, external_ids: Sequence[str]) -> Mapping[str, Known]: ...
    def load(self, ids: Iterable[int]) -> Mapping[int, Client]: ...
    def people(self, ids: Iterable[int]) -> Mapping[int, Sequence[ContactPerson]]: ...
    def labels(self, ids: Iterable[int]) -> Mapping[int, Sequence[Label]]: ...
    def dynamic(self, groups: Iterable[str]) -> Set[str]: ...
    def alike(self, client: Client, keys: Keys) -> Pair | None: ...


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
class Person:
    """Somebody of an organisation; its `client_id` is 0 where it comes with this very file. `there` is the contact
    person of that name it has already; without a `contact` the row brings nothing but notes."""

    organization: str
    client_id: int
    contact: ContactPerson | None
    notes: str
    there: ContactPerson | None = None


class Outcome(NamedTuple):
    """What a row is (a tuple: they come in 100,000s). Refused: no client, `reasons` are errors, else warnings.

    `current` is the client it is beyond doubt, as it stands, and `values` what the row brings for it.
    """

    line: int
    cells: Sequence[str]
    name: str
    client: Client | None
    reasons: tuple[Reason, ...]
    keys: Keys | None = None
    twin: Twin | None = None
    external_id: str = ""
    organizations: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()  # static ones
    there: Sequence[str] = ()  # the tags it has already
    groups_there: Sequence[str] = ()
    current: Client | None = None
    values: Mapping[str, Any] | None = None
    person: Person | None = None
    people: tuple[ContactPerson, ...] = ()  # of whom more is said than the name of the main one
    people_there: Sequence[ContactPerson] = ()  # the contact persons it has already
    alike: Pair | None = None  # of a new client: the one of this region that it may be


def reasons_of(form: ClientForm) -> tuple[Reason, ...]:
    problems = form.problems and (form.errors or form.warnings)
    return tuple(reason_of(problem, form.sent.get(problem.field, "")) for problem in problems)


def reason_of(problem: Problem, value: str) -> Reason:
    return Reason(problem.field, value, problem.message)
