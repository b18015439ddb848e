"""What docs/ promises is what the code does: settings, commands, rights, tables, links."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import click
import pytest

from app.accounts import limiter, passwords
from app.accounts.admission import CONFIRMED_FOR
from app.accounts.model import ABSOLUTE, DEVICE, IDLE, INVITATION, NEW_PASSWORD, SIGN_INS_KEPT
from app.accounts.rights import INSTANCE_RIGHTS, REGION_RIGHTS
from app.classification import INSTANCE, REGION, VAULT, Tables
from app.cli.main import cli
from app.documents import model as documents
from app.imports.reading import model as reading
from app.jobs.sweep import KEPT
from app.replicas import safety
from app.replicas.configuration import RETENTION_DAYS
from app.settings import ROOT, Settings
from app.web.door import CSP
from app.web.user import GRANTS, ROLES

DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def text_of(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def rows(name: str) -> Iterator[list[str]]:
    """The cells of every row of every table of a page whose first cell is code: `MASAKU_PORT`, `clients.see`."""
    for line in text_of(name).splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def first_cells(name: str) -> list[str]:
    return [cells[0].strip("`") for cells in rows(name)]


def settings_rows() -> dict[str, list[str]]:
    return {cells[0].strip("`"): cells for cells in rows("settings.md") if cells[0].startswith("`MASAKU_")}


class Noted(Mapping[str, str]):
    """An empty environment that remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def settings_of_tests() -> set[str]:
    """What tests read themselves, by their text: none of them runs here."""
    read = re.compile(r"""environ(?:\.get\(|\[)["'](MASAKU_\w+)""")
    return {name for path in (ROOT / "tests").rglob("*.py") for name in read.findall(path.read_text("utf-8"))}


def test_every_setting_is_documented_and_none_that_is_gone() -> None:
    noted = Noted()
    Settings.from_env(noted)
    assert settings_rows().keys() == noted.asked | settings_of_tests()


def shown(value: object) -> str:
    """As the table writes a default."""
    if isinstance(value, Path):
        value = f"{value.relative_to(ROOT)}/"
    return f"`{'yes' if value is True else value}`" if value else ""


def test_a_documented_default_is_the_default() -> None:
    defaults = Settings.from_env({})
    wrong = {
        name: cells[1]
        for name, cells in settings_rows().items()
        if hasattr(defaults, field := name.removeprefix("MASAKU_").lower())
        and cells[1] != shown(getattr(defaults, field))
    }
    assert wrong == {}


def commands(command: click.Command, path: str = "masaku") -> Iterator[tuple[str, click.Command]]:
    """("masaku region add CODE", the command), those left out that the program calls itself."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if each := command.get_command(context, name):
                yield from commands(each, f"{path} {name}")
    elif not command.hidden:
        arguments = [each.human_readable_name for each in command.params if isinstance(each, click.Argument)]
        yield " ".join([path, *(name.upper() for name in arguments)]), command


def options(command: click.Command) -> Iterator[str]:
    """Every option and every word that can be chosen for one."""
    for each in command.params:
        if isinstance(each, click.Option):
            yield from each.opts
            if isinstance(each.type, click.Choice):
                yield from each.type.choices


def test_every_command_and_option_is_documented_and_none_that_is_gone() -> None:
    documented = {cells[0].strip("`"): cells[1] for cells in rows("settings.md") if "`masaku " in cells[0]}
    known = dict(commands(cli))
    assert documented.keys() == known.keys()
    for name, told in documented.items():
        words = set(re.findall(r"-{0,2}\w[\w-]*", told))
        assert (name, sorted(set(options(known[name])) - words)) == (name, [])
        assert (name, {word for word in words if word[:2] == "--"} - set(options(known[name]))) == (
            name,
            set(),
        )


def test_every_script_is_documented_and_none_that_is_gone() -> None:
    documented = {cell for cell in first_cells("settings.md") if cell.startswith("bin/")}
    assert documented == {f"bin/{path.name}" for path in (ROOT / "bin").iterdir()}


def test_the_table_of_rights_is_the_one_that_is_kept() -> None:
    roles = {"everybody", "whoever is signed in", "admin", *ROLES, *GRANTS}
    documented = {cells[0].strip("`"): cells[1] for cells in rows("security.md") if cells[1] in roles}
    of_instance = zip(INSTANCE_RIGHTS, ("everybody", "whoever is signed in", "admin"), strict=True)
    assert documented == REGION_RIGHTS | dict(of_instance)


def test_every_role_and_grant_is_explained() -> None:
    text = text_of("security.md")
    assert [each for each in (*ROLES, *GRANTS, "admin") if f"**{each}**" not in text] == []


def test_the_policy_for_scripts_is_the_one_that_is_sent() -> None:
    assert CSP in " ".join(text_of("security.md").split())


def minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)


def hours(span: timedelta) -> int:
    return span // timedelta(hours=1)


ACCOUNT, ADDRESS = limiter.account_bucket("anna@masaku.example"), limiter.address_bucket("192.0.2.1")
MIB = 1024 * 1024
FIGURES = {
    "security.md": (
        f"after {minutes(IDLE)} minutes without a request",
        f"after {hours(ABSOLUTE)} hours in any case",
        f"within the last {minutes(CONFIRMED_FOR)} minutes",
        f"at least {passwords.MIN_LENGTH} characters",
        f"{INVITATION.days} days",
        f"{minutes(NEW_PASSWORD)} minutes for an account that has a password",
        f"{ACCOUNT.limit} attempts in {minutes(ACCOUNT.window)} minutes",
        f"{ADDRESS.limit} in {minutes(ADDRESS.window)} minutes",
        f"{documents.MAX_MEGABYTES} MB each, {documents.MAX_FILES} at once",
        f"{documents.CLIENT_QUOTA_BYTES // MIB // 1024} GB per client",
        f"{documents.REGION_QUOTA_BYTES // MIB // 1024} GB per region",
        f"{reading.MAX_FILE_BYTES // MIB} MB, {reading.MAX_ROWS:,} rows, {reading.MAX_COLUMNS} columns",
    ),
    "gdpr.md": (
        f"**{RETENTION_DAYS} days**",
        f"{safety.KEPT.days} days in `safety/`",
        f"{hours(KEPT)} hours",
        f"{SIGN_INS_KEPT.days} days",
        f"{DEVICE.days} days",
        f"{hours(ABSOLUTE)} hours",
    ),
}  # fmt: skip


@pytest.mark.parametrize("page", FIGURES)
def test_a_figure_in_a_text_is_the_one_in_the_code(page: str) -> None:
    text = " ".join(text_of(page).split())
    assert [figure for figure in FIGURES[page] if figure not in text] == []


def in_order(found: Iterable[str], order: str) -> str:
    return ", ".join(sorted(set(found), key=order.split().index))


def handled(tables: Tables) -> dict[str, tuple[str, str]]:
    """Table -> (whose its texts are, what becomes of them), as docs/gdpr.md writes it."""
    return {
        table: (
            in_order((each.whose for each in columns.values()), "client staff system"),
            in_order((each.erased for each in columns.values()), "deleted locked expires kept anonymised"),
        )
        for table, columns in tables.items()
    }


def test_the_tables_of_personal_data_are_those_of_the_schema() -> None:
    documented = {cells[0].strip("`"): (cells[2], cells[3]) for cells in rows("gdpr.md") if len(cells) == 4}
    assert documented == handled(REGION) | handled(INSTANCE) | handled(VAULT)


def prose(page: Path) -> str:
    """Without what is code: nothing in there is a link."""
    return CODE.sub("", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """The headings as forges name them."""
    headings = re.findall(
        r"^#+ (.+)$", re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL), re.M
    )
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_broken(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = Path(os.path.normpath(page.parent / path)) if path else page
    if not target.exists() or not target.is_relative_to(ROOT):
        return True
    return bool(anchor) and (target.suffix != ".md" or anchor not in anchors(target))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_picture_leads_to_something(page: Path) -> None:
    links = [link for link in LINK.findall(prose(page)) if "://" not in link]
    assert [link for link in links if is_broken(page, link)] == []


def linked(page: Path) -> set[Path]:
    return {
        Path(os.path.normpath(page.parent / link.partition("#")[0])) for link in LINK.findall(prose(page))
    }


def test_the_list_of_decisions_is_complete() -> None:
    index = DOCS / "decisions" / "README.md"
    assert linked(index) == set(index.parent.glob("*.md")) - {index}


def test_every_page_is_reached_from_the_readme() -> None:
    assert [page.name for page in DOCS.glob("*.md") if page not in linked(ROOT / "README.md")] == []
