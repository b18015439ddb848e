"""Keys: made once, opened by their owner only, never brought back."""

from __future__ import annotations

import base64
import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import sqlite
from app.clock import FixedClock
from app.errors import MasakuError, Unavailable
from app.settings import Settings
from app.vault import Key, Vault, WrongKey
from app.vault.keys import make_master_key
from app.vault.merge import TABLES, merge
from tests.conftest import NOW, Instance

OWNER, OTHER = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def open_vault(data: Path, **settings: object) -> Vault:
    vault = Vault(replace(Settings(data=data), **settings), FixedClock(NOW))  # type: ignore[arg-type]
    vault.open()
    return vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    opened = open_vault(tmp_path)
    yield opened
    opened.close()


def random_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def test_a_key_stays_the_same_over_a_restart(tmp_path: Path, vault: Vault) -> None:
    sealed = vault.key(OWNER, "de").seal(b"Vertrag")
    vault.close()
    again = open_vault(tmp_path)
    assert again.key(OWNER, "de").open(sealed) == b"Vertrag"
    again.close()


@given(
    plain=st.binary(max_size=200),
    extra=st.binary(max_size=20),
    place=st.integers(min_value=0),
    bit=st.integers(0, 7),
)
def test_whatever_is_changed_in_what_was_sealed_is_noticed(
    plain: bytes, extra: bytes, place: int, bit: int
) -> None:
    key = Key(bytes(32), OWNER)
    sealed = key.seal(plain, extra)
    changed = bytearray(sealed)
    changed[place % len(sealed)] ^= 1 << bit
    assert key.open(sealed, extra) == plain
    with pytest.raises(WrongKey):
        key.open(bytes(changed), extra)
    with pytest.raises(WrongKey):
        key.open(sealed, extra + b"x")
    with pytest.raises(WrongKey):
        key.open(sealed[: place % len(sealed)], extra)


def test_the_same_text_is_never_sealed_alike() -> None:
    key = Key(bytes(32), OWNER)
    assert len({key.seal(b"ja") for _ in range(100)}) == 100


def test_what_one_owner_sealed_opens_for_no_other(vault: Vault) -> None:
    sealed = vault.key(OWNER, "de").seal(b"Vertrag")
    with pytest.raises(WrongKey):
        vault.key(OTHER, "de").open(sealed)
    with pytest.raises(WrongKey):
        Key(vault.key(OWNER, "de").raw, OTHER).open(sealed)


def test_a_row_given_another_owner_in_the_file_opens_nothing(tmp_path: Path, vault: Vault) -> None:
    """Whoever can write to vault.db still cannot hand one client's key to another."""
    vault.make([OWNER, OTHER], "de")
    vault.close()
    db = sqlite.connect(tmp_path / "vault.db")
    db.execute(
        "UPDATE data_key SET wrapped = (SELECT wrapped FROM data_key WHERE owner = ?) WHERE owner = ?",
        (OTHER, OWNER),
    )
    db.close()
    again = open_vault(tmp_path)
    with pytest.raises(WrongKey):
        again.find(OWNER)
    assert again.find(OTHER)
    again.close()


def test_a_wrong_master_key_stops_the_start(tmp_path: Path, vault: Vault) -> None:
    vault.close()
    for settings in ({"master_key": random_key()}, {"master_key_file": tmp_path / "other"}):
        if "master_key_file" in settings:
            make_master_key(Settings(data=tmp_path, master_key_file=tmp_path / "other"))
        with pytest.raises(MasakuError, match="does not belong to this vault"):
            open_vault(tmp_path, **settings)


@pytest.mark.parametrize(
    "text",
    ["x", "====", "A" * 43, "A" * 45, "password", "ä" * 32, "\0", base64.b64encode(bytes(31)).decode()],
)
def test_a_weak_or_damaged_master_key_stops_the_start(tmp_path: Path, text: str) -> None:
    with pytest.raises(MasakuError, match="32 bytes in base64"):
        open_vault(tmp_path, master_key=text)
    assert not (tmp_path / "vault.db").exists()


def test_a_lost_master_key_is_never_replaced_by_a_new_one(tmp_path: Path, vault: Vault) -> None:
    vault.close()
    (tmp_path / "master.key").unlink()
    with pytest.raises(MasakuError, match="master key is missing"):
        open_vault(tmp_path)
    assert not (tmp_path / "master.key").exists()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_master_key_that_others_can_read_is_refused(tmp_path: Path, vault: Vault, mode: int) -> None:
    vault.close()
    (tmp_path / "master.key").chmod(mode)
    with pytest.raises(MasakuError, match="chmod 600"):
        open_vault(tmp_path)


def test_the_first_start_makes_a_key_for_its_owner_only_and_shows_it_once(tmp_path: Path) -> None:
    vault = open_vault(tmp_path)
    file = tmp_path / "master.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert vault.new_master_key and file.read_text().strip() == vault.new_master_key
    vault.close()
    again = open_vault(tmp_path)
    assert again.new_master_key is None
    again.close()


def test_a_key_from_the_environment_leaves_no_file(tmp_path: Path) -> None:
    open_vault(tmp_path, master_key=random_key()).close()
    assert not (tmp_path / "master.key").exists()


def test_the_master_key_is_nowhere_in_the_vault(tmp_path: Path, vault: Vault) -> None:
    key = vault.key(OWNER, "de")
    master = base64.urlsafe_b64decode((tmp_path / "master.key").read_text())
    vault.close()
    content = b"".join(path.read_bytes() for path in tmp_path.glob("vault.db*"))
    assert master not in content and key.raw not in content


def test_a_vault_of_a_newer_program_is_refused(tmp_path: Path, vault: Vault) -> None:
    vault.close()
    db = sqlite.connect(tmp_path / "vault.db")
    db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('vault', 'v999_later', '')"
    )
    db.close()
    with pytest.raises(Unavailable, match="newer version"):
        open_vault(tmp_path)


def test_a_handle_that_failed_is_not_written_to_again(vault: Vault) -> None:
    vault._open().execute("PRAGMA query_only=ON")  # as a disk that has become read-only answers
    with pytest.raises(Unavailable):
        vault.key(OWNER, "de")
    assert vault.key(OWNER, "de").raw


def test_no_key_is_made_in_a_file_that_another_one_has_replaced(tmp_path: Path, vault: Vault) -> None:
    vault.key(OTHER, "de")
    path = tmp_path / "vault.db"
    path.rename(tmp_path / "lost")
    with pytest.raises(Unavailable, match="Nothing was saved"):
        vault.key(OWNER, "de")
    path.touch()
    with pytest.raises(Unavailable, match="Nothing was saved"):
        vault.key(OWNER, "de")


def test_many_askers_at_once_get_one_key(vault: Vault) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: vault.key(OWNER, "de").raw, range(50)))
    assert len(set(keys)) == 1


def test_two_processes_making_a_key_at_once_end_with_one(tmp_path: Path, vault: Vault) -> None:
    other = open_vault(tmp_path)
    made = vault.make([OWNER], "de")
    other.make([OWNER], "de")
    assert other.key(OWNER, "de").raw == made[OWNER].raw
    other.close()


def test_a_destroyed_key_is_not_made_again(tmp_path: Path, vault: Vault) -> None:
    vault.make([OWNER], "de")
    vault.close()
    db = sqlite.connect(tmp_path / "vault.db")
    db.execute("UPDATE data_key SET wrapped = NULL")
    db.close()
    again = open_vault(tmp_path)
    assert again.find(OWNER) is None
    with pytest.raises(Unavailable, match="destroyed"):
        again.key(OWNER, "de")
    again.close()


def test_making_a_key_again_gives_the_one_that_is_stored(vault: Vault) -> None:
    """Anything sealed with another one could never be opened again."""
    first = vault.make([OWNER], "de")[OWNER]
    both = vault.make([OWNER, OTHER], "de")
    assert both[OWNER].raw == first.raw
    assert both[OTHER].raw == vault.key(OTHER, "de").raw


def test_the_key_is_there_before_the_row_it_locks(instance: Instance) -> None:
    """A crash between the two leaves a key without a row, never a row without a key."""
    region = instance.regions.find("de")

    def fails(db: sqlite.Connection) -> None:
        region.keys.key(OWNER)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        region.write_now(fails)
    assert region.keys.find(OWNER) is not None
    assert region.read(lambda db: sqlite.one(db, "SELECT vault_mark FROM region")) == 0


def test_every_visible_change_tells_the_region_how_far_its_vault_is(instance: Instance) -> None:
    region = instance.regions.find("de")
    region.write_now(lambda db: region.keys.key(OWNER))
    assert (
        region.read(lambda db: sqlite.one(db, "SELECT vault_mark FROM region"))
        == instance.vault.mark("de")
        == 1
    )
    assert instance.vault.mark("at") == 0


def test_a_key_that_another_process_has_made_counts_as_soon_as_it_is_used_here(instance: Instance) -> None:
    region, other = instance.regions.find("de"), open_vault(instance.settings.data)
    other.make([OWNER], "de")
    other.close()
    marks = []
    for change in (lambda db: None, lambda db: region.keys.find(OWNER)):
        region.write_now(change)
        marks.append(region.read(lambda db: sqlite.one(db, "SELECT vault_mark FROM region")))
    assert marks == [0, 1]


def test_a_region_newer_than_its_vault_refuses_to_serve(instance: Instance) -> None:
    data, region = instance.settings.data, instance.regions.find("de")
    region.write_now(lambda db: region.keys.key(OWNER))
    instance.vault.close()
    old = (data / "vault.db").read_bytes()
    region.write_now(lambda db: region.keys.key(OTHER))
    instance.close()
    for path in data.glob("vault.db*"):
        path.unlink()
    (data / "vault.db").write_bytes(old)
    again = Instance.open(instance.settings, instance.clock)
    with pytest.raises(Unavailable, match="newer than vault"):
        again.regions.find("de")
    assert again.regions.find("at"), "others go on"
    again.close()


def test_a_merge_takes_every_table_of_the_schema(tmp_path: Path, vault: Vault) -> None:
    db = sqlite.connect(tmp_path / "vault.db", readonly=True)
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    db.close()
    assert {name for name in tables if not name.startswith(("sqlite_", "_sqlite_"))} == set(TABLES)


def test_merging_revives_nothing_and_forgets_nothing(tmp_path: Path) -> None:
    master = random_key()
    here, there = (open_vault(tmp_path / name, master_key=master) for name in ("here", "there"))
    only_there = "33333333-3333-4333-8333-333333333333"
    here.make([OWNER, OTHER], "de")
    there.make([OWNER, only_there], "de")
    here.close()
    there.close()
    one, two = (sqlite.connect(tmp_path / name / "vault.db") for name in ("here", "there"))
    two.execute("UPDATE data_key SET wrapped = NULL WHERE owner = ?", (OWNER,))
    with sqlite.transaction(one):
        merge(one, two)
    states = dict(one.execute("SELECT owner, wrapped IS NULL FROM data_key").fetchall())
    assert states == {OWNER: 1, OTHER: 0, only_there: 0}
    with sqlite.transaction(two):
        merge(two, one)
    assert dict(two.execute("SELECT owner, wrapped IS NULL FROM data_key").fetchall()) == states
    one.close()
    two.close()


def test_a_long_log_is_moved_into_the_file_once_nobody_reads_there(tmp_path: Path, vault: Vault) -> None:
    path = tmp_path / "vault.db"
    keys = vault.make((f"{number:064}" for number in range(20_000)), "de")
    long = sqlite.log_bytes(path)
    with closing(sqlite.connect(path, readonly=True)) as other:
        other.execute("BEGIN")
        sqlite.one(other, "SELECT count(*) FROM data_key")
        vault.shorten_log()
        assert sqlite.log_bytes(path) == long > 4_000_000
    vault.shorten_log()
    assert sqlite.log_bytes(path) == 0
    vault.close()
    vault.shorten_log()
    assert vault.key(f"{7:064}", "de").raw == keys[f"{7:064}"].raw
