"""Imports without a browser and without a process of their own: a text, what was chosen, and what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from app.actor import Actor
from app.clients import contacts
from app.clients import store as clients
from app.clients.model import Client, ContactPerson
from app.clock import stamp
from app.imports import store, undoing, work
from app.imports.forms import recognised
from app.imports.job import Job
from app.imports.model import Batch, Counts, OnDuplicate
from app.imports.progress import Tell
from app.imports.staging import Folder, folder_of
from app.instance import Instance
from app.jobs.messages import Json
from app.regions import Region

ANNA = Actor("staff:1", "Anna Krüger")


@dataclass(frozen=True)
class Staged:
    """A file that was looked at."""

    folder: Folder
    job: Job


class Desk:
    def __init__(self, instance: Instance, code: str = "de") -> None:
        self.instance = instance
        self.region: Region = instance.regions.find(code)

    @property
    def at(self) -> str:
        return stamp(self.instance.clock.now())

    def add(self, name: str, **fields: Any) -> Client:
        return self.region.write_now(clients.add, self.region.keys, Client(name, **fields), ANNA, self.at)

    def change(self, client: Client, **fields: Any) -> Client:
        now = self.find(client.id)
        return self.region.write_now(
            clients.change, self.region.keys, replace(now, **fields), ANNA, self.at, version=now.version
        )

    def find(self, client_id: int) -> Client:
        return self.region.read(clients.find, client_id)

    def named(self, name: str) -> Client:
        [found] = [each for each in self.all() if each.name == name]
        return found

    def all(self) -> list[Client]:
        ids: Iterable[int] = self.region.read(
            lambda db: [row[0] for row in db.execute("SELECT id FROM client")]
        )
        return [*self.region.read(clients.find_many, ids).values()]

    def people(self, client: Client) -> list[ContactPerson]:
        return self.region.read(contacts.list_contacts, client.id)

    def stage(self, text: str, on_duplicate: OnDuplicate = "skip", **options: Any) -> Staged:
        folder = folder_of(self.instance.settings.data, self.region.code, str(uuid.uuid4()))
        folder.make()
        folder.file.write_text(text, encoding="utf-8")
        found = work.look(Job("inspect", "klienci.csv"), folder)
        chosen = replace(recognised(found), on_duplicate=on_duplicate, **options)
        return Staged(folder, Job("check", "klienci.csv", chosen, found.source, rows=found.rows, actor=ANNA))

    def check(self, text: str, on_duplicate: OnDuplicate = "skip", **options: Any) -> Json:
        """What an import would do."""
        staged = self.stage(text, on_duplicate, **options)
        return work.check(staged.job, staged.folder, self.region, lambda progress: None).as_json()

    def run(self, text: str, on_duplicate: OnDuplicate = "skip", **options: Any) -> Counts:
        return self.run_staged(self.stage(text, on_duplicate, **options))

    def run_staged(self, staged: Staged, tell: Tell = lambda progress: None) -> Counts:
        job, uuid_ = staged.job, staged.folder.uuid
        number = self.region.note_now(
            store.add,
            uuid_,
            job.filename,
            "0" * 64,
            ANNA,
            job.options,
            self.at,
            source=job.source,
            rows=job.rows,
        )
        self.region.note_now(store.checked, uuid_, job.rows)
        self.region.note_now(store.begin, number, job.options, self.at)
        running = replace(job, task="run", number=number)
        return work.run(running, staged.folder, self.region, self.instance.clock, tell)

    def undo(self) -> None:
        """The last import, to its end."""
        number = self.last().operation_id
        self.region.write_now(undoing.begin, number, ANNA, self.at)
        while self.region.write_now(undoing.step, self.region.keys, number, ANNA, self.at):
            pass

    def outlook(self) -> undoing.Outlook:
        return self.region.read(undoing.outlook, self.last().operation_id)

    def last(self) -> Batch:
        [batch] = self.region.read(store.listed, before=2**63 - 1, limit=1)
        return batch
