"""Addresses that try to reach a file, another region, or nothing that exists."""

from __future__ import annotations

import re

import pytest

from app.regions.definition import CODE, RESERVED, definitions
from app.settings import ROOT
from tests.house import House

REGIONS = """
    ../de ..%2fde %2e%2e/de %2e%2e%2fde ..%5cde ./de de%00 de%00.db %00 de.db de.db-wal de-shm de-journal De DE
    %ef%bd%84%ef%bd%85 d%C3%A9 de/../at /etc/passwd %2fetc%2fpasswd C:%5cdata%5cde file:de ~ de%20 %20de de%0a de%0d%0a
    de;at de,at de%2cat de|at * % %25 _ ' %22 de'-- abcdefghi instance vault master.key admin login static portal health
    . .. %f0%9f%87%a9%f0%9f%87%aa %ff%fe %c0%ae%c0%ae %ed%a0%80 pl xx
""".split()
SPELLINGS = """
    //de/clients /de//clients /de/clients//1 /de/clients/1/ /de/clients/ /de/./clients /de/clients/. /de/x/../clients
    /de/clients/../clients /de/clients;v=1 /de;x/clients /de/clients/1;x /de/clients. /de/clients./1 /de%2fclients
    /de/clients%2f1 /%64%65/clients /%2564%2565/clients /de/clients%00 /de/clients/1%00 /de/clients/%31 /de/clients/1%20
    /DE/clients /de/Clients /de/clients#x /de/clients/+1 /de/clients/1.0 /de/clients/01 /de/clients/-1 /de/clients/0
    /de/clients/1e0 /de/clients/%d9%a1 /de/clients/9223372036854775807 /de/clients/9223372036854775808
    /de/clients/18446744073709551617 /de/clients/%ff /de/clients/%c3%28 /* /de/clients/*
""".split()
FOREIGN_FILES = """
    /../app/settings.py /%2e%2e/app/settings.py //etc/passwd /app.css /vendor / /app.js%00 /..%2fmaster.key
    /app.0000000000.css
""".split()


@pytest.mark.parametrize("region", [*REGIONS, "", "x" * 300])
def test_only_a_known_code_names_a_region(house: House, region: str) -> None:
    def files() -> set[str]:
        return {
            path.name
            for path in house.instance.settings.data.iterdir()
            if not path.name.endswith(("-wal", "-shm"))
        }

    before = files()
    for rest in ("clients", "clients/1", "clients/1/documents/1/file"):
        answer = house.get("anna", f"/{region}/{rest}")
        assert answer.status in (400, 404), answer.status
        assert "Bergmann" not in answer.text and "Grazer" not in answer.text
    assert files() == before


@pytest.mark.parametrize(
    "path", [*SPELLINGS, "/de/clients/" + "9" * 400, "/de/clients/" + "9" * 5000, "/" + "a/" * 500]
)
@pytest.mark.parametrize("who", ["clara", "stranger"])
def test_another_spelling_of_an_address_opens_nothing(house: House, who: str, path: str) -> None:
    answer = house.get(who, path)
    assert answer.status in (303, 400, 404), answer.status
    assert "Bergmann" not in answer.text


@pytest.mark.parametrize("path", ["/de", "/de/"])
def test_the_code_of_a_region_leads_to_its_clients_whoever_works_there(house: House, path: str) -> None:
    for who in ("anna", "bartek"):
        answer = house.get(who, path)
        assert (answer.status, answer.header("location")) == (303, "/de/clients")
    assert [house.get(who, path).status for who in ("clara", "adam")] == [404, 404]
    assert house.get("stranger", path).header("location").startswith("/login?next=/de")
    assert [house.get("anna", other).status for other in ("/DE", "/xx", "/DE/clients")] == [404] * 3


@pytest.mark.parametrize("number", [str(2**63 - 1), str(2**63), str(-(2**63) - 1), "9" * 400, "0", "-1"])
def test_a_number_too_large_for_a_file_is_not_found(house: House, number: str) -> None:
    wrong = []
    for route in house.routes():
        if route.is_of_a_region:
            for name in re.findall(r"\{(\w+(?:_id|seq))\}", route.path.replace("{seq}", "{x_id}")):
                address = house.address(route.path.replace("{seq}", "{x_id}"), **{"x_id": "2", name: number})
                form = {"status": "active", "name": "x", "body": "x"} if route.method == "POST" else None
                answer = house.ask("anna", route.method, address, form=form)
                without_grant = answer.status == 403 and route.right == "originals.read"
                if (
                    answer.status != 404
                    and not without_grant
                    and not (answer.status == 303 and "/views/" in address)
                ):
                    wrong.append(f"{route.method} {address[:80]}: {answer.status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", FOREIGN_FILES)
def test_only_files_named_by_their_content_are_served(house: House, path: str) -> None:
    assert house.get("stranger", f"/static{path}").status in (400, 404)


def test_a_region_not_in_the_file_system_is_not_there_even_for_whoever_has_a_role(fresh_house: House) -> None:
    fresh_house.instance.accounts.write_now(
        lambda db: db.execute("INSERT INTO staff_role (staff_id, region, role) VALUES (1, 'pl', 'manager')")
    )
    assert fresh_house.get("anna", "/pl/clients").status == 404
    assert not (fresh_house.instance.settings.data / "pl.db").exists()


def test_a_removed_region_is_gone_at_once_and_its_file_closed(fresh_house: House) -> None:
    region = fresh_house.region()
    assert fresh_house.get("anna", "/de/clients").status == 200
    (fresh_house.instance.settings.data / "de.db").rename(fresh_house.instance.settings.data / "de.elsewhere")
    assert fresh_house.get("anna", "/de/clients").status == 404
    assert not region.is_open


def test_no_first_part_of_an_address_can_be_a_region(house: House) -> None:
    parts = {route.path.split("/")[1] for route in house.routes()} - {"", "{region}"}
    assert {part for part in parts if CODE.fullmatch(part)} - RESERVED == set()


def test_no_definition_has_a_reserved_name(tmp_path) -> None:  # type: ignore[no-untyped-def]
    for name in ("admin", "instance", "X", "de-x", "abcdefghi"):
        (tmp_path / f"{name}.toml").write_text((ROOT / "regions" / "de.toml").read_text("utf-8"))
    (tmp_path / "fr.toml").symlink_to(ROOT / "regions" / "de.toml")
    assert set(definitions(tmp_path)) == {"de", "at", "pl"}


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "get", "G\x00T", "PATCH", "DELETE"])
def test_other_methods_do_nothing(house: House, method: str) -> None:
    house.session("anna")
    before = house.state()
    answer = house.ask("anna", method, "/de/clients/1")
    assert answer.status in (400, 403, 404, 405) and "Bergmann" not in answer.text
    assert house.state() == before


@pytest.mark.parametrize(
    "more",
    [
        ((b"cookie", b"a=b"),),
        ((b"host", b"evil.example"),),
        ((b"hx-request-type", b"partial"), (b"hx-request-type", b"full")),
        ((b"x-forwarded-proto", b"https"), (b"x-forwarded-proto", b"http")),
        ((b"if-none-match", b"x" * 100_000),),
        ((b"accept-language", b"\xff\xfe,,;;q=" + b"x" * 50_000),),
        ((b"accept-encoding", b"\x00\xff"),),
        ((b"range", b"bytes=0-5"),),
        ((b"x" * 2000, b"y" * 2000),),
    ],
)
def test_strange_headers_break_nothing(house: House, more: tuple[tuple[bytes, bytes], ...]) -> None:
    for path in ("/de/clients", "/de/clients/1/documents/1/file", "/nothing"):
        answer = house.get("clara", path, more=more)
        assert answer.status in (303, 403, 404) and "Bergmann" not in answer.text
