"""Fakturownia. The Polish headings are those of the client file in its help ("Import innych dokumentów",
2023-11-16), the English ones the names of its API (README of 2026-05-11). NIP comes with dashes, the country as
a Polish word, phone numbers as bare digits.
"""

from app.imports.sources.model import Source

SOURCE = Source(
    name="fakturownia",
    label="Fakturownia",
    words={
        "name": "Nazwa firmy|Nazwa|name",
        "vat_id": "Numer NIP|NIP|tax_no",
        "city": "Miejscowość|city",
        "postal_code": "Kod pocztowy|post_code",
        "street": "Ulica|street",
        "country": "Kraj|country",
        "email": "E-mail|email",
        "website": "Strona WWW|www",
        "phone": "Telefon|Tel. komórkowy|phone|mobile_phone",
        "first_name": "Imię|first_name",
        "last_name": "Nazwisko|last_name",
        "contact_name": "person",
        "notes": "Dodatkowy opis|note",
        "kind": "company",
        "payment_term_days": "Termin płatności|payment_to_kind",
        "discount": "Domyślny rabat|discount",
        "tags": "tag_list",
        "external_id": "Id zewnętrzne|external_id",
        "": "Lp|Nazwa skrócona (systemowa)|shortcut|Fax|Bank|Numer rachunku|tax_no_kind|register_number|"
        "Indywidualne konto bankowe (lub końcówka konta)|accounting_id|delivery_address|kind|category_id|bank|"
        "bank_account|default_tax|price_list_id|default_payment_type|buyer_id|mass_payment_code|tp_client_connection|"
        "use_delivery_address|disable_auto_reminders|Kod kreskowy",
    },
    marks=(
        r"Nazwa skrócona \(systemowa\)",
        r"Indywidualne konto bankowe.*",
        "Numer NIP",
        "Tel. komórkowy",
        "Dodatkowy opis",
        "Domyślny rabat",
        "Id zewnętrzne",
        "tax_no",
        "post_code",
        "tag_list",
        "mass_payment_code",
        "tp_client_connection",
    ),
)
