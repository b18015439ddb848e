"""The one transaction of an import: new clients, changes of known ones, their history, and what undoing needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from app import sqlite
from app.actor import IMPORT_ROW, Actor
from app.clients import contacts
from app.clients import store as clients
from app.clients.bulk import Ready, add_ready, keys_in
from app.clients.derived import RECORDED
from app.clients.known import Identity, identities, identities_since
from app.clients.model import Client, ContactPerson
from app.clock import Clock, stamp
from app.groups import carried, groups, tags
from app.imports import origins, store, undoing
from app.imports.changes import changed, joined, same_person, tags_after, with_notes
from app.imports.job import Job
from app.imports.model import Counts
from app.imports.people import people_after
from app.imports.progress import Meter
from app.imports.report import Report
from app.imports.rows import Person
from app.imports.spool import KnownLine, Line, Spool
from app.undo import store as undo
from app.undo.model import Done
from app.vault import Keyring

_STEPS_AT_ONCE = 5_000


def row_actor(job: Job, line: int) -> Actor:
    return Actor(job.actor.id, job.actor.name, IMPORT_ROW.format(number=job.number, line=line))


@dataclass
class Writing:
    """`highest` is the last client's number from before the file was read: later ones are compared here."""

    job: Job
    batch_uuid: str
    keys: Keyring
    spool: Spool
    report: Report
    highest: int
    meter: Meter
    clock: Clock
    _at: str = ""
    _updated: int = 0
    _unchanged: int = 0
    _before: dict[int, dict[str, Any]] = field(default_factory=dict)
    """Client -> what it was, of those that were there before."""

    def write(self, db: sqlite.Connection) -> Counts:
        """An import that was given up meanwhile writes nothing."""
        self.meter.phase("writing")
        self._at = stamp(self.clock.now())
        created = self._create(db)
        for some in self.spool.known():
            for line in some:
                self._change(db, line, created)
        rows, refused = self.report.rows, self.report.refused
        unchanged = self._unchanged + self.spool.unchanged
        skipped = rows - refused - len(created) - self._updated - unchanged
        compared = self.job.options.leaves_alike_out
        alike = self.report.alike if compared else store.alike(db, self.batch_uuid)
        counts = Counts(rows, len(created), self._updated, unchanged, skipped, refused, alike)
        operation = self._operation(db, created) if created or self._before else 0
        store.finish(db, self.batch_uuid, counts, stamp(self.clock.now()), operation_id=operation)
        return counts

    def _operation(self, db: sqlite.Connection, created: range) -> int:
        """What undoing goes by."""
        operation = undo.begin(db, "import", {"import": self.job.number}, self.job.actor, self._at)
        undoing.remember_created(db, operation, created)
        self._remember_changed(db, operation)
        undo.finish(db, operation)
        return operation

    def _create(self, db: sqlite.Connection) -> range:
        """The new clients, with what the other program calls them, their tags and groups."""
        given: list[str] = []
        labelled: list[tuple[int, tuple[str, ...], tuple[str, ...], Actor]] = []
        late = identities_since(db, self.highest) if self.job.options.on_duplicate != "create" else set()

        def chunks() -> Iterator[list[Ready]]:
            for some in self.spool.chunks():
                lines = _still_new(some, late)
                labelled.extend(
                    (n, e.tags, e.groups, e.ready.actor)
                    for n, e in enumerate(lines, len(given))
                    if e.tags or e.groups
                )
                given.extend(line.external_id for line in lines)
                yield [line.ready for line in lines]

        created = add_ready(db, self._told(chunks()), self._at, self.report.rows)
        pairs = [(number, client) for number, client in zip(given, created, strict=True) if number]
        if pairs:
            origins.remember(db, self._own, pairs)
        for place, tagged, grouped, actor in labelled:
            self._label(db, created[place], tagged, grouped, actor)
        return created

    def _told(self, chunks: Iterator[list[Ready]]) -> Iterator[list[Ready]]:
        yield from self.meter.along("writing", chunks)
        self.meter.phase("indexing")

    def _change(self, db: sqlite.Connection, line: KnownLine, created: range) -> None:
        """Compared with what stands there now, not with what stood there when the file was read."""
        client_id = line.client_id
        if line.person and not client_id:
            found = origins.find_many(db, self._organizations, [line.person.organization])
            client_id = found[line.person.organization].id if found else 0
        current = clients.find_many(db, [client_id]).get(client_id)
        if current is None:
            return
        if line.person:
            before = self._join(db, current, line.person, line.line)
        else:
            before = self._bring(db, current, line)
            if line.external_id and origins.remember(db, self._own, [(line.external_id, client_id)]):
                before = {**before, "origin": [self._own, line.external_id]} if before else before
        self._updated += bool(before)
        self._unchanged += not before
        if before and client_id not in created:
            self._before[client_id] = _earliest(self._before.get(client_id, {}), before)

    def _bring(self, db: sqlite.Connection, current: Client, line: KnownLine) -> dict[str, Any]:
        """What was there before, as far as it has changed."""
        how, actor = self.job.options.on_duplicate, row_actor(self.job, line.line)
        wanted, before = changed(current, line.values or {}, how), dict[str, Any]()
        fields = {n: getattr(current, n) for n in RECORDED if getattr(wanted, n) != getattr(current, n)}
        if "contact_name" in fields:
            before["contacts"] = self._contacts(db, current.id)
        if fields:
            clients.change(db, self.keys, wanted, actor, self._at, version=current.version)
            before["fields"] = fields
        if people := people_after(
            contacts.list_contacts(db, current.id) if line.people else (), line.people, how
        ):
            before.setdefault("contacts", self._contacts(db, current.id))
            self._talk_to(db, current.id, people, actor)
        if line.tags or line.groups:
            there, here = (carried.names_of(db, of, current.id) for of in (carried.TAG, carried.GROUP))
            names, more = tags_after(there, line.tags, how), tags_after(here, line.groups, how)
            tagged, grouped = self._label(db, current.id, names, more, actor)
            before |= {"tags": there} if tagged else {}
            before |= {"groups": here} if grouped else {}
        return before

    def _label(
        self,
        db: sqlite.Connection,
        client_id: int,
        tagged: Sequence[str],
        grouped: Sequence[str],
        actor: Actor,
    ) -> tuple[bool, bool]:
        """Whether it carried one of the tags, was in one of the groups not yet."""
        return (
            bool(tagged) and tags.attach(db, self.keys, client_id, tagged, actor, self._at),
            bool(grouped) and groups.attach(db, self.keys, client_id, grouped, actor, self._at),
        )

    def _talk_to(
        self,
        db: sqlite.Connection,
        client_id: int,
        people: Iterable[tuple[ContactPerson | None, ContactPerson]],
        actor: Actor,
    ) -> None:
        for old, new in people:
            if old:
                contacts.change(db, self.keys, client_id, old.id, new, actor, self._at)
            else:
                contacts.add(db, self.keys, client_id, new, actor, self._at)

    def _join(self, db: sqlite.Connection, firm: Client, person: Person, line: int) -> dict[str, Any]:
        before = {"contacts": self._contacts(db, firm.id)}
        actor, did = row_actor(self.job, line), False
        if person.contact:
            there = same_person(contacts.list_contacts(db, firm.id), person.contact)
            if there is None:
                contacts.add(db, self.keys, firm.id, person.contact, actor, self._at)
                did = True
            elif (wanted := joined(there, person.contact, self.job.options.on_duplicate)) != there:
                contacts.change(db, self.keys, firm.id, there.id, wanted, actor, self._at)
                did = True
        notes = with_notes(firm.notes, person.notes) if person.notes else firm.notes
        if notes == firm.notes:
            return before if did else {}
        current = clients.find(db, firm.id)
        clients.change(db, self.keys, replace(current, notes=notes), actor, self._at, version=current.version)
        return {**before, "fields": {"notes": firm.notes}}

    def _remember_changed(self, db: sqlite.Connection, operation: int) -> None:
        ids = [*self._before]
        for start in range(0, len(ids), _STEPS_AT_ONCE):
            now = clients.find_many(db, ids[start : start + _STEPS_AT_ONCE])
            undo.add_steps(
                db,
                self.keys,
                operation,
                (
                    Done(n, each.uuid, each.version, each.changed_at, self._before[n])
                    for n, each in now.items()
                ),
            )

    @property
    def _own(self) -> str:
        return origins.own_of(self.job.source, self.job.options.mapping)

    @property
    def _organizations(self) -> str:
        return origins.organizations_of(self.job.source)

    @staticmethod
    def _contacts(db: sqlite.Connection, client_id: int) -> list[dict[str, Any]]:
        return [asdict(each) for each in contacts.list_contacts(db, client_id)]


def _earliest(first: Mapping[str, Any], then: Mapping[str, Any]) -> dict[str, Any]:
    """What was before several rows that changed the same client."""
    fields = {**then.get("fields", {}), **first.get("fields", {})}
    return {**then, **first, **({"fields": fields} if fields else {})}


def _still_new(some: Sequence[Line], late: set[Identity]) -> list[Line]:
    """Without those that somebody has added while the file was read."""
    return [line for line in some if not late or late.isdisjoint(identities(keys_in(line.ready)))]
