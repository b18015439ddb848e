"""Whose data every text and every blob of every file is, and what becomes of it. The register of processing reads it.

A test holds this table against the real schema: a column nobody has thought about fails, and so does one that is gone.
Numbers alone (ids, sizes, counters) name nobody and are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Whose = Literal["client", "staff", "system"]
Exported = Literal[
    "field",  # a column of every export, and of the dossier a person asks for
    "dossier",  # in the dossier only
    "never",  # follows from something that is exported, or says nothing about anybody
]
Merged = Literal[
    "chosen",  # a person chooses one of the values; the others stay in the change history
    "moved",  # the row gets the survivor's number
    "derived",  # worked out anew
    "kept",  # stays as it is
]
Erased = Literal[
    "deleted",  # the row goes, in the erasure's own transaction
    "locked",  # unreadable in every copy once the client's key is destroyed; the row goes too
    "kept",  # stays: it names nobody, or it names staff who acted
    "expires",  # goes by itself after a short time
    "anonymised",  # the row stays as the law wants it, without anybody's name
]


@dataclass(frozen=True)
class Handling:
    whose: Whose
    exported: Exported
    merged: Merged
    erased: Erased


_FIELD = Handling("client", "field", "chosen", "deleted")
_DERIVED = Handling("client", "never", "derived", "deleted")
_BELONGING = Handling("client", "dossier", "moved", "deleted")
_BELONGING_DERIVED = Handling("client", "never", "moved", "deleted")
_SEALED = Handling("client", "dossier", "moved", "locked")
_BOOKED = Handling("system", "dossier", "moved", "kept")
_NAMED_IN_BOOKS = Handling("client", "dossier", "moved", "anonymised")
_TRACE = Handling("client", "dossier", "kept", "kept")
_ACTED = Handling("staff", "dossier", "kept", "kept")
_ACTED_HERE = Handling("staff", "dossier", "moved", "deleted")
_ACCOUNT = Handling("staff", "never", "kept", "kept")
_SIGNED_IN = Handling("staff", "never", "kept", "expires")
_SYSTEM = Handling("system", "never", "kept", "kept")
_SYSTEM_BELONGING = Handling("system", "never", "moved", "deleted")

Tables = Mapping[str, Mapping[str, Handling]]

REGION: Tables = {
    "client": {
        "kind name email phone vat_id vat_id_missing_reason street postal_code city country website": _FIELD,
        "industry notes status currency invoice_language vat_treatment buyer_reference": _FIELD,
        "added_at changed_at": _FIELD,
        "name_key city_key contact_key industry_key name_fold vat_key email_key phone_key domain": _DERIVED,
        "uuid": Handling("system", "dossier", "kept", "deleted"),
        "changed_by": Handling("staff", "dossier", "derived", "deleted"),
    },
    "client_text": {"name basics contacts tags": _DERIVED},
    "client_search": {"name basics contacts tags": _DERIVED},
    "attached_search": {"folded": _BELONGING_DERIVED},
    # What a firm calls its clients is its own; that a client carries it says something about the client.
    "tag": {"name name_key colour": _SYSTEM},
    "mass_run": {"submission": _SYSTEM},
    "client_group": {"name name_key kind query made_at": _SYSTEM, "made_by": _ACTED},
    "contact": {"name position email phone": _BELONGING, "email_key phone_key": _BELONGING_DERIVED},
    "note": {
        "kind subject body people at created_at edited_at": _BELONGING,
        "folded": _BELONGING_DERIVED,
        "author_id author_name": _ACTED_HERE,
        "submission": _SYSTEM_BELONGING,
    },
    "document": {
        "filename media_type added_at": _BELONGING,
        "folded": _BELONGING_DERIVED,
        "uuid key_owner upload": _SYSTEM_BELONGING,
        "added_by_id added_by_name": _ACTED_HERE,
    },
    # The legal original of an issued document: kept by law under a key of its own, which dies when its time is over.
    "invoice_original": {
        "kind owner sha256 retained_until made_at": _SYSTEM,
        "sealed": Handling("client", "dossier", "kept", "locked"),
    },
    # A letter that went out stands in the timeline too; what is a business letter is sealed beside its invoice.
    "letter": {
        "recipient subject body language attachments created_at sent_at": _BELONGING,
        "uuid state next_try_at error submission": _SYSTEM_BELONGING,
        "created_by_id created_by_name": _ACTED_HERE,
    },
    "outbox_pause": {"since reason": _SYSTEM},
    "letter_original": {
        "owner sha256 retained_until": _SYSTEM,
        "sealed": Handling("client", "dossier", "kept", "locked"),
    },
    "document_part": {"sealed": _SEALED},
    "document_preview": {"sealed": _SEALED},
    "history": {
        "at action object field commitment hash source": _TRACE,
        "actor_id actor_name": _ACTED,
    },
    "history_value": {
        "owner": Handling("system", "never", "kept", "deleted"),
        "sealed": Handling("client", "dossier", "kept", "locked"),
    },
    # What an undone operation had sealed goes with it; an erased client's is locked and its steps go.
    "operation": {"kind detail at state undone_at": _SYSTEM, "actor_id actor_name undone_by": _ACTED},
    "operation_step": {
        "owner changed_at outcome": _SYSTEM_BELONGING,
        "sealed": Handling("client", "never", "kept", "locked"),
    },
    # Numbers of two clients, and a digest that says whether they still are what they were.
    # An absorbed client's key is the survivor's business now.
    "client_merge": {"owner merged_at": Handling("system", "never", "kept", "deleted")},
    "duplicate_scan": {
        "uuid state started_at finished_at error": _SYSTEM,
        "staff_id staff_name": _ACCOUNT,
    },
    "duplicate_pair": {"reasons": Handling("system", "never", "derived", "deleted")},
    "duplicate_decision": {
        "digest": Handling("system", "never", "derived", "deleted"),
        "decided_by_id decided_by_name decided_at": Handling("staff", "dossier", "derived", "deleted"),
    },
    # Issued invoices are kept for as long as the law says, with what it wants to know of the buyer; drafts go.
    "invoice": {
        "uuid type series number currency language issued_on supplied_from supplied_until due_on": _BOOKED,
        "vat_currency exchange_on exchange_source": _BOOKED,
        "state number_key submission created_at changed_at issued_at": _BOOKED,
        "buyer_reference order_reference intro notes reason ksef_number number_elsewhere": _NAMED_IN_BOOKS,
        "buyer_name buyer_key search": _NAMED_IN_BOOKS,
        "created_by issued_by": Handling("staff", "dossier", "moved", "kept"),
    },
    "invoice_line": {"text detail": _NAMED_IN_BOOKS, "unit category": _BOOKED},
    "invoice_party": {
        "role": _BOOKED,
        "name contact_name street postal_code city country vat_id tax_number register directors": _NAMED_IN_BOOKS,
        "phone email website bank iban bic footer number": _NAMED_IN_BOOKS,
    },
    "invoice_vat": {"category note code": _BOOKED},
    "invoice_search": {"search": _NAMED_IN_BOOKS},
    "payment": {
        "paid_on method submission made_at": _BOOKED,
        "note": _NAMED_IN_BOOKS,
        "made_by": Handling("staff", "dossier", "moved", "kept"),
    },
    # That a client was reminded belongs to the invoice; what the letter said goes with the letter.
    "reminder": {
        "made_on due_on made_at submission": _BOOKED,
        "made_by": Handling("staff", "dossier", "moved", "kept"),
    },
    "number_series": {"series": _SYSTEM},
    "lost_number": {"series found_at": _SYSTEM},
    "access": {"at act client_ids detail": _TRACE, "actor_id actor_name": _ACTED},
    # The file itself lies beside the region for a day at most, and goes when it is done with.
    "import_batch": {
        "uuid state file_sha256 source uploaded_at started_at finished_at options error undone_at": _SYSTEM,
        "filename staff_id staff_name": _ACCOUNT,
    },
    "import_mapping": {"headings source chosen at": _SYSTEM, "staff_name": _ACTED},
    "client_source_id": {"source external_id": _BELONGING},
    # What left the house, when and what for. The file itself lies beside the region for a day at most.
    "export": {
        "uuid subject state format options scope asked_at finished_at error": _SYSTEM,
        "query purpose staff_id staff_name": _ACCOUNT,
    },
    # A view can hold words somebody searched for: the erasure looks through them for the name.
    "saved_view": {"name query made_at staff_name": _ACCOUNT, "list": _SYSTEM},
    "submission": {"key at": _SYSTEM_BELONGING},
    # The firm itself. Its management and contact person are staff, named on whatever the firm sends out.
    "seller": {
        "uuid name street postal_code city country vat_id tax_number register phone email website": _SYSTEM,
        "bank iban bic footer logo": _SYSTEM,
        "directors contact_person": _ACCOUNT,
    },
    # What a firm sells is its own, and names nobody.
    "product": {
        "uuid code code_key kind name_de name_en name_pl first_language name_key search detail unit": _SYSTEM,
        "category rate_key status changed_at submission": _SYSTEM,
    },
    "product_price": {"currency": _SYSTEM},
    "client_order": {
        "number ordered_on deadline priority reference currency terms state created_at changed_at": _BELONGING,
        "search number_key": _BELONGING_DERIVED,
        "uuid submission": _SYSTEM_BELONGING,
        "created_by": _ACTED_HERE,
    },
    "client_order_search": {"search": _BELONGING_DERIVED},
    "client_order_line": {"text detail unit category": _BELONGING},
    "region": {"code made_at": _SYSTEM},
    "canary": {"at": _SYSTEM},
}

INSTANCE: Tables = {
    "staff": {
        "email email_key name password_hash locale theme density made_at seen_at": _ACCOUNT,
    },
    "staff_role": {"region role": _ACCOUNT},
    "session": {"token_hash agent address made_at seen_at confirmed_at": _SIGNED_IN},
    "device": {"token_hash seen_at": _SIGNED_IN},
    "invitation": {"token_hash expires_at": _SIGNED_IN},
    "sign_in_failure": {"bucket at": _SIGNED_IN},
    "staff_event": {"at actor event detail": _ACCOUNT},
}

# `owner` is a client's random UUID; `wrapped` becomes NULL when the key is destroyed, and stays so for ever.
VAULT: Tables = {
    "data_key": {
        "owner region made_at": _SYSTEM,
        "wrapped": Handling("client", "never", "kept", "locked"),
    },
    "history_mark": {"region hash at": _SYSTEM},
    "number_mark": {"region series": _SYSTEM},
    "master_check": {"sealed": _SYSTEM},
}


def by_column(tables: Tables) -> dict[str, Handling]:
    """{"client.name": ...}"""
    return {
        f"{table}.{column}": handling
        for table, groups in tables.items()
        for columns, handling in groups.items()
        for column in columns.split()
    }
