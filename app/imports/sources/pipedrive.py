"""Pipedrive: each heading begins with "Organization - " or "Person - "; parts of an address end in the name of
the address field ("City/town/village/locality of Company Address").
"""

from app.imports.sources.model import Source

_FIRM = r"Organi[sz]ation - "
_ANY = r"(Organi[sz]ation|Person) - "

SOURCE = Source(
    name="pipedrive",
    label="Pipedrive",
    words={},
    marks=(_ANY + ".+",),
    patterns=(
        (_FIRM + r"Name|Person - Organi[sz]ation", "name"),
        (r"Person - Name", "contact_name"),
        (r"Person - First name", "first_name"),
        (r"Person - Last name", "last_name"),
        (_ANY + r"E-?mail( - .+)?", "email"),
        (_ANY + r"(Phone|Telefon|Telefone)( - .+)?", "phone"),
        (_ANY + r"Street/road name of .+", "street"),
        (_ANY + r"House number of .+", "house_number"),
        (_ANY + r"City/town/village/locality of .+", "city"),
        (_ANY + r"ZIP/Postal code of .+", "postal_code"),
        (_ANY + r"Country of .+", "country"),
        (_ANY + r"(Full/combined address of .+|(Postal )?address)", "address"),
        (_ANY + r"Website", "website"),
        (_ANY + r"Industry", "industry"),
        (_ANY + r"Labels?", "tags"),
        (_ANY + r"Notes", "notes"),
        (_ANY + r"ID", "external_id"),
        (_ANY + r".*\b(tax|vat|nip|ust|uid)\b.*", "vat_id"),
        (_ANY + r".+", ""),
    ),
)
