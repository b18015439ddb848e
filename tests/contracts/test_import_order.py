"""Imports point one way: whoever stands later may use what stands earlier, never the other way round."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import ROOT

ORDER = """
    i18n errors clock uuids actor text formulas money countries vat vat_id contact_points references classification
    settings sqlite migrate vault regions web accounts lists jobs paper mail history access undo
    clients groups mass documents notes duplicates quality seller catalogue invoices payments letters reminders
    orders exports imports
    replicas demo
    belongings readings schemas instance doctor services main cli
""".split()
MODULES = sorted((ROOT / "app").rglob("*.py"))
SQL = re.compile(
    r"\s*(SELECT\b|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE (UNIQUE )?(TABLE|INDEX|TRIGGER|VIRTUAL))"
)
# The door itself, and what restores and examines whole files behind it.
DOOR = ("sqlite", "migrate", "regions", "vault", "replicas", "doctor")


def feature(module: Path) -> str:
    """ "clients" for app/clients/store.py, "clock" for app/clock.py."""
    return module.relative_to(ROOT / "app").with_suffix("").parts[0]


def imports(module: Path) -> Iterator[str]:
    """Every name of app that a module imports, wherever the import stands in it: "app.web.pages"."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} line {node.lineno} imports relatively"
            yield from (f"{node.module}.{each.name}" for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def sql_strings(module: Path) -> list[int]:
    """The lines with a text that is SQL, docstrings apart."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
    ]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(ROOT)))
def test_a_module_imports_only_what_stands_before_it(module: Path) -> None:
    own = feature(module)
    if own == "__init__":
        return
    assert own in ORDER, f"give {own} its place in ORDER"
    used = {name.split(".")[1] for name in imports(module) if name.startswith("app.")}
    assert [each for each in sorted(used - {own}) if ORDER.index(each) > ORDER.index(own)] == []


def test_only_one_module_imports_the_driver() -> None:
    drivers = ("sqlite3", "pysqlite3", "apsw")
    users = {module.name for module in MODULES for name in imports(module) if name.split(".")[0] in drivers}
    assert users == {"sqlite.py"}


def test_whoever_writes_sql_sees_no_request_and_no_region() -> None:
    """A statement has one connection, to one region: nothing it could use to reach another."""
    outside = ("litestar", "app.regions", "app.web")
    wrong = {
        f"{module.relative_to(ROOT)} imports {name}"
        for module in MODULES
        if feature(module) not in DOOR and sql_strings(module)
        for name in imports(module)
        if name.startswith(outside) and not name.startswith("app.web.user.")
    }
    assert wrong == set()


def test_no_route_holds_sql() -> None:
    routes = [module for module in MODULES if "routes" in module.with_suffix("").parts]
    assert [str(module) for module in routes if sql_strings(module)] == []


def test_models_know_nothing_of_files_and_pages() -> None:
    outside = ("litestar", "app.regions", "app.web", "app.sqlite", "app.vault")
    models = [module for module in MODULES if module.name == "model.py"]
    assert len(models) > 3
    assert [
        (str(module), name) for module in models for name in imports(module) if name.startswith(outside)
    ] == []
