"""What surrounds every page: region, navigation, the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.i18n import LOCALES, N_, Message, translate
from app.regions import Region, Regions
from app.text import visible
from app.web.user import User, WebRequest

# Where a handler leaves the language of somebody it knows before they have signed in.
LOCALE_MEANT = "locale_meant"
ROLE_NAMES = {
    "viewer": N_("viewer in {regions}"),
    "editor": N_("editor in {regions}"),
    "manager": N_("manager in {regions}"),
}


@dataclass(frozen=True)
class NavItem:
    """A module of the shell; `letter` goes there after "g"."""

    key: str
    letter: str
    label: str
    href: str
    icon: str
    current: bool = False


@dataclass(frozen=True)
class RegionLink:
    code: str
    name: str
    colour: str
    href: str


@dataclass(frozen=True)
class Person:
    name: str
    initials: str
    role_line: str
    admin: bool
    density: str


def locale_of(request: WebRequest) -> str:
    """The signed-in person's language, else the one chosen for whoever is meant, else the browser's first known one."""
    if request.user:
        return request.user.locale
    if meant := request.scope["state"].get(LOCALE_MEANT):
        return str(meant)
    for part in request.headers.get("accept-language", "").split(","):
        code = part.split(";")[0].strip()[:2].lower()
        if code in LOCALES:
            return code
    return "en"


def shell(request: WebRequest, module: str = "") -> dict[str, Any]:
    """The context of base.html. `module` names the current entry of the navigation."""
    user, region = request.user, current_region(request)
    locale = locale_of(request)
    regions: Regions = request.app.state.regions
    known = regions.definitions() if user else []
    mine = [each for each in known if user and user.role(each.code)]
    # Pages of the whole instance show times as this person's region does.
    home = region.definition if region else mine[0] if mine else known[0] if known else None
    links = [RegionLink(each.code, each.name(locale), each.colour, f"/{each.code}/clients") for each in mine]
    return {
        "user": _person(user, locale) if user else None,
        "region": next((link for link in links if region and link.code == region.code), None),
        "regions": tuple(links),
        "nav": tuple(_navigation(user, region, links, module)) if user else (),
        "theme": user.theme if user else "",
        "zone": home.timezone if home else None,
    }


def current_region(request: WebRequest) -> Region | None:
    """The region named by the first part of the path, once the guard has let the person in."""
    return request.scope["state"].get("region")


def _person(user: User, locale: str) -> Person:
    best = next((role for role in ("manager", "editor", "viewer") if role in user.roles.values()), "")
    codes = ", ".join(sorted(code.upper() for code, role in user.roles.items() if role == best))
    line = (
        Message(ROLE_NAMES[best], {"regions": codes})
        if best
        else Message(N_("admin") if user.admin else N_("no region"))
    )
    return Person(
        visible(user.name), visible(user.initials), translate(line, locale), user.admin, user.density
    )


def _navigation(user: User, region: Region | None, links: list[RegionLink], module: str) -> list[NavItem]:
    home = region.code if region else (links[0].code if links else "")
    items = []
    if home:
        items.append(("clients", "c", N_("Clients"), f"/{home}/clients", "users"))
        items.append(("invoices", "i", N_("Invoices"), f"/{home}/invoices", "file-text"))
        items.append(("orders", "o", N_("Orders"), f"/{home}/orders", "package"))
        items.append(("letters", "l", N_("Mail"), f"/{home}/letters", "mail"))
        if user.at_least(home, "editor"):
            items.append(("imports", "u", N_("Imports"), f"/{home}/imports", "upload"))
            items.append(("exports", "e", N_("Exports"), f"/{home}/exports", "download"))
        items.append(("settings", "s", N_("Settings"), f"/{home}/settings/seller", "adjustments-horizontal"))
    if user.admin:
        items.append(("admin", "a", N_("Regions"), "/admin/regions", "database"))
        items.append(("staff", "t", N_("Staff"), "/admin/staff", "user"))
    items.append(("account", "m", N_("My account"), "/account", "settings"))
    return [NavItem(*item, current=item[0] == module) for item in items]
