"""masaku import and masaku undo-import: the same from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.main import cli
from app.instance import Instance
from tests.imports.desk import Desk

Run = Callable[..., Result]
TABLE = """Firma;USt-IdNr.;Straße;PLZ;Ort
Żółć & Gęś Sp. z o.o.;PL5252248481;ul. Łąkowa 5;00-111;Łódź
Größe & Söhne KG;DE1366;Ring 3;99084;Erfurt
Nordwind OHG;;Kai 4;20457;Hamburg
"""


@pytest.fixture
def masaku(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("MASAKU_DATA", str(instance.settings.data))
    return lambda *words: CliRunner().invoke(cli, words)


@pytest.fixture
def desk(instance: Instance) -> Desk:
    return Desk(instance)


@pytest.fixture
def table(tmp_path: Path) -> str:
    file = tmp_path / "kunden.csv"
    file.write_text(TABLE, encoding="utf-8")
    return str(file)


def names(desk: Desk) -> list[str]:
    return sorted(each.name for each in desk.all())


def test_a_dry_run_writes_nothing(masaku: Run, desk: Desk, table: str) -> None:
    said = masaku("import", "DE", table, "--dry-run")
    assert said.exit_code == 0 and "2 would be created" in said.output, said.output
    assert "Nothing was written." in said.output and desk.all() == []


def test_an_import_keeps_what_it_refuses_beside_the_file(masaku: Run, desk: Desk, table: str) -> None:
    said = json.loads(masaku("import", "DE", table, "--json").output)
    assert (said["created"], said["refused"]) == (2, 1)
    assert names(desk) == ["Nordwind OHG", "Żółć & Gęś Sp. z o.o."]
    assert "Größe & Söhne KG" in Path(said["refused_file"]).read_text("utf-8-sig")


def test_it_is_taken_back_by_its_number(masaku: Run, desk: Desk, table: str) -> None:
    masaku("import", "DE", table)
    desk.change(desk.named("Nordwind OHG"), city="Bremen")
    said = masaku("undo-import", "DE", "1")
    assert (said.exit_code, said.output) == (
        0,
        "Import 1 is undone: 1 removed, 0 as before, 1 changed since and kept\n",
    )
    assert names(desk) == ["Nordwind OHG"] and desk.last().undone_at
    again = masaku("undo-import", "DE", "1")
    assert again.exit_code == 1 and "This was undone already." in again.output


def test_what_it_wrote_over_comes_back(masaku: Run, desk: Desk, table: str) -> None:
    desk.add("Nordwind OHG", street="Kai 1", postal_code="20457", city="Hamburg", country="DE")
    masaku("import", "DE", table, "--on-duplicate", "update")
    assert desk.named("Nordwind OHG").street == "Kai 4"
    said = json.loads(masaku("undo-import", "DE", "1", "--json").output)
    assert said == {"import": 1, "removed": 1, "restored": 1, "kept": 0}
    assert [each.street for each in desk.all()] == ["Kai 1"]


def test_what_was_never_written_cannot_be_taken_back(masaku: Run, desk: Desk, tmp_path: Path) -> None:
    wrong = tmp_path / "falsch.csv"
    wrong.write_text("Firma;USt-IdNr.\nGröße & Söhne KG;DE1366\n", encoding="utf-8")
    assert masaku("import", "DE", str(wrong)).exit_code == 1
    said = masaku("undo-import", "DE", "1")
    assert said.exit_code == 1 and "nothing that could be taken back" in said.output
    assert masaku("undo-import", "DE", "7").exit_code == 1
    assert masaku("undo-import", "XY", "1").exit_code == 2
