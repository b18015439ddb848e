"""What no template may hold, so that the strict policy of every page can be kept."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from jinja2 import nodes

from app.settings import ROOT
from app.web.templates import TEMPLATES, environment

FILES = sorted(TEMPLATES.rglob("*.html"))
NAMES = {path.relative_to(TEMPLATES).as_posix() for path in FILES}
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
FORBIDDEN = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an event handler": r"<[^>]*\son[a-z]+\s*=",
    "a style element": r"<style\b",
    "a script with content": r"<script(?![^>]*\bsrc=)|<script[^>]*>(?!</script>)",
    "code for htmx": r"hx-on|hx-vars|\bjs:|\bjavascript:",
    "a frame, an object or a base": r"<(?:iframe|frame|object|embed|base|applet)\b",
    "a value without quotes": r"\s[\w-]+=\s*\{\{",
    "an unescaped value": r"\|\s*safe\b|\bMarkup\b|autoescape\s+false",
    "an address of somebody else": r"(?:src|href|action|hx-[a-z]+)\s*=\s*[\"'](?:https?:)?//",
}
PAGE = re.compile(r"[\w-]+(?:/[\w-]+)+\.html|base\.html")


def text(path: Path) -> str:
    return COMMENT.sub("", path.read_text("utf-8"))


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what: str) -> None:
    found = {
        path.relative_to(TEMPLATES).as_posix()
        for path in FILES
        if re.search(FORBIDDEN[what], text(path), re.IGNORECASE)
    }
    assert found == set()


@pytest.mark.parametrize(
    ("what", "html"),
    [
        ("a style attribute", '<p style="color: red">'),
        ("an event handler", '<p onclick="x()">'),
        ("a style element", "<style>"),
        ("a script with content", "<script>x()</script>"),
        ("a script with content", '<script src="a.js">x()</script>'),
        ("code for htmx", '<p hx-on:click="x()">'),
        ("a frame, an object or a base", "<base href=/>"),
        ("a value without quotes", "<p title={{ x }}>"),
        ("an unescaped value", "{{ x|safe }}"),
        ("an address of somebody else", '<img src="//evil.example/a.png">'),
    ],
)  # fmt: skip
def test_these_rules_would_notice(what: str, html: str) -> None:
    assert re.search(FORBIDDEN[what], html, re.IGNORECASE)


def test_escaping_is_on_and_a_missing_value_is_an_error() -> None:
    found = environment("en")
    assert found.autoescape is True
    assert found.undefined.__name__ == "StrictUndefined"


def named_in_code() -> set[str]:
    found = set()
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and PAGE.fullmatch(node.value):
                found.add(node.value)
    return found


def named_in_templates() -> set[str]:
    using = (nodes.Include, nodes.Extends, nodes.FromImport, nodes.Import)
    return {
        node.template.value
        for path in FILES
        for node in environment("en").parse(path.read_text("utf-8")).find_all(using)
        if isinstance(node.template, nodes.Const)
    }


def test_every_template_that_is_named_exists() -> None:
    assert (named_in_code() | named_in_templates()) - NAMES == set()


def test_every_template_compiles() -> None:
    for name in sorted(NAMES):
        environment("pl").get_template(name)
