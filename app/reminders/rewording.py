"""Letters that several invoices share and one of them has left: before such a letter goes, it says what is left."""

from __future__ import annotations

from app import sqlite
from app.actor import Actor
from app.clients import store as clients
from app.clock import Clock, stamp
from app.invoices import store as invoices
from app.letters import store as letters
from app.regions import Region
from app.reminders import store
from app.reminders.planning import Planned, Together
from app.reminders.writing import write
from app.seller import store as sellers
from app.vault import Keyring


async def reword_outdated(region: Region, clock: Clock) -> None:
    for letter_id in region.read(store.outdated):
        await region.write(reword, region.keys, letter_id, stamp(clock.now()))


def reword(db: sqlite.Connection, keys: Keyring, letter_id: int, at: str) -> None:
    """At the levels and with the terms that were told, with the amounts of now."""
    before = letters.find(db, letter_id)
    reminders = {each.invoice_id: each for each in store.of_letter(db, letter_id)}
    if before.state not in ("waiting", "failed") or not reminders:
        return
    client = clients.find(db, before.client_id)
    parts = [
        Planned(invoices.find(db, number), client, each.level, before.recipient)
        for number, each in reminders.items()
    ]
    writer = Actor(before.created_by_id, before.created_by_name)
    now = write(Together(tuple(parts)), reminders, writer, sellers.load(db))
    letters.reword(db, keys, before, now, at)
