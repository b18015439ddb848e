"""Regions: made whole or not at all, never mistaken for another, never too many open."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event, current_thread
from time import monotonic, sleep

import pytest
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from app import schemas, sqlite
from app.accounts import store as accounts
from app.clients import store as clients
from app.clock import FixedClock
from app.doctor import examine
from app.errors import MasakuError, NotFound, Unavailable
from app.instance import Instance
from app.regions import store, watch
from app.regions.maintenance import claim_server, close, reopen
from app.regions.regions import MAX_OPEN, Regions, safety_copies
from app.regions.watch import Watch
from app.replicas.store import tables
from app.settings import ROOT
from tests.house import ANNA, AT, BERGMANN, House


def letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}")


def settle(instance: Instance, count: int) -> list[str]:
    """Many empty regions at once, as copies of one file with their own code in it."""
    data, codes = instance.settings.data, [f"r{letters(number)}" for number in range(count)]
    instance.regions.close("at")
    for code in codes:
        shutil.copy(ROOT / "regions" / "at.toml", data / f"{code}.toml")
        shutil.copy(data / "at.db", data / f"{code}.db")
        db = sqlite.connect(data / f"{code}.db")
        db.execute("UPDATE region SET code = ?", (code,))
        db.execute("PRAGMA journal_mode=DELETE")
        db.close()
    return codes


def open_files(folder: Path) -> int:
    return sum(
        1
        for link in Path("/proc/self/fd").iterdir()
        if link.exists() and link.resolve().is_relative_to(folder)
    )


def test_adding_a_region_twice_is_refused_and_changes_nothing(instance: Instance) -> None:
    region = instance.regions.find("de")
    region.write_now(clients.add, region.keys, BERGMANN, ANNA, AT)
    with pytest.raises(MasakuError, match="exists already"):
        instance.regions.add("de")
    assert region.read(clients.count) == 1


def test_adding_a_region_from_many_sides_at_once_makes_one_file(instance: Instance) -> None:
    """Threads stand for processes: each has its own view of the instance, the lock is a file's."""
    others = [Instance.open(instance.settings, instance.clock) for _ in range(4)]

    def add(each: Instance) -> bool:
        try:
            each.regions.add("pl")
        except MasakuError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(add, others)) == [False, False, False, True]
    for each in others:
        assert each.regions.find("pl").read(store.code_of) == "pl"
        each.close()
    assert not list(instance.settings.data.glob("*.new"))


def test_a_region_nobody_defined_cannot_be_added(instance: Instance) -> None:
    for code in ("fr", "../pl", "", "PL", "pl.db", "vault", "a/b"):
        with pytest.raises(MasakuError, match="no definition"):
            instance.regions.add(code)
    assert {path.name for path in instance.settings.data.glob("*.db")} == {
        "de.db",
        "at.db",
        "instance.db",
        "vault.db",
    }


def test_the_doctor_finds_nothing_on_a_server_that_has_just_started(instance: Instance) -> None:
    before = os.umask(0o022)
    try:
        with claim_server(instance.settings.data):
            assert [each for each in examine(instance) if not each.good] == []
    finally:
        os.umask(before)


def test_the_doctor_names_what_others_can_read_in_any_folder(instance: Instance) -> None:
    safety_copies(instance.settings).mkdir()
    for name in ("drills.json", "safety/de.copy", "safety/fr.toml", "safety/own.copy"):
        path = instance.settings.data / name
        path.touch()
        path.chmod(0o600 if "own" in name else 0o644)
    [open_files] = [each.text for each in examine(instance) if not each.good]
    assert open_files.startswith("readable by others: drills.json, safety/de.copy. Run: chmod")


def test_the_doctor_names_twenty_of_many_files_that_others_can_read(instance: Instance) -> None:
    for number in range(25):
        path = instance.settings.data / f"{number:02}"
        path.touch()
        path.chmod(0o640)
    [open_files] = [each.text for each in examine(instance) if not each.good]
    assert ", 19 and 5 more. Run: chmod" in open_files


def test_a_new_region_is_readable_by_its_owner_only(instance: Instance) -> None:
    region = instance.regions.find("de")
    region.write_now(clients.add, region.keys, BERGMANN, ANNA, AT)
    instance.accounts.read(accounts.list_all)
    files = [path for path in instance.settings.data.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {
        "de.db",
        "de.db-wal",
        "de.db-shm",
        "vault.db",
        "instance.db",
        "master.key",
    }
    assert {
        path.name: stat.S_IMODE(path.stat().st_mode) for path in files if path.stat().st_mode & 0o077
    } == {}
    assert stat.S_IMODE(instance.settings.data.stat().st_mode) == 0o700


def break_foreign(path: Path) -> None:
    db = sqlite.connect(path)
    db.execute("PRAGMA application_id=0")
    db.close()


def break_other_region(path: Path) -> None:
    db = sqlite.connect(path)
    db.execute("UPDATE region SET code = 'at'")
    db.close()


def break_no_database(path: Path) -> None:
    path.write_bytes(b"<!doctype html>" * 1000)


def break_empty(path: Path) -> None:
    path.write_bytes(b"")


def break_cut(path: Path) -> None:
    os.truncate(path, 5000)


def break_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


BREAKS = (break_foreign, break_other_region, break_no_database, break_empty, break_cut)


@pytest.mark.parametrize("break_it", BREAKS, ids=lambda each: each.__name__.removeprefix("break_"))
def test_what_is_not_this_regions_file_is_refused_and_others_go_on(instance: Instance, break_it) -> None:  # type: ignore[no-untyped-def]
    instance.close()
    path = instance.settings.data / "de.db"
    for beside in instance.settings.data.glob("de.db-*"):
        beside.unlink()
    break_it(path)
    content = path.read_bytes()
    again = Instance.open(instance.settings, instance.clock)
    with pytest.raises(Unavailable):
        again.regions.find("de")
    assert again.regions.find("at").read(clients.count) == 0
    again.close()
    assert path.read_bytes() == content, "left as it is, for whoever repairs it"


def test_links_and_directories_are_no_regions(instance: Instance) -> None:
    data = instance.settings.data
    instance.regions.close("at")
    (data / "pl.db").symlink_to(data / "at.db")
    assert instance.regions.codes() == ["at", "de"]
    with pytest.raises(NotFound):
        instance.regions.find("pl")
    with pytest.raises(MasakuError, match="exists already"):
        instance.regions.add("pl")
    (data / "pl.db").unlink()
    (data / "pl.db").mkdir()
    with pytest.raises(NotFound):
        instance.regions.find("pl")


def test_a_region_that_comes_later_is_found_without_a_restart(instance: Instance) -> None:
    other = Instance.open(instance.settings, instance.clock)
    with pytest.raises(NotFound):
        instance.regions.find("pl")
    other.regions.add("pl")
    other.close()
    assert instance.regions.find("pl").code == "pl"


def test_seventy_regions_are_answered_with_sixty_four_open(instance: Instance) -> None:
    codes = settle(instance, 70)
    for code in [*codes, *codes[::-1]]:
        region = instance.regions.find(code)
        region.note_now(store.set_canary, AT)
        assert region.read(store.code_of) == code
        assert len(instance.regions.open_regions()) <= MAX_OPEN
    # A reader and a writer, each with file, log and index, and the vault and the accounts.
    assert open_files(instance.settings.data) <= MAX_OPEN * 6 + 12
    assert sum(region.is_open for region in instance.regions._known.values()) <= MAX_OPEN


def test_a_late_write_to_a_region_that_made_room_is_closed_again(instance: Instance) -> None:
    first, *others = settle(instance, MAX_OPEN + 1)
    held = instance.regions.find(first)
    for code in others:
        instance.regions.find(code).read(store.change)
    assert not held.is_open
    held.note_now(store.set_canary, AT)
    assert held.is_open
    instance.regions.tidy(replicated=True)
    assert not held.is_open


def test_a_long_log_is_moved_into_the_file_where_no_litestream_does_it(fresh_house: House) -> None:
    region, regions = fresh_house.region(), fresh_house.instance.regions
    log = region.path.with_name("de.db-wal")
    for _ in range(18):
        region.note_now(lambda db: db.execute("UPDATE document_part SET sealed = randomblob(1000000)"))
    long = log.stat().st_size
    regions.tidy(replicated=True)
    region.note_now(store.set_canary, AT)
    assert log.stat().st_size >= long > 16_000_000
    regions.tidy(replicated=False)
    wait_until_short(log)


def test_a_log_is_moved_while_others_write(fresh_house: House) -> None:
    region, regions = fresh_house.region(), fresh_house.instance.regions
    for _ in range(18):
        region.note_now(lambda db: db.execute("UPDATE document_part SET sealed = randomblob(1000000)"))
    before = region.change()
    for second in range(50):
        regions.tidy(replicated=False)
        region.write_now(store.set_canary, f"2026-11-26T10:00:{second:02}Z")
    wait_until_short(region.path.with_name("de.db-wal"))
    assert region.change() == before + 50
    assert region.read(lambda db: sqlite.one(db, "PRAGMA quick_check")) == "ok"


@pytest.mark.parametrize("replicated", [True, False])
def test_so_are_the_logs_of_the_accounts_and_of_the_keys(instance: Instance, replicated: bool) -> None:
    data = instance.settings.data
    watch = Watch(data, instance.regions, instance.accounts, lambda: replicated)
    instance.accounts.note_now(lambda db: db.execute("CREATE TABLE ballast AS SELECT zeroblob(17000000)"))
    instance.vault.make((f"{number:064}" for number in range(20_000)), "de")
    asyncio.run(watch.tidy())
    if replicated:
        assert sqlite.log_bytes(data / "instance.db") > 16_000_000
        assert sqlite.log_bytes(data / "vault.db") > 4_000_000
    else:
        wait_until_short(data / "instance.db-wal")
        wait_until_short(data / "vault.db-wal")


def wait_until_short(log: Path) -> None:
    """It is moved beside everybody else's work."""
    until = monotonic() + 10
    while log.stat().st_size > 1_000_000 and monotonic() < until:
        sleep(0.01)
    assert log.stat().st_size <= 1_000_000


@pytest.fixture
def under_repair(fresh_house: House) -> Iterator[House]:
    data = fresh_house.instance.settings.data
    fresh_house.get("anna", "/de/clients")
    close(data, "de", "test", fresh_house.instance.clock)
    fresh_house.looked()
    yield fresh_house
    reopen(data, "de")


def test_a_region_under_maintenance_is_away_and_another_serves(under_repair: House) -> None:
    answer = under_repair.get("anna", "/de/clients")
    assert (answer.status, answer.header("retry-after")) == (503, "10")
    assert "DE is being restored" in answer.text and "Bergmann" not in answer.text
    assert under_repair.post("anna", "/de/clients", name="Neu", kind="person").status == 503
    assert under_repair.get("clara", "/at/clients").status == 200
    assert under_repair.get("anna", "/account").status == 200
    assert under_repair.get("stranger", "/health").status == 200


def test_the_server_lets_go_of_the_file_and_takes_it_again(under_repair: House) -> None:
    data = under_repair.instance.settings.data
    assert (data / "de.closed").exists()
    reopen(data, "de")
    under_repair.looked()
    answer = under_repair.get("anna", "/de/clients")
    assert answer.status == 200 and "Bergmann" in answer.text
    assert not (data / "de.closed").exists()


def test_a_look_that_was_not_written_yet_waits_until_the_region_is_back(under_repair: House) -> None:
    under_repair.written()
    reopen(under_repair.instance.settings.data, "de")
    under_repair.looked()
    assert under_repair.get("anna", "/de/clients").status == 200
    under_repair.written()
    looks = under_repair.region().read(lambda db: sqlite.one(db, "SELECT sum(times) FROM access"))
    assert looks == 2, "one before, one after"


def test_a_write_is_whole_or_nothing(instance: Instance) -> None:
    region = instance.regions.find("de")
    before = region.change()

    def half(db: sqlite.Connection) -> None:
        clients.add(db, region.keys, BERGMANN, ANNA, AT)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        region.write_now(half)
    assert region.read(clients.count) == 0 and region.change() == before


def test_a_migration_that_fails_leaves_file_and_disk_as_they_were(
    instance: Instance, clock: FixedClock
) -> None:
    newer = Migrations("newer")
    tried, broken = list[int](), ["CREATE TABLE ("]

    @newer()
    def v001_half(db: Database) -> None:
        tried.append(1)
        db.conn.execute("CREATE TABLE half (id INTEGER) STRICT")
        for statement in broken:
            db.conn.execute(statement)

    settings = instance.settings
    instance.regions.close("de")
    regions = Regions(settings, clock, instance.vault, (*schemas.REGION, newer))
    for _ in range(2):
        clock.advance(seconds=1)
        with pytest.raises(Unavailable, match=r"could not be brought to this version .*syntax error"):
            regions.find("de")
    assert tried == [1], "remembered, and not tried at each request"
    regions.try_again()
    assert tried == [1, 1]
    assert list(safety_copies(settings).iterdir()) == [], "each try would leave a whole copy"
    assert "half" not in instance.regions.find("de").read(tables)
    broken.clear()
    regions.try_again()
    assert "half" in regions.find("de").read(tables), "open again, without a restart"
    regions.close_all()


def test_the_server_answers_others_while_a_region_is_migrated(
    instance: Instance, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer, on, goes_on = Migrations("newer"), list[str](), Event()

    @newer()
    def v001_slow(db: Database) -> None:
        on.append(current_thread().name)
        goes_on.wait(5)

    monkeypatch.setattr(watch, "EVERY_SECONDS", 0.001)
    instance.regions.close("de")
    regions = Regions(instance.settings, clock, instance.vault, (*schemas.REGION, newer))

    async def go() -> None:
        migrating = asyncio.create_task(Watch(instance.settings.data, regions, instance.accounts).migrate())
        await asyncio.sleep(0)
        with pytest.raises(Unavailable, match="is being brought to this version"):
            regions.find("de")
        while not on:
            await asyncio.sleep(0.001)
        with pytest.raises(Unavailable, match="is being brought to this version"):
            regions.find("de")
        goes_on.set()
        while regions._known["de"].refused:
            await asyncio.sleep(0.001)
        assert regions.find("de").checked and on != [current_thread().name]
        migrating.cancel()

    asyncio.run(go())
    regions.close_all()


def test_a_write_while_its_file_is_being_closed_waits_for_the_one_in_hand(instance: Instance) -> None:
    """Both would use the same connection, which the closing then takes from them."""
    region = instance.regions.find("de")
    writing, done = Event(), Event()

    def slow(db: sqlite.Connection) -> str:
        store.set_canary(db, AT)
        writing.set()
        done.wait(5)
        return str(sqlite.one(db, "SELECT at FROM canary"))

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(region.write_now, slow)
        writing.wait(5)
        pool.submit(region.close)
        while region._queue._thread is not None:
            pass
        second = pool.submit(region.write_now, store.set_canary, "later")
        with pytest.raises(TimeoutError):
            second.result(0.02)
        done.set()
        assert first.result(5) == AT
        second.result(5)


def test_a_reader_sees_one_moment(instance: Instance) -> None:
    """A page that asks twice gets one answer, whatever is written meanwhile."""
    region = instance.regions.find("de")
    region.write_now(store.set_canary, AT)

    def twice(db: sqlite.Connection) -> tuple[int, int]:
        first = clients.count(db)
        region.write_now(clients.add, region.keys, BERGMANN, ANNA, AT)
        return first, clients.count(db)

    assert region.read_aside(twice) == (0, 0)
    assert region.read(clients.count) == 1


def test_what_nobody_sees_leaves_the_pages_unchanged(instance: Instance) -> None:
    region = instance.regions.find("de")
    before = region.change()
    region.note_now(store.set_canary, AT)
    assert region.change() == before
    region.write_now(clients.add, region.keys, replace(BERGMANN, name="Neu"), ANNA, AT)
    assert region.change() == before + 1


@pytest.mark.parametrize("found", [(3, 51, 2), (3, 40, 1), (3, 50, 6), (3, 44, 5), (3, 49, 9)])
def test_an_sqlite_that_can_corrupt_a_replicated_file_stops_the_start(found: tuple[int, ...]) -> None:
    with pytest.raises(SystemExit, match=r"3\.51\.3"):
        sqlite.check_version(found)


@pytest.mark.parametrize("found", [(3, 51, 3), (3, 53, 4), (4, 0, 0), (3, 50, 7), (3, 44, 6)])
def test_a_fixed_sqlite_is_taken(found: tuple[int, ...]) -> None:
    sqlite.check_version(found)


def test_every_connection_is_opened_the_safe_way(instance: Instance) -> None:
    region = instance.regions.find("de")
    wanted = {"foreign_keys": 1, "trusted_schema": 0, "busy_timeout": 15_000}
    for ask in (region.read, region.write_now):
        assert {
            name: ask(lambda db, name=name: sqlite.one(db, f"PRAGMA {name}")) for name in wanted
        } == wanted
    writing = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    assert {
        name: region.write_now(lambda db, name=name: sqlite.one(db, f"PRAGMA {name}")) for name in writing
    } == writing
