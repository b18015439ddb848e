"""Who may do what: the one table. Routes name a right; the route contract and the admission read it here."""

from __future__ import annotations

from app.web.user import GRANTS, User

# Right -> least role in the region. Viewers look, editors work, managers decide. "archive" and "privacy" are grants:
# no role brings them along.
REGION_RIGHTS = {
    "clients.see": "viewer",
    "clients.edit": "editor",
    "clients.status": "editor",
    "history.see": "viewer",
    "history.restore": "editor",
    "views.save": "viewer",
    "views.share": "manager",
    "timeline.see": "viewer",
    "timeline.write": "editor",
    "documents.see": "viewer",
    "documents.write": "editor",
    "groups.see": "viewer",
    "groups.edit": "editor",
    "mass.run": "editor",
    "exports.run": "editor",
    "orders.see": "viewer",
    "orders.edit": "editor",
    "catalogue.see": "viewer",
    "catalogue.edit": "editor",
    "seller.see": "viewer",
    "seller.edit": "manager",
    "imports.run": "editor",
    "invoices.see": "viewer",
    "invoices.edit": "editor",
    "invoices.issue": "editor",
    "originals.read": "archive",
    "payments.see": "viewer",
    "payments.book": "editor",
    "reminders.see": "viewer",
    "reminders.send": "editor",
    "letters.see": "viewer",
    "letters.send": "editor",
    "letters.release": "manager",
}
# Not tied to a region.
INSTANCE_RIGHTS = ("public", "signed_in", "admin")


def may(user: User | None, right: str, region: str = "") -> bool:
    """Whether this person may use a route that names `right`. Raises KeyError for a right nobody defined."""
    if right == "public":
        return True
    if user is None:
        return False
    if right in INSTANCE_RIGHTS:
        return right == "signed_in" or user.admin
    wanted = REGION_RIGHTS[right]
    if wanted in GRANTS:
        return bool(user.role(region)) and (region, wanted) in user.grants
    return user.at_least(region, wanted)
