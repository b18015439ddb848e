"""A region made by an admin in the browser, or on the command line."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from litestar.testing import TestClient

from app.cli.main import cli
from app.clients import store as clients
from app.errors import Refused
from app.instance import Instance
from app.regions.definition import definitions
from app.replicas.founding import found_region
from tests.conftest import Arrive
from tests.replicas.conftest import Machine

NEW = "/admin/regions/new"


@pytest.fixture
def adam(arrive: Arrive) -> TestClient:
    return arrive("adam")


def test_a_country_that_masaku_comes_with_needs_nothing_more(adam: TestClient, instance: Instance) -> None:
    page = adam.post(NEW, data={"country": "PL"})
    assert "Region PL is made." in page.text and str(page.url).endswith("/admin/regions?made=pl")
    assert instance.regions.find("pl").read(clients.count) == 0


def test_another_country_begins_with_the_rules_of_one_that_is_there(
    adam: TestClient, instance: Instance
) -> None:
    assert "Region FR is made." in adam.post(NEW, data={"country": "FR", "source": "de"}).text
    made, like = (definitions(instance.settings.data)[code] for code in ("fr", "de"))
    assert (made.country, made.names["en"], made.names["pl"]) == ("FR", "France", "Francja")
    assert made.vat_rates == like.vat_rates and made.colour != like.colour
    assert instance.regions.find("fr").code == "fr"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Please choose a country."),
        ({"country": "XX"}, "Please choose a country."),
        ({"country": "../../pl"}, "Please choose a country."),
        ({"country": "DE"}, "The region “DE” exists already."),
        ({"country": "FR"}, "Please choose the region whose rules it begins with."),
        ({"country": "FR", "source": "xx"}, "Please choose the region whose rules it begins with."),
    ],
)
def test_what_is_missing_is_said_at_its_place(
    adam: TestClient, instance: Instance, form: dict[str, str], said: str
) -> None:
    before = sorted(instance.settings.data.iterdir())
    page = adam.post(NEW, data=form)
    assert page.status_code == 422 and said in page.text
    assert sorted(instance.settings.data.iterdir()) == before


def test_only_admins_make_regions(arrive: Arrive, instance: Instance) -> None:
    assert arrive("anna").get(NEW).status_code == 404
    assert arrive("anna").post(NEW, data={"country": "PL"}).status_code == 404
    assert "pl" not in instance.regions.codes()


def test_nobody_is_let_into_a_new_region_unasked(adam: TestClient, arrive: Arrive) -> None:
    adam.post(NEW, data={"country": "PL"})
    assert {arrive(name).get("/pl/clients").status_code for name in ("adam", "anna", "clara")} == {404}


def test_a_region_that_a_replica_still_holds_is_not_started_over(machine: Machine) -> None:
    machine.replica("de").push()
    machine.regions.close("de")
    for path in machine.data.glob("de.db*"):
        path.unlink()
    with pytest.raises(Refused, match="masaku region restore de"):
        found_region(machine.regions, "de")
    assert found_region(machine.regions, "pl").code == "pl"


def test_the_command_says_what_it_wrote(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASAKU_DATA", str(instance.settings.data))
    said = CliRunner().invoke(cli, ["region", "add", "FR", "--from", "de"]).output
    assert "fr.toml. Check VAT rates" in said and "Region FR is made" in said
    unknown = CliRunner().invoke(cli, ["region", "add", "CZ", "--from", "xx"])
    assert unknown.exit_code == 2 and not (instance.settings.data / "cz.toml").exists()
