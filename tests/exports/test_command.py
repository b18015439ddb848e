"""masaku export: the same from the command line."""

from __future__ import annotations

import csv
import io
import json
import resource
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.exports import make_room
from app.cli.main import cli
from app.clients import store as clients
from app.clients.model import Client
from app.clock import stamp
from app.errors import MasakuError
from app.instance import Instance
from tests.conftest import NOW
from tests.exports.test_routes import log
from tests.house import ANNA, BERGMANN

Run = Callable[..., Result]
SOME = (BERGMANN, Client("Alm KG", country="AT"), Client("Bach AG", country="AT", status="archived"))


@pytest.fixture
def masaku(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("MASAKU_DATA", str(instance.settings.data))
    region = instance.regions.find("de")
    for each in SOME:
        region.write_now(clients.add, region.keys, each, ANNA, stamp(NOW))
    return lambda *words: CliRunner().invoke(cli, ["export", *words])


def names(text: str, delimiter: str = ";") -> list[str]:
    return [each["Name"] for each in csv.DictReader(io.StringIO(text), delimiter=delimiter)]


def test_a_filter_and_an_order_as_in_the_address_of_the_list(
    masaku: Run, instance: Instance, tmp_path: Path
) -> None:
    file = tmp_path / "austria.csv"
    result = masaku("DE", "--format", "csv", "--filter", "country=AT&status=all&sort=-name", "-o", str(file))
    assert (result.exit_code, result.output) == (0, "Exported 2 of 2 clients.\n")
    assert names(file.read_text("utf-8-sig")) == ["Bach AG", "Alm KG"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    region = instance.regions.find("de")
    assert region.read(log) == [("system", "[3, 2]", "export:1")]
    row = region.read(lambda db: db.execute("SELECT * FROM export").fetchone())
    assert (row["staff_id"], row["purpose"], row["rows"], row["state"]) == (
        "system",
        "command line",
        2,
        "done",
    )
    assert list((instance.settings.data / "exports" / "de").iterdir()) == []


def test_to_standard_output_in_the_wanted_form(masaku: Run) -> None:
    result = masaku(
        "de", "--format", "csv", "--delimiter", "tab", "--encoding", "utf-8", "--language", "de", "-o", "-"
    )
    assert result.exit_code == 0
    assert names(result.stdout, "\t") == ["Alm KG", "Bergmann & Söhne GmbH"]
    assert "Ansprechpartner" in result.stdout and result.stderr == "Exported 2 of 2 clients.\n"


def test_an_existing_file_is_replaced_whole(masaku: Run, tmp_path: Path) -> None:
    file = tmp_path / "clients.json"
    file.write_text("x" * 100_000)
    assert masaku("de", "--format", "json", "-o", str(file)).exit_code == 0
    assert [each["name"] for each in json.loads(file.read_text())] == ["Alm KG", BERGMANN.name]


def test_what_cannot_be_written_leaves_the_file_as_it_was(
    masaku: Run, instance: Instance, tmp_path: Path
) -> None:
    region = instance.regions.find("de")
    region.write_now(clients.add, region.keys, Client("Łąka AG"), ANNA, stamp(NOW))
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text("old")
    for file in (old, new):
        result = masaku("de", "--format", "csv", "--encoding", "cp1252", "-o", str(file))
        assert result.exit_code == 1
        assert result.output.startswith("masaku: “Ł” (in “Łąka AG”) does not exist in Windows-1252")
    assert old.read_text() == "old" and not new.exists()
    states = region.read(lambda db: [row[0] for row in db.execute("SELECT state FROM export")])
    assert states == ["failed", "failed"] and region.read(log) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("xx", "--format", "csv"), "There is no region “xx”."),
        (("de", "--format", "csv", "--filter", "land=AT"), "There is no filter “land”."),
        (("de", "--format", "csv", "--filter", "Austria"), "There is no filter “Austria”."),
        (("de", "--format", "csv", "--delimiter", "x"), "The delimiter is ; or , or tab, not “x”."),
    ],
)
def test_wrong_use_is_told_in_one_line(
    masaku: Run, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    file = tmp_path / "out.csv"
    result = masaku(*words, "-o", str(file))
    assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert result.output.startswith(f"masaku: {told}") and not file.exists()


@pytest.mark.parametrize("key", ["xlsx", "pdf", "vcf", "vcf4", "ods"])
def test_every_kind_can_be_had(masaku: Run, tmp_path: Path, key: str) -> None:
    file = tmp_path / "clients"
    assert masaku("de", "--format", key, "-o", str(file)).exit_code == 0
    assert file.stat().st_size > 500


def test_other_lists_than_the_clients_can_be_had_too(masaku: Run, instance: Instance, tmp_path: Path) -> None:
    file = tmp_path / "invoices.csv"
    result = masaku("de", "--of", "invoices", "--format", "csv", "--filter", "status=draft", "-o", str(file))
    assert (result.exit_code, result.output) == (0, "Exported 0 of 0 invoices.\n")
    assert file.read_text("utf-8-sig").startswith("Number;Type;")
    result = masaku("de", "--of", "orders", "--format", "vcf", "-o", str(file))
    assert result.exit_code == 2 and "There is no vcf of this." in result.output
    result = masaku("de", "--of", "orders", "--format", "csv", "--filter", "country=AT", "-o", str(file))
    assert "There is no filter “country”." in result.output


def test_a_disk_without_room_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "clients.csv"
    target.write_text("of yesterday")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with target.open("ab") as file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
        try:
            with pytest.raises(MasakuError, match="cannot be written"):
                make_room(file, 5000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert target.read_text() == "of yesterday"
        make_room(file, 5000)
        assert target.read_text() == ""
