"""What a region knows of the rows of a file: which clients they are or may be, whose organisation they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app import sqlite
from app.clients import contacts
from app.clients import store as clients
from app.clients.derived import Keys
from app.clients.known import REASONS, Known, known_clients
from app.clients.labels import Label
from app.clients.model import Client, ContactPerson
from app.duplicates import index
from app.duplicates import store as duplicates
from app.duplicates.index import Index
from app.duplicates.model import Pair
from app.groups import carried, groups
from app.groups.model import key_of
from app.imports import origins
from app.imports.job import Job
from app.regions import Region

_CHANGING = ("fill", "update")


class Matching:
    """Asks with a reader of its own. Clients are loaded only where something may be changed in them, or shown so."""

    def __init__(self, region: Region, job: Job) -> None:
        self._region = region
        self._reasons = frozenset(REASONS[name] for name in job.options.known_by if name in REASONS)
        self._own = origins.own_of(job.source, job.options.mapping)
        self._organizations = origins.organizations_of(job.source)
        self._loads = job.task == "check" or job.options.on_duplicate in _CHANGING
        self._compares = job.task == "check" or job.options.leaves_alike_out
        self._index: Index | None = None

    def clients(self, wanted: Sequence[Keys], external_ids: Sequence[str]) -> Sequence[Known | None]:
        """The number another program knows them by outweighs everything else."""
        return self._region.read_aside(_clients, wanted, self._reasons, self._own, external_ids)

    def organizations(self, external_ids: Sequence[str]) -> Mapping[str, Known]:
        return self._region.read_aside(origins.find_many, self._organizations, external_ids)

    def load(self, ids: Iterable[int]) -> Mapping[int, Client]:
        wanted = [*ids] if self._loads else []
        return self._region.read_aside(clients.find_many, wanted) if wanted else {}

    def people(self, ids: Iterable[int]) -> Mapping[int, Sequence[ContactPerson]]:
        return self._region.read_aside(contacts.of_many, ids)

    def labels(self, ids: Iterable[int]) -> Mapping[int, Sequence[Label]]:
        return self._region.read_aside(carried.labels, [*ids]) if self._loads else {}

    def dynamic(self, names: Iterable[str]) -> set[str]:
        """The keys of those that are dynamic groups."""
        found = self._region.read_aside(groups.named, names)
        return {key_of(group.name) for group in found if not group.is_static}

    def alike(self, client: Client, keys: Keys) -> Pair | None:
        """Only where it makes a difference: the clients of a region are compared with for seconds."""
        if not self._compares:
            return None
        if self._index is None:
            self._index = Index(self._region.read_aside(duplicates.profiles))
        return self._index.most_like(duplicates.profile_of(client, keys))

    def forget(self) -> None:
        """Nothing is asked any more: gives the memory back before the region is written to."""
        if self._index is not None:
            self._index = None
            index.forget()


def _clients(
    db: sqlite.Connection,
    wanted: Sequence[Keys],
    reasons: frozenset[str],
    own: str,
    external_ids: Sequence[str],
) -> list[Known | None]:
    known = known_clients(db, wanted, reasons)
    ids = {each for each in external_ids if each}
    if not ids:
        return known
    by_id = origins.find_many(db, own, ids)
    return [by_id.get(number) or each for number, each in zip(external_ids, known, strict=True)]
