"""Jinja, one environment per language: texts are translated when a template is compiled, not each time it is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.i18n import LOCALES, Message, catalogue, translate
from app.settings import ROOT
from app.text import visible
from app.web import formats
from app.web.assets import asset_url
from app.web.folding import FoldedTexts
from app.web.icons import icon
from app.web.links import email_link, phone_link

TEMPLATES = ROOT / "templates"


class _OneLanguage(Environment):
    def make_globals(self, d: Any) -> Any:
        """The same plain dict for every template: each `import` in one compares all its keys, and Jinja's usual chain
        of dicts does that in Python."""
        return self.globals


@cache
def environment(locale: str) -> Environment:
    """Autoescaping and strict: a misspelt variable is an error, not an empty place."""
    found = _OneLanguage(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", FoldedTexts],
    )
    found.globals["gettext_plain"] = catalogue(locale).gettext
    found.install_gettext_translations(catalogue(locale), newstyle=True)  # type: ignore[attr-defined]
    found.globals.update(
        asset=asset_url,
        locale=locale,
        locales=LOCALES,
        t=_translator(locale),
        shared=_shared(locale),
        svg_icon=icon,
    )
    found.filters.update(
        formats.filters(locale),
        visible=visible,
        email_link=email_link,
        phone_link=phone_link,
        t=_translator(locale),
        shown=_shower(locale),
    )
    return found


def render(template: str, locale: str, **context: Any) -> str:
    return environment(locale).get_template(template).render(context)


@lru_cache(64)
def _kept(template: str, locale: str, given: tuple[tuple[str, Any], ...]) -> str:
    return render(template, locale, **dict(given))


def render_kept(template: str, locale: str, **context: Any) -> str:
    """`render`, remembered by everything it is given: who sees the same gets the same, and what differs in anything is
    rendered anew. Raises TypeError where something cannot be a key."""
    return _kept(template, locale, tuple(context.items()))


def _shared(locale: str) -> Callable[..., Markup]:
    """`{{ shared("ui/_navigation.html", user=user, ...) }}`: a part that is the same on page after page, rendered once.

    What it depends on is exactly what it is given; parts given something unhashable are rendered anew.
    """

    @lru_cache(512)
    def kept(template: str, given: tuple[tuple[str, Any], ...]) -> Markup:
        return Markup(render(template, locale, **dict(given)))  # noqa: S704 (an autoescaped template's own output)

    def part(template: str, **given: Any) -> Markup:
        try:
            return kept(template, tuple(given.items()))
        except TypeError:
            return kept.__wrapped__(template, tuple(given.items()))

    return part


def _translator(locale: str) -> Callable[[Message | str], str]:
    """For texts that come from Python: a Message, or the id that N_ marked."""

    def show(text: Message | str) -> str:
        return translate(text if isinstance(text, Message) else Message(text), locale)

    return show


def _shower(locale: str) -> Callable[[Message | str], str]:
    """For values of which some are our words and some a person's own: those are never translated."""

    def show(value: Message | str) -> str:
        return translate(value, locale) if isinstance(value, Message) else value

    return show
