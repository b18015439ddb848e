"""A definition that cannot be read takes its own region along at most, and what was lost is not started over."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.clients import store as clients
from app.clock import FixedClock
from app.doctor import examine
from app.errors import MasakuError, Unavailable
from app.instance import Instance
from app.regions.definition import definitions
from app.settings import ROOT, Settings
from tests.conftest import Arrive
from tests.house import ANNA, AT, BERGMANN


@pytest.fixture
def fr(instance: Instance) -> Path:
    """A definition of an instance's own, which nobody can read."""
    path = instance.settings.data / "fr.toml"
    path.write_text("name = {", "utf-8")
    return path


def test_the_others_serve_beside_one_that_cannot_be_read(fr: Path, arrive: Arrive) -> None:
    anna = arrive("anna")
    assert anna.get("/de/clients").status_code == 200
    assert anna.get("/account").status_code == 200
    assert anna.get("/fr/clients").status_code == 404


def test_a_running_region_keeps_its_definition_while_somebody_edits_it(
    instance: Instance, arrive: Arrive
) -> None:
    anna = arrive("anna")
    anna.get("/de/clients")
    (instance.settings.data / "de.toml").write_text("name = {", "utf-8")
    assert anna.get("/de/clients").status_code == 200


def test_a_region_without_a_readable_definition_says_what_is_wrong(
    instance: Instance, clock: FixedClock
) -> None:
    """And is not served by the program's own definition, whose VAT rates may be others."""
    path = instance.settings.data / "de.toml"
    path.write_text(
        (ROOT / "regions" / "de.toml").read_text("utf-8").replace('currency = "EUR"', ""), "utf-8"
    )
    instance.close()
    again = Instance.open(Settings(data=instance.settings.data), clock)
    with pytest.raises(Unavailable, match=r"de\.toml cannot be used: 'currency'"):
        again.regions.find("de")
    assert again.regions.find("at")
    with pytest.raises(MasakuError, match="cannot be used"):
        again.regions.add("de")
    assert {each.subject for each in examine(again) if not each.good} == {"DE"}
    again.close()


def test_what_cannot_be_read_is_no_definition(fr: Path) -> None:
    assert set(definitions(fr.parent)) == {"de", "at", "pl"}


def test_a_region_whose_file_is_lost_is_not_started_over(instance: Instance) -> None:
    region = instance.regions.find("de")
    region.write_now(clients.add, region.keys, BERGMANN, ANNA, AT)
    instance.regions.close("de")
    for path in instance.settings.data.glob("de.db*"):
        path.unlink()
    with pytest.raises(MasakuError, match="masaku region restore de"):
        instance.regions.add("de")
    assert not (instance.settings.data / "de.db").exists()


def test_a_new_file_is_not_laid_under_an_old_log(instance: Instance) -> None:
    log = instance.settings.data / "pl.db-wal"
    log.write_bytes(b"of an earlier file")
    with pytest.raises(MasakuError, match=r"pl\.db-wal"):
        instance.regions.add("pl")
    log.unlink()
    assert instance.regions.add("pl").read(clients.count) == 0
