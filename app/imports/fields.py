"""What a column of a file may become: the fields of a client, and a few that are turned into them."""

from __future__ import annotations

from collections.abc import Mapping

from app.clients.model import FIELDS as CLIENT_FIELDS
from app.i18n import N_

# Field -> label. Nothing else can be written to, whatever a mapping says (ids, versions, times).
FIELDS: Mapping[str, str] = {
    **{name: field.label for name, field in CLIENT_FIELDS.items()},
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "house_number": N_("House number"),
    "address": N_("Whole address in one cell"),
    "external_id": N_("External ID"),
    "organization_id": N_("External ID of the organisation"),
    "tags": N_("Tags"),
    "in_groups": N_("In groups"),
    "position": N_("Contact person's position"),
    "contacts": N_("Contacts"),
}
