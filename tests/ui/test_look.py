"""The shell and its components: what a reader, a screen reader and a slow line get."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from app.errors import Problem
from app.i18n import LOCALES, Message
from app.settings import ROOT
from app.web.assets import STATIC, asset
from app.web.icons import icon
from app.web.templates import environment, render

GERMANY = SimpleNamespace(code="de", name="Germany", colour="de", href="/de/clients")
ANNA = SimpleNamespace(name="Anna Krüger", initials="AK", role_line="editor in DE", density="dense")
CLIENTS = SimpleNamespace(
    key="clients", letter="c", label="Clients", href="/de/clients", icon="users", current=True
)
PROBLEMS = [
    Problem("wrong", Message("This is missing.")),
    Problem("doubtful", Message("The ending .con?"), "warning"),
]


def sheet(locale: str = "en", **changes: object) -> str:
    context = {
        "user": ANNA, "region": GERMANY, "regions": [GERMANY], "nav": [CLIENTS], "theme": "", "problems": PROBLEMS,
    }  # fmt: skip
    return render("ui/components.html", locale, **{**context, **changes})


def icons_of(sprite: str) -> set[str]:
    return set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static" / sprite).read_text("utf-8")))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_component_shows_in_every_language(locale: str) -> None:
    assert f'<html lang="{locale}"' in sheet(locale)


def test_nothing_inline_that_the_content_policy_would_block() -> None:
    html = sheet()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|hx-on", html)


def test_a_field_in_error_names_its_message() -> None:
    wrong = re.search(r'<input[^>]*id="f-wrong"[^>]*>', sheet())
    assert wrong and 'aria-invalid="true"' in wrong[0] and 'aria-describedby="f-wrong-help"' in wrong[0]
    assert re.search(r'id="f-wrong-help">.*?This is missing\.', sheet(), re.DOTALL)


def test_a_warning_is_described_but_not_invalid() -> None:
    doubtful = re.search(r'<input[^>]*id="f-doubtful"[^>]*>', sheet())
    assert doubtful and "aria-invalid" not in doubtful[0] and "aria-describedby" in doubtful[0]


def test_what_people_typed_is_text() -> None:
    html = sheet(user=SimpleNamespace(**{**vars(ANNA), "name": "<b onclick=x>"}))
    assert "<b onclick" not in html


def test_ids_are_unique() -> None:
    ids = re.findall(r'\sid="([^"]+)"', sheet())
    assert len(ids) == len(set(ids))


def test_the_edge_and_the_tab_name_the_region() -> None:
    html = sheet()
    assert 'data-colour="de"' in html and "<title>DE · Components and states</title>" in html


def test_the_whole_instance_has_no_region_and_says_so() -> None:
    html = sheet(region=None)
    assert "Whole instance" in html and "<title>Components and states</title>" in html
    assert 'role="search"' not in html


def test_a_stranger_sees_neither_navigation_nor_search() -> None:
    html = sheet(user=None, region=None)
    assert '<body class="plain"' in html and 'id="navigation"' not in html


def test_every_template_compiles() -> None:
    templates = environment("en")
    for name in templates.list_templates(extensions=["html"]):
        templates.get_template(name)


def test_what_is_kept_of_a_form_is_kept_for_this_form_alone() -> None:
    """Numbers of clients are the same in every region."""
    for path in (ROOT / "templates").rglob("*.html"):
        for name in re.findall(r'data-draft(?:="([^"]*)")?[ >]', path.read_text("utf-8")):
            assert name and ("region.code" in name or path.parent.name == "accounts"), path


def test_every_icon_that_is_named_exists() -> None:
    used: set[str] = set()
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text("utf-8")
        used |= set(re.findall(r"""icon(?:=|\()["']([a-z0-9-]+)["']""", text))
        used |= set(re.findall(r"""\("([a-z0-9-]+)", _\(""", text)) if path.name == "status.html" else set()
    assert used - icons_of("icons-3.51.svg") - icons_of("icons-more-3.51.svg") == set()


def test_an_icon_is_asked_from_the_sprite_that_has_it() -> None:
    assert asset("icons-3.51.svg").url in icon("users") and "users" in icons_of("icons-3.51.svg")
    assert asset("icons-more-3.51.svg").url in icon("link") and "link" not in icons_of("icons-3.51.svg")


def test_every_colour_and_size_that_is_used_has_a_value() -> None:
    """A property of an unknown value is as if it were not there: a focus ring once was not."""
    styles = "".join((STATIC / name).read_text() for name in ("app.css", "pages.css"))
    defined = set(re.findall(r"(--[\w-]+):", styles))
    assert set(re.findall(r"var\((--[\w-]+)\)", styles)) - defined == set()


def test_the_first_visit_stays_small() -> None:
    """What a list carries besides its own text, as sent to a browser that knows brotli."""
    kilobytes = sum(len(asset(name).brotli) for name in ("masaku.js", "app.css", "icons-3.51.svg")) / 1000
    assert kilobytes < 23


def test_our_own_files_are_sent_without_comments() -> None:
    for name in ("app.css", "pages.css"):
        assert b"/*" not in asset(name).plain and b"\n" not in asset(name).plain.strip()
