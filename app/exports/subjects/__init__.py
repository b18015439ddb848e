"""What can be exported, one sibling file each. To add one: a file like the others, a line here."""

from __future__ import annotations

from collections.abc import Mapping

from app import sqlite
from app.exports.model import Wanted
from app.exports.subjects import clients, invoices, orders, statement
from app.exports.subjects.subject import Found, Subject, When

SUBJECTS: Mapping[str, Subject] = {
    each.key: each for each in (clients.SUBJECT, invoices.SUBJECT, orders.SUBJECT, statement.SUBJECT)
}


def count(db: sqlite.Connection, wanted: Wanted, when: When) -> int:
    return SUBJECTS[wanted.subject].find(db, wanted, when).total


__all__ = ["SUBJECTS", "Found", "Subject", "When", "count"]
