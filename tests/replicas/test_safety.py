"""Safety copies die by themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from app.clock import FixedClock
from app.replicas import safety
from app.settings import Settings


def test_a_safety_copy_is_gone_after_a_week_and_after_an_erasure_in_its_region(tmp_path: Path) -> None:
    settings, clock = Settings(data=tmp_path), FixedClock(datetime(2026, 11, 1, 12, tzinfo=UTC))
    (tmp_path / "de.db").write_text("whole")
    for name in ("de", "at"):
        safety.keep(tmp_path / "de.db", safety.place(settings, name, clock))
    clock.advance(days=6)
    assert safety.sweep(settings, clock) == 0
    assert safety.forget(settings, "de") == 1
    clock.advance(days=2)
    assert safety.sweep(settings, clock) == 1
    assert (tmp_path / "de.db").read_text() == "whole"


def test_a_copy_before_a_migration_dies_too(tmp_path: Path) -> None:
    settings, clock = Settings(data=tmp_path), FixedClock(datetime(2026, 11, 23, tzinfo=UTC))
    copy = safety.place(settings, "de", clock).with_name("de-2026-11-01T000000Z-before-migration.copy")
    copy.touch()
    assert safety.sweep(settings, clock) == 1
