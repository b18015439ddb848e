"""Pipedrive: each heading begins with "Organization - " or "Person - "; parts of an address end in the name of
the address field ("City/town/village/locality of Company Address"). Notes are a file of their own. In German and
Polish only the beginnings were seen; the rest is what these languages call it.
"""

from app.imports.sources.model import Source

_FIRM = r"(?:Organi[sz]ation|Organizacja) - "
_PERSON = r"(?:Person|Osoba) - "
_ANY = rf"(?:{_FIRM}|{_PERSON})"

SOURCE = Source(
    name="pipedrive",
    label="Pipedrive",
    words={
        "notes": "Content|Inhalt|Treść",
        "name": "Organization|Organisation|Organizacja",
        "organization_id": "Organization ID|Organisations-ID|ID organizacji",
        "contact_name": "Contact person|Kontaktperson|Osoba kontaktowa",
        "": "ID|Contact person ID|Deal title|Deal ID|Add time|Update time|User|Lead title|Project",
    },
    marks=(
        _ANY + ".+",
        r"Note is pinned to .+",
        "Contact person ID",
        "Deal ID",
        "Organisations-ID|ID organizacji",
    ),
    patterns=(
        (_FIRM + r"(Name|Nazwa)|" + _PERSON + r"(Organi[sz]ation|Organizacja)", "name"),
        (_PERSON + r"(Organi[sz]ation ID|Organisations-ID|ID organizacji)", "organization_id"),
        (_PERSON + r"(Name|Nazwa|Imię i nazwisko)", "contact_name"),
        (_PERSON + r"(First name|Vorname|Imię)", "first_name"),
        (_PERSON + r"(Last name|Nachname|Nazwisko)", "last_name"),
        (_PERSON + r"(Job title|Position|Berufsbezeichnung|Stanowisko)", "position"),
        (_ANY + r"E-?mail( - .+)?", "email"),
        (_ANY + r"(Phone|Telefon|Telefone)( - .+)?", "phone"),
        (_ANY + r"(Street/road name of|Straße/Straßenname von|Ulica:?) .+", "street"),
        (_ANY + r"(House number of|Hausnummer von|Numer domu:?) .+", "house_number"),
        (_ANY + r"(City/town/village/locality of|Stadt/Ort von|Miasto/miejscowość:?) .+", "city"),
        (_ANY + r"(ZIP/Postal code of|PLZ/Postleitzahl von|Kod pocztowy:?) .+", "postal_code"),
        (_ANY + r"(Country of|Land von|Kraj:?) .+", "country"),
        (
            _ANY + r"((Full/combined address of|Vollständige Adresse von|Pełny adres:?) .+"
            r"|(Postal )?address|Adresse|Adres)",
            "address",
        ),
        (_ANY + r"(Website|Strona internetowa)", "website"),
        (_ANY + r"(Industry|Branche|Branża)", "industry"),
        (_ANY + r"(Labels?|Etikett(en)?|Etykiet[ay]|Etiquetas)", "tags"),
        (_ANY + r"(Notes|Notizen|Notatki)", "notes"),
        (_ANY + r"ID", "external_id"),
        (_ANY + r".*\b(tax|vat|nip|ust|uid)\b.*", "vat_id"),
        (_ANY + r".+", ""),
        (r"Note is pinned to .+", ""),
    ),
    separate_persons=True,
)
