"""The rows of a file so far: who came before."""

from __future__ import annotations

from collections.abc import Sequence

from app.clients.derived import Keys
from app.clients.known import identities
from app.clients.model import ContactPerson
from app.imports.changes import same_person
from app.imports.origins import SAME_EXTERNAL_ID
from app.imports.rows import Outcome
from app.text import fold


class Seen:
    """The rows so far. Their hashes are enough to know them again and take a fifth of the memory."""

    def __init__(self, reasons: frozenset[str], *, ids_count: bool, with_organizations: bool) -> None:
        self._reasons = reasons
        self._ids_count = ids_count
        self._with_organizations = with_organizations
        self._lines: dict[int, int] = {}
        self._clients: dict[int, int] = {}
        self._people: dict[tuple[str, str], ContactPerson] = {}
        self.own_ids: dict[str, int] = {}  # -> the line it stands in

    def find_or_add(self, keys: Keys, each: Outcome) -> tuple[str, int] | None:
        """Why an earlier row of the file is the same client, and its line."""
        found, line = None, each.line
        for identity in identities(keys, self._reasons):
            first = self._lines.setdefault(hash(identity), line)
            if first != line and found is None:
                found = (identity[0], first)
        if each.external_id:
            if self._ids_count and found is None:
                first = self._lines.setdefault(hash((SAME_EXTERNAL_ID, each.external_id)), line)
                found = (SAME_EXTERNAL_ID, first) if first != line else None
            if self._with_organizations:
                self.own_ids.setdefault(each.external_id, line)
        return found

    def client(self, client_id: int, line: int) -> int:
        """The line of the earlier row that was this client, else 0."""
        first = self._clients.setdefault(client_id, line)
        return first if first != line else 0

    def person(
        self, organization: str, contact: ContactPerson, there: Sequence[ContactPerson]
    ) -> ContactPerson | None:
        earlier = self._people.setdefault((organization, fold(contact.name)), contact)
        return same_person(there, contact) or (earlier if earlier is not contact else None)
