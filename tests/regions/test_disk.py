"""A disk that is full or refuses: a clear answer, reading goes on, and it heals without a restart."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import sqlite
from app.clock import FixedClock
from tests.house import House, open_house

FORM = {"name": "Neu", "kind": "person", "notes": "lang " * 1500}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of a few MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", place], capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    yield place
    while place.is_mount():
        subprocess.run(["umount", "-l", place], check=True)


@pytest.fixture
def on_small_disk(small_disk: Path, furnished: tuple[Path, dict[str, str]]) -> Iterator[House]:
    source, places = furnished
    data = small_disk / "data"
    shutil.copytree(source, data)
    yield from open_house(data, places)


def fill_up(place: Path) -> Path:
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return ballast


def test_a_full_disk_is_said_clearly_and_heals_by_itself(on_small_disk: House, small_disk: Path) -> None:
    assert on_small_disk.post("anna", "/de/clients", **FORM).status == 303
    ballast = fill_up(small_disk)
    answers = [on_small_disk.post("anna", "/de/clients", **FORM) for _ in range(5)]
    assert {answer.status for answer in answers} == {503}
    assert all("The disk is full, so nothing was saved" in answer.text for answer in answers)
    assert answers[0].header("retry-after") == "10"
    page = on_small_disk.get("anna", "/de/clients")
    assert page.status == 200 and page.text.count(">Neu<") == 1, "reading goes on"
    ballast.unlink()
    assert on_small_disk.post("anna", "/de/clients", **FORM).status == 303
    assert on_small_disk.region().read(lambda db: sqlite.one(db, "PRAGMA integrity_check")) == "ok"


def test_a_full_disk_signs_nobody_out(on_small_disk: House, small_disk: Path) -> None:
    clock = on_small_disk.instance.clock
    assert isinstance(clock, FixedClock)
    assert on_small_disk.get("anna", "/de/clients").status == 200
    ballast = fill_up(small_disk)
    for _ in range(4):
        clock.advance(minutes=20)
        assert on_small_disk.get("anna", "/de/clients").status == 200
    clock.advance(minutes=31)
    assert on_small_disk.get("anna", "/de/clients").status == 303, "who is away is signed out all the same"
    ballast.unlink()


def test_looks_wait_for_the_disk(on_small_disk: House, small_disk: Path) -> None:
    looks = "SELECT sum(times) FROM access"
    on_small_disk.get("anna", "/de/clients/2")
    on_small_disk.written()
    before = on_small_disk.region().read(lambda db: sqlite.one(db, looks))
    ballast = fill_up(small_disk)
    for _ in range(3):
        assert on_small_disk.get("anna", "/de/clients/1").status == 200
    on_small_disk.written()
    ballast.unlink()
    on_small_disk.written()
    assert on_small_disk.region().read(lambda db: sqlite.one(db, looks)) == before + 3


def test_what_cannot_even_be_read_is_said_clearly(on_small_disk: House, small_disk: Path) -> None:
    """Nobody has read this region for long, and SQLite needs a little room to begin with."""
    on_small_disk.get("clara", "/at/clients")
    on_small_disk.session("anna")
    on_small_disk.instance.regions.close("de")
    (small_disk / "data" / "de.db-shm").unlink(missing_ok=True)
    ballast = fill_up(small_disk)
    answer = on_small_disk.get("anna", "/de/clients")
    assert answer.status == 503 and answer.header("retry-after")
    assert on_small_disk.get("clara", "/at/clients").status == 200
    ballast.unlink()
    assert on_small_disk.get("anna", "/de/clients").status == 200


def test_a_full_file_says_the_same(fresh_house: House) -> None:
    """The same refusal without a disk of its own: no page more than the file has."""
    region = fresh_house.region()

    def limit(db: sqlite.Connection) -> None:
        pages = sqlite.one(db, "PRAGMA page_count")
        db.execute(f"PRAGMA max_page_count={pages}")

    region.note_now(limit)
    answers = [fresh_house.post("anna", "/de/clients", **FORM | {"name": f"Neu {n}"}) for n in range(3)]
    refused = [answer for answer in answers if answer.status == 503]
    assert refused and "The disk is full" in refused[0].text
    assert fresh_house.get("anna", "/de/clients").status == 200
    assert fresh_house.post("anna", "/de/clients", **FORM).status == 303, "the next writer starts afresh"


@pytest.mark.parametrize(
    "path", ["/de/clients", "/de/clients/1/notes", "/de/clients/1/contacts", "/de/clients/views"]
)
def test_a_file_that_cannot_be_written_is_said_clearly_on_every_form(fresh_house: House, path: str) -> None:
    region = fresh_house.region()
    region.note_now(lambda db: db.execute("PRAGMA query_only=ON"))
    form = {"name": "Neu", "body": "x", "view": "x", "kind": "note" if path.endswith("notes") else "person"}
    answer = fresh_house.ask("anna", "POST", path, form=form)
    assert answer.status == 503 and "cannot be written at the moment" in answer.text
    assert fresh_house.get("anna", "/de/clients/1").status == 200
    assert fresh_house.ask("anna", "POST", path, form=form).status == 303, "the next writer starts afresh"


def test_a_read_only_file_system_still_answers(on_small_disk: House, small_disk: Path) -> None:
    on_small_disk.get("anna", "/de/clients")
    frozen = subprocess.run(["mount", "-o", "bind,remount,ro", small_disk], capture_output=True)
    if frozen.returncode:
        subprocess.run(["mount", "--bind", small_disk, small_disk], check=True)
        frozen = subprocess.run(["mount", "-o", "bind,remount,ro", small_disk], capture_output=True)
    if frozen.returncode or os.access(small_disk / "data", os.W_OK):
        pytest.skip("this kernel does not remount a disk that is in use")
    answer = on_small_disk.post("anna", "/de/clients", **FORM)
    assert answer.status == 503 and "cannot be written at the moment" in answer.text
    assert on_small_disk.get("anna", "/de/clients").status == 200
    subprocess.run(["mount", "-o", "bind,remount,rw", small_disk], check=True)
    assert on_small_disk.post("anna", "/de/clients", **FORM).status == 303


def test_who_cannot_be_identified_is_not_sent_to_sign_in(fresh_house: House) -> None:
    """Nobody could sign in either: the accounts cannot be read."""
    fresh_house.session("anna")
    fresh_house.instance.accounts.close()
    path = fresh_house.instance.settings.data / "instance.db"
    path.rename(path.with_name("lost"))
    answer = fresh_house.get("anna", "/de/clients")
    assert answer.status == 503 and "cannot be read at the moment" in answer.text
    assert answer.header("retry-after")
    assert fresh_house.get("stranger", "/de/clients").status == 303
    path.with_name("lost").rename(path)
    assert fresh_house.get("anna", "/de/clients").status == 200


def test_a_file_that_vanished_is_said_clearly(fresh_house: House) -> None:
    """Somebody deletes the vault: what needs a new key says so, everything else goes on."""
    fresh_house.get("anna", "/de/clients")
    fresh_house.instance.vault.close()
    for path in fresh_house.instance.settings.data.glob("vault.db*"):
        path.rename(path.with_name(f"lost-{path.name}"))
    answer = fresh_house.post("anna", "/de/clients", name="Neu", kind="person")
    assert answer.status == 503
    assert fresh_house.get("anna", "/de/clients").status == 200
