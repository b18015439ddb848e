"""An examination of the whole instance: files, keys, history chains, modes."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from app import sqlite
from app.clients import store as clients
from app.errors import MasakuError
from app.history import store as history
from app.instance import Instance
from app.invoices.originals import sealing
from app.invoices.originals import store as originals
from app.letters import originals as mail
from app.regions import Region
from app.regions.definition import defined_codes
from app.replicas.checks import is_sound
from app.replicas.instance import NAMES

_NAMED = 20
_REASONS = {
    "missing": "an entry before it is missing",
    "changed": "it was changed",
    "value": "its values are not the recorded ones",
    "rewritten": "the chain was rewritten up to here",
    "cut": "the chain ends before the last end that vault.db knows",
}


@dataclass(frozen=True)
class Finding:
    subject: str
    good: bool
    text: str


def examine(instance: Instance) -> list[Finding]:
    data = instance.settings.data
    findings = [_modes(data), *(_soundness(data / f"{name}.db") for name in NAMES)]
    for code in sorted(code for code in defined_codes(data) if (data / f"{code}.db").exists()):
        try:
            region = instance.regions.find(code)
            findings += [_integrity(region), *verify_region(instance, region)]
        except (MasakuError, sqlite.Error) as error:  # the latter of a vault that is damaged
            findings.append(Finding(code.upper(), False, str(error)))
    return findings


def verify_region(instance: Instance, region: Region) -> list[Finding]:
    """The history chain with every readable value, and the search index against its content."""
    mark = instance.vault.history_mark(region.code)
    verdict = region.read_aside(history.verify, region.keys, mark)
    if verdict.whole:
        # The last good end is remembered where a restore of the region cannot reach it.
        instance.vault.set_history_mark(region.code, verdict.entries, verdict.head)
        chain = Finding(region.code.upper(), True, f"history chain whole, {verdict.entries} entries")
    else:
        text = f"history chain broken at entry {verdict.broken_at}: {_REASONS[verdict.reason]}"
        chain = Finding(region.code.upper(), False, text)
    return [chain, _search_index(region), *_originals(region)]


def _originals(region: Region) -> list[Finding]:
    """Each sealed document opened and compared with its digest; nothing where there are none."""
    verdict = region.read_aside(sealing.verify, region.keys)
    letters, damaged = region.read_aside(mail.broken, region.keys)
    waiting = region.read(originals.count_unsealed)
    if verdict.broken:
        places = ", ".join(f"{kind} of invoice {number}" for number, kind in verdict.broken[:_NAMED])
        return [Finding(region.code.upper(), False, f"originals are not as they were sealed: {places}")]
    if damaged:
        places = ", ".join(map(str, damaged[:_NAMED]))
        return [Finding(region.code.upper(), False, f"letters are not as they were sealed: {places}")]
    if not (verdict.whole or verdict.gone or waiting):
        return []
    text = (
        f"{verdict.whole} originals whole, {verdict.gone} past their time, {waiting} invoices not sealed yet,"
        f" {letters} letters kept"
    )
    return [Finding(region.code.upper(), True, text)]


def _integrity(region: Region) -> Finding:
    result = region.read_aside(lambda db: str(sqlite.one(db, "PRAGMA quick_check")))
    count = region.read(clients.count)
    return Finding(region.code.upper(), result == "ok", f"file {result}, {count} clients")


def _soundness(path: Path) -> Finding:
    if is_sound(path):
        return Finding(path.name, True, "file ok")
    return Finding(path.name, False, "file damaged or missing. Run: masaku instance restore")


def _search_index(region: Region) -> Finding:
    def check(db: sqlite.Connection) -> None:
        for index in ("client_search", "attached_search", "invoice_search", "client_order_search"):
            db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")

    try:
        region.note_now(check)
    except MasakuError as error:
        is_refused = isinstance(
            error.__cause__, sqlite.OperationalError
        )  # not damaged: busy, full, read-only
        text = "could not be checked" if is_refused else "does not fit its content"
        return Finding(region.code.upper(), False, f"search index {text} ({error})")
    return Finding(region.code.upper(), True, "search index fits its content")


def _modes(data: Path) -> Finding:
    # Not rglob, which fails where the server removes a folder meanwhile.
    files = (Path(folder, name) for folder, _, names in os.walk(data) for name in names)
    others = sorted(str(path.relative_to(data)) for path in files if _is_open_to_others(path))
    if others:
        names = ", ".join(others[:_NAMED]) + (f" and {len(others) - _NAMED} more" if others[_NAMED:] else "")
        return Finding("files", False, f"readable by others: {names}. Run: chmod -R go-rwx {data}")
    return Finding("files", True, "readable by their owner only")


def _is_open_to_others(path: Path) -> bool:
    """Definitions of regions hold no secret."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:  # removed meanwhile
        return False
    return stat.S_ISREG(mode) and path.suffix != ".toml" and bool(stat.S_IMODE(mode) & 0o077)
