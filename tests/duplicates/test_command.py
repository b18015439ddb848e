"""masaku duplicates: what a script gets."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner, Result

from app.actor import Actor
from app.cli.main import cli
from app.clients import store as clients
from app.clients.model import Client
from app.clock import stamp
from app.instance import Instance
from tests.conftest import NOW

FIRM = Client(
    "Bergmann & Söhne Maschinenbau GmbH", vat_id="DE136695976", street="Heilbronner Straße 128", postal_code="70192",
    city="Stuttgart", country="DE",
)  # fmt: skip


@pytest.fixture
def region(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("MASAKU_DATA", str(instance.settings.data))
    found = instance.regions.find("de")
    actor = Actor("staff:1", "Anna Krüger")
    for client in (
        FIRM,
        replace(FIRM, name="Bergmann+Soehne Maschinenbau"),
        replace(FIRM, name="Huber OHG", vat_id=""),
    ):
        found.write_now(clients.add, found.keys, client, actor, stamp(NOW))
    return found.code


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["duplicates", *words])


def test_the_pairs_with_scores_and_reasons(region: str) -> None:
    found = json.loads(run("DE", "--json").output)
    assert (found["region"], found["clients"]) == ("de", 3)
    [pair] = found["pairs"]
    assert [each["id"] for each in pair["clients"]] == [1, 2]
    assert pair["clients"][1]["name"] == "Bergmann+Soehne Maschinenbau"
    assert pair["score"] == 100
    assert {"kind": "same_vat_id", "text": "same VAT ID", "points": 75} in pair["reasons"]


def test_a_person_reads_it_line_by_line(region: str) -> None:
    lines = run("de").output.splitlines()
    assert lines[0].startswith(
        "100 %  Bergmann & Söhne Maschinenbau GmbH (1) and Bergmann+Soehne Maschinenbau (2): "
    )
    assert lines[-1] == "1 pairs among 3 clients."


def test_less_likely_ones_are_found_when_asked_for(region: str) -> None:
    assert len(json.loads(run("DE", "--json", "--min-score", "10").output)["pairs"]) == 3


def test_an_unknown_region_is_told(region: str) -> None:
    result = run("XX")
    assert result.exit_code == 2 and "DE" in result.output.upper()
